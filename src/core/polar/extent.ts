import { acosDegrees, asinDegrees, atan2Degrees, cosDegrees, interpolate, sinDegrees } from './angles.ts';
import type { PointLaw } from './point.ts';
import { azimuthOf, dot, elevationOf, fromPolar, localAxes, type Vec } from './vec.ts';

/** Extent of a polar object: degrees, degrees, and in units of the speakers' distance. */
export interface PolarExtent {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
}

/** Gain falls to nothing over this angle outside the extent, degrees; smaller extents are cross-faded with the point. */
const FADE = 10;
/** Elevation step of the virtual sources over the sphere, degrees. */
const ROW_STEP = 5;
/** Size that an extent of 0 has when the source comes nearer than the speakers. */
const SMALLEST = 0.2;

/** Virtual sources over the sphere and what each sends to the speakers. */
interface Source {
  readonly at: Vec;
  readonly gains: Float64Array;
}

/** Rows five degrees apart, each with about as many sources a degree as the horizontal one. */
function sourcesOver(point: PointLaw): readonly Source[] {
  const sources: Source[] = [];
  const rows = 180 / ROW_STEP;
  for (let row = 0; row <= rows; row++) {
    const elevation = -90 + row * ROW_STEP;
    const count = Math.max(1, Math.round((360 / ROW_STEP) * cosDegrees(elevation)));
    for (let n = 0; n < count; n++) {
      const at = fromPolar((360 * n) / count, elevation);
      sources.push({ at, gains: point(at) });
    }
  }
  return sources;
}

/**
 * Weight of a virtual source: 1 inside the extent, falling over FADE degrees outside. The extent is a strip with round
 * ends, as wide as `width` and as high as `height`, lying sideways or (height above width) upright.
 */
function weightOf(toward: Vec, width: number, height: number): (at: Vec) => number {
  const [right, forward, up] = localAxes(azimuthOf(toward), elevationOf(toward));
  const upright = height > width;
  const [along, across] = upright ? [up, right] : [right, up];
  const [long, short] = upright ? [height, width] : [width, height];
  const radius = short / 2;
  // A narrow strip right round has its round ends on each other at the back; a wide one closes by its width alone.
  const overlap =
    short *
    interpolate(short, [
      [90, 1],
      [180, 0],
    ]);
  const reach =
    interpolate(long, [
      [0, 0],
      [180, 180],
      [360, 360 + overlap],
    ]) / 2;
  const end = reach - radius;
  const [endX, endY] = [sinDegrees(end), cosDegrees(end)];
  const straight = fadeFrom(radius, 'sine');
  const round = fadeFrom(radius, 'cosine');
  return (at) => {
    // Folded to one side, where the end is; the angle from the middle is then 0 … 180.
    const x = Math.abs(dot(at, along));
    const y = dot(at, forward);
    const isBeside = end >= 180 || (end >= 0 && endX * y - endY * x >= 0);
    return isBeside ? straight(Math.abs(dot(at, across))) : round(x * endX + y * endY);
  };
}

/**
 * Weight by an angle given as its sine or cosine: 1 up to `radius` degrees, falling to 0 over FADE. Whoever lies outside the
 * falling part, which is nearly everyone, costs two comparisons.
 */
function fadeFrom(radius: number, by: 'sine' | 'cosine'): (value: number) => number {
  const isSine = by === 'sine';
  const most = isSine ? 90 : 180;
  const term = isSine ? sinDegrees : (angle: number): number => -cosDegrees(angle);
  const angleOf = isSine ? asinDegrees : (value: number): number => acosDegrees(-value);
  const full = radius >= most ? Number.POSITIVE_INFINITY : term(radius);
  const none = radius + FADE >= most ? Number.POSITIVE_INFINITY : term(radius + FADE);
  return (value) => {
    const rising = isSine ? value : -value;
    if (rising <= full) return 1;
    if (rising >= none) return 0;
    const outside = angleOf(rising) - radius;
    return outside <= 0 ? 1 : outside >= FADE ? 0 : 1 - outside / FADE;
  };
}

/** Extent as seen from a distance: unchanged at 1, growing to 360 at 0 (BS.2127 §7). */
function seenFrom(far: number, extent: number): number {
  const size = interpolate(extent, [
    [0, SMALLEST],
    [360, 1],
  ]);
  const near = 4 * atan2Degrees(size, 1);
  return interpolate(4 * atan2Degrees(size, far), [
    [0, 0],
    [near, extent],
    [360, 360],
  ]);
}

/**
 * Gains of a polar source in a direction (of length 1) at a distance, with an extent, by reachable speaker; power 1. The
 * distance is given apart because at 1 exactly nothing may be added by rounding: gains are roots of powers.
 */
export type ExtentLaw = (toward: Vec, far: number, extent: PolarExtent) => Float64Array;

/**
 * The extent panner of BS.2127 §7 over a point panner. Keeps the gains of its virtual sources. The law throws a
 * RangeError for a position or extent that is not finite.
 */
export function extentLaw(point: PointLaw): ExtentLaw {
  let sources: readonly Source[] | null = null;

  function spread(toward: Vec, width: number, height: number): Float64Array {
    sources ??= sourcesOver(point);
    const weight = weightOf(toward, Math.max(width, FADE / 2), Math.max(height, FADE / 2));
    const sums = new Float64Array(sources[0]?.gains.length ?? 0);
    for (const { at, gains } of sources) {
      const w = weight(at);
      if (w === 0) continue;
      for (let n = 0; n < sums.length; n++) sums[n] = (sums[n] ?? 0) + w * (gains[n] ?? 0);
    }
    const power = sums.reduce((sum, gain) => sum + gain * gain, 0);
    return sums.map((gain) => gain / Math.sqrt(power));
  }

  function seen(toward: Vec, far: number, { width, height }: PolarExtent): Float64Array {
    const [w, h] = [seenFrom(far, width), seenFrom(far, height)];
    const share = interpolate(Math.max(w, h), [
      [0, 0],
      [FADE, 1],
    ]);
    if (share === 0) return point(toward);
    const wide = spread(toward, w, h);
    if (share === 1) return wide;
    return mixPower(point(toward), 1 - share, wide, share);
  }

  return (toward, far, extent) => {
    if (!Number.isFinite(far + extent.width + extent.height + extent.depth)) {
      throw new RangeError('A distance or extent is not finite.');
    }
    if (extent.depth === 0) return seen(toward, far, extent);
    const nearer = seen(toward, Math.max(0, far - extent.depth / 2), extent);
    return mixPower(nearer, 0.5, seen(toward, far + extent.depth / 2, extent), 0.5);
  };
}

function mixPower(a: Float64Array, shareA: number, b: Float64Array, shareB: number): Float64Array {
  return a.map((gain, n) => {
    const other = b[n] ?? 0;
    return Math.sqrt(shareA * gain * gain + shareB * other * other);
  });
}
