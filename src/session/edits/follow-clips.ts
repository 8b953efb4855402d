import { castDraft } from 'mutative';
import { fail, samples } from '../../units/index.ts';
import type { SessionDraft } from '../document.ts';
import { currentStaticValue, trackOwner } from '../lane-owner.ts';
import { lanePiece, withLanePiece, withoutLanePiece } from '../lane-pieces.ts';
import { clampTo, LIMITS } from '../limits.ts';
import type { Trajectory } from '../trajectories.ts';
import { type Clip, type LanePoint, type LaneTarget, laneRange, type TrackId } from '../types.ts';
import { type Refusal, type TrackDraft, trackOf } from './draft.ts';

/** Where a clip lies: all that its track's lanes need to know of it. */
export type ClipPlace = Pick<Clip, 'trackId' | 'start' | 'length'>;

/** Where the lanes under clips go. */
export interface LaneCarry {
  /** Later (+) or earlier (−), whole samples. */
  readonly by: number;
  /** Track each track's lanes go to; default its own. */
  readonly homeOf?: (from: TrackId) => TrackId;
  /** What is left behind: nothing but the value before it, or all of it. */
  readonly leave: 'hold' | 'copy';
}

interface Span {
  start: number;
  end: number;
}

/** A lane's stretch on its way. */
interface Lifted {
  readonly home: TrackId;
  readonly target: LaneTarget;
  readonly start: number;
  readonly end: number;
  readonly piece: readonly LanePoint[];
}

const targetsOf = (track: TrackDraft): LaneTarget[] =>
  (Object.keys(track.lanes) as LaneTarget[]).filter((target) => (track.lanes[target]?.length ?? 0) > 0);

/** The stretches under clips by track, those that overlap or touch as one. */
function spansByTrack(places: readonly ClipPlace[]): ReadonlyMap<TrackId, readonly Span[]> {
  const byTrack = new Map<TrackId, Span[]>();
  for (const { trackId, start, length } of places.toSorted((a, b) => a.start - b.start)) {
    const spans = byTrack.get(trackId) ?? [];
    byTrack.set(trackId, spans);
    const last = spans.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, start + length);
    else spans.push({ start, end: start + length });
  }
  return byTrack;
}

/**
 * Takes the lanes of tracks along with clips: what the lanes do under a clip is heard where the clip goes, and outside both
 * places every value stays, with a step at the border where need be. `places` are the clips as they lay before they were moved.
 * Refused if a lane would outgrow its limit.
 */
export function carryLanes(draft: SessionDraft, places: readonly ClipPlace[], carry: LaneCarry): Refusal {
  const { by, homeOf = (from: TrackId) => from, leave } = carry;
  const lifted: Lifted[] = [];
  for (const [id, spans] of spansByTrack(places)) {
    const track = trackOf(draft, id);
    if (!track || (by === 0 && homeOf(id) === id)) continue;
    for (const target of targetsOf(track)) {
      const base = currentStaticValue(draft, trackOwner(track.id), target);
      for (const { start, end } of spans) {
        const points = track.lanes[target] ?? [];
        const piece = lanePiece(points, start, end, base);
        lifted.push({ home: homeOf(id), target, start: start + by, end: end + by, piece });
        if (leave === 'hold') track.lanes[target] = [...withoutLanePiece(points, start, end, base)];
      }
    }
  }
  for (const { home, target, start, end, piece } of lifted) {
    const track = trackOf(draft, home);
    if (!track) continue;
    const moved = piece.map((point) => ({ ...point, time: (point.time + by) as LanePoint['time'] }));
    const base = currentStaticValue(draft, trackOwner(track.id), target);
    track.lanes[target] = [...withLanePiece(track.lanes[target] ?? [], start, end, moved, base)];
  }
  carryTrajectories(draft, places, carry);
  return tidy(draft, new Set([...places.map(({ trackId }) => trackId), ...lifted.map(({ home }) => home)]));
}

/** Shapes that lie wholly under clips go with their lanes; those cut by a border are forgotten, their points stay. */
function carryTrajectories(
  draft: SessionDraft,
  places: readonly ClipPlace[],
  { by, homeOf = (from: TrackId) => from, leave }: LaneCarry,
): void {
  const moved: { readonly home: TrackId; readonly made: Trajectory }[] = [];
  for (const [id, spans] of spansByTrack(places)) {
    const track = trackOf(draft, id);
    if (!track || track.trajectories.length === 0 || (by === 0 && homeOf(id) === id)) continue;
    for (const { start, end } of spans) {
      for (const made of track.trajectories)
        if (made.start >= start && made.end <= end)
          moved.push({
            home: homeOf(id),
            made: { shape: made.shape, start: samples(made.start + by), end: samples(made.end + by) },
          });
      if (leave === 'hold') forgetTrajectories(track, start, end);
    }
  }
  for (const [id, spans] of spansByTrack(places)) {
    const home = trackOf(draft, homeOf(id));
    if (home) for (const { start, end } of spans) forgetTrajectories(home, start + by, end + by);
  }
  for (const { home, made } of moved) {
    const track = trackOf(draft, home);
    if (track && track.trajectories.length < LIMITS.trajectories)
      track.trajectories = castDraft([...track.trajectories, made].sort((a, b) => a.start - b.start));
  }
}

/** Drops shapes that reach into a stretch whose lanes are written by something else. */
function forgetTrajectories(track: TrackDraft, start: number, end: number): void {
  if (track.trajectories.some((made) => made.start < end && made.end > start))
    track.trajectories = track.trajectories.filter((made) => made.start >= end || made.end <= start);
}

/** Takes away what lanes do under clips that are gone: the value before each holds to its end. */
export function clearLanes(draft: SessionDraft, places: readonly ClipPlace[]): Refusal {
  for (const [id, spans] of spansByTrack(places)) {
    const track = trackOf(draft, id);
    if (!track) continue;
    for (const { start, end } of spans) forgetTrajectories(track, start, end);
    for (const target of targetsOf(track)) {
      const base = currentStaticValue(draft, trackOwner(track.id), target);
      for (const { start, end } of spans)
        track.lanes[target] = [...withoutLanePiece(track.lanes[target] ?? [], start, end, base)];
    }
  }
  return tidy(draft, new Set(places.map(({ trackId }) => trackId)));
}

/** Values are held in range (a curve's arithmetic may leave it by a rounding), and lanes to their limit. */
function tidy(draft: SessionDraft, ids: ReadonlySet<TrackId>): Refusal {
  for (const id of ids) {
    const track = trackOf(draft, id);
    if (!track) continue;
    for (const target of targetsOf(track)) {
      const range = laneRange(target);
      const points = track.lanes[target] ?? [];
      if (points.length > LIMITS.lanePoints)
        return fail(
          'lane-full',
          `A lane of "${track.name}" would have ${points.length} points; one holds ${LIMITS.lanePoints}.`,
          'Thin the lane, or move the clip without its lanes.',
        );
      for (const [index, point] of points.entries()) {
        const held = clampTo(range, point.value);
        if (held !== point.value) points[index] = { ...point, value: held };
      }
    }
  }
  return null;
}
