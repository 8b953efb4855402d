/**
 * Exact building blocks of the transcendental functions: scaling by powers of two and error-free sums and products.
 * Only + − × ÷ sqrt floor and bit operations are used in this folder, so every host computes equal bits.
 */

// @ts-ignore: decorator
@inline const HIGH_MASK: u64 = 0xfffffffff8000000;

/** 2^k for −1022 ≤ k ≤ 1023. */
// @ts-ignore: decorator
@inline
export function powerOfTwo(k: i32): f64 {
  return reinterpret<f64>(u64(k + 1023) << 52);
}

/** value × 2^k with one rounding; |k| ≤ 1100 and value within [½, 2). */
export function scaleByPower(value: f64, k: i32): f64 {
  if (k > 1022) return value * powerOfTwo(1022) * powerOfTwo(k - 1022);
  if (k < -1020) return value * powerOfTwo(k + 600) * powerOfTwo(-600);
  return value * powerOfTwo(k);
}

/** Rounding error of sum = fl(a + b). */
// @ts-ignore: decorator
@inline
export function sumError(a: f64, b: f64, sum: f64): f64 {
  const bPart = sum - a;
  return a - (sum - bPart) + (b - bPart);
}

/** Rounding error of product = fl(a × b); needs |a|, |b| < 2^990 and a product well above the subnormals. */
export function productError(a: f64, b: f64, product: f64): f64 {
  // Dekker: halves of 26 and 27 bits multiply exactly.
  const aHigh = reinterpret<f64>(reinterpret<u64>(a) & HIGH_MASK);
  const aLow = a - aHigh;
  const bHigh = reinterpret<f64>(reinterpret<u64>(b) & HIGH_MASK);
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}
