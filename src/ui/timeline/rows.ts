import {
  type AnyLaneTarget,
  type LaneOwner,
  ownerKey,
  type TrackId,
  trackOwner,
} from '../../session/index.ts';
import type { LaneRef } from '../state/ui-store.ts';

/** Height of a track's row, CSS pixels. */
export const ROW_HEIGHT = 30;
/** Height of a lane's row. */
export const LANE_HEIGHT = 66;

/** A track's row; `top` counts from the top of the first row, CSS pixels. */
export interface TrackRow {
  readonly kind: 'track';
  readonly key: string;
  readonly id: TrackId;
  readonly top: number;
  readonly height: number;
}

/** A lane's row, below its track, or at the end for owners that have no row. */
export interface LaneRow {
  readonly kind: 'lane';
  readonly key: string;
  readonly owner: LaneOwner;
  readonly target: AnyLaneTarget;
  readonly top: number;
  readonly height: number;
}

export type TimelineRow = TrackRow | LaneRow;

/** All rows of the timeline from top to bottom. */
export interface RowLayout {
  readonly rows: readonly TimelineRow[];
  /** Height of all rows together, CSS pixels. */
  readonly height: number;
  /** Index of a track's row, −1 if there is none. */
  rowOf(track: TrackId): number;
}

/** Rows in view: first index and one past the last, with one row of overscan at each end. */
export interface RowRange {
  readonly first: number;
  readonly end: number;
}

/** A text that is the same for the same lane and no other. */
export const laneKey = ({ owner, target }: LaneRef): string => `${ownerKey(owner)}/${target}`;

/** Lays out tracks with the lanes shown of each below it, then lanes of what is no track. */
export function rowLayout(tracks: readonly TrackId[], lanes: readonly LaneRef[]): RowLayout {
  const byOwner = new Map<string, LaneRef[]>();
  for (const lane of lanes) {
    const key = ownerKey(lane.owner);
    const list = byOwner.get(key);
    if (list) list.push(lane);
    else byOwner.set(key, [lane]);
  }
  const rows: TimelineRow[] = [];
  const index = new Map<TrackId, number>();
  let top = 0;
  const addLane = (lane: LaneRef) => {
    rows.push({ kind: 'lane', key: laneKey(lane), ...lane, top, height: LANE_HEIGHT });
    top += LANE_HEIGHT;
  };
  for (const id of tracks) {
    index.set(id, rows.length);
    rows.push({ kind: 'track', key: id, id, top, height: ROW_HEIGHT });
    top += ROW_HEIGHT;
    for (const lane of byOwner.get(ownerKey(trackOwner(id))) ?? []) addLane(lane);
  }
  for (const lane of lanes) if (lane.owner.kind !== 'track') addLane(lane);
  return { rows, height: top, rowOf: (track) => index.get(track) ?? -1 };
}

/** Index of the row that holds a pixel counted from the first row's top; the last one below it, −1 without rows. */
function rowHolding({ rows }: RowLayout, y: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.top ?? 0) <= y) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

/** Rows that show in a viewport of `height` CSS pixels scrolled by `top`. */
export function visibleRows(layout: RowLayout, top: number, height: number): RowRange {
  const count = layout.rows.length;
  if (count === 0) return { first: 0, end: 0 };
  const first = Math.max(0, rowHolding(layout, top) - 1);
  return { first, end: Math.min(count, rowHolding(layout, top + height) + 2) };
}

/** Row under a pixel of the viewport, or −1 below the last. */
export function rowAt(layout: RowLayout, y: number, top: number): number {
  const at = y + top;
  return at >= 0 && at < layout.height ? rowHolding(layout, at) : -1;
}

/** Greatest vertical scroll. */
export const maxTop = (layout: RowLayout, height: number): number => Math.max(0, layout.height - height);

/** The scroll that brings a row wholly into view, moving as little as possible. */
export function topForRow(layout: RowLayout, index: number, top: number, height: number): number {
  const row = layout.rows[index];
  if (!row || row.top < top) return row?.top ?? top;
  return row.top + row.height > top + height ? row.top + row.height - height : top;
}
