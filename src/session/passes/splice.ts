/** Lanes cut at a sample, so that what lies outside a recording stays as it was. */

import { samples } from '../../units/index.ts';
import { laneValueAt } from '../lane-value.ts';
import type { LanePoint } from '../types.ts';
import type { Tolerance } from './parameters.ts';
import { type Moment, thin } from './thin.ts';

/** A lane as recording finds it: its points, and what holds where there are none. */
export interface Ground {
  readonly points: readonly LanePoint[];
  readonly rest: number;
}

/** Moments an s-curve is read at where it has to become lines. */
const PIECES = 512;

const linear = ({ time, value }: Moment): LanePoint => ({ time: samples(time), value, curve: 'linear' });

/** Points of a lane before a time: index of the first at or after it. */
function countBefore(points: readonly LanePoint[], time: number): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle]?.time ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Value of a lane just before a time: at a step that of the side it comes from. */
export function valueBefore({ points, rest }: Ground, time: number): number {
  const next = points[countBefore(points, time)];
  if (next?.time !== time) return laneValueAt(points, time, rest);
  const before = points[countBefore(points, time) - 1];
  return before?.curve === 'hold' ? before.value : next.value;
}

/** Value of a lane at a time: at a step that of the side it goes to. */
export const valueFrom = ({ points, rest }: Ground, time: number): number => laneValueAt(points, time, rest);

/** An s-curve's stretch as lines. */
function drawn(ground: Ground, from: number, to: number, tolerance: Tolerance): readonly LanePoint[] {
  const count = Math.min(PIECES, Math.max(1, Math.floor(to - from)));
  const moments: Moment[] = [];
  for (let piece = 0; piece <= count; piece++) {
    const time = Math.round(from + ((to - from) * piece) / count);
    const value = piece === count ? valueBefore(ground, time) : laneValueAt(ground.points, time, ground.rest);
    moments.push({ time, value });
  }
  return thin(moments, tolerance).map(linear);
}

/** The lane up to a time, ended by a point there; nothing before it sounds otherwise. */
export function headOf(ground: Ground, at: number, tolerance: Tolerance): readonly LanePoint[] {
  const { points } = ground;
  const count = countBefore(points, at);
  const last = points[count - 1];
  const next = points[count];
  const end = linear({ time: at, value: valueBefore(ground, at) });
  if (!last || !next || next.time === at) return [...points.slice(0, count), end];
  const before = points.slice(0, count - 1);
  if (last.curve === 's-curve') return [...before, ...drawn(ground, last.time, at, tolerance)];
  if (last.curve !== 'exponential') return [...before, last, end];
  // A part of an exponential way is one again, bent as much less as it is shorter.
  const way = (at - last.time) / (next.time - last.time);
  return [...before, { ...last, bend: (last.bend ?? 0) * way }, end];
}

/** The lane from a time on, begun by a point there; nothing after it sounds otherwise. */
export function tailOf(ground: Ground, at: number, tolerance: Tolerance): readonly LanePoint[] {
  const { points } = ground;
  const count = countBefore(points, at + 1);
  const last = points[count - 1];
  const next = points[count];
  const begin = linear({ time: at, value: valueFrom(ground, at) });
  const after = points.slice(count);
  if (!last || !next) return [begin, ...after];
  if (last.time === at) return [last, ...after];
  if (last.curve === 's-curve') return [...drawn(ground, at, next.time, tolerance), ...after];
  if (last.curve !== 'exponential') return [{ ...begin, curve: last.curve }, ...after];
  const way = (next.time - at) / (next.time - last.time);
  return [{ ...begin, curve: 'exponential', bend: (last.bend ?? 0) * way }, ...after];
}

/** Times inside a stretch at which a lane must be read to be followed: its points, and many of its curved ways. */
export function timesWithin({ points }: Ground, from: number, to: number): readonly number[] {
  const times: number[] = [];
  const first = Math.max(0, countBefore(points, from) - 1);
  for (let index = first; index < points.length; index++) {
    const point = points[index];
    if (!point || point.time >= to) break;
    if (point.time > from) times.push(point.time);
    const next = points[index + 1];
    if (!next || point.curve === 'linear' || point.curve === 'hold') continue;
    const begin = Math.max(from, point.time);
    const end = Math.min(to, next.time);
    const count = Math.min(PIECES, Math.floor(end - begin));
    for (let piece = 1; piece < count; piece++)
      times.push(Math.round(begin + ((end - begin) * piece) / count));
  }
  return times;
}
