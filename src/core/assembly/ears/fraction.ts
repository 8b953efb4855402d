import { BLOCK_FRAMES } from '../../contract';
import { reserve } from '../arena';
import { sin } from '../math/f64';

/**
 * Delays of a fraction of a sample that may move within a block: a twelve-point sinc under a Kaiser window (flat to
 * −60 dB up to 0.7 of half the sample rate), kept at 256 phases. Between two phases the kernel is a line: the result is A + g · B, where A
 * uses the kernel of a phase, B its difference to the next. While a delay moves slowly, sixteen samples share a phase.
 */
const TAPS: i32 = 12;
const HALF: f64 = 6.0;
/** Samples by which a delay of 0 lags: half of the kernel. */
export const LAG: i32 = 5;
const PHASES: i32 = 256;
const SHAPE: f64 = 5.4;
/** A row: the kernel of a phase, the difference to the next, and the middle of that alone. */
const SHORT_TAPS: i32 = 8;
const DIFFERENCE: usize = 4 * <usize>TAPS;
const SHORT: usize = 2 * DIFFERENCE;
const ROW_BYTES: usize = SHORT + 4 * <usize>SHORT_TAPS;
const PI: f64 = 3.141592653589793;
/** Samples of delay a sample of time may bring while sixteen samples share a phase: the error stays near −60 dB. */
const SLOW: f64 = 0.005;
/** Longest delay in samples; a line keeps BLOCK_FRAMES samples of the past. */
export const MOST_DELAY: f64 = <f64>(BLOCK_FRAMES - 20);

let table: usize = 0;
const still: usize = memory.data(48, 16);

function bessel(x: f64): f64 {
  let sum: f64 = 1.0;
  let term: f64 = 1.0;
  for (let k: f64 = 1.0; k < 40.0; k += 1.0) {
    term *= (x * x) / (4.0 * k * k);
    sum += term;
  }
  return sum;
}

function kernelAt(t: f64): f64 {
  const way = t / HALF;
  if (way * way >= 1.0) return 0.0;
  const window = bessel(SHAPE * sqrt(1.0 - way * way)) / bessel(SHAPE);
  return t == 0.0 ? 1.0 : (window * sin(PI * t)) / (PI * t);
}

/** Weight of sample n − 11 + tap for a delay of LAG + phase / PHASES, before the sum is made 1. */
function weight(phase: i32, tap: i32): f64 {
  return kernelAt(<f64>(tap - (TAPS - 1) + LAG) + <f64>phase / <f64>PHASES);
}

function total(phase: i32): f64 {
  let sum: f64 = 0.0;
  for (let tap = 0; tap < TAPS; tap++) sum += weight(phase, tap);
  return sum;
}

/** Fills the table. */
export function initFractions(): void {
  table = reserve(ROW_BYTES * <usize>PHASES);
  for (let phase = 0; phase < PHASES; phase++) {
    const row = table + ROW_BYTES * <usize>phase;
    const here = total(phase);
    const next = total(phase + 1);
    for (let tap = 0; tap < TAPS; tap++) {
      const value = weight(phase, tap) / here;
      store<f32>(row + 4 * <usize>tap, <f32>value);
      store<f32>(row + 4 * <usize>tap, <f32>(weight(phase + 1, tap) / next - value), DIFFERENCE);
    }
    // What the ends left out would have added to a constant signal is spread over the middle.
    const skipped = (TAPS - SHORT_TAPS) >> 1;
    let missing: f64 = 0.0;
    for (let tap = 0; tap < SHORT_TAPS; tap++) missing -= <f64>load<f32>(row + 4 * <usize>(tap + skipped), DIFFERENCE);
    for (let tap = 0; tap < SHORT_TAPS; tap++) {
      const value = <f64>load<f32>(row + 4 * <usize>(tap + skipped), DIFFERENCE) + missing / <f64>SHORT_TAPS;
      store<f32>(row + 4 * <usize>tap, <f32>value, SHORT);
    }
  }
}

