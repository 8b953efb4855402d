import { describe, expect, it } from 'vitest';
import { samples } from '../../units/index.ts';
import { convertRate } from '../convert-rate.ts';
import { createDocument, type Recipe } from '../document.ts';
import { elevationOf } from '../elevation.ts';
import { laneValueAt } from '../lane-value.ts';
import { parseSession, serialiseSession } from '../parse.ts';
import { testSession } from '../test-session.ts';
import { type PathContext, placeOn, type Trajectory, type TrajectoryShape } from '../trajectories.ts';
import type { ClipId, Session, TrackId } from '../types.ts';
import * as edits from './index.ts';

const CELLO = 't-cello' as TrackId;
const CLIP = 'c-cello-1' as ClipId;
const SECOND = 48_000;

const orbit: TrajectoryShape = {
  kind: 'orbit',
  centre: { x: 0, y: 0, z: 0.3 },
  radius: 0.7,
  startDeg: 0,
  period: { value: 2, unit: 'beats' },
  direction: 'anticlockwise',
};
const over = (from: number, to: number, shape: TrajectoryShape = orbit): Trajectory => ({
  start: samples(from * SECOND),
  end: samples(to * SECOND),
  shape,
});
const open = (...recipes: readonly Recipe[]) => {
  const document = createDocument(testSession());
  for (const recipe of recipes) document.transact('Do', 'undoable', recipe);
  return document;
};
const at = (session: Session, second: number) => {
  const track = session.tracks[CELLO];
  if (track?.output.kind !== 'object') throw new Error('the cello is an object');
  const { lanes, output } = track;
  const time = second * SECOND;
  return {
    x: laneValueAt(lanes.x, time, output.position.x),
    y: laneValueAt(lanes.y, time, output.position.y),
    z: laneValueAt(lanes.z, time, output.position.z),
  };
};
const context = ({ tempo, sampleRate }: Session): PathContext => ({ tempo, sampleRate, elevation: 'free' });
const made = (session: Session) => session.tracks[CELLO]?.trajectories ?? [];

describe('trajectories of objects', () => {
  it('write the lanes they say, and leave what is outside', () => {
    const before = testSession();
    const document = open((draft) => edits.writeTrajectory(draft, CELLO, over(5, 9)));
    const session = document.get();
    for (const second of [5, 6.1, 7.77, 8.9]) {
      const said = placeOn(over(5, 9), second * SECOND, context(session));
      const heard = at(session, second);
      for (const axis of ['x', 'y', 'z'] as const) expect(heard[axis]).toBeCloseTo(said[axis], 2);
    }
    for (const second of [0.5, 3, 4.99, 9, 20]) expect(at(session, second)).toEqual(at(before, second));
    const stored = parseSession(serialiseSession(session), 'test');
    expect(stored).toMatchObject({ ok: true, value: session });
    document.undo();
    expect(document.get()).toEqual(createDocument(before).get());
  });

  it('stay editable: a new form of a shape replaces the old one, wherever that was', () => {
    const document = open(
      (draft) => edits.writeTrajectory(draft, CELLO, over(5, 9)),
      (draft) => edits.writeTrajectory(draft, CELLO, over(6, 8, { ...orbit, radius: 0.3 } as never), 0),
    );
    const session = document.get();
    expect(made(session)).toHaveLength(1);
    const said = placeOn(over(6, 8, { ...orbit, radius: 0.3 } as never), 7 * SECOND, context(session));
    expect(at(session, 7).y).toBeCloseTo(said.y, 2);
    // Where only the old one was, the object stays where it was before.
    expect(at(session, 5.5)).toEqual(at(testSession(), 4.9));
  });

  it('that overlap forget each other', () => {
    const document = open(
      (draft) => edits.writeTrajectory(draft, CELLO, over(5, 9)),
      (draft) => edits.writeTrajectory(draft, CELLO, over(12, 14)),
      (draft) => edits.writeTrajectory(draft, CELLO, over(8, 10)),
    );
    expect(made(document.get()).map(({ start }) => start / SECOND)).toEqual([8, 12]);
  });

  it('are taken away with their path, or leave it as points', () => {
    const document = open((draft) => edits.writeTrajectory(draft, CELLO, over(5, 9)));
    const path = document.get().tracks[CELLO]?.lanes;
    document.transact('Forget', 'undoable', (draft) => edits.removeTrajectory(draft, CELLO, 0, 'points'));
    expect(document.get().tracks[CELLO]?.lanes).toEqual(path);
    document.undo();
    document.transact('Remove', 'undoable', (draft) => edits.removeTrajectory(draft, CELLO, 0, 'nothing'));
    expect(made(document.get())).toEqual([]);
    expect(at(document.get(), 7)).toEqual(at(testSession(), 4.9));
  });

  it('go with an object that is moved, with clips whose lanes follow, and to another rate', () => {
    const document = open(
      (draft) => edits.writeTrajectory(draft, CELLO, over(5, 9)),
      (draft) => {
        const track = draft.tracks[CELLO];
        if (track?.output.kind === 'object')
          edits.moveObject(draft, CELLO, { ...track.output.position, x: track.output.position.x - 0.1 });
      },
      (draft) => edits.moveClips(draft, [CLIP], { by: 10 * SECOND, withLanes: true }),
    );
    const session = document.get();
    const [moved] = made(session);
    expect(moved?.start).toBe(15 * SECOND);
    expect(moved?.shape).toMatchObject({ centre: { x: -0.1 } });
    for (const second of [15.5, 17.3])
      expect(at(session, second).x).toBeCloseTo(
        // The tempo is the same everywhere in this session.
        placeOn(moved as Trajectory, second * SECOND, context(session)).x,
        2,
      );
    expect(made(convertRate(session, 96_000))[0]).toMatchObject({
      start: 30 * SECOND,
      end: 38 * SECOND,
    });
  });

  it('that are turned keep their path and lose their numbers', () => {
    const document = open(
      (draft) => edits.writeTrajectory(draft, CELLO, over(5, 9)),
      (draft) => edits.rotateObjects(draft, [document0(draft)], 90, { x: 0, y: 0 }),
    );
    expect(made(document.get())).toEqual([]);
    expect(document.get().tracks[CELLO]?.lanes.x?.length).toBeGreaterThan(10);
  });

  it('are refused where they would go round without end', () => {
    const document = createDocument(testSession());
    const outcome = document.transact('Orbit', 'undoable', (draft) =>
      edits.writeTrajectory(
        draft,
        CELLO,
        over(0, 60, { ...orbit, period: { value: 0.01, unit: 'seconds' } } as TrajectoryShape),
      ),
    );
    expect(outcome).toMatchObject({ ok: false, code: 'path-too-fast' });
  });
});

