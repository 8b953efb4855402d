import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../units/index.ts';
import type { Comment, CommentRequest } from '../schema/index.ts';
import { createOutbox, newShareId, OUTBOX_LIMITS, type OutboxItem, type OutboxStorage } from './outbox.ts';

function memory(): OutboxStorage {
  const kept = new Map<string, string>();
  return {
    keys: () => [...kept.keys()],
    read: (key) => kept.get(key) ?? null,
    write: (key, text) => void kept.set(key, text),
    remove: (key) => void kept.delete(key),
  };
}

const idOf = (n: number) => `${n}`.padEnd(22, 'x');
const wish = (n: number): CommentRequest => ({
  id: idOf(n),
  version: 1,
  author: 'Ada',
  body: `note ${n}`,
  at: n,
  end: null,
  target: null,
  place: null,
  drawing: null,
  parent: null,
});
const offline = fail('offline', 'The server cannot be reached.', 'Later.');

/** What happens to a request: it arrives and is answered, arrives but its answer is lost, or never arrives. */
type Way = 'answered' | 'answer lost' | 'lost';

/** A server that takes each id once, over a line that does what `ways` say, then works. */
function server(ways: readonly Way[]) {
  const taken: CommentRequest[] = [];
  let request = 0;
  return {
    taken,
    client: {
      comment: async (comment: CommentRequest) => {
        const way = ways[request++] ?? 'answered';
        if (way !== 'lost' && !taken.some(({ id }) => id === comment.id)) taken.push(comment);
        return way === 'answered'
          ? ok({ ...comment, recipient: null, own: true, createdAt: 1, editedAt: null, resolvedAt: null })
          : offline;
      },
      change: async () => offline,
      remove: async () => offline,
      approve: async () => offline,
    },
  };
}

describe('what was written offline', () => {
  it('is there once and in order, whatever the line loses, across reloads and in two pages at once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom<Way>('answered', 'answer lost', 'lost'), { maxLength: 30 }),
        fc.array(fc.constantFrom('write', 'flush', 'reload', 'other page'), { minLength: 1, maxLength: 30 }),
        async (ways, steps) => {
          const storage = memory();
          const { taken, client } = server(ways);
          const sent: OutboxItem[] = [];
          const page = () =>
            createOutbox({
              linkId: 'L',
              storage,
              client,
              now: () => 1_000,
              onSent: (item) => void sent.push(item),
            });
          let pages = [page()];
          let written = 0;
          for (const step of steps) {
            const here = pages.at(-1);
            if (step === 'write') here?.add({ kind: 'comment', wish: wish(written++) });
            else if (step === 'flush') await here?.flush();
            else if (step === 'reload') pages = [page()];
            else pages.push(page());
          }
          // What is in the air comes down, then the line works.
          for (let round = 0; round < 80; round++) for (const each of pages) await each.flush();
          expect(taken.map(({ id }) => id)).toEqual(Array.from({ length: written }, (_, n) => idOf(n)));
          expect(storage.keys()).toEqual([]);
          expect(new Set(sent.map((item) => item.kind === 'comment' && item.wish.id)).size).toBe(written);
        },
      ),
      { seed: 5, numRuns: 200 },
    );
  });

  it('is told its refusal, goes on with what comes after, and may be sent again or dropped', async () => {
    const storage = memory();
    let refuse = true;
    const taken: string[] = [];
    const answer = async (comment: CommentRequest) => {
      if (refuse && comment.at === 0) return fail('not-allowed', 'Not that.', 'Ask.');
      taken.push(comment.id);
      return ok({} as Comment);
    };
    const { client } = server([]);
    const outbox = createOutbox({
      linkId: 'L',
      storage,
      client: { ...client, comment: answer },
      now: () => 5,
      onSent: () => undefined,
    });
    outbox.add({ kind: 'comment', wish: wish(0) });
    outbox.add({ kind: 'comment', wish: wish(1) });
    await outbox.flush();
    expect(taken).toEqual([idOf(1)]);
    expect(outbox.entries().map(({ refused }) => refused?.code)).toEqual(['not-allowed']);
    refuse = false;
    outbox.retry(outbox.entries()[0]?.key ?? '');
    await outbox.flush();
    expect(taken).toEqual([idOf(1), idOf(0)]);
    expect(outbox.entries()).toEqual([]);
  });

  it('is bounded, belongs to its link, and is gone when the link has ended', async () => {
    const storage = memory();
    const { client } = server([]);
    const open = (linkId: string) =>
      createOutbox({
        linkId,
        storage,
        client: { ...client, comment: async () => offline },
        now: () => 5,
        onSent: () => undefined,
      });
    const outbox = open('one');
    for (let n = 0; n < OUTBOX_LIMITS.entries; n++)
      expect(outbox.add({ kind: 'comment', wish: wish(n) }).ok).toBe(true);
    expect(outbox.add({ kind: 'comment', wish: wish(999) })).toMatchObject({ code: 'outbox-full' });
    expect(open('two').entries()).toEqual([]);
    storage.write('scorestage.outbox.two.bad', '{"item":{"kind":"comment"}}');
    expect(open('two').entries()).toEqual([]);
    await outbox.flush();
    outbox.clear();
    expect(storage.keys()).toEqual([]);
  });

  it('has ids as the server takes them', () => {
    for (let n = 0; n < 50; n++) expect(newShareId()).toMatch(/^[A-Za-z0-9_-]{22}$/);
  });
});
