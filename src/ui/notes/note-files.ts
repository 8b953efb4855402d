import {
  type NoteClock,
  type NoteMarker,
  noteHeadline,
  readNotesCsv,
  readNotesEdl,
  writeNotesCsv,
  writeNotesEdl,
} from '../../formats/index.ts';
import {
  addMarker,
  FAMILIES,
  importNotes,
  type NewNote,
  notesInOrder,
  randomIds,
  type Session,
  type SessionNote,
} from '../../session/index.ts';
import { chooseFiles, offerDownload } from '../app/files.ts';
import { FAMILY_TITLES } from '../kit/theme.ts';
import type { Workspace } from '../state/workspace.ts';

const ids = randomIds();

/** How the session's timecode counts. */
export const noteClock = ({ frameRate, startFrames, sampleRate }: Session): NoteClock => ({
  rate: frameRate,
  start: startFrames,
  sampleRate,
});

const counted = (count: number): string => `${count} note${count === 1 ? '' : 's'}`;

/** What a name of a file means in this session: a track, else a family, whatever its case; else the name alone. */
function aboutOf(session: Session, name: string): SessionNote['about'] {
  if (name === '') return null;
  const wanted = name.toLowerCase();
  const track = session.trackOrder.find((id) => session.tracks[id]?.name.toLowerCase() === wanted);
  if (track) return { kind: 'track', id: track, name };
  const family = FAMILIES.find((known) => FAMILY_TITLES[known].toLowerCase() === wanted);
  return family ? { kind: 'family', id: family, name } : { kind: 'track', id: '', name };
}

/** Brings notes into the review lane as one step and tells what came of it. */
export function bringIn(workspace: Workspace, notes: readonly NewNote[]): void {
  const before = workspace.document.getState().session;
  const { notices } = workspace;
  const told = notices.getState().notices;
  workspace.edit(`Import ${counted(notes.length)}`, (draft) => importNotes(draft, notes));
  const after = workspace.document.getState().session;
  const added = Object.keys(after.reviewNotes).length - Object.keys(before.reviewNotes).length;
  if (after === before) {
    // A refusal has told itself.
    if (notices.getState().notices !== told) return;
    notices.show({
      tone: 'info',
      title: 'The review lane is as it was',
      detail: 'These notes are there already.',
    });
    return;
  }
  notices.show({
    tone: 'good',
    title: `${counted(notes.length)} in the review lane`,
    detail: `${added} of them new. The lane stands under the ruler; Shift+N goes from note to note.`,
  });
}

/** Makes markers and ranges of notes, as one step. */
export function makeMarkers(workspace: Workspace, notes: readonly NoteMarker[]): void {
  const before = workspace.document.getState().session;
  workspace.edit(`Markers from ${counted(notes.length)}`, (draft) => {
    for (const { at, end, author, text } of notes) {
      const words = noteHeadline(text);
      const refused = addMarker(draft, {
        id: ids.marker(),
        kind: end === null ? 'marker' : 'range',
        name: author === '' ? words : `${author}: ${words}`,
        start: at,
        ...(end === null ? {} : { end }),
      });
      if (refused) return refused;
    }
    return null;
  });
  if (workspace.document.getState().session === before) return;
  workspace.notices.show({
    tone: 'good',
    title: `${counted(notes.length)} made into markers`,
    detail: 'Undo takes all of them away.',
  });
}

/** Reads a file of notes into the review lane. */
export async function importNoteFile(workspace: Workspace, file: File): Promise<void> {
  const { session } = workspace.document.getState();
  const text = await file.text();
  const isEdl = /\.edl$/i.test(file.name) || /^\s*(TITLE|FCM):/i.test(text.slice(0, 400));
  const read = (isEdl ? readNotesEdl : readNotesCsv)(text, noteClock(session), file.name.slice(0, 120));
  if (!read.ok) {
    workspace.notices.fail(read);
    return;
  }
  const { notes, problems, leftOut } = read.value;
  bringIn(
    workspace,
    notes.map(({ at, end, author, text: words, target, resolved }) => ({
      id: ids.note(),
      start: at,
      end,
      author,
      text: words,
      about: aboutOf(session, target),
      resolved,
      version: null,
    })),
  );
  const [first] = problems;
  if (first)
    workspace.notices.show({
      tone: 'fault',
      title: `${leftOut} line${leftOut === 1 ? '' : 's'} of ${file.name.slice(0, 120)} left out`,
      detail: `Line ${first.line}: ${first.message} ${first.remedy}`,
    });
}

/** Asks for a file of notes and reads it. Needs a gesture. */
export const chooseNoteFile = (workspace: Workspace): void =>
  chooseFiles('.csv,.edl,.tsv,.txt,text/csv', false, ([file]) => {
    if (file) void importNoteFile(workspace, file);
  });

/** Hands notes to the browser's download, as a table or as a CMX 3600 list. */
export function exportNotes(
  workspace: Workspace,
  kind: 'csv' | 'edl',
  notes: readonly NoteMarker[],
  title: string,
): void {
  const { session } = workspace.document.getState();
  const clock = noteClock(session);
  const text = kind === 'csv' ? writeNotesCsv(notes, clock) : writeNotesEdl(notes, clock, title);
  if (!text.ok) {
    workspace.notices.fail(text);
    return;
  }
  const type = kind === 'csv' ? 'text/csv;charset=utf-8' : 'text/plain;charset=utf-8';
  offerDownload(new Blob([text.value], { type }), `${title}.${kind}`);
}

/** Notes of the review lane as files carry them. */
export const laneMarkers = (notes: readonly SessionNote[]): readonly NoteMarker[] =>
  notes.map(({ start, end, author, about, resolved, text }) => ({
    at: start,
    end,
    author,
    target: about?.name ?? '',
    resolved,
    text,
  }));

/** Hands the whole review lane to the browser's download. */
export function exportLane(workspace: Workspace, kind: 'csv' | 'edl'): void {
  const { session } = workspace.document.getState();
  exportNotes(workspace, kind, laneMarkers(notesInOrder(session)), `${session.name} notes`);
}
