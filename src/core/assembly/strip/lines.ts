import { MAX_SPEAKERS } from '../../contract';

/**
 * Mixing of one source to many planes along gains that are lines, four planes at a time, each sample of the source loaded once.
 * The gain of sample j of a line is base + slope · (j rounded down to a multiple of 32, plus j mod 4), and then 4 · slope for
 * each further four samples: a function of j alone, so a cut changes no bit, within 3·10⁻⁷ of the line at gains up to 1.
 *
 * Engines compute constants and splats anew in every turn of a loop but leave loads where they are written: so what a stretch
 * needs is loaded, and a stretch of 32 samples is written out.
 */
const LINE_BYTES: usize = 16;
const BASE: usize = 4;
const SLOPE: usize = 8;
/** f32: four times the slope. */
const STEP: usize = 12;
/** Samples between those whose gain is computed from the line itself. */
const STRETCH: i32 = 32;
/** Lines of the call: u32 address of the plane, then the line. */
const table: usize = memory.data(384, 16);
const counting: usize = memory.data<f32>([0.0, 1.0, 2.0, 3.0], 16);
let end: usize = table;

/** Forgets the lines given so far. */
// @ts-ignore: decorator
@inline
export function clearLines(): void {
  end = table;
}

/** Adds a line: the plane at the sample `mixLines` begins with, its gain at j = 0 and the change with each sample. */
// @ts-ignore: decorator
@inline
export function addLine(plane: usize, base: f32, slope: f32): void {
  assert(end < table + LINE_BYTES * MAX_SPEAKERS, 'a layout has at most 24 speakers');
  store<usize>(end, plane);
  store<f32>(end, base, BASE);
  store<f32>(end, slope, SLOPE);
  store<f32>(end, 4.0 * slope, STEP);
  end += LINE_BYTES;
}

/** Gain of sample `j` of a line. */
function gainAt(line: usize, j: i32): f32 {
  let gain = load<f32>(line, BASE) + load<f32>(line, SLOPE) * <f32>((j & -STRETCH) + (j & 3));
  for (let steps = (j >> 2) & 7; steps > 0; steps--) gain += load<f32>(line, STEP);
  return gain;
}

/** Any number of samples from anywhere. */
function addSamples(from: usize, frames: i32, offset: usize, j: i32): void {
  for (let line = table; line < end; line += LINE_BYTES) {
    const to = load<usize>(line) + offset;
    for (let i = 0; i < frames; i++) {
      const at: usize = <usize>i << 2;
      store<f32>(to + at, load<f32>(to + at) + load<f32>(from + at) * gainAt(line, j + i));
    }
  }
}

/** Gains of the first four samples of a stretch. */
// @ts-ignore: decorator
@inline
function firstGains(line: usize, j: v128): v128 {
  return f32x4.add(v128.load32_splat(line, BASE), f32x4.mul(v128.load32_splat(line, SLOPE), j));
}

// @ts-ignore: decorator
@inline
function indices(j: i32): v128 {
  return f32x4.add(f32x4.splat(<f32>j), v128.load(counting));
}

/** Whole vectors of a stretch that is cut, beginning at its vector `skipped`. */
function addPart(from: usize, vectors: i32, offset: usize, j: i32): void {
  const index = indices(j & -STRETCH);
  const stop = from + (<usize>vectors << 4);
  for (let line = table; line < end; line += LINE_BYTES) {
    const step = v128.load32_splat(line, STEP);
    let gain = firstGains(line, index);
    for (let steps = (j >> 2) & 7; steps > 0; steps--) gain = f32x4.add(gain, step);
    let to = load<usize>(line) + offset;
    for (let at = from; at < stop; at += 16) {
      v128.store(to, f32x4.add(v128.load(to), f32x4.mul(v128.load(at), gain)));
      gain = f32x4.add(gain, step);
      to += 16;
    }
  }
}

