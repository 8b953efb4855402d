/** A lane as a line on the screen: only what is in view, thinned to pixels with its extremes kept, and what of it the pointer is on. */
import { type LanePoint, laneValueAt, shapedWay } from '../../../session/index.ts';
import { sampleToX, type TimeScale, xToSample } from '../time-scale.ts';

/** Where a lane is drawn. */
export interface CurveFrame {
  readonly scale: TimeScale;
  /** CSS pixels. */
  readonly width: number;
  /** Left edge of what is drawn, CSS pixels; default 0. `width` is its right edge. */
  readonly left?: number;
  /** Canvas y of a value. */
  yOf(value: number): number;
  /** Value while the lane has no points. */
  readonly base: number;
}

/** Index of the first point at or after a time. */
export function firstFrom(points: readonly LanePoint[], time: number): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle]?.time ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Indexes of the points in view, one further at each side: [first, end). */
export function pointsInView(
  points: readonly LanePoint[],
  { scale, width, left = 0 }: Pick<CurveFrame, 'scale' | 'width' | 'left'>,
  reach = 8,
): readonly [first: number, end: number] {
  const first = firstFrom(points, xToSample(scale, left - reach));
  const end = firstFrom(points, xToSample(scale, width + reach) + 1);
  return [Math.max(0, first - 1), Math.min(points.length, end + 1)];
}

const alike = (one: LanePoint, other: LanePoint): boolean =>
  one === other ||
  (one.time === other.time &&
    one.value === other.value &&
    one.curve === other.curve &&
    one.bend === other.bend);

/** The stretch of time in which two versions of a lane differ, from point to point; null where they are alike everywhere. */
export function changedSpan(
  before: readonly LanePoint[],
  after: readonly LanePoint[],
): readonly [from: number, to: number] | null {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && sameAt(before, head, after, head)) head += 1;
  if (head === before.length && head === after.length) return null;
  let tail = 0;
  while (tail < shorter - head && sameAt(before, before.length - 1 - tail, after, after.length - 1 - tail))
    tail += 1;
  // A way changes with either of its ends, a bend's handle with the way.
  const from = after[head - 1]?.time ?? Number.NEGATIVE_INFINITY;
  const to = after[after.length - tail]?.time ?? Number.POSITIVE_INFINITY;
  return [from, to];
}

function sameAt(one: readonly LanePoint[], at: number, other: readonly LanePoint[], there: number): boolean {
  const [point, twin] = [one[at], other[there]];
  return point !== undefined && twin !== undefined && alike(point, twin);
}

/** Steps of a curve between two points, CSS pixels. */
const CURVE_STEP = 3;

/**
 * Calls `line` with the corners of a lane from the left edge to the right one. Where several points fall into a pixel it
 * gives their first, lowest, highest and last: four corners a pixel however long the lane is.
 */
export function traceLane(
  points: readonly LanePoint[],
  frame: CurveFrame,
  line: (x: number, y: number) => void,
): void {
  const { scale, width, left = 0, yOf, base } = frame;
  const [first, end] = pointsInView(points, frame);
  line(left, yOf(laneValueAt(points, xToSample(scale, left), base)));
  let column = Number.NaN;
  let [low, high, last] = [0, 0, 0];
  const flush = () => {
    if (Number.isNaN(column)) return;
    line(column, low);
    line(column, high);
    line(column, last);
  };
  for (let index = first; index < end; index += 1) {
    const point = points[index];
    if (!point) continue;
    const x = sampleToX(scale, point.time);
    const y = yOf(point.value);
    if (x >= left && x <= width) {
      const pixel = Math.round(x * 2) / 2;
      if (pixel === column) {
        low = Math.max(low, y);
        high = Math.min(high, y);
        last = y;
      } else {
        flush();
        column = pixel;
        [low, high, last] = [y, y, y];
        line(column, y);
      }
    }
    const next = points[index + 1];
    if (!next || next.time === point.time) continue;
    const right = sampleToX(scale, next.time);
    if (right - x < 1 || right < left || x > width) continue;
    flush();
    column = Number.NaN;
    if (point.curve === 'hold') {
      line(Math.min(right, width), y);
      continue;
    }
    // A line in value is a line on the screen only where the axis is linear, so every way is walked.
    const from = Math.max(x, left);
    const to = Math.min(right, width);
    const steps = Math.max(1, Math.ceil((to - from) / CURVE_STEP));
    for (let step = 1; step <= steps; step += 1) {
      const at = from + ((to - from) * step) / steps;
      const way = (at - x) / (right - x);
      line(at, yOf(point.value + (next.value - point.value) * shapedWay(point, way)));
    }
  }
  flush();
  line(width, yOf(laneValueAt(points, xToSample(scale, width), base)));
}

