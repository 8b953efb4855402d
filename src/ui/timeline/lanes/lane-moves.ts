/** What hands do to the points of a lane, reckoned from the lane as it was when they took hold. Pure. */
import { type LanePoint, thinPoints, withLanePiece } from '../../../session/index.ts';
import { samples } from '../../../units/index.ts';
import type { LaneAxis } from './lane-axis.ts';
import { bendThrough, firstFrom } from './lane-curve.ts';

/** Latest time a point is dragged to: what the document holds. */
const LATEST = 2 ** 40;

/** How far some points can go together: samples, and shares of the axis. */
export interface MoveLimits {
  readonly time: readonly [least: number, most: number];
  readonly share: readonly [least: number, most: number];
}

/** Limits of moving points together: between their unmoved neighbours, and inside the axis. @param indexes ascending */
export function moveLimits(
  points: readonly LanePoint[],
  indexes: readonly number[],
  axis: LaneAxis,
): MoveLimits {
  let [earlier, later] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  let [down, up] = [-1, 1];
  indexes.forEach((index, at) => {
    const point = points[index];
    if (!point) return;
    const before = indexes[at - 1] === index - 1 ? undefined : (points[index - 1]?.time ?? 0);
    const after = indexes[at + 1] === index + 1 ? undefined : (points[index + 1]?.time ?? LATEST);
    if (before !== undefined) earlier = Math.max(earlier, before - point.time);
    if (after !== undefined) later = Math.min(later, after - point.time);
    const share = axis.toShare(point.value);
    down = Math.max(down, -share);
    up = Math.min(up, 1 - share);
  });
  return { time: [earlier, later], share: [down, up] };
}

const held = (value: number, [low, high]: readonly [number, number]): number =>
  Math.min(high, Math.max(low, value));

/** The lane with some points moved by samples and a share of the axis, as far as the limits let all of them go. */
export function movedPoints(
  points: readonly LanePoint[],
  indexes: readonly number[],
  by: { readonly time: number; readonly share: number },
  limits: MoveLimits,
  axis: LaneAxis,
): LanePoint[] {
  const step = Math.round(held(by.time, limits.time));
  const rise = held(by.share, limits.share);
  const next = [...points];
  for (const index of indexes) {
    const point = points[index];
    if (!point) continue;
    const value = rise === 0 ? point.value : axis.fromShare(axis.toShare(point.value) + rise);
    next[index] = { ...point, time: samples(point.time + step), value };
  }
  return next;
}

/** The lane with a point more, and where it is. On the line itself the ways to and from it keep the line's shape. */
export function withPoint(
  points: readonly LanePoint[],
  time: number,
  value: number,
): { readonly points: LanePoint[]; readonly index: number } {
  const at = firstFrom(points, time + 1);
  const [from, to] = [points[at - 1], points[at]];
  const fresh: LanePoint = { time: samples(time), value, curve: from?.curve ?? 'linear' };
  const next = [...points];
  if (from?.time === time) {
    next[at - 1] = { ...from, value };
    return { points: next, index: at - 1 };
  }
  if (from?.curve === 'exponential') {
    // Either part of an exponential way is one, with that part of its exponent.
    const way = to ? (time - from.time) / (to.time - from.time) : 0;
    const bend = from.bend ?? 0;
    next[at - 1] = { ...from, bend: bend * way };
    next.splice(at, 0, { ...fresh, bend: bend * (1 - way) });
  } else next.splice(at, 0, fresh);
  return { points: next, index: at };
}

/** The lane with one way bent so that its middle passes through a value; a line becomes an exponential way. */
export function bentThrough(points: readonly LanePoint[], index: number, value: number): LanePoint[] {
  const [from, to] = [points[index], points[index + 1]];
  if (!from || !to || from.value === to.value) return [...points];
  const middle = (value - from.value) / (to.value - from.value);
  const next = [...points];
  next[index] = { ...from, curve: 'exponential', bend: bendThrough(middle) };
  return next;
}

/** Part of the axis that a line drawn by hand may be off after thinning. */
export const PENCIL_ERROR = 0.005;

/** A stroke of the pencil: time in samples, share of the axis. */
export interface Stroke {
  readonly time: number;
  readonly share: number;
}

/** The lane with a stroke in place of what lay under it, thinned within PENCIL_ERROR of the axis. */
export function drawnOver(
  points: readonly LanePoint[],
  stroke: readonly Stroke[],
  axis: LaneAxis,
  base: number,
): readonly LanePoint[] {
  const byTime = new Map<number, number>();
  for (const { time, share } of stroke) byTime.set(Math.max(0, Math.round(time)), share);
  const path = [...byTime]
    .sort(([a], [b]) => a - b)
    .map(([time, share]): LanePoint => ({ time: samples(time), value: share, curve: 'linear' }));
  const [first, last] = [path[0], path.at(-1)];
  if (!first || !last || last.time <= first.time) return points;
  const piece = thinPoints(path, PENCIL_ERROR).map((point) => ({
    ...point,
    value: axis.fromShare(point.value),
  }));
  return withLanePiece(points, first.time, last.time, piece, base);
}
