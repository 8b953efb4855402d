import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RoomPosition, samples } from '../../units/index.ts';
import { createDocument } from '../document.ts';
import { laneValueAt } from '../lane-value.ts';
import { parseSession, serialiseSession } from '../parse.ts';
import { testSession } from '../test-session.ts';
import type { LanePoint, LaneTarget, Session, Track } from '../types.ts';
import { mirrorObjects, objectsMiddle, rotateObjects, scaleObjects } from './object-groups.ts';
import { deleteTracks } from './tracks.ts';

const ROOM: RoomPosition = { x: 0, y: 0, z: 0 };

/** The test session with its objects at given places, and nothing else of them changed. */
function objectsAt(places: readonly RoomPosition[], lanes: Track['lanes'] = {}): Session {
  const session = testSession();
  const objects = Object.values<Track>(session.tracks).filter(({ output }) => output.kind === 'object');
  const tracks = { ...session.tracks };
  places.forEach((position, index) => {
    const track = objects[index];
    if (track?.output.kind !== 'object') throw new Error('the test session has too few objects');
    tracks[track.id] = { ...track, lanes, output: { ...track.output, position } };
  });
  return { ...session, tracks };
}

const objectsOf = (session: Session): readonly Track[] =>
  Object.values<Track>(session.tracks).filter(({ output }) => output.kind === 'object');

function edited(
  session: Session,
  recipe: Parameters<ReturnType<typeof createDocument>['transact']>[2],
): Session {
  const document = createDocument(session);
  document.transact('group', 'undoable', recipe);
  return document.get();
}

const placeOf = (session: Session, index = 0): RoomPosition => {
  const output = objectsOf(session)[index]?.output;
  if (output?.kind !== 'object') throw new Error('no object');
  return output.position;
};

const heardAt = (track: Track | undefined, time: number): RoomPosition => {
  if (track?.output.kind !== 'object') throw new Error('no object');
  const { lanes, output } = track;
  return {
    x: laneValueAt(lanes.x, time, output.position.x),
    y: laneValueAt(lanes.y, time, output.position.y),
    z: laneValueAt(lanes.z, time, output.position.z),
  };
};

describe('objects turned together', () => {
  it('go from the front to the left at +90°, exactly', () => {
    const session = objectsAt([{ x: 0.25, y: 1, z: 0.5 }]);
    const turned = edited(session, (draft) => rotateObjects(draft, objectsOf(session), 90, ROOM));
    expect(placeOf(turned)).toEqual({ x: -1, y: 0.25, z: 0.5 });
  });

  it('stop at the wall, and a drag that comes back finds them where they were', () => {
    const session = objectsAt([{ x: 1, y: 1, z: 0 }]);
    const from = objectsOf(session);
    const document = createDocument(session);
    document.transact('turn', 'gesture', (draft) => rotateObjects(draft, from, 45, ROOM));
    expect(placeOf(document.get())).toEqual({ x: 0, y: 1, z: 0 });
    document.transact('turn', 'gesture', (draft) => rotateObjects(draft, from, 0, ROOM));
    expect(placeOf(document.get())).toEqual({ x: 1, y: 1, z: 0 });
  });

  it('keep their distance from the centre, wherever no wall is in the way', () => {
    const inner = fc.double({ min: -0.7, max: 0.7, noNaN: true });
    fc.assert(
      fc.property(inner, inner, fc.double({ min: -720, max: 720, noNaN: true }), (x, y, degrees) => {
        const session = objectsAt([{ x, y, z: 0.3 }]);
        const turned = placeOf(
          edited(session, (draft) => rotateObjects(draft, objectsOf(session), degrees, ROOM)),
        );
        expect(Math.hypot(turned.x, turned.y)).toBeCloseTo(Math.hypot(x, y), 8);
        expect(turned.z).toBe(0.3);
      }),
      { seed: 6101 },
    );
  });

  const lane = (points: readonly (readonly [number, number, LanePoint['curve']])[]): readonly LanePoint[] =>
    points.map(([time, value, curve]) => ({ time: samples(time), value, curve }));

  it('take their paths along: every moment of every kind of path is turned', () => {
    const lanes: Partial<Record<LaneTarget, readonly LanePoint[]>> = {
      x: lane([
        [1000, -0.4, 'linear'],
        [5000, 0.4, 'hold'],
        [7000, -0.1, 's-curve'],
        [9000, 0.3, 'linear'],
        [9000, -0.2, 'linear'],
        [12_000, 0, 'linear'],
      ]),
      y: lane([
        [2000, 0.5, 's-curve'],
        [8000, -0.5, 'linear'],
        [10_000, 0.1, 'hold'],
      ]),
    };
    const session = objectsAt([{ x: 0.1, y: 0.1, z: 0 }], lanes);
    const turned = edited(session, (draft) => rotateObjects(draft, objectsOf(session), 30, ROOM));
    const [before, after] = [objectsOf(session)[0], objectsOf(turned)[0]];
    const [cosine, sine] = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)];
    for (let time = 0; time <= 14_000; time += 1) {
      const [old, now] = [heardAt(before, time), heardAt(after, time)];
      // A curve against another shape is cut into sixteen straight pieces.
      expect(Math.abs(now.x - (cosine * old.x - sine * old.y))).toBeLessThan(0.003);
      expect(Math.abs(now.y - (sine * old.x + cosine * old.y))).toBeLessThan(0.003);
    }
    // What is straight or held stays as few points as before.
    expect(after?.lanes.x?.filter(({ time }) => time < 2000 || time > 10_000)).toHaveLength(2);
  });

  it('have no points the document refuses', () => {
    const lanes = {
      x: lane([
        [0, -1, 's-curve'],
        [4, 1, 'linear'],
      ]),
      y: lane([
        [1, 1, 'hold'],
        [3, -1, 'linear'],
      ]),
    };
    const session = objectsAt([{ x: 0, y: 0, z: 0 }], lanes);
    const turned = edited(session, (draft) => rotateObjects(draft, objectsOf(session), 33, ROOM));
    expect(parseSession(serialiseSession(turned)).ok).toBe(true);
  });
});

