/** A session as it is heard after spatial coding: objects stand where their clusters do, the bed's channels too. */
import {
  type Clip,
  type ClipId,
  laneValueAt,
  type ObjectOutput,
  plainObject,
  type Session,
  type Track,
  type TrackId,
} from '../session/index.ts';
import { LAYOUT_SPEAKERS, type RoomPosition } from '../units/index.ts';
import type { Cluster, SoundElement } from './spatial-coding.ts';

/** Mean squares of what sounds now. */
export interface MixLevels {
  /** Of a track of the split session. */
  track(id: TrackId): number;
  /** Of a channel of the 7.1.2 bed. */
  bed(channel: number): number;
}

const BED = LAYOUT_SPEAKERS['7.1.2'];
const bedId = (label: string): string => `bed:${label}`;

const clip1 = (value: number): number => Math.min(1, Math.max(-1, value));

function halfOf(track: Track, side: -1 | 1, id: TrackId): Track {
  const output = track.output as ObjectOutput;
  const shift = side * output.spread;
  const { x, ...lanes } = track.lanes;
  return {
    ...track,
    id,
    format: 'mono',
    output: { ...output, position: { ...output.position, x: clip1(output.position.x + shift) }, spread: 0 },
    lanes: {
      ...lanes,
      ...(x && { x: x.map((point) => ({ ...point, value: clip1(point.value + shift) })) }),
    },
  };
}

/**
 * The session with each stereo object track as two mono ones, so that its objects can part: the left keeps the track's id.
 * Sounds as before. Only for an engine: ids of the new tracks and clips are not a document's.
 */
export function splitObjects(session: Session): Session {
  const pairs = Object.values<Track>(session.tracks).filter(
    ({ output, format }) => output.kind === 'object' && format === 'stereo',
  );
  if (pairs.length === 0) return session;
  const tracks: Record<TrackId, Track> = { ...session.tracks };
  const clips: Record<ClipId, Clip> = { ...session.clips };
  const rightOf = new Map<TrackId, TrackId>();
  for (const track of pairs) {
    const right = `${track.id}~right` as TrackId;
    rightOf.set(track.id, right);
    tracks[track.id] = halfOf(track, -1, track.id);
    tracks[right] = halfOf(track, 1, right);
  }
  for (const clip of Object.values<Clip>(session.clips)) {
    const right = rightOf.get(clip.trackId);
    const [first, second] = clip.channels;
    if (right === undefined || first === undefined || second === undefined) continue;
    const rightClip = `${clip.id}~right` as ClipId;
    clips[clip.id] = { ...clip, channels: [first] };
    clips[rightClip] = { ...clip, id: rightClip, trackId: right, channels: [second] };
  }
  const trackOrder = session.trackOrder.flatMap((id) => {
    const right = rightOf.get(id);
    return right === undefined ? [id] : [id, right];
  });
  return { ...session, tracks, clips, trackOrder };
}

const objectTracks = (session: Session): readonly Track[] =>
  session.trackOrder.flatMap((id) => {
    const track = session.tracks[id];
    return track?.output.kind === 'object' ? [track] : [];
  });

/** Bed channels (LFE left out) and objects of a split session at a timeline sample. */
export function mixElements(split: Session, at: number, levels: MixLevels): readonly SoundElement[] {
  const bed = BED.flatMap(({ label, room }, channel) =>
    room ? [{ id: bedId(label), position: room, energy: levels.bed(channel) }] : [],
  );
  const objects = objectTracks(split).map((track) => {
    const { position } = track.output as ObjectOutput;
    const axis = (name: 'x' | 'y' | 'z'): number => {
      const points = track.lanes[name];
      return points && points.length > 0 ? laneValueAt(points, at, position[name]) : position[name];
    };
    return {
      id: track.id,
      position: { x: axis('x'), y: axis('y'), z: axis('z') },
      energy: levels.track(track.id),
    };
  });
  return [...bed, ...objects];
}

/** A mix after coding. */
export interface CodedMix {
  readonly session: Session;
  /** Places of the bed's ten channels. */
  readonly bedPlaces: readonly RoomPosition[];
}

/**
 * Puts every element at the place of its cluster. Sizes stay; snap, zones, divergence and diffuse shares do not: what a decoder gets are
 * places. An element in no cluster stays where it is.
 */
export function placeElements(split: Session, clusters: readonly Cluster[]): CodedMix {
  const placeOf = new Map(clusters.flatMap(({ members, position }) => members.map((id) => [id, position])));
  const tracks: Record<TrackId, Track> = { ...split.tracks };
  for (const track of objectTracks(split)) {
    const place = placeOf.get(track.id);
    if (!place) continue;
    const output = track.output as ObjectOutput;
    const { x: _x, y: _y, z: _z, ...lanes } = track.lanes;
    tracks[track.id] = {
      ...track,
      output: { ...plainObject(place, output.size), binaural: output.binaural },
      lanes,
    };
  }
  const bedPlaces = BED.map(({ label, room }) => placeOf.get(bedId(label)) ?? room ?? { x: 0, y: 1, z: 0 });
  return { session: { ...split, tracks }, bedPlaces };
}
