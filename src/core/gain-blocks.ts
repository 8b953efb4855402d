import type { GainSequence } from './program.ts';

/** A stretch of time with one set of gains, as ADM blocks have it (ITU-R BS.2076-2 §5.4.3, jumpPosition). */
export interface GainBlock {
  /** Timeline samples; may lie between two. */
  readonly start: number;
  readonly end: number;
  /** Samples over which the gains run from those of the block before; 0 jumps. Beyond the block's length: all of it. */
  readonly ramp: number;
  /** Linear gain of each speaker of the layout. */
  readonly gains: readonly number[];
}

/** Fractions of a second times a sample rate miss whole samples by less than this. */
const WHOLE = 1e-6;

const nearWhole = (time: number): number =>
  Math.abs(time - Math.round(time)) < WHOLE ? Math.round(time) : time;

/**
 * The gains of a row of blocks over time (ITU-R BS.2127-1 §5): lines over each block's ramp, then still. The first block and
 * one after a gap have no ramp; outside all blocks there is silence. Blocks are sorted and don't overlap.
 */
export function sequenceOfBlocks(blocks: readonly GainBlock[]): GainSequence {
  const times: number[] = [];
  const ramps: boolean[] = [];
  const gains: (readonly number[])[] = [];
  const put = (time: number, ramp: boolean, values: readonly number[]): void => {
    const last = times.at(-1) ?? time;
    // … or overlap by one.
    times.push(time < last && time > last - WHOLE ? last : time);
    ramps.push(ramp);
    gains.push(values);
  };
  let before: { readonly end: number; readonly gains: readonly number[] } | null = null;
  for (const block of blocks) {
    const start = nearWhole(block.start);
    const end = nearWhole(block.end);
    // Times are fractions of a second: what adjoins may miss by a rounding …
    const joined = before !== null && start <= before.end + WHOLE ? before : null;
    const ramp = Math.min(block.ramp, end - start);
    if (before && !joined)
      put(
        before.end,
        false,
        before.gains.map(() => 0),
      );
    if (joined && ramp > 0) put(start, true, joined.gains);
    put(joined && ramp > 0 ? nearWhole(start + ramp) : start, false, block.gains);
    before = { end, gains: block.gains };
  }
  if (before)
    put(
      before.end,
      false,
      before.gains.map(() => 0),
    );
  return { times, ramps, gains };
}
