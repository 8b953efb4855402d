import { type Failure, fail } from '../units/index.ts';

/** Why a storage operation failed; the `code` of the failures it becomes. */
export type StoreFaultCode =
  | 'storage-full'
  | 'storage-missing'
  | 'storage-locked'
  | 'storage-unsupported'
  | 'storage-failed';

/** Thrown by the small operations of a {@link FileStore}; whole tasks turn it into a `Failure` with {@link storeFailure}. */
export class StoreFault extends Error {
  override readonly name = 'StoreFault';
  readonly code: StoreFaultCode;

  constructor(code: StoreFaultCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

const REMEDIES: Readonly<Record<StoreFaultCode, string>> = {
  'storage-full': 'Free some disk space, or delete sessions and stems you no longer need, then try again.',
  'storage-missing': 'Reload the page; if it stays, import the file again.',
  'storage-locked': 'Close the other tab that is using it, then try again.',
  'storage-unsupported':
    'Use a browser with the origin private file system, or a normal (not private) window.',
  'storage-failed': 'Try again; if it stays, export the session and restart the browser.',
};

/** Turns a thrown {@link StoreFault} into a failure for the user. Anything else is a programming error and is rethrown. */
export function storeFailure(fault: unknown, subject: string): Failure<StoreFaultCode> {
  if (!(fault instanceof StoreFault)) throw fault;
  return fail(fault.code, `${subject}: ${fault.message}`, REMEDIES[fault.code], fault);
}

/**
 * How a file is opened. `read` may be held by many; `write` is held by one and creates the file;
 * `shared` is for a file that one thread writes while others read it (an import in progress), and creates it too.
 */
export type OpenMode = 'read' | 'write' | 'shared';

/**
 * An open file with synchronous access. Worker or Node only, never the main thread.
 * Owner disposes it with `close`; `close` twice is harmless.
 */
export interface SyncFile {
  /** Length in bytes now. */
  size(): number;
  /** Fills `into` from byte `at`; returns how many bytes there were (less than asked at the end of the file). */
  read(into: Uint8Array, at: number): number;
  /** Writes all of `bytes` at byte `at`. @throws StoreFault 'storage-full' where the quota or disk is used up. */
  write(bytes: Uint8Array, at: number): void;
  truncate(size: number): void;
  /** Returns when everything written is on the disk. */
  flush(): void;
  close(): void;
}

/** A name in a directory. */
export interface StoreEntry {
  readonly name: string;
  readonly kind: 'file' | 'directory';
}

/** Size and time of a file. */
export interface FileStat {
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

/** Room used and room allowed, bytes. */
export interface StoreEstimate {
  readonly usage: number;
  readonly quota: number;
}

/**
 * A small file system. Paths are segments joined by `/`, each made by this program from hashes, ids and fixed words
 * (see `splitPath`); names given by the user never reach it.
 * Every method throws {@link StoreFault} for the faults a user can meet.
 */
export interface FileStore {
  readonly kind: 'opfs' | 'node' | 'memory';
  /** Opens a file. `write` and `shared` create it and its directories. @throws StoreFault 'storage-missing' for `read`. */
  open(path: string, mode: OpenMode): Promise<SyncFile>;
  /** Whole content, or null where there is no such file. Works while another thread holds the file open. */
  readAll(path: string): Promise<Uint8Array | null>;
  /** The file as a Blob that is read only when used, or null. */
  blob(path: string): Promise<Blob | null>;
  stat(path: string): Promise<FileStat | null>;
  /** Content of a directory, sorted by name; empty where there is none. */
  list(path: string): Promise<readonly StoreEntry[]>;
  /** Removes a file or a directory with all it holds; nothing happens where there is none. */
  remove(path: string): Promise<void>;
  /** Moves a closed file, replacing the target; the target is either the old or the new file, never a mixture. */
  rename(from: string, to: string): Promise<void>;
  /** Null where the host cannot say. */
  estimate(): Promise<StoreEstimate | null>;
}

/** Writes a small file whole, flushed. Not atomic: readers must be able to tell a torn file (length, checksum). */
export async function writeAll(store: FileStore, path: string, bytes: Uint8Array): Promise<void> {
  const file = await store.open(path, 'write');
  try {
    file.truncate(0);
    file.write(bytes, 0);
    file.flush();
  } finally {
    file.close();
  }
}

/** Replaces a small file in one step: written beside it, flushed, then renamed over it. */
export async function replaceAll(store: FileStore, path: string, bytes: Uint8Array): Promise<void> {
  const draft = `${path}.new`;
  await writeAll(store, draft, bytes);
  await store.rename(draft, path);
}
