/** From one mix to another along the timeline: plain lanes, written over a stretch. */

import { samples } from '../../units/index.ts';
import type { SessionDraft } from '../document.ts';
import { own } from '../fault.ts';
import type { Way } from '../gestures/shapes.ts';
import {
  type AnyLaneTarget,
  currentStaticValue,
  type LaneOwner,
  laneRangeOfOwner,
  lanesOf,
  trackOwner,
} from '../lane-owner.ts';
import { withLanePiece } from '../lane-pieces.ts';
import { laneValueAt } from '../lane-value.ts';
import { clampTo, LIMITS } from '../limits.ts';
import {
  copyTree,
  laneOfPath,
  leavesOf,
  type Mix,
  type MixDifference,
  type MixValue,
} from '../scene-diff.ts';
import { softened } from '../scene-soften.ts';
import {
  FAMILIES,
  type LanePoint,
  type SceneId,
  type SceneTrack,
  type Session,
  type TrackId,
} from '../types.ts';
import { type Refusal, trackOf } from './draft.ts';
import { setLane } from './lanes.ts';
import { pasteProcessors } from './processors.ts';
import { sceneTrackOf } from './scenes.ts';

/** A way from a mix to another. Times in timeline samples. */
export interface Morph {
  /** Null: the mix as it is heard at the start. */
  readonly from: SceneId | null;
  readonly to: SceneId;
  readonly start: number;
  /** Where the other mix is reached; may equal the start. */
  readonly end: number;
  /** Until when it holds; what was automated after that goes on as it did. Null: for good. */
  readonly until: number | null;
  readonly way: Way;
}

/** What a morph could not write: it is switched, not moved. Recall the scene for that. */
export interface MorphReport {
  readonly left: readonly MixDifference[];
}

/** A lane to write: where from, where to. */
interface Move {
  readonly owner: LaneOwner;
  readonly target: AnyLaneTarget;
  /** Null: as it is heard. */
  readonly from: number | null;
  readonly to: number;
}

/**
 * Writes a morph. Everything that has a lane and differs is moved; filters, bands, dynamics and sends that are off in one of the
 * two are brought in without effect. @param report is told what could not be moved
 */
export function morphScenes(
  draft: SessionDraft,
  morph: Morph,
  report: (left: MorphReport) => void = () => undefined,
): Refusal {
  const session = draft as Session;
  const to = own(session.scenes, morph.to);
  const from = morph.from === null ? null : own(session.scenes, morph.from);
  if (!to || from === undefined) return null;
  const left: MixDifference[] = [];
  const moves: Move[] = [];
  for (const [id, stored] of Object.entries<SceneTrack>(to.tracks))
    moves.push(
      ...trackMoves(draft, id as TrackId, from && (own<SceneTrack>(from.tracks, id) ?? null), stored, left),
    );
  moves.push(...controlMoves(session, from, to));
  for (const move of moves) {
    const refused = writeMove(draft, move, morph);
    if (refused) return refused;
  }
  report({ left });
  return null;
}

function trackMoves(
  draft: SessionDraft,
  id: TrackId,
  from: SceneTrack | null,
  to: SceneTrack,
  left: MixDifference[],
): Move[] {
  const track = trackOf(draft, id);
  if (!track) return [];
  const owner = trackOwner(id);
  const present = copyTree(sceneTrackOf(track as Session['tracks'][TrackId]));
  const [before, after] = softened(copyTree(from) ?? present, copyTree(to));
  // What the two have in common is set, where it is not heard yet: a band that is off may become any.
  if (from === null || !present.strip.eq.on || !present.strip.dynamics.on) settle(draft, id, present, before);
  for (const [spaceId, send] of Object.entries(after.sends)) {
    if (!Object.hasOwn(track.sends, spaceId) && Object.hasOwn(draft.spaces, spaceId))
      Object.assign(track.sends, { [spaceId]: { ...send } });
    const own = track.sends[spaceId as keyof typeof track.sends];
    if (own && send.on) own.on = true;
  }
  const now = leavesOf(sceneTrackOf(trackOf(draft, id) as Session['tracks'][TrackId]));
  const [starts, ends] = [leavesOf(before), leavesOf(after)];
  const moves: Move[] = [];
  for (const [path, value] of ends) {
    const start = from === null ? undefined : starts.get(path);
    const same = Object.is(value, now.get(path)) && (from === null || Object.is(start, value));
    const target = laneOfPath(path);
    const number = target && laneNumber(owner, target, path, value, track.strip.faderDb);
    if (target && number !== null && acts(now, path)) {
      const first = start === undefined ? null : laneNumber(owner, target, path, start, track.strip.faderDb);
      if (!same || lanesOf(draft as Session, owner)[target])
        moves.push({ owner, target, from: first, to: number });
    } else if (!same && now.get(path) !== undefined)
      left.push({ owner, path, from: now.get(path), to: value });
  }
  return moves;
}

