import type { LanePoint } from './types.ts';

/**
 * Value of a lane at a time: before the first point its value, after the last point its value, between two points
 * along the first one's curve (s-curve: 3t² − 2t³; exponential: see LanePoint). At a step (equal times) the later point holds.
 * CONTRACT: src/core/assembly evaluates lanes the same way.
 * @param time timeline samples
 * @returns `fallback` if the lane has no points
 */
export function laneValueAt(
  points: readonly LanePoint[] | undefined,
  time: number,
  fallback: number,
): number {
  const first = points?.[0];
  if (!points || !first) return fallback;
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const point = points[middle];
    if (point && point.time <= time) low = middle + 1;
    else high = middle;
  }
  const from = points[low - 1];
  const to = points[low];
  if (!from) return first.value;
  if (!to || from.curve === 'hold') return from.value;
  const way = (time - from.time) / (to.time - from.time);
  return from.value + (to.value - from.value) * shapedWay(from, way);
}

/** Part of the way in value that a part 0 … 1 of the way in time makes along a point's curve. */
export function shapedWay({ curve, bend = 0 }: LanePoint, way: number): number {
  if (curve === 's-curve') return way * way * (3 - 2 * way);
  if (curve !== 'exponential' || bend === 0) return way;
  const k = 6 * bend;
  return Math.expm1(k * way) / Math.expm1(k);
}
