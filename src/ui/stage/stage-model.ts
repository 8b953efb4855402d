import {
  type FamilyName,
  laneValueAt,
  type ObjectOutput,
  type Session,
  type Track,
  type TrackId,
} from '../../session/index.ts';
import {
  type BinauralMode,
  LAYOUT_SPEAKERS,
  type RenderTarget,
  type RoomPosition,
  type Speaker,
  ZONE_BOXES,
  type ZoneName,
} from '../../units/index.ts';
import { NO_OFFSET, type PairOffset, pairOffsets } from '../kit/pair-offsets.ts';
import { FAMILY_LETTERS, trackColour } from '../kit/theme.ts';
import type { LawObject } from './law/object-gains.ts';

/** How the renderer is to treat an object beside its place and size. */
export type ObjectLaw = Omit<LawObject, 'position' | 'size'>;

/** The law's view of an object's settings. CONTRACT: as engine/compile/compile-track.ts hands them to the core. */
export function lawOf(output: ObjectOutput): ObjectLaw {
  const { snap, zones, elevation, divergence, divergenceRange } = output;
  const kept: readonly ZoneName[] = elevation === 'off' ? [...zones, 'top'] : zones;
  return {
    snapDistance: snap.on ? (snap.maxDistance ?? Number.POSITIVE_INFINITY) : null,
    zones: kept.flatMap((zone) => ZONE_BOXES[zone]),
    divergence,
    divergenceRange,
  };
}

/** The lanes the stage reads. */
const SHOWN_LANES = ['x', 'y', 'z', 'size'] as const;

/** An object track as the stage shows it: one dot, or two side by side for a stereo track. */
export interface StageObject {
  readonly id: TrackId;
  readonly name: string;
  readonly family: FamilyName;
  readonly letter: string;
  readonly colour: string;
  /** Where each dot lies beside the middle: one in it, or two of a stereo track. */
  readonly offsets: readonly PairOffset[];
  readonly size: number;
  readonly position: RoomPosition;
  readonly lanes: Pick<Track['lanes'], (typeof SHOWN_LANES)[number]>;
  readonly trajectories: Track['trajectories'];
  readonly law: ObjectLaw;
  /** Share of its power that is decorrelated, 0…1. */
  readonly diffuse: number;
  /** How near it is on headphones; off is plain stereo. */
  readonly binaural: BinauralMode;
  /** True when a lane moves the object. */
  readonly moves: boolean;
}

/** A track as the stage shows it; null if it is no object. */
function stageObject(track: Track): StageObject | null {
  if (track.output.kind !== 'object') return null;
  const { position, size, spread, pairTurnDeg } = track.output;
  const { x, y, z, size: sizes } = track.lanes;
  return {
    id: track.id,
    name: track.name,
    family: track.family,
    letter: FAMILY_LETTERS[track.family],
    colour: trackColour(track),
    offsets: track.format === 'stereo' ? pairOffsets(spread, pairTurnDeg) : [NO_OFFSET],
    size,
    position,
    lanes: { ...(x && { x }), ...(y && { y }), ...(z && { z }), ...(sizes && { size: sizes }) },
    trajectories: track.trajectories,
    law: lawOf(track.output),
    diffuse: track.output.diffuse,
    binaural: track.output.binaural,
    moves: Boolean(x?.length || y?.length || z?.length),
  };
}

/** The session's objects in track order. */
export const stageObjects = (session: Pick<Session, 'tracks' | 'trackOrder'>): readonly StageObject[] =>
  session.trackOrder.flatMap((id) => {
    const track = session.tracks[id];
    return (track && stageObject(track)) ?? [];
  });

const SHOWN_FIELDS = ['name', 'family', 'colour', 'format', 'output', 'trajectories'] as const;

/** Whether the stage shows two versions of a track alike. */
const looksSame = (one: Track, other: Track): boolean =>
  one === other ||
  (SHOWN_FIELDS.every((field) => one[field] === other[field]) &&
    SHOWN_LANES.every((target) => one.lanes[target] === other.lanes[target]));

/**
 * Makes {@link stageObjects} that stay the same objects, in the same array, while the stage would show them alike: an edit of
 * anything else neither renders nor draws the room anew, which costs tens of milliseconds where the CPU draws it.
 */
