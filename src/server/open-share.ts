import { setMaxListeners } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { MAX_BLOB_BYTES, SHARE_UPLOADS } from '../share/schema/index.ts';
import type { BlobStore } from './blobs/blob-store.ts';
import { DiskBlobs } from './blobs/disk-blobs.ts';
import { S3 } from './blobs/s3.ts';
import { S3Blobs } from './blobs/s3-blobs.ts';
import { Collector } from './collector.ts';
import { type Database, openDatabase } from './db/open-database.ts';
import { Bell } from './http/bell.ts';
import { Streams } from './http/live.ts';
import { NewsDesk } from './http/news.ts';
import { PresenceBook } from './http/presence.ts';
import { RateLimit } from './http/rate-limit.ts';
import type { Share } from './http/share-context.ts';
import { shareRoutes } from './http/share-routes.ts';
import type { ShareSettings } from './settings.ts';
import { type Collection, collect, GRACE_MS } from './store/collect.ts';
import { DiskStaging } from './uploads/disk-staging.ts';
import { S3Staging } from './uploads/s3-staging.ts';
import type { Staging } from './uploads/staging.ts';
import { Uploads } from './uploads/uploads.ts';

/** How often what nobody needs is collected, ms. */
const COLLECT_MS = 3_600_000;

/** A running share server, to be mounted and closed. */
export interface OpenShare {
  readonly routes: Hono;
  readonly database: Database;
  /** Collects blobs no version needs and uploads nobody goes on with; also runs by itself every hour. */
  collect(): Promise<Collection>;
  /** Numbers for whoever runs the server, by the names of Prometheus. */
  readonly gauges: ReadonlyMap<string, () => number>;
  /** Whether the database answers. False while closing, so that a load balancer sends no more. */
  healthy(): Promise<boolean>;
  /** Ends live streams; what else runs goes on. */
  endStreams(): void;
  /** Ends live streams and closes the database. */
  close(): Promise<void>;
}

/** What tests put in place of the world. */
export interface ShareWorld {
  readonly now?: () => number;
  readonly onFault?: (fault: unknown) => void;
}

/** Where bytes lie and how they come, as the settings say. */
async function openBlobs(
  { dataFolder, s3 }: ShareSettings,
  database: Database,
): Promise<{ readonly blobs: BlobStore; readonly staging: Staging }> {
  if (s3) {
    const client = new S3(s3);
    return { blobs: new S3Blobs(client, s3.redirect), staging: new S3Staging(client, database) };
  }
  const folder = join(dataFolder, 'blobs');
  await mkdir(folder, { recursive: true });
  const blobs = new DiskBlobs(folder);
  return { blobs, staging: await DiskStaging.open(join(dataFolder, 'uploads'), blobs, database) };
}

/**
 * Opens database and blobs, finishes uploads that were complete when the process ended, and builds the routes.
 * @throws Error if the database or the folder can't be opened
 */
export async function openShare(settings: ShareSettings, world: ShareWorld = {}): Promise<OpenShare> {
  const now = world.now ?? Date.now;
  const onFault = world.onFault ?? (() => undefined);
  await mkdir(settings.dataFolder, { recursive: true });
  const database = await openDatabase(settings.databaseUrl ?? join(settings.dataFolder, 'share.sqlite'));
  const { blobs, staging } = await openBlobs(settings, database);
  const uploads = new Uploads({
    database,
    blobs,
    staging,
    path: SHARE_UPLOADS,
    maxBytes: Math.min(settings.limits.mixBytes, MAX_BLOB_BYTES),
    now,
  });
  await uploads.recover(onFault);
  const closing = new AbortController();
  // Every live stream listens to it.
  setMaxListeners(0, closing.signal);
  const bell = new Bell(database.pool);
  const presence = new PresenceBook(database, bell, now, onFault);
  const share: Share = {
    database,
    blobs,
    uploads,
    bell,
    news: new NewsDesk(database, bell, now),
    presence,
    limits: settings.limits,
    tries: {
      password: new RateLimit(5, 60_000),
      open: new RateLimit(20, 3_000),
      create: new RateLimit(30, 60_000),
      enter: new RateLimit(200, 1_000),
    },
    publishKey: settings.publishKey,
    origin: settings.origin,
    proxied: settings.proxied,
    closing: closing.signal,
    now,
  };
  const streams = new Streams();
  const collector = new Collector(
    async () => collect({ database, blobs, uploads }, now() - GRACE_MS, now()),
    now,
  );
  const sweep = () => collector.run();
  const timer = setInterval(() => void sweep().catch(onFault), COLLECT_MS);
  timer.unref();
  return {
    routes: shareRoutes(share, streams, onFault),
    database,
    collect: sweep,
    healthy: async () => {
      if (closing.signal.aborted) return false;
      return database.db
        .selectFrom('mix')
        .select('id')
        .limit(1)
        .execute()
        .then(
          () => true,
          () => false,
        );
    },
    gauges: new Map([...collector.gauges, ['live_streams', () => streams.count]]),
    endStreams: () => closing.abort(),
    close: async () => {
      clearInterval(timer);
      closing.abort();
      await presence.close();
      await bell.close();
      await database.close();
    },
  };
}
