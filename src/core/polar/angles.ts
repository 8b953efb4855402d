/**
 * Angles in degrees and the inverse functions the polar laws need, with equal bits on every host: built on the core's
 * sine and cosine, + − × ÷ and the correctly rounded square root only.
 */
import { cos, sin } from '../dmath.ts';

const { PI, abs, floor, max, min, sqrt } = Math;
const RADIANS_PER_DEGREE = PI / 180;
/** Step of the first guess; what is left of the angle then stays below 0.08 rad, where the series is exact to the last bit. */
const GUESSES_PER_RADIAN = 8;

export const radians = (degrees: number): number => degrees * RADIANS_PER_DEGREE;
export const degrees = (angle: number): number => angle / RADIANS_PER_DEGREE;
/** Sine of an angle in degrees. Any thread; pure, as all functions here. */
export const sinDegrees = (angle: number): number => sin(radians(angle));
/** Cosine of an angle in degrees. */
export const cosDegrees = (angle: number): number => cos(radians(angle));

/** Tangent of an angle in degrees. */
export function tanDegrees(angle: number): number {
  return sinDegrees(angle) / cosDegrees(angle);
}

function arcTangentSeries(t: number): number {
  const z = t * t;
  let p = 1 / 13;
  p = 1 / 11 - p * z;
  p = 1 / 9 - p * z;
  p = 1 / 7 - p * z;
  p = 1 / 5 - p * z;
  p = 1 / 3 - p * z;
  return t - t * z * p;
}

/** Angle of (x, y) from the x axis, in degrees, −180 … 180; 0 at the origin. */
export function atan2Degrees(y: number, x: number): number {
  const size = max(abs(x), abs(y));
  if (size === 0) return 0;
  // Brought near 1 first: among subnormals the products below would lose their digits.
  const up = abs(y) / size;
  const across = abs(x) / size;
  // A rough first guess (within 0.005 rad), put on a grid, then one exact turn of the vector back by it.
  const ratio = up < across ? up / across : across / up;
  const octant = ratio * (PI / 4 + 0.273 * (1 - ratio));
  const quadrant = up < across ? octant : PI / 2 - octant;
  const rough = x < 0 ? PI - quadrant : quadrant;
  const ahead = x < 0 ? -across : across;
  const guess = floor(rough * GUESSES_PER_RADIAN + 0.5) / GUESSES_PER_RADIAN;
  const c = cos(guess);
  const s = sin(guess);
  const angle = degrees(guess + arcTangentSeries((up * c - ahead * s) / (ahead * c + up * s)));
  return y < 0 ? -angle : angle;
}

/** Arc sine in degrees; arguments outside −1 … 1 count as the end. */
export function asinDegrees(value: number): number {
  const v = min(1, max(-1, value));
  return atan2Degrees(v, sqrt((1 - v) * (1 + v)));
}

/** Arc cosine in degrees; arguments outside −1 … 1 count as the end. */
export function acosDegrees(value: number): number {
  const v = min(1, max(-1, value));
  return atan2Degrees(sqrt((1 - v) * (1 + v)), v);
}

/** Broken line through `points` (abscissas rising), held outside them. */
export function interpolate(x: number, points: readonly (readonly [number, number])[]): number {
  let before = points[0];
  if (!before) return Number.NaN;
  if (x <= before[0]) return before[1];
  for (const point of points) {
    if (x < point[0]) return before[1] + ((x - before[0]) / (point[0] - before[0])) * (point[1] - before[1]);
    before = point;
  }
  return before[1];
}

/** The angle's equal in [start, start + 360). */
export function wrapFrom(start: number, angle: number): number {
  return angle - 360 * floor((angle - start) / 360);
}

/** Whether an azimuth lies on the arc that runs counter-clockwise (to the left) from `from` to `to`, ends included. */
export function isOnArc(azimuth: number, from: number, to: number, tolerance: number): boolean {
  const end = wrapFrom(from, to);
  // Both ends of a full turn name the same place: −180 … 180 is the whole circle.
  const length = end - from === 0 && to !== from ? 360 : end - from;
  const along = wrapFrom(-tolerance, azimuth - from);
  return along <= length + tolerance;
}