describe('objects scaled and mirrored together', () => {
  it('halve their distances from the middle of the selection, and meet in it at 0', () => {
    const session = objectsAt([
      { x: -0.6, y: 0.2, z: 0 },
      { x: 0.2, y: 1, z: 0.4 },
    ]);
    const from = objectsOf(session);
    const middle = objectsMiddle(from.slice(0, 2), 0);
    expect(middle).toEqual({ x: -0.2, y: 0.6, z: 0.2 });
    if (!middle) return;
    const half = edited(session, (draft) => scaleObjects(draft, from.slice(0, 2), 0.5, middle));
    expect([placeOf(half, 0), placeOf(half, 1)]).toEqual([
      { x: -0.4, y: 0.4, z: 0.1 },
      { x: 0, y: 0.8, z: 0.3 },
    ]);
    const none = edited(session, (draft) => scaleObjects(draft, from.slice(0, 2), -3, middle));
    expect([placeOf(none, 0), placeOf(none, 1)]).toEqual([middle, middle]);
  });

  it('come back to where they were when mirrored twice, paths and all', () => {
    const lanes = { x: [{ time: samples(10), value: 0.7, curve: 's-curve' as const }] };
    for (const axis of ['x', 'y'] as const) {
      const session = objectsAt([{ x: 0.7, y: 0.25, z: 0.5 }], lanes);
      const once = edited(session, (draft) => mirrorObjects(draft, objectsOf(session), axis, ROOM));
      expect(placeOf(once)[axis]).toBe(-placeOf(session)[axis]);
      const twice = edited(once, (draft) => mirrorObjects(draft, objectsOf(once), axis, ROOM));
      expect(twice.tracks).toEqual(session.tracks);
    }
  });

  it('leave the bed alone and pass over tracks that are gone', () => {
    const session = testSession();
    const all = Object.values<Track>(session.tracks);
    const bed = all.filter(({ output }) => output.kind === 'bed');
    const turned = edited(session, (draft) => {
      deleteTracks(
        draft,
        objectsOf(session)
          .slice(0, 1)
          .map(({ id }) => id),
      );
      return rotateObjects(draft, all, 45, ROOM);
    });
    for (const track of bed) expect(turned.tracks[track.id]).toEqual(track);
  });
});
