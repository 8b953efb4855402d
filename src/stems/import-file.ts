/**
 * Imports one file into the pool: the same code for the browser's worker, the command line and tests.
 *
 * 1. The header is read: a bad file is answered at once.
 * 2. The bytes are copied and hashed (`staging.ts`); for PCM at the session rate its peaks are made on the way.
 * 3. PCM at the session rate is then done: it is played from its own bytes. Everything else is decoded beside it.
 */
import { type ByteSource, type PcmFileInfo, quoteName } from '../formats/index.ts';
import { checkRoom, type FileStore, StoreFault, storeFailure } from '../store/index.ts';
import { type Failure, fail, ok, type Result, samples } from '../units/index.ts';
import { ImportFault, type StreamFacts } from './decode/audio-stream.ts';
import { openAudio } from './decode/open-stream.ts';
import { refuseNonFinite } from './decode/pcm-stream.ts';
import { DECODED_SAMPLE_BYTES, decodeEntry, removeIfFree, tidyEntry } from './decode-entry.ts';
import { createFrameCutter } from './direct-frames.ts';
import type { FairTurns } from './fair-turns.ts';
import type { StreamHash } from './hash.ts';
import { buildCoarserLevels, createPeakBuilder } from './peaks/builder.ts';
import { PEAK_LEVELS } from './peaks/layout.ts';
import { entryPath, poolKey, readRecord, sourcePath, writeRecord } from './pool.ts';
import { resampledLength } from './resample/resampler.ts';
import {
  CHUNK_BYTES,
  CopyCancelled,
  type CopyJob,
  type CopyResult,
  clearIncoming,
  commitCopy,
  copySource,
  incomingPath,
  ticketOf,
} from './staging.ts';
import type { ImportEvent, PoolEntry } from './types.ts';
import { type Pause, pauseByTimer, whileLocked } from './while-locked.ts';

/** What is imported, where to, and who is told. */
export interface ImportRequest {
  readonly source: ByteSource;
  /** The file's name, for messages and display only. */
  readonly fileName: string;
  readonly store: FileStore;
  /** Session rate, hertz. */
  readonly rate: number;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: ImportEvent) => void;
  /** Bytes copied at a time; default 4 MiB. The same file resumes only with the same size. */
  readonly chunkBytes?: number;
  /** Makes the SHA-256 of the file; default on this thread. */
  readonly createHash?: (() => Promise<StreamHash>) | undefined;
  /** Shared by imports that run at the same time, so that what they decode advances together. */
  readonly turns?: FairTurns;
  /** How to wait while another tab imports the same file; default a timer. */
  readonly pause?: Pause;
}

/** What came of an import that went well. */
export interface Imported {
  readonly entry: PoolEntry;
  /** True if the pool had it already. */
  readonly reused: boolean;
  readonly warnings: readonly string[];
  /** Bytes an earlier, broken-off try had copied already. */
  readonly resumedBytes: number;
}

interface Plan {
  readonly request: ImportRequest;
  readonly facts: StreamFacts;
  /** Present if the file can be played from its own bytes. */
  readonly direct: PcmFileInfo | null;
  readonly ticket: string;
}

const PROGRESS_STEP = 1 << 18;

/** Tells progress of copy and decode as one: both count the file's bytes once. */
function createProgress({ request: { source, fileName, onEvent }, direct }: Plan) {
  const total = direct === null ? 2 * source.size : source.size;
  let told = -PROGRESS_STEP;
  return (done: number): void => {
    if (done - told < PROGRESS_STEP && done < total) return;
    told = done;
    onEvent?.({ kind: 'progress', fileName, bytesDone: Math.min(done, total), bytesTotal: total });
  };
}

function makeEntry({ request, facts, direct }: Plan, sha256: string): PoolEntry {
  const { rate, fileName, source } = request;
  const toSession = (frames: number): number => resampledLength(frames, facts.rate, rate);
  return {
    key: poolKey(sha256, rate),
    fileName,
    coding: facts.coding,
    bytes: source.size,
    channels: facts.channels,
    length: samples(direct?.frames ?? toSession(facts.expectedFrames ?? 0)),
    sourceRate: facts.rate,
    timeReference: facts.timeReference === null ? null : samples(toSession(facts.timeReference)),
  };
}

