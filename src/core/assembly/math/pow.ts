import { productError } from './bits';
import { expWithTail } from './exp';
import { logHigh, logLow } from './log';

/** x to the power of y with the special cases of IEEE 754 `pow` (1^NaN is NaN, as in ECMAScript). */
export function pow(x: f64, y: f64): f64 {
  if (y == 0.0) return 1.0;
  if (x != x || y != y) return NaN;
  const size = abs(x);
  const yWhole = floor(y) == y;
  const yOdd = yWhole && abs(y) < 9007199254740992.0 && (i64(y) & 1) == 1;
  if (abs(y) == Infinity) {
    if (size == 1.0) return NaN;
    return size > 1.0 == y > 0.0 ? Infinity : 0.0;
  }
  const negative = reinterpret<i64>(x) < 0 && yOdd;
  if (size == 0.0 || size == Infinity) {
    const large = (size == Infinity) == y > 0.0;
    const result = large ? Infinity : 0.0;
    return negative ? -result : result;
  }
  if (x < 0.0 && !yWhole) return NaN;
  if (y == 1.0) return x;
  const high = logHigh(size);
  const low = logLow;
  const exponent = y * high;
  let result: f64;
  if (exponent > 709.8) result = Infinity;
  else if (exponent < -745.2) result = 0.0;
  // An exponent this small gives exactly 1 and would lose its error term among the subnormals.
  else if (abs(exponent) < 1e-17) result = 1.0;
  else result = expWithTail(exponent, productError(y, high, exponent) + y * low);
  return negative ? -result : result;
}
