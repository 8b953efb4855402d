// @ts-ignore: decorator
@inline const HALF_PI: f64 = 1.5707963267948966;
// @ts-ignore: decorator
@inline const HALF_PI_LOW: f64 = 6.123233995736766e-17;
// @ts-ignore: decorator
@inline const PI: f64 = 3.141592653589793;
// @ts-ignore: decorator
@inline const PI_LOW: f64 = 1.2246467991473532e-16;

/** atan(n/4), n = 0…4: high and low part each. */
const ANGLES: usize = memory.data<f64>([
  0.0, 0.0, 0.24497866312686414, 1.0698755618734451e-17, 0.4636476090008061, 2.2698777452961687e-17,
  0.6435011087932844, 1.5834785051444286e-17, 0.7853981633974483, 3.061616997868383e-17,
]);

/** atan(t) − t for |t| ≤ 0.125: Taylor to t^21. */
function atanTail(t: f64): f64 {
  const z = t * t;
  let p = 1.0 / 21.0;
  p = p * z - 1.0 / 19.0;
  p = p * z + 1.0 / 17.0;
  p = p * z - 1.0 / 15.0;
  p = p * z + 1.0 / 13.0;
  p = p * z - 1.0 / 11.0;
  p = p * z + 1.0 / 9.0;
  p = p * z - 1.0 / 7.0;
  p = p * z + 1.0 / 5.0;
  p = p * z - 1.0 / 3.0;
  return t * z * p;
}

/** Angle in [0, π/2] whose tangent is y/x; y, x ≥ 0, finite and not both 0. */
function angle(y: f64, x: f64): f64 {
  const swapped = y > x;
  let small = swapped ? x : y;
  let large = swapped ? y : x;
  // Keeps small + c × large finite and a quotient of subnormals exact.
  if (large > 1e300) {
    small *= 1e-10;
    large *= 1e-10;
  } else if (large < 1e-290) {
    small *= 1e250;
    large *= 1e250;
  }
  const node = floor((small / large) * 4.0 + 0.5);
  const at = ANGLES + (usize(i32(node)) << 4);
  const c = node * 0.25;
  const t = node == 0.0 ? small / large : (small - c * large) / (large + c * small);
  const tail = atanTail(t) + load<f64>(at, 8);
  if (!swapped) return node == 0.0 ? t + tail : load<f64>(at) + (t + tail);
  const base = HALF_PI - load<f64>(at);
  return base - (t + (tail - HALF_PI_LOW - (HALF_PI - base - load<f64>(at))));
}

/** Arc tangent in radians. */
export function atan(x: f64): f64 {
  if (x != x) return x;
  const size = abs(x);
  if (size < 1e-9) return x;
  const value = size > 1e17 ? HALF_PI : angle(size, 1.0);
  return x < 0.0 ? -value : value;
}

/** Angle of the point (x, y) in (−π, π], with the signed zeros and infinities of ECMAScript `Math.atan2`. */
export function atan2(y: f64, x: f64): f64 {
  if (x != x || y != y) return NaN;
  const ySize = abs(y);
  const xSize = abs(x);
  const left = reinterpret<i64>(x) < 0;
  let value: f64;
  if (ySize == 0.0) value = left ? PI : 0.0;
  else if (ySize == Infinity) value = xSize == Infinity ? (left ? 0.75 * PI : 0.25 * PI) : HALF_PI;
  else if (xSize == Infinity) value = left ? PI : 0.0;
  else if (xSize == 0.0) value = HALF_PI;
  else {
    const first = angle(ySize, xSize);
    value = left ? PI - (first - PI_LOW) : first;
  }
  return reinterpret<i64>(y) < 0 ? -value : value;
}

/** Arc sine in radians; NaN outside [−1, 1]. */
export function asin(x: f64): f64 {
  if (!(abs(x) <= 1.0)) return NaN;
  return atan2(x, sqrt((1.0 - x) * (1.0 + x)));
}

/** Arc cosine in radians; NaN outside [−1, 1]. */
export function acos(x: f64): f64 {
  if (!(abs(x) <= 1.0)) return NaN;
  return 2.0 * atan2(sqrt(1.0 - x), sqrt(1.0 + x));
}
