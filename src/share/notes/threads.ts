import type { Comment } from '../schema/index.ts';
import type { OutboxEntry } from './outbox.ts';

/** A comment as it is shown: what the server has, with what is still on its way laid over it. */
export interface ShownComment extends Comment {
  readonly state: 'sent' | 'waiting' | 'refused';
  /** Keys of the entries it waits for. */
  readonly entries: readonly string[];
  /** The server's words where it refused. */
  readonly refusal: string | null;
}

/** A comment with what was answered to it, oldest first. */
export interface Thread {
  readonly root: ShownComment;
  readonly replies: readonly ShownComment[];
}

/** Which threads are listed. */
export const THREAD_FILTERS = ['open', 'resolved', 'mine', 'all'] as const;
export type ThreadFilter = (typeof THREAD_FILTERS)[number];

/** Lays what waits over what the server has. */
export function withWaiting(
  comments: readonly Comment[],
  entries: readonly OutboxEntry[],
): readonly ShownComment[] {
  const shown = new Map<string, ShownComment>();
  for (const comment of comments)
    shown.set(comment.id, { ...comment, state: 'sent', entries: [], refusal: null });
  for (const { key, item, order, refused } of entries) {
    if (item.kind === 'approval') continue;
    const id = item.kind === 'comment' ? item.wish.id : item.id;
    const before = shown.get(id);
    const mark = {
      state: refused ? ('refused' as const) : ('waiting' as const),
      entries: [...(before?.entries ?? []), key],
      refusal: refused ? `${refused.message} ${refused.remedy}` : (before?.refusal ?? null),
    };
    if (item.kind === 'comment') {
      if (before) continue;
      shown.set(id, {
        ...item.wish,
        recipient: null,
        own: true,
        createdAt: order,
        editedAt: null,
        resolvedAt: null,
        ...mark,
      });
    } else if (!before) {
      // About a comment that is gone: nothing is left to show.
    } else if (item.kind === 'remove') {
      if (refused) shown.set(id, { ...before, ...mark });
      else shown.delete(id);
    } else {
      const { body = before.body, resolved } = item.change;
      const resolvedAt = resolved === undefined ? before.resolvedAt : resolved ? order : null;
      shown.set(id, refused ? { ...before, ...mark } : { ...before, body, resolvedAt, ...mark });
    }
  }
  return [...shown.values()];
}

/** Comments as threads in the order of their places. An answer to what is gone, or isn't shown, stands for itself. */
export function threadsOf(comments: readonly ShownComment[]): readonly Thread[] {
  const ids = new Set(comments.map(({ id }) => id));
  const byId = new Map(comments.map((comment) => [comment.id, comment]));
  /** The comment that a chain of answers goes back to; chains that bite their tail end where they began. */
  const rootOf = (comment: ShownComment): string => {
    const seen = new Set([comment.id]);
    let at = comment;
    while (at.parent !== null && ids.has(at.parent) && !seen.has(at.parent)) {
      seen.add(at.parent);
      const up = byId.get(at.parent);
      if (!up) break;
      at = up;
    }
    return at.parent !== null && seen.has(at.parent) ? comment.id : at.id;
  };
  const replies = new Map<string, ShownComment[]>();
  const roots: ShownComment[] = [];
  for (const comment of comments) {
    const root = rootOf(comment);
    if (root === comment.id) roots.push(comment);
    else replies.set(root, [...(replies.get(root) ?? []), comment]);
  }
  return roots
    .sort((one, other) => one.at - other.at || one.createdAt - other.createdAt)
    .map((root) => ({
      root,
      replies: (replies.get(root.id) ?? []).sort((one, other) => one.createdAt - other.createdAt),
    }));
}

/** Whether a filter lets a thread through. */
export function passes({ root, replies }: Thread, filter: ThreadFilter): boolean {
  switch (filter) {
    case 'open':
      return root.resolvedAt === null;
    case 'resolved':
      return root.resolvedAt !== null;
    case 'mine':
      return root.own || replies.some(({ own }) => own);
    case 'all':
      return true;
  }
}
