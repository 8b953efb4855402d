import { type FileStore, type OpenMode, StoreFault, type SyncFile } from './file-store.ts';
import { splitFile, splitPath } from './path.ts';

/** The part of `FileSystemSyncAccessHandle` used here; TypeScript's DOM library leaves it to the worker library. */
interface AccessHandle {
  getSize(): number;
  read(into: Uint8Array, options: { at: number }): number;
  write(bytes: Uint8Array, options: { at: number }): number;
  truncate(size: number): void;
  flush(): void;
  close(): void;
}

type AccessMode = 'readwrite' | 'read-only' | 'readwrite-unsafe';

/** A file handle as a dedicated worker sees it. `move` is in all three engines for OPFS files, though not in the standard. */
type WorkerFileHandle = FileSystemFileHandle & {
  createSyncAccessHandle?(options?: { mode: AccessMode }): Promise<AccessHandle>;
  move?(parent: FileSystemDirectoryHandle, name: string): Promise<void>;
};

type ListableDirectory = FileSystemDirectoryHandle & {
  values(): AsyncIterableIterator<FileSystemFileHandle | FileSystemDirectoryHandle>;
};

const MODES: Readonly<Record<OpenMode, AccessMode>> = {
  read: 'read-only',
  write: 'readwrite',
  shared: 'readwrite-unsafe',
};

/** Bytes copied at a time where a file cannot be moved. */
const COPY_BYTES = 1 << 22;

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');
const isMissing = (error: unknown): boolean => nameOf(error) === 'NotFoundError';

/** Maps a DOMException of the file system standard to our fault. */
function faultOf(error: unknown, path: string): StoreFault {
  if (error instanceof StoreFault) return error;
  const name = nameOf(error);
  if (isMissing(error)) return new StoreFault('storage-missing', `${path} is not there`, error);
  if (name === 'QuotaExceededError')
    return new StoreFault('storage-full', 'the browser has no storage left', error);
  if (name === 'NoModificationAllowedError' || name === 'InvalidStateError') {
    return new StoreFault('storage-locked', `${path} is in use elsewhere`, error);
  }
  const detail = error instanceof Error ? error.message : String(error);
  return new StoreFault('storage-failed', `${path} could not be used (${detail})`, error);
}

async function attempt<Value>(path: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw faultOf(error, path);
  }
}

/** Handles with a call under way. */
const busy = new Set<{ readonly handle: object }>();

/**
 * Keeps a handle alive until its call has been answered. Chromium drops the answer of a handle that is collected
 * meanwhile, and the promise then stays open for ever: imports under memory pressure stood still in every second run.
 */
async function kept<Handle extends object, Value>(
  handle: Handle,
  call: (handle: Handle) => Promise<Value>,
): Promise<Value> {
  const hold = { handle };
  busy.add(hold);
  try {
    return await call(handle);
  } finally {
    busy.delete(hold);
  }
}

function wrap(handle: AccessHandle, path: string): SyncFile {
  let open = true;
  const guard = <Value>(work: () => Value): Value => {
    try {
      return work();
    } catch (error) {
      throw faultOf(error, path);
    }
  };
  return {
    size: () => guard(() => handle.getSize()),
    read: (into, at) => guard(() => handle.read(into, { at })),
    write(bytes, at) {
      const count = guard(() => handle.write(bytes, { at }));
      // A short write is how some engines tell that the disk itself is full.
      if (count < bytes.length) throw new StoreFault('storage-full', 'the disk is full');
    },
    truncate: (size) => guard(() => handle.truncate(size)),
    flush: () => guard(() => handle.flush()),
    close() {
      if (open) handle.close();
      open = false;
    },
  };
}

function openHandle(file: WorkerFileHandle, mode: OpenMode): Promise<AccessHandle> {
  return kept(file, async (held) => {
    if (held.createSyncAccessHandle === undefined) {
      throw new StoreFault('storage-unsupported', 'this browser gives no synchronous file access here');
    }
    // Engines without modes ignore the option and lock exclusively: slower to share, never wrong.
    return held.createSyncAccessHandle({ mode: MODES[mode] });
  });
}