/** Sets processors so that lanes reach them, where that changes nothing that is heard. */
function settle(draft: SessionDraft, id: TrackId, present: SceneTrack, soft: SceneTrack): void {
  const { eq, dynamics } = present.strip;
  const target = soft.strip;
  pasteProcessors(draft, id, {
    eq: {
      on: eq.on || target.eq.on,
      highPass: eq.on && eq.highPass.on ? eq.highPass : target.eq.highPass,
      lowPass: eq.on && eq.lowPass.on ? eq.lowPass : target.eq.lowPass,
      bands: eq.bands.map((band, at) => (eq.on && band.on ? band : (target.eq.bands[at] ?? band))),
    },
    dynamics: dynamics.on ? dynamics : target.dynamics,
  });
}

/** True if what a path belongs to has this setting as things stand: an object has no pan. */
const acts = (now: ReadonlyMap<string, MixValue>, path: string): boolean => now.has(path);

/** A setting as its lane has it. */
function laneNumber(
  owner: LaneOwner,
  target: AnyLaneTarget,
  path: string,
  value: MixValue,
  faderDb: number,
): number | null {
  const range = laneRangeOfOwner(owner, target);
  if (!range) return null;
  if (typeof value === 'boolean') return target === 'muted' ? Number(value) : null;
  if (typeof value !== 'number') return null;
  if (path !== 'strip.faderDb' && path !== 'faderDb') return clampTo(range, value);
  // A ride is relative; a fader that is all the way down can't be ridden up.
  return clampTo(range, Number.isFinite(faderDb) ? value - faderDb : 0);
}

function controlMoves(session: Session, from: Mix | null, to: Mix): Move[] {
  const moves: Move[] = [];
  const add = (
    owner: LaneOwner,
    now: { readonly faderDb: number; readonly muted: boolean },
    start: { readonly faderDb: number; readonly muted: boolean } | undefined,
    end: { readonly faderDb: number; readonly muted: boolean },
  ): void => {
    for (const [target, path] of [
      ['rideDb', 'faderDb'],
      ['muted', 'muted'],
    ] as const) {
      const number = laneNumber(owner, target, path, end[path], now.faderDb);
      const first = from && start ? laneNumber(owner, target, path, start[path], now.faderDb) : null;
      const moved = !Object.is(now[path], end[path]) || (start && !Object.is(start[path], end[path]));
      if (number !== null && (moved || lanesOf(session, owner)[target]))
        moves.push({ owner, target, from: first, to: number });
    }
  };
  for (const name of FAMILIES) {
    const end = to.families[name];
    if (end) add({ kind: 'family', name }, session.families[name], from?.families[name], end);
  }
  for (const vca of Object.values(session.vcas)) {
    const end = own(to.vcas, vca.id);
    if (end) add({ kind: 'vca', id: vca.id }, vca, from ? own(from.vcas, vca.id) : undefined, end);
  }
  for (const space of Object.values(session.spaces)) {
    const end = own(to.spaces, space.id);
    const owner: LaneOwner = { kind: 'space', id: space.id };
    const range = laneRangeOfOwner(owner, 'returnDb');
    if (!end || !range || (Object.is(end.returnDb, space.returnDb) && !space.lanes.returnDb)) continue;
    const start = from ? own(from.spaces, space.id) : undefined;
    moves.push({
      owner,
      target: 'returnDb',
      from: start ? clampTo(range, start.returnDb) : null,
      to: clampTo(range, end.returnDb),
    });
  }
  return moves;
}

function writeMove(draft: SessionDraft, { owner, target, from, to }: Move, morph: Morph): Refusal {
  const session = draft as Session;
  const points: readonly LanePoint[] = lanesOf(session, owner)[target] ?? [];
  const base = currentStaticValue(session, owner, target);
  const first = from ?? laneValueAt(points, morph.start, base);
  if (points.length === 0 && first === base && to === base) return null;
  const until = Math.min(LIMITS.time, Math.max(morph.end, morph.until ?? LIMITS.time));
  const piece = pieceOf(target, first, to, morph, until);
  const start = Math.min(morph.start, until - 1);
  const lane =
    morph.until === null
      ? withLanePiece(
          points.filter(({ time }) => time <= start),
          start,
          until,
          piece,
          base,
        ).filter(({ time }) => time < until)
      : withLanePiece(points, start, until, piece, base);
  return setLane(draft, owner, target, lane);
}

function pieceOf(
  target: AnyLaneTarget,
  from: number,
  to: number,
  { start, end, way }: Morph,
  until: number,
): LanePoint[] {
  const at = (time: number, value: number, shape: Way = { curve: 'linear' }): LanePoint => ({
    time: samples(time),
    value,
    curve: shape.curve,
    ...(shape.curve === 'exponential' && { bend: shape.bend ?? 0 }),
  });
  if (target === 'muted') {
    // Whatever sounds in either mix sounds on the way.
    const turn = to > from ? end : start;
    return [
      at(start, turn > start ? from : to, { curve: 'hold' }),
      at(turn, to, { curve: 'hold' }),
      at(until, to),
    ];
  }
  return end > start ? [at(start, from, way), at(end, to), at(until, to)] : [at(start, to), at(until, to)];
}
