/**
 * Copies a source file into the pool in chunks, hashing as it goes, so that a killed or cancelled copy continues.
 *
 * The copy stands in `incoming/<ticket>/`: `source` holds the bytes, `ledger` a fixed-size line for each chunk that is
 * flushed: its checksum and the SHA-256 state behind it. The ticket is a hash of the file's size, head and tail, so adding
 * the same file finds its copy; each stored chunk is then compared with the file and with its ledger line, and only what
 * fails is copied again. `tickets/<ticket>` remembers the SHA-256 of files copied before, which spares writing them twice.
 */
import type { ByteSource } from '../formats/index.ts';
import { type FileStore, replaceAll, StoreFault, type SyncFile } from '../store/index.ts';
import { crc32 } from '../units/index.ts';
import { createChunkHash, createStreamHash, HASH_STATE_BYTES, type StreamHash } from './hash.ts';
import { sourcePath } from './pool.ts';

/** Bytes read and written at a time; larger slices gain little and cost memory (4 MiB: 214 MB/s measured in OPFS). */
export const CHUNK_BYTES = 1 << 22;
/** Chunks between flushes: what a crash can cost. */
const CHUNKS_PER_FLUSH = 8;
/** Bytes of head and tail that name a file. */
const TICKET_SAMPLE = 1 << 16;
/** Chunks that may wait to be hashed. */
const CHUNKS_AHEAD = 2;
const CHECK_BYTES = 8;
const LINE_BYTES = CHECK_BYTES + HASH_STATE_BYTES + 4;

/** Thrown when the import was cancelled; the copy so far stays for a later try. */
export class CopyCancelled extends Error {
  override readonly name = 'CopyCancelled';
}

/** What a copy needs. */
export interface CopyJob {
  /** From `ticketOf`. */
  readonly ticket: string;
  readonly source: ByteSource;
  readonly store: FileStore;
  readonly signal: AbortSignal | undefined;
  /** Bytes a chunk; tests use small ones. */
  readonly chunkBytes: number;
  /** Every chunk of the file in order, whether copied now or found stored: for peaks and checks. The bytes are given away after. */
  readonly onChunk: (bytes: Uint8Array, offset: number) => void;
  /** Makes the file's hash; default on this thread. */
  readonly createHash?: (() => Promise<StreamHash>) | undefined;
  /** `onChunk` begins again at the first byte. */
  readonly onRestart: () => void;
}

/** A finished copy. */
export interface CopyResult {
  readonly sha256: string;
  /** True if the source was in the pool already and nothing was written. */
  readonly stored: boolean;
  /** Bytes that did not have to be written because an earlier try had. */
  readonly resumedBytes: number;
}

const sameBytes = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((value, index) => value === other[index]);

/** Directory of a copy in progress. */
export const incomingPath = (ticket: string): string => `incoming/${ticket}`;

/** Names a file by its size, head and tail: the same file finds its unfinished copy again. */
export async function ticketOf(source: ByteSource): Promise<string> {
  const hash = await createStreamHash();
  await hash.update(new TextEncoder().encode(`${source.size}:`));
  await hash.update(await source.read(0, TICKET_SAMPLE));
  await hash.update(await source.read(Math.max(0, source.size - TICKET_SAMPLE), TICKET_SAMPLE));
  return hash.digest();
}

interface LedgerLine {
  readonly check: Uint8Array;
  readonly state: Uint8Array;
}

function encodeLine({ check, state }: LedgerLine): Uint8Array {
  const line = new Uint8Array(LINE_BYTES);
  line.set(check, 0);
  line.set(state, CHECK_BYTES);
  new DataView(line.buffer).setUint32(LINE_BYTES - 4, crc32(line.subarray(0, LINE_BYTES - 4)), true);
  return line;
}

