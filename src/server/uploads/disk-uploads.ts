import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FileStore } from '@tus/file-store';
import { Server, type Upload } from '@tus/server';
import { blobPlace } from '../blobs/blob-store.ts';
import type { DiskBlobs } from '../blobs/disk-blobs.ts';
import type { Database } from '../db/open-database.ts';
import { noteBlob } from '../store/blobs.ts';
import {
  dropUpload,
  type StoredUpload,
  staleUploads,
  unfinishedUploads,
  uploadOf,
} from '../store/uploads.ts';

/** What uploads to disk need. */
export interface DiskUploadsOptions {
  readonly database: Database;
  readonly blobs: DiskBlobs;
  /** Folder of what is on its way. On the same file system as the blobs. */
  readonly folder: string;
  /** Path under which the protocol is served. */
  readonly path: string;
  readonly maxBytes: number;
  now(): number;
}

/** Resumable uploads to a folder, by tus 1.0.0. Who may do what is decided before a request comes here. */
export class DiskUploads {
  readonly #options: DiskUploadsOptions;
  readonly #server: Server;

  constructor(options: DiskUploadsOptions) {
    this.#options = options;
    this.#server = new Server({
      path: options.path,
      datastore: new FileStore({ directory: options.folder }),
      relativeLocation: true,
      respectForwardedHeaders: false,
      maxSize: options.maxBytes,
      // The row of the upload is written by the route, under the id it hands on.
      namingFunction: (request) => request.headers.get('x-upload-id') ?? '',
      onUploadFinish: async (_request, upload) => {
        const problem = await this.#finish(upload);
        // 460 is in the range the protocol leaves to applications; the client begins anew.
        if (problem) throw { status_code: 460, body: problem };
        return {};
      },
    });
  }

  /** Serves one request of the protocol. */
  handle(request: Request): Promise<Response> {
    return this.#server.handleWeb(request);
  }

  async #finish({ id }: Pick<Upload, 'id'>): Promise<string | null> {
    const row = await uploadOf(this.#options.database, id);
    return row ? this.#adopt(row) : null;
  }

  /** Makes a blob of an upload that is complete. @returns what is wrong with it, or null */
  async #adopt(upload: StoredUpload): Promise<string | null> {
    const { database, blobs, now } = this.#options;
    const place = blobPlace(upload.sha256, upload.id);
    const adopted = await blobs.adopt(this.#file(upload.id), place, upload.bytes);
    // Noted before its upload is dropped: whatever ends the process between the two, it is done again.
    if (adopted.ok && (await noteBlob(database, upload.mixId, upload, place, now())) !== place)
      await blobs.remove(place);
    await this.#drop(upload.id);
    return adopted.ok ? null : adopted.message;
  }

  /** Ends an upload and takes its bytes away. */
  async #drop(id: string): Promise<void> {
    await dropUpload(this.#options.database, id);
    await rm(this.#file(id), { force: true });
    await rm(`${this.#file(id)}.json`, { force: true });
  }

  #file(id: string): string {
    if (!/^[A-Za-z0-9_-]{22}$/.test(id)) throw new RangeError('not the id of an upload');
    return join(this.#options.folder, id);
  }

  /** Before the server listens: makes blobs of uploads that were complete when the process ended. */
  async recover(): Promise<void> {
    await mkdir(this.#options.folder, { recursive: true });
    for (const upload of await unfinishedUploads(this.#options.database)) {
      const there = await this.#server.datastore.getUpload(upload.id).catch(() => null);
      if (!there) await this.#drop(upload.id);
      else if (there.offset === upload.bytes) await this.#adopt(upload);
    }
  }

  /** Takes uploads away that nobody has gone on with since `before`. @returns how many */
  async sweep(before: number): Promise<number> {
    const stale = await staleUploads(this.#options.database, before);
    for (const id of stale) await this.#drop(id);
    return stale.length;
  }
}