/** Copies frames, four at a time (up to three more): a call of the engine's own costs more than so few take. */
export function copyFrames(to: usize, from: usize, frames: i32): void {
  const stop = to + (<usize>frames << 2);
  while (to < stop) {
    v128.store(to, v128.load(from));
    to += 16;
    from += 16;
  }
}

function delayStill(to: usize, from: usize, first: i32, end: i32, delay: f64): void {
  const whole = <i32>floor(delay);
  const place = (delay - <f64>whole) * <f64>PHASES;
  const phase = <i32>place;
  const row = table + ROW_BYTES * <usize>phase;
  const g = f32x4.splat(<f32>(place - <f64>phase));
  for (let i: usize = 0; i < 48; i += 16) {
    v128.store(still + i, f32x4.add(v128.load(row + i), f32x4.mul(g, v128.load(row + DIFFERENCE + i))));
  }
  const c0 = v128.load32_splat(still);
  const c1 = v128.load32_splat(still, 4);
  const c2 = v128.load32_splat(still, 8);
  const c3 = v128.load32_splat(still, 12);
  const c4 = v128.load32_splat(still, 16);
  const c5 = v128.load32_splat(still, 20);
  const c6 = v128.load32_splat(still, 24);
  const c7 = v128.load32_splat(still, 28);
  const c8 = v128.load32_splat(still, 32);
  const c9 = v128.load32_splat(still, 36);
  const c10 = v128.load32_splat(still, 40);
  const c11 = v128.load32_splat(still, 44);
  for (let n = first & ~3; n < end; n += 4) {
    const x = from + (<usize>(n - whole - (TAPS - 1)) << 2);
    let a = f32x4.mul(c0, v128.load(x));
    let b = f32x4.mul(c1, v128.load(x, 4));
    a = f32x4.add(a, f32x4.mul(c2, v128.load(x, 8)));
    b = f32x4.add(b, f32x4.mul(c3, v128.load(x, 12)));
    a = f32x4.add(a, f32x4.mul(c4, v128.load(x, 16)));
    b = f32x4.add(b, f32x4.mul(c5, v128.load(x, 20)));
    a = f32x4.add(a, f32x4.mul(c6, v128.load(x, 24)));
    b = f32x4.add(b, f32x4.mul(c7, v128.load(x, 28)));
    a = f32x4.add(a, f32x4.mul(c8, v128.load(x, 32)));
    b = f32x4.add(b, f32x4.mul(c9, v128.load(x, 36)));
    a = f32x4.add(a, f32x4.mul(c10, v128.load(x, 40)));
    b = f32x4.add(b, f32x4.mul(c11, v128.load(x, 44)));
    v128.store(to + (<usize>n << 2), f32x4.add(a, b));
  }
}

