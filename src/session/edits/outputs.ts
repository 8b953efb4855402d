import { castDraft } from 'mutative';
import {
  BINAURAL_MODES,
  type BinauralMode,
  decibels,
  fail,
  MAX_OBJECTS,
  type RoomPosition,
  TRACK_FORMATS,
  ZONE_NAMES,
  type ZoneName,
} from '../../units/index.ts';
import { plainBed, plainObject } from '../create.ts';
import type { SessionDraft } from '../document.ts';
import { ELEVATION_MODES, type ElevationMode, elevationOf } from '../elevation.ts';
import { totalObjects } from '../invariants.ts';
import { laneValueAt } from '../lane-value.ts';
import { clampLevel, clampTo, LIMITS, RANGES } from '../limits.ts';
import { shiftedTrajectory } from '../trajectories.ts';
import {
  type BedOutput,
  type LaneTarget,
  laneRange,
  type ObjectOutput,
  type Output,
  type Snap,
  type TrackId,
} from '../types.ts';
import { type Refusal, type TrackDraft, trackOf } from './draft.ts';

/** True if this many more objects stay within the session's 118. */
export const objectsWouldFit = (draft: SessionDraft, more: number): boolean =>
  totalObjects(draft.tracks) + more <= MAX_OBJECTS;

const knownMode = (mode: BinauralMode): BinauralMode => (BINAURAL_MODES.includes(mode) ? mode : 'mid');

const copySnap = ({ on, maxDistance }: Snap): Snap => ({
  on,
  maxDistance: maxDistance === null ? null : clampTo(RANGES.snapDistance, maxDistance),
});

/** Zones in the order of the table, each once. */
const copyZones = (zones: readonly ZoneName[]): ZoneName[] =>
  ZONE_NAMES.filter((name) => zones.includes(name));

const knownElevation = (mode: ElevationMode): ElevationMode =>
  ELEVATION_MODES.includes(mode) ? mode : 'free';

/** A clamped copy of an output that shares nothing with the caller's. */
export function copyOutput(output: Output): TrackDraft['output'] {
  if (output.kind === 'bed') {
    return {
      kind: 'bed',
      pan: clampTo(RANGES.pan, output.pan),
      width: clampTo(RANGES.width, output.width),
      frontBack: clampTo(RANGES.frontBack, output.frontBack),
      height: clampTo(RANGES.height, output.height),
      rotationDeg: clampTo(RANGES.rotationDeg, output.rotationDeg),
      divergence: clampTo(RANGES.divergence, output.divergence),
      lfeDb: decibels(clampLevel(RANGES.lfeDb, output.lfeDb)),
      binaural: knownMode(output.binaural),
    };
  }
  const { position, size, spread } = output;
  return {
    kind: 'object',
    position: {
      x: clampTo(RANGES.x, position.x),
      y: clampTo(RANGES.y, position.y),
      z: clampTo(RANGES.z, position.z),
    },
    size: clampTo(RANGES.size, size),
    spread: clampTo(RANGES.spread, spread),
    pairTurnDeg: clampTo(RANGES.pairTurnDeg, output.pairTurnDeg),
    snap: copySnap(output.snap),
    zones: copyZones(output.zones),
    divergence: clampTo(RANGES.divergence, output.divergence),
    divergenceRange: clampTo(RANGES.divergenceRange, output.divergenceRange),
    diffuse: clampTo(RANGES.diffuse, output.diffuse),
    elevation: output.elevation === 'off' ? 'off' : 'on',
    elevationMode: knownElevation(output.elevationMode),
    binaural: knownMode(output.binaural),
  };
}

/**
 * Gives a track an output, clamped. Refused as an object where the track has more than two channels or the session's
 * objects are used up.
 */