/** Copies the bytes; for a file played from its own bytes, checks them and makes the finest peaks on the way. */
async function copyAndScan(plan: Plan, onBytes: (done: number) => void): Promise<CopyResult> {
  const { request, direct, ticket } = plan;
  const { source, store, signal, fileName } = request;
  const chunkBytes = request.chunkBytes ?? CHUNK_BYTES;
  const job: Omit<CopyJob, 'onChunk' | 'onRestart'> = {
    ticket,
    source,
    store,
    signal,
    chunkBytes,
    createHash: request.createHash,
  };
  if (direct === null) {
    return copySource({
      ...job,
      onChunk: (bytes, offset) => onBytes(offset + bytes.length),
      onRestart: () => undefined,
    });
  }
  const folder = incomingPath(ticket);
  const peaks = await createPeakBuilder(store, folder, direct.channels);
  try {
    const cutter = createFrameCutter(direct, (bytes, firstFrame) => {
      refuseNonFinite(fileName, bytes, direct.format, direct.channels, firstFrame);
      peaks.addInterleaved(bytes, direct.format);
    });
    const copied = await copySource({
      ...job,
      onChunk(bytes, offset) {
        cutter.push(bytes, offset);
        onBytes(offset + bytes.length);
      },
      onRestart() {
        cutter.restart();
        peaks.restart();
      },
    });
    peaks.finish();
    await buildCoarserLevels(store, folder, direct.channels, direct.frames);
    return copied;
  } finally {
    peaks.close();
  }
}

async function finishDirect(plan: Plan, direct: PcmFileInfo, entry: PoolEntry): Promise<Imported> {
  const { store } = plan.request;
  const folder = entryPath(entry.key);
  for (const level of PEAK_LEVELS.keys()) {
    await store.rename(`${incomingPath(plan.ticket)}/peaks-${level}`, `${folder}/peaks-${level}`);
  }
  const audio = { file: 'source', offset: direct.dataOffset, format: direct.format } as const;
  const { warnings } = plan.facts;
  await writeRecord(store, { entry, audio, complete: true, warnings });
  plan.request.onEvent?.({ kind: 'started', fileName: plan.request.fileName, entry });
  return { entry, reused: false, warnings, resumedBytes: 0 };
}

async function finishDecoded(
  plan: Plan,
  draft: PoolEntry,
  onBytes: (done: number) => void,
): Promise<Imported> {
  const { store, signal, onEvent, fileName, source } = plan.request;
  const folder = entryPath(draft.key);
  try {
    const { entry, warnings } = await decodeEntry({
      store,
      entry: draft,
      warnings: plan.facts.warnings,
      signal,
      onBytes: (bytes) => onBytes(source.size + bytes),
      turns: plan.request.turns,
      onReady: () => onEvent?.({ kind: 'started', fileName, entry: draft }),
    });
    await tidyEntry(store, folder);
    return { entry, reused: false, warnings, resumedBytes: 0 };
  } catch (error) {
    // A cancelled, refused or starved decode leaves no half entry behind; one that another tab runs is not touched.
    if (!(error instanceof StoreFault && error.code === 'storage-locked')) {
      await removeIfFree(store, folder);
      if (error instanceof ImportFault) await removeUnusedSource(store, draft.key.sha256);
    }
    throw error;
  }
}

/** Decodes the entry; where another tab is at it already, waits for what comes of that. */
function decodeOrAdopt(plan: Plan, draft: PoolEntry, onBytes: (done: number) => void): Promise<Imported> {
  const { store, signal, pause = pauseByTimer } = plan.request;
  return whileLocked(
    async () => {
      const known = await readRecord(store, draft.key);
      if (known?.complete)
        return { entry: known.entry, reused: true, warnings: known.warnings, resumedBytes: 0 };
      return finishDecoded(plan, draft, onBytes);
    },
    pause,
    signal,
  );
}

/** Removes a source that no entry, at any rate, is made from. */
async function removeUnusedSource(store: FileStore, sha256: string): Promise<void> {
  const entries = await store.list('pool');
  if (!entries.some(({ name }) => name.startsWith(`${sha256}-`)))
    await removeIfFree(store, sourcePath(sha256));
}

