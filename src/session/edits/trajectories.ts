import { castDraft } from 'mutative';
import { fail, samples } from '../../units/index.ts';
import type { SessionDraft } from '../document.ts';
import { elevationOf } from '../elevation.ts';
import { currentStaticValue, trackOwner } from '../lane-owner.ts';
import { withLanePiece, withoutLanePiece } from '../lane-pieces.ts';
import { clampTime, clampTo, LIMITS } from '../limits.ts';
import {
  axisOf,
  clampShape,
  PATH_ERROR,
  type PathPoint,
  pathOf,
  type Trajectory,
  thinPath,
} from '../trajectories.ts';
import { laneRange, type TrackId } from '../types.ts';
import { type Refusal, type TrackDraft, trackOf } from './draft.ts';

const AXES = ['x', 'y', 'z'] as const;

/** Writes a path over a stretch of an object's lanes of x, y and z; outside nothing changes. */
function writePath(draft: SessionDraft, track: TrackDraft, path: readonly PathPoint[]): Refusal {
  const [first, last] = [path[0], path.at(-1)];
  if (!first || !last || last.time <= first.time) return null;
  for (const axis of AXES) {
    const base = currentStaticValue(draft, trackOwner(track.id), axis);
    const points = track.lanes[axis] ?? [];
    const range = laneRange(axis);
    const piece = axisOf(path, axis).map((point) => ({ ...point, value: clampTo(range, point.value) }));
    // An axis that stays where the object stands needs no lane.
    if (points.length === 0 && piece.every(({ value }) => value === base)) continue;
    const next = withLanePiece(points, first.time, last.time, piece, base);
    if (next.length > LIMITS.lanePoints)
      return fail(
        'lane-full',
        `The path needs ${next.length} points; a lane holds ${LIMITS.lanePoints}.`,
        'Make it shorter or slower.',
      );
    track.lanes[axis] = [...next];
  }
  return null;
}

/**
 * Gives an object a trajectory and writes its lanes from it. Others that it overlaps are no longer said by their numbers and
 * are forgotten; what of their paths lies outside stays.
 * @param replaces index of the trajectory this one is the new form of: where the old one was and the new one is not, the object
 * stays where it was before the old one
 */
export function writeTrajectory(
  draft: SessionDraft,
  id: TrackId,
  trajectory: Trajectory,
  replaces: number | null = null,
): Refusal {
  const track = trackOf(draft, id);
  if (track?.output.kind !== 'object') return null;
  const start = clampTime(trajectory.start);
  const end = Math.max(start + 1, clampTime(trajectory.end));
  const made: Trajectory = { start: samples(start), end: samples(end), shape: clampShape(trajectory.shape) };
  const path = pathOf(made, {
    tempo: draft.tempo,
    sampleRate: draft.sampleRate,
    elevation: track.output.elevationMode,
  });
  if (!path)
    return fail(
      'path-too-fast',
      `"${track.name}" would go round more than a thousand times.`,
      'Choose a longer period or a shorter span.',
    );
  const old = replaces === null ? undefined : track.trajectories[replaces];
  const kept = track.trajectories.filter(
    (other, index) => index !== replaces && (other.end <= start || other.start >= end),
  );
  if (kept.length >= LIMITS.trajectories) return null;
  if (old && (old.start < start || old.end > end)) clearPath(draft, track, old);
  const refused = writePath(draft, track, path);
  if (refused) return refused;
  track.trajectories = castDraft([...kept, made].sort((a, b) => a.start - b.start));
  return null;
}

function clearPath(draft: SessionDraft, track: TrackDraft, { start, end }: Trajectory): void {
  for (const axis of AXES) {
    const points = track.lanes[axis];
    if (!points) continue;
    const base = currentStaticValue(draft, trackOwner(track.id), axis);
    track.lanes[axis] = [...withoutLanePiece(points, start, end, base)];
  }
}

/** Takes trajectories away: with their path, or leaving it as points. */
export function removeTrajectory(
  draft: SessionDraft,
  id: TrackId,
  index: number,
  leave: 'points' | 'nothing',
): Refusal {
  const track = trackOf(draft, id);
  const gone = track?.trajectories[index];
  if (!track || !gone) return null;
  if (leave === 'nothing') clearPath(draft, track, gone);
  track.trajectories = track.trajectories.filter((_, at) => at !== index);
  return null;
}

/** Writes a path drawn by hand, thinned within PATH_ERROR; in an elevation mode its heights follow from it. */
export function drawPath(draft: SessionDraft, id: TrackId, drawn: readonly PathPoint[]): Refusal {
  const track = trackOf(draft, id);
  if (track?.output.kind !== 'object') return null;
  const mode = track.output.elevationMode;
  const byTime = new Map<number, PathPoint>();
  for (const { time, x, y, z } of drawn) {
    const at = clampTime(time);
    byTime.set(at, { time: at, x, y, z: elevationOf(mode, x, y) ?? z });
  }
  const path = thinPath(
    [...byTime.values()].sort((a, b) => a.time - b.time),
    PATH_ERROR,
  );
  const [start, end] = [path[0]?.time ?? 0, path.at(-1)?.time ?? 0];
  track.trajectories = track.trajectories.filter((made) => made.end <= start || made.start >= end);
  return writePath(draft, track, path);
}

/** Moves the object's path at one time: the points of its lanes there, made where an axis has none. */
export function movePathPoint(draft: SessionDraft, id: TrackId, point: PathPoint): Refusal {
  const track = trackOf(draft, id);
  if (track?.output.kind !== 'object') return null;
  const height = elevationOf(track.output.elevationMode, point.x, point.y);
  const goal = height === null ? point : { ...point, z: height };
  for (const axis of AXES) {
    const points = track.lanes[axis];
    if (!points || points.length === 0) {
      // An axis without a lane stands still: the whole of it moves.
      track.output.position[axis] = clampTo(laneRange(axis), goal[axis]);
      continue;
    }
    const at = points.findLastIndex(({ time }) => time <= point.time);
    const value = clampTo(laneRange(axis), goal[axis]);
    const there = points[at];
    if (there?.time === point.time) there.value = value;
    else if (points.length < LIMITS.lanePoints)
      points.splice(at + 1, 0, { time: samples(point.time), value, curve: there?.curve ?? 'linear' });
  }
  return null;
}
