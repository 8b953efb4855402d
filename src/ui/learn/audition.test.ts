import { describe, expect, it } from 'vitest';
import {
  createDocument,
  type ObjectOutput,
  type Session,
  setLane,
  setOutputKind,
  type TrackId,
  trackOwner,
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
      setLane(draft, trackOwner(id), 'x', [
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
    if (!stereo) expect(matchDb(state, 1, track.format, '7.1.4')).toBeCloseTo(-10 * Math.log10(1.41), 6);
    expect(matchDb(state, 0, track.format, '7.1.4')).toBeCloseTo(0, 6);
    expect((heard?.strip.trimDb ?? 0) - track.strip.trimDb).toBeCloseTo(
      matchDb(state, 1, track.format, '7.1.4'),
      9,
    );
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

describe('a sound besides the stems', () => {
  const sound = { sha256: 'ab'.repeat(32), sampleRate: session.sampleRate, samples: new Float32Array(480) };
  const placed = { ...idleAudition, track: id, source: 'pink-noise' as const, sound };
  const placements = [at(1, 0), at(0, 1), null, null];

  it('is heard alone, once round after round from the beginning, at the placement and at its matched level', () => {
    const heard = auditioned(session, { ...placed, placements, heard: 0 }, '7.1.4');
    const [track, ...others] = heard.trackOrder.map((known) => heard.tracks[known]);
    expect(others).toEqual([]);
    expect(track?.output).toEqual(at(1, 0));
    expect(track?.format).toBe('mono');
    expect(track?.strip.trimDb).toBeCloseTo(-10 * Math.log10(1.41), 6);
    const [clip, ...more] = Object.values(heard.clips);
    expect(more).toEqual([]);
    expect(clip).toMatchObject({ start: 0, sourceOffset: 0, channels: [0], muted: false });
    expect(Object.values(heard.stems)[0]?.sha256).toBe(sound.sha256);
    expect(Object.values(heard.families).every(({ faderDb, muted }) => faderDb === 0 && !muted)).toBe(true);
    const { tempo, loop, delivery, sampleRate } = session;
    expect(heard).toMatchObject({ tempo, loop, delivery, sampleRate });
  });

  it('keeps stem and clip the same objects while the placement changes', () => {
    const first = auditioned(session, { ...placed, placements, heard: 0 }, '7.1.4');
    const second = auditioned(session, { ...placed, placements, heard: 1 }, '7.1.4');
    expect(second.clips).toBe(first.clips);
    expect(second.stems).toBe(first.stems);
    expect(second.tracks).not.toEqual(first.tracks);
  });

  it('is the session itself while the sound is made, is for another rate, or no placement is heard', () => {
    for (const state of [
      { ...placed, sound: null, placements, heard: 0 },
      { ...placed, sound: { ...sound, sampleRate: 44_100 }, placements, heard: 0 },
      { ...placed, placements },
      { ...placed, placements, heard: 2 },
    ])
      expect(auditioned(session, state, '7.1.4')).toBe(session);
  });

  it('needs no track', () => {
    const empty = { ...session, tracks: {}, trackOrder: [], clips: {}, stems: {} };
    const heard = auditioned(empty, { ...placed, track: null, placements, heard: 1 }, '7.1.4');
    expect(Object.values(heard.tracks).map(({ output: place }) => place)).toEqual([at(0, 1)]);
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