function delaySlow(to: usize, from: usize, first: i32, end: i32, delay: f64, slope: f64): void {
  const step = <f32>(slope * <f64>PHASES);
  // Loaded, since engines make a splat anew in every turn of a loop.
  v128.store(still, f32x4.mul(f32x4.splat(step), f32x4(0.0, 1.0, 2.0, 3.0)));
  v128.store(still, f32x4.splat(4.0 * step), 16);
  const steps = v128.load(still);
  const four = v128.load(still, 16);
  for (let n = first & ~15; n < end; n += 16) {
    const start = delay + slope * <f64>n;
    const middle = max(0.0, start + 7.5 * slope);
    const whole = <i32>middle;
    const place = (middle - <f64>whole) * <f64>PHASES;
    const phase = <i32>place;
    let row = table + ROW_BYTES * <usize>phase;
    let x = from + (<usize>(n - whole - (TAPS - 1)) << 2);
    let t = v128.load32_splat(row);
    let a0 = f32x4.mul(t, v128.load(x));
    let a1 = f32x4.mul(t, v128.load(x, 16));
    let a2 = f32x4.mul(t, v128.load(x, 32));
    let a3 = f32x4.mul(t, v128.load(x, 48));
    t = v128.load32_splat(row, 4);
    a0 = f32x4.add(a0, f32x4.mul(t, v128.load(x, 4)));
    a1 = f32x4.add(a1, f32x4.mul(t, v128.load(x, 20)));
    a2 = f32x4.add(a2, f32x4.mul(t, v128.load(x, 36)));
    a3 = f32x4.add(a3, f32x4.mul(t, v128.load(x, 52)));
    t = v128.load32_splat(row, 40);
    a0 = f32x4.add(a0, f32x4.mul(t, v128.load(x, 40)));
    a1 = f32x4.add(a1, f32x4.mul(t, v128.load(x, 56)));
    a2 = f32x4.add(a2, f32x4.mul(t, v128.load(x, 72)));
    a3 = f32x4.add(a3, f32x4.mul(t, v128.load(x, 88)));
    t = v128.load32_splat(row, 44);
    a0 = f32x4.add(a0, f32x4.mul(t, v128.load(x, 44)));
    a1 = f32x4.add(a1, f32x4.mul(t, v128.load(x, 60)));
    a2 = f32x4.add(a2, f32x4.mul(t, v128.load(x, 76)));
    a3 = f32x4.add(a3, f32x4.mul(t, v128.load(x, 92)));
    let b0 = f32x4.splat(0.0);
    let b1 = f32x4.splat(0.0);
    let b2 = f32x4.splat(0.0);
    let b3 = f32x4.splat(0.0);
    // Twice four taps of both.
    for (const stop = row + 32; row < stop; row += 16, x += 16) {
      t = v128.load32_splat(row, 8);
      let d = v128.load32_splat(row, SHORT);
      let s = v128.load(x, 8);
      a0 = f32x4.add(a0, f32x4.mul(t, s));
      b0 = f32x4.add(b0, f32x4.mul(d, s));
      s = v128.load(x, 24);
      a1 = f32x4.add(a1, f32x4.mul(t, s));
      b1 = f32x4.add(b1, f32x4.mul(d, s));
      s = v128.load(x, 40);
      a2 = f32x4.add(a2, f32x4.mul(t, s));
      b2 = f32x4.add(b2, f32x4.mul(d, s));
      s = v128.load(x, 56);
      a3 = f32x4.add(a3, f32x4.mul(t, s));
      b3 = f32x4.add(b3, f32x4.mul(d, s));
      t = v128.load32_splat(row, 12);
      d = v128.load32_splat(row, 4 + SHORT);
      s = v128.load(x, 12);
      a0 = f32x4.add(a0, f32x4.mul(t, s));
      b0 = f32x4.add(b0, f32x4.mul(d, s));
      s = v128.load(x, 28);
      a1 = f32x4.add(a1, f32x4.mul(t, s));
      b1 = f32x4.add(b1, f32x4.mul(d, s));
      s = v128.load(x, 44);
      a2 = f32x4.add(a2, f32x4.mul(t, s));
      b2 = f32x4.add(b2, f32x4.mul(d, s));
      s = v128.load(x, 60);
      a3 = f32x4.add(a3, f32x4.mul(t, s));
      b3 = f32x4.add(b3, f32x4.mul(d, s));
      t = v128.load32_splat(row, 16);
      d = v128.load32_splat(row, 8 + SHORT);
      s = v128.load(x, 16);
      a0 = f32x4.add(a0, f32x4.mul(t, s));
      b0 = f32x4.add(b0, f32x4.mul(d, s));
      s = v128.load(x, 32);
      a1 = f32x4.add(a1, f32x4.mul(t, s));
      b1 = f32x4.add(b1, f32x4.mul(d, s));
      s = v128.load(x, 48);
      a2 = f32x4.add(a2, f32x4.mul(t, s));
      b2 = f32x4.add(b2, f32x4.mul(d, s));
      s = v128.load(x, 64);
      a3 = f32x4.add(a3, f32x4.mul(t, s));
      b3 = f32x4.add(b3, f32x4.mul(d, s));
      t = v128.load32_splat(row, 20);
      d = v128.load32_splat(row, 12 + SHORT);
      s = v128.load(x, 20);
      a0 = f32x4.add(a0, f32x4.mul(t, s));
      b0 = f32x4.add(b0, f32x4.mul(d, s));
      s = v128.load(x, 36);
      a1 = f32x4.add(a1, f32x4.mul(t, s));
      b1 = f32x4.add(b1, f32x4.mul(d, s));
      s = v128.load(x, 52);
      a2 = f32x4.add(a2, f32x4.mul(t, s));
      b2 = f32x4.add(b2, f32x4.mul(d, s));
      s = v128.load(x, 68);
      a3 = f32x4.add(a3, f32x4.mul(t, s));
      b3 = f32x4.add(b3, f32x4.mul(d, s));
    }
    let g = f32x4.add(f32x4.splat(<f32>((start - <f64>whole) * <f64>PHASES - <f64>phase)), steps);
    const at = to + (<usize>n << 2);
    v128.store(at, f32x4.add(a0, f32x4.mul(g, b0)));
    g = f32x4.add(g, four);
    v128.store(at, f32x4.add(a1, f32x4.mul(g, b1)), 16);
    g = f32x4.add(g, four);
    v128.store(at, f32x4.add(a2, f32x4.mul(g, b2)), 32);
    g = f32x4.add(g, four);
    v128.store(at, f32x4.add(a3, f32x4.mul(g, b3)), 48);
  }
}

