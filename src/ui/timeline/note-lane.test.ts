import { describe, expect, it } from 'vitest';
import type { NoteId, SessionNote } from '../../session/index.ts';
import { samples } from '../../units/index.ts';
import { noteAt, noteLine } from './note-lane-paint.ts';

const note = (id: string, start: number, end: number | null = null): SessionNote => ({
  id: id as NoteId,
  start: samples(start),
  end: end === null ? null : samples(end),
  author: 'Ada',
  text: 'Slower,\n please',
  about: null,
  resolved: false,
  version: null,
});
const scale = { start: 0, samplesPerPixel: 100 };

describe('a note of the lane', () => {
  const notes = [note('range', 0, 50_000), note('a', 20_000), note('b', 21_000)];
  it('is found by its shape, the nearest of several, before the range it lies in', () => {
    expect(noteAt(notes, scale, 203)?.id).toBe('a');
    expect(noteAt(notes, scale, 206)?.id).toBe('b');
    expect(noteAt(notes, scale, 222)?.id).toBe('b');
    expect(noteAt(notes, scale, 300)?.id).toBe('range');
    expect(noteAt(notes, scale, 501)).toBeNull();
  });

  it('says who and what on one line', () => {
    expect(noteLine(note('a', 0))).toBe('Ada: Slower, please');
    expect(noteLine({ author: '', text: 'x' })).toBe('x');
  });
});
