import { asinDegrees, atan2Degrees, cosDegrees, sinDegrees } from './angles.ts';

/** A direction or point: x right, y front, z up (ITU-R BS.2076 Cartesian axes). */
export type Vec = readonly [x: number, y: number, z: number];

export const dot = (a: Vec, b: Vec): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const subtract = (a: Vec, b: Vec): Vec => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const scale = (a: Vec, by: number): Vec => [a[0] * by, a[1] * by, a[2] * by];
export const length = (a: Vec): number => Math.sqrt(dot(a, a));
export const distance = (a: Vec, b: Vec): number => length(subtract(a, b));
export const cross = (a: Vec, b: Vec): Vec => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

/** Direction at an azimuth (degrees, positive left) and elevation (degrees, positive up). */
export function fromPolar(azimuth: number, elevation: number): Vec {
  const level = cosDegrees(elevation);
  return [-sinDegrees(azimuth) * level, cosDegrees(azimuth) * level, sinDegrees(elevation)];
}

/** Azimuth of a point, degrees in −180 … 180; 0 on the vertical axis, where rounding must not choose one. */
export const azimuthOf = (a: Vec): number =>
  Math.abs(a[0]) < 1e-10 && Math.abs(a[1]) < 1e-10 ? 0 : atan2Degrees(-a[0], a[1]);

/** Elevation of a point, degrees. */
export function elevationOf(a: Vec): number {
  const size = length(a);
  return size === 0 ? 0 : asinDegrees(a[2] / size);
}

/** The axes seen from a direction: right, forward, up. Rows of the turn that takes world vectors to local ones. */
export function localAxes(azimuth: number, elevation: number): readonly [Vec, Vec, Vec] {
  return [fromPolar(azimuth - 90, 0), fromPolar(azimuth, elevation), fromPolar(azimuth, elevation + 90)];
}
