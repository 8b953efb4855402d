import type { Comment, CommentRequest } from '../../share/schema/index.ts';
import { fail, ok, type Result } from '../../units/index.ts';
import type { Database } from '../db/open-database.ts';
import type { CommentTable } from '../db/tables.ts';
import { addEvent } from './events.ts';

/** A comment without the reader's view of it. */
export type StoredComment = Omit<Comment, 'own'> & { readonly linkId: string | null };

type Pin = Pick<Comment, 'target' | 'place' | 'drawing'>;

const commentOf = (row: CommentTable & { recipient: string | null }): StoredComment => ({
  id: row.id,
  version: row.version,
  author: row.author,
  body: row.body,
  at: row.at,
  end: row.end_at,
  // Written by addComment alone.
  ...(JSON.parse(row.pin) as Pin),
  parent: row.parent_id,
  recipient: row.recipient,
  linkId: row.link_id,
  createdAt: row.created_at,
  editedAt: row.edited_at,
  resolvedAt: row.resolved_at,
});

/** Why a comment is not taken. */
export type CommentFault =
  | 'comment-id-taken'
  | 'comments-full'
  | 'comment-parent-missing'
  | 'comment-not-yours'
  | 'comment-missing';

/** Comments one link, or the owner, may leave on a mix; what was taken back counts. */
export const MOST_COMMENTS = 5_000;

const missing = () => fail('comment-missing', 'There is no such comment.', 'Read the comments anew.');

/** Everything standing against versions of a mix, oldest first. `versions` null: all. */
export async function commentsOf(
  { db }: Pick<Database, 'db'>,
  mixId: string,
  versions: readonly number[] | null,
): Promise<readonly StoredComment[]> {
  let query = db
    .selectFrom('comment')
    .leftJoin('link', 'link.id', 'comment.link_id')
    .selectAll('comment')
    .select('link.recipient')
    .where('comment.mix_id', '=', mixId)
    .where('removed_at', 'is', null);
  if (versions) query = query.where('comment.version', 'in', [...versions]);
  const rows = await query.orderBy('comment.created_at').orderBy('comment.id').execute();
  return rows.map(commentOf);
}

/** One standing comment of a mix; null where there is none. */
export async function readComment(
  db: Database['db'],
  mixId: string,
  id: string,
): Promise<StoredComment | null> {
  const row = await db
    .selectFrom('comment')
    .leftJoin('link', 'link.id', 'comment.link_id')
    .selectAll('comment')
    .select('link.recipient')
    .where('comment.mix_id', '=', mixId)
    .where('comment.id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  return row ? commentOf(row) : null;
}

const told = ({ linkId, ...comment }: StoredComment) => ({ kind: 'comment', comment, linkId }) as const;

/**
 * Adds a comment. The same one sent twice by the same writer (a connection that broke before the answer) is there once.
 * @param linkId the link it came through; null: the owner
 */
export async function addComment(
  { db }: Database,
  mixId: string,
  linkId: string | null,
  wish: CommentRequest,
  now: number,
): Promise<Result<StoredComment, CommentFault>> {
  return db.transaction().execute(async (transaction) => {
    if (wish.parent !== null) {
      const parent = await readComment(transaction, mixId, wish.parent);
      if (!parent || parent.version !== wish.version)
        return fail(
          'comment-parent-missing',
          'The comment this one answers is not there.',
          'Write it as a comment of its own.',
        );
    }
    const { left } = await transaction
      .selectFrom('comment')
      .select((build) => build.fn.countAll<number | string>().as('left'))
      .where('mix_id', '=', mixId)
      .where('link_id', linkId === null ? 'is' : '=', linkId)
      .where('id', '!=', wish.id)
      .executeTakeFirstOrThrow();
    if (Number(left) >= MOST_COMMENTS)
      return fail(
        'comments-full',
        `${MOST_COMMENTS.toLocaleString('en')} comments were left here already.`,
        'Ask the composer for a new link.',
      );
    const inserted = await transaction
      .insertInto('comment')
      .values({
        id: wish.id,
        mix_id: mixId,
        version: wish.version,
        link_id: linkId,
        author: wish.author,
        body: wish.body,
        at: wish.at,
        end_at: wish.end,
        pin: JSON.stringify({ target: wish.target, place: wish.place, drawing: wish.drawing }),
        parent_id: wish.parent,
        created_at: now,
        edited_at: null,
        resolved_at: null,
        removed_at: null,
      })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returning('id')
      .executeTakeFirst();
    const comment = await readComment(transaction, mixId, wish.id);
    if (!comment || comment.linkId !== linkId)
      return fail('comment-id-taken', 'The comment’s id is taken.', 'Send it again under a new id.');
    if (inserted) await addEvent(transaction, mixId, wish.version, told(comment), now);
    return ok(comment);
  });
}

/**
 * Changes the words of one's own comment, or marks anyone's as done or open.
 * @param linkId the link it comes through; null: the owner, who may change only his own words but mark every one
 */
export async function changeComment(
  { db }: Database,
  mixId: string,
  linkId: string | null,
  id: string,
  change: { readonly body?: string | undefined; readonly resolved?: boolean | undefined },
  now: number,
): Promise<Result<StoredComment, CommentFault>> {
  return db.transaction().execute(async (transaction) => {
    const before = await readComment(transaction, mixId, id);
    if (!before) return missing();
    if (change.body !== undefined && before.linkId !== linkId)
      return fail('comment-not-yours', 'Only who wrote a comment changes its words.', 'Answer it instead.');
    await transaction
      .updateTable('comment')
      .set({
        ...(change.body === undefined ? {} : { body: change.body, edited_at: now }),
        ...(change.resolved === undefined ? {} : { resolved_at: change.resolved ? now : null }),
      })
      .where('id', '=', id)
      .execute();
    const after = await readComment(transaction, mixId, id);
    if (!after) return missing();
    await addEvent(transaction, mixId, after.version, told(after), now);
    return ok(after);
  });
}

/** Takes a comment back: one's own, or any for the owner (`linkId` null). Its answers stay. */
export async function removeComment(
  { db }: Database,
  mixId: string,
  linkId: string | null,
  id: string,
  now: number,
): Promise<Result<null, CommentFault>> {
  return db.transaction().execute(async (transaction) => {
    const before = await readComment(transaction, mixId, id);
    if (!before) return missing();
    if (linkId !== null && before.linkId !== linkId)
      return fail('comment-not-yours', 'Only who wrote a comment takes it back.', 'Ask the composer.');
    await transaction.updateTable('comment').set({ removed_at: now }).where('id', '=', id).execute();
    const event = { kind: 'comment-removed', id, version: before.version } as const;
    await addEvent(transaction, mixId, before.version, event, now);
    return ok(null);
  });
}
