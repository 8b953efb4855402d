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
  /** Every chunk of the file in order, whether copied now or found stored: for peaks and checks. The bytes are reused after. */
  readonly onChunk: (bytes: Uint8Array, offset: number) => void;
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
  hash.update(new TextEncoder().encode(`${source.size}:`));
  hash.update(await source.read(0, TICKET_SAMPLE));
  hash.update(await source.read(Math.max(0, source.size - TICKET_SAMPLE), TICKET_SAMPLE));
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

async function hashOnly(job: CopyJob): Promise<string> {
  const hash = await createStreamHash();
  for await (const { at, bytes } of chunksOf(job)) {
    hash.update(bytes);
    job.onChunk(bytes, at);
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
  let waiting: Uint8Array[] = [];

  const commit = (): void => {
    if (waiting.length === 0) return;
    copy.flush();
    for (const line of waiting) {
      ledger.write(line, lines * LINE_BYTES);
      lines += 1;
    }
    ledger.flush();
    waiting = [];
  };

  /** True if the stored chunk is the file's; else everything from here on is copied anew. */
  const isStored = (bytes: Uint8Array, at: number, check: Uint8Array): boolean => {
    const line = known[lines];
    if (line === undefined || !sameBytes(line.check, check)) return false;
    const view = stored.subarray(0, bytes.length);
    return (
      copy.read(view, at) === bytes.length && sameBytes(checkOf(view).slice(), check) && hash.load(line.state)
    );
  };

  for await (const { at, bytes } of chunksOf(job)) {
    const check = checkOf(bytes).slice();
    if (resuming && isStored(bytes, at, check)) {
      lines += 1;
      resumedBytes += bytes.length;
    } else {
      if (resuming) {
        resuming = false;
        ledger.truncate(lines * LINE_BYTES);
        const last = known[lines - 1];
        // A failed `load` has reset the hash; without a usable state the stored chunks are hashed again.
        if (last === undefined || !hash.load(last.state)) rehash(copy, hash, at, job.chunkBytes);
      }
      copy.write(bytes, at);
      hash.update(bytes);
      waiting.push(encodeLine({ check, state: hash.save() }));
      if (waiting.length >= CHUNKS_PER_FLUSH) commit();
    }
    job.onChunk(bytes, at);
  }
  commit();
  copy.truncate(job.source.size);
  copy.flush();
  return resumedBytes;
}

function rehash(copy: SyncFile, hash: StreamHash, end: number, chunkBytes: number): void {
  const buffer = new Uint8Array(Math.min(end, chunkBytes));
  for (let at = 0; at < end; at += buffer.length) {
    const part = buffer.subarray(0, Math.min(buffer.length, end - at));
    copy.read(part, at);
    hash.update(part);
  }
}

/**
 * Brings a file's bytes under the pool's control and tells its SHA-256. The caller then finishes with `commitCopy`.
 * @throws CopyCancelled, StoreFault
 */
export async function copySource(job: CopyJob): Promise<CopyResult> {
  const { source, store, ticket } = job;
  const known = await knownSource(store, ticket, source.size);
  if (known !== null) {
    const sha256 = await hashOnly(job);
    if (sha256 === known) return { sha256, stored: true, resumedBytes: 0 };
    // Same size, head and tail, other middle: the file is copied after all, and read again for it.
    job.onRestart();
  }
  const files: SyncFile[] = [];
  try {
    const copy = await store.open(`${incomingPath(ticket)}/source`, 'write');
    files.push(copy);
    const ledger = await store.open(`${incomingPath(ticket)}/ledger`, 'write');
    files.push(ledger);
    const hash = await createStreamHash();
    const resumedBytes = await copyChunks(job, copy, ledger, hash);
    return { sha256: hash.digest(), stored: false, resumedBytes };
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
