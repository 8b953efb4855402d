import { expect, test } from 'vitest';
import { setBand } from '../../session/index.ts';
import { decibels } from '../../units/index.ts';
import { fixtureDocument } from '../dev/fixture-session.ts';
import { bindDocument } from '../state/document-binding.ts';
import { createNoticeStore } from '../state/notice-store.ts';
import { memorySettings } from '../state/persist.ts';
import { createUiStore } from '../state/ui-store.ts';
import { shownSide, switchSides } from './processor-edits.ts';

test('settings A and B begin alike, are switched in one undoable step each, and follow undo', () => {
  const desk = {
    ...bindDocument(fixtureDocument(4), createNoticeStore(), () => false),
    ui: createUiStore(memorySettings()),
  };
  const [id] = desk.document.getState().session.trackOrder;
  if (id === undefined) throw new Error('no track');
  const strip = () => {
    const track = desk.document.getState().session.tracks[id];
    if (!track) throw new Error('gone');
    return track.strip;
  };
  const side = () => shownSide(desk.ui.getState().processorSides[id], strip());
  const turn = (gainDb: number) =>
    desk.edit('Band', (draft) => setBand(draft, id, 2, { on: true, gainDb: decibels(gainDb) }));

  turn(1);
  expect(side()).toBe('A');
  switchSides(desk, id);
  expect([side(), strip().eq.bands[2]?.gainDb]).toEqual(['B', 1]);
  turn(5);
  switchSides(desk, id);
  expect([side(), strip().eq.bands[2]?.gainDb]).toEqual(['A', 1]);
  desk.undo();
  expect([side(), strip().eq.bands[2]?.gainDb]).toEqual(['B', 5]);
  desk.redo();
  expect([side(), strip().eq.bands[2]?.gainDb]).toEqual(['A', 1]);
  turn(-3);
  switchSides(desk, id);
  expect([side(), strip().eq.bands[2]?.gainDb]).toEqual(['B', 5]);
  switchSides(desk, id);
  expect([side(), strip().eq.bands[2]?.gainDb]).toEqual(['A', -3]);
});
