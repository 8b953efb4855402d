import type { Workspace } from '../state/workspace.ts';
import type { Command } from './command.ts';

const hasNotes = ({ document: doc }: Workspace): boolean =>
  Object.keys(doc.getState().session.reviewNotes).length > 0;

/** A command that needs a note in the review lane. */
const ofLane = (id: string, title: string, keys: readonly string[], run: Command['run']): Command => ({
  id: `notes.${id}`,
  title,
  section: 'Markers',
  keys,
  whyNot: 'There are no notes in the review lane: bring some in first.',
  when: hasNotes,
  run,
});

const step = (workspace: Workspace, direction: 1 | -1): void =>
  void import('../notes/go-to.ts').then(({ stepNote }) => stepNote(workspace, direction));
const write = (workspace: Workspace, kind: 'csv' | 'edl'): void =>
  void import('../notes/note-files.ts').then(({ exportLane }) => exportLane(workspace, kind));

/** Review lane and files of notes; what they do is loaded when it is asked for. */
export const NOTE_COMMANDS: readonly Command[] = [
  ofLane('next', 'Next note of the review lane', ['Shift+n'], (workspace) => step(workspace, 1)),
  ofLane('previous', 'Previous note of the review lane', ['Shift+p'], (workspace) => step(workspace, -1)),
  ofLane('export-csv', 'Export the review lane as CSV', [], (workspace) => write(workspace, 'csv')),
  ofLane('export-edl', 'Export the review lane as CMX 3600 EDL', [], (workspace) => write(workspace, 'edl')),
  {
    id: 'notes.import',
    title: 'Import notes from a file…',
    section: 'Markers',
    keys: [],
    run: (workspace) =>
      void import('../notes/note-files.ts').then(({ chooseNoteFile }) => chooseNoteFile(workspace)),
  },
];
