import type { LanePoint } from './types.ts';

/**
 * Value of a lane at a time: before the first point its value, after the last point its value, between two points
 * along the first one's curve (s-curve: 3t² − 2t³). At a step (equal times) the later point holds.
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
  const shaped = from.curve === 's-curve' ? way * way * (3 - 2 * way) : way;
  return from.value + (to.value - from.value) * shaped;
}
