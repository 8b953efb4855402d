import { isOnArc } from './angles.ts';
import { layerOf, type Reachable } from './layout.ts';
import { distance, type Vec } from './vec.ts';

const TOLERANCE = 1e-6;
/** Nearer than this to a pole a speaker has no azimuth to test, degrees. */
const POLE = 1e-5;

/** An excluded part of the sphere, by angles in degrees. From minAzimuth to maxAzimuth the arc runs to the left. */
export interface PolarZone {
  readonly minAzimuth: number;
  readonly maxAzimuth: number;
  readonly minElevation: number;
  readonly maxElevation: number;
}

/** An excluded box, tested against the speakers' places on the unit sphere. */
export interface BoxZone {
  readonly minX: number;
  readonly maxX: number;
  readonly minY: number;
  readonly maxY: number;
  readonly minZ: number;
  readonly maxZ: number;
}

/** An excluded part of the room (BS.2127 §7). */
export type Zone = PolarZone | BoxZone;

const isWithin = (value: number, from: number, to: number): boolean =>
  value >= from - TOLERANCE && value <= to + TOLERANCE;

function isInside(speaker: Reachable, zone: Zone): boolean {
  if ('minX' in zone) {
    const [x, y, z] = speaker.at;
    return (
      isWithin(x, zone.minX, zone.maxX) &&
      isWithin(y, zone.minY, zone.maxY) &&
      isWithin(z, zone.minZ, zone.maxZ)
    );
  }
  if (!isWithin(speaker.elevation, zone.minElevation, zone.maxElevation)) return false;
  const atPole = Math.abs(speaker.elevation) > 90 - POLE;
  return atPole || isOnArc(speaker.azimuth, zone.minAzimuth, zone.maxAzimuth, TOLERANCE);
}

/** Preference of the layer that takes over, by the excluded speaker's layer: bottom, middle, upper, top. */
const LAYER_ORDER = [
  [0, 1, 2, 3],
  [3, 0, 1, 2],
  [3, 2, 0, 1],
  [3, 2, 1, 0],
] as const;

const sideOf = (at: Vec): number => (at[1] > TOLERANCE ? 1 : at[1] < -TOLERANCE ? -1 : 0);

/** What decides, first to last, which speakers stand in for an excluded one. Lower goes first; equal ones share. */
function preference(from: Reachable, to: Reachable): readonly number[] {
  const layers = LAYER_ORDER[layerOf(from.elevation)];
  return [
    layers[layerOf(to.elevation)],
    Math.abs(sideOf(to.at) - sideOf(from.at)),
    distance(from.at, to.at),
    Math.abs(to.at[1] - from.at[1]),
  ];
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [n, value] of a.entries()) {
    const difference = value - (b[n] ?? 0);
    if (Math.abs(difference) > TOLERANCE) return difference;
  }
  return 0;
}

/**
 * Moves the power of excluded speakers to others: to the best-placed ones left, in equal parts. With nobody left nothing
 * is moved.
 */
export function withoutZones(
  gains: Float64Array,
  speakers: readonly Reachable[],
  zones: readonly Zone[],
): Float64Array {
  const isOut = speakers.map((speaker) => zones.some((zone) => isInside(speaker, zone)));
  if (!isOut.includes(true) || !isOut.includes(false)) return gains;
  const powers = new Float64Array(gains.length);
  speakers.forEach((from, index) => {
    const gain = gains[index] ?? 0;
    const power = gain * gain;
    const takers = isOut[index] ? standIns(from, speakers, isOut) : [index];
    for (const taker of takers) powers[taker] = (powers[taker] ?? 0) + power / takers.length;
  });
  return powers.map((power) => Math.sqrt(power));
}

function standIns(
  from: Reachable,
  speakers: readonly Reachable[],
  isOut: readonly boolean[],
): readonly number[] {
  let best: readonly number[] | null = null;
  let takers: number[] = [];
  speakers.forEach((to, index) => {
    if (isOut[index]) return;
    const rank = preference(from, to);
    const order = best === null ? -1 : compare(rank, best);
    if (order > 0) return;
    if (order < 0) takers = [];
    best = order < 0 ? rank : best;
    takers.push(index);
  });
  return takers;
}
