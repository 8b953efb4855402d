import { type GainBlock, sequenceOfBlocks } from '../engine/node.ts';
import type { TimingCase } from './vector-case.ts';

/** Samples rendered beyond the last block: there must be silence. */
const TAIL = 500;

/** Asks for the curves of a sequence: one plane a speaker. */
export type RenderSequence = (
  sequence: ReturnType<typeof sequenceOfBlocks>,
  frames: number,
) => readonly Float32Array[];

/**
 * Largest difference between what the core renders of a block sequence and the curves the segments describe, over every
 * sample of every speaker.
 * @param gains of each block
 */
export function timingError(one: TimingCase, gains: readonly Float64Array[], render: RenderSequence): number {
  const blocks = one.blocks.map(
    ({ start, length, ramp }, index): GainBlock => ({
      start,
      end: start + length,
      ramp: ramp ?? length,
      gains: [...(gains[index] ?? [])],
    }),
  );
  const frames = one.frames + TAIL;
  const planes = render(sequenceOfBlocks(blocks), frames);
  let largest = 0;
  planes.forEach((plane, speaker) => {
    const expected = new Float64Array(frames);
    for (const { block, first, last, start, end, ramp } of one.segments) {
      const to = gains[block]?.[speaker] ?? Number.NaN;
      const from = ramp ? (gains[block - 1]?.[speaker] ?? Number.NaN) : to;
      for (let n = first; n < last; n++)
        expected[n] = ramp ? from + ((to - from) * (n - start)) / (end - start) : to;
    }
    for (let n = 0; n < frames; n++) {
      const error = Math.abs((plane[n] ?? Number.NaN) - (expected[n] ?? Number.NaN));
      if (!(error <= largest)) largest = Number.isNaN(error) ? Number.POSITIVE_INFINITY : error;
    }
  });
  return largest;
}
