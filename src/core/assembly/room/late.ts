/**
 * Late field: a feedback delay network of 16 lines fed by the early reflections, so that its density is theirs times its
 * own from the start (Jot and Chaigne, AES 90 (1991) 3030). Every line's filter gives the decay time of the room at
 * 1 kHz and 8 kHz; a Hadamard matrix mixes them without loss. Chunks and rings as in early.ts.
 *
 * Three sums of five lines each leave it, independent of one another: two for the ears, and one for what both ears hear
 * alike, as they do in a diffuse field where the head is small against the wave. First-order crossovers at 300 Hz swap
 * the ears' own sum for the common one; the sum of the parts' power stays that of one.
 */
import { exp, pow } from '../math/f64';
import { CHUNK, EARLY_ENERGY, filterStep, mirrorRing, RING_TAIL, ringFrames, softening } from './early';
import { mixingTime, roomDecay } from './geometry';

// @ts-ignore: decorator
@inline const LINES: i32 = 16;
/** Planes that feed the network, one a line; those the early part has not are silent. */
export const LATE_PLANES: i32 = LINES;
/** Decay time at 8 kHz re that at 1 kHz: air and soft surfaces. */
// @ts-ignore: decorator
@inline const DECAY_AT_8_KHZ: f64 = 0.7;
/** Longest line re the shortest. */
// @ts-ignore: decorator
@inline const LONGEST: f64 = 2.0;
/** Seconds from the direct sound to the first reflection, that of the floor. */
// @ts-ignore: decorator
@inline const FIRST_REFLECTION: f64 = 0.0039;
/** Hz below which the ears hear the same, and below which the room is left out. */
// @ts-ignore: decorator
@inline const COMMON_BELOW: f64 = 300.0;
// @ts-ignore: decorator
@inline const SILENT_BELOW: f64 = 30.0;
/** A chunk of a line whose samples' sizes sum to less is silence (−300 dB): nothing decays into subnormal numbers. */
// @ts-ignore: decorator
@inline const SILENCE: f32 = 1e-15;

// @ts-ignore: decorator
@inline const RING_FRAMES: usize = 0;
// @ts-ignore: decorator
@inline const WRITE: usize = 4;
// @ts-ignore: decorator
@inline const STEP: usize = 8;
// @ts-ignore: decorator
@inline const LEVEL: usize = 12;
/** Factors of the crossover (of the old value and of the new) and of the high-pass. */
// @ts-ignore: decorator
@inline const OLD: usize = 16;
// @ts-ignore: decorator
@inline const NEW: usize = 20;
// @ts-ignore: decorator
@inline const HOLD: usize = 24;
/** Lanes of the output filters: low parts, the ears before the high-pass, the ears behind it. */
// @ts-ignore: decorator
@inline const LOW: usize = 32;
// @ts-ignore: decorator
@inline const BEFORE: usize = 48;
// @ts-ignore: decorator
@inline const BEHIND: usize = 64;
/** i32 delay of each line; f32 outer and inner tap of its filter. */
// @ts-ignore: decorator
@inline const DELAYS: usize = 80;
// @ts-ignore: decorator
@inline const OUTER: usize = 144;
// @ts-ignore: decorator
@inline const INNER: usize = 208;
/** A chunk of every line. */
// @ts-ignore: decorator
@inline const WORK: usize = 272;
// @ts-ignore: decorator
@inline const CHUNK_BYTES: usize = 4 * CHUNK;
// @ts-ignore: decorator
@inline const RINGS: usize = WORK + CHUNK_BYTES * <usize>LINES;

function ringBytes(frames: i32): usize {
  return <usize>(frames + RING_TAIL) << 2;
}

/** Bytes of state. */
export function lateBytes(sampleRate: f64): usize {
  return RINGS + <usize>LINES * ringBytes(ringFrames(sampleRate));
}

