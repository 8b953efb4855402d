import { describe, expect, it } from 'vitest';
import {
  createDocument,
  type ObjectOutput,
  type Session,
  setLane,
  setOutputKind,
  type TrackId,
} from '../../session/index.ts';
import { fixtureDocument } from '../dev/fixture-session.ts';
import {
  auditioned,
  createAuditionStore,
  filledSlots,
  goBlind,
  holdPlacement,
  idleAudition,
  matchDb,
} from './audition-state.ts';
import { placeLoudnessDb } from './place-loudness.ts';

function objectOf(session: Session): { id: TrackId; output: ObjectOutput } {
  for (const id of session.trackOrder) {
    const output = session.tracks[id]?.output;
    if (output?.kind === 'object') return { id, output };
  }
  throw new Error('the fixture has no object');
}

const session = fixtureDocument(15).get();
const { id, output } = objectOf(session);
const at = (x: number, y: number, z = 0): ObjectOutput => ({
  ...output,
  position: { x, y, z },
  size: 0,
  snap: { on: false, maxDistance: null },
  zones: [],
  divergence: 0,
});

describe('placeLoudnessDb', () => {
  it('is 0 in front and +1.5 dB beside the listener, as BS.1770 weights it', () => {
    expect(placeLoudnessDb(at(0, 1), 'mono', '7.1.4')).toBeCloseTo(0, 9);
    expect(placeLoudnessDb(at(-1, 0), 'mono', '7.1.4')).toBeCloseTo(10 * Math.log10(1.41), 6);
    expect(placeLoudnessDb(at(-1, -1), 'mono', '7.1.4')).toBeCloseTo(0, 6);
    expect(placeLoudnessDb(at(-1, -1), 'mono', '5.1')).toBeCloseTo(10 * Math.log10(1.41), 6);
    expect(placeLoudnessDb(at(0, 1), 'mono', '2.0')).toBeCloseTo(0, 6);
  });
});

describe('auditioned', () => {
  it('is the session itself while nothing is heard', () => {
    expect(auditioned(session, idleAudition, '7.1.4')).toBe(session);
    const held = { ...idleAudition, track: id, ...holdPlacement(idleAudition, 1, at(1, 0)) };
    expect(auditioned(session, held, '7.1.4')).toBe(session);
  });

  it('puts the heard placement in the place of the output, at rest, and matches its level through the trim', () => {
    const document = createDocument(session);
    document.transact('move', 'undoable', (draft) =>
      setLane(draft, id, 'x', [
        { time: 0, value: -1 },
        { time: 1000, value: 1 },
      ]),
    );
    const moving = document.get();
    const store = createAuditionStore();
    store.setState({ track: id });
    store.setState(holdPlacement(store.getState(), 0, at(0, 1)));
    store.setState(holdPlacement(store.getState(), 1, at(-1, 0)));
    store.setState({ heard: 1 });
    const state = store.getState();
    const track = moving.tracks[id];
    if (!track) throw new Error('no track');
    const heard = auditioned(moving, state, '7.1.4').tracks[id];
    expect(heard?.output).toEqual(at(-1, 0));
    expect(heard?.lanes.x).toBeUndefined();
    const stereo = track.format === 'stereo';
    if (!stereo) expect(matchDb(state, 1, track, '7.1.4')).toBeCloseTo(-10 * Math.log10(1.41), 6);
    expect(matchDb(state, 0, track, '7.1.4')).toBeCloseTo(0, 6);
    expect((heard?.strip.trimDb ?? 0) - track.strip.trimDb).toBeCloseTo(matchDb(state, 1, track, '7.1.4'), 9);
    expect(auditioned(moving, { ...state, matched: false }, '7.1.4').tracks[id]?.strip).toEqual(track.strip);
    // The document was never touched.
    expect(document.get()).toBe(moving);
  });

  it('lets nothing else be heard when it is to be alone', () => {
    const state = {
      ...idleAudition,
      track: id,
      heard: 0,
      placements: [at(1, 0), null, null, null],
      alone: true,
    };
    const heard = auditioned(session, state, '7.1.4');
    const loud = heard.trackOrder.filter((other) => heard.tracks[other]?.strip.muted === false);
    expect(loud).toEqual([id]);
    expect(Object.values(heard.families).every(({ muted, soloed }) => !muted && !soloed)).toBe(true);
  });

  it('leaves a track alone that was sent elsewhere meanwhile', () => {
    const document = createDocument(session);
    document.transact('bed', 'undoable', (draft) => setOutputKind(draft, id, 'bed'));
    const state = { ...idleAudition, track: id, heard: 0, placements: [at(1, 0), null, null, null] };
    expect(auditioned(document.get(), state, '7.1.4')).toBe(document.get());
  });
});

describe('slots', () => {
  it('stop being heard when they are emptied', () => {
    const held = { ...idleAudition, ...holdPlacement(idleAudition, 2, at(0, 0)), heard: 2 };
    expect(filledSlots(held)).toEqual([2]);
    expect(holdPlacement(held, 2, null)).toMatchObject({ heard: null });
  });

  it('are shuffled evenly when blind', () => {
    const full = { ...idleAudition, placements: [at(0, 0), at(0, 1), at(1, 0), at(1, 1)] };
    let seed = 1;
    const random = () => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      return seed / 2 ** 32;
    };
    const first = [0, 0, 0, 0];
    for (let round = 0; round < 4000; round += 1) {
      const { blind } = goBlind(full, random);
      expect([...(blind ?? [])].sort()).toEqual([0, 1, 2, 3]);
      const slot = blind?.[0] ?? 0;
      first[slot] = (first[slot] ?? 0) + 1;
    }
    for (const count of first) expect(Math.abs(count - 1000)).toBeLessThan(120);
  });
});