/** What of a lane the pointer is on. */
export type LaneHit =
  | { readonly part: 'point'; readonly index: number }
  | { readonly part: 'bend'; readonly index: number }
  | { readonly part: 'segment'; readonly index: number }
  | { readonly part: 'space' };

/** Reach of a point and of the line, CSS pixels. */
const POINT_REACH = 8;
const LINE_REACH = 6;
/** Least width of a way that shows a handle for its bend. */
const BEND_WIDTH = 28;

/** Place of the handle that bends the way from a point to the next; null where the way has none. */
export function bendHandle(
  points: readonly LanePoint[],
  index: number,
  { scale, yOf }: Pick<CurveFrame, 'scale' | 'yOf'>,
): { readonly x: number; readonly y: number } | null {
  const [from, to] = [points[index], points[index + 1]];
  if (!from || !to || (from.curve !== 'exponential' && from.curve !== 'linear') || from.value === to.value)
    return null;
  const [left, right] = [sampleToX(scale, from.time), sampleToX(scale, to.time)];
  if (right - left < BEND_WIDTH) return null;
  const value = from.value + (to.value - from.value) * shapedWay(from, 0.5);
  return { x: (left + right) / 2, y: yOf(value) };
}

/** Ways that show their handle: exponential ones, and those that begin at a selected point. */
export const showsBend = (point: LanePoint | undefined, selected: boolean): boolean =>
  point?.curve === 'exponential' || (selected && point?.curve === 'linear');

/** The part of a lane under a canvas point. Cost: a binary search and the few points within reach. */
export function hitLane(
  points: readonly LanePoint[],
  frame: CurveFrame,
  x: number,
  y: number,
  isSelected: (index: number) => boolean,
): LaneHit {
  const { scale, yOf, base } = frame;
  const first = firstFrom(points, xToSample(scale, x - POINT_REACH));
  const end = firstFrom(points, xToSample(scale, x + POINT_REACH) + 1);
  let best = -1;
  let near = POINT_REACH;
  for (let index = first; index < end; index += 1) {
    const point = points[index];
    if (!point) continue;
    const away = Math.hypot(sampleToX(scale, point.time) - x, yOf(point.value) - y);
    if (away <= near) {
      near = away;
      best = index;
    }
  }
  if (best >= 0) return { part: 'point', index: best };
  const before = firstFrom(points, xToSample(scale, x) + 1) - 1;
  if (showsBend(points[before], isSelected(before))) {
    const handle = bendHandle(points, before, frame);
    if (handle && Math.hypot(handle.x - x, handle.y - y) <= POINT_REACH)
      return { part: 'bend', index: before };
  }
  const onLine = Math.abs(yOf(laneValueAt(points, xToSample(scale, x), base)) - y) <= LINE_REACH;
  return onLine ? { part: 'segment', index: before } : { part: 'space' };
}

/** Indexes of the points inside a rectangle on the canvas. */
export function pointsInside(
  points: readonly LanePoint[],
  { scale, yOf }: Pick<CurveFrame, 'scale' | 'yOf'>,
  [left, right]: readonly [number, number],
  [top, bottom]: readonly [number, number],
): number[] {
  const found: number[] = [];
  const end = firstFrom(points, xToSample(scale, right) + 1);
  for (let index = firstFrom(points, xToSample(scale, left)); index < end; index += 1) {
    const y = yOf(points[index]?.value ?? 0);
    if (y >= top && y <= bottom) found.push(index);
  }
  return found;
}

/**
 * The bend of an exponential way whose middle lies a part 0 … 1 of the way up: the inverse of `shapedWay` at ½, where
 * (e^(k/2) − 1) / (e^k − 1) = 1 / (e^(k/2) + 1).
 */
export function bendThrough(middle: number): number {
  const held = Math.min(0.999, Math.max(0.001, middle));
  return Math.min(1, Math.max(-1, (2 * Math.log(1 / held - 1)) / 6));
}
