import {
  acosDegrees,
  asinDegrees,
  atan2Degrees,
  cosDegrees,
  sinDegrees,
  tanDegrees,
  wrapFrom,
} from './angles.ts';
import type { PolarExtent } from './extent.ts';
import { length, localAxes, type Vec } from './vec.ts';

/** A polar position: degrees (positive left), degrees (positive up), distance. */
export interface PolarPosition {
  readonly azimuth: number;
  readonly elevation: number;
  readonly distance: number;
}

/** Size in the room cube, each 0 … 1. */
export interface CubeExtent {
  /** Along x. */
  readonly width: number;
  /** Along y. */
  readonly depth: number;
  /** Along z. */
  readonly height: number;
}

/** Speakers at this elevation are at the ceiling of the cube, degrees … */
const TOP = 30;
/** … which a cube's edge shows at this one. */
const TOP_IN_CUBE = 45;

/** Sides of the cube, each between the azimuths of the speakers in its corners, from right to left. */
const SIDES = [
  { right: 0, left: 30, from: [0, 1], to: [-1, 1] },
  { right: -30, left: 0, from: [1, 1], to: [0, 1] },
  { right: -110, left: -30, from: [1, -1], to: [1, 1] },
  { right: 110, left: 250, from: [-1, -1], to: [1, -1] },
  { right: 30, left: 110, from: [-1, 1], to: [-1, -1] },
] as const;

/** How far an azimuth lies from the right end of a side (0) to the left one (1): equal powers, tangent law. */
function alongSide(azimuth: number, right: number, left: number): number {
  const middle = (left + right) / 2;
  const toLeft = 0.5 + (0.5 * tanDegrees(azimuth - middle)) / tanDegrees(left - middle);
  return atan2Degrees(toLeft, 1 - toLeft) / 90;
}

/** The inverse of `alongSide`. */
function azimuthAlong(part: number, right: number, left: number): number {
  const middle = (left + right) / 2;
  const l = sinDegrees(90 * part);
  const r = cosDegrees(90 * part);
  const slope = (l / (l + r) - 0.5) * 2 * tanDegrees(left - middle);
  return middle + atan2Degrees(slope, 1);
}

/** Position in the room cube of a polar one (BS.2127 §10). Any thread; pure. @throws RangeError if the azimuth is not finite */
export function polarToCube({ azimuth, elevation, distance }: PolarPosition): Vec {
  const up = Math.abs(elevation);
  let z: number;
  let around: number;
  if (up > TOP) {
    const tilted = TOP_IN_CUBE + ((90 - TOP_IN_CUBE) * (up - TOP)) / (90 - TOP);
    z = elevation < 0 ? -distance : distance;
    around = distance * tanDegrees(90 - tilted);
  } else {
    z = distance * tanDegrees((TOP_IN_CUBE * elevation) / TOP);
    around = distance;
  }
  for (const { right, left, from, to } of SIDES) {
    const turned = wrapFrom(right, azimuth);
    if (!(turned <= left)) continue;
    const part = alongSide(turned, right, left);
    return [around * (from[0] + (to[0] - from[0]) * part), around * (from[1] + (to[1] - from[1]) * part), z];
  }
  throw new RangeError(`Azimuth ${azimuth} is not a finite angle.`);
}

/** Polar position of a place in the cube (BS.2127 §10). Any thread; pure. */
export function cubeToPolar([x, y, z]: Vec): PolarPosition {
  const around = Math.max(Math.abs(x), Math.abs(y));
  const height = Math.abs(z);
  if (around < 1e-10) {
    if (height < 1e-10) return { azimuth: 0, elevation: 0, distance: 0 };
    return { azimuth: 0, elevation: z < 0 ? -90 : 90, distance: height };
  }
  const azimuth = azimuthInCube(x / around, y / around);
  const tilted = atan2Degrees(height, around);
  const up =
    tilted > TOP_IN_CUBE
      ? TOP + ((tilted - TOP_IN_CUBE) * (90 - TOP)) / (90 - TOP_IN_CUBE)
      : (tilted * TOP) / TOP_IN_CUBE;
  return { azimuth, elevation: z < 0 ? -up : up, distance: Math.max(around, height) };
}

/** Azimuth of a point on the cube's sides, |x| or |y| being 1. */
function azimuthInCube(x: number, y: number): number {
  if (y >= 1) return x > 0 ? azimuthAlong(1 - x, -30, 0) : azimuthAlong(-x, 0, 30);
  if (y <= -1) {
    const behind = azimuthAlong((x + 1) / 2, 110, 250);
    return behind > 180 ? behind - 360 : behind;
  }
  return x > 0 ? azimuthAlong((y + 1) / 2, -110, -30) : azimuthAlong((1 - y) / 2, 30, 110);
}

/** Extent along right, forward and up, as seen from the middle, of a polar extent in front. */
function frontal({ width, height, depth }: PolarExtent): Vec {
  return [
    width < 180 ? sinDegrees(width / 2) : 1,
    Math.max((1 - cosDegrees(width / 2)) / 2, (1 - cosDegrees(height / 2)) / 2, depth),
    height < 180 ? sinDegrees(height / 2) : 1,
  ];
}

/** The polar extent with that look from the middle. */
function unfrontal([right, forward, up]: Vec): PolarExtent {
  const wide = acosDegrees(1 - 2 * forward) * 2;
  const from = (across: number): number => {
    const least = asinDegrees(across) * 2;
    return least + across * Math.max(wide - least, 0);
  };
  const width = from(right);
  const height = from(up);
  const covered = frontal({ width, height, depth: 0 });
  return { width, height, depth: Math.max(0, forward - covered[1]) };
}

/** Size in the cube of a polar extent (BS.2127 §10). Any thread; pure. */
export function polarToCubeExtent(position: PolarPosition, extent: PolarExtent): CubeExtent {
  const sizes = frontal(extent);
  const axes = localAxes(position.azimuth, position.elevation);
  const along = (axis: 0 | 1 | 2): number =>
    length([sizes[0] * axes[0][axis], sizes[1] * axes[1][axis], sizes[2] * axes[2][axis]]);
  return { width: along(0), depth: along(1), height: along(2) };
}

/** Polar extent of a size in the cube (BS.2127 §10), at the polar position of the object. Any thread; pure. */
export function cubeToPolarExtent(
  position: PolarPosition,
  { width, depth, height }: CubeExtent,
): PolarExtent {
  const axes = localAxes(position.azimuth, position.elevation);
  const along = (axis: Vec): number => length([width * axis[0], depth * axis[1], height * axis[2]]);
  return unfrontal([along(axes[0]), along(axes[1]), along(axes[2])]);
}
