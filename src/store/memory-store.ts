import { type FileStore, type OpenMode, StoreFault, type SyncFile } from './file-store.ts';
import { splitPath } from './path.ts';

/** Growth of a file's memory when it is written past its end, bytes at least. */
const LEAST_GROWTH = 4096;

interface MemoryFile {
  bytes: Uint8Array<ArrayBuffer>;
  size: number;
  modified: number;
  writers: number;
}

/** What {@link createMemoryStore} can be told. */
export interface MemoryStoreOptions {
  /** Most bytes the store may hold; writing past it is 'storage-full'. Default: no limit. */
  readonly quota?: number;
  /** Milliseconds since 1970 for `modified`. Default: the host's clock. */
  readonly now?: () => number;
}

/** A file system in this thread's memory: private windows, `file://` pages and tests. Gone with the thread. */
export function createMemoryStore(options: MemoryStoreOptions = {}): FileStore {
  const files = new Map<string, MemoryFile>();
  const quota = options.quota ?? Number.POSITIVE_INFINITY;
  const now = options.now ?? Date.now;
  let used = 0;

  const resize = (file: MemoryFile, size: number): void => {
    if (used + size - file.size > quota) throw new StoreFault('storage-full', 'no room is left in memory');
    if (size > file.bytes.length) {
      const grown = new Uint8Array(Math.max(size, file.bytes.length * 2, LEAST_GROWTH));
      grown.set(file.bytes.subarray(0, file.size));
      file.bytes = grown;
    } else if (size < file.size) {
      file.bytes.fill(0, size, file.size);
    }
    used += size - file.size;
    file.size = size;
    file.modified = now();
  };

  const openFile = (file: MemoryFile, mode: OpenMode): SyncFile => {
    let open = true;
    if (mode === 'write') file.writers += 1;
    const live = (): MemoryFile => {
      if (!open) throw new TypeError('the file was used after close');
      return file;
    };
    const writable = (): MemoryFile => {
      if (mode === 'read') throw new TypeError('the file was opened for reading');
      return live();
    };
    return {
      size: () => live().size,
      read(into, at) {
        const { bytes, size } = live();
        const count = Math.max(0, Math.min(into.length, size - at));
        into.set(bytes.subarray(at, at + count));
        return count;
      },
      write(bytes, at) {
        const target = writable();
        if (at + bytes.length > target.size) resize(target, at + bytes.length);
        target.bytes.set(bytes, at);
        target.modified = now();
      },
      truncate: (size) => resize(writable(), size),
      flush: () => void writable(),
      close() {
        if (open && mode === 'write') file.writers -= 1;
        open = false;
      },
    };
  };

  const drop = (path: string): void => {
    const file = files.get(path);
    if (file !== undefined) used -= file.size;
    files.delete(path);
  };

  const content = (path: string): Uint8Array<ArrayBuffer> | null => {
    splitPath(path);
    const file = files.get(path);
    return file === undefined ? null : file.bytes.slice(0, file.size);
  };

  return {
    kind: 'memory',
    async open(path, mode) {
      splitPath(path);
      let file = files.get(path);
      if (file === undefined) {
        if (mode === 'read') throw new StoreFault('storage-missing', `${path} is not there`);
        file = { bytes: new Uint8Array(0), size: 0, modified: now(), writers: 0 };
        files.set(path, file);
      }
      if (mode === 'write' && file.writers > 0)
        throw new StoreFault('storage-locked', `${path} is being written`);
      return openFile(file, mode);
    },
    async readAll(path) {
      return content(path);
    },
    async blob(path) {
      const bytes = content(path);
      return bytes === null ? null : new Blob([bytes]);
    },
    async stat(path) {
      splitPath(path);
      const file = files.get(path);
      return file === undefined ? null : { bytes: file.size, modified: file.modified };
    },
    async list(path) {
      splitPath(path);
      const found = new Map<string, 'file' | 'directory'>();
      for (const name of files.keys()) {
        if (!name.startsWith(`${path}/`)) continue;
        const [first = '', ...rest] = name.slice(path.length + 1).split('/');
        found.set(first, rest.length > 0 ? 'directory' : 'file');
      }
      return [...found]
        .map(([name, kind]) => ({ name, kind }))
        .sort((one, other) => (one.name < other.name ? -1 : 1));
    },
    async remove(path) {
      splitPath(path);
      for (const name of files.keys()) {
        if (name === path || name.startsWith(`${path}/`)) drop(name);
      }
    },
    async rename(from, to) {
      splitPath(from);
      splitPath(to);
      const file = files.get(from);
      if (file === undefined) throw new StoreFault('storage-missing', `${from} is not there`);
      drop(to);
      files.delete(from);
      files.set(to, file);
    },
    async estimate() {
      return Number.isFinite(quota) ? { usage: used, quota } : null;
    },
  };
}