function isPrime(odd: i32): bool {
  for (let d = 3; d * d <= odd; d += 2) if (odd % d == 0) return false;
  return true;
}

/** The first odd prime from a number on. */
function nextPrime(from: i32): i32 {
  let n = from | 1;
  while (!isPrime(n)) n += 2;
  return n;
}

/**
 * Sets up lines of prime lengths in a geometric row. The shortest one and the first reflection make up the mixing time, so the
 * late field begins where the early part ends.
 */
export function lateInit(at: usize, sampleRate: f64): void {
  const frames = ringFrames(sampleRate);
  store<i32>(at, frames, RING_FRAMES);
  store<i32>(at, filterStep(sampleRate), STEP);
  const decay = roomDecay();
  const shortest = (mixingTime() - FIRST_REFLECTION) * sampleRate;
  let kept: f64 = 0.0;
  for (let line = 0; line < LINES; line++) {
    const delay = nextPrime(<i32>(shortest * pow(LONGEST, <f64>line / <f64>(LINES - 1))));
    assert(delay >= CHUNK + filterStep(sampleRate) && delay + filterStep(sampleRate) <= frames, 'a line is too short or too long');
    // 60 dB in the decay time.
    const seconds = <f64>delay / sampleRate;
    const gain = pow(10.0, (-3.0 * seconds) / decay);
    const outer = softening(pow(10.0, ((-3.0 * seconds) / decay) * (1.0 / DECAY_AT_8_KHZ - 1.0)), sampleRate);
    const place = at + (<usize>line << 2);
    store<i32>(place, delay, DELAYS);
    // What the rings hold is mixed but not yet scaled: the quarter that makes the mixing lossless is in here.
    store<f32>(place, <f32>(0.25 * gain * outer), OUTER);
    store<f32>(place, <f32>(0.25 * gain * (1.0 - 2.0 * outer)), INNER);
    kept += (gain * gain) / <f64>LINES;
  }
  // What goes round the lines keeps this share of its energy each time; an ear gets five of sixteen lines.
  const energy = (EARLY_ENERGY * kept) / (1.0 - kept);
  const heard = (energy * 5.0) / <f64>LINES;
  store<f32>(at, <f32>sqrt((1.0 - EARLY_ENERGY) / heard), LEVEL);
  const old = exp((-2.0 * 3.141592653589793 * COMMON_BELOW) / sampleRate);
  store<f32>(at, <f32>old, OLD);
  store<f32>(at, <f32>(1.0 - old), NEW);
  store<f32>(at, <f32>exp((-2.0 * 3.141592653589793 * SILENT_BELOW) / sampleRate), HOLD);
  lateReset(at);
}

/** Forgets all sound. */
export function lateReset(at: usize): void {
  store<i32>(at, 0, WRITE);
  memory.fill(at + LOW, 0, DELAYS - LOW);
  memory.fill(at + RINGS, 0, <usize>LINES * ringBytes(load<i32>(at, RING_FRAMES)));
}

/** Reads a chunk of every line through its filter into WORK. */
function readLines(at: usize): void {
  const frames = load<i32>(at, RING_FRAMES);
  const step = load<i32>(at, STEP);
  const now = load<i32>(at, WRITE);
  const near = <usize>step << 2;
  const far = near << 1;
  for (let line = 0; line < LINES; line++) {
    const place = at + (<usize>line << 2);
    const outer = v128.load32_splat(place, OUTER);
    const inner = v128.load32_splat(place, INNER);
    const first = (now - load<i32>(place, DELAYS) - step) & (frames - 1);
    let from = at + RINGS + <usize>line * ringBytes(frames) + (<usize>first << 2);
    let to = at + WORK + CHUNK_BYTES * <usize>line;
    for (const end = to + CHUNK_BYTES; to < end; to += 16, from += 16) {
      v128.store(
        to,
        f32x4.add(
          f32x4.mul(f32x4.add(v128.load(from), v128.load(from + far)), outer),
          f32x4.mul(v128.load(from + near), inner),
        ),
      );
    }
  }
}

