/** What a recorded stretch makes of a lane. */
import { samples } from '../../units/index.ts';
import { type AnyLaneTarget, type LaneOwner, laneRangeOfOwner } from '../lane-owner.ts';
import { clampTo } from '../limits.ts';
import type { LanePoint } from '../types.ts';
import { isSwitch, toleranceOf } from './parameters.ts';
import { type Ground, headOf, tailOf, timesWithin, valueBefore, valueFrom } from './splice.ts';
import { type Moment, thin } from './thin.ts';

/** A parameter: whose, and which. */
export interface Parameter {
  readonly owner: LaneOwner;
  readonly target: AnyLaneTarget;
}

/** A stretch of a parameter that was recorded over a lane. */
export interface Stretch {
  /** First and last timeline sample; outside them (and the way back) the lane stays as it was. */
  readonly from: number;
  readonly to: number;
  /** What hands did: values, or of a trim what is added to the lane. The first is at `from`; the last holds to `to`. */
  readonly moments: readonly Moment[];
  /** For a trim the lane it is added to, which a later round of a loop does not add to again; null writes values. */
  readonly trimOf: Ground | null;
  /** Samples after `to` on which the value goes back to the lane in a line (AutoMatch); 0 steps back. */
  readonly back: number;
}

/** The lane with a stretch recorded into it: thinned within `toleranceOf` the target, the rest untouched. */
export function writeStretch(parameter: Parameter, ground: Ground, stretch: Stretch): readonly LanePoint[] {
  const { owner, target } = parameter;
  const range = laneRangeOfOwner(owner, target);
  const { from, to } = stretch;
  if (!range || to <= from) return ground.points;
  const tolerance = toleranceOf(target);
  const back = isSwitch(target) ? 0 : Math.max(0, stretch.back);
  const end = to + back;
  const hand = handMoments(stretch, end);
  const moved = stretch.trimOf ? trimmed(stretch.trimOf, hand, from, end) : hand;
  // The way back ends where the lane goes on.
  const heard = back > 0 ? [...moved.slice(0, -1), { time: end, value: valueFrom(ground, end) }] : moved;
  const inRange = heard.map(({ time, value }) => ({ time, value: clampTo(range, value) }));
  const middle: readonly LanePoint[] = isSwitch(target)
    ? changes(inRange).map(({ time, value }) => ({ time: samples(time), value, curve: 'hold' }))
    : thin(inRange, tolerance).map(({ time, value }) => ({ time: samples(time), value, curve: 'linear' }));
  const head = from > 0 ? headOf(ground, from, tolerance) : [];
  return joined([...head, ...middle, ...tailOf(ground, end, tolerance)]);
}

/** What the hand did from begin to end: its last value holds, then it lets go (a trim goes back to nothing). */
function handMoments({ from, to, moments, trimOf }: Stretch, end: number): readonly Moment[] {
  const inside = moments.filter(({ time }) => time >= from && time <= to);
  const last = inside.at(-1);
  if (!last) return [];
  const whole: Moment[] = [...inside];
  if (last.time < to) whole.push({ time: to, value: last.value });
  if (end > to) whole.push({ time: end, value: trimOf ? 0 : last.value });
  return whole;
}

/** Value of the hand's lines at a time. */
function along(moments: readonly Moment[], time: number): number {
  let low = 0;
  let high = moments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((moments[middle]?.time ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  const before = moments[low - 1];
  const after = moments[low];
  if (!before) return after?.value ?? 0;
  if (!after) return before.value;
  return before.value + ((after.value - before.value) * (time - before.time)) / (after.time - before.time);
}

/** The lane moved by what the hand adds; steps of the lane stay steps. */
function trimmed(ground: Ground, hand: readonly Moment[], from: number, end: number): readonly Moment[] {
  const times = new Set([from, end, ...hand.map(({ time }) => time), ...timesWithin(ground, from, end)]);
  const moments: Moment[] = [];
  for (const time of [...times].sort((a, b) => a - b)) {
    const added = along(hand, time);
    const before = valueBefore(ground, time);
    const after = valueFrom(ground, time);
    if (time > from && before !== after) moments.push({ time, value: before + added });
    if (time < end || before === after) moments.push({ time, value: after + added });
  }
  return moments;
}

/** Only what changes, and the end: of a switch. */
const changes = (moments: readonly Moment[]): readonly Moment[] =>
  moments.filter(({ value }, index) => index === 0 || value !== moments[index - 1]?.value);

/** Points in order, without those that say again what the one before at the same time has said. */
function joined(points: readonly LanePoint[]): readonly LanePoint[] {
  return points.filter((point, index) => {
    const next = points[index + 1];
    return !(next && next.time === point.time && next.value === point.value);
  });
}
