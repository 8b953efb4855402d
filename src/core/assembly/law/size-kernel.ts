import { expPair } from '../math/pair';

/** Points of the size law's grid along an axis that has a wall on each side. */
export const GRID: i32 = 40;
/** Kernels end at −130 dB: 10^−6.5. */
const FLOOR_EXPONENT: f64 = 6.5;
const LN10: f64 = 2.302585092994046;

/** What a kernel needs at every point, twice each: loaded, since engines make a splat anew in every turn of a loop. */
const loaded: usize = memory.data(96, 16);
const counting: usize = memory.data<f64>([0.0, 1.0, 2.0, 2.0], 16);

/** 10^−min((rate·(grid − centre))⁴, 6.5) to the power p at every grid point, two at a time. */
export function kernel(into: usize, points: i32, centre: f64, rate: f64, p: f64): void {
  const step = points == GRID ? 2.0 / <f64>(GRID - 1) : 1.0 / <f64>(points - 1);
  const start = points == GRID ? -1.0 : 0.0;
  v128.store(loaded, f64x2.splat(-p * LN10));
  v128.store(loaded, f64x2.splat(FLOOR_EXPONENT), 16);
  v128.store(loaded, f64x2.splat(rate), 32);
  v128.store(loaded, f64x2.splat(start - centre), 48);
  v128.store(loaded, f64x2.splat(step), 64);
  const scale = v128.load(loaded);
  const floor = v128.load(loaded, 16);
  const rates = v128.load(loaded, 32);
  const base = v128.load(loaded, 48);
  const steps = v128.load(loaded, 64);
  const two = v128.load(counting, 16);
  let index = v128.load(counting);
  v128.store(loaded, expPair(f64x2.mul(scale, floor)), 80);
  const silent = v128.load(loaded, 80);
  const end = into + (<usize>points << 3);
  for (; into < end; into += 16) {
    const way = f64x2.mul(f64x2.add(base, f64x2.mul(index, steps)), rates);
    const square = f64x2.mul(way, way);
    const exponent = f64x2.mul(square, square);
    // Most points of a small size lie beyond the floor.
    v128.store(into, silent);
    if (v128.any_true(f64x2.lt(exponent, floor))) v128.store(into, expPair(f64x2.mul(scale, f64x2.min(exponent, floor))));
    index = f64x2.add(index, two);
  }
}
