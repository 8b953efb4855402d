import { reduceQuarterTurns, remainderHigh, remainderLow } from './reduce';

/** sin(a + tail) for |a| ≤ π/4: Taylor to a^19. CONTRACT: src/core/dmath.ts `sineNearZero`. */
function sineNearZero(a: f64, tail: f64): f64 {
  const z = a * a;
  let p = -1.0 / 121645100408832000.0;
  p = p * z + 1.0 / 355687428096000.0;
  p = p * z - 1.0 / 1307674368000.0;
  p = p * z + 1.0 / 6227020800.0;
  p = p * z - 1.0 / 39916800.0;
  p = p * z + 1.0 / 362880.0;
  p = p * z - 1.0 / 5040.0;
  p = p * z + 1.0 / 120.0;
  p = p * z - 1.0 / 6.0;
  return a + (a * z * p + tail * (1.0 - 0.5 * z));
}

/** cos(a + tail) for |a| ≤ π/4: Taylor to a^18. CONTRACT: src/core/dmath.ts `cosineNearZero`. */
function cosineNearZero(a: f64, tail: f64): f64 {
  const z = a * a;
  let p = -1.0 / 6402373705728000.0;
  p = p * z + 1.0 / 20922789888000.0;
  p = p * z - 1.0 / 87178291200.0;
  p = p * z + 1.0 / 479001600.0;
  p = p * z - 1.0 / 3628800.0;
  p = p * z + 1.0 / 40320.0;
  p = p * z - 1.0 / 720.0;
  p = p * z + 1.0 / 24.0;
  const half = 0.5 * z;
  const w = 1.0 - half;
  return w + (1.0 - w - half + (z * z * p - a * tail));
}

/** Sine of x radians, any finite size; NaN of anything else. CONTRACT: bit-identical to src/core/dmath.ts `sin`. */
export function sin(x: f64): f64 {
  if (!(abs(x) < Infinity)) return NaN;
  const quadrant = reduceQuarterTurns(x);
  const value =
    (quadrant & 1) == 0 ? sineNearZero(remainderHigh, remainderLow) : cosineNearZero(remainderHigh, remainderLow);
  return quadrant > 1 ? -value : value;
}

/** Cosine of x radians, any finite size; NaN of anything else. CONTRACT: bit-identical to src/core/dmath.ts `cos`. */
export function cos(x: f64): f64 {
  if (!(abs(x) < Infinity)) return NaN;
  const quadrant = reduceQuarterTurns(x);
  const value =
    (quadrant & 1) == 0 ? cosineNearZero(remainderHigh, remainderLow) : sineNearZero(remainderHigh, remainderLow);
  return quadrant == 1 || quadrant == 2 ? -value : value;
}

/** Tangent of x radians, any finite size; NaN of anything else. */
export function tan(x: f64): f64 {
  if (!(abs(x) < Infinity)) return NaN;
  const quadrant = reduceQuarterTurns(x);
  const sine = sineNearZero(remainderHigh, remainderLow);
  const cosine = cosineNearZero(remainderHigh, remainderLow);
  return (quadrant & 1) == 0 ? sine / cosine : -cosine / sine;
}
