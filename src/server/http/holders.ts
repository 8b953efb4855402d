/** What holders of a link may ask for. */
import { getConnInfo } from '@hono/node-server/conninfo';
import { type Context, Hono } from 'hono';
import { setCookie } from 'hono/cookie';
import * as v from 'valibot';
import {
  openLinkRequest,
  SHARE_API,
  sha256 as sha256Schema,
  type VersionAnswer,
  withoutStems,
} from '../../share/schema/index.ts';
import { fail } from '../../units/index.ts';
import { audit } from '../store/audit.ts';
import { isOpen, linkOfToken, showsVersion } from '../store/links.ts';
import { listVersions, readableBlob, readVersion, titleOf } from '../store/mixes.ts';
import { passwordMatches } from '../store/secrets.ts';
import { createSession } from '../store/sessions.ts';
import { jsonLimit, notAllowed, nothingHere, readBody, refuse, tooMany } from './answers.ts';
import { live, type Streams } from './live.ts';
import { parseRange } from './ranges.ts';
import type { Share, ShareEnv, Visitor } from './share-context.ts';
import { talkRoutes } from './talk.ts';
import { holderOnly, SESSION_COOKIE } from './visitors.ts';

/**
 * Address a request comes from; one name for all where it isn't known.
 * @param proxied whether all requests come through a proxy that adds the address it was asked from to `X-Forwarded-For`:
 * else whoever asks could write there what he likes, and behind one all would be one sender
 */
export function senderOf(context: Context, proxied: boolean): string {
  const last = context.req.header('x-forwarded-for')?.split(',').at(-1)?.trim();
  if (proxied && last) return last.slice(0, 64);
  try {
    return getConnInfo(context).remote.address ?? 'unknown';
  } catch {
    // Requests that came over no socket: tests.
    return 'unknown';
  }
}

/** `POST /links/open` and everything below `/r/:link`. */
export function holderRoutes(share: Share, streams: Streams): Hono<ShareEnv> {
  const { database, blobs, now, tries } = share;
  const app = new Hono<ShareEnv>();

  const facts = async ({ mixId, title, link }: Visitor) => {
    if (!link) throw new TypeError('only holders of a link come here');
    const versions = await listVersions(database, mixId);
    return {
      linkId: link.id,
      title,
      role: link.role,
      recipient: link.recipient,
      downloads: link.downloads,
      stems: link.stems,
      expiresAt: link.expiresAt,
      versions: versions.filter(({ n }) => showsVersion(link, n)),
    };
  };

  app.post('/links/open', jsonLimit(4_096), async (context) => {
    const sender = senderOf(context, share.proxied);
    const wait = tries.open.wait(sender, now());
    if (wait > 0) return tooMany(context, wait);
    const wish = await readBody(context, openLinkRequest);
    const link = wish.ok ? await linkOfToken(database, wish.value.token) : null;
    const title = link ? await titleOf(database, link.mixId) : null;
    if (!wish.ok || !link || title === null || !isOpen(link, now())) {
      tries.open.take(sender, now());
      return nothingHere(context);
    }
    if (link.passwordHash !== null) {
      const { password } = wish.value;
      if (password === undefined)
        return refuse(context, 401, fail('password-needed', 'This link has a password.', 'Give it.'));
      const barred = tries.password.take(link.id, now());
      if (barred > 0) return tooMany(context, barred);
      if (!(await passwordMatches(password, link.passwordHash))) {
        await audit(database, link.mixId, link.id, 'password-wrong', now());
        return refuse(context, 401, fail('password-wrong', 'That is not the password.', 'Try again.'));
      }
    }
    const crowded = tries.enter.take(link.id, now());
    if (crowded > 0) return tooMany(context, crowded);
    const session = await createSession(database, link.id, link.expiresAt, now());
    await audit(database, link.mixId, link.id, 'opened', now());
    const secure = (share.origin ?? new URL(context.req.url).origin).startsWith('https:');
    setCookie(context, SESSION_COOKIE, session.secret, {
      path: `${SHARE_API}/r/${link.id}`,
      httpOnly: true,
      sameSite: 'Strict',
      secure,
      expires: new Date(session.expiresAt),
    });
    return context.json(await facts({ mixId: link.mixId, title, link, session: session.secret }));
  });

  app.use('/r/:link/*', holderOnly(share));
  app.use('/r/:link', holderOnly(share));
  app.get('/r/:link', async (context) => context.json(await facts(context.get('visitor'))));
  app.get('/r/:link/events', (context) => live(share, streams, context));

  app.get('/r/:link/versions/:n', async (context) => {
    const { mixId, link } = context.get('visitor');
    const n = Number(/^\d{1,7}$/.exec(context.req.param('n'))?.[0] ?? Number.NaN);
    if (!link || !Number.isInteger(n) || !showsVersion(link, n)) return nothingHere(context);
    const version = await readVersion(database, mixId, n);
    if (!version) return nothingHere(context);
    const { id: _, manifest, ...rest } = version;
    const answer: VersionAnswer = { ...rest, manifest: link.stems ? manifest : withoutStems(manifest) };
    return context.json(answer);
  });

  app.get('/r/:link/blobs/:sha256', async (context) => {
    const { mixId, link } = context.get('visitor');
    const { sha256 } = context.req.param();
    if (!link || !v.is(sha256Schema, sha256)) return nothingHere(context);
    const uses = link.stems
      ? (['proxy', 'picture', 'stem', 'session'] as const)
      : (['proxy', 'picture'] as const);
    const blob = await readableBlob(database, mixId, sha256, uses, link.versions);
    if (!blob) return nothingHere(context);
    const keep = context.req.query('keep') !== undefined;
    if (keep && !link.downloads) return notAllowed(context, 'keeping files');
    const url = await blobs.urlOf(blob.place, blob.type, keep ? sha256 : null);
    if (url !== null) {
      context.header('Cache-Control', 'no-store');
      return context.redirect(url, 302);
    }
    const range = parseRange(context.req.header('range'), blob.bytes);
    context.header('Accept-Ranges', 'bytes');
    if (range === 'none') {
      context.header('Content-Range', `bytes */${blob.bytes}`);
      return context.body(null, 416);
    }
    context.header('Content-Type', blob.type);
    context.header('Cache-Control', 'private, max-age=31536000, immutable');
    // Without a name: the page's own link gives it, and no name of a stranger's enters a header.
    context.header('Content-Disposition', keep ? 'attachment' : 'inline');
    const bytes = range ? range.last - range.first + 1 : blob.bytes;
    context.header('Content-Length', `${bytes}`);
    if (range) context.header('Content-Range', `bytes ${range.first}-${range.last}/${blob.bytes}`);
    const status = range ? 206 : 200;
    if (context.req.raw.method === 'HEAD') return context.body(null, status);
    return context.body(await blobs.read(blob.place, range ?? undefined), status);
  });

  app.route('/r/:link', talkRoutes(share));
  return app;
}
