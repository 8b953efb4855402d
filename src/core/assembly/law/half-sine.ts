/**
 * sin(a·π/2) for a in 0 … 1; the cosine is `halfSine(1 − a)`, so the two exchange exactly under a mirror.
 * Power series of sin(x) with x = a·π/2 folded into the coefficients; the first term left out is 5·10⁻²⁰.
 */
export function halfSine(a: f64): f64 {
  const s = a * a;
  let sum: f64 = -1.2538995405354577e-18;
  sum = sum * s + 2.571422892860474e-16;
  sum = sum * s - 4.377065467313742e-14;
  sum = sum * s + 6.0669357311061955e-12;
  sum = sum * s - 6.688035109811468e-10;
  sum = sum * s + 5.692172921967927e-8;
  sum = sum * s - 3.598843235212085e-6;
  sum = sum * s + 0.00016044118478735983;
  sum = sum * s - 0.004681754135318688;
  sum = sum * s + 0.07969262624616705;
  sum = sum * s - 0.6459640975062463;
  sum = sum * s + 1.5707963267948966;
  return sum * a;
}

/** `halfSine` of both lanes at once: the same operations in the same order, so the same bits. */
// @ts-ignore: decorator
@inline
export function halfSinePair(a: v128): v128 {
  const s = f64x2.mul(a, a);
  let sum = f64x2.splat(-1.2538995405354577e-18);
  sum = f64x2.add(f64x2.mul(sum, s), f64x2.splat(2.571422892860474e-16));
  sum = f64x2.sub(f64x2.mul(sum, s), f64x2.splat(4.377065467313742e-14));
  sum = f64x2.add(f64x2.mul(sum, s), f64x2.splat(6.0669357311061955e-12));
  sum = f64x2.sub(f64x2.mul(sum, s), f64x2.splat(6.688035109811468e-10));
  sum = f64x2.add(f64x2.mul(sum, s), f64x2.splat(5.692172921967927e-8));
  sum = f64x2.sub(f64x2.mul(sum, s), f64x2.splat(3.598843235212085e-6));
  sum = f64x2.add(f64x2.mul(sum, s), f64x2.splat(0.00016044118478735983));
  sum = f64x2.sub(f64x2.mul(sum, s), f64x2.splat(0.004681754135318688));
  sum = f64x2.add(f64x2.mul(sum, s), f64x2.splat(0.07969262624616705));
  sum = f64x2.sub(f64x2.mul(sum, s), f64x2.splat(0.6459640975062463));
  sum = f64x2.add(f64x2.mul(sum, s), f64x2.splat(1.5707963267948966));
  return f64x2.mul(sum, a);
}
