/** Which lanes have a row, and what of the document they show. */
import {
  type AnyLaneTarget,
  CONTROL_TARGETS,
  currentStaticValue,
  LANE_TARGETS,
  type LaneOwner,
  type LanePoint,
  lanesOf,
  ownerKey,
  type Session,
  SPACE_TARGETS,
  type SpaceId,
} from '../../../session/index.ts';
import type { LaneRef, UiStore } from '../../state/ui-store.ts';
import { type LaneRow, laneKey, type RowLayout, rowLayout } from '../rows.ts';
import type { TimeScale } from '../time-scale.ts';
import { type LaneAxis, laneAxis } from './lane-axis.ts';
import type { CurveFrame } from './lane-curve.ts';

/** Pixels kept free above and below a lane's curve. */
const PAD = 7;

const NO_POINTS: readonly LanePoint[] = [];

/** The points of a lane. */
export const pointsOf = (session: Session, { owner, target }: LaneRef): readonly LanePoint[] =>
  lanesOf(session, owner)[target] ?? NO_POINTS;

/** True while a lane's owner is in the session. */
export function hasOwner(session: Session, owner: LaneOwner): boolean {
  switch (owner.kind) {
    case 'track':
      return Object.hasOwn(session.tracks, owner.id);
    case 'vca':
      return Object.hasOwn(session.vcas, owner.id);
    case 'space':
      return Object.hasOwn(session.spaces, owner.id);
    case 'family':
      return true;
  }
}

const BED_PLACES = ['pan', 'width', 'frontBack', 'height', 'rotationDeg', 'lfeDb', 'divergence'];
const OBJECT_PLACES = ['x', 'y', 'z', 'size', 'spread', 'pairTurnDeg', 'divergence', 'diffuse'];

/** Lanes an owner can show: those its output and sends have a use for, and any other that has points. */
export function laneTargetsOf(session: Session, owner: LaneOwner): readonly AnyLaneTarget[] {
  switch (owner.kind) {
    case 'family':
    case 'vca':
      return CONTROL_TARGETS;
    case 'space':
      return SPACE_TARGETS;
    case 'track': {
      const track = session.tracks[owner.id];
      if (!track) return [];
      const unused = track.output.kind === 'object' ? BED_PLACES : OBJECT_PLACES;
      const used = track.output.kind === 'object' ? OBJECT_PLACES : BED_PLACES;
      const sends = (Object.keys(session.spaces) as SpaceId[]).map((id) => `send.${id}` as const);
      return [...LANE_TARGETS, ...sends].filter(
        (target) =>
          used.includes(target) || !unused.includes(target) || (track.lanes[target]?.length ?? 0) > 0,
      );
    }
  }
}

/** The rows of a session with the lanes shown of whatever is in it. */
export const sessionRows = (session: Session, lanes: readonly LaneRef[]): RowLayout =>
  rowLayout(
    session.trackOrder,
    lanes.filter(({ owner }) => hasOwner(session, owner)),
  );

/** Shows a lane or hides it. */
export function showLane(ui: UiStore, lane: LaneRef, shown: boolean): void {
  const key = laneKey(lane);
  ui.setState(({ lanes }) => {
    const without = lanes.filter((other) => laneKey(other) !== key);
    return { lanes: shown ? [...without, lane] : without };
  });
}

/** Makes exactly these lanes of an owner shown. */
export function showLanesOf(ui: UiStore, owner: LaneOwner, targets: readonly AnyLaneTarget[]): void {
  const key = ownerKey(owner);
  ui.setState(({ lanes }) => {
    const others = lanes.filter((lane) => ownerKey(lane.owner) !== key);
    return { lanes: [...others, ...targets.map((target) => ({ owner, target }))] };
  });
}

/** A lane's row on the canvas. */
export interface LaneFrame extends CurveFrame {
  readonly axis: LaneAxis;
  readonly points: readonly LanePoint[];
  /** Canvas y of the row's top and its height, CSS pixels. */
  readonly top: number;
  readonly height: number;
  /** Value under a canvas y. */
  valueAt(y: number): number;
  /** Share of the axis that so many pixels upwards are. */
  shareOf(pixels: number): number;
}

/** The frame a lane's row is drawn and hit in. @param scrollTop vertical scroll of the timeline, CSS pixels */
export function laneFrame(
  session: Session,
  row: LaneRow,
  scale: TimeScale,
  width: number,
  scrollTop: number,
): LaneFrame {
  const axis = laneAxis(row.owner, row.target);
  const top = row.top - scrollTop;
  const inner = row.height - 2 * PAD;
  return {
    axis,
    points: pointsOf(session, row),
    scale,
    width,
    top,
    height: row.height,
    base: currentStaticValue(session, row.owner, row.target),
    yOf: (value) => top + PAD + (1 - axis.toShare(value)) * inner,
    valueAt: (y) => axis.fromShare(1 - (y - top - PAD) / inner),
    shareOf: (pixels) => pixels / inner,
  };
}