const document0 = (draft: { readonly tracks: Session['tracks'] }) => {
  const track = draft.tracks[CELLO];
  if (!track) throw new Error('the cello is there');
  return structuredClone(JSON.parse(JSON.stringify(track))) as typeof track;
};

describe('paths drawn by hand', () => {
  it('are written thinned, with the heights of the elevation mode', () => {
    const drawn = Array.from({ length: 500 }, (_, index) => ({
      time: 5 * SECOND + index * 200,
      x: Math.sin(index / 60) / 2,
      y: Math.cos(index / 60) / 2,
      z: 0.4,
    }));
    const free = open((draft) => edits.drawPath(draft, CELLO, drawn)).get();
    const dome = open(
      (draft) => edits.setObject(draft, CELLO, { elevationMode: 'sphere' }),
      (draft) => edits.drawPath(draft, CELLO, drawn),
    ).get();
    for (const { time, x, y, z } of drawn.slice(1, -1)) {
      const heard = at(free, time / SECOND);
      expect(heard.x).toBeCloseTo(x, 2);
      expect(heard.z).toBeCloseTo(z, 2);
      expect(at(dome, time / SECOND).z).toBeCloseTo(elevationOf('sphere', x, y) ?? 0, 2);
    }
    expect(free.tracks[CELLO]?.lanes.y?.length).toBeLessThan(120);
  });

  it('have points that are moved on all axes at once', () => {
    const document = open(
      (draft) => edits.writeTrajectory(draft, CELLO, over(5, 9)),
      (draft) => edits.movePathPoint(draft, CELLO, { time: 7 * SECOND, x: 0.1, y: 0.2, z: 0.9 }),
    );
    expect(at(document.get(), 7)).toMatchObject({ x: 0.1, y: 0.2 });
  });
});

describe('elevation modes of objects', () => {
  it('give a moved object the height of its place, and its path too', () => {
    const document = open(
      (draft) => edits.setObject(draft, CELLO, { elevationMode: 'wedge' }),
      (draft) => edits.moveObject(draft, CELLO, { x: 0.1, y: 0.25, z: 0 }),
    );
    const track = document.get().tracks[CELLO];
    expect(track?.output).toMatchObject({ position: { y: 0.25, z: 0.75 } });
    expect(track?.lanes.z?.every(({ value }) => Math.abs(value - 0.75) < 1e-9)).toBe(true);
    document.transact('Free', 'undoable', (draft) =>
      edits.setObject(draft, CELLO, { elevationMode: 'free' }),
    );
    document.transact('Move', 'undoable', (draft) => edits.moveObject(draft, CELLO, { x: 0, y: 0, z: 0.2 }));
    expect(document.get().tracks[CELLO]?.output).toMatchObject({ position: { z: expect.closeTo(0.2, 9) } });
  });
});
