import {
  type FamilyName,
  setFamily,
  setStrip,
  setVca,
  type TrackId,
  type VcaId,
} from '../../session/index.ts';
import { decibels } from '../../units/index.ts';
import type { ValueRange } from '../kit/value-range.ts';
import type { Workspace } from '../state/workspace.ts';
import { gangOf } from './gang.ts';

/** Travel and steps of faders: ½ dB, fine 0.1 dB, page 3 dB; at −90 dB and below it is off. */
export const FADER_RANGE: ValueRange = {
  min: -90,
  max: 12,
  step: 0.5,
  fine: 0.1,
  page: 3,
  default: 0,
  silent: true,
};

/** Trim of a family, beside its fader. */
export const TRIM_RANGE: ValueRange = { min: -60, max: 24, step: 0.5, fine: 0.1, page: 3, default: 0 };

/** Whose fader it is. */
export type LevelOwner =
  | { readonly kind: 'track'; readonly id: TrackId }
  | { readonly kind: 'family'; readonly name: FamilyName }
  | { readonly kind: 'vca'; readonly id: VcaId };

/** What moving levels needs of a workspace. */
export type LevelDesk = Pick<Workspace, 'document' | 'ui' | 'gesture' | 'commit' | 'cancel'>;

/** A fader that is being moved, and the tracks that follow it. */
interface Leader {
  readonly owner: LevelOwner;
  readonly followers: readonly TrackId[];
  value: number;
}

/** Faders in motion: all of them, under however many fingers, are one undo step. */
interface OpenLevels {
  readonly label: string;
  /** Levels of tracks before the gesture: followers keep their distance even where a fader has met an end meanwhile. */
  readonly before: Map<TrackId, number>;
  readonly leaders: Map<string, Leader>;
  /** Faders under a pointer. */
  readonly held: Set<string>;
}

/** By document store, which a workspace has for life. */
const inMotion = new WeakMap<LevelDesk['document'], OpenLevels>();

const keyOf = (owner: LevelOwner): string => (owner.kind === 'family' ? owner.name : owner.id);

/** Level of a following fader whose leader moved by `delta` dB. Off stays off. */
export function groupLevel(own: number, delta: number): number {
  if (!Number.isFinite(own) || !Number.isFinite(delta)) return own;
  const next = Math.round(Math.min(FADER_RANGE.max, own + delta) * 1e6) / 1e6 + 0;
  // Rounded before it is compared: a level that shows as −90.0 is off like every other −90.0.
  return Math.round(next * 10) / 10 <= FADER_RANGE.min ? Number.NEGATIVE_INFINITY : next;
}

/** A leader that was off moves no one; one that goes off has gone down to the end of its travel. */
const moved = (from: number, to: number): number =>
  Number.isFinite(from) ? Math.max(to, FADER_RANGE.min) - from : Number.NaN;

function labelOf(desk: LevelDesk, owner: LevelOwner, followers: readonly TrackId[]): string {
  const { tracks, vcas } = desk.document.getState().session;
  if (followers.length > 0) return `Level of ${followers.length + 1} strips`;
  if (owner.kind === 'family') return `Level of ${owner.name}`;
  return `Level of ${(owner.kind === 'vca' ? vcas[owner.id] : tracks[owner.id])?.name ?? 'strip'}`;
}

/**
 * Moves a fader to a level; what is selected or grouped with it keeps its distance, unless `alone`. Part of a gesture,
 * which several fingers may share.
 */
export function moveLevel(desk: LevelDesk, owner: LevelOwner, faderDb: number, alone = false): void {
  const { session } = desk.document.getState();
  const followers = () =>
    owner.kind === 'track' ? gangOf(desk, owner.id, 'fader', alone).filter((id) => id !== owner.id) : [];
  const key = keyOf(owner);
  let open = inMotion.get(desk.document);
  const leader = open?.leaders.get(key) ?? { owner, followers: followers(), value: faderDb };
  leader.value = faderDb;
  open ??= {
    label: labelOf(desk, owner, leader.followers),
    before: new Map(),
    leaders: new Map(),
    held: new Set(),
  };
  inMotion.set(desk.document, open);
  open.leaders.set(key, leader);
  for (const id of owner.kind === 'track' ? [owner.id, ...leader.followers] : [])
    if (!open.before.has(id)) open.before.set(id, session.tracks[id]?.strip.faderDb ?? 0);
  const { before, leaders, label } = open;
  desk.gesture(label, (draft) => {
    const placed = new Set<TrackId>();
    for (const { owner: own, value } of leaders.values()) {
      const level = decibels(value);
      if (own.kind === 'family') setFamily(draft, own.name, { faderDb: level });
      else if (own.kind === 'vca') setVca(draft, own.id, { faderDb: level });
      else {
        placed.add(own.id);
        setStrip(draft, own.id, { faderDb: level });
      }
    }
    // What a finger holds goes where the finger goes; of several leaders the first moves a follower.
    for (const { owner: own, value, followers: rest } of leaders.values()) {
      if (own.kind !== 'track') continue;
      const delta = moved(before.get(own.id) ?? 0, value);
      for (const id of rest) {
        if (placed.has(id)) continue;
        placed.add(id);
        setStrip(draft, id, { faderDb: decibels(groupLevel(before.get(id) ?? 0, delta)) });
      }
    }
  });
}

/** A pointer takes a fader or lets it go. The gesture lasts while any is held. */
export function holdLevel(desk: LevelDesk, owner: LevelOwner, held: boolean): void {
  const key = keyOf(owner);
  const open = inMotion.get(desk.document);
  if (held) {
    if (open) open.held.add(key);
    else
      inMotion.set(desk.document, {
        label: labelOf(desk, owner, owner.kind === 'track' ? gangOf(desk, owner.id, 'fader').slice(1) : []),
        before: new Map(),
        leaders: new Map(),
        held: new Set([key]),
      });
    return;
  }
  if (!open?.held.delete(key)) return;
  if (open.held.size === 0) commitLevel(desk);
}

/** A fader's part of the gesture is over; the whole is kept as one undo step when the last one is let go. */
export function commitLevel(desk: LevelDesk): void {
  const open = inMotion.get(desk.document);
  if (open && open.held.size > 0) return;
  inMotion.delete(desk.document);
  desk.commit();
}

/** Takes the whole gesture back, of all fingers. */
export function cancelLevel(desk: LevelDesk): void {
  inMotion.delete(desk.document);
  desk.cancel();
}
