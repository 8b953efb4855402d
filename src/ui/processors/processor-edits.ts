import {
  type Band,
  type Dynamics,
  type LaneTarget,
  laneRangeOf,
  type Parameter,
  type PassFilter,
  type ProcessorOrder,
  type Processors,
  pasteProcessors,
  processorsOf,
  resetBand,
  type SessionDraft,
  setBand,
  setDynamics,
  setEqualiserOn,
  setPassFilter,
  setProcessorOrder,
  type TrackId,
  trackOwner,
} from '../../session/index.ts';
import { decibels } from '../../units/index.ts';
import { groupOf } from '../console/gang.ts';
import type { ProcessorSides } from '../state/ui-store.ts';
import type { Workspace } from '../state/workspace.ts';
import { type EqPoint, hasGain, hasQ } from './eq-model.ts';

/** Edits of the processors of a strip and of what is selected with it. */
type Write = (draft: SessionDraft, ids: readonly TrackId[]) => unknown;

const eqOf = (workspace: Workspace, id: TrackId) =>
  workspace.document.getState().session.tracks[id]?.strip.eq ?? null;

/** Whose processors an edit changes, for its label. */
function named(workspace: Workspace, id: TrackId, ids: readonly TrackId[]): string {
  return ids.length > 1
    ? `${ids.length} strips`
    : (workspace.document.getState().session.tracks[id]?.name ?? 'strip');
}

/** Part of a gesture; `workspace.commit()` ends it. */
export function turnProcessors(workspace: Workspace, id: TrackId, what: string, write: Write): void {
  const ids = groupOf(workspace, id);
  workspace.gesture(`${what} of ${named(workspace, id, ids)}`, (draft) => write(draft, ids));
}

/** One undoable step. */
export function editProcessors(workspace: Workspace, id: TrackId, what: string, write: Write): void {
  const ids = groupOf(workspace, id);
  workspace.edit(`${what} of ${named(workspace, id, ids)}`, (draft) => write(draft, ids));
}

/** Lanes of a processor's number, of a strip and of what is selected with it, its own last; none where it has no lane. */
export function laneParameters(workspace: Workspace, id: TrackId, target: string): readonly Parameter[] {
  if (laneRangeOf(target) === null) return [];
  const others = groupOf(workspace, id).filter((other) => other !== id);
  return [...others, id].map((one) => ({ owner: trackOwner(one), target: target as LaneTarget }));
}

/** Name of a point's number as a lane. */
export const pointTarget = (point: EqPoint, field: 'frequency' | 'gainDb' | 'q'): string =>
  `${typeof point === 'number' ? `band${point + 1}` : point}.${field}`;

/** What a point is called. */
export const pointName = (point: EqPoint): string =>
  point === 'highPass' ? 'High-pass' : point === 'lowPass' ? 'Low-pass' : `Band ${point + 1}`;

/** What a point can be set to; what it has no use for is passed over. */
export interface PointFields {
  readonly on?: boolean;
  readonly frequency?: number;
  readonly gainDb?: number;
  readonly q?: number;
  readonly kind?: Band['kind'];
  readonly slope?: PassFilter['slope'];
}

const definedOf = <Fields extends object>(fields: Fields): Partial<Fields> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<Fields>;

/** Writes fields of a point into strips. */
export function writePoint(
  draft: SessionDraft,
  ids: readonly TrackId[],
  point: EqPoint,
  { on, frequency, gainDb, q, kind, slope }: PointFields,
): unknown {
  if (point === 'highPass' || point === 'lowPass')
    return setPassFilter(draft, ids, point, definedOf({ on, frequency, slope }) as Partial<PassFilter>);
  const level = gainDb === undefined ? undefined : decibels(gainDb);
  return setBand(draft, ids, point, definedOf({ on, frequency, gainDb: level, q, kind }) as Partial<Band>);
}

/** Moves a point, as part of a gesture; what it has no use for is passed over. */
export function turnPoint(workspace: Workspace, id: TrackId, point: EqPoint, fields: PointFields): void {
  const eq = eqOf(workspace, id);
  if (!eq) return;
  const { gainDb, q, ...rest } = fields;
  const kept: PointFields = {
    ...rest,
    ...(gainDb !== undefined && hasGain(eq, point) ? { gainDb } : {}),
    ...(q !== undefined && hasQ(eq, point) ? { q } : {}),
  };
  turnProcessors(workspace, id, pointName(point), (draft, ids) => writePoint(draft, ids, point, kept));
}

/** Sets a point, in one step. */
export function editPoint(workspace: Workspace, id: TrackId, point: EqPoint, fields: PointFields): void {
  editProcessors(workspace, id, pointName(point), (draft, ids) => writePoint(draft, ids, point, fields));
}

