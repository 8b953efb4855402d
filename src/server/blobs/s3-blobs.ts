import { type BlobStore, type ByteRange, checkedPlace } from './blob-store.ts';
import type { S3 } from './s3.ts';

const PREFIX = 'blobs/';
/** How long an address of a blob serves it, seconds. */
const URL_SECONDS = 300;

/** Key of a blob in its bucket. */
export const blobKey = (place: string): string => `${PREFIX}${place.slice(0, 2)}/${checkedPlace(place)}`;

/** Blobs as objects of a bucket. */
export class S3Blobs implements BlobStore {
  readonly #s3: S3;
  readonly #redirect: boolean;

  /** @param redirect whether readers fetch from the bucket itself; else this server passes the bytes on */
  constructor(s3: S3, redirect: boolean) {
    this.#s3 = s3;
    this.#redirect = redirect;
  }

  async length(place: string): Promise<number | null> {
    return this.#s3.length(blobKey(place));
  }

  async read(place: string, range?: ByteRange): Promise<ReadableStream<Uint8Array>> {
    return this.#s3.read(blobKey(place), range);
  }

  async urlOf(place: string, type: string, fileName: string | null): Promise<string | null> {
    if (!this.#redirect) return null;
    const disposition = fileName === null ? 'inline' : `attachment; filename="${fileName}"`;
    return this.#s3.presign(blobKey(place), URL_SECONDS, { type, disposition });
  }

  async remove(place: string): Promise<void> {
    await this.#s3.remove(blobKey(place));
  }

  async *placesBefore(before: number): AsyncGenerator<readonly string[]> {
    for await (const page of this.#s3.list(PREFIX)) {
      const old = page.filter(({ modifiedAt }) => modifiedAt < before);
      if (old.length > 0) yield old.map(({ key }) => key.split('/').at(-1) ?? '');
    }
  }
}
