import { expPair } from '../math/pair';

/** Points of the size law's grid along an axis that has a wall on each side. */
export const GRID: i32 = 40;
/** Kernels end at −130 dB: 10^−6.5. */
const FLOOR_EXPONENT: f64 = 6.5;
const LN10: f64 = 2.302585092994046;

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