export function setOutput(draft: SessionDraft, id: TrackId, output: Output): Refusal {
  const track = trackOf(draft, id);
  if (!track) return null;
  if (output.kind === 'object' && track.output.kind === 'bed') {
    const channels = TRACK_FORMATS[track.format].length;
    if (channels > 2) {
      return fail(
        'object-format',
        `"${track.name}" has ${channels} channels; only mono and stereo tracks can be objects.`,
        'Leave it in the bed, or split it into mono tracks.',
      );
    }
    if (!objectsWouldFit(draft, channels)) {
      return fail(
        'objects-full',
        `"${track.name}" needs ${channels} more object${channels === 1 ? '' : 's'}; all ${MAX_OBJECTS} are nearly or fully used.`,
        'Move another object into the bed first.',
      );
    }
  }
  track.output = copyOutput(output);
  return null;
}

/** Switches a track between bed and object and keeps it where it is heard as nearly as the other can. */
export function setOutputKind(draft: SessionDraft, id: TrackId, kind: Output['kind']): Refusal {
  const track = trackOf(draft, id);
  if (!track || track.output.kind === kind) return null;
  const { output } = track;
  if (output.kind === 'bed') {
    const position: RoomPosition = { x: output.pan, y: output.frontBack, z: output.height };
    return setOutput(draft, id, { ...plainObject(position, 0, output.width / 2), binaural: output.binaural });
  }
  const { x, y, z } = output.position;
  return setOutput(draft, id, {
    ...plainBed(track.format),
    pan: x,
    frontBack: y,
    height: Math.max(0, z),
    width: output.spread * 2,
    binaural: output.binaural,
  });
}

/** Sets fields of a bed output; passed over while the track is an object. */
export function setBed(
  draft: SessionDraft,
  id: TrackId,
  fields: Partial<Omit<BedOutput, 'kind' | 'binaural'>>,
): Refusal {
  const track = trackOf(draft, id);
  if (track?.output.kind !== 'bed') return null;
  const { output } = track;
  for (const key of ['pan', 'width', 'frontBack', 'height', 'rotationDeg', 'divergence'] as const) {
    const value = fields[key];
    if (value !== undefined) output[key] = clampTo(RANGES[key], value);
  }
  if (fields.lfeDb !== undefined) output.lfeDb = decibels(clampLevel(RANGES.lfeDb, fields.lfeDb));
  return null;
}

/**
 * Sets fields of an object but its position and size, which have lanes (see `moveObject`, `setObjectSize`); passed over
 * while the track is in the bed. Numbers are clamped, zones put in order.
 */
export function setObject(
  draft: SessionDraft,
  id: TrackId,
  fields: Partial<Omit<ObjectOutput, 'kind' | 'position' | 'size' | 'binaural'>>,
): Refusal {
  const track = trackOf(draft, id);
  if (track?.output.kind !== 'object') return null;
  const { output } = track;
  for (const key of ['spread', 'pairTurnDeg', 'divergence', 'divergenceRange', 'diffuse'] as const) {
    const value = fields[key];
    if (value !== undefined) output[key] = clampTo(RANGES[key], value);
  }
  if (fields.snap) output.snap = copySnap(fields.snap);
  if (fields.zones) output.zones = copyZones(fields.zones);
  if (fields.elevation) output.elevation = fields.elevation;
  if (fields.elevationMode) setElevationMode(track, knownElevation(fields.elevationMode));
  return null;
}

/** Sets how near a track is on headphones. */
export function setBinaural(draft: SessionDraft, id: TrackId, mode: BinauralMode): Refusal {
  const track = trackOf(draft, id);
  if (track) track.output.binaural = knownMode(mode);
  return null;
}

/** A step as far as every value can go with it, so that a path keeps its shape and a drag back undoes a drag out. */
function heldStep(track: TrackDraft, target: LaneTarget, step: number): number {
  const [low, high] = laneRange(target);
  let held = step;
  for (const { value } of track.lanes[target] ?? [])
    held = Math.max(low - value, Math.min(high - value, held));
  return held + 0;
}

