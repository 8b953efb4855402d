import { scaleByPower } from './bits';

// ln 2 in two parts: the first has 38 bits, so its product with an exponent is exact.
// @ts-ignore: decorator
@inline const LN2_HIGH: f64 = 0.6931471805582987;
// @ts-ignore: decorator
@inline const LN2_LOW: f64 = 1.6465949582897082e-12;
// @ts-ignore: decorator
@inline const LN2: f64 = 0.6931471805599453;
// @ts-ignore: decorator
@inline const LOG2E: f64 = 1.4426950408889634;

/** (e^r − 1 − r) / r² for |r| ≤ 0.35: Taylor to r^14, remainder below 2^-60. CONTRACT: src/core/dmath.ts `expTail`. */
function expTail(r: f64): f64 {
  let p = 1.0 / 87178291200.0;
  p = p * r + 1.0 / 6227020800.0;
  p = p * r + 1.0 / 479001600.0;
  p = p * r + 1.0 / 39916800.0;
  p = p * r + 1.0 / 3628800.0;
  p = p * r + 1.0 / 362880.0;
  p = p * r + 1.0 / 40320.0;
  p = p * r + 1.0 / 5040.0;
  p = p * r + 1.0 / 720.0;
  p = p * r + 1.0 / 120.0;
  p = p * r + 1.0 / 24.0;
  p = p * r + 1.0 / 6.0;
  return p * r + 0.5;
}

/** e^(x + tail) where |tail| is at most a few ulp of x; overflow gives Infinity, underflow 0. */
export function expWithTail(x: f64, tail: f64): f64 {
  if (x != x) return x;
  if (x > 709.8) return Infinity;
  if (x < -745.2) return 0.0;
  const k = floor(x * LOG2E + 0.5);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW - tail;
  const r = high - low;
  const rest = high - r - low;
  return scaleByPower(1.0 + (r + (r * r * expTail(r) + rest)), i32(k));
}

/** e^x. CONTRACT: bit-identical to src/core/dmath.ts `exp`. */
export function exp(x: f64): f64 {
  return expWithTail(x, 0.0);
}

/** 2^x; exact for whole x. */
export function exp2(x: f64): f64 {
  if (x != x) return x;
  if (x >= 1024.0) return Infinity;
  if (x < -1075.0) return 0.0;
  const k = floor(x + 0.5);
  const r = (x - k) * LN2;
  return scaleByPower(1.0 + (r + r * r * expTail(r)), i32(k));
}

/** e^x − 1 without cancellation near 0. */
export function expm1(x: f64): f64 {
  if (x > 709.8) return Infinity;
  if (x < -40.0) return -1.0;
  if (x == 0.0) return x;
  if (x > -0.35 && x < 0.35) return x + x * x * expTail(x);
  return exp(x) - 1.0;
}
