import { describe, expect, test } from 'vitest';
import { countedIds, createDocument, newSession, type TrackId } from '../../session/index.ts';
import { decibels, fail } from '../../units/index.ts';
import { bindDocument } from './document-binding.ts';
import { createNoticeStore } from './notice-store.ts';
import { memorySettings } from './persist.ts';
import { createPrefsStore, initialPrefs } from './prefs-store.ts';
import { createUiStore, initialUi, PANE_LIMITS, resizePane, selectTrack, toggleFold } from './ui-store.ts';

const track = (name: string) => name as TrackId;

describe('window', () => {
  test('pane sizes and folds come back in the next window', () => {
    const storage = memorySettings();
    const first = createUiStore(storage);
    resizePane(first, 'upper', 401.4);
    toggleFold(first, 'stage');
    const second = createUiStore(storage);
    expect(second.getState().sizes.upper).toBe(401);
    expect(second.getState().folded).toEqual(['stage']);
  });

  test('a size never leaves its range', () => {
    const store = createUiStore(memorySettings());
    resizePane(store, 'console', 5);
    expect(store.getState().sizes.console).toBe(PANE_LIMITS.console.min);
    resizePane(store, 'console', 1e9);
    expect(store.getState().sizes.console).toBe(PANE_LIMITS.console.max);
  });

  test.each([
    '{',
    '[]',
    '7',
    '{"sizes":{"upper":"wide"},"folded":"all","tab":"kitchen"}',
    '{"sizes":{"upper":1e308}}',
  ])('damaged settings (%s) give a usable window', (text) => {
    const { sizes, folded, tab } = createUiStore(memorySettings({ 'scorestage.window': text })).getState();
    expect(sizes.upper).toBeGreaterThanOrEqual(PANE_LIMITS.upper.min);
    expect(sizes.upper).toBeLessThanOrEqual(PANE_LIMITS.upper.max);
    expect(folded).toEqual([]);
    expect(tab).toBe(initialUi.tab);
  });

  test('selecting extends, toggles, and ends in nothing', () => {
    const store = createUiStore(memorySettings());
    selectTrack(store, track('a'));
    selectTrack(store, track('b'), true);
    expect(store.getState().selection).toEqual({ kind: 'tracks', ids: ['a', 'b'] });
    selectTrack(store, track('a'), true);
    selectTrack(store, track('b'), true);
    expect(store.getState().selection).toEqual({ kind: 'none' });
  });
});

describe('preferences', () => {
  test('come back, but a day never starts dimmed', () => {
    const storage = memorySettings();
    const first = createPrefsStore(storage);
    first.setState({
      target: '7.1.4',
      dimmed: true,
      binauralLfe: true,
      keys: { 'transport.play': ['p'] },
    });
    const { target, dimmed, binauralLfe, keys } = createPrefsStore(storage).getState();
    expect({ target, dimmed, binauralLfe, keys }).toEqual({
      target: '7.1.4',
      dimmed: false,
      binauralLfe: true,
      keys: { 'transport.play': ['p'] },
    });
  });

  test('unknown values fall back to the defaults', () => {
    const text = '{"target":"13.1","monitorDb":900,"nudge":"mile","keys":{"x":[1]},"binauralLfe":"loud"}';
    const prefs = createPrefsStore(memorySettings({ 'scorestage.preferences': text })).getState();
    expect(prefs.target).toBe(initialPrefs.target);
    expect(prefs.monitorDb).toBe(12);
    expect(prefs.nudge).toBe('frame');
    expect(prefs.keys).toEqual({});
    expect(prefs.binauralLfe).toBe(false);
  });
});

describe('notices', () => {
  test('the same title replaces its older notice, and only four stand at once', () => {
    const store = createNoticeStore();
    for (let number = 0; number < 9; number++)
      store.show({ tone: 'info', title: `notice ${number}`, detail: '' });
    store.show({ tone: 'info', title: 'notice 8', detail: 'newer' });
    const { notices } = store.getState();
    expect(notices).toHaveLength(4);
    expect(notices.filter(({ title }) => title === 'notice 8').map(({ detail }) => detail)).toEqual([
      'newer',
    ]);
  });

  test('a failure shows its message and its remedy', () => {
    const store = createNoticeStore();
    store.fail(fail('empty', '“a.wav” is empty.', 'Copy it again.'));
    expect(store.getState().notices[0]).toMatchObject({
      tone: 'fault',
      title: '“a.wav” is empty.',
      detail: 'Copy it again.',
    });
  });
});

describe('document binding', () => {
  const open = (readOnly = false) => {
    const notices = createNoticeStore();
    const document = createDocument(
      newSession({ name: 'Scene', sampleRate: 48_000, frameRate: '24', ids: countedIds() }),
    );
    return { notices, binding: bindDocument(document, notices, () => readOnly) };
  };
  const setMusic =
    (level: number) => (draft: Parameters<Parameters<ReturnType<typeof open>['binding']['edit']>[1]>[0]) => {
      draft.families.music.faderDb = decibels(level);
    };

  test('one drag is one undo step', () => {
    const { binding } = open();
    for (const level of [-1, -2, -3]) binding.gesture('Level of music', setMusic(level));
    binding.commit();
    expect(binding.document.getState().undoLabel).toBe('Level of music');
    binding.undo();
    expect(binding.document.getState().session.families.music.faderDb).toBe(0);
    expect(binding.document.getState().undoLabel).toBeNull();
    binding.redo();
    expect(binding.document.getState().session.families.music.faderDb).toBe(-3);
  });

  test('Escape takes a drag back whole', () => {
    const { binding } = open();
    binding.gesture('Level of music', setMusic(-20));
    binding.cancel();
    expect(binding.document.getState().session.families.music.faderDb).toBe(0);
  });

  test('a read-only session is not changed and says why', () => {
    const { binding, notices } = open(true);
    const before = binding.document.getState().session;
    binding.edit('Level of music', setMusic(-6));
    expect(binding.document.getState().session).toBe(before);
    expect(notices.getState().notices[0]?.title).toBe('Read-only here');
  });

  test('a refused edit is told with its remedy', () => {
    const { binding, notices } = open();
    binding.edit('Impossible', () => fail('no-room', 'There is no room.', 'Make room.'));
    expect(notices.getState().notices[0]).toMatchObject({ title: 'There is no room.', detail: 'Make room.' });
    expect(binding.document.getState().undoLabel).toBeNull();
  });
});
