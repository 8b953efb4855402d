import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { SHARE_API } from '../share/schema/index.ts';

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

const isApi = (path: string): boolean => path.startsWith(`${SHARE_API}/`);

/** Options of {@link createApp}. */
export interface AppOptions {
  /** Folder of the built page (vite's `dist`), relative to the working directory. */
  readonly root: string;
  /** Routes of mix links; null: this server has none. */
  readonly share?: Hono | null;
}

/**
 * The server of the built page: static files with cross-origin isolation, a strict policy and cache headers.
 * Files with a content hash in their name never change; everything else is revalidated.
 */
export function createApp({ root, share = null }: AppOptions): Hono {
  const app = new Hono();
  const pageHeaders = secureHeaders({
    contentSecurityPolicy,
    crossOriginEmbedderPolicy: 'require-corp',
    crossOriginOpenerPolicy: 'same-origin',
    crossOriginResourcePolicy: 'same-origin',
    referrerPolicy: 'no-referrer',
    xFrameOptions: 'DENY',
  });
  // The API sets its own, stricter ones.
  app.use((context, next) => (isApi(context.req.path) ? next() : pageHeaders(context, next)));
  app.get('/healthz', (context) => context.json({ ok: true }));
  if (share) app.route(SHARE_API, share);
  app.use('*', async (context, next) => {
    await next();
    const hashed = context.req.path.startsWith('/assets/') && context.res.status === 200;
    context.header('Cache-Control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
  });
  app.get('*', serveStatic({ root, precompressed: false }));
  app.notFound((context) => context.text('Nothing here. The app is at /', 404));
  return app;
}
