import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Comment } from '../schema/index.ts';
import { frameClock } from './frame-clock.ts';
import { piecesOf, typingAt } from './mentions.ts';
import type { OutboxEntry } from './outbox.ts';
import { passes, threadsOf, withWaiting } from './threads.ts';

const comment = (id: string, facts: Partial<Comment> = {}): Comment => ({
  id,
  version: 1,
  author: 'Ada',
  body: 'late',
  at: 0,
  end: null,
  target: null,
  place: null,
  drawing: null,
  parent: null,
  recipient: 'Director',
  own: false,
  createdAt: 1,
  editedAt: null,
  resolvedAt: null,
  ...facts,
});
const places = [
  { name: '2m4', at: 1 },
  { name: '2m4 “The Door” v3', at: 2 },
  { name: 'latch', at: 3 },
];

describe('mentions', () => {
  it('are the longest name behind the sign, and nothing within a word', () => {
    const found = (body: string) =>
      piecesOf(body, places).flatMap((piece) => (piece.kind === 'mention' ? [piece.place.at] : []));
    expect(found('see #2m4 “The Door” v3 and @latch, not #2m45 or a@latch')).toEqual([2, 3]);
    expect(found('#2m4 alone')).toEqual([1]);
  });

  it('leave the words as they are', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('#', '@', '2m4', 'latch', ' ', '<img>', 'x', '\n')), (parts) => {
        const body = parts.join('');
        expect(
          piecesOf(body, places)
            .map(({ text }) => text)
            .join(''),
        ).toBe(body);
      }),
      { seed: 6 },
    );
  });

  it('are offered while they are typed', () => {
    expect(typingAt('hear #2m', 8, places)).toMatchObject({ from: 5, to: 8, names: [{ at: 1 }, { at: 2 }] });
    expect(typingAt('hear @do', 8, places)?.names).toEqual([{ name: '2m4 “The Door” v3', at: 2 }]);
    expect(typingAt('a@latch', 7, places)).toBeNull();
    expect(typingAt('#none', 5, places)).toBeNull();
  });
});

describe('threads', () => {
  const sent = (all: readonly Comment[], entries: readonly OutboxEntry[] = []) =>
    threadsOf(withWaiting(all, entries));

  it('stand in the order of their places, answers by time', () => {
    const threads = sent([
      comment('b', { at: 9 }),
      comment('a', { at: 4 }),
      comment('r2', { parent: 'r1', createdAt: 7 }),
      comment('r1', { parent: 'b', createdAt: 5 }),
      comment('lost', { parent: 'gone', at: 6 }),
    ]);
    expect(threads.map(({ root, replies }) => [root.id, ...replies.map(({ id }) => id)])).toEqual([
      ['a'],
      ['lost'],
      ['b', 'r1', 'r2'],
    ]);
  });

  it('end for any tangle of parents, and show each comment once', () => {
    const ids = ['a', 'b', 'c', 'd'];
    fc.assert(
      fc.property(fc.array(fc.option(fc.constantFrom(...ids)), { minLength: 4, maxLength: 4 }), (parents) => {
        const threads = sent(ids.map((id, n) => comment(id, { parent: parents[n] ?? null })));
        const all = threads.flatMap(({ root, replies }) => [root, ...replies]).map(({ id }) => id);
        expect(all.sort()).toEqual(ids);
      }),
      { seed: 7 },
    );
  });

  it('show what waits over what is there', () => {
    const entry = (order: number, item: OutboxEntry['item']): OutboxEntry => ({
      key: `k${order}`,
      order,
      item,
      refused: null,
    });
    const { recipient: _, own: _o, createdAt: _c, editedAt: _e, resolvedAt: _r, ...wish } = comment('new');
    const threads = sent(
      [comment('old'), comment('away')],
      [
        entry(10, { kind: 'comment', wish }),
        entry(11, { kind: 'change', id: 'old', change: { resolved: true } }),
        entry(12, { kind: 'remove', id: 'away' }),
        entry(13, { kind: 'change', id: 'new', change: { body: 'early' } }),
      ],
    );
    expect(threads.map(({ root }) => [root.id, root.state, root.body, root.resolvedAt])).toEqual([
      ['old', 'waiting', 'late', 11],
      ['new', 'waiting', 'early', null],
    ]);
    expect(threads.map((thread) => passes(thread, 'open'))).toEqual([false, true]);
    expect(threads.map((thread) => passes(thread, 'mine'))).toEqual([false, true]);
  });
});

describe('the clock of a version', () => {
  const clock = (numerator: number, denominator: number, drop = false) =>
    frameClock({ sampleRate: 48_000, frames: { numerator, denominator, drop, origin: 86_400 } });

  it('counts from the frame the timeline begins with', () => {
    const film = clock(24, 1);
    expect(film.text(2_000 * 25)).toBe('01:00:01:01');
    expect(film.parse('01:00:01:01')).toEqual({ ok: true, value: 50_000 });
    expect(film.frameAt(film.sampleOf(77))).toBe(77);
    expect(clock(30_000, 1_001, true).name).toBe('29.97 DF');
  });

  it('counts rates that have no name of their own', () => {
    const fast = clock(48, 1);
    expect(fast.text(48_000)).toBe('00:30:01:00');
    expect(fast.parse('00:30:01:00')).toEqual({ ok: true, value: 48_000 });
    expect(fast.parse('later')).toMatchObject({ ok: false });
  });
});
