import { describe, expect, it } from 'vitest';
import type { CommentRequest, OutboxStorage } from '../../share/index.ts';
import { createLocalTalk } from './local-talk.ts';

const VERSION = 'a'.repeat(64);

function memory(kept = new Map<string, string>()): OutboxStorage {
  return {
    keys: () => [...kept.keys()],
    read: (key) => kept.get(key) ?? null,
    write: (key, text) => void kept.set(key, text),
    remove: (key) => void kept.delete(key),
  };
}

const wish = (id: string, parent: string | null = null): CommentRequest => ({
  id: id.repeat(22),
  version: 1,
  author: 'Ada',
  body: 'Louder <b>here</b>',
  at: 10,
  end: null,
  target: null,
  place: null,
  drawing: null,
  parent,
});

describe('comments of a mix in a file', () => {
  it('are there again when the file is opened again, and nowhere else', () => {
    const storage = memory();
    const talk = createLocalTalk(VERSION, storage, () => 5);
    expect(talk.comment(wish('a'))).toMatchObject({ ok: true });
    talk.comment(wish('b', 'a'.repeat(22)));
    talk.change('a'.repeat(22), { body: 'Softer', resolved: true });
    const again = createLocalTalk(VERSION, storage, () => 6).state.getState().comments;
    expect(again).toMatchObject([
      { body: 'Softer', resolvedAt: 5, own: true },
      { body: 'Louder <b>here</b>', parent: 'a'.repeat(22) },
    ]);
    expect(createLocalTalk('b'.repeat(64), storage, () => 6).state.getState().comments).toEqual([]);
    talk.remove('a'.repeat(22));
    expect(talk.state.getState().comments).toEqual([]);
  });

  it('last for the visit where nothing can be kept, and what is damaged is left alone', () => {
    const full = memory(new Map([[`scorestage.notes.${VERSION}`, '[{"id":1}]']]));
    const talk = createLocalTalk(
      VERSION,
      {
        ...full,
        write: () => {
          throw new DOMException('full', 'QuotaExceededError');
        },
      },
      () => 5,
    );
    expect(talk.state.getState().comments).toEqual([]);
    expect(talk.comment(wish('a'))).toMatchObject({ ok: true });
    expect(talk.state.getState().comments).toHaveLength(1);
    expect(talk.comment({ ...wish('b'), body: 'x'.repeat(4_000_001) })).toMatchObject({ code: 'notes-full' });
  });
});
