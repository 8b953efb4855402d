/**
 * Transcendental functions with equal bits on every host: hosts differ in the last bits of `Math.exp` and its kin, and
 * a gain computed from them would make two renders of one session differ. Only + − × ÷, `Math.floor`
 * and bit operations are used, all exact or correctly rounded by the language.
 *
 * CONTRACT: every function equals its namesake in assembly/math/ bit for bit; src/core/math.test.ts compares them.
 */

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);
/** Index of the word with sign and exponent. */
const HIGH = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;
const LOW = 1 - HIGH;

const LN2_HIGH = 0.6931471805582987;
const LN2_LOW = 1.6465949582897082e-12;
const LOG10_2_HIGH = 0.30102999566224753;
const LOG10_2_LOW = 1.7336659603752853e-12;
// Constants of `Math` are fixed doubles, the same everywhere.
const { LOG2E, LOG10E, SQRT2 } = Math;

/** 2^k for −1022 ≤ k ≤ 1023. */
function powerOfTwo(k: number): number {
  words[LOW] = 0;
  words[HIGH] = (k + 1023) << 20;
  return float[0] ?? 0;
}

function scaleByPower(value: number, k: number): number {
  if (k > 1022) return value * powerOfTwo(1022) * powerOfTwo(k - 1022);
  if (k < -1020) return value * powerOfTwo(k + 600) * powerOfTwo(-600);
  return value * powerOfTwo(k);
}

/** (e^r − 1 − r) / r². */
function expTail(r: number): number {
  let p = 1 / 87178291200;
  p = p * r + 1 / 6227020800;
  p = p * r + 1 / 479001600;
  p = p * r + 1 / 39916800;
  p = p * r + 1 / 3628800;
  p = p * r + 1 / 362880;
  p = p * r + 1 / 40320;
  p = p * r + 1 / 5040;
  p = p * r + 1 / 720;
  p = p * r + 1 / 120;
  p = p * r + 1 / 24;
  p = p * r + 1 / 6;
  return p * r + 0.5;
}

/** e^x; Infinity above about 709.78, 0 below about −745.13. Any thread; pure. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > 709.8) return Number.POSITIVE_INFINITY;
  if (x < -745.2) return 0;
  const k = Math.floor(x * LOG2E + 0.5);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const rest = high - r - low;
  return scaleByPower(1 + (r + (r * r * expTail(r) + rest)), k);
}

let mantissa = 0;
let exponent = 0;

/** x = mantissa × 2^exponent, mantissa in (√½, √2]; x positive and finite. */
function splitExponent(x: number): void {
  let k = 0;
  let scaled = x;
  if (x < 2.2250738585072014e-308) {
    scaled = x * 18014398509481984;
    k = -54;
  }
  float[0] = scaled;
  const word = words[HIGH] ?? 0;
  k += (word >>> 20) - 1023;
  words[HIGH] = (word & 0x000fffff) | 0x3ff00000;
  let m = float[0];
  if (m > SQRT2) {
    m *= 0.5;
    k += 1;
  }
  mantissa = m;
  exponent = k;
}

function atanhTail(z: number): number {
  let p = 2 / 25;
  p = p * z + 2 / 23;
  p = p * z + 2 / 21;
  p = p * z + 2 / 19;
  p = p * z + 2 / 17;
  p = p * z + 2 / 15;
  p = p * z + 2 / 13;
  p = p * z + 2 / 11;
  p = p * z + 2 / 9;
  p = p * z + 2 / 7;
  p = p * z + 2 / 5;
  p = p * z + 2 / 3;
  return p * z;
}

/** f − log(1 + f). */
function logDeficit(f: number): number {
  const s = f / (2 + f);
  const half = 0.5 * f * f;
  return half - s * (half + atanhTail(s * s));
}

/** Natural logarithm; −Infinity at 0, NaN below. Any thread; pure. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  splitExponent(x);
  const f = mantissa - 1;
  return exponent * LN2_HIGH - (logDeficit(f) - exponent * LN2_LOW - f);
}

/** Base-10 logarithm; −Infinity at 0, NaN below. Any thread; pure. */
export function log10(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  splitExponent(x);
  const f = mantissa - 1;
  return exponent * LOG10_2_HIGH + ((f - logDeficit(f)) * LOG10E + exponent * LOG10_2_LOW);
}

/** Linear gain of a level in dB; −Infinity gives 0, 0 gives exactly 1. Any thread; pure. */
export function dbToGain(db: number): number {
  return exp(db * 0.11512925464970228);
}

/** Level in dB of a linear gain ≥ 0; 0 gives −Infinity, 1 exactly 0. Any thread; pure. */
export function gainToDb(gain: number): number {
  return 20 * log10(gain);
}

export { cos, sin } from './dmath-trig.ts';