/** Shifts a lane as a whole by a step that `heldStep` has cleared. */
function shiftLane(track: TrackDraft, target: LaneTarget, step: number): void {
  const points = track.lanes[target];
  if (!points || step === 0) return;
  track.lanes[target] = points.map((point) => ({
    ...point,
    value: clampTo(laneRange(target), point.value + step),
  }));
}

/** Moves what is heard of one parameter to a value: the static value, or its whole lane with it. */
function moveParameter(
  track: TrackDraft,
  target: 'x' | 'y' | 'z' | 'size',
  fixed: number,
  to: number,
  at: number | null,
): number {
  const range = laneRange(target);
  const wanted = clampTo(range, to);
  const points = track.lanes[target];
  if (!points || points.length === 0) return wanted;
  const from = at === null ? fixed : laneValueAt(points, at, fixed);
  const step = heldStep(track, target, wanted - from);
  shiftLane(track, target, step);
  return clampTo(range, fixed + step);
}

/**
 * Moves an object, clamped to the room; passed over while the track is in the bed. An axis with a lane moves as a
 * whole: the path keeps its shape and stops where its outermost point meets a wall.
 * @param at timeline sample at which `position` is meant, e.g. the playhead under a drag; default: `position` replaces
 * the static position and lanes follow by the difference
 */
export function moveObject(
  draft: SessionDraft,
  id: TrackId,
  position: RoomPosition,
  at: number | null = null,
): Refusal {
  const track = trackOf(draft, id);
  if (track?.output.kind !== 'object') return null;
  const { output } = track;
  const place: ObjectOutput['position'] = { ...output.position };
  for (const axis of ['x', 'y', 'z'] as const) {
    output.position[axis] = moveParameter(track, axis, place[axis], position[axis], at);
  }
  shiftTrajectories(track, output.position, place);
  followElevation(track);
  return null;
}

/** Shapes go with an object that is moved as a whole, as their lanes do. */
function shiftTrajectories(track: TrackDraft, to: RoomPosition, from: RoomPosition): void {
  if (track.trajectories.length === 0) return;
  const by = { x: to.x - from.x, y: to.y - from.y, z: to.z - from.z };
  track.trajectories = castDraft(track.trajectories.map((made) => shiftedTrajectory(made, by)));
}

/** Gives an object in an elevation mode the height of its place: the static one, and at every point of its path. */
function followElevation(track: TrackDraft): void {
  const { output } = track;
  if (output.kind !== 'object') return;
  const { elevationMode: mode, position } = output;
  const height = elevationOf(mode, position.x, position.y);
  if (height === null) return;
  position.z = height;
  const { x: xs = [], y: ys = [] } = track.lanes;
  if (xs.length + ys.length === 0) {
    // A lane of heights alone would overrule the mode.
    delete track.lanes.z;
    return;
  }
  const times = [...new Set([...xs, ...ys].map(({ time }) => time))].sort((a, b) => a - b);
  const path = times.map((time) => {
    const [x, y] = [laneValueAt(xs, time, position.x), laneValueAt(ys, time, position.y)];
    return { time, value: elevationOf(mode, x, y) ?? 0, curve: 'linear' as const };
  });
  if (path.length <= LIMITS.lanePoints) track.lanes.z = path;
}

function setElevationMode(track: TrackDraft, mode: ElevationMode): void {
  if (track.output.kind !== 'object') return;
  track.output.elevationMode = mode;
  followElevation(track);
}

/** Sets an object's size, 0 a point … 1 the room; a size lane moves as a whole as in `moveObject`. */
export function setObjectSize(
  draft: SessionDraft,
  id: TrackId,
  size: number,
  at: number | null = null,
): Refusal {
  const track = trackOf(draft, id);
  if (track?.output.kind === 'object')
    track.output.size = moveParameter(track, 'size', track.output.size, size, at);
  return null;
}
