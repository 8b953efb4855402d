import { DIRECTIONS } from '../space/planes';

/**
 * How the nine directions of the bed (L, R, C, Lss, Rss, Lrs, Rrs, Ltm, Rtm) go to the channels of a response that has fewer: f32, a row for each of
 * its channels, the LFE left out. A direction's energy stays the same; what has no channel goes to its neighbours in equal parts.
 */
const STEREO: usize = memory.data<f32>([
  1, 0, 0.70710678, 1, 0, 1, 0, 1, 0,
  0, 1, 0.70710678, 0, 1, 0, 1, 0, 1,
], 4);
const SURROUND_5: usize = memory.data<f32>([
  1, 0, 0, 0, 0, 0, 0, 0.70710678, 0,
  0, 1, 0, 0, 0, 0, 0, 0, 0.70710678,
  0, 0, 1, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 1, 0, 1, 0, 0.70710678, 0,
  0, 0, 0, 0, 1, 0, 1, 0, 0.70710678,
], 4);
const SURROUND_7: usize = memory.data<f32>([
  1, 0, 0, 0, 0, 0, 0, 0.70710678, 0,
  0, 1, 0, 0, 0, 0, 0, 0, 0.70710678,
  0, 0, 1, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 1, 0, 0, 0, 0.70710678, 0,
  0, 0, 0, 0, 1, 0, 0, 0, 0.70710678,
  0, 0, 0, 0, 0, 1, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 1, 0, 0,
], 4);

/** The row of a heard channel of a response of `channels`; 0 if directions and channels are the same. */
export function foldGains(channels: i32, channel: i32): usize {
  const row: usize = 4 * <usize>(DIRECTIONS * channel);
  if (channels == 2) return STEREO + row;
  if (channels == 6) return SURROUND_5 + row;
  if (channels == 8) return SURROUND_7 + row;
  return 0;
}
