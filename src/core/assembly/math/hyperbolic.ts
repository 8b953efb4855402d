import { exp, expm1 } from './exp';

/** Hyperbolic sine. */
export function sinh(x: f64): f64 {
  const size = abs(x);
  let value: f64;
  if (size < 1.0) {
    const t = expm1(size);
    value = 0.5 * (t + t / (t + 1.0));
  } else if (size < 700.0) {
    const e = exp(size);
    value = 0.5 * (e - 1.0 / e);
  } else {
    const e = exp(0.5 * size);
    value = 0.5 * e * e;
  }
  return x < 0.0 ? -value : size == 0.0 ? x : value;
}

/** Hyperbolic cosine. */
export function cosh(x: f64): f64 {
  const size = abs(x);
  if (size > 700.0) {
    const e = exp(0.5 * size);
    return 0.5 * e * e;
  }
  const e = exp(size);
  return 0.5 * (e + 1.0 / e);
}

/** Hyperbolic tangent. */
export function tanh(x: f64): f64 {
  const size = abs(x);
  if (size == 0.0 || size != size) return x;
  let value: f64 = 1.0;
  if (size < 22.0) {
    const t = expm1(2.0 * size);
    value = t / (t + 2.0);
  }
  return x < 0.0 ? -value : value;
}