async function run(plan: Plan): Promise<Imported> {
  const { request, direct, ticket } = plan;
  const { store } = request;
  const onBytes = createProgress(plan);
  const copied = await copyAndScan(plan, onBytes);
  const entry = makeEntry(plan, copied.sha256);
  const known = await readRecord(store, entry.key);
  if (known?.complete && (await store.stat(sourcePath(copied.sha256))) !== null) {
    await clearIncoming(store, ticket);
    return { entry: known.entry, reused: true, warnings: known.warnings, resumedBytes: copied.resumedBytes };
  }
  await commitCopy(store, ticket, copied);
  const imported =
    direct === null ? await decodeOrAdopt(plan, entry, onBytes) : await finishDirect(plan, direct, entry);
  await clearIncoming(store, ticket);
  return { ...imported, resumedBytes: copied.resumedBytes };
}

/** Gives back the room of a failed try; a cancelled or crashed one stays to be resumed. */
async function cleanUp(error: unknown, store: FileStore, ticket: string): Promise<void> {
  const useless =
    error instanceof ImportFault || (error instanceof StoreFault && error.code === 'storage-full');
  if (useless) await clearIncoming(store, ticket);
}

function toFailure(error: unknown, fileName: string): Failure {
  if (error instanceof ImportFault) return error.failure;
  if (error instanceof CopyCancelled) {
    return fail(
      'cancelled',
      `The import of ${quoteName(fileName)} was cancelled.`,
      'Add it again to go on where it stopped.',
    );
  }
  // A file on a removed disk, or changed under our hands, fails to be read with a DOMException.
  if (error instanceof DOMException && /^Not(Readable|Found)Error$/.test(error.name)) {
    return fail(
      'unreadable',
      `${quoteName(fileName)} can’t be read any more.`,
      'Check that it is still there, then add it again.',
    );
  }
  return storeFailure(error, quoteName(fileName));
}

/**
 * Imports a file. Never throws for what a file or a full disk can cause: the failure names file, fault and remedy, and
 * the pool is as it was, but for a copy that a later try resumes. Events end with `done` or `failed`.
 * Dedicated worker or Node.
 */
export async function importFile(request: ImportRequest): Promise<Result<Imported>> {
  const { source, fileName, store, rate, onEvent } = request;
  let ticket: string | null = null;
  try {
    const { stream, pcm } = await openAudio(source, fileName);
    const { facts } = stream;
    const direct = pcm !== null && pcm.rate === rate ? pcm : null;
    ticket = await ticketOf(source);
    const plan: Plan = { request, facts, direct, ticket };
    const decodedBytes =
      direct === null
        ? resampledLength(facts.expectedFrames ?? 0, facts.rate, rate) * facts.channels * DECODED_SAMPLE_BYTES
        : 0;
    const room = await checkRoom(
      store,
      source.size + decodedBytes - (await heldBytes(store, ticket)),
      fileName,
    );
    if (!room.ok) throw new ImportFault(room);
    const imported = await whileLocked(() => run(plan), request.pause ?? pauseByTimer, request.signal);
    const { entry, reused, warnings } = imported;
    onEvent?.({ kind: 'done', fileName, entry, reused, warnings });
    return ok(imported);
  } catch (error) {
    if (ticket !== null) await cleanUp(error, store, ticket);
    const failure = toFailure(error, fileName);
    onEvent?.({ kind: 'failed', fileName, failure });
    return failure;
  }
}

/** Bytes that an earlier try of this file, or the file itself, already takes in the pool. */
async function heldBytes(store: FileStore, ticket: string): Promise<number> {
  const copied = await store.stat(`${incomingPath(ticket)}/source`);
  if (copied !== null) return copied.bytes;
  const sha256 = await store.readAll(`tickets/${ticket}`);
  const name = sha256 === null ? '' : new TextDecoder().decode(sha256);
  if (!/^[0-9a-f]{64}$/.test(name)) return 0;
  return (await store.stat(sourcePath(name)))?.bytes ?? 0;
}
