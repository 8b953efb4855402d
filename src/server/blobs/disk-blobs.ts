import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { link, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { fail, ok, type Result } from '../../units/index.ts';
import { type AdoptFault, type BlobStore, type ByteRange, checkedPlace } from './blob-store.ts';

/** Whether a fault of the file system has a code. */
export const isCode = (cause: unknown, code: string): boolean =>
  cause instanceof Error && 'code' in cause && cause.code === code;

/** Makes what a folder lists outlive a cut of the power. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Blobs as files `ab/abcd…` of one folder. */
export class DiskBlobs implements BlobStore {
  readonly #root: string;

  /** @param root folder of the blobs; made when the first one comes */
  constructor(root: string) {
    this.#root = root;
  }

  #path(place: string): string {
    return join(this.#root, place.slice(0, 2), checkedPlace(place));
  }

  async length(place: string): Promise<number | null> {
    try {
      return (await stat(this.#path(place))).size;
    } catch (cause) {
      if (isCode(cause, 'ENOENT')) return null;
      throw cause;
    }
  }

  async read(place: string, range?: ByteRange): Promise<ReadableStream<Uint8Array>> {
    // Opened here, so that a missing file is an error of this call and not of a stream that has begun.
    const file = await open(this.#path(place), 'r');
    const bounds = range ? { start: range.first, end: range.last } : {};
    const stream = file.createReadStream({ ...bounds, autoClose: true });
    return Readable.toWeb(stream) as ReadableStream<Uint8Array>;
  }

  async urlOf(): Promise<null> {
    return null;
  }

  async remove(place: string): Promise<void> {
    await rm(this.#path(place), { force: true });
  }

  /**
   * Makes a blob of a finished file, which stays where it is: reads it through, compares length and hash, syncs it and
   * gives it its second name. Doing it twice is doing it once.
   */
  async adopt(file: string, place: string, bytes: number): Promise<Result<null, AdoptFault>> {
    const target = this.#path(place);
    const { size } = await stat(file);
    if (size !== bytes)
      return fail('blob-length-differs', `${size} bytes came instead of ${bytes}.`, 'Send it again.');
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(file, { highWaterMark: 2 ** 20 }))
      hash.update(chunk as Buffer);
    if (hash.digest('hex') !== place.slice(0, 64))
      return fail('blob-hash-differs', 'What came is not what was announced.', 'Send it again.');
    const handle = await open(file, 'r+');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
    await mkdir(dirname(target), { recursive: true });
    try {
      await link(file, target);
    } catch (cause) {
      if (!isCode(cause, 'EEXIST')) throw cause;
    }
    await syncFolder(dirname(target));
    await syncFolder(this.#root);
    return ok(null);
  }

  /** Places of blobs that have lain there since `before`, in the order of the folders, some at a time. */
  async *placesBefore(before: number): AsyncGenerator<readonly string[]> {
    const folders = await readdir(this.#root).catch(() => []);
    for (const folder of folders) {
      const names = await readdir(join(this.#root, folder));
      const old: string[] = [];
      for (const name of names) {
        const facts = await stat(join(this.#root, folder, name)).catch(() => null);
        if (facts && facts.ctimeMs < before) old.push(name);
      }
      if (old.length > 0) yield old;
    }
  }
}
