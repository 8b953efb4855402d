/** Publishes a version: codes, renders, sends what the server has not, and names it. Main thread or Node. */
import * as v from 'valibot';
import type { EngineParts } from '../../engine/browser.ts';
import { type Session, type Stem, serialiseSession } from '../../session/index.ts';
import { poolKey } from '../../stems/index.ts';
import type { RpcClient } from '../../store/index.ts';
import { type Failure, fail, ok, type Result } from '../../units/index.ts';
import type { OwnerClient } from '../client/owner-client.ts';
import type { UploadOptions } from '../client/upload.ts';
import {
  type BlobType,
  type Manifest,
  manifestBlobs,
  manifestSchema,
  PROXY_TARGETS,
  type VersionFacts,
} from '../schema/index.ts';
import type { CodedStem, StemWish } from './code-stem.ts';
import { type CodingWish, OPUS_FAMILY_BITS, OPUS_MIX_BITS } from './coding.ts';
import { manifestOf, type NamedRender } from './manifest-of.ts';
import type { FinishedFile } from './output-file.ts';
import { familiesOf, publishedSession, type Stretch, stemsOf } from './plan.ts';
import type { PublishCalls } from './publish-protocol.ts';
import type { Rendered } from './render-proxy.ts';

/** What is published. */
export interface PublishJob {
  /** The document as it stands. */
  readonly session: Session;
  readonly title: string;
  /** Words to the reviewers about this version. */
  readonly note: string | null;
  readonly range: Stretch;
  /** With stems the reviewer hears his own engine and can solo tracks; `sound` sends the renders alone. */
  readonly content: 'stems' | 'sound';
  readonly coding: CodingWish;
  /** The picture's file; null leaves it out. MP4 and WebM can be sent. */
  readonly picture: Blob | null;
}

/** How far publishing is. */
export interface PublishProgress {
  readonly stage: 'coding' | 'rendering' | 'sending';
  /** What is being done, for people: a file's name, a render. */
  readonly what: string;
  /** Of the stage, 0 … 1. */
  readonly share: number;
  /** Bytes sent, and to be sent; 0 of 0 before it is known. */
  readonly sentBytes: number;
  readonly totalBytes: number;
}

/** What came of it. */
export interface Published {
  readonly version: VersionFacts;
  readonly manifest: Manifest;
  /** Bytes that travelled, and bytes the server had from earlier versions. */
  readonly sentBytes: number;
  readonly knownBytes: number;
}

/** A publish worker. */
export type PublishWorker = Pick<RpcClient<PublishCalls>, 'call'>;

/** Who takes what is published: the composer's side of the share server, or a file that is put together. */
export type Receiver = Pick<OwnerClient, 'missing' | 'upload' | 'publish'>;

/** What publishing works with. */
export interface PublishHost {
  readonly owner: Receiver;
  /** At least one; each works at one thing at a time. */
  readonly workers: readonly PublishWorker[];
  readonly parts: Pick<EngineParts, 'module' | 'shared' | 'hrtf' | 'core' | 'hearing'>;
  readonly upload?: Pick<UploadOptions, 'memory' | 'pause'>;
}

/** How it is watched and ended. */
export interface PublishOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: PublishProgress) => void;
}

/** Without an event for so long a worker is given up, ms; preparing long responses tells nothing meanwhile. */
const SILENCE_MS = 180_000;

const cancelled = (): Failure =>
  fail(
    'cancelled',
    'Publishing was cancelled.',
    'Publish again when you like; what was sent is kept for a week.',
  );

/** Does something with each item, one on each worker at a time. The first failure ends it. */
async function spread<Item, Value>(
  items: readonly Item[],
  workers: readonly PublishWorker[],
  signal: AbortSignal | undefined,
  work: (worker: PublishWorker, item: Item, index: number, signal: AbortSignal) => Promise<Result<Value>>,
): Promise<Result<readonly Value[]>> {
  const values: Value[] = [];
  const stop = new AbortController();
  const both = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  let next = 0;
  let failure: Failure | null = null;
  const run = async (worker: PublishWorker): Promise<void> => {
    for (let index = next++; index < items.length && !failure; index = next++) {
      if (both.aborted) return;
      const done = await work(worker, items[index] as Item, index, both);
      if (done.ok) values[index] = done.value;
      else {
        failure ??= done;
        stop.abort();
      }
    }
  };
  await Promise.all(workers.map(run));
  if (signal?.aborted) return cancelled();
  return failure ?? ok(values);
}

const VIDEO_TYPES = ['video/mp4', 'video/webm'] as const;

