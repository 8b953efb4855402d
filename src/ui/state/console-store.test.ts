import { expect, test } from 'vitest';
import type { FolderId, SessionId, TrackId } from '../../session/index.ts';
import {
  applyPreset,
  createConsoleStore,
  deletePreset,
  MAX_PRESETS,
  PLAIN_LOOK,
  savePreset,
  setHidden,
  setStripWidth,
  toggleFolder,
  toggleSpill,
} from './console-store.ts';
import { memorySettings } from './persist.ts';

const SESSION = 's-one' as SessionId;
const [A, B] = ['t-a', 't-b'] as [TrackId, TrackId];
const FOLDER = 'f-a' as FolderId;

test('look and presets are remembered by session; a spill and a search are not', () => {
  const storage = memorySettings();
  const first = createConsoleStore(storage, SESSION);
  setHidden(first, [A], true);
  setStripWidth(first, 'narrow', [B]);
  toggleFolder(first, FOLDER);
  savePreset(first, ' Strings ');
  toggleSpill(first, { kind: 'family', name: 'music' });
  first.setState({ finding: true });
  const again = createConsoleStore(storage, SESSION).getState();
  expect(again).toMatchObject({
    hidden: [A],
    widths: { [B]: 'narrow' },
    closed: [FOLDER],
    spill: null,
    finding: false,
  });
  expect(again.presets.map(({ name }) => name)).toEqual(['Strings']);
  expect(createConsoleStore(storage, 's-other' as SessionId).getState()).toMatchObject(PLAIN_LOOK);
});

test('a preset brings its look back and ends a spill; the same name replaces it', () => {
  const store = createConsoleStore(memorySettings(), SESSION);
  setStripWidth(store, 'wide');
  savePreset(store, 'Big');
  setStripWidth(store, 'narrow');
  setHidden(store, [A, B], true);
  toggleSpill(store, { kind: 'family', name: 'music' });
  applyPreset(store, 'Big');
  expect(store.getState()).toMatchObject({ width: 'wide', hidden: [], spill: null });
  setHidden(store, [A], true);
  savePreset(store, 'Big');
  expect(store.getState().presets).toHaveLength(1);
  expect(store.getState().presets[0]?.look.hidden).toEqual([A]);
  deletePreset(store, 'Big');
  expect(store.getState().presets).toEqual([]);
});

test('presets have names and an end', () => {
  const store = createConsoleStore(memorySettings(), SESSION);
  savePreset(store, '   ');
  for (let index = 0; index < MAX_PRESETS + 3; index++) savePreset(store, `View ${index}`);
  expect(store.getState().presets).toHaveLength(MAX_PRESETS);
  expect(store.getState().presets[0]?.name).toBe('View 3');
});

test('the same spill again shows all', () => {
  const store = createConsoleStore(memorySettings(), SESSION);
  toggleSpill(store, { kind: 'family', name: 'music' });
  toggleSpill(store, { kind: 'family', name: 'effects' });
  expect(store.getState().spill).toEqual({ kind: 'family', name: 'effects' });
  toggleSpill(store, { kind: 'family', name: 'effects' });
  expect(store.getState().spill).toBeNull();
});

test('damaged or hostile settings are passed over', () => {
  const texts = [
    '{',
    '[]',
    'null',
    '{"width":"huge","widths":{"t-a":9,"__proto__":"wide"},"hidden":[1,"t-a",null],"closed":{},"presets":[{"name":5},{"name":"ok","look":7}]}',
  ];
  for (const text of texts) {
    const store = createConsoleStore(memorySettings({ [`scorestage.console.${SESSION}`]: text }), SESSION);
    const { width, widths, closed, hidden } = store.getState();
    expect([width, closed]).toEqual(['normal', []]);
    expect(Object.keys(widths)).toEqual([]);
    expect(hidden.every((id) => id === A)).toBe(true);
  }
});
