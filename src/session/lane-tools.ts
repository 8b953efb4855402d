/** Tools on stretches of lanes: what people do with a range of points. Pure: points in, points out. */
import { samples } from '../units/index.ts';
import { clampTime, clampTo } from './limits.ts';
import type { LanePoint } from './types.ts';

type Range = readonly [number, number];

const clamped = (range: Range, point: LanePoint, value: number): LanePoint => ({
  ...point,
  value: clampTo(range, value),
});

/** Values moved away from a middle (> 1) or towards it (< 1). @param about the value that stays, in the lane's unit */
export const scalePoints = (
  points: readonly LanePoint[],
  range: Range,
  factor: number,
  about: number,
): LanePoint[] => points.map((point) => clamped(range, point, about + (point.value - about) * factor));

/** Values raised by a number of the lane's unit; all by as much as the one nearest to the range's end can go. */
export function offsetPoints(points: readonly LanePoint[], range: Range, by: number): LanePoint[] {
  let held = by;
  for (const { value } of points) held = Math.max(range[0] - value, Math.min(range[1] - value, held));
  return points.map((point) => clamped(range, point, point.value + held));
}

/** Values mirrored about the middle between their lowest and highest: the shape stays as high and turns over. */
export function invertPoints(points: readonly LanePoint[], range: Range): LanePoint[] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { value } of points) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return points.map((point) => clamped(range, point, low + high - point.value));
}

/** Played backwards between the first and the last point: every way keeps its shape, mirrored in time. */
export function reversePoints(points: readonly LanePoint[]): LanePoint[] {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return [];
  const turned: LanePoint[] = [];
  for (let index = points.length - 1; index >= 0; index -= 1) {
    const [point, before] = [points[index], points[index - 1]];
    if (!point) continue;
    const time = samples(first.time + last.time - point.time);
    const { curve, bend = 0 } = before ?? last;
    if (curve === 'hold' && before) {
      // Held until the step: backwards the value comes first, and the step right behind it.
      turned.push(
        { time, value: point.value, curve: 'linear' },
        { time, value: before.value, curve: 'hold' },
      );
    } else
      turned.push({
        time,
        value: point.value,
        curve,
        // The exponential seen from its end bends the other way.
        ...(curve === 'exponential' && { bend: 0 - bend }),
      });
  }
  return withoutDoubles(turned);
}

const withoutDoubles = (points: readonly LanePoint[]): LanePoint[] =>
  points.filter((point, index) => {
    const next = points[index + 1];
    return !(next && next.time === point.time && next.value === point.value);
  });

/** Distances in time from the first point multiplied by a factor > 0; whole samples. */
export function stretchPoints(points: readonly LanePoint[], factor: number): LanePoint[] {
  const [first] = points;
  if (!first) return [];
  return points.map((point) => ({
    ...point,
    time: samples(clampTime(first.time + (point.time - first.time) * factor)),
  }));
}

/** Points shifted in time, whole samples, none before 0. */
export const shiftPoints = (points: readonly LanePoint[], by: number): LanePoint[] =>
  points.map((point) => ({ ...point, time: samples(clampTime(point.time + by)) }));

/**
 * Fewest points, from first to last, whose straight lines stay within `error` (the lane's unit) of all that are left out
 * (Ramer 1972, Douglas–Peucker 1973, by difference of value). Only for points joined by lines.
 */
export function thinPoints(points: readonly LanePoint[], error: number): LanePoint[] {
  if (points.length < 3) return [...points];
  const keep = new Uint8Array(points.length);
  keep[0] = 1;
  keep[points.length - 1] = 1;
  const todo: [number, number][] = [[0, points.length - 1]];
  for (let span = todo.pop(); span; span = todo.pop()) {
    const [from, to] = [points[span[0]], points[span[1]]];
    if (!from || !to) continue;
    const slope = to.time > from.time ? (to.value - from.value) / (to.time - from.time) : 0;
    let [worst, at] = [error, -1];
    for (let index = span[0] + 1; index < span[1]; index += 1) {
      const point = points[index];
      if (!point) continue;
      const off = Math.abs(point.value - from.value - slope * (point.time - from.time));
      if (off > worst) [worst, at] = [off, index];
    }
    if (at < 0) continue;
    keep[at] = 1;
    todo.push([span[0], at], [at, span[1]]);
  }
  return points.filter((_, index) => keep[index] === 1);
}
