/**
 * The files of a session: `sessions/<id>/snapshot-<n>` and `journal-<n>`, n counting up.
 *
 * A journal holds the edits made since the snapshot of the same number. Starting generation n+1 writes its snapshot whole
 * and flushed before the first edit goes to `journal-<n+1>`, so a kill at any moment leaves either n complete, or n+1
 * complete. One older generation is kept: should the newest snapshot be damaged, the older one followed by both journals
 * gives the same document. Nothing is ever renamed or overwritten in place.
 */
import { crc32, fail, ok, type Result } from '../units/index.ts';
import {
  type FileStore,
  replaceAll,
  StoreFault,
  type StoreFaultCode,
  type SyncFile,
  storeFailure,
  writeAll,
} from './file-store.ts';

const ROOT = 'sessions';
const ID = /^[A-Za-z0-9_-]{1,64}$/;
/** "SSNP", then version, payload bytes and CRC-32 of the payload: 16 bytes, little-endian. */
const MAGIC = 0x504e5353;
const VERSION = 1;
const HEADER_BYTES = 16;
/** Older generations kept beside the current one. */
const KEPT_GENERATIONS = 1;

/** What is on the disk of a session, newest readable generation. */
export interface StoredSession {
  /** The document's JSON as it was given to the writer. */
  readonly snapshot: string;
  /** Raw journals to apply in turn; damaged tails are still on them. More than one only after damage. */
  readonly journals: readonly Uint8Array[];
  /** Newest generation number seen; a new writer goes on above it. */
  readonly generation: number;
  /** Snapshots that could not be read and were stepped over. */
  readonly damagedSnapshots: number;
}

/** A line of the open dialog. */
export interface SessionListing {
  readonly id: string;
  /** Name at the last snapshot; text only. */
  readonly name: string;
  /** Last edit, milliseconds since 1970. */
  readonly modified: number;
  readonly bytes: number;
}

/** Appends edits of one session. Worker or Node; one at a time for each session (see `acquireSession`). Owner closes it. */
export interface SessionWriter {
  readonly id: string;
  /** Bytes in the journal; compact when it has grown large. */
  journalBytes(): number;
  /** Writes the records after one another and flushes: when it returns they survive a kill. On failure none is kept. */
  append(records: readonly Uint8Array[]): Result<{ readonly journalBytes: number }, StoreFaultCode>;
  /** Starts the next generation from this document. On failure the old one goes on. */
  compact(snapshot: string, name: string): Promise<Result<void, StoreFaultCode>>;
  close(): void;
}

const folderOf = (id: string): string => {
  if (!ID.test(id)) throw new RangeError(`not a session id: ${JSON.stringify(id)}`);
  return `${ROOT}/${id}`;
};
const snapshotPath = (id: string, generation: number): string => `${folderOf(id)}/snapshot-${generation}`;
const journalPath = (id: string, generation: number): string => `${folderOf(id)}/journal-${generation}`;
const infoPath = (id: string): string => `${folderOf(id)}/info`;

function encodeSnapshot(snapshot: string): Uint8Array {
  const payload = new TextEncoder().encode(snapshot);
  const bytes = new Uint8Array(HEADER_BYTES + payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, VERSION, true);
  view.setUint32(8, payload.length, true);
  view.setUint32(12, crc32(payload), true);
  bytes.set(payload, HEADER_BYTES);
  return bytes;
}

/** The text of a snapshot file, or null if it is torn or damaged. */
function decodeSnapshot(bytes: Uint8Array | null): string | null {
  if (bytes === null || bytes.length < HEADER_BYTES) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const payload = bytes.subarray(HEADER_BYTES);
  if (view.getUint32(0, true) !== MAGIC || view.getUint32(4, true) !== VERSION) return null;
  if (view.getUint32(8, true) !== payload.length || view.getUint32(12, true) !== crc32(payload)) return null;
  return new TextDecoder().decode(payload);
}

interface Generations {
  readonly snapshots: readonly number[];
  readonly journals: readonly number[];
  readonly newest: number;
}

async function generationsOf(store: FileStore, id: string): Promise<Generations> {
  const snapshots: number[] = [];
  const journals: number[] = [];
  for (const { name } of await store.list(folderOf(id))) {
    const [, kind, digits] = /^(snapshot|journal)-(\d{1,15})$/.exec(name) ?? [];
    if (digits === undefined) continue;
    (kind === 'snapshot' ? snapshots : journals).push(Number(digits));
  }
  const ascending = (one: number, other: number): number => one - other;
  return {
    snapshots: snapshots.sort(ascending),
    journals: journals.sort(ascending),
    newest: Math.max(0, ...snapshots, ...journals),
  };
}

/**
 * Reads what is stored of a session, without locking it. The caller decodes the journals and says what was dropped.
 * Fails with 'session-missing' or 'session-damaged' (no readable snapshot at all).
 */
export async function readSession(
  store: FileStore,
  id: string,
): Promise<Result<StoredSession, StoreFaultCode | 'session-missing' | 'session-damaged'>> {
  try {
    const { snapshots, journals, newest } = await generationsOf(store, id);
    if (snapshots.length === 0) {
      return fail(
        'session-missing',
        'This session is not on this device any more.',
        'Open it from a .scorestage file.',
      );
    }
    let damagedSnapshots = 0;
    for (const generation of snapshots.toReversed()) {
      const snapshot = decodeSnapshot(await store.readAll(snapshotPath(id, generation)));
      if (snapshot === null) {
        damagedSnapshots += 1;
        continue;
      }
      const parts: Uint8Array[] = [];
      for (const later of journals.filter((number) => number >= generation)) {
        const bytes = await store.readAll(journalPath(id, later));
        if (bytes !== null) parts.push(bytes);
      }
      return ok({ snapshot, journals: parts, generation: newest, damagedSnapshots });
    }
    return fail(
      'session-damaged',
      'None of the stored states of this session can be read.',
      'Open your last exported .scorestage file.',
    );
  } catch (fault) {
    return storeFailure(fault, 'The session could not be read');
  }
}

