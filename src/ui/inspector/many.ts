import { laneValueAt, type ObjectOutput, type Track, type TrackId } from '../../session/index.ts';
import type { RoomPosition } from '../../units/index.ts';

/** An object track: a track whose output is an object. */
export interface ObjectTrack extends Track {
  readonly output: ObjectOutput;
}

/** The object tracks among these ids, the primary one last. */
export function objectTracks(
  tracks: Readonly<Record<TrackId, Track>>,
  ids: readonly TrackId[],
): readonly ObjectTrack[] {
  return ids.flatMap((id) => {
    const track: Track | undefined = tracks[id];
    return track?.output.kind === 'object' ? [{ ...track, output: track.output }] : [];
  });
}

/** Where an object is heard at a timeline sample: its paths, else its static place. */
export function heardPlace({ lanes, output }: ObjectTrack, at: number): RoomPosition {
  const { position } = output;
  return {
    x: laneValueAt(lanes.x, at, position.x),
    y: laneValueAt(lanes.y, at, position.y),
    z: laneValueAt(lanes.z, at, position.z),
  };
}

/** The value all things share; null if they differ or there are none. Numbers are compared as they are shown. */
export function shared<T>(
  values: readonly T[],
  same = (one: T, other: T): boolean => one === other,
): T | null {
  const [first, ...rest] = values;
  if (first === undefined) return null;
  return rest.every((value) => same(first, value)) ? first : null;
}

/** Equal to two decimals, as the rows show them. */
export const sameShown = (one: number, other: number): boolean => Math.abs(one - other) < 0.005;
