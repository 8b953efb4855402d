/** Edits of the selected points by keys and numbers: they go exactly where they are told, past neighbours too. */
import { type LanePoint, type NudgeUnit, nudgeSamples, writeLane } from '../../../session/index.ts';
import { samples } from '../../../units/index.ts';
import type { LaneRef } from '../../state/ui-store.ts';
import type { Workspace } from '../../state/workspace.ts';
import { laneAxis, stepAxis } from './lane-axis.ts';
import { pointsOf } from './lane-rows.ts';

/** How a change of points is kept: one undo step, or part of a gesture. */
export type How = 'edit' | 'gesture';

const LATEST = 2 ** 40;

/** The lane with some points replaced, in order of time again, and where those points are now. */
export function withChanged(
  points: readonly LanePoint[],
  indexes: readonly number[],
  change: (point: LanePoint) => LanePoint,
): { readonly points: readonly LanePoint[]; readonly indexes: readonly number[] } {
  const next = [...points];
  const changed = new Set<LanePoint>();
  for (const index of indexes) {
    const point = points[index];
    if (!point) continue;
    const fresh = { ...change(point) };
    next[index] = fresh;
    changed.add(fresh);
  }
  const inOrder = next.every((point, index) => index === 0 || (next[index - 1]?.time ?? 0) <= point.time);
  if (inOrder) return { points: next, indexes };
  next.sort((a, b) => a.time - b.time);
  return { points: next, indexes: next.flatMap((point, index) => (changed.has(point) ? [index] : [])) };
}

/** Changes points of a lane and keeps them selected. */
export function changePoints(
  workspace: Workspace,
  lane: LaneRef,
  indexes: readonly number[],
  label: string,
  change: (point: LanePoint) => LanePoint,
  how: How = 'gesture',
): void {
  const points = pointsOf(workspace.document.getState().session, lane);
  const after = withChanged(points, indexes, change);
  workspace[how](label, (draft) => writeLane(draft, lane.owner, lane.target, after.points));
  if (after.indexes !== indexes)
    workspace.ui.setState({ selection: { kind: 'points', lane, indexes: after.indexes } });
}

/** Moves points in time together, none before the session's start. @param by samples */
export function movePointsInTime(
  workspace: Workspace,
  lane: LaneRef,
  indexes: readonly number[],
  by: number,
  how: How = 'gesture',
): void {
  const points = pointsOf(workspace.document.getState().session, lane);
  let step = Math.round(by);
  for (const index of indexes) {
    const time = points[index]?.time ?? 0;
    step = Math.max(-time, Math.min(LATEST - time, step));
  }
  if (step === 0) return;
  changePoints(
    workspace,
    lane,
    indexes,
    'Move points in time',
    (point) => ({ ...point, time: samples(point.time + step) }),
    how,
  );
}

/** Nudges points in time by a unit, reckoned from the first of them. */
export function nudgePoints(
  workspace: Workspace,
  lane: LaneRef,
  indexes: readonly number[],
  unit: NudgeUnit,
  count: number,
  how: How = 'gesture',
): void {
  const { session } = workspace.document.getState();
  const first = pointsOf(session, lane)[indexes[0] ?? -1];
  if (first) movePointsInTime(workspace, lane, indexes, nudgeSamples(session, unit, count, first.time), how);
}

/** Steps the values of points; several stop together where the first of them meets the end of its range. */
export function stepPoints(
  workspace: Workspace,
  lane: LaneRef,
  indexes: readonly number[],
  steps: number,
  size: 'step' | 'fine' | 'page',
): void {
  const axis = laneAxis(lane.owner, lane.target);
  const points = pointsOf(workspace.document.getState().session, lane);
  const values = new Map(
    indexes.flatMap((index) => {
      const point = points[index];
      return point ? [[point, stepAxis(axis, point.value, steps, size)] as const] : [];
    }),
  );
  const stuck = [...values].some(([point, value]) => value === point.value);
  if (stuck && indexes.length > 1) return;
  changePoints(workspace, lane, indexes, 'Values of points', (point) => ({
    ...point,
    value: values.get(point) ?? point.value,
  }));
}