// @ts-ignore: decorator
@inline
function stretchOfFour(from: usize, line: usize, offset: usize, index: v128): void {
  const toA = load<usize>(line) + offset;
  const toB = load<usize>(line, LINE_BYTES) + offset;
  const toC = load<usize>(line, 2 * LINE_BYTES) + offset;
  const toD = load<usize>(line, 3 * LINE_BYTES) + offset;
  const stepA = v128.load32_splat(line, STEP);
  const stepB = v128.load32_splat(line, LINE_BYTES + STEP);
  const stepC = v128.load32_splat(line, 2 * LINE_BYTES + STEP);
  const stepD = v128.load32_splat(line, 3 * LINE_BYTES + STEP);
  let a = firstGains(line, index);
  let b = firstGains(line + LINE_BYTES, index);
  let c = firstGains(line + 2 * LINE_BYTES, index);
  let d = firstGains(line + 3 * LINE_BYTES, index);
  const x0 = v128.load(from);
  const a0 = f32x4.add(v128.load(toA), f32x4.mul(x0, a));
  const b0 = f32x4.add(v128.load(toB), f32x4.mul(x0, b));
  const c0 = f32x4.add(v128.load(toC), f32x4.mul(x0, c));
  const d0 = f32x4.add(v128.load(toD), f32x4.mul(x0, d));
  v128.store(toA, a0);
  v128.store(toB, b0);
  v128.store(toC, c0);
  v128.store(toD, d0);
  a = f32x4.add(a, stepA);
  b = f32x4.add(b, stepB);
  c = f32x4.add(c, stepC);
  d = f32x4.add(d, stepD);
  const x1 = v128.load(from, 16);
  const a1 = f32x4.add(v128.load(toA, 16), f32x4.mul(x1, a));
  const b1 = f32x4.add(v128.load(toB, 16), f32x4.mul(x1, b));
  const c1 = f32x4.add(v128.load(toC, 16), f32x4.mul(x1, c));
  const d1 = f32x4.add(v128.load(toD, 16), f32x4.mul(x1, d));
  v128.store(toA, a1, 16);
  v128.store(toB, b1, 16);
  v128.store(toC, c1, 16);
  v128.store(toD, d1, 16);
  a = f32x4.add(a, stepA);
  b = f32x4.add(b, stepB);
  c = f32x4.add(c, stepC);
  d = f32x4.add(d, stepD);
  const x2 = v128.load(from, 32);
  const a2 = f32x4.add(v128.load(toA, 32), f32x4.mul(x2, a));
  const b2 = f32x4.add(v128.load(toB, 32), f32x4.mul(x2, b));
  const c2 = f32x4.add(v128.load(toC, 32), f32x4.mul(x2, c));
  const d2 = f32x4.add(v128.load(toD, 32), f32x4.mul(x2, d));
  v128.store(toA, a2, 32);
  v128.store(toB, b2, 32);
  v128.store(toC, c2, 32);
  v128.store(toD, d2, 32);
  a = f32x4.add(a, stepA);
  b = f32x4.add(b, stepB);
  c = f32x4.add(c, stepC);
  d = f32x4.add(d, stepD);
  const x3 = v128.load(from, 48);
  const a3 = f32x4.add(v128.load(toA, 48), f32x4.mul(x3, a));
  const b3 = f32x4.add(v128.load(toB, 48), f32x4.mul(x3, b));
  const c3 = f32x4.add(v128.load(toC, 48), f32x4.mul(x3, c));
  const d3 = f32x4.add(v128.load(toD, 48), f32x4.mul(x3, d));
  v128.store(toA, a3, 48);
  v128.store(toB, b3, 48);
  v128.store(toC, c3, 48);
  v128.store(toD, d3, 48);
  a = f32x4.add(a, stepA);
  b = f32x4.add(b, stepB);
  c = f32x4.add(c, stepC);
  d = f32x4.add(d, stepD);
  const x4 = v128.load(from, 64);
  const a4 = f32x4.add(v128.load(toA, 64), f32x4.mul(x4, a));
  const b4 = f32x4.add(v128.load(toB, 64), f32x4.mul(x4, b));
  const c4 = f32x4.add(v128.load(toC, 64), f32x4.mul(x4, c));
  const d4 = f32x4.add(v128.load(toD, 64), f32x4.mul(x4, d));
  v128.store(toA, a4, 64);
  v128.store(toB, b4, 64);
  v128.store(toC, c4, 64);
  v128.store(toD, d4, 64);
  a = f32x4.add(a, stepA);
  b = f32x4.add(b, stepB);
  c = f32x4.add(c, stepC);
  d = f32x4.add(d, stepD);
  const x5 = v128.load(from, 80);
  const a5 = f32x4.add(v128.load(toA, 80), f32x4.mul(x5, a));
  const b5 = f32x4.add(v128.load(toB, 80), f32x4.mul(x5, b));
  const c5 = f32x4.add(v128.load(toC, 80), f32x4.mul(x5, c));
  const d5 = f32x4.add(v128.load(toD, 80), f32x4.mul(x5, d));
  v128.store(toA, a5, 80);
  v128.store(toB, b5, 80);
  v128.store(toC, c5, 80);
  v128.store(toD, d5, 80);
  a = f32x4.add(a, stepA);
  b = f32x4.add(b, stepB);
  c = f32x4.add(c, stepC);
  d = f32x4.add(d, stepD);
  const x6 = v128.load(from, 96);
  const a6 = f32x4.add(v128.load(toA, 96), f32x4.mul(x6, a));
  const b6 = f32x4.add(v128.load(toB, 96), f32x4.mul(x6, b));
  const c6 = f32x4.add(v128.load(toC, 96), f32x4.mul(x6, c));
  const d6 = f32x4.add(v128.load(toD, 96), f32x4.mul(x6, d));
  v128.store(toA, a6, 96);
  v128.store(toB, b6, 96);
  v128.store(toC, c6, 96);
  v128.store(toD, d6, 96);
  a = f32x4.add(a, stepA);
  b = f32x4.add(b, stepB);
  c = f32x4.add(c, stepC);
  d = f32x4.add(d, stepD);
  const x7 = v128.load(from, 112);
  const a7 = f32x4.add(v128.load(toA, 112), f32x4.mul(x7, a));
  const b7 = f32x4.add(v128.load(toB, 112), f32x4.mul(x7, b));
  const c7 = f32x4.add(v128.load(toC, 112), f32x4.mul(x7, c));
  const d7 = f32x4.add(v128.load(toD, 112), f32x4.mul(x7, d));
  v128.store(toA, a7, 112);
  v128.store(toB, b7, 112);
  v128.store(toC, c7, 112);
  v128.store(toD, d7, 112);
}

