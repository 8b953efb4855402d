import { exp, tan } from '../math/f64';
import { CHUNK_BYTES } from './planes';

/**
 * Filters of the network's lines: a gain, a low and a high shelf (second order, Q = √½), so that what goes round decays by 60 dB
 * in three times of its own below, between and above two crossovers. State-variable sections (Simper, "Linear trapezoidal state
 * variable filter", 2013), whose coefficients may move and whose f32 error at low frequencies is that of the signal; four lines to a vector.
 */
/** Coefficients of four lines: vectors a1, a2, a3, m1, m2 of the low shelf, the same of the high shelf with m0 last. */
// @ts-ignore: decorator
@inline export const SHELF_BYTES: usize = 176;
/** State of four lines: two vectors a shelf. */
// @ts-ignore: decorator
@inline export const SHELF_STATE_BYTES: usize = 64;

const K: f64 = 1.4142135623730951;
/** ln 1000: a decay by 60 dB. */
const SIXTY: f64 = 6.907755278982137;
/** A state smaller than this has died away. */
const silence: usize = memory.data<f32>([1e-18], 16);

function put(at: usize, lane: usize, index: usize, value: f64): void {
  store<f32>(at + 16 * index + 4 * lane, <f32>value);
}

/**
 * Designs the filter of lane `lane` of four lines for a delay in seconds. @param scale further gain
 * @returns the line's gain between the crossovers, without `scale`
 */
export function designShelves(
  at: usize, lane: usize, delay: f64, low: f64, mid: f64, high: f64, lowTangent: f64, highTangent: f64, scale: f64,
): f64 {
  const gain = exp((-SIXTY * delay) / mid);
  const lowA = exp(0.5 * SIXTY * delay * (1.0 / mid - 1.0 / low));
  const highA = exp(0.5 * SIXTY * delay * (1.0 / mid - 1.0 / high));
  const g = lowTangent / sqrt(lowA);
  const a1 = 1.0 / (1.0 + g * (g + K));
  put(at, lane, 0, a1);
  put(at, lane, 1, g * a1);
  put(at, lane, 2, g * g * a1);
  put(at, lane, 3, K * (lowA - 1.0));
  put(at, lane, 4, lowA * lowA - 1.0);
  const h = highTangent * sqrt(highA);
  const b1 = 1.0 / (1.0 + h * (h + K));
  const whole = gain * scale;
  put(at, lane, 5, b1);
  put(at, lane, 6, h * b1);
  put(at, lane, 7, h * h * b1);
  put(at, lane, 8, whole * K * (1.0 - highA) * highA);
  put(at, lane, 9, whole * (1.0 - highA * highA));
  put(at, lane, 10, whole * highA * highA);
  return gain;
}

/** tan of half the angle of a crossover. */
export function crossoverTangent(frequency: f64, sampleRate: f64): f64 {
  return tan((3.141592653589793 * min(frequency, 0.45 * sampleRate)) / sampleRate);
}

// @ts-ignore: decorator
@inline
function snapped(value: v128): v128 {
  return v128.and(value, f32x4.gt(f32x4.abs(value), v128.load32_splat(silence)));
}

// @ts-ignore: decorator
@inline
function twice(value: v128): v128 {
  return f32x4.add(value, value);
}

