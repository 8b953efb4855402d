import { describe, expect, it } from 'vitest';
import { decibels } from '../../units/index.ts';
import { createDocument, type SessionDocument } from '../document.ts';
import { lanesOf, trackOwner } from '../lane-owner.ts';
import { laneValueAt } from '../lane-value.ts';
import { parseSession, serialiseSession } from '../parse.ts';
import { type MixDifference, mixDifferences } from '../scene-diff.ts';
import { testSession } from '../test-session.ts';
import type { LaneTarget, SceneId, SpaceId, TrackId } from '../types.ts';
import { type MorphReport, morphScenes } from './morph.ts';
import { moveObject } from './outputs.ts';
import { setBand, setDynamics } from './processors.ts';
import {
  deleteScene,
  differencesNow,
  followScene,
  mixOf,
  recallScene,
  renameScene,
  storeScene,
  updateScene,
} from './scenes.ts';
import { setFamily, setStrip } from './strips.ts';
import { deleteTracks } from './tracks.ts';

const CELLO = 't-cello' as TrackId;
const VOICE = 't-voice' as TrackId;
const HALL = 'r-hall' as SpaceId;
const [A, B] = ['n-a' as SceneId, 'n-b' as SceneId];

const change = (document: SessionDocument, recipe: Parameters<SessionDocument['transact']>[2]) =>
  expect(document.transact('Edit', 'undoable', recipe)).toMatchObject({ ok: true });

const store = (document: SessionDocument, id: SceneId, followsId: SceneId | null = null) =>
  change(document, (draft) => storeScene(draft, { id, name: id, scope: { kind: 'all' }, followsId }));

/** Another mix of everything a scene keeps. */
const remix = (document: SessionDocument) =>
  change(document, (draft) => {
    setStrip(draft, CELLO, { faderDb: decibels(-9), trimDb: decibels(2) });
    setStrip(draft, VOICE, { muted: true });
    setBand(draft, CELLO, 2, { on: true, gainDb: decibels(-6), frequency: 900 });
    setDynamics(draft, CELLO, { on: true, ratio: 4 });
    moveObject(draft, 't-rain' as TrackId, { x: 0.5, y: 0.5, z: 0 }, null);
    setFamily(draft, 'music', { faderDb: decibels(-3) });
    const send = draft.tracks[CELLO]?.sends[HALL];
    if (send) send.levelDb = decibels(-20);
  });

describe('scenes', () => {
  it('bring back the whole mix they were stored from, and nothing else', () => {
    const document = createDocument(testSession());
    store(document, A);
    const stored = document.get();
    remix(document);
    change(document, (draft) => setStrip(draft, CELLO, { soloed: true }));
    expect(differencesNow(document.get(), document.get().scenes[A] ?? expect.fail()).length).toBeGreaterThan(
      8,
    );
    change(document, (draft) => recallScene(draft, A));
    const recalled = document.get();
    expect(mixOf(recalled, { kind: 'all' })).toMatchObject(
      mixOf(stored, { kind: 'family', family: 'dialogue' }),
    );
    expect(differencesNow(recalled, recalled.scenes[A] ?? expect.fail())).toEqual([]);
    expect(recalled.tracks[CELLO]?.strip.soloed).toBe(true);
    expect(recalled.tracks[CELLO]?.lanes).toBe(stored.tracks[CELLO]?.lanes);
    expect(parseSession(serialiseSession(recalled))).toEqual({ ok: true, value: recalled });
  });

  it('hold a family or a selection, and pass over what is gone', () => {
    const document = createDocument(testSession());
    change(document, (draft) =>
      storeScene(draft, { id: A, name: ' Under the line ', scope: { kind: 'family', family: 'music' } }),
    );
    change(document, (draft) =>
      storeScene(draft, { id: B, name: '', scope: { kind: 'tracks', ids: [VOICE] } }),
    );
    const { scenes } = document.get();
    expect([scenes[A]?.name, scenes[B]?.name]).toEqual(['Under the line', 'Scene']);
    expect(Object.keys(scenes[A]?.tracks ?? {})).toEqual(['t-cello', 't-strings']);
    expect([Object.keys(scenes[A]?.families ?? {}), scenes[B]?.families]).toEqual([['music'], {}]);
    remix(document);
    change(document, (draft) => deleteTracks(draft, [CELLO]));
    change(document, (draft) => recallScene(draft, A));
    expect(document.get().families.music.faderDb).toBe(0);
    expect(document.get().tracks[VOICE]?.strip.muted).toBe(true);
  });

  it('that follow another take over what they had in common with it, and keep their own', () => {
    const document = createDocument(testSession());
    store(document, A);
    change(document, (draft) => setStrip(draft, VOICE, { faderDb: decibels(-4) }));
    store(document, B, A);
    change(document, (draft) => recallScene(draft, A));
    change(document, (draft) => setStrip(draft, [CELLO, VOICE], { faderDb: decibels(-7) }));
    change(document, (draft) => updateScene(draft, A));
    const { scenes } = document.get();
    expect(scenes[A]?.tracks[VOICE]?.strip.faderDb).toBe(-7);
    expect(scenes[B]?.tracks[CELLO]?.strip.faderDb).toBe(-7);
    expect(scenes[B]?.tracks[VOICE]?.strip.faderDb).toBe(-4);
    const apart = mixDifferences(scenes[A] ?? expect.fail(), scenes[B] ?? expect.fail());
    expect(apart).toEqual<MixDifference[]>([
      { owner: trackOwner(VOICE), path: 'strip.faderDb', from: -7, to: -4 },
    ]);
  });

  it('follow in no circle, and are renamed and deleted', () => {
    const document = createDocument(testSession());
    store(document, A);
    store(document, B, A);
    change(document, (draft) => followScene(draft, A, B));
    expect(document.get().scenes[A]?.followsId).toBeNull();
    change(document, (draft) => renameScene(draft, B, 'Storm'));
    change(document, (draft) => deleteScene(draft, A));
    expect(document.get().scenes[B]).toMatchObject({ name: 'Storm', followsId: null });
    expect(document.get().scenes[A]).toBeUndefined();
  });
});

