/** Comments and judgements: the same routes for the owner and for holders of a link. */
import { Hono } from 'hono';
import * as v from 'valibot';
import {
  approvalRequest,
  commentChange,
  commentRequest,
  LINK_ROLES,
  type LinkRole,
  presenceRequest,
  shareId,
} from '../../share/schema/index.ts';
import { addApproval, approvalsOf } from '../store/approvals.ts';
import {
  addComment,
  type CommentFault,
  changeComment,
  commentsOf,
  readComment,
  removeComment,
  type StoredComment,
} from '../store/comments.ts';
import { showsVersion } from '../store/links.ts';
import { hasVersion } from '../store/mixes.ts';
import { jsonLimit, notAllowed, nothingHere, readBody, refuse } from './answers.ts';
import type { Share, ShareEnv, Visitor } from './share-context.ts';

/** Whether a visitor may do what a role may. The owner may comment, and judges nothing. */
const may = ({ link }: Visitor, role: LinkRole): boolean =>
  link ? LINK_ROLES.indexOf(link.role) >= LINK_ROLES.indexOf(role) : role !== 'approve';

const STATUS: Readonly<Record<CommentFault, 404 | 403 | 409 | 429>> = {
  'comment-missing': 404,
  'comment-parent-missing': 409,
  'comment-not-yours': 403,
  'comment-id-taken': 409,
  'comments-full': 429,
};

const asRead = ({ linkId, ...comment }: StoredComment, { link }: Visitor) => ({
  ...comment,
  own: linkId === (link?.id ?? null),
});

/** Routes below a mix or a link; whoever mounts them says who may come. */
export function talkRoutes(share: Share): Hono<ShareEnv> {
  const { database, bell, now } = share;
  const app = new Hono<ShareEnv>();

  /** Whether the visitor is shown this version, and it is there. */
  const shown = async ({ mixId, link }: Visitor, version: number) =>
    (link === null || showsVersion(link, version)) && (await hasVersion(database, mixId, version));

  app.get('/comments', async (context) => {
    const visitor = context.get('visitor');
    const comments = await commentsOf(database, visitor.mixId, visitor.link?.versions ?? null);
    return context.json(comments.map((comment) => asRead(comment, visitor)));
  });

  app.post('/comments', jsonLimit(), async (context) => {
    const visitor = context.get('visitor');
    if (!may(visitor, 'comment')) return notAllowed(context, 'comments');
    const wish = await readBody(context, commentRequest);
    if (!wish.ok) return refuse(context, 400, wish);
    if (!(await shown(visitor, wish.value.version))) return nothingHere(context);
    const added = await addComment(database, visitor.mixId, visitor.link?.id ?? null, wish.value, now());
    if (!added.ok) return refuse(context, STATUS[added.code], added);
    await bell.ring(visitor.mixId);
    return context.json(asRead(added.value, visitor), 201);
  });

  /** The comment of the path, if the visitor is shown its version. */
  const commentOf = async (visitor: Visitor, id: string) => {
    if (!v.is(shareId, id)) return null;
    const comment = await readComment(database.db, visitor.mixId, id);
    if (!comment || (visitor.link && !showsVersion(visitor.link, comment.version))) return null;
    return comment;
  };

  app.patch('/comments/:id', jsonLimit(), async (context) => {
    const visitor = context.get('visitor');
    if (!may(visitor, 'comment')) return notAllowed(context, 'comments');
    const change = await readBody(context, commentChange);
    if (!change.ok) return refuse(context, 400, change);
    const comment = await commentOf(visitor, context.req.param('id'));
    if (!comment) return nothingHere(context);
    const linkId = visitor.link?.id ?? null;
    const changed = await changeComment(database, visitor.mixId, linkId, comment.id, change.value, now());
    if (!changed.ok) return refuse(context, STATUS[changed.code], changed);
    await bell.ring(visitor.mixId);
    return context.json(asRead(changed.value, visitor));
  });

  app.delete('/comments/:id', async (context) => {
    const visitor = context.get('visitor');
    if (!may(visitor, 'comment')) return notAllowed(context, 'comments');
    const comment = await commentOf(visitor, context.req.param('id'));
    if (!comment) return nothingHere(context);
    const removed = await removeComment(database, visitor.mixId, visitor.link?.id ?? null, comment.id, now());
    if (!removed.ok) return refuse(context, STATUS[removed.code], removed);
    await bell.ring(visitor.mixId);
    return context.body(null, 204);
  });

  app.get('/approvals', async (context) => {
    const { mixId, link } = context.get('visitor');
    return context.json(await approvalsOf(database, mixId, link?.versions ?? null));
  });

  app.post('/approvals', jsonLimit(), async (context) => {
    const visitor = context.get('visitor');
    if (!visitor.link || !may(visitor, 'approve')) return notAllowed(context, 'approving');
    const wish = await readBody(context, approvalRequest);
    if (!wish.ok) return refuse(context, 400, wish);
    if (!(await shown(visitor, wish.value.version))) return nothingHere(context);
    const added = await addApproval(database, visitor.mixId, visitor.link.id, wish.value, now());
    if (!added.ok) return refuse(context, 409, added);
    await bell.ring(visitor.mixId);
    return context.json(added.value, 201);
  });

  app.post('/presence', jsonLimit(4_096), async (context) => {
    const { session, mixId } = context.get('visitor');
    const wish = await readBody(context, presenceRequest);
    if (!wish.ok) return refuse(context, 400, wish);
    if (session === null) return nothingHere(context);
    await share.presence.note(mixId, session, wish.value);
    return context.body(null, 204);
  });
  return app;
}
