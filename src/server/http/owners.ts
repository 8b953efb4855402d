/** What the owner of a mix may ask for: publish, hand out links, see what came of it. */
import { Hono } from 'hono';
import {
  createLinkRequest,
  createMixRequest,
  haveRequest,
  manifestSchema,
  publishRequest,
  SHARE_LIMITS,
} from '../../share/schema/index.ts';
import { audit, auditOf } from '../store/audit.ts';
import { bytesOfMix, missingBlobs } from '../store/blobs.ts';
import { createLink, type Link, linksOfMix, revokeLink } from '../store/links.ts';
import { createMix, listVersions, publishVersion, removeMix } from '../store/mixes.ts';
import { capabilityHash, sameHash } from '../store/secrets.ts';
import { checked, jsonLimit, nothingHere, readBody, refuse, tooMany } from './answers.ts';
import { senderOf } from './holders.ts';
import { live, type Streams } from './live.ts';
import type { Share, ShareEnv } from './share-context.ts';
import { talkRoutes } from './talk.ts';
import { ownerOnly } from './visitors.ts';

/** A link as its composer reads it. */
const asOwned = (link: Link) => ({
  id: link.id,
  recipient: link.recipient,
  role: link.role,
  versions: link.versions,
  hasPassword: link.passwordHash !== null,
  downloads: link.downloads,
  stems: link.stems,
  expiresAt: link.expiresAt,
  revokedAt: link.revokedAt,
  createdAt: link.createdAt,
});

/** `POST /mixes` and everything below `/mixes/:mix`. */
export function ownerRoutes(share: Share, streams: Streams): Hono<ShareEnv> {
  const { database, bell, limits, now, tries } = share;
  const app = new Hono<ShareEnv>();

  app.post('/mixes', jsonLimit(4_096), async (context) => {
    const { publishKey } = share;
    const key = context.req.header('x-publish-key') ?? '';
    if (publishKey !== null && !sameHash(capabilityHash(key), capabilityHash(publishKey)))
      return nothingHere(context);
    const wait = tries.create.take(senderOf(context, share.proxied), now());
    if (wait > 0) return tooMany(context, wait);
    const wish = await readBody(context, createMixRequest);
    if (!wish.ok) return refuse(context, 400, wish);
    const created = await createMix(database, wish.value.title, now());
    await audit(database, created.mixId, null, 'created', now());
    return context.json(created, 201);
  });

  app.use('/mixes/:mix/*', ownerOnly(share));
  app.use('/mixes/:mix', ownerOnly(share));

  app.get('/mixes/:mix', async (context) => {
    const { mixId, title } = context.get('visitor');
    const links = await linksOfMix(database, mixId);
    return context.json({
      mixId,
      title,
      bytes: await bytesOfMix(database, mixId),
      quotaBytes: limits.mixBytes,
      versions: await listVersions(database, mixId),
      links: links.map(asOwned),
      log: await auditOf(database, mixId, 200),
    });
  });

  app.delete('/mixes/:mix', async (context) => {
    const { mixId } = context.get('visitor');
    await removeMix(database, mixId);
    await bell.ring(mixId);
    return context.body(null, 204);
  });

  app.post('/mixes/:mix/have', jsonLimit(), async (context) => {
    const wish = await readBody(context, haveRequest);
    if (!wish.ok) return refuse(context, 400, wish);
    const { mixId } = context.get('visitor');
    return context.json({ missing: await missingBlobs(database, mixId, wish.value.hashes, now()) });
  });

  app.post('/mixes/:mix/versions', jsonLimit(SHARE_LIMITS.manifestBytes), async (context) => {
    const wish = await readBody(context, publishRequest);
    if (!wish.ok) return refuse(context, 400, wish);
    const manifest = checked(manifestSchema, wish.value.manifest, 'The manifest');
    if (!manifest.ok) return refuse(context, 400, manifest);
    const { mixId } = context.get('visitor');
    const published = await publishVersion(database, mixId, manifest.value, wish.value.note ?? null, now());
    if (!published.ok) return refuse(context, 409, published);
    await audit(database, mixId, null, 'published', now());
    await bell.ring(mixId);
    return context.json(published.value, 201);
  });

  app.post('/mixes/:mix/links', jsonLimit(), async (context) => {
    const wish = await readBody(context, createLinkRequest);
    if (!wish.ok) return refuse(context, 400, wish);
    const { mixId } = context.get('visitor');
    const created = await createLink(database, mixId, wish.value, now());
    await audit(database, mixId, created.linkId, 'link-created', now());
    return context.json(created, 201);
  });

  app.delete('/mixes/:mix/links/:link', async (context) => {
    const { mixId } = context.get('visitor');
    const linkId = context.req.param('link');
    if (!(await revokeLink(database, mixId, linkId, now()))) return nothingHere(context);
    await audit(database, mixId, linkId, 'link-revoked', now());
    await bell.ring(mixId);
    return context.body(null, 204);
  });

  app.get('/mixes/:mix/events', (context) => live(share, streams, context));
  app.route('/mixes/:mix', talkRoutes(share));
  return app;
}
