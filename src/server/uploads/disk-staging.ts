import { mkdir, open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DataStore, ERRORS, Upload } from '@tus/server';
import type { Result } from '../../units/index.ts';
import type { AdoptFault } from '../blobs/blob-store.ts';
import { type DiskBlobs, isCode } from '../blobs/disk-blobs.ts';
import type { Database } from '../db/open-database.ts';
import { type StoredUpload, uploadOf } from '../store/uploads.ts';
import type { Staging } from './staging.ts';

/** Writes uploads to files named by their ids; everything else about them is in their rows. */
class DiskDataStore extends DataStore {
  readonly #folder: string;
  readonly #database: Database;

  constructor(folder: string, database: Database) {
    super();
    this.#folder = folder;
    this.#database = database;
    this.extensions = ['creation', 'termination'];
  }

  /** Path of an upload's bytes. @throws RangeError if the id is not one of ours */
  path(id: string): string {
    if (!/^[A-Za-z0-9_-]{22}$/.test(id)) throw new RangeError('not the id of an upload');
    return join(this.#folder, id);
  }

  override async create(upload: Upload): Promise<Upload> {
    await (await open(this.path(upload.id), 'wx')).close();
    return upload;
  }

  override async write(stream: Readable, id: string, offset: number): Promise<number> {
    const file = (await open(this.path(id), 'r+')).createWriteStream({ start: offset });
    await pipeline(stream, file);
    return offset + file.bytesWritten;
  }

  override async getUpload(id: string): Promise<Upload> {
    const row = await uploadOf(this.#database, id);
    const file = await stat(this.path(id)).catch(() => null);
    if (!row || !file) throw ERRORS.FILE_NOT_FOUND;
    return new Upload({
      id,
      size: row.bytes,
      offset: file.size,
      metadata: { sha256: row.sha256, type: row.type },
    });
  }

  override async remove(id: string): Promise<void> {
    await rm(this.path(id), { force: true });
  }
}

/** Uploads as files of a folder on the file system of the blobs: a finished one gets a second name. */
export class DiskStaging implements Staging {
  readonly datastore: DataStore;
  readonly #files: DiskDataStore;
  readonly #blobs: DiskBlobs;

  private constructor(files: DiskDataStore, blobs: DiskBlobs) {
    this.datastore = files;
    this.#files = files;
    this.#blobs = blobs;
  }

  /** Makes the folder where it is missing. */
  static async open(folder: string, blobs: DiskBlobs, database: Database): Promise<DiskStaging> {
    await mkdir(folder, { recursive: true });
    return new DiskStaging(new DiskDataStore(folder, database), blobs);
  }

  async offset({ id }: StoredUpload): Promise<number | null> {
    try {
      return (await stat(this.#files.path(id))).size;
    } catch (cause) {
      // Only what is not there is lost: a disk that can't be read now must not end an upload.
      if (isCode(cause, 'ENOENT')) return null;
      throw cause;
    }
  }

  adopt({ id, bytes }: StoredUpload, place: string): Promise<Result<null, AdoptFault>> {
    return this.#blobs.adopt(this.#files.path(id), place, bytes);
  }

  drop({ id }: StoredUpload): Promise<void> {
    return this.#files.remove(id);
  }
}
