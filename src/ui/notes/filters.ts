import { type NewNote, noteIdOf, type Session } from '../../session/index.ts';
import { type Comment, noteMarkers, notesOf, type ReviewNote } from '../../share/index.ts';

/** Which notes are listed. */
export const NOTE_FILTERS = ['open', 'resolved', 'all'] as const;
export type NoteFilter = (typeof NOTE_FILTERS)[number];

/** Whether a filter lets a note through. */
export const letsThrough = (filter: NoteFilter, { resolved }: { readonly resolved: boolean }): boolean =>
  filter === 'all' || resolved === (filter === 'resolved');

/** Comments of a version, or of all (null), as notes that a filter lets through. */
export const shownNotes = (
  comments: readonly Comment[],
  version: number | null,
  filter: NoteFilter,
): readonly ReviewNote[] =>
  notesOf(
    comments.filter((comment) => version === null || comment.version === version),
    // The session's timeline may have become longer or shorter than the version's: places stay as they were said.
    { length: Number.MAX_SAFE_INTEGER },
  ).filter((note) => letsThrough(filter, note));

/** A comment whose state the review lane has changed. */
export interface ToTell {
  readonly id: string;
  readonly resolved: boolean;
}

/** Comments that are resolved in the review lane and open on the server, or the other way round. */
export const statesToTell = (comments: readonly Comment[], lane: Session['reviewNotes']): readonly ToTell[] =>
  comments.flatMap(({ id, parent, resolvedAt }) => {
    const note = parent === null ? lane[noteIdOf(id)] : undefined;
    return note && note.resolved !== (resolvedAt !== null) ? [{ id, resolved: note.resolved }] : [];
  });

/** Notes of the server as the review lane takes them: answers follow the words. */
export const laneNotesOf = (notes: readonly ReviewNote[]): readonly NewNote[] =>
  noteMarkers(notes).flatMap((marker, index): NewNote[] => {
    const note = notes[index];
    if (!note) return [];
    const { at, end, author, resolved, text } = marker;
    const { id, target, version } = note;
    return [{ id: noteIdOf(id), start: at, end, author, text, about: target, resolved, version }];
  });
