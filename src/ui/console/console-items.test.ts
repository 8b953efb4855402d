import { expect, test } from 'vitest';
import {
  addFolder,
  addVca,
  assignFolder,
  type FolderId,
  type Recipe,
  setStrip,
  type TrackId,
  type VcaId,
} from '../../session/index.ts';
import { fixtureDocument } from '../dev/fixture-session.ts';
import { type ConsoleLook, PLAIN_LOOK, type Spill } from '../state/console-store.ts';
import { bindDocument } from '../state/document-binding.ts';
import { createNoticeStore } from '../state/notice-store.ts';
import { createLister, spilledTracks } from './console-items.ts';

const ORDER = fixtureDocument(6).get().trackOrder;
const [A, B, C, D, E, F] = ORDER as readonly [TrackId, TrackId, TrackId, TrackId, TrackId, TrackId];
const FOLDER = 'f-a' as FolderId;
const HEAD = `folder-${FOLDER}`;
const VCA = 'v-a' as VcaId;

function desk(...recipes: readonly Recipe[]) {
  const binding = bindDocument(fixtureDocument(6), createNoticeStore(), () => false);
  for (const recipe of recipes) binding.edit('Edit', recipe);
  return binding;
}
const folder: Recipe = (draft) => addFolder(draft, { id: FOLDER, name: 'Strings', trackIds: [B, D] });
const keys = (recipes: readonly Recipe[], look: Partial<ConsoleLook> = {}, spill: Spill | null = null) =>
  createLister()(desk(...recipes).document.getState().session, { ...PLAIN_LOOK, ...look }, spill).map(
    ({ key }) => key,
  );

test('a folder’s head stands before its tracks; closed, it stands for them', () => {
  expect(keys([folder])).toEqual([A, HEAD, B, D, C, E, F]);
  expect(keys([folder], { closed: [FOLDER] })).toEqual([A, HEAD, C, E, F]);
  const apart: Recipe = (draft) => {
    draft.trackOrder = [D, A, B, C, E, F];
  };
  expect(keys([folder, apart])).toEqual([HEAD, D, B, A, C, E, F]);
  expect(keys([folder, (draft) => assignFolder(draft, [B, D], null)])).toEqual([A, B, D, C, E, F]);
});

test('hidden tracks are left out, with the head of a folder that has no others', () => {
  expect(keys([folder], { hidden: [A, B] })).toEqual([HEAD, D, C, E, F]);
  expect(keys([folder], { hidden: [B, D] })).toEqual([A, C, E, F]);
});

test('a spill shows its members only, hidden or in closed folders', () => {
  const vca: Recipe = (draft) => addVca(draft, { id: VCA, name: 'Low', trackIds: [E, B] });
  expect(keys([folder, vca], { hidden: [E], closed: [FOLDER] }, { kind: 'vca', id: VCA })).toEqual([B, E]);
  const { session } = desk(folder).document.getState();
  expect(spilledTracks(session, { kind: 'family', name: 'music' })).toEqual(session.trackOrder);
  expect(spilledTracks(session, { kind: 'family', name: 'dialogue' })).toEqual([]);
});

test('the list stays the same array while the same strips are to be shown', () => {
  const list = createLister();
  const at = desk(folder);
  const first = list(at.document.getState().session, PLAIN_LOOK, null);
  at.edit('Fader', (draft) => setStrip(draft, A, { faderDb: -3 as never }));
  expect(list(at.document.getState().session, { ...PLAIN_LOOK }, null)).toBe(first);
  expect(list(at.document.getState().session, { ...PLAIN_LOOK, width: 'wide' }, null)).not.toBe(first);
});
