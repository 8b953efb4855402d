import type { Reachable } from './layout.ts';
import { distance, type Vec } from './vec.ts';

const TIE = 1e-5;

/** Channel lock (BS.2127 §7). */
export interface PolarLock {
  /** Farthest a speaker may be from the object's direction, as a straight line on the unit sphere; absent: any. */
  readonly maxDistance?: number;
}

/**
 * Where the lock puts an object: on the nearest speaker; null if none is near enough. Of equally near ones, the one with
 * the smallest |elevation|, then elevation, |azimuth|, azimuth.
 */
export function locked(toward: Vec, speakers: readonly Reachable[], lock: PolarLock): Vec | null {
  const reach = (lock.maxDistance ?? Number.POSITIVE_INFINITY) + TIE;
  let nearest: Reachable | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const speaker of speakers) {
    const away = distance(toward, speaker.at);
    if (away >= reach) continue;
    if (nearest === null || away < least - TIE || (away < least + TIE && isBefore(speaker, nearest))) {
      nearest = speaker;
      least = away;
    }
  }
  return nearest?.at ?? null;
}

function isBefore(a: Reachable, b: Reachable): boolean {
  const order =
    Math.abs(a.elevation) - Math.abs(b.elevation) ||
    a.elevation - b.elevation ||
    Math.abs(a.azimuth) - Math.abs(b.azimuth) ||
    a.azimuth - b.azimuth;
  return order < 0;
}
