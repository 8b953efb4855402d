import { describe, expect, it } from 'vitest';
import { createDocument, newSession, type SceneId, setFamily, storeScene } from '../../session/index.ts';
import { decibels } from '../../units/index.ts';
import {
  heldSlots,
  holdScene,
  idleCompare,
  sceneHeard,
  sceneMatchDb,
  shuffleScenes,
} from './compare-state.ts';
import { differenceWords } from './difference-words.ts';

const [A, B] = ['n-a' as SceneId, 'n-b' as SceneId];

/** A session with a quiet scene and a plain one. */
function withScenes() {
  const document = createDocument(newSession({ name: 'Night', sampleRate: 48_000, frameRate: '24' }));
  const edit = (recipe: Parameters<typeof document.transact>[2]) =>
    document.transact('Edit', 'undoable', recipe);
  edit((draft) => storeScene(draft, { id: A, name: 'Plain', scope: { kind: 'all' } }));
  edit((draft) => setFamily(draft, 'music', { faderDb: decibels(-9) }));
  edit((draft) => storeScene(draft, { id: B, name: 'Quiet', scope: { kind: 'all' } }));
  return document;
}

describe('scenes held side by side', () => {
  it('are heard in place of the mix, which stays as it is', () => {
    const session = withScenes().get();
    const held = { ...idleCompare, ...holdScene(idleCompare, 0, A) };
    expect(sceneHeard(session, held)).toBe(session);
    const heard = sceneHeard(session, { ...held, heard: 0 });
    expect(heard.families.music.faderDb).toBe(0);
    expect(session.families.music.faderDb).toBe(-9);
    expect(sceneHeard(session, { ...held, heard: 0 })).toBe(heard);
    expect(sceneHeard(session, { ...held, slots: ['n-gone' as SceneId, null, null, null], heard: 0 })).toBe(
      session,
    );
  });

  it('are lowered to the quietest, until something changes', () => {
    const session = withScenes().get();
    const state = {
      ...idleCompare,
      slots: [A, B, null, null],
      loudness: { session, mix: -26, slots: [-20, -26.5, null, null] },
    };
    expect(sceneMatchDb({ ...state, heard: 0 }, session)).toBe(-6.5);
    expect(sceneMatchDb({ ...state, heard: 1 }, session)).toBe(0);
    expect(sceneMatchDb({ ...state, heard: null }, session)).toBe(-0.5);
    expect(sceneMatchDb({ ...state, heard: 0 }, { ...session })).toBe(0);
    expect(sceneMatchDb({ ...state, heard: 2 }, session)).toBe(0);
    const silent = { session, mix: Number.NEGATIVE_INFINITY, slots: [-20, null, null, null] };
    expect(sceneMatchDb({ ...state, heard: null, loudness: silent }, session)).toBe(0);
  });

  it('forget levels and order when a slot changes, and are shuffled whole', () => {
    const session = withScenes().get();
    const state = { ...idleCompare, slots: [A, null, B, 'n-gone' as SceneId], heard: 2 };
    expect(heldSlots(state, session)).toEqual([0, 2]);
    const draws = [0, 0.99];
    expect(shuffleScenes(state, session, () => draws.shift() ?? 0)).toEqual({ blind: [2, 0], heard: null });
    expect(holdScene({ ...state, blind: [2, 0] }, 2, null)).toMatchObject({
      slots: [A, null, null, 'n-gone'],
      heard: null,
      loudness: null,
      blind: null,
    });
  });
});

describe('differences in words', () => {
  it('name the owner, the setting and both values with their unit', () => {
    const session = withScenes().get();
    const owner = { kind: 'family', name: 'music' } as const;
    expect(
      differenceWords(session, { owner, path: 'faderDb', from: Number.NEGATIVE_INFINITY, to: -6 }),
    ).toEqual({
      owner: 'Music',
      setting: 'fader',
      from: '−∞ dB',
      to: '−6.0 dB',
    });
    const words = (path: string, from: string | number | boolean, to: string | number | boolean) => {
      const { setting, from: one, to: other } = differenceWords(session, { owner, path, from, to });
      return [setting, one, other];
    };
    expect(words('strip.eq.bands.2.frequency', 700, 1000)).toEqual(['band 3 frequency', '700 Hz', '1000 Hz']);
    expect(words('strip.eq.bands.0.kind', 'bell', 'low-shelf')).toEqual(['band 1 kind', 'bell', 'low shelf']);
    expect(words('strip.dynamics.ratio', 2, 4)).toEqual(['ratio', '2.00 : 1', '4.00 : 1']);
    expect(words('strip.dynamics.attackMs', 2, 4)).toEqual(['attack', '2.00 ms', '4.00 ms']);
    expect(words('sends.r-gone.levelDb', -6, -9)).toEqual([
      'send to a space that is gone, level',
      '−6.0 dB',
      '−9.0 dB',
    ]);
    expect(words('muted', true, false)).toEqual(['mute', 'on', 'off']);
  });
});
