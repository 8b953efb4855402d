import { log10 } from './dmath.ts';
import { type HrtfSet, hrirFor } from './hrtf.ts';

/** What the two ears tell apart of a direction at ear height. */
export interface InterauralRow {
  /** Direction asked for, degrees, left positive. */
  readonly azimuthDeg: number;
  /** How far the nearest measured direction is from it, degrees. */
  readonly offDeg: number;
  /** Microseconds by which the right ear hears later; negative when the left does. */
  readonly itdMicroseconds: number;
  /** Decibels by which the left ear is louder, all frequencies. */
  readonly ildDb: number;
}

/** Largest lag looked at, seconds: a head gives at most some 0.8 ms. */
const MOST_LAG_SECONDS = 0.0012;

const energy = (signal: Float32Array): number => signal.reduce((sum, value) => sum + value * value, 0);

/** Samples by which `right` is later, to a fraction: the peak of the cross-correlation, through a parabola. */
function lagOf(left: Float32Array, right: Float32Array, most: number): number {
  const correlation = (shift: number): number => {
    let sum = 0;
    for (let index = 0; index < left.length; index++) sum += (left[index] ?? 0) * (right[index + shift] ?? 0);
    return sum;
  };
  let best = 0;
  let peak = Number.NEGATIVE_INFINITY;
  for (let shift = -most; shift <= most; shift++) {
    const value = correlation(shift);
    if (value > peak) [best, peak] = [shift, value];
  }
  const before = correlation(best - 1);
  const after = correlation(best + 1);
  const bend = before - 2 * peak + after;
  return bend < 0 ? best + (0.5 * (before - after)) / bend : best;
}

/** The smaller angle between two azimuths, degrees. */
const between = (one: number, other: number): number =>
  Math.abs(one - other - 360 * Math.round((one - other) / 360));

/** Interaural differences every 30° around the listener at ear height, from −150° to 180°. Not while rendering. */
export function interauralRows(set: HrtfSet): readonly InterauralRow[] {
  return Array.from({ length: 12 }, (_, step) => {
    const azimuthDeg = step * 30 - 150;
    const found = hrirFor(set, azimuthDeg, 0);
    const lag = lagOf(found.left, found.right, Math.ceil(MOST_LAG_SECONDS * set.sampleRate));
    return {
      azimuthDeg,
      offDeg: Math.max(between(found.azimuthDeg, azimuthDeg), Math.abs(found.elevationDeg)),
      itdMicroseconds: (lag / set.sampleRate) * 1e6,
      ildDb: 10 * log10((energy(found.left) + 1e-12) / (energy(found.right) + 1e-12)),
    };
  });
}
