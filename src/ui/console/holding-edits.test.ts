import { expect, test } from 'vitest';
import { addFolder, type FolderId, type SessionId, type TrackId, vcaMembers } from '../../session/index.ts';
import { fixtureDocument } from '../dev/fixture-session.ts';
import { createConsoleStore } from '../state/console-store.ts';
import { bindDocument } from '../state/document-binding.ts';
import { createNoticeStore } from '../state/notice-store.ts';
import { memorySettings } from '../state/persist.ts';
import { createUiStore } from '../state/ui-store.ts';
import { byName } from './by-name.ts';
import { dropStrips, makeFolder, makeGroup, makeVca, stepStrips } from './holding-edits.ts';
import { shownItems } from './select-strips.ts';

const FOLDER = 'f-a' as FolderId;

/** Six tracks a … f; c and d in a folder. */
function desk() {
  const document = fixtureDocument(6);
  const binding = bindDocument(document, createNoticeStore(), () => false);
  const order = document.get().trackOrder;
  const ui = createUiStore(memorySettings());
  const console = createConsoleStore(memorySettings(), 's-one' as SessionId);
  const idOf = (letter: string): TrackId => order['abcdef'.indexOf(letter)] ?? ('t-none' as TrackId);
  const name = (id: TrackId): string => 'abcdef'[order.indexOf(id)] ?? '?';
  binding.edit('Folder', (draft) =>
    addFolder(draft, { id: FOLDER, name: 'Pair', trackIds: [idOf('c'), idOf('d')] }),
  );
  const at = { ...binding, ui, console };
  return {
    ...at,
    idOf,
    select: (letters: string) => ui.setState({ selection: { kind: 'tracks', ids: [...letters].map(idOf) } }),
    items: () => shownItems(at),
    /** The tracks in order, those of the folder in brackets. */
    shown: () =>
      binding.document
        .getState()
        .session.trackOrder.map((id) => {
          const inside = binding.document.getState().session.tracks[id]?.folderId === FOLDER;
          return inside ? `(${name(id)})` : name(id);
        })
        .join(''),
  };
}

test('strips dropped between two of a folder, or behind its head, come into it; elsewhere they come out', () => {
  const at = desk();
  expect(at.items().map(({ kind }) => kind)).toEqual([
    'track',
    'track',
    'folder',
    'track',
    'track',
    'track',
    'track',
  ]);
  dropStrips(at, [at.idOf('a')], at.items(), 4);
  expect(at.shown()).toBe('b(c)(a)(d)ef');
  dropStrips(at, [at.idOf('f')], at.items(), 2);
  expect(at.shown()).toBe('b(f)(c)(a)(d)e');
  dropStrips(at, [at.idOf('c')], at.items(), 0);
  expect(at.shown()).toBe('cb(f)(a)(d)e');
  dropStrips(at, [at.idOf('b')], at.items(), at.items().length);
  expect(at.shown()).toBe('c(f)(a)(d)eb');
});

test('a drop is one undo step', () => {
  const at = desk();
  dropStrips(at, [at.idOf('e'), at.idOf('f')], at.items(), 0);
  expect(at.shown()).toBe('efab(c)(d)');
  at.undo();
  expect(at.shown()).toBe('ab(c)(d)ef');
});

test('the selected strips step along the row and stop at its ends', () => {
  const at = desk();
  at.select('ab');
  stepStrips(at, at.items(), -1);
  expect(at.shown()).toBe('ab(c)(d)ef');
  at.select('e');
  stepStrips(at, at.items(), 1);
  expect(at.shown()).toBe('ab(c)(d)fe');
  stepStrips(at, at.items(), 1);
  expect(at.shown()).toBe('ab(c)(d)fe');
});

test('VCAs, groups and folders are made of the selection, a VCA of a selected VCA above it', () => {
  const at = desk();
  at.select('ae');
  makeGroup(at);
  makeFolder(at);
  makeVca(at);
  const { selection } = at.ui.getState();
  if (selection.kind !== 'vca') throw new Error('the new VCA is not selected');
  makeVca(at);
  const { session } = at.document.getState();
  const above = session.vcas[selection.id]?.parentId ?? null;
  expect(above === null ? [] : vcaMembers(session, above)).toEqual([at.idOf('a'), at.idOf('e')]);
  expect(Object.values(session.groups).map(({ trackIds }) => trackIds)).toEqual([
    [at.idOf('a'), at.idOf('e')],
  ]);
  expect(byName(session.folders).map(({ name }) => name)).toEqual(['Folder 2', 'Pair']);
  expect(byName(session.vcas).map(({ name }) => name)).toEqual(['VCA 1', 'VCA 2']);
});