async function fileOf(blob: Blob, sha256?: string): Promise<FinishedFile> {
  const hash = async () =>
    Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer())), (byte) =>
      byte.toString(16).padStart(2, '0'),
    ).join('');
  return { blob, sha256: sha256 ?? (await hash()), bytes: blob.size };
}

/** Publishes a version of a mix. Nothing is sent before everything is made. */
export async function publishMix(
  job: PublishJob,
  host: PublishHost,
  options: PublishOptions = {},
): Promise<Result<Published>> {
  const { workers, owner } = host;
  const { signal } = options;
  const tell = (stage: PublishProgress['stage'], what: string, share: number, sent = 0, total = 0) =>
    options.onProgress?.({ stage, what, share, sentBytes: sent, totalBytes: total });
  const session = publishedSession(job.session, job.range);
  if (stemsOf(session).length === 0)
    return fail('nothing-sounds', 'Nothing sounds in this range.', 'Choose a range with clips in it.');

  const wishes = stemsOf(session).map((stem) => wishOf(stem, session, job.coding));
  const blobs = new Map<string, Blob>();
  const coded = job.content === 'stems' ? await codeAll(host, wishes, blobs, options) : ok([]);
  if (!coded.ok) return coded;

  const tickets: string[] = [];
  const rendered = await renderAll(job, host, session, tickets, options);
  if (!rendered.ok) return rendered;
  for (const { rendered: one } of rendered.value.renders)
    if (one.file) blobs.set(one.file.sha256, one.file.blob);

  const sessionFile =
    job.content === 'stems'
      ? await fileOf(new Blob([serialiseSession(session)], { type: 'application/json' }))
      : null;
  if (sessionFile) blobs.set(sessionFile.sha256, sessionFile.blob);
  const type = VIDEO_TYPES.find((known) => known === session.picture?.mediaType);
  const picture =
    job.picture && session.picture && type
      ? { file: await fileOf(job.picture, session.picture.sha256), type }
      : null;
  if (picture) blobs.set(picture.file.sha256, picture.file.blob);

  const manifest = manifestOf({
    title: job.title,
    session,
    range: job.range,
    core: host.parts.core,
    hrtf: host.parts.hearing,
    renders: rendered.value.renders,
    measured: rendered.value.measured,
    sessionFile,
    stems: coded.value,
    picture,
  });
  const checked = v.safeParse(manifestSchema, manifest);
  if (!checked.success)
    return fail(
      'manifest-invalid',
      `This mix can’t be published as it is: ${v.getDotPath(checked.issues[0]) ?? 'it'} ${checked.issues[0].message}.`,
      'Publish a shorter range, or fewer stems.',
    );

  const needed = new Map(manifestBlobs(checked.output).map((blob) => [blob.sha256, blob]));
  const asked = await owner.missing([...needed.keys()]);
  if (!asked.ok) return asked;
  const missing = asked.value.flatMap((sha256) => needed.get(sha256) ?? []);
  const total = missing.reduce((sum, { bytes }) => sum + bytes, 0);
  const all = [...needed.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  let sent = 0;
  tell('sending', 'Sending', 0, 0, total);
  for (const { sha256, bytes, type: blobType } of missing) {
    const blob = blobs.get(sha256) ?? (await madeAgain(sha256, wishes, coded.value, workers, signal));
    if (!blob) return fail('stem-missing', 'A coded stem is gone.', 'Publish again: it is coded anew.');
    const upload = await owner.upload(blob, sha256, blobType satisfies BlobType, {
      ...host.upload,
      ...(signal ? { signal } : {}),
      onProgress: (done) => tell('sending', 'Sending', (sent + done) / total, sent + done, total),
    });
    if (!upload.ok) return upload.code === 'cancelled' ? cancelled() : upload;
    sent += bytes;
  }
  if (signal?.aborted) return cancelled();
  const published = await owner.publish(checked.output, job.note);
  if (!published.ok) return published;
  // What is sent needs no room here; a failure to let go of it is nothing the user can do anything about.
  await workers[0]?.call('tidy', { stems: wishes, tickets });
  return ok({
    version: published.value,
    manifest: checked.output,
    sentBytes: total,
    knownBytes: all - total,
  });
}

const wishOf = (stem: Stem, session: Session, wish: CodingWish): StemWish => ({
  key: poolKey(stem.sha256, session.sampleRate),
  fileName: stem.fileName,
  wish,
});

/** Bytes of a part the server has lost meanwhile, or another publishing has let go of. */
async function madeAgain(
  sha256: string,
  wishes: readonly StemWish[],
  coded: readonly CodedStem[],
  workers: readonly PublishWorker[],
  signal: AbortSignal | undefined,
): Promise<Blob | null> {
  const index = coded.findIndex(({ parts }) => parts.some((part) => part.sha256 === sha256));
  const wish = wishes[index];
  if (!wish) return null;
  const made = await workers[0]?.call('code', wish, { silenceMs: SILENCE_MS, ...(signal ? { signal } : {}) });
  if (!made?.ok) return null;
  const place = made.value.stem.parts.findIndex((part) => part.sha256 === sha256);
  return made.value.blobs[place] ?? null;
}

/** Codes the stems whose files the server doesn't have; of the others what is known of them is enough. */
async function codeAll(
  { owner, workers }: PublishHost,
  wishes: readonly StemWish[],
  blobs: Map<string, Blob>,
  { signal, onProgress }: PublishOptions,
): Promise<Result<readonly CodedStem[]>> {
  const [first] = workers;
  if (!first) throw new RangeError('publishing needs a worker');
  const known = await first.call('look', { stems: wishes }, { silenceMs: SILENCE_MS });
  if (!known.ok) return known;
  const hashes = known.value.flatMap((stem) => stem?.parts.map(({ sha256 }) => sha256) ?? []);
  const asked = hashes.length > 0 ? await owner.missing([...new Set(hashes)]) : ok([]);
  if (!asked.ok) return asked;
  const missing = new Set(asked.value);
  const shares = wishes.map(() => 0);
  return spread(wishes, workers, signal, async (worker, wish, index, both) => {
    const told = (share: number): void => {
      shares[index] = share;
      onProgress?.({
        stage: 'coding',
        what: wish.fileName,
        share: shares.reduce((sum, one) => sum + one, 0) / shares.length,
        sentBytes: 0,
        totalBytes: 0,
      });
    };
    const here = known.value[index];
    if (here?.parts.every(({ sha256 }) => !missing.has(sha256))) {
      told(1);
      return ok(here);
    }
    const made = await worker.call('code', wish, {
      signal: both,
      silenceMs: SILENCE_MS,
      onEvent: ({ share }) => told(share),
    });
    if (!made.ok) return made;
    made.value.stem.parts.forEach(({ sha256 }, part) => {
      const blob = made.value.blobs[part];
      if (blob) blobs.set(sha256, blob);
    });
    told(1);
    return ok(made.value.stem);
  });
}

/** Renders the mix and its families for headphones and for two speakers, and measures it in 5.1. */
async function renderAll(
  job: PublishJob,
  { workers, parts }: PublishHost,
  session: Session,
  tickets: string[],
  { signal, onProgress }: PublishOptions,
): Promise<Result<{ readonly renders: readonly NamedRender[]; readonly measured: Rendered }>> {
  const families = familiesOf(session);
  const named = [null, ...(families.length > 1 ? families : [])].flatMap((family) =>
    PROXY_TARGETS.map((target) => ({ family, target })),
  );
  const wishes = [
    ...named.map((one) => ({ ...one, bitrate: one.family === null ? OPUS_MIX_BITS : OPUS_FAMILY_BITS })),
    { family: null, target: '5.1' as const, bitrate: null },
  ];
  const shares = wishes.map(() => 0);
  const assets = { module: parts.module, shared: parts.shared, hrtf: parts.hrtf };
  const done = await spread(wishes, workers, signal, async (worker, wish, index, both) => {
    const ticket = crypto.randomUUID();
    tickets.push(ticket);
    return worker.call(
      'render',
      { session, range: job.range, ...wish, assets, ticket },
      {
        signal: both,
        silenceMs: SILENCE_MS,
        onEvent: ({ share }) => {
          shares[index] = share;
          onProgress?.({
            stage: 'rendering',
            what: `${wish.family ?? 'mix'} ${wish.target}`,
            share: shares.reduce((sum, one) => sum + one, 0) / shares.length,
            sentBytes: 0,
            totalBytes: 0,
          });
        },
      },
    );
  });
  if (!done.ok) return done;
  const renders = named.flatMap((one, index) => {
    const rendered = done.value[index];
    return rendered ? [{ ...one, rendered }] : [];
  });
  const measured = done.value.at(-1);
  if (!measured || renders.length !== named.length) throw new TypeError('a render is missing');
  const [only] = families;
  if (families.length === 1 && only)
    for (const one of renders.slice()) renders.push({ ...one, family: only });
  return ok({ renders, measured });
}