function delayFast(to: usize, from: usize, first: i32, end: i32, delay: f64, slope: f64): void {
  for (let n = first; n < end; n++) {
    const now = max(0.0, delay + slope * <f64>n);
    const whole = <i32>floor(now);
    const place = (now - <f64>whole) * <f64>PHASES;
    const phase = <i32>place;
    const row = table + ROW_BYTES * <usize>phase;
    const g = f32x4.splat(<f32>(place - <f64>phase));
    const x = from + (<usize>(n - whole - (TAPS - 1)) << 2);
    let sum = f32x4.mul(v128.load(x), f32x4.add(v128.load(row), f32x4.mul(g, v128.load(row, DIFFERENCE))));
    sum = f32x4.add(sum, f32x4.mul(v128.load(x, 16), f32x4.add(v128.load(row, 16), f32x4.mul(g, v128.load(row, 16 + DIFFERENCE)))));
    sum = f32x4.add(sum, f32x4.mul(v128.load(x, 32), f32x4.add(v128.load(row, 32), f32x4.mul(g, v128.load(row, 32 + DIFFERENCE)))));
    store<f32>(
      to + (<usize>n << 2),
      f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3)),
    );
  }
}

/**
 * Delays frames `first` … `end` of a block by LAG + max(0, delay) samples, where the delay goes in a line from `near` at
 * frame 0 to `far` at frame 128. `from` is where frame 0 stands, with BLOCK_FRAMES samples of the past before `first`;
 * up to fifteen frames on either side of the asked ones may be written to `to`. Audio thread.
 */
export function delayFrames(to: usize, from: usize, first: i32, end: i32, near: f64, far: f64): void {
  const slope = (far - near) / <f64>BLOCK_FRAMES;
  if (near <= 0.0 && far <= 0.0) copyFrames(to + (<usize>first << 2), from + (<usize>(first - LAG) << 2), end - first);
  else if (slope == 0.0) delayStill(to, from, first, end, near);
  else if (near >= 0.0 && far >= 0.0 && slope < SLOW && slope > -SLOW) delaySlow(to, from, first, end, near, slope);
  else delayFast(to, from, first, end, near, slope);
}
