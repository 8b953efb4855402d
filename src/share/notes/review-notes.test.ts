import { describe, expect, it } from 'vitest';
import { writeNotesCsv } from '../../formats/index.ts';
import { samples } from '../../units/index.ts';
import type { Comment, Manifest } from '../schema/index.ts';
import { noteClockOf, noteMarkers, notesOf } from './review-notes.ts';

const comment = (id: string, over: Partial<Comment> = {}): Comment => ({
  id,
  version: 1,
  author: 'Ada',
  body: `words of ${id}`,
  at: 48_000,
  end: null,
  target: null,
  place: null,
  drawing: null,
  parent: null,
  recipient: 'Director',
  own: false,
  createdAt: 1_000,
  editedAt: null,
  resolvedAt: null,
  ...over,
});
const length = 480_000;

describe('notes of a review', () => {
  it('are in order of place, then of writing, with their answers in order', () => {
    const notes = notesOf(
      [
        comment('late', { at: 96_000 }),
        comment('second', { createdAt: 2_000 }),
        comment('answer2', { parent: 'answer1', createdAt: 5_000 }),
        comment('first', { resolvedAt: 9_000 }),
        comment('answer1', { parent: 'first', createdAt: 4_000 }),
      ],
      { length },
    );
    expect(notes.map(({ id }) => id)).toEqual(['first', 'second', 'late']);
    expect(notes[0]).toMatchObject({ resolved: true, replies: [{ id: 'answer1' }, { id: 'answer2' }] });
  });

  it('keep an answer whose beginning is gone, and comments that answer each other', () => {
    const orphan = notesOf([comment('a', { parent: 'gone' })], { length });
    expect(orphan.map(({ id }) => id)).toEqual(['a']);
    const ring = notesOf([comment('a', { parent: 'b' }), comment('b', { parent: 'a' })], { length });
    expect(ring.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('stay within the timeline', () => {
    const [note] = notesOf([comment('a', { at: 900_000, end: 950_000 })], { length });
    expect(note).toMatchObject({ at: length, end: null });
  });

  it('become lines of a file, with the version’s own timecode', () => {
    const clock = noteClockOf({
      frames: { numerator: 30_000, denominator: 1_001, drop: true, origin: 107_892 },
      sampleRate: 48_000,
    } as Manifest);
    expect(clock).toEqual({ rate: '29.97df', start: 107_892, sampleRate: 48_000 });
    const notes = notesOf([comment('a', { at: 0 }), comment('b', { parent: 'a', author: 'Bo' })], { length });
    expect(noteMarkers(notes)).toEqual([
      {
        at: samples(0),
        end: null,
        author: 'Ada',
        target: '',
        resolved: false,
        text: 'words of a\n↳ Bo: words of b',
      },
    ]);
    const written = clock && writeNotesCsv(noteMarkers(notes), clock);
    expect(written?.ok && written.value).toContain('"01:00:00;00"');
  });

  it('have no timecode in a version that counts frames as nobody does', () => {
    const frames = { numerator: 24, denominator: 1, drop: true, origin: 0 };
    expect(noteClockOf({ frames, sampleRate: 48_000 } as Manifest)).toBeNull();
  });
});