async function copyFile(from: File, to: WorkerFileHandle): Promise<void> {
  const target = await openHandle(to, 'write');
  try {
    target.truncate(0);
    for (let at = 0; at < from.size; at += COPY_BYTES) {
      const bytes = new Uint8Array(await from.slice(at, at + COPY_BYTES).arrayBuffer());
      if (target.write(bytes, { at }) < bytes.length)
        throw new StoreFault('storage-full', 'the disk is full');
    }
    target.flush();
  } finally {
    target.close();
  }
}

/**
 * The origin's private file system below the directory `folder`. `open` needs a dedicated worker;
 * the other methods work on the main thread too.
 * @throws StoreFault 'storage-unsupported' where the browser has none (private windows of some, `file://` pages).
 */
export async function createOpfsStore(folder = 'scorestage'): Promise<FileStore> {
  if (typeof navigator === 'undefined' || navigator.storage?.getDirectory === undefined) {
    throw new StoreFault('storage-unsupported', 'this browser has no private file system here');
  }
  let root: FileSystemDirectoryHandle;
  try {
    const top = await navigator.storage.getDirectory();
    root = await kept(top, (held) => held.getDirectoryHandle(folder, { create: true }));
  } catch (error) {
    throw new StoreFault('storage-unsupported', 'the browser refused its private file system', error);
  }

  const directoryAt = async (segments: readonly string[], create: boolean): Promise<ListableDirectory> => {
    let directory = root;
    for (const segment of segments)
      directory = await kept(directory, (held) => held.getDirectoryHandle(segment, { create }));
    return directory as ListableDirectory;
  };
  const fileAt = async (path: string, create: boolean): Promise<WorkerFileHandle> => {
    const { directory, name } = splitFile(path);
    return kept(await directoryAt(directory, create), (held) => held.getFileHandle(name, { create }));
  };
  const snapshot = async (path: string): Promise<File | null> => {
    try {
      return await kept(await fileAt(path, false), (file) => file.getFile());
    } catch (error) {
      if (isMissing(error)) return null;
      throw faultOf(error, path);
    }
  };

  return {
    kind: 'opfs',
    open: (path, mode) =>
      attempt(path, async () => wrap(await openHandle(await fileAt(path, mode !== 'read'), mode), path)),
    readAll: (path) =>
      attempt(path, async () => {
        const file = await snapshot(path);
        return file === null ? null : new Uint8Array(await file.arrayBuffer());
      }),
    blob: snapshot,
    async stat(path) {
      const file = await snapshot(path);
      return file === null ? null : { bytes: file.size, modified: file.lastModified };
    },
    async list(path) {
      try {
        const found: { name: string; kind: 'file' | 'directory' }[] = [];
        await kept(await directoryAt(splitPath(path), false), async (directory) => {
          for await (const { name, kind } of directory.values()) found.push({ name, kind });
        });
        return found.sort((one, other) => (one.name < other.name ? -1 : 1));
      } catch (error) {
        if (isMissing(error)) return [];
        throw faultOf(error, path);
      }
    },
    async remove(path) {
      const { directory, name } = splitFile(path);
      try {
        const parent = await directoryAt(directory, false);
        await kept(parent, (held) => held.removeEntry(name, { recursive: true }));
      } catch (error) {
        if (!isMissing(error)) throw faultOf(error, path);
      }
    },
    rename: (from, to) =>
      attempt(from, async () => {
        const source = await fileAt(from, false);
        const { directory, name } = splitFile(to);
        const parent = await directoryAt(directory, true);
        if (source.move !== undefined) {
          await kept({ source, parent }, async () => source.move?.(parent, name));
          return;
        }
        const target: WorkerFileHandle = await kept(parent, (held) =>
          held.getFileHandle(name, { create: true }),
        );
        await copyFile(await kept(source, (held) => held.getFile()), target);
        const old = splitFile(from);
        await kept(await directoryAt(old.directory, false), (held) => held.removeEntry(old.name));
      }),
    async estimate() {
      const { usage, quota } = await navigator.storage.estimate();
      return usage === undefined || quota === undefined ? null : { usage, quota };
    },
  };
}