/** Puts a point back to how a new strip has it: off, bands flat. */
export function clearPoint(workspace: Workspace, id: TrackId, point: EqPoint): void {
  editProcessors(workspace, id, `${pointName(point)} off`, (draft, ids) =>
    typeof point === 'number' ? resetBand(draft, ids, point) : writePoint(draft, ids, point, { on: false }),
  );
}

/** Bypasses the equaliser with its filters, or takes it back in. */
export function toggleEqualiser(workspace: Workspace, id: TrackId): void {
  const eq = eqOf(workspace, id);
  if (!eq) return;
  editProcessors(workspace, id, eq.on ? 'Bypass equaliser' : 'Equaliser on', (draft, ids) =>
    setEqualiserOn(draft, ids, !eq.on),
  );
}

/** Switches the dynamics on or off. */
export function toggleDynamics(workspace: Workspace, id: TrackId): void {
  const on = workspace.document.getState().session.tracks[id]?.strip.dynamics.on;
  if (on === undefined) return;
  editProcessors(workspace, id, on ? 'Dynamics off' : 'Dynamics on', (draft, ids) =>
    setDynamics(draft, ids, { on: !on }),
  );
}

/** Sets fields of the dynamics, in one step. */
export function editDynamics(
  workspace: Workspace,
  id: TrackId,
  what: string,
  fields: Partial<Dynamics>,
): void {
  editProcessors(workspace, id, what, (draft, ids) => setDynamics(draft, ids, fields));
}

/** Moves fields of the dynamics, as part of a gesture. */
export function turnDynamics(
  workspace: Workspace,
  id: TrackId,
  what: string,
  fields: Partial<Dynamics>,
): void {
  turnProcessors(workspace, id, what, (draft, ids) => setDynamics(draft, ids, fields));
}

/** Says which processor comes first. */
export function editOrder(workspace: Workspace, id: TrackId, order: ProcessorOrder): void {
  editProcessors(workspace, id, 'Order of processors', (draft, ids) => setProcessorOrder(draft, ids, order));
}

/** The processors of a track; null if it is gone. */
export function readProcessors(workspace: Pick<Workspace, 'document'>, id: TrackId): Processors | null {
  const track = workspace.document.getState().session.tracks[id];
  return track ? processorsOf(track.strip) : null;
}

/** Keeps the processors of a strip, to be given to others. */
export function copyProcessors(workspace: Workspace, id: TrackId): void {
  const processors = readProcessors(workspace, id);
  const name = workspace.document.getState().session.tracks[id]?.name;
  if (!processors || name === undefined) return;
  workspace.ui.setState({ copiedProcessors: processors });
  workspace.notices.show({
    tone: 'info',
    title: `Equaliser and dynamics of ${name} copied`,
    detail: 'Select strips and paste.',
  });
}

/** Gives strips processors, in one step. */
export function giveProcessors(
  workspace: Workspace,
  id: TrackId,
  what: string,
  processors: Partial<Processors>,
): void {
  editProcessors(workspace, id, what, (draft, ids) => pasteProcessors(draft, ids, processors));
}

/** Undo brings back equal settings, not always the same objects. */
const same = (one: Processors, other: Processors): boolean =>
  one.order === other.order &&
  JSON.stringify([one.eq, one.dynamics]) === JSON.stringify([other.eq, other.dynamics]);

/** The side a strip is on: the one switched to last, unless undo has brought the other back. */
export function shownSide(sides: ProcessorSides | undefined, now: Processors): 'A' | 'B' {
  if (!sides) return 'A';
  const { shown, held } = sides;
  const other = shown === 'A' ? 'B' : 'A';
  return same(now, held[other]) && !same(now, held[shown]) ? other : shown;
}

/** Switches a strip between its settings A and B; the first time B begins as a copy of A. One undoable step. */
export function switchSides(workspace: Pick<Workspace, 'document' | 'ui' | 'edit'>, id: TrackId): void {
  const now = readProcessors(workspace, id);
  if (!now) return;
  const { ui } = workspace;
  const sides = ui.getState().processorSides[id];
  const from = shownSide(sides, now);
  const to = from === 'A' ? 'B' : 'A';
  const target = sides?.held[to] ?? now;
  const name = workspace.document.getState().session.tracks[id]?.name ?? 'strip';
  workspace.edit(`Setting ${to} of ${name}`, (draft) => pasteProcessors(draft, [id], target));
  const held = from === 'A' ? { A: now, B: target } : { A: target, B: now };
  ui.setState(({ processorSides }) => ({ processorSides: { ...processorSides, [id]: { shown: to, held } } }));
}
