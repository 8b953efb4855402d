import { expect, test } from 'vitest';
import { addFolder, type FolderId, type SessionId, type TrackId } from '../../session/index.ts';
import { fixtureDocument } from '../dev/fixture-session.ts';
import { createConsoleStore, setHidden, toggleFolder, toggleSpill } from '../state/console-store.ts';
import { bindDocument } from '../state/document-binding.ts';
import { createNoticeStore } from '../state/notice-store.ts';
import { memorySettings } from '../state/persist.ts';
import { createUiStore } from '../state/ui-store.ts';
import { pickStrip, reachStrip, revealStrip, selectShown, shownTracks } from './select-strips.ts';

const FOLDER = 'f-a' as FolderId;
const NONE = { shiftKey: false, ctrlKey: false, metaKey: false };

function desk() {
  const document = fixtureDocument(6);
  const binding = bindDocument(document, createNoticeStore(), () => false);
  const [a, b, c, d, e, f] = document.get().trackOrder as readonly [
    TrackId,
    TrackId,
    TrackId,
    TrackId,
    TrackId,
    TrackId,
  ];
  const ui = createUiStore(memorySettings());
  const chosen = () => {
    const { selection } = ui.getState();
    return selection.kind === 'tracks' ? selection.ids : [];
  };
  const console = createConsoleStore(memorySettings(), 's-one' as SessionId);
  return { ...binding, ui, console, chosen, ids: { a, b, c, d, e, f } };
}

test('Shift selects from where the selection began, and the range swings about it', () => {
  const at = desk();
  const { b, c, d, a } = at.ids;
  pickStrip(at, b, null);
  pickStrip(at, d, { ...NONE, shiftKey: true });
  expect(at.chosen()).toEqual([b, c, d]);
  pickStrip(at, a, { ...NONE, shiftKey: true });
  expect(at.chosen()).toEqual([b, a]);
});

test('Ctrl and ⌘ add a strip and take it out; reaching one of several keeps them', () => {
  const at = desk();
  const { a, c, e } = at.ids;
  pickStrip(at, a, NONE);
  pickStrip(at, c, { ...NONE, ctrlKey: true });
  pickStrip(at, e, { ...NONE, metaKey: true });
  reachStrip(at, a);
  expect(at.chosen()).toEqual([a, c, e]);
  pickStrip(at, c, { ...NONE, ctrlKey: true });
  expect(at.chosen()).toEqual([a, e]);
  reachStrip(at, c);
  expect(at.chosen()).toEqual([c]);
});

test('a range and "all" hold only what is shown', () => {
  const at = desk();
  const { a, b, c, d, e, f } = at.ids;
  setHidden(at.console, [b], true);
  pickStrip(at, a, null);
  pickStrip(at, d, { ...NONE, shiftKey: true });
  expect(at.chosen()).toEqual([a, c, d]);
  selectShown(at);
  expect(at.chosen()).toEqual([a, c, d, e, f]);
});

test('a strip that is looked for comes out of hiding, its closed folder and a spill', () => {
  const at = desk();
  const { b } = at.ids;
  at.edit('Folder', (draft) => addFolder(draft, { id: FOLDER, name: 'Strings', trackIds: [b] }));
  setHidden(at.console, [b], true);
  toggleFolder(at.console, FOLDER);
  toggleSpill(at.console, { kind: 'family', name: 'dialogue' });
  expect(shownTracks(at)).toEqual([]);
  revealStrip(at, b);
  expect(shownTracks(at)).toContain(b);
  expect(at.console.getState()).toMatchObject({ spill: null, hidden: [], closed: [] });
});
