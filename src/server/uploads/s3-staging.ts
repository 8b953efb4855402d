import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { DataStore, ERRORS, Upload } from '@tus/server';
import { fail, ok, type Result } from '../../units/index.ts';
import { type AdoptFault, blobPlace } from '../blobs/blob-store.ts';
import type { S3 } from '../blobs/s3.ts';
import { blobKey } from '../blobs/s3-blobs.ts';
import type { Database } from '../db/open-database.ts';
import { type StoredUpload, setUploadState, uploadOf } from '../store/uploads.ts';
import type { Staging } from './staging.ts';

/** Smallest part but the last, and the largest this server holds in memory (S3 API, multipart upload limits: 5 MiB). */
const SMALLEST_PART = 5 * 2 ** 20;
const LARGEST_PART = 32 * 2 ** 20;

const keyOf = ({ sha256, id }: StoredUpload): string => blobKey(blobPlace(sha256, id));

/**
 * Writes an upload as a multipart upload, one part for each request. Nothing lies in this process, so that the next
 * request may reach another. A request that breaks off, or brings too little for a part, counts for nothing.
 */
class S3DataStore extends DataStore {
  readonly #s3: S3;
  readonly #database: Database;

  constructor(s3: S3, database: Database) {
    super();
    this.#s3 = s3;
    this.#database = database;
    this.extensions = ['creation', 'termination'];
  }

  async #row(id: string): Promise<StoredUpload> {
    const row = await uploadOf(this.#database, id);
    if (!row) throw ERRORS.FILE_NOT_FOUND;
    return row;
  }

  override async create(upload: Upload): Promise<Upload> {
    const row = await this.#row(upload.id);
    await setUploadState(this.#database, row.id, await this.#s3.beginParts(keyOf(row)));
    return upload;
  }

  override async write(stream: Readable, id: string, offset: number): Promise<number> {
    const row = await this.#row(id);
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of stream) {
      bytes += (chunk as Buffer).length;
      if (bytes > LARGEST_PART) throw ERRORS.ERR_MAX_SIZE_EXCEEDED;
      chunks.push(chunk as Buffer);
    }
    if (bytes === 0 || (bytes < SMALLEST_PART && offset + bytes < row.bytes)) return offset;
    const parts = (await this.#s3.parts(keyOf(row), row.state ?? '')) ?? [];
    await this.#s3.sendPart(keyOf(row), row.state ?? '', parts.length + 1, joined(chunks, bytes));
    return offset + bytes;
  }

  override async getUpload(id: string): Promise<Upload> {
    const row = await this.#row(id);
    const parts = await this.#s3.parts(keyOf(row), row.state ?? '');
    if (!parts) throw ERRORS.FILE_NO_LONGER_EXISTS;
    const offset = parts.reduce((sum, part) => sum + part.bytes, 0);
    return new Upload({ id, size: row.bytes, offset, metadata: { sha256: row.sha256, type: row.type } });
  }

  override async remove(id: string): Promise<void> {
    const row = await this.#row(id);
    await this.#s3.dropParts(keyOf(row), row.state ?? '');
  }
}

function joined(chunks: readonly Buffer[], bytes: number): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(bytes);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

/** Uploads as multipart uploads of the bucket of the blobs. */
export class S3Staging implements Staging {
  readonly datastore: DataStore;
  readonly #s3: S3;

  constructor(s3: S3, database: Database) {
    this.#s3 = s3;
    this.datastore = new S3DataStore(s3, database);
  }

  async offset(upload: StoredUpload): Promise<number | null> {
    // Joined already, and the process ended before it was noted.
    if ((await this.#s3.length(keyOf(upload))) !== null) return upload.bytes;
    const parts = await this.#s3.parts(keyOf(upload), upload.state ?? '');
    return parts?.reduce((sum, part) => sum + part.bytes, 0) ?? null;
  }

  async adopt(upload: StoredUpload, place: string): Promise<Result<null, AdoptFault>> {
    const key = blobKey(place);
    if ((await this.#s3.length(key)) === null) {
      const parts = await this.#s3.parts(key, upload.state ?? '');
      if (parts) await this.#s3.completeParts(key, upload.state ?? '', parts);
    }
    const bytes = await this.#s3.length(key);
    if (bytes !== upload.bytes) {
      await this.#s3.remove(key);
      return fail(
        'blob-length-differs',
        `${bytes ?? 0} bytes came instead of ${upload.bytes}.`,
        'Send it again.',
      );
    }
    const hash = createHash('sha256');
    for await (const chunk of await this.#s3.read(key)) hash.update(chunk);
    if (hash.digest('hex') !== upload.sha256) {
      await this.#s3.remove(key);
      return fail('blob-hash-differs', 'What came is not what was announced.', 'Send it again.');
    }
    return ok(null);
  }

  async drop(upload: StoredUpload): Promise<void> {
    if (upload.state !== null) await this.#s3.dropParts(keyOf(upload), upload.state);
  }
}
