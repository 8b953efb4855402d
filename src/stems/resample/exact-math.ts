/**
 * The few functions the filter design needs, from + − × ÷ alone: browsers and Node differ in the last bit of `Math.sin`,
 * and a stem must decode to the same bits everywhere.
 */

/** Terms of the sine series; at |x| ≤ π/2 the first one left out is below 1e-21. */
const SINE_TERMS = 13;
/** Terms of the Bessel series; at x ≤ 15 the rest is below double precision. */
const BESSEL_TERMS = 64;

/** sin(πx) for any finite x: exact reduction to half a turn, then the Taylor series by Horner's rule. */
export function sinPi(x: number): number {
  let turn = x - 2 * Math.floor(x / 2);
  let sign = 1;
  if (turn >= 1) {
    turn -= 1;
    sign = -1;
  }
  if (turn > 0.5) turn = 1 - turn;
  const angle = Math.PI * turn;
  const square = angle * angle;
  let sum = 1;
  for (let term = SINE_TERMS; term >= 1; term -= 1) sum = 1 - (square / (2 * term * (2 * term + 1))) * sum;
  return sign * angle * sum;
}

/** Modified Bessel function of the first kind, order 0, for 0 ≤ x ≤ 15 (Kaiser windows). */
export function besselI0(x: number): number {
  const quarter = (x * x) / 4;
  let sum = 1;
  for (let term = BESSEL_TERMS; term >= 1; term -= 1) sum = 1 + (quarter / (term * term)) * sum;
  return sum;
}
