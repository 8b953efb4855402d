/** Coefficients of the series, each twice: loading one is quicker than making it. */
const SERIES: usize = memory.data<f64>([
  1.5707963267948966, 1.5707963267948966,
  -0.6459640975062463, -0.6459640975062463,
  0.07969262624616705, 0.07969262624616705,
  -0.004681754135318688, -0.004681754135318688,
  0.00016044118478735983, 0.00016044118478735983,
  -3.598843235212085e-6, -3.598843235212085e-6,
  5.692172921967927e-8, 5.692172921967927e-8,
  -6.688035109811468e-10, -6.688035109811468e-10,
  6.0669357311061955e-12, 6.0669357311061955e-12,
  -4.377065467313742e-14, -4.377065467313742e-14,
  2.571422892860474e-16, 2.571422892860474e-16,
  -1.2538995405354577e-18, -1.2538995405354577e-18,
], 16);

/**
 * sin(a·π/2) for a in 0 … 1; the cosine is `halfSine(1 − a)`, so the two exchange exactly under a mirror.
 * Power series of sin(x) with x = a·π/2 folded into the coefficients; the first term left out is 5·10⁻²⁰. Terms are summed in
 * pairs, pairs of pairs and so on, so that few operations wait for each other.
 */
export function halfSine(a: f64): f64 {
  return f64x2.extract_lane(halfSinePair(f64x2.splat(a)), 0);
}

/** Sum of terms 2n and 2n + 1, with `at` the address of the first. */
// @ts-ignore: decorator
@inline
function terms(at: usize, s: v128): v128 {
  return f64x2.add(v128.load(at), f64x2.mul(v128.load(at, 16), s));
}

/** `halfSine` of both lanes at once. */
// @ts-ignore: decorator
@inline
export function halfSinePair(a: v128): v128 {
  const s = f64x2.mul(a, a);
  const s2 = f64x2.mul(s, s);
  const s4 = f64x2.mul(s2, s2);
  const lowest = f64x2.add(terms(SERIES, s), f64x2.mul(s2, terms(SERIES + 32, s)));
  const middle = f64x2.add(terms(SERIES + 64, s), f64x2.mul(s2, terms(SERIES + 96, s)));
  const highest = f64x2.add(terms(SERIES + 128, s), f64x2.mul(s2, terms(SERIES + 160, s)));
  const sum = f64x2.add(f64x2.add(lowest, f64x2.mul(s4, middle)), f64x2.mul(f64x2.mul(s4, s4), highest));
  return f64x2.mul(sum, a);
}
