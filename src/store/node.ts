import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openAsBlob,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { readdir, readFile, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type FileStore, type OpenMode, StoreFault, type SyncFile } from './file-store.ts';
import { splitPath } from './path.ts';

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** Maps an errno of Node to our fault. */
function faultOf(error: unknown, path: string): StoreFault {
  if (error instanceof StoreFault) return error;
  const code = codeOf(error);
  if (code === 'ENOENT') return new StoreFault('storage-missing', `${path} is not there`, error);
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new StoreFault('storage-full', 'the disk is full', error);
  const detail = error instanceof Error ? error.message : String(error);
  return new StoreFault('storage-failed', `${path} could not be used (${detail})`, error);
}

const isMissing = (error: unknown): boolean => codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR';

function openFile(handle: number, path: string, release: () => void): SyncFile {
  let open = true;
  const attempt = <Value>(work: () => Value): Value => {
    try {
      return work();
    } catch (error) {
      throw faultOf(error, path);
    }
  };
  return {
    size: () => attempt(() => fstatSync(handle).size),
    read(into, at) {
      return attempt(() => {
        let done = 0;
        while (done < into.length) {
          const count = readSync(handle, into, done, into.length - done, at + done);
          if (count === 0) break;
          done += count;
        }
        return done;
      });
    },
    write(bytes, at) {
      attempt(() => {
        let done = 0;
        while (done < bytes.length) done += writeSync(handle, bytes, done, bytes.length - done, at + done);
      });
    },
    truncate: (size) => attempt(() => ftruncateSync(handle, size)),
    flush: () => attempt(() => fdatasyncSync(handle)),
    close() {
      if (!open) return;
      open = false;
      release();
      closeSync(handle);
    },
  };
}

/** A file system in a folder of the machine, for Node (command line, tests). `root` is created when first written. */
export function createNodeStore(root: string): FileStore {
  // Node has no mandatory locks; within the process one writer a file is enough, and the command line owns its folder.
  const writers = new Set<string>();
  const place = (path: string): string => join(root, ...splitPath(path));

  const openHandle = (path: string, mode: OpenMode): number => {
    const target = place(path);
    if (mode === 'read') return openSync(target, 'r');
    mkdirSync(dirname(target), { recursive: true });
    try {
      return openSync(target, 'r+');
    } catch (error) {
      if (!isMissing(error)) throw error;
      return openSync(target, 'wx+');
    }
  };

  return {
    kind: 'node',
    async open(path, mode) {
      if (mode === 'write' && writers.has(path))
        throw new StoreFault('storage-locked', `${path} is being written`);
      try {
        const handle = openHandle(path, mode);
        if (mode === 'write') writers.add(path);
        return openFile(handle, path, () => {
          if (mode === 'write') writers.delete(path);
        });
      } catch (error) {
        throw faultOf(error, path);
      }
    },
    async readAll(path) {
      try {
        return new Uint8Array(await readFile(place(path)));
      } catch (error) {
        if (isMissing(error)) return null;
        throw faultOf(error, path);
      }
    },
    async blob(path) {
      try {
        return await openAsBlob(place(path));
      } catch (error) {
        if (isMissing(error)) return null;
        // Node reports a missing file here without an errno.
        if (error instanceof Error && codeOf(error) === 'ERR_INVALID_ARG_VALUE') return null;
        throw faultOf(error, path);
      }
    },
    async stat(path) {
      try {
        const { size, mtimeMs } = statSync(place(path));
        return { bytes: size, modified: mtimeMs };
      } catch (error) {
        if (isMissing(error)) return null;
        throw faultOf(error, path);
      }
    },
    async list(path) {
      try {
        const entries = await readdir(place(path), { withFileTypes: true });
        return entries
          .map((entry) => ({
            name: entry.name,
            kind: entry.isDirectory() ? ('directory' as const) : ('file' as const),
          }))
          .sort((one, other) => (one.name < other.name ? -1 : 1));
      } catch (error) {
        if (isMissing(error)) return [];
        throw faultOf(error, path);
      }
    },
    async remove(path) {
      try {
        rmSync(place(path), { recursive: true, force: true });
      } catch (error) {
        throw faultOf(error, path);
      }
    },
    async rename(from, to) {
      try {
        mkdirSync(dirname(place(to)), { recursive: true });
        renameSync(place(from), place(to));
      } catch (error) {
        throw faultOf(error, from);
      }
    },
    async estimate() {
      try {
        mkdirSync(root, { recursive: true });
        const { bavail, bsize, blocks } = await statfs(root);
        const quota = blocks * bsize;
        return { usage: quota - bavail * bsize, quota };
      } catch (error) {
        throw faultOf(error, root);
      }
    },
  };
}
