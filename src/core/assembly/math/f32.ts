/**
 * Single-precision twins: computed in double precision and rounded once, so their error is half a unit in the last place.
 */
import * as wide from './f64';

/** Sine of x radians. */
export function sin(x: f32): f32 {
  return f32(wide.sin(f64(x)));
}

/** Cosine of x radians. */
export function cos(x: f32): f32 {
  return f32(wide.cos(f64(x)));
}

/** Tangent of x radians. */
export function tan(x: f32): f32 {
  return f32(wide.tan(f64(x)));
}

/** e^x. */
export function exp(x: f32): f32 {
  return f32(wide.exp(f64(x)));
}

/** 2^x. */
export function exp2(x: f32): f32 {
  return f32(wide.exp2(f64(x)));
}

/** e^x − 1. */
export function expm1(x: f32): f32 {
  return f32(wide.expm1(f64(x)));
}

/** Natural logarithm. */
export function log(x: f32): f32 {
  return f32(wide.log(f64(x)));
}

/** Base-2 logarithm. */
export function log2(x: f32): f32 {
  return f32(wide.log2(f64(x)));
}

/** Base-10 logarithm. */
export function log10(x: f32): f32 {
  return f32(wide.log10(f64(x)));
}

/** log(1 + x). */
export function log1p(x: f32): f32 {
  return f32(wide.log1p(f64(x)));
}

/** Arc tangent. */
export function atan(x: f32): f32 {
  return f32(wide.atan(f64(x)));
}

/** Arc sine. */
export function asin(x: f32): f32 {
  return f32(wide.asin(f64(x)));
}

/** Arc cosine. */
export function acos(x: f32): f32 {
  return f32(wide.acos(f64(x)));
}

/** Hyperbolic sine. */
export function sinh(x: f32): f32 {
  return f32(wide.sinh(f64(x)));
}

/** Hyperbolic cosine. */
export function cosh(x: f32): f32 {
  return f32(wide.cosh(f64(x)));
}

/** Hyperbolic tangent. */
export function tanh(x: f32): f32 {
  return f32(wide.tanh(f64(x)));
}

/** Linear gain of a level in dB. */
export function dbToGain(x: f32): f32 {
  return f32(wide.dbToGain(f64(x)));
}

/** Level in dB of a linear gain. */
export function gainToDb(x: f32): f32 {
  return f32(wide.gainToDb(f64(x)));
}

/** x to the power of y. */
export function pow(x: f32, y: f32): f32 {
  return f32(wide.pow(f64(x), f64(y)));
}

/** Angle of the point (x, y). */
export function atan2(y: f32, x: f32): f32 {
  return f32(wide.atan2(f64(y), f64(x)));
}
