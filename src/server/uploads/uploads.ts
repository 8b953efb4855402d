import { Server } from '@tus/server';
import { type BlobStore, blobPlace } from '../blobs/blob-store.ts';
import type { Database } from '../db/open-database.ts';
import { noteBlob } from '../store/blobs.ts';
import {
  dropUpload,
  type StoredUpload,
  staleUploads,
  unfinishedUploads,
  uploadOf,
} from '../store/uploads.ts';
import type { Staging } from './staging.ts';

/** What uploads need. */
export interface UploadsOptions {
  readonly database: Database;
  readonly blobs: BlobStore;
  readonly staging: Staging;
  /** Path under which the protocol is served. */
  readonly path: string;
  readonly maxBytes: number;
  now(): number;
}

/** Status that the protocol leaves to applications; the client begins anew. */
const NOT_AS_ANNOUNCED = 460;

/** Resumable uploads by tus 1.0.0. Who may do what is decided before a request comes here. */
export class Uploads {
  readonly #options: UploadsOptions;
  readonly #server: Server;

  constructor(options: UploadsOptions) {
    this.#options = options;
    this.#server = new Server({
      path: options.path,
      datastore: options.staging.datastore,
      relativeLocation: true,
      respectForwardedHeaders: false,
      maxSize: options.maxBytes,
      // The row of the upload is written by the route, under the id it hands on.
      namingFunction: (request) => request.headers.get('x-upload-id') ?? '',
      onUploadFinish: async (_request, { id }) => {
        const row = await uploadOf(options.database, id);
        const problem = row && (await this.#adopt(row));
        if (problem) throw { status_code: NOT_AS_ANNOUNCED, body: problem };
        return {};
      },
    });
  }

  /** Serves one request of the protocol. */
  handle(request: Request): Promise<Response> {
    return this.#server.handleWeb(request);
  }

  /** Makes a blob of an upload that is complete. @returns what is wrong with it, or null */
  async #adopt(upload: StoredUpload): Promise<string | null> {
    const { database, blobs, staging, now } = this.#options;
    const place = blobPlace(upload.sha256, upload.id);
    const adopted = await staging.adopt(upload, place);
    // Noted before its upload is dropped: whatever ends the process between the two, it is done again.
    if (adopted.ok && (await noteBlob(database, upload.mixId, upload, place, now())) !== place)
      await blobs.remove(place);
    await this.drop(upload);
    return adopted.ok ? null : adopted.message;
  }

  /** Ends an upload and takes its bytes away. */
  async drop(upload: StoredUpload): Promise<void> {
    await this.#options.staging.drop(upload);
    await dropUpload(this.#options.database, upload.id);
  }

  /**
   * Before the server listens: makes blobs of uploads that were complete when a process ended, forgets lost ones. One that can't be
   * finished now (another process is at it, its store is away) is told and left; its sender asks again.
   */
  async recover(onFault: (fault: unknown) => void): Promise<void> {
    const { database, staging } = this.#options;
    for (const upload of await unfinishedUploads(database)) {
      try {
        const offset = await staging.offset(upload);
        if (offset === null) await this.drop(upload);
        else if (offset === upload.bytes) await this.#adopt(upload);
      } catch (cause) {
        onFault(cause);
      }
    }
  }

  /** Takes uploads away that nobody has gone on with since `before`. @returns how many */
  async sweep(before: number): Promise<number> {
    const stale = await staleUploads(this.#options.database, before);
    for (const upload of stale) await this.drop(upload);
    return stale.length;
  }
}
