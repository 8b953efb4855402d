import { BED_SEND, BLOCK_FRAMES } from '../../contract';
import { initLowPass, LOW_PASS_BYTES, lowPass, restLowPass } from './low-pass';

/**
 * The bed's LFE sends: what strips send is gathered in a plane of its own, low-passed, and joins the bed's LFE channel.
 * Channels recorded for the LFE go there directly.
 */
const BLOCK_BYTES: usize = 4 * BLOCK_FRAMES;
const BED_LFE: usize = 3;
const filter: usize = memory.data(112, 16);
let rings: bool = false;

/** Places the filter. */
export function initSends(sampleRate: f64): void {
  assert(LOW_PASS_BYTES == 112, 'the filter fits its room');
  initLowPass(filter, sampleRate);
  rings = false;
}

/** Lets the filter forget what it heard: when the transport jumps. */
export function settleSends(): void {
  restLowPass(filter);
  rings = false;
}

function sounds(plane: usize, first: i32, end: i32): bool {
  for (let frame = first; frame < end; frame++) if (load<f32>(plane + (<usize>frame << 2)) != 0.0) return true;
  return false;
}

/** Adds the sends of two sets of bed planes to the LFE of the first. */
export function joinSends(bed: usize, other: usize, first: i32, end: i32): void {
  const one = bed + BLOCK_BYTES * BED_SEND;
  const two = other + BLOCK_BYTES * BED_SEND;
  if (!rings && !sounds(one, first, end) && !sounds(two, first, end)) return;
  const lfe = bed + BLOCK_BYTES * BED_LFE;
  let most: f64 = 0.0;
  for (let frame = first; frame < end; frame++) {
    const at = <usize>frame << 2;
    const x = <f64>load<f32>(one + at) + <f64>load<f32>(two + at);
    const y = lowPass(filter, x);
    most = max(most, max(abs(x), abs(y)));
    store<f32>(lfe + at, <f32>(<f64>load<f32>(lfe + at) + y));
  }
  // What is left is far below hearing; without this silence would be denormal numbers for ever.
  rings = most > 1e-12;
  if (!rings) restLowPass(filter);
}
