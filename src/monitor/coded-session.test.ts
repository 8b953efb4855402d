import { describe, expect, it } from 'vitest';
import {
  type Clip,
  countedIds,
  newSession,
  plainObject,
  plainRouting,
  plainStrip,
  type Session,
  type Track,
  type TrackId,
} from '../session/index.ts';
import { samples } from '../units/index.ts';
import { codeSpatially, mixElements, placeElements, splitObjects } from './index.ts';

const point = (time: number, value: number) => ({ time: samples(time), value, curve: 'linear' as const });

/** A stereo object that moves, with a clip, and a mono one that snaps. */
function mix(): Session {
  const base = newSession({ name: 'mix', sampleRate: 48_000, frameRate: '24', ids: countedIds() });
  const track = (id: string, changes: Partial<Track>): Track => ({
    id: id as TrackId,
    name: id,
    family: 'music',
    colour: null,
    format: 'mono',
    strip: plainStrip(),
    ...plainRouting(),
    output: plainObject({ x: 0, y: 0.5, z: 0 }, 0.2),
    lanes: {},
    ...changes,
  });
  const pair = track('pair', {
    format: 'stereo',
    output: plainObject({ x: 0, y: 0.5, z: 0 }, 0.2, 0.4),
    lanes: { x: [point(0, 0), point(48_000, 0.8)], rideDb: [point(0, -6)] },
  });
  const lone = track('lone', {
    output: { ...plainObject({ x: -0.9, y: 0.9, z: 0 }), snap: { on: true, maxDistance: null } },
  });
  const clip = { id: 'c', trackId: 'pair', stemId: 'a', channels: [3, 5] } as unknown as Clip;
  return {
    ...base,
    tracks: { [pair.id]: pair, [lone.id]: lone } as Session['tracks'],
    trackOrder: [pair.id, lone.id],
    clips: { c: clip } as unknown as Session['clips'],
  };
}

const silent = { track: () => 0, bed: () => 0 };

describe('a coded session', () => {
  it('parts stereo objects into two mono ones that stand and move as before', () => {
    const split = splitObjects(mix());
    expect(split.trackOrder).toEqual(['pair', 'pair~right', 'lone']);
    const clips = Object.values<Clip>(split.clips).map(({ trackId, channels }) => [trackId, channels]);
    expect(clips).toEqual([
      ['pair', [3]],
      ['pair~right', [5]],
    ]);
    const places = (at: number) =>
      mixElements(split, at, silent)
        .slice(9)
        .map(({ position }) => Number(position.x.toFixed(9)));
    expect(places(0)).toEqual([-0.4, 0.4, -0.9]);
    expect(places(24_000)).toEqual([0, 0.7, -0.9]);
    // Beyond the wall an object stands at it, as the panner has it.
    expect(places(48_000)).toEqual([0.4, 1, -0.9]);
    const alone = { ...mix(), trackOrder: ['lone' as TrackId] };
    expect(splitObjects({ ...alone, tracks: { lone: alone.tracks['lone' as TrackId] } as never }).clips).toBe(
      alone.clips,
    );
  });

  it('puts objects and bed channels at their clusters, keeps sizes and rides, and drops snap', () => {
    const split = splitObjects(mix());
    const loud = {
      track: (id: string) => (id === 'lone' ? 1e-6 : 0.01),
      bed: () => 1,
    };
    const clusters = codeSpatially(mixElements(split, 0, loud), 12);
    expect(clusters.length).toBe(11);
    const { session, bedPlaces } = placeElements(split, clusters);
    const lone = session.tracks['lone' as TrackId];
    // The quiet object by the left speaker goes to that channel of the bed.
    const [left] = bedPlaces;
    expect(lone?.output).toMatchObject({ kind: 'object', position: left, snap: { on: false } });
    expect(left?.x).toBeCloseTo(-1, 5);
    const pair = session.tracks['pair' as TrackId];
    expect(pair?.output).toMatchObject({ size: 0.2 });
    expect(Object.keys(pair?.lanes ?? {})).toEqual(['rideDb']);
    expect(bedPlaces.length).toBe(10);
  });

  it('changes no place where there is room for every element', () => {
    const split = splitObjects(mix());
    const elements = mixElements(split, 0, silent);
    const { session, bedPlaces } = placeElements(split, codeSpatially(elements, 16));
    expect(elements.length).toBe(12);
    expect(bedPlaces[4]).toEqual({ x: -1, y: 0, z: 0 });
    for (const { id, position } of elements.slice(9))
      expect(session.tracks[id as TrackId]?.output).toMatchObject({ position });
  });
});
