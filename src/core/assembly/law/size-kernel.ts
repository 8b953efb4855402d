/** Points of the size law's grid along an axis that has a wall on each side. */
export const GRID: i32 = 40;
/** Kernels end at −130 dB: 10^−6.5. */
const FLOOR_EXPONENT: f64 = 6.5;
const LN10: f64 = 2.302585092994046;

/**
 * e^x of two values at once, for −700 ≤ x ≤ 700: twice as fast as one after the other, equal to 2·10⁻¹⁵.
 * x = n·ln 2 + r with |r| ≤ ln 2 / 2; the power series of e^r up to r¹³, then n into the exponent bits.
 */
function expPair(x: v128): v128 {
  const n = f64x2.nearest(f64x2.mul(x, f64x2.splat(1.4426950408889634)));
  const r = f64x2.sub(
    f64x2.sub(x, f64x2.mul(n, f64x2.splat(0.6931471805582987))),
    f64x2.mul(n, f64x2.splat(1.6465949582897082e-12)),
  );
  let p = f64x2.splat(1.0 / 6227020800.0);
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 479001600.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 39916800.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 3628800.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 362880.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 40320.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 5040.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 720.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 120.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 24.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 6.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(0.5));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0));
  const exponents = i64x2.extend_low_i32x4_s(i32x4.trunc_sat_f64x2_s_zero(n));
  return i64x2.add(p, i64x2.shl(exponents, 52));
}

/** 10^−min((rate·(grid − centre))⁴, 6.5) to the power p at every grid point, two at a time. */
export function kernel(into: usize, points: i32, centre: f64, rate: f64, p: f64): void {
  const step = points == GRID ? 2.0 / <f64>(GRID - 1) : 1.0 / <f64>(points - 1);
  const start = points == GRID ? -1.0 : 0.0;
  const scale = f64x2.splat(-p * LN10);
  const floor = f64x2.splat(FLOOR_EXPONENT);
  const rates = f64x2.splat(rate);
  const base = f64x2.splat(start - centre);
  const steps = f64x2.splat(step);
  let index = f64x2(0.0, 1.0);
  const two = f64x2.splat(2.0);
  const silent = expPair(f64x2.mul(scale, floor));
  for (let i = 0; i < points; i += 2) {
    const way = f64x2.mul(f64x2.add(base, f64x2.mul(index, steps)), rates);
    const square = f64x2.mul(way, way);
    const exponent = f64x2.mul(square, square);
    // Most points of a small size lie beyond the floor.
    const value = v128.any_true(f64x2.lt(exponent, floor)) ? expPair(f64x2.mul(scale, f64x2.min(exponent, floor))) : silent;
    v128.store(into + (<usize>i << 3), value);
    index = f64x2.add(index, two);
  }
}
