/** Three numbers of a SOFA position, in metres and in the listener's or room's axes: front, left, up (AES69-2022 4.6). */
export type Triple = readonly [number, number, number];

/** A direction from the listener, degrees: azimuth positive to the left in (−180, 180], elevation positive up. */
export interface SofaDirection {
  readonly azimuthDeg: number;
  readonly elevationDeg: number;
}

const DEGREE = Math.PI / 180;

/** Last bits of the host's trigonometry differ between browsers; a thousandth of a second of arc does not matter here. */
const rounded = (degrees: number): number => Math.round(degrees * 1e6) / 1e6 + 0;

/** Metres from azimuth and elevation in degrees and a radius in metres. */
export function cartesian([azimuth, elevation, radius]: Triple): Triple {
  const flat = radius * Math.cos(elevation * DEGREE);
  return [
    flat * Math.cos(azimuth * DEGREE),
    flat * Math.sin(azimuth * DEGREE),
    radius * Math.sin(elevation * DEGREE),
  ];
}

const dot = (a: Triple, b: Triple): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cross = (a: Triple, b: Triple): Triple => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
const length = (a: Triple): number => Math.sqrt(dot(a, a));
const scaled = (a: Triple, factor: number): Triple => [a[0] * factor, a[1] * factor, a[2] * factor];

/** The listener's own axes in the room's. */
export interface ListenerFrame {
  readonly position: Triple;
  readonly front: Triple;
  readonly left: Triple;
  readonly up: Triple;
}

/** The frame of a listener who stands at `position` and looks along `view`; null where view and up do not span a plane. */
export function listenerFrame(position: Triple, view: Triple, up: Triple): ListenerFrame | null {
  if (!(length(view) > 1e-6)) return null;
  const front = scaled(view, 1 / length(view));
  const side = cross(up, front);
  if (!(length(side) > 1e-6)) return null;
  const left = scaled(side, 1 / length(side));
  return { position, front, left, up: cross(front, left) };
}

/** Direction of a point of the room from the listener; null where it stands inside the head's centre. */
export function directionFrom(
  { position, front, left, up }: ListenerFrame,
  point: Triple,
): SofaDirection | null {
  const from: Triple = [point[0] - position[0], point[1] - position[1], point[2] - position[2]];
  const distance = length(from);
  if (!(distance > 1e-6)) return null;
  const height = Math.min(1, Math.max(-1, dot(from, up) / distance));
  return {
    azimuthDeg: rounded(Math.atan2(dot(from, left), dot(from, front)) / DEGREE),
    elevationDeg: rounded(Math.asin(height) / DEGREE),
  };
}

/** An azimuth of any number of turns, in (−180, 180]. */
export function turnedAzimuth(azimuthDeg: number): number {
  return azimuthDeg - 360 * Math.ceil((azimuthDeg - 180) / 360);
}