// @ts-ignore: decorator
@inline
function stretchOfOne(from: usize, line: usize, offset: usize, index: v128): void {
  const to = load<usize>(line) + offset;
  const step = v128.load32_splat(line, STEP);
  let gain = firstGains(line, index);
  v128.store(to, f32x4.add(v128.load(to), f32x4.mul(v128.load(from), gain)));
  gain = f32x4.add(gain, step);
  v128.store(to, f32x4.add(v128.load(to, 16), f32x4.mul(v128.load(from, 16), gain)), 16);
  gain = f32x4.add(gain, step);
  v128.store(to, f32x4.add(v128.load(to, 32), f32x4.mul(v128.load(from, 32), gain)), 32);
  gain = f32x4.add(gain, step);
  v128.store(to, f32x4.add(v128.load(to, 48), f32x4.mul(v128.load(from, 48), gain)), 48);
  gain = f32x4.add(gain, step);
  v128.store(to, f32x4.add(v128.load(to, 64), f32x4.mul(v128.load(from, 64), gain)), 64);
  gain = f32x4.add(gain, step);
  v128.store(to, f32x4.add(v128.load(to, 80), f32x4.mul(v128.load(from, 80), gain)), 80);
  gain = f32x4.add(gain, step);
  v128.store(to, f32x4.add(v128.load(to, 96), f32x4.mul(v128.load(from, 96), gain)), 96);
  gain = f32x4.add(gain, step);
  v128.store(to, f32x4.add(v128.load(to, 112), f32x4.mul(v128.load(from, 112), gain)), 112);
}

/** A whole stretch to every plane. */
function addStretch(from: usize, offset: usize, j: i32): void {
  const index = indices(j);
  let line = table;
  while (line + 3 * LINE_BYTES < end) {
    stretchOfFour(from, line, offset, index);
    line += 4 * LINE_BYTES;
  }
  while (line < end) {
    stretchOfOne(from, line, offset, index);
    line += LINE_BYTES;
  }
}

/** Adds `frames` samples at `from` to the plane of every line, beginning with sample `j` ≥ 0 of the lines. */
export function mixLines(from: usize, frames: i32, j: i32): void {
  let offset: usize = 0;
  while (frames > 0) {
    let done = STRETCH;
    if ((j & (STRETCH - 1)) == 0 && frames >= STRETCH) addStretch(from + offset, offset, j);
    else if ((j & 3) == 0 && frames >= 4) {
      done = min(frames & ~3, STRETCH - (j & (STRETCH - 1)));
      addPart(from + offset, done >> 2, offset, j);
    } else {
      done = min(frames, 4 - (j & 3));
      addSamples(from + offset, done, offset, j);
    }
    offset += <usize>done << 2;
    frames -= done;
    j += done;
  }
}
