import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { createApp } from './app.ts';
import { Observer } from './http/observe.ts';
import { type OpenShare, openShare } from './open-share.ts';
import type { ListenSettings, ObserveSettings, ShareSettings } from './settings.ts';

/** How long one connection may keep the server busy, ms. */
export interface ConnectionBounds {
  /** Until the headers of a request are whole. */
  readonly headersMs: number;
  /** Until its body is whole: a request of 16 MiB at half a megabit a second. */
  readonly requestMs: number;
  /** Without a byte either way. A live stream says something every 2.5 s. */
  readonly idleMs: number;
  /** Between two requests: longer than the minute for which proxies keep theirs, which else send into a closed one. */
  readonly keptMs: number;
  /** How often the first two are looked at. */
  readonly lookMs: number;
  /** Connections at once; more are closed as they come. */
  readonly connections: number;
}

/** Bounds of every server but those of tests. */
export const CONNECTION_BOUNDS: ConnectionBounds = {
  headersMs: 20_000,
  requestMs: 300_000,
  idleMs: 120_000,
  keptMs: 75_000,
  lookMs: 5_000,
  connections: 10_000,
};

/** How long requests that run may take to end when the server stops, ms. */
const LAST_MS = 10_000;
const IDLE_LOOK_MS = 50;

/** What a server is run with. */
export interface RunOptions {
  /** Folder of the built page, relative to the working directory. */
  readonly root: string;
  readonly listen: ListenSettings;
  readonly share: ShareSettings;
  readonly observe: ObserveSettings;
  readonly bounds?: ConnectionBounds;
  /** Takes lines of JSON for whoever runs the server. */
  say(line: string): void;
}

/** A server that listens. */
export interface RunningServer {
  readonly port: number;
  readonly share: OpenShare;
  /** Ends live streams, lets requests that run end for at most ten seconds, closes the database. */
  stop(): Promise<void>;
}

/** Ends connections that are slow, silent or too many. */
function boundConnections(server: Server, bounds: ConnectionBounds): void {
  server.headersTimeout = bounds.headersMs;
  server.requestTimeout = bounds.requestMs;
  server.setTimeout(bounds.idleMs);
  server.keepAliveTimeout = bounds.keptMs;
  server.maxConnections = bounds.connections;
}

/** Opens what is kept and listens. @throws Error if either fails */
export async function runServer({
  root,
  listen,
  share: settings,
  observe,
  bounds = CONNECTION_BOUNDS,
  say,
}: RunOptions): Promise<RunningServer> {
  const line = (facts: object) => say(JSON.stringify({ at: new Date().toISOString(), ...facts }));
  const share = await openShare(settings, {
    onFault: (fault) => line({ fault: fault instanceof Error ? fault.stack : String(fault) }),
  });
  const observer = new Observer(observe.logRequests ? say : null);
  for (const [name, read] of share.gauges) observer.gauge(name, read);
  const app = createApp({
    root,
    share: share.routes,
    healthy: share.healthy,
    observer,
    metricsKey: observe.metricsKey,
    blobOrigin: settings.s3?.redirect ? settings.s3.endpoint : null,
  });
  const server = createAdaptorServer({
    fetch: app.fetch,
    hostname: listen.host,
    serverOptions: { connectionsCheckingInterval: bounds.lookMs },
  }) as Server;
  boundConnections(server, bounds);
  try {
    await new Promise<void>((done, failed) => {
      server.once('error', failed);
      server.listen(listen.port, listen.host, done);
    });
  } catch (cause) {
    await share.close();
    throw cause;
  }
  const address = server.address();
  return {
    port: address && typeof address === 'object' ? address.port : listen.port,
    share,
    stop: async () => {
      share.endStreams();
      const late = setTimeout(() => server.closeAllConnections(), LAST_MS);
      // A connection is idle once its answer is sent, which for streams is in a moment.
      const idle = setInterval(() => server.closeIdleConnections(), IDLE_LOOK_MS);
      await new Promise<void>((done) => void server.close(() => done()));
      clearInterval(idle);
      clearTimeout(late);
      await share.close();
    },
  };
}
