import { describe, expect, it } from 'vitest';
import { noteIdOf } from '../../session/index.ts';
import { type Comment, placeWords } from '../../share/index.ts';
import { samples } from '../../units/index.ts';
import { laneNotesOf, shownNotes, statesToTell } from './filters.ts';

const comment = (id: string, over: Partial<Comment> = {}): Comment => ({
  id,
  version: 1,
  author: 'Ada',
  body: `about ${id}`,
  at: 48_000,
  end: null,
  target: { kind: 'track', id: 't-cello', name: 'Cello' },
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
const comments = [
  comment('open'),
  comment('done', { resolvedAt: 5_000, version: 2, at: 96_000 }),
  comment('answer', { parent: 'open', author: 'Bo', createdAt: 2_000 }),
];

describe('notes of the panel', () => {
  it('are those of a version and a state, answers with what they answer', () => {
    const ids = (version: number | null, filter: 'open' | 'resolved' | 'all') =>
      shownNotes(comments, version, filter).map(({ id }) => id);
    expect(ids(null, 'all')).toEqual(['open', 'done']);
    expect(ids(null, 'open')).toEqual(['open']);
    expect(ids(2, 'all')).toEqual(['done']);
    expect(ids(2, 'open')).toEqual([]);
  });

  it('go into the review lane with their answers, place and pin', () => {
    expect(laneNotesOf(shownNotes(comments, 1, 'all'))).toEqual([
      {
        id: noteIdOf('open'),
        start: 48_000,
        end: null,
        author: 'Ada',
        text: 'about open\n↳ Bo: about answer',
        about: { kind: 'track', id: 't-cello', name: 'Cello' },
        resolved: false,
        version: 1,
      },
    ]);
  });

  it('that the lane has resolved or opened again are to be told, others are not', () => {
    const lane = Object.fromEntries(
      laneNotesOf(shownNotes(comments, null, 'all')).map((note) => {
        const placed = { ...note, start: samples(note.start), end: null, resolved: !note.resolved };
        return [note.id, placed] as const;
      }),
    );
    expect(statesToTell(comments, lane)).toEqual([
      { id: 'open', resolved: true },
      { id: 'done', resolved: false },
    ]);
    expect(statesToTell(comments, {})).toEqual([]);
  });

  it('say places of the room in words', () => {
    expect(placeWords({ x: -0.5, y: 1, z: 0 })).toBe('left 50, front 100, height 0');
    expect(placeWords({ x: 0, y: 0, z: 1 })).toBe('centre, middle, height 100');
  });
});