/** Five lines, three apart, with alternating signs. */
// @ts-ignore: decorator
@inline
function sumLines(work: usize): v128 {
  return f32x4.sub(
    f32x4.add(f32x4.add(v128.load(work), v128.load(work, 6 * CHUNK_BYTES)), v128.load(work, 12 * CHUNK_BYTES)),
    f32x4.add(v128.load(work, 3 * CHUNK_BYTES), v128.load(work, 9 * CHUNK_BYTES)),
  );
}

/** One frame of (left, right, common, common) through the crossover, given its low parts: the ears in the first lanes. */
// @ts-ignore: decorator
@inline
function crossed(sums: v128, low: v128): v128 {
  return f32x4.add(f32x4.sub(sums, low), v128.shuffle<f32>(low, low, 2, 2, 2, 2));
}

/** One step of a filter's memory. */
// @ts-ignore: decorator
@inline
function step(old: v128, factor: v128, fresh: v128): v128 {
  return f32x4.add(f32x4.mul(old, factor), fresh);
}

// @ts-ignore: decorator
@inline
function snapped(value: v128): v128 {
  return v128.and(value, f32x4.gt(f32x4.abs(value), f32x4.splat(SILENCE)));
}

/** Sums the lines for the ears. */
function hear(at: usize, left: usize, right: usize): void {
  const level = v128.load32_splat(at, LEVEL);
  const old = v128.load32_splat(at, OLD);
  const fresh = v128.load32_splat(at, NEW);
  const hold = v128.load32_splat(at, HOLD);
  let low = v128.load(at, LOW);
  let before = v128.load(at, BEFORE);
  let behind = v128.load(at, BEHIND);
  let work = at + WORK;
  for (const end = work + CHUNK_BYTES; work < end; work += 16, left += 16, right += 16) {
    const l = f32x4.mul(sumLines(work), level);
    const r = f32x4.mul(sumLines(work + CHUNK_BYTES), level);
    const c = f32x4.mul(sumLines(work + 2 * CHUNK_BYTES), level);
    const lr01 = v128.shuffle<f32>(l, r, 0, 4, 1, 5);
    const lr23 = v128.shuffle<f32>(l, r, 2, 6, 3, 7);
    let sums = v128.shuffle<f32>(lr01, c, 0, 1, 4, 4);
    low = step(low, old, f32x4.mul(sums, fresh));
    const first = crossed(sums, low);
    sums = v128.shuffle<f32>(lr01, c, 2, 3, 5, 5);
    low = step(low, old, f32x4.mul(sums, fresh));
    const second = crossed(sums, low);
    sums = v128.shuffle<f32>(lr23, c, 0, 1, 6, 6);
    low = step(low, old, f32x4.mul(sums, fresh));
    const third = crossed(sums, low);
    sums = v128.shuffle<f32>(lr23, c, 2, 3, 7, 7);
    low = step(low, old, f32x4.mul(sums, fresh));
    const fourth = crossed(sums, low);
    const a = step(behind, hold, f32x4.sub(first, before));
    const b = step(a, hold, f32x4.sub(second, first));
    const d = step(b, hold, f32x4.sub(third, second));
    behind = step(d, hold, f32x4.sub(fourth, third));
    before = fourth;
    const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
    const de = v128.shuffle<f32>(d, behind, 0, 4, 1, 5);
    v128.store(left, v128.shuffle<f32>(ab, de, 0, 1, 4, 5));
    v128.store(right, v128.shuffle<f32>(ab, de, 2, 3, 6, 7));
  }
  v128.store(at, snapped(low), LOW);
  v128.store(at, snapped(before), BEFORE);
  v128.store(at, snapped(behind), BEHIND);
}