async function sweep(store: FileStore, id: string, current: number): Promise<void> {
  const { snapshots, journals } = await generationsOf(store, id);
  const stale = (generation: number): boolean => generation < current - KEPT_GENERATIONS;
  const paths = [
    ...journals.filter(stale).map((generation) => journalPath(id, generation)),
    ...snapshots.filter(stale).map((generation) => snapshotPath(id, generation)),
  ];
  for (const path of paths) {
    try {
      await store.remove(path);
    } catch (fault) {
      // A frozen tab that lost the session may still hold its old journal; the next sweep takes it.
      if (!(fault instanceof StoreFault && fault.code === 'storage-locked')) throw fault;
    }
  }
}

interface Generation {
  readonly number: number;
  readonly journal: SyncFile;
}

async function startGeneration(
  store: FileStore,
  id: string,
  number: number,
  snapshot: string,
  name: string,
): Promise<Generation> {
  try {
    await writeAll(store, snapshotPath(id, number), encodeSnapshot(snapshot));
    const journal = await store.open(journalPath(id, number), 'write');
    journal.flush();
    // The name for the list of sessions: advisory, so written after the switch.
    await replaceAll(store, infoPath(id), new TextEncoder().encode(JSON.stringify({ name })));
    return { number, journal };
  } catch (fault) {
    // Nothing refers to the half-made generation yet: give its space back so that the old one can go on.
    await store.remove(snapshotPath(id, number));
    throw fault;
  }
}

/**
 * Opens a session for writing by starting a new generation from `snapshot`: the recovered document, or a new one.
 * The caller holds the session's lock. Edits are then appended to the new journal.
 */
export async function openSessionWriter(
  store: FileStore,
  id: string,
  snapshot: string,
  name: string,
): Promise<Result<SessionWriter, StoreFaultCode>> {
  let current: Generation;
  try {
    const { newest } = await generationsOf(store, id);
    current = await startGeneration(store, id, newest + 1, snapshot, name);
    await sweep(store, id, current.number);
  } catch (fault) {
    return storeFailure(fault, `"${name}" could not be opened for writing`);
  }
  let acknowledged = 0;

  const undoTornAppend = (): void => {
    try {
      current.journal.truncate(acknowledged);
    } catch (fault) {
      // The tail stays torn; the next append overwrites it from `acknowledged`, and recovery drops it by its checksum.
      if (!(fault instanceof StoreFault)) throw fault;
    }
  };

  return ok({
    id,
    journalBytes: () => acknowledged,
    append(records) {
      let at = acknowledged;
      try {
        for (const record of records) {
          current.journal.write(record, at);
          at += record.length;
        }
        current.journal.flush();
      } catch (fault) {
        const failure = storeFailure(fault, 'The last edit could not be saved');
        undoTornAppend();
        return failure;
      }
      acknowledged = at;
      return ok({ journalBytes: acknowledged });
    },
    async compact(next, nextName) {
      try {
        const started = await startGeneration(store, id, current.number + 1, next, nextName);
        current.journal.close();
        current = started;
        acknowledged = 0;
        await sweep(store, id, current.number);
        return ok(undefined);
      } catch (fault) {
        return storeFailure(fault, 'The session could not be written anew');
      }
    },
    close: () => current.journal.close(),
  });
}

function parseName(bytes: Uint8Array | null): string {
  if (bytes === null) return '';
  try {
    const info: unknown = JSON.parse(new TextDecoder().decode(bytes));
    const named = typeof info === 'object' && info !== null && 'name' in info ? info.name : '';
    return typeof named === 'string' ? named.slice(0, 200) : '';
  } catch (error) {
    if (error instanceof SyntaxError) return '';
    throw error;
  }
}

/** The sessions on this device, last edited first. */
export async function listSessions(
  store: FileStore,
): Promise<Result<readonly SessionListing[], StoreFaultCode>> {
  try {
    const found: SessionListing[] = [];
    for (const { name: id, kind } of await store.list(ROOT)) {
      if (kind !== 'directory' || !ID.test(id)) continue;
      let modified = 0;
      let bytes = 0;
      let snapshots = 0;
      for (const entry of await store.list(folderOf(id))) {
        if (entry.name.startsWith('snapshot-')) snapshots += 1;
        const stat = await store.stat(`${folderOf(id)}/${entry.name}`);
        modified = Math.max(modified, stat?.modified ?? 0);
        bytes += stat?.bytes ?? 0;
      }
      if (snapshots === 0) continue;
      const name = parseName(await store.readAll(infoPath(id)));
      found.push({ id, name: name === '' ? 'Untitled' : name, modified, bytes });
    }
    return ok(found.sort((one, other) => other.modified - one.modified));
  } catch (fault) {
    return storeFailure(fault, 'The list of sessions could not be read');
  }
}

/** Deletes a session's files; its stems stay in the pool. The caller holds the session's lock. */
export async function deleteSession(store: FileStore, id: string): Promise<Result<void, StoreFaultCode>> {
  try {
    await store.remove(folderOf(id));
    return ok(undefined);
  } catch (fault) {
    return storeFailure(fault, 'The session could not be deleted');
  }
}
