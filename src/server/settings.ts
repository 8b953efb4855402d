import { resolve } from 'node:path';
import { fail, ok, type Result } from '../units/index.ts';
import type { S3Settings } from './blobs/s3.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the server listens. */
export interface ListenSettings {
  /** 0 asks the system for a free port. */
  readonly port: number;
  readonly host: string;
}

/** Reads `PORT` (default 4173) and `HOST` (default 127.0.0.1) from the environment. */
export function listenSettings(env: Environment): Result<ListenSettings, 'bad-port'> {
  const text = env['PORT'] ?? '4173';
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) {
    return fail(
      'bad-port',
      `PORT is "${text}", which is not a port number.`,
      'Give a whole number from 0 to 65535.',
    );
  }
  return ok({ port, host: env['HOST'] || '127.0.0.1' });
}

/** What is told to those who run the server. */
export interface ObserveSettings {
  /** Whether each request is a line of JSON on standard output. */
  readonly logRequests: boolean;
  /** Key of `/metrics`; null: there is none. */
  readonly metricsKey: string | null;
}

/** Reads `SCORESTAGE_LOG` (`requests`, default nothing) and `SCORESTAGE_METRICS_KEY` from the environment. */
export const observeSettings = (env: Environment): ObserveSettings => ({
  logRequests: env['SCORESTAGE_LOG'] === 'requests',
  metricsKey: env['SCORESTAGE_METRICS_KEY'] || null,
});

/** How mix links are kept. */
export interface ShareSettings {
  /** Folder of blobs, uploads and, without a database URL, of the metadata. */
  readonly dataFolder: string;
  /** `postgres://…`; null: SQLite in the data folder. */
  readonly databaseUrl: string | null;
  /** The bucket of the blobs; null: files in the data folder. */
  readonly s3: (S3Settings & { readonly redirect: boolean }) | null;
  /** Key that publishing needs; null: everyone who reaches the server may publish. */
  readonly publishKey: string | null;
  /** Origin of the page as its readers see it; null: whatever host a request names. */
  readonly origin: string | null;
  /** Whether all requests come through a proxy that adds their sender to `X-Forwarded-For`. */
  readonly proxied: boolean;
  readonly limits: {
    /** Bytes one mix may hold. */
    readonly mixBytes: number;
    readonly streamsPerLink: number;
    readonly streams: number;
  };
}

/** Why settings are refused. */
export type ShareSettingsFault = 'bad-database-url' | 'bad-origin' | 'bad-quota' | 'bad-s3';

const GIB = 2 ** 30;

const S3_NEEDED = ['S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const;

/**
 * Reads `S3_ENDPOINT`, `S3_BUCKET`, `S3_ACCESS_KEY_ID`, `S3_SECRET_ACCESS_KEY`, `S3_REGION` (default `us-east-1`) and
 * `S3_REDIRECT` (1: readers fetch from the bucket itself, which must allow the page's origin).
 */
function s3Settings(env: Environment): Result<ShareSettings['s3'], 'bad-s3'> {
  const endpoint = env['S3_ENDPOINT'];
  if (!endpoint) return ok(null);
  if (!URL.canParse(endpoint) || new URL(endpoint).origin !== endpoint)
    return fail(
      'bad-s3',
      `S3_ENDPOINT is "${endpoint}", which is not an origin.`,
      'Give scheme and host alone, e.g. https://s3.eu-central-1.amazonaws.com.',
    );
  const missing = S3_NEEDED.filter((name) => !env[name]);
  if (missing.length > 0)
    return fail('bad-s3', `S3_ENDPOINT is set, but not ${missing.join(', ')}.`, 'Set them, or none of them.');
  return ok({
    endpoint,
    bucket: env['S3_BUCKET'] ?? '',
    region: env['S3_REGION'] || 'us-east-1',
    accessKeyId: env['S3_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: env['S3_SECRET_ACCESS_KEY'] ?? '',
    redirect: env['S3_REDIRECT'] === '1',
  });
}

/**
 * Reads `SCORESTAGE_DATA` (default `share-data`), `DATABASE_URL`, `S3_ENDPOINT` with what belongs to it,
 * `SCORESTAGE_PUBLISH_KEY`, `SCORESTAGE_ORIGIN`, `SCORESTAGE_PROXY` (1: behind one) and `SCORESTAGE_MIX_GIB` (default 20) from the
 * environment.
 */
export function shareSettings(env: Environment): Result<ShareSettings, ShareSettingsFault> {
  const databaseUrl = env['DATABASE_URL'] || null;
  if (databaseUrl !== null && !/^postgres(ql)?:\/\//.test(databaseUrl))
    return fail(
      'bad-database-url',
      'DATABASE_URL is not the address of a Postgres.',
      'Give postgres://user@host/name, or leave it out to keep mix links in SQLite.',
    );
  const origin = env['SCORESTAGE_ORIGIN'] || null;
  if (origin !== null && !(URL.canParse(origin) && new URL(origin).origin === origin))
    return fail(
      'bad-origin',
      `SCORESTAGE_ORIGIN is "${origin}", which is not an origin.`,
      'Give scheme and host alone, e.g. https://mix.example.',
    );
  const gib = Number(env['SCORESTAGE_MIX_GIB'] || 20);
  if (!(gib > 0 && gib <= 10_000))
    return fail(
      'bad-quota',
      `SCORESTAGE_MIX_GIB is "${env['SCORESTAGE_MIX_GIB']}", which is not a size.`,
      'Give gibibytes, more than 0 and at most 10000.',
    );
  const s3 = s3Settings(env);
  if (!s3.ok) return s3;
  return ok({
    s3: s3.value,
    dataFolder: resolve(env['SCORESTAGE_DATA'] || 'share-data'),
    databaseUrl,
    publishKey: env['SCORESTAGE_PUBLISH_KEY'] || null,
    origin,
    proxied: env['SCORESTAGE_PROXY'] === '1',
    limits: { mixBytes: Math.round(gib * GIB), streamsPerLink: 100, streams: 5_000 },
  });
}
