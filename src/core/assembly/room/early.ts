/**
 * Early reflections: every plane's sound, softened as by the surfaces it meets, in a ring; every plane's output a sum of
 * taps into the rings. Works on chunks of 128 frames; all delays are longer than one, so a chunk's reflections are known
 * before it begins. A ring's first frames are repeated behind its end, so no read ever wraps.
 */
import { MAX_TAPS, ROOM_PLANES, TAP_BYTES, traceTaps } from './geometry';
import { cos } from '../math/f64';

/** Frames of a chunk. */
export const CHUNK: i32 = 128;
/** Frames behind a ring's end that repeat its start: a chunk and the reach of a filter. */
export const RING_TAIL: i32 = 160;
/** Frames in front of every input plane: the last ones of the chunk before. */
export const INPUT_HISTORY: i32 = 4;
/** Bytes of an input plane with them. */
export const INPUT_BYTES: usize = 4 * (INPUT_HISTORY + CHUNK);
/** A sample beyond this is a fault, not sound. */
// @ts-ignore: decorator
@inline const FAULT: f32 = 1e20;

/** Gain at 8 kHz of what a surface mirrors, 1 at low frequencies: −2 dB. */
// @ts-ignore: decorator
@inline const MIRRORED_AT_8_KHZ: f64 = 0.794;
/** Half the energy of a diffuse decay of 0.4 s arrives in the first 20 ms, where reflections are single ones. */
export const EARLY_ENERGY: f64 = 0.5;

// @ts-ignore: decorator
@inline const RING_FRAMES: usize = 0;
// @ts-ignore: decorator
@inline const WRITE: usize = 4;
// @ts-ignore: decorator
@inline const STEP: usize = 8;
// @ts-ignore: decorator
@inline const SIDE_TAP: usize = 12;
// @ts-ignore: decorator
@inline const COUNTS: usize = 16;
// @ts-ignore: decorator
@inline const TAPS: usize = 80;
// @ts-ignore: decorator
@inline const RINGS: usize = TAPS + TAP_BYTES * <usize>MAX_TAPS;

/** Frames of a ring that holds 42 ms: a power of two. */
export function ringFrames(sampleRate: f64): i32 {
  return sampleRate > 64000.0 ? 4096 : 2048;
}

/**
 * Spacing of a filter's three taps: above 64 kHz it is stretched, so that it does the same below 24 kHz; nothing
 * audible lies above, where its response is mirrored.
 */
export function filterStep(sampleRate: f64): i32 {
  return sampleRate > 64000.0 ? 2 : 1;
}

/** Outer tap b of the filter (b, 1 − 2b, b) that has this gain at 8 kHz. */
export function softening(gain: f64, sampleRate: f64): f64 {
  const turn = (2.0 * 3.141592653589793 * 8000.0 * <f64>filterStep(sampleRate)) / sampleRate;
  return (1.0 - gain) / (2.0 * (1.0 - cos(turn)));
}

/** Keeps the frames behind a ring's end equal to those at its start. */
// @ts-ignore: decorator
@inline
export function mirrorRing(ring: usize, frames: i32, written: i32): void {
  if (written >= RING_TAIL) return;
  memory.copy(ring + (<usize>(frames + written) << 2), ring + (<usize>written << 2), <usize>min(CHUNK, RING_TAIL - written) << 2);
}

function ringBytes(frames: i32): usize {
  return <usize>(frames + RING_TAIL) << 2;
}

/** Bytes of state. */
export function earlyBytes(sampleRate: f64): usize {
  return RINGS + <usize>ROOM_PLANES * ringBytes(ringFrames(sampleRate));
}

/** Traces the room. Not for the audio thread's every block. */
export function earlyInit(at: usize, sampleRate: f64): void {
  const frames = ringFrames(sampleRate);
  store<i32>(at, frames, RING_FRAMES);
  store<i32>(at, filterStep(sampleRate), STEP);
  store<f32>(at, <f32>softening(MIRRORED_AT_8_KHZ, sampleRate), SIDE_TAP);
  const energy = traceTaps(at + TAPS, at + COUNTS, sampleRate);
  const scale = sqrt(EARLY_ENERGY / energy);
  let tap = at + TAPS;
  for (let plane = 0; plane < ROOM_PLANES; plane++) {
    for (let k = load<i32>(at + (<usize>plane << 2), COUNTS); k > 0; k--) {
      // From here on a tap holds the byte offset of its ring, and the delay without that of the filter.
      store<u32>(tap, <u32>(RINGS + <usize>load<u32>(tap) * ringBytes(frames)));
      const delay = load<i32>(tap, 4) - filterStep(sampleRate);
      assert(delay >= CHUNK && delay <= frames, 'a reflection comes too early or too late');
      store<i32>(tap, delay, 4);
      store<f32>(tap, <f32>(<f64>load<f32>(tap, 8) * scale), 8);
      tap += TAP_BYTES;
    }
  }
  earlyReset(at);
}

/** Forgets all sound. */
export function earlyReset(at: usize): void {
  store<i32>(at, 0, WRITE);
  memory.fill(at + RINGS, 0, <usize>ROOM_PLANES * ringBytes(load<i32>(at, RING_FRAMES)));
}

