import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { SHARE_API } from '../share/schema/index.ts';
import type { Observer } from './http/observe.ts';

/**
 * Policy of every page: own origin only. `wasm-unsafe-eval` lets the core compile; blob: is the picture and
 * finished bounces; inline styles are positions that React writes.
 */
const contentSecurityPolicy = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
  workerSrc: ["'self'", 'blob:'],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'blob:', 'data:'],
  mediaSrc: ["'self'", 'blob:'],
  fontSrc: ["'self'"],
  connectSrc: ["'self'", 'blob:', 'data:'],
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
};

/**
 * Policy of the page of reviewers, which shows what strangers wrote: as above, but no style is inline (React writes through the
 * object model, which a policy doesn't stop) and nothing is fetched from data: addresses.
 */
const reviewPolicy = {
  ...contentSecurityPolicy,
  styleSrc: ["'self'"],
  imgSrc: ["'self'"],
  connectSrc: ["'self'"],
  formAction: ["'none'"],
};

/**
 * Policy of the page of mixes that come in a link: their stems may lie on any site that gives them away by https. Addresses are
 * held to that, and shown, before anything is fetched (src/share/fragment).
 */
const playPolicy = { ...reviewPolicy, connectSrc: ["'self'", 'https:'] };

/** Where a link whose fragment is a mix is opened. */
const PLAY_PATH = /^\/play(?:\.html)?$/;

/** Where links are opened: `/r/` with a capability in its fragment, `/r/ID` afterwards. */
const REVIEW_PATH = /^\/(?:r\/(?:[A-Za-z0-9_-]{22})?|review\.html)$/;

const isApi = (path: string): boolean => path.startsWith(`${SHARE_API}/`);

/** Options of {@link createApp}. */
export interface AppOptions {
  /** Folder of the built page (vite's `dist`), relative to the working directory. */
  readonly root: string;
  /** Routes of mix links; null: this server has none. */
  readonly share?: Hono | null;
  /** Whether everything a request needs is there; default: yes. */
  readonly healthy?: () => Promise<boolean>;
  readonly observer?: Observer;
  /** Key of `/metrics`; null: there is none. */
  readonly metricsKey?: string | null;
  /** Origin of the bucket that readers of links are sent to for blobs; null: this server passes them on. */
  readonly blobOrigin?: string | null;
}

/**
 * The server of the built page: static files with cross-origin isolation, a strict policy and cache headers.
 * Files with a content hash in their name never change; everything else is revalidated.
 */
export function createApp({
  root,
  share = null,
  healthy = async () => true,
  observer,
  metricsKey = null,
  blobOrigin = null,
}: AppOptions): Hono {
  const app = new Hono();
  if (observer) app.use(observer.watch());
  const headersUnder = (policy: typeof contentSecurityPolicy) =>
    secureHeaders({
      contentSecurityPolicy: policy,
      crossOriginEmbedderPolicy: 'require-corp',
      crossOriginOpenerPolicy: 'same-origin',
      crossOriginResourcePolicy: 'same-origin',
      referrerPolicy: 'no-referrer',
      xFrameOptions: 'DENY',
    });
  const pageHeaders = headersUnder(contentSecurityPolicy);
  const blobs = blobOrigin === null ? ["'self'"] : ["'self'", blobOrigin];
  const reviewHeaders = headersUnder({ ...reviewPolicy, mediaSrc: blobs, connectSrc: blobs });
  const playHeaders = headersUnder(playPolicy);
  // The API sets its own, stricter ones.
  app.use((context, next) => {
    const { path } = context.req;
    if (isApi(path)) return next();
    if (PLAY_PATH.test(path)) return playHeaders(context, next);
    return REVIEW_PATH.test(path) ? reviewHeaders(context, next) : pageHeaders(context, next);
  });
  app.get('/healthz', async (context) => {
    const ok = await healthy();
    return context.json({ ok }, ok ? 200 : 503, { 'Cache-Control': 'no-store' });
  });
  if (observer && metricsKey !== null) app.route('/', observer.routes(metricsKey));
  if (share) app.route(SHARE_API, share);
  app.use('*', async (context, next) => {
    await next();
    const hashed = context.req.path.startsWith('/assets/') && context.res.status === 200;
    context.header('Cache-Control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
  });
  app.get('/r', (context) => context.redirect('/r/', 301));
  const review = serveStatic({ root, path: 'review.html' });
  app.get('*', async (context, next) => {
    if (!REVIEW_PATH.test(context.req.path)) return next();
    context.header('X-Robots-Tag', 'noindex, nofollow');
    return review(context, next);
  });
  const play = serveStatic({ root, path: 'play.html' });
  app.get('*', async (context, next) => {
    if (!PLAY_PATH.test(context.req.path)) return next();
    context.header('X-Robots-Tag', 'noindex, nofollow');
    return play(context, next);
  });
  app.get('*', serveStatic({ root, precompressed: false }));
  app.notFound((context) => context.text('Nothing here. The app is at /', 404));
  return app;
}
