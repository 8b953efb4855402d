import { BLOCK_FRAMES } from '../../contract';
import { copy } from '../fill';

/**
 * What reverbs of every kind share: chunks of 128 frames of their own, rings those are written to, and the nine directions of the
 * 7.1.2 bed (its LFE has no place in a room).
 */
/** Frames of a chunk. */
// @ts-ignore: decorator
@inline export const CHUNK: i32 = BLOCK_FRAMES;
// @ts-ignore: decorator
@inline export const CHUNK_BYTES: usize = 4 * BLOCK_FRAMES;
/** Directions of the bed. */
// @ts-ignore: decorator
@inline export const DIRECTIONS: i32 = 9;

/** Plane of the bed that belongs to a direction. */
export function planeOf(direction: i32): usize {
  return <usize>(direction < 3 ? direction : direction + 1);
}

/** Bytes of a ring of so many frames (a power of two): its first chunk lies behind its end once more, so reads never wrap. */
export function ringBytes(frames: i32): usize {
  return <usize>(frames + CHUNK) << 2;
}

/** Address of the chunk that a ring held `delay` ≥ 128 frames before frame `now`, a multiple of 128. */
// @ts-ignore: decorator
@inline
export function ringRead(ring: usize, frames: i32, now: i32, delay: i32): usize {
  return ring + (<usize>((now - delay) & (frames - 1)) << 2);
}

/** Repeats the ring's first chunk behind its end, if it has just been written. */
export function mirrorRing(ring: usize, frames: i32, written: i32): void {
  if (written == 0) copy(ring + (<usize>frames << 2), ring, CHUNK_BYTES);
}

/** Sum of the sizes of a chunk's samples. */
export function chunkSize(at: usize): f32 {
  let sum = f32x4.splat(0.0);
  for (const end = at + CHUNK_BYTES; at < end; at += 16) sum = f32x4.add(sum, f32x4.abs(v128.load(at)));
  return f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3));
}