/** Softens a chunk into a ring and moves the input's history on. @returns sum of the sizes of its samples */
function take(input: usize, to: usize, step: usize, side: f32): f32 {
  const outer = f32x4.splat(side);
  const inner = f32x4.splat(1.0 - 2.0 * side);
  let sum = f32x4.splat(0.0);
  let from = input + 4 * <usize>INPUT_HISTORY - 2 * step;
  for (const end = to + 4 * <usize>CHUNK; to < end; to += 16, from += 16) {
    const value = f32x4.add(
      f32x4.mul(f32x4.add(v128.load(from), v128.load(from + 2 * step)), outer),
      f32x4.mul(v128.load(from + step), inner),
    );
    v128.store(to, value);
    sum = f32x4.add(sum, f32x4.abs(value));
  }
  v128.store(input, v128.load(input + 4 * <usize>CHUNK));
  return f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3));
}

// @ts-ignore: decorator
@inline
function sumFour(a: usize, b: usize, c: usize, d: usize, ga: v128, gb: v128, gc: v128, gd: v128): v128 {
  return f32x4.add(
    f32x4.add(f32x4.mul(v128.load(a), ga), f32x4.mul(v128.load(b), gb)),
    f32x4.add(f32x4.mul(v128.load(c), gc), f32x4.mul(v128.load(d), gd)),
  );
}

/** to = or += the sum of four taps. */
// @ts-ignore: decorator
@inline
function addFour(to: usize, a: usize, b: usize, c: usize, d: usize, tap: usize, first: bool): void {
  const ga = v128.load32_splat(tap, 8);
  const gb = v128.load32_splat(tap, 24);
  const gc = v128.load32_splat(tap, 40);
  const gd = v128.load32_splat(tap, 56);
  for (const end = to + 4 * <usize>CHUNK; to < end; to += 32, a += 32, b += 32, c += 32, d += 32) {
    const one = sumFour(a, b, c, d, ga, gb, gc, gd);
    const two = sumFour(a + 16, b + 16, c + 16, d + 16, ga, gb, gc, gd);
    v128.store(to, first ? one : f32x4.add(v128.load(to), one));
    v128.store(to, first ? two : f32x4.add(v128.load(to, 16), two), 16);
  }
}

/**
 * Takes a chunk of ROOM_PLANES inputs (INPUT_BYTES each; a plane with a fault is silenced) and writes the reflections of
 * the chunk that follows to `out`, planes of 128 f32. Audio thread; allocates nothing. @returns 0 if the inputs are silent
 */
export function earlyChunk(at: usize, inputs: usize, out: usize): f32 {
  const frames = load<i32>(at, RING_FRAMES);
  const step = <usize>load<i32>(at, STEP) << 2;
  const side = load<f32>(at, SIDE_TAP);
  const written = load<i32>(at, WRITE);
  let sizes: f32 = 0.0;
  for (let plane = 0; plane < ROOM_PLANES; plane++) {
    const input = inputs + INPUT_BYTES * <usize>plane;
    const ring = at + RINGS + <usize>plane * ringBytes(frames);
    const to = ring + (<usize>written << 2);
    const size = take(input, to, step, side);
    if (size < FAULT) sizes += size;
    else {
      memory.fill(to, 0, 4 * <usize>CHUNK);
      memory.fill(input, 0, INPUT_BYTES);
    }
    mirrorRing(ring, frames, written);
  }
  const now = (written + CHUNK) & (frames - 1);
  store<i32>(at, now, WRITE);

  let tap = at + TAPS;
  for (let plane = 0; plane < ROOM_PLANES; plane++) {
    const to = out + (<usize>plane << 9);
    let left = load<i32>(at + (<usize>plane << 2), COUNTS);
    let first = true;
    for (; left >= 4; left -= 4, tap += 4 * TAP_BYTES, first = false) {
      const a = readAt(at, tap, now, frames);
      const b = readAt(at, tap + TAP_BYTES, now, frames);
      const c = readAt(at, tap + 2 * TAP_BYTES, now, frames);
      const d = readAt(at, tap + 3 * TAP_BYTES, now, frames);
      if (first) addFour(to, a, b, c, d, tap, true);
      else addFour(to, a, b, c, d, tap, false);
    }
    if (first) memory.fill(to, 0, 4 * <usize>CHUNK);
    for (; left > 0; left--, tap += TAP_BYTES) {
      const from = readAt(at, tap, now, frames);
      const gain = v128.load32_splat(tap, 8);
      for (let n: usize = 0; n < 4 * <usize>CHUNK; n += 16) {
        v128.store(to + n, f32x4.add(v128.load(to + n), f32x4.mul(v128.load(from + n), gain)));
      }
    }
  }
  return sizes;
}

// @ts-ignore: decorator
@inline
function readAt(at: usize, tap: usize, now: i32, frames: i32): usize {
  return at + <usize>load<u32>(tap) + (<usize>((now - load<i32>(tap, 4)) & (frames - 1)) << 2);
}
