import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { fail } from '../../units/index.ts';
import { nothingHere, refuse } from './answers.ts';
import { holderRoutes } from './holders.ts';
import type { Streams } from './live.ts';
import { ownerRoutes } from './owners.ts';
import type { Share } from './share-context.ts';
import { uploadRoutes } from './upload-routes.ts';
import { sameOriginOnly } from './visitors.ts';

/** The API of mix links; whoever mounts it chooses the path. */
export function shareRoutes(share: Share, streams: Streams, onFault: (fault: unknown) => void): Hono {
  const app = new Hono();
  app.use(
    secureHeaders({
      // Whatever is answered here is data: if it were opened as a page, nothing in it could run, load or be framed.
      contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"], sandbox: [] },
      crossOriginResourcePolicy: 'same-origin',
      referrerPolicy: 'no-referrer',
      xFrameOptions: 'DENY',
    }),
  );
  app.use(sameOriginOnly(share));
  app.use(async (context, next) => {
    await next();
    // Unless a route said otherwise, what it answered is nobody's to keep.
    if (!context.res.headers.has('Cache-Control')) context.header('Cache-Control', 'no-store');
    context.header('X-Robots-Tag', 'noindex, nofollow');
  });
  app.route('/', uploadRoutes(share));
  app.route('/', ownerRoutes(share, streams));
  app.route('/', holderRoutes(share, streams));
  app.notFound(nothingHere);
  app.onError((fault, context) => {
    onFault(fault);
    return refuse(context, 500, fail('server-fault', 'The server failed.', 'Try again in a moment.'));
  });
  return app;
}