describe('a morph', () => {
  const at = (document: SessionDocument, target: LaneTarget, time: number, id = CELLO) => {
    const points = lanesOf(document.get(), trackOwner(id))[target];
    return points ? laneValueAt(points, time, 0) : undefined;
  };

  const morphed = (from: SceneId | null, until: number | null = null) => {
    const document = createDocument(testSession());
    store(document, A);
    remix(document);
    store(document, B);
    change(document, (draft) => recallScene(draft, A));
    let report: MorphReport = { left: [] };
    change(document, (draft) =>
      morphScenes(
        draft,
        { from, to: B, start: 96_000, end: 192_000, until, way: { curve: 'linear' } },
        (told) => {
          report = told;
        },
      ),
    );
    return { document, report };
  };

  it('goes from what is heard to the scene, in everything that differs', () => {
    const { document, report } = morphed(null);
    expect(report.left).toEqual([]);
    expect([0, 96_000, 144_000, 192_000, 9e6].map((time) => at(document, 'rideDb', time))).toEqual([
      0, 0, -4.5, -9, -9,
    ]);
    expect(at(document, 'trimDb', 144_000)).toBe(1);
    // The band was off: it comes in flat, with the other mix's frequency.
    expect([0, 144_000, 192_000].map((time) => at(document, 'band3.gainDb', time))).toEqual([0, -3, -6]);
    expect(document.get().tracks[CELLO]?.strip.eq.bands[2]).toMatchObject({ on: true, frequency: 900 });
    expect([0, 192_000].map((time) => at(document, 'dynamics.mix', time))).toEqual([0, 1]);
    expect(document.get().tracks[CELLO]?.strip.dynamics).toMatchObject({ on: true, ratio: 4 });
    expect(at(document, `send.${HALL}`, 144_000)).toBe(-16);
    expect(at(document, 'x', 192_000, 't-rain' as TrackId)).toBe(0.5);
    // What is heard in either mix is heard on the way.
    expect([0, 150_000, 192_000].map((time) => at(document, 'muted', time, VOICE))).toEqual([0, 0, 1]);
    expect(laneValueAt(document.get().families.music.lanes.rideDb, 144_000, 0)).toBe(-1.5);
    // Strings are the same in both: no lane is made.
    expect(document.get().tracks['t-strings' as TrackId]?.lanes).toEqual({});
  });

  it('is one undo', () => {
    const { document } = morphed(null);
    const before = document.get();
    document.undo();
    expect(document.get().tracks[CELLO]?.lanes.rideDb).toBeUndefined();
    document.redo();
    expect(document.get()).toEqual(before);
  });

  it('holds until a time and gives way to what was there', () => {
    const { document } = morphed(null, 240_000);
    expect([239_999, 240_000, 300_000].map((time) => at(document, 'rideDb', time))).toEqual([-9, 0, 0]);
  });

  it('between two scenes starts from the first, whatever is heard', () => {
    const { document } = morphed(A);
    expect([96_000, 192_000].map((time) => at(document, 'rideDb', time))).toEqual([0, -9]);
  });

  it('says what it cannot move', () => {
    const document = createDocument(testSession());
    store(document, A);
    change(document, (draft) => setStrip(draft, CELLO, { polarityInverted: true }));
    store(document, B);
    change(document, (draft) => recallScene(draft, A));
    const left: MixDifference[] = [];
    change(
      document,
      (draft) =>
        morphScenes(
          draft,
          { from: null, to: B, start: 0, end: 10, until: null, way: { curve: 'linear' } },
          (told) => left.push(...told.left),
        ) ?? setStrip(draft, VOICE, { trimDb: decibels(1) }),
    );
    expect(left).toEqual<MixDifference[]>([
      { owner: trackOwner(CELLO), path: 'strip.polarityInverted', from: false, to: true },
    ]);
  });
});
