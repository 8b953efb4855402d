import { fail, type Samples, samples } from '../../units/index.ts';
import type { SessionDraft } from '../document.ts';
import { type AnyLaneTarget, type LaneOwner, laneRangeOfOwner } from '../lane-owner.ts';
import { clampTime, clampTo, LIMITS } from '../limits.ts';
import type { LanePoint } from '../types.ts';
import { familyOf, type Refusal, spaceOf, trackOf, vcaOf } from './draft.ts';

/** A point as people place it; clamped to the lane's range and whole samples. `curve` is linear by default. */
export interface NewLanePoint {
  readonly time: number;
  readonly value: number;
  readonly curve?: LanePoint['curve'];
  /** −1 … 1, of an exponential way. */
  readonly bend?: number;
}

type Range = readonly [number, number];
type PointDraft = { time: Samples; value: number; curve: LanePoint['curve']; bend?: number };
type LanesDraft = Partial<Record<AnyLaneTarget, PointDraft[]>>;

function lanesIn(draft: SessionDraft, owner: LaneOwner): LanesDraft | undefined {
  switch (owner.kind) {
    case 'track':
      return trackOf(draft, owner.id)?.lanes;
    case 'family':
      return familyOf(draft, owner.name).lanes;
    case 'vca':
      return vcaOf(draft, owner.id)?.lanes;
    case 'space':
      return spaceOf(draft, owner.id)?.lanes;
  }
}

/** The lanes of an owner in a draft and the range of one of them; null if the owner is gone or has no such lane. */
export function laneIn(draft: SessionDraft, owner: LaneOwner, target: AnyLaneTarget) {
  const range = laneRangeOfOwner(owner, target);
  const lanes = lanesIn(draft, owner);
  return range && lanes ? { range, lanes } : null;
}

const toPoint = (range: Range, { time, value, curve = 'linear', bend }: NewLanePoint): PointDraft => ({
  time: samples(clampTime(time)),
  value: clampTo(range, value),
  curve,
  ...(curve === 'exponential' && { bend: clampTo([-1, 1], bend ?? 0) }),
});

/** Adds a point; one at the same time is replaced (of a step, the later one). Lanes hold at most `LIMITS.lanePoints`. */
export function addLanePoint(
  draft: SessionDraft,
  owner: LaneOwner,
  target: AnyLaneTarget,
  point: NewLanePoint,
): Refusal {
  const lane = laneIn(draft, owner, target);
  if (!lane) return null;
  const fresh = toPoint(lane.range, point);
  const points = lane.lanes[target];
  if (!points) {
    lane.lanes[target] = [fresh];
    return null;
  }
  const after = points.findIndex(({ time }) => time > fresh.time);
  const at = after < 0 ? points.length : after;
  if (points[at - 1]?.time === fresh.time) points[at - 1] = fresh;
  else if (points.length < LIMITS.lanePoints) points.splice(at, 0, fresh);
  return null;
}

/**
 * Moves points of a lane together. They stay between their unmoved neighbours and inside the lane's range, and keep
 * their distances; so their indexes stay the same during a drag.
 * @param by samples and the lane's unit
 */
export function moveLanePoints(
  draft: SessionDraft,
  owner: LaneOwner,
  target: AnyLaneTarget,
  indexes: readonly number[],
  by: { readonly time: number; readonly value: number },
): Refusal {
  const lane = laneIn(draft, owner, target);
  const points = lane?.lanes[target];
  if (!lane || !points) return null;
  const moving = new Set(indexes);
  const [low, high] = lane.range;
  let step = Math.round(by.time) || 0;
  let rise = by.value || 0;
  for (const index of moving) {
    const point = points[index];
    if (!point) continue;
    const before = moving.has(index - 1) ? undefined : points[index - 1]?.time;
    const after = moving.has(index + 1) ? undefined : points[index + 1]?.time;
    step = Math.max((before ?? 0) - point.time, Math.min((after ?? LIMITS.time) - point.time, step));
    rise = Math.max(low - point.value, Math.min(high - point.value, rise));
  }
  // Members of the group without an unmoved neighbour still end at the timeline's ends.
  for (const index of moving) {
    const point = points[index];
    if (point) step = Math.max(-point.time, Math.min(LIMITS.time - point.time, step));
  }
  for (const index of moving) {
    const point = points[index];
    if (!point) continue;
    point.time = samples(point.time + step);
    point.value = clampTo([low, high], point.value + rise);
  }
  return null;
}

/** Sets a point's value or curve. */
export function setLanePoint(
  draft: SessionDraft,
  owner: LaneOwner,
  target: AnyLaneTarget,
  index: number,
  fields: Partial<Pick<LanePoint, 'value' | 'curve' | 'bend'>>,
): Refusal {
  const lane = laneIn(draft, owner, target);
  const point = lane?.lanes[target]?.[index];
  if (!lane || !point) return null;
  if (fields.value !== undefined) point.value = clampTo(lane.range, fields.value);
  if (fields.curve !== undefined) point.curve = fields.curve;
  if (point.curve !== 'exponential') delete point.bend;
  else point.bend = clampTo([-1, 1], fields.bend ?? point.bend ?? 0);
  return null;
}

/** Deletes points; a lane without points is gone and the static value holds again. */
export function deleteLanePoints(
  draft: SessionDraft,
  owner: LaneOwner,
  target: AnyLaneTarget,
  indexes: readonly number[],
): Refusal {
  const lanes = laneIn(draft, owner, target)?.lanes;
  const points = lanes?.[target];
  if (!lanes || !points) return null;
  const gone = new Set(indexes);
  const left = points.filter((_, index) => !gone.has(index));
  if (left.length === 0) delete lanes[target];
  else if (left.length < points.length) lanes[target] = left;
  return null;
}

/** Replaces a whole lane (a recorded pass, a paste); points are sorted and clamped, equal times stay in order. Empty deletes it. */
export function setLane(
  draft: SessionDraft,
  owner: LaneOwner,
  target: AnyLaneTarget,
  points: readonly NewLanePoint[],
): Refusal {
  const lane = laneIn(draft, owner, target);
  if (!lane) return null;
  const fresh = points.slice(0, LIMITS.lanePoints).map((point) => toPoint(lane.range, point));
  if (fresh.length === 0) delete lane.lanes[target];
  else lane.lanes[target] = fresh.sort((a, b) => a.time - b.time);
  return null;
}

/**
 * Replaces a lane by points in order of time, made from the ones it had: what stays shares its points, so a drag of one among
 * ten thousand is a small change. Values are clamped. None deletes the lane; more than its limit are refused.
 */
export function writeLane(
  draft: SessionDraft,
  owner: LaneOwner,
  target: AnyLaneTarget,
  points: readonly LanePoint[],
): Refusal {
  const lane = laneIn(draft, owner, target);
  if (!lane) return null;
  if (points.length > LIMITS.lanePoints)
    return fail(
      'lane-full',
      `The lane would have ${points.length} points; one holds ${LIMITS.lanePoints}.`,
      'Thin the lane first.',
    );
  if (points.length === 0) {
    delete lane.lanes[target];
    return null;
  }
  const [low, high] = lane.range;
  let earliest = 0;
  let sorted = true;
  const next = points.map((point): PointDraft => {
    sorted &&= point.time >= earliest;
    earliest = point.time;
    return point.value >= low && point.value <= high
      ? point
      : { ...point, value: clampTo(lane.range, point.value) };
  });
  lane.lanes[target] = sorted ? next : next.sort((a, b) => a.time - b.time);
  return null;
}
