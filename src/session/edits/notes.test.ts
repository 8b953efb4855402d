import { describe, expect, it } from 'vitest';
import { createDocument } from '../document.ts';
import { LIMITS } from '../limits.ts';
import { parseSession, serialiseSession } from '../parse.ts';
import { notesInOrder } from '../select.ts';
import { testSession } from '../test-session.ts';
import type { NoteId } from '../types.ts';
import { deleteNotes, importNotes, type NewNote, noteIdOf, setNotesResolved } from './notes.ts';

const note = (id: string, over: Partial<NewNote> = {}): NewNote => ({
  id: noteIdOf(id),
  start: 48_000,
  end: null,
  author: 'Ada',
  text: `about ${id}`,
  about: null,
  resolved: false,
  version: 1,
  ...over,
});
const document = () => createDocument({ ...testSession(), reviewNotes: {} });
const bring = (doc: ReturnType<typeof document>, ...notes: readonly NewNote[]) =>
  doc.transact('Import notes', 'undoable', (draft) => importNotes(draft, notes));

describe('the review lane', () => {
  it('takes notes in one step that undo takes back, and keeps them in the file', () => {
    const doc = document();
    const before = doc.get();
    bring(doc, note('b', { start: 96_000 }), note('a', { end: 60_000 }));
    expect(notesInOrder(doc.get()).map(({ id }) => id)).toEqual(['w-a', 'w-b']);
    expect(parseSession(serialiseSession(doc.get()))).toEqual({ ok: true, value: doc.get() });
    doc.undo();
    expect(doc.get()).toEqual(before);
  });

  it('renews a comment that comes again, and passes over a line of a file that is there', () => {
    const doc = document();
    bring(doc, note('a'), note('file-1', { text: 'same' }));
    bring(doc, note('a', { text: 'better words', resolved: true }), note('file-2', { text: 'same' }));
    expect(notesInOrder(doc.get())).toMatchObject([
      { id: 'w-a', text: 'better words', resolved: true },
      { id: 'w-file-1', text: 'same' },
    ]);
  });

  it('does not open again what was dealt with here', () => {
    const doc = document();
    bring(doc, note('a'));
    doc.transact('Resolve', 'undoable', (draft) => setNotesResolved(draft, [noteIdOf('a')], true));
    bring(doc, note('a', { text: 'with an answer' }));
    expect(notesInOrder(doc.get())).toMatchObject([{ text: 'with an answer', resolved: true }]);
  });

  it('marks notes as dealt with, opens them again and lets them go', () => {
    const doc = document();
    bring(doc, note('a'), note('b', { start: 1 }));
    const ids = ['w-a', 'w-gone'] as NoteId[];
    doc.transact('Resolve', 'undoable', (draft) => setNotesResolved(draft, ids, true));
    expect(notesInOrder(doc.get()).map(({ resolved }) => resolved)).toEqual([false, true]);
    doc.transact('Delete', 'undoable', (draft) => deleteNotes(draft, ids));
    expect(notesInOrder(doc.get()).map(({ id }) => id)).toEqual(['w-b']);
  });

  it('holds hostile words and places within bounds', () => {
    const doc = document();
    const text = `\u202e${'x'.repeat(LIMITS.noteText - 1)}😀\u0000`;
    bring(doc, note('a', { text, start: -5, end: -9, author: 'A\nda' }));
    const [taken] = notesInOrder(doc.get());
    expect(taken).toMatchObject({ start: 0, end: 1, author: 'A da' });
    expect(taken?.text).toBe('x'.repeat(LIMITS.noteText - 1));
  });

  it('refuses more than it holds, and takes none of them', () => {
    const doc = document();
    const many = Array.from({ length: LIMITS.reviewNotes + 1 }, (_, n) => note(`n${n}`, { start: n }));
    expect(bring(doc, ...many)).toMatchObject({ code: 'session-full' });
    expect(notesInOrder(doc.get())).toEqual([]);
  });
});
