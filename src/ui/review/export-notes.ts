/** Notes of a version as files, made when they are asked for. */
import { writeNotesCsv, writeNotesEdl } from '../../formats/index.ts';
import { type Comment, type Manifest, noteClockOf, noteMarkers, notesOf } from '../../share/index.ts';
import { fail, type Result } from '../../units/index.ts';

/** Formats notes leave in. */
export type NoteFormat = 'csv' | 'edl';

/** Writes what was said about a version. */
export function writeNotes(
  format: NoteFormat,
  comments: readonly Comment[],
  manifest: Manifest,
): Result<string> {
  const clock = noteClockOf(manifest);
  if (!clock)
    return fail(
      'frame-rate',
      'This mix counts frames at a rate the files have no name for.',
      'Copy the notes.',
    );
  const notes = noteMarkers(notesOf(comments, manifest));
  return format === 'csv' ? writeNotesCsv(notes, clock) : writeNotesEdl(notes, clock, manifest.title);
}

/** Hands a text to the browser's downloads. */
export function saveText(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has taken hold of it by the next task.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}
