import * as v from 'valibot';
import { createStore } from 'zustand/vanilla';
import { type Comment, commentAnswer, type OutboxStorage } from '../../share/index.ts';
import { fail, ok, type Result } from '../../units/index.ts';
import type { Talk, TalkState } from '../review/state/talk.ts';

/** Characters kept. */
const MOST_CHARACTERS = 4_000_000;

/** What was kept before; nothing of what is damaged. */
function readKept(storage: OutboxStorage, key: string): readonly Comment[] {
  try {
    const parsed = v.safeParse(v.array(commentAnswer), JSON.parse(storage.read(key) ?? '[]'));
    return parsed.success ? parsed.output : [];
  } catch {
    return [];
  }
}

/**
 * Comments of a mix that came as a file: kept in this browser, under the version's hash, and carried out as CSV or EDL. Nobody else
 * sees them, and nothing is approved: there is nobody to tell.
 */
export function createLocalTalk(version: string, storage: OutboxStorage, now: () => number): Talk {
  const key = `scorestage.notes.${version}`;
  const state = createStore<TalkState>(() => ({
    comments: readKept(storage, key),
    approvals: [],
    here: [],
    waiting: [],
    connected: true,
    read: true,
  }));
  const put = (comments: readonly Comment[]): Result<null> => {
    const text = JSON.stringify(comments);
    if (text.length > MOST_CHARACTERS)
      return fail('notes-full', 'No more comments can be kept here.', 'Export them, then remove some.');
    state.setState({ comments });
    try {
      storage.write(key, text);
    } catch {
      // No room, or none allowed: they last for the visit, and can be exported.
    }
    return ok(null);
  };
  const all = (): readonly Comment[] => state.getState().comments;
  return {
    state,
    comment: (wish) =>
      put([
        ...all().filter(({ id }) => id !== wish.id),
        { ...wish, recipient: null, own: true, createdAt: now(), editedAt: null, resolvedAt: null },
      ]),
    change: (id, { body, resolved }) =>
      put(
        all().map((comment) =>
          comment.id === id
            ? {
                ...comment,
                ...(body === undefined ? {} : { body, editedAt: now() }),
                ...(resolved === undefined ? {} : { resolvedAt: resolved ? now() : null }),
              }
            : comment,
        ),
      ),
    remove: (id) => put(all().filter((comment) => comment.id !== id && comment.parent !== id)),
    approve: () =>
      fail(
        'not-approved',
        'A mix that came as a file can’t be approved.',
        'Ask for a link to approve it by.',
      ),
    outbox: {
      retry: () => undefined,
      drop: () => undefined,
      clear: () => undefined,
      flush: async () => undefined,
    },
    present: () => undefined,
    dispose: () => undefined,
  };
}
