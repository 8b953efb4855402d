import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { serve } from '@hono/node-server';
import { createApp } from './app.ts';
import { Observer } from './http/observe.ts';
import { openShare } from './open-share.ts';
import { listenSettings, observeSettings, shareSettings } from './settings.ts';

const dist = resolve(import.meta.dirname, '../../dist');
const settings = listenSettings(process.env);
const shared = shareSettings(process.env);

for (const read of [settings, shared]) {
  if (read.ok) continue;
  console.error(`${read.message} ${read.remedy}`);
  process.exit(2);
}
if (!settings.ok || !shared.ok) throw new TypeError('settings were refused above');
if (!existsSync(resolve(dist, 'index.html'))) {
  console.error(
    'dist/index.html is missing: the page is not built. Run `npm start`, which builds it, or `npm run build`.',
  );
  process.exit(2);
}

const { port, host } = settings.value;
const line = (facts: object) => console.log(JSON.stringify({ at: new Date().toISOString(), ...facts }));
const share = await openShare(shared.value, {
  onFault: (fault) => line({ fault: fault instanceof Error ? fault.stack : String(fault) }),
});
const { logRequests, metricsKey } = observeSettings(process.env);
const observer = new Observer(logRequests ? (text) => console.log(text) : null);
observer.gauge('live_streams', share.streams);
const app = createApp({
  root: relative(process.cwd(), dist) || '.',
  share: share.routes,
  healthy: share.healthy,
  observer,
  metricsKey,
});
const server = serve({ fetch: app.fetch, port, hostname: host }, (address) => {
  const shown = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  console.log(`Scorestage: http://${shown}:${address.port}/`);
});

server.on('error', (error: NodeJS.ErrnoException) => {
  const busy = error.code === 'EADDRINUSE';
  console.error(
    busy
      ? `Port ${port} is taken. Choose another: PORT=8080 npm start`
      : `The server cannot start: ${error.message}`,
  );
  process.exit(1);
});

/** How long requests that run may take to end when the server stops, ms. */
const LAST_MS = 10_000;

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    // Streams end now, requests that run are answered, then the database closes.
    share.endStreams();
    server.close(() => void share.close().finally(() => process.exit(0)));
    if ('closeIdleConnections' in server) server.closeIdleConnections();
    setTimeout(() => {
      if ('closeAllConnections' in server) server.closeAllConnections();
    }, LAST_MS).unref();
  });
}
