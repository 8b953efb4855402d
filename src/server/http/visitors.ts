import { getCookie } from 'hono/cookie';
import { createMiddleware } from 'hono/factory';
import * as v from 'valibot';
import { capability, shareId } from '../../share/schema/index.ts';
import { fail } from '../../units/index.ts';
import { isOpen, linkOfId } from '../store/links.ts';
import { ownedMix, titleOf } from '../store/mixes.ts';
import { sessionRuns } from '../store/sessions.ts';
import { nothingHere, refuse } from './answers.ts';
import type { Share, ShareEnv } from './share-context.ts';

/** Name of the cookie of an opened link; its path is the link's own. */
export const SESSION_COOKIE = 'scorestage-link';

/** Secret of an `Authorization: Bearer` header, if it has the form of one. */
function bearer(header: string | undefined): string | null {
  const secret = header?.startsWith('Bearer ') ? header.slice('Bearer '.length) : '';
  return v.is(capability, secret) ? secret : null;
}

/** Lets the owner of the mix named in the path pass. */
export const ownerOnly = (share: Share) =>
  createMiddleware<ShareEnv>(async (context, next) => {
    const mixId = context.req.param('mix') ?? context.req.header('x-mix') ?? '';
    const secret = bearer(context.req.header('authorization'));
    const mix = secret && v.is(shareId, mixId) ? await ownedMix(share.database, mixId, secret) : null;
    if (!mix) return nothingHere(context);
    context.set('visitor', { mixId, title: mix.title, link: null, session: null });
    return next();
  });

/** Lets holders of an open link pass, by the cookie they got for it. */
export const holderOnly = (share: Share) =>
  createMiddleware<ShareEnv>(async (context, next) => {
    const linkId = context.req.param('link') ?? '';
    const session = getCookie(context, SESSION_COOKIE) ?? '';
    if (!v.is(shareId, linkId) || !v.is(capability, session)) return nothingHere(context);
    const link = await linkOfId(share.database, linkId);
    const now = share.now();
    if (!link || !isOpen(link, now) || !(await sessionRuns(share.database, linkId, session, now)))
      return nothingHere(context);
    const title = await titleOf(share.database, link.mixId);
    if (title === null) return nothingHere(context);
    context.set('visitor', { mixId: link.mixId, title, link, session });
    return next();
  });

/**
 * Refuses what another site's page sends (OWASP: verify the origin with standard headers). Requests without `Origin`
 * come from no page.
 */
export const sameOriginOnly = (share: Share) =>
  createMiddleware(async (context, next) => {
    if (context.req.method === 'GET' || context.req.method === 'HEAD') return next();
    const origin = context.req.header('origin');
    const site = context.req.header('sec-fetch-site');
    const own = share.origin ?? new URL(context.req.url).origin;
    const foreign =
      (origin !== undefined && origin !== own && !sameHost(origin, own, share.origin)) ||
      (site !== undefined && site !== 'same-origin' && site !== 'none');
    if (foreign)
      return refuse(
        context,
        403,
        fail('other-origin', 'This page may not do that.', 'Open the link itself.'),
      );
    return next();
  });

/** Behind a proxy that ends TLS the scheme differs; where no origin is set, the host decides. */
function sameHost(origin: string, own: string, fixed: string | null): boolean {
  if (fixed !== null || !URL.canParse(origin)) return false;
  return new URL(origin).host === new URL(own).host;
}
