import { beforeEach, describe, expect, test } from 'vitest';
import {
  type AnyLaneTarget,
  addTrack,
  countedIds,
  createDocument,
  type LaneOwner,
  lanesOf,
  laneValueAt,
  newSession,
  plainObject,
  setLane,
  setLoop,
  setOutput,
  type TimeSpan,
  type TrackId,
  trackOwner,
} from '../../session/index.ts';
import { memorySettings } from '../state/persist.ts';
import { Automation } from './automation.ts';

const RATE = 48_000;

/** An engine whose playhead is put where the test wants it, over a session of one object. */
function desk() {
  const ids = countedIds();
  const document = createDocument(newSession({ name: 'Desk', sampleRate: RATE, frameRate: '24', ids }));
  let made: TrackId | null = null;
  document.transact('Add', 'undoable', (draft) => {
    made = ids.track();
    addTrack(draft, { id: made, name: 'Cello', family: 'music', format: 'mono' });
    setOutput(draft, made, plainObject({ x: 0, y: 1, z: 0 }));
  });
  if (made === null) throw new Error('no track was made');
  const owner: LaneOwner = trackOwner(made);
  const state = { playing: false, position: 0, ms: 0, span: null as TimeSpan | null, heard: 0 };
  const automation = new Automation({
    document,
    engine: {
      getState: () => ({ playing: state.playing, speed: 1 }) as never,
      telemetry: {
        poll: () => undefined,
        get position() {
          return state.position;
        },
        get playing() {
          return state.playing;
        },
      } as never,
    },
    settings: memorySettings(),
    isReadOnly: () => false,
    selection: () => state.span,
    playStart: () => 0,
    onHeard: () => {
      state.heard += 1;
    },
    now: () => state.ms,
  });
  const to = (position: number) => {
    state.ms += Math.max(0, ((position - state.position) / RATE) * 1000);
    state.position = position;
    automation.tick();
  };
  const stop = () => {
    state.playing = false;
    automation.tick();
  };
  const play = (from: number) => {
    state.position = from;
    state.playing = true;
    automation.tick();
  };
  const at = (time: number, target: AnyLaneTarget = 'x') =>
    laneValueAt(lanesOf(document.get(), owner)[target], time, Number.NaN);
  const draw = (points: readonly (readonly [number, number])[]) =>
    document.transact('Draw', 'undoable', (draft) =>
      setLane(
        draft,
        owner,
        'x',
        points.map(([time, value]) => ({ time, value })),
      ),
    );
  const x = { owner, target: 'x' as const };
  return { document, automation, owner, state, to, stop, play, at, draw, x };
}

let set: ReturnType<typeof desk>;
beforeEach(() => {
  set = desk();
});

