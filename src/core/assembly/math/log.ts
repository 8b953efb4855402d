import { productError, sumError } from './bits';

// CONTRACT: constants and steps equal src/core/dmath.ts.
// @ts-ignore: decorator
@inline const LN2_HIGH: f64 = 0.6931471805582987;
// @ts-ignore: decorator
@inline const LN2_LOW: f64 = 1.6465949582897082e-12;
// @ts-ignore: decorator
@inline const LOG10_2_HIGH: f64 = 0.30102999566224753;
// @ts-ignore: decorator
@inline const LOG10_2_LOW: f64 = 1.7336659603752853e-12;
// @ts-ignore: decorator
@inline const LOG2E: f64 = 1.4426950408889634;
// @ts-ignore: decorator
@inline const LOG10E: f64 = 0.4342944819032518;
// @ts-ignore: decorator
@inline const SQRT2: f64 = 1.4142135623730951;

/** Set by `splitExponent`: x = mantissa × 2^exponent with mantissa in (√½, √2]. */
let mantissa: f64 = 0.0;
let exponent: f64 = 0.0;

/** Splits a positive finite x. */
function splitExponent(x: f64): void {
  let k = 0;
  if (x < 2.2250738585072014e-308) {
    x *= 18014398509481984.0;
    k = -54;
  }
  const bits = reinterpret<u64>(x);
  k += i32(bits >> 52) - 1023;
  let m = reinterpret<f64>((bits & 0x000fffffffffffff) | 0x3ff0000000000000);
  if (m > SQRT2) {
    m *= 0.5;
    k += 1;
  }
  mantissa = m;
  exponent = f64(k);
}

/** Σ 2 s^(2n)/(2n+1), n ≥ 1, as a function of z = s²; s ≤ 0.1716 leaves a remainder below 2^-58. */
function atanhTail(z: f64): f64 {
  let p = 2.0 / 25.0;
  p = p * z + 2.0 / 23.0;
  p = p * z + 2.0 / 21.0;
  p = p * z + 2.0 / 19.0;
  p = p * z + 2.0 / 17.0;
  p = p * z + 2.0 / 15.0;
  p = p * z + 2.0 / 13.0;
  p = p * z + 2.0 / 11.0;
  p = p * z + 2.0 / 9.0;
  p = p * z + 2.0 / 7.0;
  p = p * z + 2.0 / 5.0;
  p = p * z + 2.0 / 3.0;
  return p * z;
}

/** f − log(1 + f) for f in (√½ − 1, √2 − 1]: the part that is small against f, so f itself is added last. */
function logDeficit(f: f64): f64 {
  const s = f / (2.0 + f);
  const half = 0.5 * f * f;
  return half - s * (half + atanhTail(s * s));
}

/** log(1 + f) of the same f. */
function logNearOne(f: f64): f64 {
  return f - logDeficit(f);
}

/** Natural logarithm; −Infinity at 0, NaN below. CONTRACT: bit-identical to src/core/dmath.ts `log`. */
export function log(x: f64): f64 {
  if (!(x > 0.0)) return x == 0.0 ? -Infinity : NaN;
  if (x == Infinity) return x;
  splitExponent(x);
  const f = mantissa - 1.0;
  return exponent * LN2_HIGH - (logDeficit(f) - exponent * LN2_LOW - f);
}

/** Base-2 logarithm; exact for powers of two. */
export function log2(x: f64): f64 {
  if (!(x > 0.0)) return x == 0.0 ? -Infinity : NaN;
  if (x == Infinity) return x;
  splitExponent(x);
  return exponent + logNearOne(mantissa - 1.0) * LOG2E;
}

/** Base-10 logarithm. CONTRACT: bit-identical to src/core/dmath.ts `log10`. */
export function log10(x: f64): f64 {
  if (!(x > 0.0)) return x == 0.0 ? -Infinity : NaN;
  if (x == Infinity) return x;
  splitExponent(x);
  return exponent * LOG10_2_HIGH + (logNearOne(mantissa - 1.0) * LOG10E + exponent * LOG10_2_LOW);
}

/** log(1 + x) without cancellation near 0. */
export function log1p(x: f64): f64 {
  if (x == 0.0) return x;
  if (x > -0.29 && x < 0.41) return logNearOne(x);
  const u = 1.0 + x;
  if (!(u > 0.0) || u == Infinity) return log(u);
  return log(u) + sumError(1.0, x, u) / u;
}

/** Low part of the last `logHigh`. */
export let logLow: f64 = 0.0;

/** log of a positive finite x as an unevaluated sum: returns the high part, leaves the rest in `logLow` (~2^-62 relative). */
export function logHigh(x: f64): f64 {
  splitExponent(x);
  const m = mantissa;
  const f = m - 1.0;
  // s = f / (1 + m) with a correction term, so 2s carries more than 100 bits.
  const denominator = m + 1.0;
  const denominatorLow = sumError(m, 1.0, denominator);
  const s = f / denominator;
  const product = s * denominator;
  const sLow = (f - product - productError(s, denominator, product) - s * denominatorLow) / denominator;
  const tail = s * atanhTail(s * s);
  const base = exponent * LN2_HIGH;
  const first = base + 2.0 * s;
  const firstLow = sumError(base, 2.0 * s, first);
  const sum = first + tail;
  const low = sumError(first, tail, sum) + firstLow + 2.0 * sLow + exponent * LN2_LOW;
  const high = sum + low;
  logLow = sumError(sum, low, high);
  return high;
}
