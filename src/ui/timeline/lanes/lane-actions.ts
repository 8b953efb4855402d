/** What can be done to a lane's points as a whole: curves, range tools, copy and paste. Used by menus, keys and the inspector. */
import {
  currentStaticValue,
  invertPoints,
  type LaneCurve,
  type LanePoint,
  laneValueAt,
  offsetPoints,
  reversePoints,
  scalePoints,
  shiftPoints,
  stretchPoints,
  thinPoints,
  withLanePiece,
  writeLane,
} from '../../../session/index.ts';
import type { MenuGroup } from '../../kit/ActionMenu.tsx';
import type { LaneRef } from '../../state/ui-store.ts';
import type { Workspace } from '../../state/workspace.ts';
import { laneKey } from '../rows.ts';
import { laneAxis } from './lane-axis.ts';
import { PENCIL_ERROR, withPoint } from './lane-moves.ts';
import { pointsOf } from './lane-rows.ts';

/** Names of the curves. */
export const CURVE_TITLES: Readonly<Record<LaneCurve, string>> = {
  linear: 'Linear',
  hold: 'Hold',
  's-curve': 'S-curve',
  exponential: 'Exponential',
};

/** What was copied: points from their first one's time on, and the lane they came from. */
interface Clipboard {
  readonly lane: LaneRef;
  readonly points: readonly LanePoint[];
}

/** One for the page, as a clipboard is: lanes are pasted between sessions too. */
let clipboard: Clipboard | null = null;

/** True once points were copied. */
export const hasCopiedPoints = (): boolean => clipboard !== null;

const selectedOf = (workspace: Workspace, lane: LaneRef): readonly number[] => {
  const { selection } = workspace.ui.getState();
  return selection.kind === 'points' && laneKey(selection.lane) === laneKey(lane) ? selection.indexes : [];
};

const current = (workspace: Workspace, lane: LaneRef): readonly LanePoint[] =>
  pointsOf(workspace.document.getState().session, lane);

/** Indexes a range tool works on: the selected points if there are several, else all. */
export function toolRange(workspace: Workspace, lane: LaneRef): readonly number[] {
  const chosen = selectedOf(workspace, lane);
  return chosen.length > 1 ? chosen : current(workspace, lane).map((_, index) => index);
}

/** A change of the points in a range. They are in order of time, and stay so. */
export type RangeTool = (
  points: readonly LanePoint[],
  range: readonly [number, number],
) => readonly LanePoint[];

/** The lane after a tool: points beside the range stay, except where the result now reaches beyond it. */
export function afterTool(
  points: readonly LanePoint[],
  indexes: readonly number[],
  range: readonly [number, number],
  tool: RangeTool,
): { readonly points: readonly LanePoint[]; readonly indexes: readonly number[] } {
  const chosen = new Set(indexes);
  const taken = indexes.flatMap((index) => points[index] ?? []);
  const made = tool(taken, range);
  const [oldEnd, newEnd] = [taken.at(-1)?.time ?? 0, made.at(-1)?.time ?? 0];
  const kept = points.filter(
    (point, index) => !chosen.has(index) && !(point.time > oldEnd && point.time <= newEnd),
  );
  const whole = [...kept, ...made].sort((a, b) => a.time - b.time);
  const fresh = new Set(made);
  return { points: whole, indexes: whole.flatMap((point, index) => (fresh.has(point) ? [index] : [])) };
}

/** Runs a tool over the range of a lane as one undoable step, or as a part of a gesture. */
export function applyTool(
  workspace: Workspace,
  lane: LaneRef,
  label: string,
  tool: RangeTool,
  how: 'edit' | 'gesture' = 'edit',
): void {
  const indexes = toolRange(workspace, lane);
  if (indexes.length === 0) return;
  const { range } = laneAxis(lane.owner, lane.target);
  const result = afterTool(current(workspace, lane), indexes, [range.min, range.max], tool);
  workspace[how](label, (draft) => writeLane(draft, lane.owner, lane.target, result.points));
  const whole = selectedOf(workspace, lane).length < 2;
  select(
    workspace,
    lane,
    whole ? selectedOf(workspace, lane).filter((index) => index < result.points.length) : result.indexes,
  );
}

const select = (workspace: Workspace, { owner, target }: LaneRef, indexes: readonly number[]): void =>
  workspace.ui.setState({ selection: { kind: 'points', lane: { owner, target }, indexes } });

/** Gives the selected points a curve; without a selection all. */
export function setCurve(workspace: Workspace, lane: LaneRef, curve: LaneCurve): void {
  const chosen = selectedOf(workspace, lane);
  const indexes = new Set(chosen.length > 0 ? chosen : toolRange(workspace, lane));
  const points = current(workspace, lane).map((point, index): LanePoint => {
    if (!indexes.has(index) || point.curve === curve) return point;
    const { time, value, bend } = point;
    return { time, value, curve, ...(curve === 'exponential' && { bend: bend ?? 0.5 }) };
  });
  workspace.edit(`${CURVE_TITLES[curve]} curve`, (draft) =>
    writeLane(draft, lane.owner, lane.target, points),
  );
}

/** Deletes the selected points of a lane. */
export function deletePoints(workspace: Workspace, lane: LaneRef, indexes: readonly number[]): void {
  const gone = new Set(indexes);
  const points = current(workspace, lane).filter((_, index) => !gone.has(index));
  workspace.edit(indexes.length === 1 ? 'Delete point' : `Delete ${indexes.length} points`, (draft) =>
    writeLane(draft, lane.owner, lane.target, points),
  );
  select(workspace, lane, []);
}