/** Adds the reflections to four lines, four apart, and mixes those. */
function mixAcross(work: usize, early: usize): void {
  for (const end = work + CHUNK_BYTES; work < end; work += 16, early += 16) {
    const a = f32x4.add(v128.load(work), v128.load(early));
    const b = f32x4.add(v128.load(work, 4 * CHUNK_BYTES), v128.load(early, 4 * CHUNK_BYTES));
    const c = f32x4.add(v128.load(work, 8 * CHUNK_BYTES), v128.load(early, 8 * CHUNK_BYTES));
    const d = f32x4.add(v128.load(work, 12 * CHUNK_BYTES), v128.load(early, 12 * CHUNK_BYTES));
    const ab = f32x4.add(a, b);
    const cd = f32x4.add(c, d);
    const amb = f32x4.sub(a, b);
    const cmd = f32x4.sub(c, d);
    v128.store(work, f32x4.add(ab, cd));
    v128.store(work, f32x4.add(amb, cmd), 4 * CHUNK_BYTES);
    v128.store(work, f32x4.sub(ab, cd), 8 * CHUNK_BYTES);
    v128.store(work, f32x4.sub(amb, cmd), 12 * CHUNK_BYTES);
  }
}

/** Mixes four neighbouring lines into their rings, `ring` bytes apart. @returns the sum of the samples' sizes */
function mixDown(work: usize, to: usize, ring: usize): f32 {
  const second = to + ring;
  const third = second + ring;
  const fourth = third + ring;
  let sum = f32x4.splat(0.0);
  for (let n: usize = 0; n < CHUNK_BYTES; n += 16) {
    const a = v128.load(work + n);
    const b = v128.load(work + n, CHUNK_BYTES);
    const c = v128.load(work + n, 2 * CHUNK_BYTES);
    const d = v128.load(work + n, 3 * CHUNK_BYTES);
    const ab = f32x4.add(a, b);
    const cd = f32x4.add(c, d);
    const amb = f32x4.sub(a, b);
    const cmd = f32x4.sub(c, d);
    v128.store(to + n, f32x4.add(ab, cd));
    v128.store(second + n, f32x4.add(amb, cmd));
    v128.store(third + n, f32x4.sub(ab, cd));
    v128.store(fourth + n, f32x4.sub(amb, cmd));
    // All that goes into the four is in these four.
    sum = f32x4.add(sum, f32x4.add(f32x4.add(f32x4.abs(a), f32x4.abs(b)), f32x4.add(f32x4.abs(c), f32x4.abs(d))));
  }
  return f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3));
}

/** Adds the reflections to what the lines gave, mixes, and writes it back. @returns 0 once nothing is left in it */
function feed(at: usize, early: usize): f32 {
  for (let i: usize = 0; i < 4; i++) mixAcross(at + WORK + CHUNK_BYTES * i, early + CHUNK_BYTES * i);
  const frames = load<i32>(at, RING_FRAMES);
  const written = load<i32>(at, WRITE);
  const bytes = ringBytes(frames);
  let sizes: f32 = 0.0;
  for (let first: usize = 0; first < <usize>LINES; first += 4) {
    const ring = at + RINGS + first * bytes;
    const to = ring + (<usize>written << 2);
    const size = mixDown(at + WORK + CHUNK_BYTES * first, to, bytes);
    if (size < SILENCE) for (let i: usize = 0; i < 4; i++) memory.fill(to + bytes * i, 0, CHUNK_BYTES);
    else sizes += size;
    for (let i: usize = 0; i < 4; i++) mirrorRing(ring + bytes * i, frames, written);
  }
  store<i32>(at, (written + CHUNK) & (frames - 1), WRITE);
  return sizes;
}

/**
 * Writes the ears' chunk that goes with `early`, LATE_PLANES planes of 128 f32. Audio thread; allocates nothing.
 * @returns 0 once nothing is left in the lines' newest chunk
 */
export function lateChunk(at: usize, early: usize, left: usize, right: usize): f32 {
  readLines(at);
  hear(at, left, right);
  return feed(at, early);
}