function readLedger(ledger: SyncFile): readonly LedgerLine[] {
  const lines: LedgerLine[] = [];
  const count = Math.floor(ledger.size() / LINE_BYTES);
  for (let index = 0; index < count; index += 1) {
    const line = new Uint8Array(LINE_BYTES);
    ledger.read(line, index * LINE_BYTES);
    const sum = new DataView(line.buffer).getUint32(LINE_BYTES - 4, true);
    if (sum !== crc32(line.subarray(0, LINE_BYTES - 4))) break;
    lines.push({ check: line.slice(0, CHECK_BYTES), state: line.slice(CHECK_BYTES, LINE_BYTES - 4) });
  }
  return lines;
}

/** The chunks of a source in order; the next one is asked for while the last one is worked on. */
async function* chunksOf({
  source,
  chunkBytes,
  signal,
}: CopyJob): AsyncGenerator<{ at: number; bytes: Uint8Array }> {
  let coming = source.read(0, chunkBytes);
  for (let at = 0; at < source.size; at += chunkBytes) {
    if (signal?.aborted) throw new CopyCancelled('cancelled');
    const bytes = await coming;
    const due = Math.min(chunkBytes, source.size - at);
    if (bytes.length !== due)
      throw new StoreFault('storage-failed', 'the file became shorter while it was read');
    if (at + chunkBytes < source.size) {
      coming = source.read(at + chunkBytes, chunkBytes);
      // A cancelled import leaves this read behind; its failure is reported when it is awaited, or not at all.
      coming.catch(() => undefined);
    }
    yield { at, bytes };
  }
}

/** Hands chunks to a hash that may run elsewhere, and waits where it falls behind. */
function hashQueue(hash: StreamHash) {
  const queue: Promise<Uint8Array>[] = [];
  return async (bytes: Uint8Array): Promise<{ readonly state: Promise<Uint8Array> }> => {
    if (queue.length >= CHUNKS_AHEAD) await queue.shift();
    const state = hash.update(bytes);
    // An import that ends before leaves this behind; a failure is met where the state is awaited.
    state.catch(() => undefined);
    queue.push(state);
    return { state };
  };
}

async function hashOnly(job: CopyJob, hash: StreamHash): Promise<string> {
  const give = hashQueue(hash);
  for await (const { at, bytes } of chunksOf(job)) {
    job.onChunk(bytes, at);
    await give(bytes);
  }
  return hash.digest();
}

/** SHA-256 this ticket led to before, if its source is still stored. */
async function knownSource(store: FileStore, ticket: string, bytes: number): Promise<string | null> {
  const stored = await store.readAll(`tickets/${ticket}`);
  const sha256 = stored === null ? '' : new TextDecoder().decode(stored);
  if (!/^[0-9a-f]{64}$/.test(sha256)) return null;
  const stat = await store.stat(sourcePath(sha256));
  return stat?.bytes === bytes ? sha256 : null;
}

