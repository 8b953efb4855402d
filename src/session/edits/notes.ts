import { cleanNoteText } from '../../formats/index.ts';
import { samples } from '../../units/index.ts';
import type { SessionDraft } from '../document.ts';
import { clampTime, cleanName, LIMITS } from '../limits.ts';
import type { NoteId, SessionNote } from '../types.ts';
import { noteOf, type Refusal, roomFor } from './draft.ts';

/** A note to be brought in. */
export interface NewNote extends Omit<SessionNote, 'start' | 'end'> {
  /** Timeline samples. */
  readonly start: number;
  readonly end: number | null;
}

/** The id of the note a comment of a mix link becomes: the same whenever it is brought in. */
export const noteIdOf = (commentId: string): NoteId => `w-${commentId}` as NoteId;

/** What makes two notes the same that have no comment behind them. */
const likeness = ({ start, end, author, text }: SessionNote): string =>
  JSON.stringify([start, end, author, text]);

function made({ start, end, author, text, about, ...rest }: NewNote): SessionNote {
  const from = Math.min(clampTime(start), LIMITS.time - 1);
  const words = cleanNoteText(text)
    .slice(0, LIMITS.noteText)
    .replace(/[\uD800-\uDBFF]$/, '');
  return {
    ...rest,
    start: samples(from),
    end: end === null ? null : samples(Math.max(from + 1, clampTime(end))),
    author: cleanName(author),
    text: words || 'Note',
    about: about && { kind: about.kind, id: about.id.slice(0, 64), name: cleanName(about.name) },
  };
}

/**
 * Brings notes into the review lane. One whose id is there already is renewed; one without a comment that says the same at
 * the same place, by the same author, is passed over, so a file may be read twice. What has been dealt with here is not opened
 * again by bringing it in.
 */
export function importNotes(draft: SessionDraft, notes: readonly NewNote[]): Refusal {
  const there = new Set(Object.values<SessionNote>(draft.reviewNotes).map(likeness));
  const coming = new Map<NoteId, SessionNote>();
  for (const raw of notes) {
    const note = made(raw);
    const known = noteOf(draft, note.id);
    if (!known) {
      const same = likeness(note);
      if (there.has(same)) continue;
      there.add(same);
    }
    coming.set(note.id, { ...note, resolved: note.resolved || known?.resolved === true });
  }
  const full = roomFor(draft, 'reviewNotes', [...coming.keys()].filter((id) => !noteOf(draft, id)).length);
  if (full) return full;
  for (const [id, note] of coming) draft.reviewNotes[id] = note;
  return null;
}

/** Marks notes as dealt with, or opens them again. */
export function setNotesResolved(draft: SessionDraft, ids: readonly NoteId[], resolved: boolean): Refusal {
  for (const id of ids) {
    const note = noteOf(draft, id);
    if (note) note.resolved = resolved;
  }
  return null;
}

/** Takes notes out of the review lane. */
export function deleteNotes(draft: SessionDraft, ids: readonly NoteId[]): Refusal {
  for (const id of ids) if (noteOf(draft, id)) delete draft.reviewNotes[id];
  return null;
}
