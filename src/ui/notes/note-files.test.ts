import { describe, expect, it } from 'vitest';
import { createDocument, newSession, notesInOrder, randomIds } from '../../session/index.ts';
import { bindDocument } from '../state/document-binding.ts';
import { createNoticeStore } from '../state/notice-store.ts';
import type { Workspace } from '../state/workspace.ts';
import { importNoteFile, laneMarkers, makeMarkers } from './note-files.ts';

/** As much of a workspace as files of notes touch. */
function desk(readOnly = false) {
  const session = newSession({ name: 'Reel', sampleRate: 48_000, frameRate: '25', ids: randomIds() });
  const notices = createNoticeStore();
  const binding = bindDocument(createDocument(session), notices, () => readOnly);
  const workspace = { ...binding, notices } as unknown as Workspace;
  const told = () => notices.getState().notices.map(({ tone, title }) => `${tone}: ${title}`);
  const lane = () => notesInOrder(workspace.document.getState().session);
  return { workspace, told, lane };
}
const file = (name: string, ...lines: readonly string[]) => new File([lines.join('\n')], name);

describe('a file of notes', () => {
  it('goes into the lane once, however often it is read, and says which lines were left out', async () => {
    const { workspace, told, lane } = desk();
    const csv = file('notes.csv', 'Timecode In,Text,Target', '01:00:02:00,Louder,music', 'soon,Softer,');
    await importNoteFile(workspace, csv);
    expect(lane()).toMatchObject([
      { start: 96_000, end: null, text: 'Louder', about: { kind: 'family', id: 'music' }, version: null },
    ]);
    expect(told()).toEqual(['good: 1 note in the review lane', 'fault: 1 line of notes.csv left out']);
    await importNoteFile(workspace, csv);
    expect(lane()).toHaveLength(1);
    expect(told()).toContain('info: The review lane is as it was');
    workspace.undo();
    expect(lane()).toEqual([]);
  });

  it('is known as a list of locators by its words where its name does not say so', async () => {
    const { workspace, lane } = desk();
    await importNoteFile(
      workspace,
      file('avid.txt', 'TITLE: X', 'FCM: NON-DROP FRAME', '* LOC: 01:00:01:00 RED  Fade'),
    );
    expect(lane()).toMatchObject([{ start: 48_000, text: 'Fade', about: null }]);
  });

  it('is refused in words, and so is a session that another tab writes', async () => {
    const { workspace, told } = desk();
    await importNoteFile(workspace, file('x.csv', 'nothing'));
    expect(told()).toEqual([expect.stringMatching(/^fault: x\.csv, line 1/)]);
    const reader = desk(true);
    await importNoteFile(reader.workspace, file('notes.csv', 'In,Text', '01:00:02:00,Louder'));
    expect(reader.lane()).toEqual([]);
    expect(reader.told()).toHaveLength(1);
    expect(reader.told()[0]).not.toContain('in the review lane');
  });

  it('becomes markers and ranges in one step', async () => {
    const { workspace, lane } = desk();
    await importNoteFile(
      workspace,
      file('n.csv', 'In,Out,Text,Author', '01:00:01:00,01:00:02:00,Long,Ada', '01:00:03:00,,Short,'),
    );
    makeMarkers(workspace, laneMarkers(lane()));
    const { markers } = workspace.document.getState().session;
    expect(Object.values(markers).map(({ kind, name, start, end }) => [kind, name, start, end])).toEqual(
      expect.arrayContaining([
        ['range', 'Ada: Long', 48_000, 96_000],
        ['marker', 'Short', 144_000, null],
      ]),
    );
    workspace.undo();
    expect(workspace.document.getState().session.markers).toEqual({});
  });
});
