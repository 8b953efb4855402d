import {
  LAYOUT_SPEAKERS,
  PLAIN_RENDERING,
  type Rendering,
  type RenderTarget,
  type Speaker,
  trimsOf,
} from '../units/index.ts';
import {
  MAX_SPEAKERS,
  SPEAKER_BYTES,
  TARGET_BINAURAL,
  TARGET_FOLD,
  TARGET_MATRIX,
  TARGET_SPEAKERS,
  TARGET_STEREO,
} from './contract.ts';
import { dbToGain } from './dmath.ts';

/** Fifteen virtual speakers are what two ears listen to: 9.1.6 without its LFE. */
export const VIRTUAL_SPEAKERS: readonly Speaker[] = LAYOUT_SPEAKERS['9.1.6'].filter(
  (speaker) => speaker.room !== null,
);

/** How a target is rendered: the layout strips are panned to, and what becomes of it. */
export interface TargetPlan {
  readonly kind: number;
  readonly speakers: readonly Speaker[];
}

/**
 * Plan of a target. 2.0 is the fold of the 5.1 render unless it is panned directly, 5.1 that of 7.1 where a fold is asked
 * for; binaural is the virtual speakers heard through their responses.
 */
export function targetPlan(target: RenderTarget, rendering: Rendering = PLAIN_RENDERING): TargetPlan {
  const folded = rendering.downmix51 === 'fold';
  const fold = folded ? TARGET_FOLD : 0;
  const speakers51 = LAYOUT_SPEAKERS[folded ? '7.1' : '5.1'];
  if (target === '2.0' && rendering.downmix20 !== 'direct') {
    const kind = rendering.downmix20 === 'lt-rt' ? TARGET_MATRIX : TARGET_STEREO;
    return { kind: kind + fold, speakers: speakers51 };
  }
  if (target === '5.1') return { kind: TARGET_SPEAKERS + fold, speakers: speakers51 };
  if (target === 'binaural') return { kind: TARGET_BINAURAL, speakers: VIRTUAL_SPEAKERS };
  return { kind: TARGET_SPEAKERS, speakers: LAYOUT_SPEAKERS[target] };
}

/** Writes speakers where the core takes them. @throws RangeError beyond MAX_SPEAKERS */
export function writeSpeakers(memory: WebAssembly.Memory, at: number, speakers: readonly Speaker[]): void {
  if (speakers.length > MAX_SPEAKERS) {
    throw new RangeError(`a layout has at most ${MAX_SPEAKERS} speakers, got ${speakers.length}`);
  }
  const table = new Float64Array(memory.buffer, at, (speakers.length * SPEAKER_BYTES) / 8);
  for (let index = 0; index < speakers.length; index++) {
    const room = speakers[index]?.room ?? null;
    table[index * 4] = room?.x ?? 0;
    table[index * 4 + 1] = room?.y ?? 0;
    table[index * 4 + 2] = room?.z ?? 0;
    table[index * 4 + 3] = room ? 0 : 1;
  }
}

/**
 * Writes the trims of a target where the core takes them: power gains of surround, height, and front and back of the
 * listener plane and of the ceiling.
 */
export function writeTrims(
  memory: WebAssembly.Memory,
  at: number,
  target: RenderTarget,
  rendering: Rendering,
): void {
  const { surroundDb, heightDb, listenerBalanceDb, overheadBalanceDb } = trimsOf(target, rendering);
  const levels = [surroundDb, heightDb];
  for (const balance of [listenerBalanceDb, overheadBalanceDb])
    levels.push(Math.min(0, balance), Math.min(0, -balance));
  new Float64Array(memory.buffer, at, levels.length).set(levels.map((level) => dbToGain(2 * level)));
}