/** Copies the selected points (or all) of a lane. */
export function copyPoints(workspace: Workspace, lane: LaneRef): void {
  const points = current(workspace, lane);
  const chosen = selectedOf(workspace, lane);
  const taken = chosen.length > 0 ? chosen.flatMap((index) => points[index] ?? []) : points;
  const [first] = taken;
  if (first) clipboard = { lane, points: shiftPoints(taken, -first.time) };
}

/** Cuts the selected points (or all) of a lane. */
export function cutPoints(workspace: Workspace, lane: LaneRef): void {
  const chosen = selectedOf(workspace, lane);
  copyPoints(workspace, lane);
  deletePoints(workspace, lane, chosen.length > 0 ? chosen : toolRange(workspace, lane));
}

/**
 * Puts what was copied into a lane from a time on, in place of what is there. Into a lane of the same kind the values go as
 * they are; into another they keep their share of its axis.
 */
export function pastePoints(workspace: Workspace, lane: LaneRef, at: number): void {
  if (!clipboard) return;
  const [from, to] = [clipboard.lane, lane].map(({ owner, target }) => laneAxis(owner, target));
  if (!from || !to) return;
  const verbatim = from === to || clipboard.lane.target === lane.target;
  const values = verbatim
    ? clipboard.points
    : clipboard.points.map((point) => ({ ...point, value: to.fromShare(from.toShare(point.value)) }));
  const piece = shiftPoints(values, Math.round(at));
  const [first, last] = [piece[0], piece.at(-1)];
  if (!first || !last) return;
  const { session } = workspace.document.getState();
  const points = withLanePiece(
    pointsOf(session, lane),
    first.time,
    Math.max(last.time, first.time + 1),
    piece,
    currentStaticValue(session, lane.owner, lane.target),
  );
  workspace.edit('Paste points', (draft) => writeLane(draft, lane.owner, lane.target, points));
  const fresh = new Set(piece);
  select(
    workspace,
    lane,
    points.flatMap((point, index) => (fresh.has(point) ? [index] : [])),
  );
}

/** The tools that ask for no number. */
export const RANGE_TOOLS: readonly {
  readonly id: string;
  readonly title: string;
  readonly tool: RangeTool;
}[] = [
  { id: 'invert', title: 'Invert', tool: invertPoints },
  { id: 'reverse', title: 'Reverse in time', tool: (points) => reversePoints(points) },
  {
    id: 'thin',
    title: 'Thin (0.5 % of the range)',
    tool: (points, [low, high]) => thinPoints(points, (high - low) * PENCIL_ERROR),
  },
];

/** Scales values about the lane's 0, or its low end where 0 is not in it. @param percent 100 changes nothing */
export const scaleBy =
  (percent: number): RangeTool =>
  (points, range) =>
    scalePoints(points, range, percent / 100, Math.min(range[1], Math.max(range[0], 0)));
/** Raises values by a number of the lane's unit. */
export const offsetBy =
  (by: number): RangeTool =>
  (points, range) =>
    offsetPoints(points, range, by);
/** Stretches in time from the first point on. @param percent 100 changes nothing */
export const stretchBy =
  (percent: number): RangeTool =>
  (points) =>
    stretchPoints(points, Math.max(0.01, percent / 100));

/** The menu of a lane's head. */
export function laneActions(workspace: Workspace, lane: LaneRef): readonly MenuGroup[] {
  return [
    {
      title: 'Curve',
      actions: (Object.keys(CURVE_TITLES) as LaneCurve[]).map((curve) => ({
        id: `curve-${curve}`,
        title: CURVE_TITLES[curve],
        run: () => setCurve(workspace, lane, curve),
      })),
    },
    {
      title: 'Range',
      actions: RANGE_TOOLS.map(({ id, title, tool }) => ({
        id,
        title,
        run: () => applyTool(workspace, lane, title, tool),
      })),
    },
    {
      title: 'Points',
      actions: [
        {
          id: 'add',
          title: 'Add at the playhead',
          run: () => addAtPlayhead(workspace, lane),
        },
        {
          id: 'select-all',
          title: 'Select all',
          run: () =>
            select(
              workspace,
              lane,
              current(workspace, lane).map((_, index) => index),
            ),
        },
        { id: 'copy', title: 'Copy', run: () => copyPoints(workspace, lane) },
        { id: 'cut', title: 'Cut', run: () => cutPoints(workspace, lane) },
        {
          id: 'paste',
          title: 'Paste at the playhead',
          run: () => pastePoints(workspace, lane, workspace.engine.telemetry.position),
        },
        {
          id: 'clear',
          title: 'Delete all points',
          run: () =>
            deletePoints(
              workspace,
              lane,
              current(workspace, lane).map((_, index) => index),
            ),
        },
      ],
    },
  ];
}

/** Adds a point on the line at the playhead and selects it. */
export function addAtPlayhead(workspace: Workspace, lane: LaneRef): void {
  const { session } = workspace.document.getState();
  const points = pointsOf(session, lane);
  const base = currentStaticValue(session, lane.owner, lane.target);
  const time = Math.max(0, Math.round(workspace.engine.telemetry.position));
  const made = withPoint(points, time, laneValueAt(points, time, base));
  workspace.edit('Add point', (draft) => writeLane(draft, lane.owner, lane.target, made.points));
  select(workspace, lane, [made.index]);
}