describe('hands on a desk', () => {
  test('are recorded only where mode, arm and transport say so', () => {
    const { automation, owner, x, play, to } = set;
    expect(automation.move([{ ...x, value: 0.5 }], 'h')).toBe(false);
    automation.setMode([owner], 'touch');
    expect(automation.move([{ ...x, value: 0.5 }], 'h')).toBe(false);
    play(0);
    automation.store.setState(({ armed }) => ({ armed: { ...armed, place: false } }));
    expect(automation.move([{ ...x, value: 0.5 }], 'h')).toBe(false);
    automation.store.setState(({ armed }) => ({ armed: { ...armed, place: true } }));
    to(1000);
    expect(automation.move([{ ...x, value: 0.5 }], 'h')).toBe(true);
    expect(automation.store.getState().writing).toEqual([`track:${owner.kind === 'track' ? owner.id : ''}`]);
    expect(automation.shown(x)).toBe(0.5);
    automation.setMode([owner], 'read');
    to(2000);
    expect(automation.busy).toBe(false);
  });

  test('write one undo step, which goes when the pass is undone', () => {
    const { automation, owner, x, play, to, stop, at, document } = set;
    automation.setMode([owner], 'latch');
    const before = document.get();
    play(0);
    for (let step = 1; step < 60; step++) {
      to(step * 800);
      automation.move([{ ...x, value: step / 100 }], 'h');
    }
    automation.release('h');
    to(96_000);
    stop();
    expect(at(40_000)).toBeCloseTo(0.5, 2);
    expect(at(96_000)).toBeCloseTo(0.59, 3);
    expect(document.undoLabel()).toBe('Automation pass');
    document.undo();
    expect(document.get().tracks).toEqual(before.tracks);
  });

  test('in write take every lane from the start and leave the mode at touch', () => {
    const { automation, owner, play, to, stop, at, draw, document } = set;
    draw([
      [0, -1],
      [96_000, 1],
    ]);
    automation.setMode([owner], 'write');
    play(0);
    to(48_000);
    stop();
    expect(at(47_999)).toBe(-1);
    expect(at(48_000)).toBeCloseTo(0, 6);
    expect(document.get().tracks[owner.kind === 'track' ? owner.id : ('' as TrackId)]?.automation).toBe(
      'touch',
    );
  });

  test('in preview are heard and write nothing; what was found is punched in, glided to or written', () => {
    const { automation, owner, x, state, at, draw, document, play, to, stop } = set;
    draw([
      [0, -1],
      [96_000, 1],
    ]);
    automation.setMode([owner], 'latch');
    automation.togglePreview();
    expect(automation.move([{ ...x, value: 0.25 }], 'h')).toBe(true);
    expect(automation.heard()[0]?.points[0]?.value).toBe(0.25);
    expect(at(0)).toBe(-1);
    automation.capture([owner]);
    automation.togglePreview();
    expect(automation.heard()).toEqual([]);
    expect(automation.punch()).toBe(false);
    state.span = { from: 24_000, to: 48_001 };
    expect(automation.punch()).toBe(true);
    expect(
      [at(23_999), at(24_000), at(48_000), at(48_001)].map((value) => Math.round(value * 100) / 100),
    ).toEqual([-0.5, 0.25, 0.25, 0]);
    document.undo();
    state.span = null;
    state.position = 48_000;
    expect(automation.glide()).toBe(true);
    expect(at(48_000)).toBeCloseTo(0, 6);
    expect(at(72_000)).toBeCloseTo(0.125, 3);
    expect(at(95_999)).toBeCloseTo(0.25, 3);
    document.undo();
    play(10_000);
    to(20_000);
    expect(automation.punch()).toBe(true);
    to(40_000);
    stop();
    expect(at(19_999)).toBeCloseTo(-1 + 19_999 / 48_000, 3);
    expect(at(30_000)).toBeCloseTo(0.25, 3);
  });

  test('write values to the start, the end, the next point and everywhere', () => {
    const { automation, owner, state, at, draw, document } = set;
    draw([
      [0, -1],
      [48_000, 0],
      [96_000, 1],
    ]);
    state.position = 24_000;
    automation.writeTo('start', [owner]);
    expect([at(0), at(23_999)]).toEqual([-0.5, -0.5]);
    expect(at(72_000)).toBeCloseTo(0.5, 6);
    document.undo();
    automation.writeTo('next', [owner]);
    expect(at(47_999)).toBe(-0.5);
    expect(at(48_000)).toBe(0);
    document.undo();
    automation.writeTo('all', [owner]);
    expect(at(0)).toBe(-0.5);
    document.undo();
    expect(automation.writeTo('selection', [owner])).toBe(false);
  });

  test('lose nothing when the clock of what is heard goes back a little, and write anew round a loop', () => {
    const { automation, owner, x, play, to, at, draw, document, stop } = set;
    draw([[0, -1]]);
    automation.setMode([owner], 'latch');
    play(0);
    to(20_000);
    automation.move([{ ...x, value: 0.2 }], 'h');
    to(40_000);
    automation.move([{ ...x, value: 0.9 }], 'h');
    to(30_000);
    automation.move([{ ...x, value: 1 }], 'h');
    expect(automation.position).toBe(40_000);
    to(60_000);
    stop();
    expect(at(25_000)).toBeCloseTo(0.2, 6);
    expect(at(50_000)).toBe(1);
    document.undo();

    automation.store.setState({ autoMatchMs: 0 });
    document.transact('Loop', 'undoable', (draft) => setLoop(draft, 0, 12_000, true));
    play(0);
    to(6000);
    automation.move([{ ...x, value: 0.5 }], 'h');
    to(11_900);
    to(500);
    automation.move([{ ...x, value: 0 }], 'h');
    to(3000);
    stop();
    expect([at(2000), at(8000)]).toEqual([0, 0.5]);
  });

  test('snap back to what is written', () => {
    const { automation, owner, x, play, to, at, draw } = set;
    draw([[0, -1]]);
    automation.setMode([owner], 'latch');
    play(0);
    to(10_000);
    automation.move([{ ...x, value: 1 }], 'h');
    automation.release('h');
    to(20_000);
    automation.snapBack();
    expect(automation.busy).toBe(false);
    expect(at(15_000)).toBe(1);
    expect(at(20_000 + RATE / 4)).toBe(-1);
  });

  test('go on with a stopped latch where it ended, with AutoJoin', () => {
    const { automation, owner, x, play, to, stop, at } = set;
    automation.store.setState({ join: true });
    automation.setMode([owner], 'latch');
    play(0);
    to(10_000);
    automation.move([{ ...x, value: 0.75 }], 'h');
    automation.release('h');
    to(20_000);
    stop();
    play(5000);
    to(15_000);
    expect(automation.busy).toBe(false);
    to(20_100);
    expect(automation.busy).toBe(true);
    to(60_000);
    stop();
    expect(at(50_000)).toBeCloseTo(0.75, 6);
  });
});
