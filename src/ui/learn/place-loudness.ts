import type { ObjectOutput, Output } from '../../session/index.ts';
import type { RenderTarget, TrackFormat } from '../../units/index.ts';
import { NO_OFFSET, pairOffsets } from '../kit/pair-offsets.ts';
import { LawMemo } from '../stage/law-memo.ts';
import { dotPosition, lawOf, stageSpeakers } from '../stage/stage-model.ts';

/** Speakers at ear height 60° to 120° to the side count 1.41-fold (ITU-R BS.1770-5, Annex 3, table 5). */
const AT_THE_SIDE = new Set(['Ls', 'Rs', 'Lss', 'Rss', 'Lw', 'Rw']);

/** Weighted power of an object's channels over the speakers of a target, 1 for a single source in front. */
function weightedPower(output: ObjectOutput, format: TrackFormat, target: RenderTarget): number {
  const memo = new LawMemo();
  const speakers = stageSpeakers(target);
  const offsets = format === 'stereo' ? pairOffsets(output.spread, output.pairTurnDeg) : [NO_OFFSET];
  const powers = offsets.map((offset) => {
    const place = dotPosition(output.position, offset);
    const { gains } = memo.ask('only', speakers, lawOf(output), place, output.size);
    return gains.reduce((sum, gain, index) => {
      const weight = AT_THE_SIDE.has(speakers[index]?.label ?? '') ? 1.41 : 1;
      return sum + weight * gain * gain;
    }, 0);
  });
  return powers.reduce((sum, power) => sum + power, 0) / powers.length;
}

/**
 * How much louder a placement makes a source than one in front, dB, from the renderer's gains and the weights of
 * BS.1770: what a loudness meter at the target would read. Headphones count as the virtual room they are made from.
 * 0 for the bed, whose sources keep their power. Main thread; not per frame.
 */
export function placeLoudnessDb(output: Output, format: TrackFormat, target: RenderTarget): number {
  if (output.kind === 'bed') return 0;
  return 10 * Math.log10(Math.max(weightedPower(output, format, target), 1e-6));
}
