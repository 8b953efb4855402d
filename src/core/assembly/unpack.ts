import { UNPACK_BYTES, UNPACK_CHANNELS, UNPACK_FLOAT32, UNPACK_INT16, UNPACK_INT24, UNPACK_INT32 } from '../contract';

/**
 * De-interleaving of a file's samples into ring slots, four frames of four channels at a time.
 * CONTRACT: the same bits as `decodePcm` in formats/pcm/decode.ts; core/unpack.test.ts compares them.
 */

/** Interleaved bytes gone over for one group of channels after another: they stay in the first-level cache. */
const TILE_BYTES: i32 = 16384;
/** Bytes as they stand in the file, UNPACK_BYTES long. */
export let unpackSource: usize = 0;
/** Wanted channels: i32 channel, i32 address of its first sample; up to UNPACK_CHANNELS. */
export let unpackTable: usize = 0;

/** Takes the host's place for it, UNPACK_SPACE bytes, 64-byte aligned. */
export function initUnpack(at: usize): void {
  unpackTable = at;
  unpackSource = at + 8 * UNPACK_CHANNELS;
}

// @ts-ignore: decorator
@inline
function widthOf(coding: i32): i32 {
  return coding == UNPACK_INT16 ? 2 : coding == UNPACK_INT24 ? 3 : 4;
}

/** Four neighbouring samples, full scale ±1: every integer of up to 24 bits is exact. */
// @ts-ignore: decorator
@inline
function four(at: usize, coding: i32): v128 {
  const raw = v128.load(at);
  if (coding == UNPACK_FLOAT32) return raw;
  // Left-justified in 32 bits; index 16 and above gives zero.
  const whole =
    coding == UNPACK_INT24
      ? i8x16.swizzle(raw, i8x16(-1, 0, 1, 2, -1, 3, 4, 5, -1, 6, 7, 8, -1, 9, 10, 11))
      : coding == UNPACK_INT16
        ? i8x16.swizzle(raw, i8x16(-1, -1, 0, 1, -1, -1, 2, 3, -1, -1, 4, 5, -1, -1, 6, 7))
        : raw;
  return f32x4.mul(f32x4.convert_i32x4_s(whole), f32x4.splat(4.656612873077393e-10));
}

/** One sample, into `to`. */
// @ts-ignore: decorator
@inline
function single(at: usize, coding: i32, to: usize): void {
  if (coding == UNPACK_FLOAT32) {
    store<i32>(to, load<i32>(at));
    return;
  }
  let whole: i32;
  if (coding == UNPACK_INT16) whole = <i32>load<u16>(at) << 16;
  else if (coding == UNPACK_INT24) whole = ((<i32>load<u16>(at)) << 8) | (<i32>load<u8>(at, 2) << 24);
  else whole = load<i32>(at);
  store<f32>(to, <f32>whole * 4.656612873077393e-10);
}

/** Frames `first` … `end` of four channels next to each other whose table entries begin at `entry`. */
// @ts-ignore: decorator
@inline
function quad(coding: i32, stride: usize, first: i32, end: i32, entry: usize): void {
  const skip = <usize>first << 2;
  let from = unpackSource + stride * <usize>first + <usize>(load<i32>(entry) * widthOf(coding));
  let a = <usize>load<i32>(entry, 4) + skip;
  let b = <usize>load<i32>(entry, 12) + skip;
  let c = <usize>load<i32>(entry, 20) + skip;
  let d = <usize>load<i32>(entry, 28) + skip;
  let frame = first;
  for (; frame + 4 <= end; frame += 4) {
    const p = four(from, coding);
    const q = four(from + stride, coding);
    const r = four(from + 2 * stride, coding);
    const s = four(from + 3 * stride, coding);
    from += 4 * stride;
    const pqLow = v128.shuffle<i32>(p, q, 0, 4, 1, 5);
    const pqHigh = v128.shuffle<i32>(p, q, 2, 6, 3, 7);
    const rsLow = v128.shuffle<i32>(r, s, 0, 4, 1, 5);
    const rsHigh = v128.shuffle<i32>(r, s, 2, 6, 3, 7);
    v128.store(a, v128.shuffle<i64>(pqLow, rsLow, 0, 2));
    v128.store(b, v128.shuffle<i64>(pqLow, rsLow, 1, 3));
    v128.store(c, v128.shuffle<i64>(pqHigh, rsHigh, 0, 2));
    v128.store(d, v128.shuffle<i64>(pqHigh, rsHigh, 1, 3));
    a += 16;
    b += 16;
    c += 16;
    d += 16;
  }
  const width = <usize>widthOf(coding);
  for (; frame < end; frame++) {
    single(from, coding, a);
    single(from + width, coding, b);
    single(from + 2 * width, coding, c);
    single(from + 3 * width, coding, d);
    from += stride;
    a += 4;
    b += 4;
    c += 4;
    d += 4;
  }
}

// @ts-ignore: decorator
@inline
function lone(coding: i32, stride: usize, first: i32, end: i32, entry: usize): void {
  let from = unpackSource + stride * <usize>first + <usize>(load<i32>(entry) * widthOf(coding));
  let to = <usize>load<i32>(entry, 4) + (<usize>first << 2);
  for (let frame = first; frame < end; frame++) {
    single(from, coding, to);
    from += stride;
    to += 4;
  }
}

// @ts-ignore: decorator
@inline
function spread(coding: i32, channels: i32, frames: i32, count: i32): void {
  const stride = channels * widthOf(coding);
  // Whole cache lines of every destination are written before the next channels' turn.
  const tile = max(16, (TILE_BYTES / stride) & ~15);
  for (let first = 0; first < frames; first += tile) {
    const end = min(frames, first + tile);
    for (let index = 0; index < count; ) {
      const entry = unpackTable + 8 * <usize>index;
      const channel = load<i32>(entry);
      const run =
        index + 4 <= count && load<i32>(entry, 8) == channel + 1 && load<i32>(entry, 16) == channel + 2 && load<i32>(entry, 24) == channel + 3;
      if (run) quad(coding, <usize>stride, first, end, entry);
      else lone(coding, <usize>stride, first, end, entry);
      index += run ? 4 : 1;
    }
  }
}

/** Spreads `frames` frames of `channels` interleaved channels over the `count` places of the table. UNPACK_* coding. */
export function unpackFrames(coding: i32, channels: i32, frames: i32, count: i32): void {
  assert(count >= 0 && count <= UNPACK_CHANNELS, 'the table of channels has an end');
  assert(frames * channels * widthOf(coding) <= UNPACK_BYTES, 'frames to unpack fit their buffer');
  // One loop a coding, so that none asks which it is.
  if (coding == UNPACK_INT24) spread(UNPACK_INT24, channels, frames, count);
  else if (coding == UNPACK_INT16) spread(UNPACK_INT16, channels, frames, count);
  else if (coding == UNPACK_FLOAT32) spread(UNPACK_FLOAT32, channels, frames, count);
  else spread(UNPACK_INT32, channels, frames, count);
}
