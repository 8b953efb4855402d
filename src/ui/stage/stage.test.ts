import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addLanePoint,
  addTrack,
  countedIds,
  createDocument,
  newSession,
  plainObject,
  setOutput,
  setStrip,
  trackOwner,
} from '../../session/index.ts';
import {
  describePosition,
  nearest,
  PLANE_VIEWS,
  project,
  ROOM_MARGIN,
  roomFrame,
  unproject,
} from './projection.ts';
import { createObjectLister, earShares, stageObjects } from './stage-model.ts';

const unit = fc.double({ min: -1, max: 1, noNaN: true });
const position = fc.record({ x: unit, y: unit, z: fc.double({ min: 0, max: 1, noNaN: true }) });

describe('projection', () => {
  it('comes back to the same place in every view', () => {
    fc.assert(
      fc.property(fc.constantFrom(...PLANE_VIEWS), position, (view, place) => {
        const frame = roomFrame(view, 548, 330, 20);
        const back = unproject(view, project(view, place, frame), frame, place);
        expect(back.x).toBeCloseTo(place.x, 9);
        expect(back.y).toBeCloseTo(place.y, 9);
        expect(back.z).toBeCloseTo(place.z, 9);
      }),
      { seed: 4101 },
    );
  });

  it('clips a drag that leaves the room to its wall', () => {
    const frame = roomFrame('plan', 400, 400);
    expect(unproject('plan', { x: -500, y: 9000 }, frame, { x: 0, y: 0, z: 0.4 })).toEqual({
      x: -1,
      y: -1,
      z: 0.4,
    });
  });

  it('keeps the room inside the canvas at any size', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...PLANE_VIEWS),
        fc.integer({ min: 120, max: 3000 }),
        fc.integer({ min: 120, max: 2000 }),
        (view, width, height) => {
          const frame = roomFrame(view, width, height, 28);
          expect(frame.left).toBeGreaterThanOrEqual(0);
          expect(frame.left + frame.width).toBeLessThanOrEqual(width);
          expect(frame.top + frame.height).toBeLessThanOrEqual(Math.max(height, 28 + 2 * ROOM_MARGIN + 40));
          const aspect = frame.width / frame.height;
          expect(aspect).toBeGreaterThanOrEqual((view === 'plan' ? 1 : 2) - 1e-9);
          expect(aspect).toBeLessThanOrEqual((view === 'plan' ? 1.7 : 2.4) + 1e-9);
        },
      ),
      { seed: 4102 },
    );
  });

  it('finds the topmost dot within reach', () => {
    const dots = [
      { x: 10, y: 10 },
      { x: 10, y: 10 },
      { x: 40, y: 10 },
    ];
    expect(nearest(dots, { x: 12, y: 10 }, 12)).toBe(1);
    expect(nearest(dots, { x: 70, y: 10 }, 12)).toBe(-1);
  });

  it('says where a dot is', () => {
    expect(describePosition({ x: -0.3, y: 0.8, z: 0.4 })).toBe('left 30, front 80, height 40');
    expect(describePosition({ x: 0, y: -1, z: 0 })).toBe('centre, back 100, height 0');
    expect(describePosition({ x: 0.001, y: 0.004, z: 1 })).toBe('centre, middle, height 100');
  });
});

describe('an object on headphones', () => {
  const law = { snapDistance: null, zones: [], divergence: 0, divergenceRange: 1 } as const;

  it('is heard from its own direction as a point, from the virtual speakers when large, with unity power between', () => {
    expect(earShares({ law, diffuse: 0, binaural: 'mid' }, 0)).toEqual({ direct: 1, speakers: 0 });
    expect(earShares({ law, diffuse: 0, binaural: 'near' }, 0.2)).toEqual({ direct: 0, speakers: 1 });
    const { direct, speakers } = earShares({ law, diffuse: 0, binaural: 'far' }, 0.07);
    expect(direct * direct + speakers * speakers).toBeCloseTo(1, 12);
  });

  it('is heard from the virtual speakers once the law places it, and from neither in plain stereo', () => {
    expect(earShares({ law: { ...law, snapDistance: 1 }, diffuse: 0, binaural: 'mid' }, 0).speakers).toBe(1);
    expect(earShares({ law: { ...law, divergence: 0.1 }, diffuse: 0, binaural: 'mid' }, 0).direct).toBe(0);
    expect(earShares({ law, diffuse: 1, binaural: 'off' }, 0)).toEqual({ direct: 0, speakers: 0 });
  });

  it('has its diffuse share from the virtual speakers', () => {
    const { direct, speakers } = earShares({ law, diffuse: 0.25, binaural: 'mid' }, 0);
    expect(direct * direct).toBeCloseTo(0.75, 12);
    expect(speakers * speakers).toBeCloseTo(0.25, 12);
    expect(earShares({ law, diffuse: 1, binaural: 'mid' }, 0)).toEqual({ direct: 0, speakers: 1 });
  });
});

describe('the list of objects', () => {
  const setUp = () => {
    const ids = countedIds();
    const document = createDocument(
      newSession({ name: 'Room', sampleRate: 48_000, frameRate: '24', ids: countedIds('s') }),
    );
    const [cello, horn] = [ids.track(), ids.track()];
    document.transact('Set up', 'silent', (draft) => {
      for (const id of [cello, horn]) {
        addTrack(draft, { id, name: id, format: 'mono', family: 'music' });
        setOutput(draft, id, plainObject({ x: 0, y: 1, z: 0 }));
      }
    });
    return { document, cello, horn, list: createObjectLister() };
  };

  it('stays the same while an edit changes nothing the stage shows', () => {
    const { document, cello, list } = setUp();
    const before = list(document.get());
    expect(before).toEqual(stageObjects(document.get()));
    document.transact('Ride', 'undoable', (draft) => {
      setStrip(draft, cello, { muted: true });
      addLanePoint(draft, trackOwner(cello), 'rideDb', { time: 0, value: -6 });
    });
    expect(list(document.get())).toBe(before);
  });

  it('has new objects for what moved and the old ones for the rest', () => {
    const { document, cello, horn, list } = setUp();
    const before = list(document.get());
    document.transact('Move', 'undoable', (draft) =>
      addLanePoint(draft, trackOwner(cello), 'x', { time: 0, value: -1 }),
    );
    const after = list(document.get());
    expect(after).toEqual(stageObjects(document.get()));
    expect(after[0]?.moves).toBe(true);
    expect(after[1]).toBe(before[1]);
    document.transact('Order', 'undoable', (draft) => {
      draft.trackOrder = [horn, cello];
    });
    expect(list(document.get()).map(({ id }) => id)).toEqual([horn, cello]);
  });
});