/** Filters a chunk of four lines, CHUNK_BYTES apart, in place. */
export function runShelves(work: usize, coefficients: usize, state: usize): void {
  const a1 = v128.load(coefficients);
  const a2 = v128.load(coefficients, 16);
  const a3 = v128.load(coefficients, 32);
  const m1 = v128.load(coefficients, 48);
  const m2 = v128.load(coefficients, 64);
  const b1 = v128.load(coefficients, 80);
  const b2 = v128.load(coefficients, 96);
  const b3 = v128.load(coefficients, 112);
  const n1 = v128.load(coefficients, 128);
  const n2 = v128.load(coefficients, 144);
  const n0 = v128.load(coefficients, 160);
  let p = v128.load(state);
  let q = v128.load(state, 16);
  let r = v128.load(state, 32);
  let s = v128.load(state, 48);
  for (const end = work + CHUNK_BYTES; work < end; work += 16) {
    const l0 = v128.load(work);
    const l1 = v128.load(work, CHUNK_BYTES);
    const l2 = v128.load(work, 2 * CHUNK_BYTES);
    const l3 = v128.load(work, 3 * CHUNK_BYTES);
    const e0 = v128.shuffle<f32>(l0, l1, 0, 4, 1, 5);
    const e1 = v128.shuffle<f32>(l2, l3, 0, 4, 1, 5);
    const e2 = v128.shuffle<f32>(l0, l1, 2, 6, 3, 7);
    const e3 = v128.shuffle<f32>(l2, l3, 2, 6, 3, 7);
    let x = v128.shuffle<f32>(e0, e1, 0, 1, 4, 5);
    let d = f32x4.sub(x, q);
    let u = f32x4.add(f32x4.mul(a1, p), f32x4.mul(a2, d));
    let w = f32x4.add(q, f32x4.add(f32x4.mul(a2, p), f32x4.mul(a3, d)));
    p = f32x4.sub(twice(u), p);
    q = f32x4.sub(twice(w), q);
    x = f32x4.add(x, f32x4.add(f32x4.mul(m1, u), f32x4.mul(m2, w)));
    d = f32x4.sub(x, s);
    u = f32x4.add(f32x4.mul(b1, r), f32x4.mul(b2, d));
    w = f32x4.add(s, f32x4.add(f32x4.mul(b2, r), f32x4.mul(b3, d)));
    r = f32x4.sub(twice(u), r);
    s = f32x4.sub(twice(w), s);
    const y0 = f32x4.add(f32x4.mul(n0, x), f32x4.add(f32x4.mul(n1, u), f32x4.mul(n2, w)));
    x = v128.shuffle<f32>(e0, e1, 2, 3, 6, 7);
    d = f32x4.sub(x, q);
    u = f32x4.add(f32x4.mul(a1, p), f32x4.mul(a2, d));
    w = f32x4.add(q, f32x4.add(f32x4.mul(a2, p), f32x4.mul(a3, d)));
    p = f32x4.sub(twice(u), p);
    q = f32x4.sub(twice(w), q);
    x = f32x4.add(x, f32x4.add(f32x4.mul(m1, u), f32x4.mul(m2, w)));
    d = f32x4.sub(x, s);
    u = f32x4.add(f32x4.mul(b1, r), f32x4.mul(b2, d));
    w = f32x4.add(s, f32x4.add(f32x4.mul(b2, r), f32x4.mul(b3, d)));
    r = f32x4.sub(twice(u), r);
    s = f32x4.sub(twice(w), s);
    const y1 = f32x4.add(f32x4.mul(n0, x), f32x4.add(f32x4.mul(n1, u), f32x4.mul(n2, w)));
    x = v128.shuffle<f32>(e2, e3, 0, 1, 4, 5);
    d = f32x4.sub(x, q);
    u = f32x4.add(f32x4.mul(a1, p), f32x4.mul(a2, d));
    w = f32x4.add(q, f32x4.add(f32x4.mul(a2, p), f32x4.mul(a3, d)));
    p = f32x4.sub(twice(u), p);
    q = f32x4.sub(twice(w), q);
    x = f32x4.add(x, f32x4.add(f32x4.mul(m1, u), f32x4.mul(m2, w)));
    d = f32x4.sub(x, s);
    u = f32x4.add(f32x4.mul(b1, r), f32x4.mul(b2, d));
    w = f32x4.add(s, f32x4.add(f32x4.mul(b2, r), f32x4.mul(b3, d)));
    r = f32x4.sub(twice(u), r);
    s = f32x4.sub(twice(w), s);
    const y2 = f32x4.add(f32x4.mul(n0, x), f32x4.add(f32x4.mul(n1, u), f32x4.mul(n2, w)));
    x = v128.shuffle<f32>(e2, e3, 2, 3, 6, 7);
    d = f32x4.sub(x, q);
    u = f32x4.add(f32x4.mul(a1, p), f32x4.mul(a2, d));
    w = f32x4.add(q, f32x4.add(f32x4.mul(a2, p), f32x4.mul(a3, d)));
    p = f32x4.sub(twice(u), p);
    q = f32x4.sub(twice(w), q);
    x = f32x4.add(x, f32x4.add(f32x4.mul(m1, u), f32x4.mul(m2, w)));
    d = f32x4.sub(x, s);
    u = f32x4.add(f32x4.mul(b1, r), f32x4.mul(b2, d));
    w = f32x4.add(s, f32x4.add(f32x4.mul(b2, r), f32x4.mul(b3, d)));
    r = f32x4.sub(twice(u), r);
    s = f32x4.sub(twice(w), s);
    const y3 = f32x4.add(f32x4.mul(n0, x), f32x4.add(f32x4.mul(n1, u), f32x4.mul(n2, w)));
    const o0 = v128.shuffle<f32>(y0, y1, 0, 4, 1, 5);
    const o1 = v128.shuffle<f32>(y2, y3, 0, 4, 1, 5);
    const o2 = v128.shuffle<f32>(y0, y1, 2, 6, 3, 7);
    const o3 = v128.shuffle<f32>(y2, y3, 2, 6, 3, 7);
    v128.store(work, v128.shuffle<f32>(o0, o1, 0, 1, 4, 5));
    v128.store(work, v128.shuffle<f32>(o0, o1, 2, 3, 6, 7), CHUNK_BYTES);
    v128.store(work, v128.shuffle<f32>(o2, o3, 0, 1, 4, 5), 2 * CHUNK_BYTES);
    v128.store(work, v128.shuffle<f32>(o2, o3, 2, 3, 6, 7), 3 * CHUNK_BYTES);
  }
  v128.store(state, snapped(p));
  v128.store(state, snapped(q), 16);
  v128.store(state, snapped(r), 32);
  v128.store(state, snapped(s), 48);
}