/** Copies what is not yet stored of a file; the two files are the copy and its ledger. */
async function copyChunks(job: CopyJob, copy: SyncFile, ledger: SyncFile, hash: StreamHash): Promise<number> {
  const checkOf = await createChunkHash();
  const known = readLedger(ledger);
  const stored = new Uint8Array(Math.min(job.chunkBytes, job.source.size));
  let lines = 0;
  let resumedBytes = 0;
  let resuming = true;
  let waiting: { check: Uint8Array; state: Promise<Uint8Array> }[] = [];
  const give = hashQueue(hash);

  const commit = async (): Promise<void> => {
    if (waiting.length === 0) return;
    copy.flush();
    for (const { check, state } of waiting) {
      ledger.write(encodeLine({ check, state: await state }), lines * LINE_BYTES);
      lines += 1;
    }
    ledger.flush();
    waiting = [];
  };

  /** True if the stored chunk is the file's; else everything from here on is copied anew. */
  const isStored = async (bytes: Uint8Array, at: number, check: Uint8Array): Promise<boolean> => {
    const line = known[lines];
    if (line === undefined || !sameBytes(line.check, check)) return false;
    const view = stored.subarray(0, bytes.length);
    return (
      copy.read(view, at) === bytes.length &&
      sameBytes(checkOf(view).slice(), check) &&
      (await hash.load(line.state))
    );
  };

  for await (const { at, bytes } of chunksOf(job)) {
    const check = checkOf(bytes).slice();
    if (resuming && (await isStored(bytes, at, check))) {
      lines += 1;
      resumedBytes += bytes.length;
      job.onChunk(bytes, at);
    } else {
      if (resuming) {
        resuming = false;
        ledger.truncate(lines * LINE_BYTES);
        const last = known[lines - 1];
        // A failed `load` has reset the hash; without a usable state the stored chunks are hashed again.
        if (last === undefined || !(await hash.load(last.state)))
          await rehash(copy, hash, at, job.chunkBytes);
      }
      copy.write(bytes, at);
      job.onChunk(bytes, at);
      waiting.push({ check, ...(await give(bytes)) });
      if (waiting.length >= CHUNKS_PER_FLUSH) await commit();
    }
  }
  await commit();
  copy.truncate(job.source.size);
  copy.flush();
  return resumedBytes;
}

async function rehash(copy: SyncFile, hash: StreamHash, end: number, chunkBytes: number): Promise<void> {
  for (let at = 0; at < end; at += chunkBytes) {
    const part = new Uint8Array(Math.min(chunkBytes, end - at));
    copy.read(part, at);
    await hash.update(part);
  }
}

/**
 * Brings a file's bytes under the pool's control and tells its SHA-256. The caller then finishes with `commitCopy`.
 * @throws CopyCancelled, StoreFault
 */
export async function copySource(job: CopyJob): Promise<CopyResult> {
  const { source, store, ticket } = job;
  const createHash = job.createHash ?? createStreamHash;
  const known = await knownSource(store, ticket, source.size);
  if (known !== null) {
    const sha256 = await using(createHash, (hash) => hashOnly(job, hash));
    if (sha256 === known) return { sha256, stored: true, resumedBytes: 0 };
    // Same size, head and tail, other middle: the file is copied after all, and read again for it.
    job.onRestart();
  }
  return using(createHash, (hash) => copyWith(job, hash));
}

/** Lends a hash to some work. */
async function using<T>(
  createHash: () => Promise<StreamHash>,
  work: (hash: StreamHash) => Promise<T>,
): Promise<T> {
  const hash = await createHash();
  try {
    return await work(hash);
  } finally {
    hash.dispose();
  }
}

async function copyWith(job: CopyJob, hash: StreamHash): Promise<CopyResult> {
  const { store, ticket } = job;
  const files: SyncFile[] = [];
  try {
    const copy = await store.open(`${incomingPath(ticket)}/source`, 'write');
    files.push(copy);
    const ledger = await store.open(`${incomingPath(ticket)}/ledger`, 'write');
    files.push(ledger);
    const resumedBytes = await copyChunks(job, copy, ledger, hash);
    return { sha256: await hash.digest(), stored: false, resumedBytes };
  } finally {
    for (const file of files) file.close();
  }
}

/** Makes a finished copy the pool's source and remembers its ticket. `clearIncoming` then clears the rest away. */
export async function commitCopy(
  store: FileStore,
  ticket: string,
  { sha256, stored }: CopyResult,
): Promise<void> {
  // The ticket first: killed right after, the next try finds the source by it and writes nothing.
  await replaceAll(store, `tickets/${ticket}`, new TextEncoder().encode(sha256));
  const path = sourcePath(sha256);
  if (!stored && (await store.stat(path)) === null)
    await store.rename(`${incomingPath(ticket)}/source`, path);
}

/** Removes what is left of a copy in progress. */
export const clearIncoming = (store: FileStore, ticket: string): Promise<void> =>
  store.remove(incomingPath(ticket));