export function createObjectLister(): typeof stageObjects {
  let last: readonly StageObject[] = [];
  let from: Pick<Session, 'tracks' | 'trackOrder'> | null = null;
  let known = new Map<TrackId, { readonly track: Track; readonly object: StageObject | null }>();
  return ({ tracks, trackOrder }) => {
    if (from?.tracks === tracks && from.trackOrder === trackOrder) return last;
    from = { tracks, trackOrder };
    const before = known;
    known = new Map();
    const next: StageObject[] = [];
    for (const id of trackOrder) {
      const track = tracks[id];
      if (!track) continue;
      const old = before.get(id);
      const object = old && looksSame(old.track, track) ? old.object : stageObject(track);
      known.set(id, { track, object });
      if (object) next.push(object);
    }
    if (next.length !== last.length || next.some((object, index) => object !== last[index])) last = next;
    return last;
  };
}

const clip = (value: number, low: number): number => Math.min(1, Math.max(low, value));

/** Where an object sounds at a timeline sample: its lanes, else its static place. */
export function positionAt(
  object: Pick<StageObject, 'lanes' | 'position' | 'moves'>,
  time: number,
): RoomPosition {
  if (!object.moves) return object.position;
  const { lanes, position } = object;
  return {
    x: clip(laneValueAt(lanes.x, time, position.x), -1),
    y: clip(laneValueAt(lanes.y, time, position.y), -1),
    z: clip(laneValueAt(lanes.z, time, position.z), 0),
  };
}

/** Size of an object at a timeline sample, 0…1. */
export const sizeAt = (object: Pick<StageObject, 'lanes' | 'size'>, time: number): number =>
  clip(laneValueAt(object.lanes.size, time, object.size), 0);

/** The dot of one channel: its object's place shifted along the floor and clipped to the room. */
export const dotPosition = (place: RoomPosition, { x, y }: PairOffset): RoomPosition =>
  x === 0 && y === 0 ? place : { ...place, x: clip(place.x + x, -1), y: clip(place.y + y, -1) };

/** Speakers the stage draws for a render target; headphones show the virtual room they are made from. */
export const stageSpeakers = (target: RenderTarget): readonly Speaker[] =>
  LAYOUT_SPEAKERS[target === 'binaural' ? '9.1.6' : target];

/** A short name for what is monitored, e.g. "7.1.4" or "Headphones · virtual 9.1.6". */
export const targetTitle = (target: RenderTarget): string =>
  target === 'binaural' ? 'Headphones · virtual 9.1.6' : target;

/** Brightness of something that sounds at this linear peak: 0 at −60 dBFS and below … 1 at −6 dBFS and above. */
export function litBy(peak: number): number {
  if (peak <= 0.001) return 0;
  return Math.min(1, (20 * Math.log10(peak) + 60) / 54);
}

/** Size from which headphones hear an object through the virtual speakers alone. */
const SPREAD_SIZE = 0.2;

/** How an object comes to two ears: linear gains of its own source in the room and of the virtual speakers. */
export interface EarShares {
  readonly direct: number;
  readonly speakers: number;
}

/**
 * A point is heard from its own direction; what is large, snapped, masked or diverging from the virtual speakers, with a
 * fade of constant power between. So is the diffuse share, however small the object. Plain stereo is neither. CONTRACT: as
 * src/core/assembly/ears/mix.ts and `mixDiffuse` of strip/strip.ts.
 */
export function earShares(
  { law, binaural, diffuse }: Pick<StageObject, 'law' | 'binaural' | 'diffuse'>,
  size: number,
): EarShares {
  if (binaural === 'off') return { direct: 0, speakers: 0 };
  const { snapDistance, zones, divergence } = law;
  if (snapDistance !== null || zones.length > 0 || divergence > 0 || size >= SPREAD_SIZE)
    return { direct: 0, speakers: 1 };
  const way = (Math.max(0, size) / SPREAD_SIZE) * (Math.PI / 2);
  const direct = Math.sqrt(1 - diffuse) * Math.cos(way);
  return { direct, speakers: Math.sqrt(1 - direct * direct) };
}
