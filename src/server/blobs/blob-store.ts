/** A stretch of a blob: first and last byte, both included. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** Why bytes are not taken as a blob. */
export type AdoptFault = 'blob-hash-differs' | 'blob-length-differs';

const PLACE = /^[0-9a-f]{64}-[A-Za-z0-9_-]{22}$/;

/**
 * The place of a blob: its SHA-256 and the id of the upload that brought it. Bytes sent twice at once have two places,
 * so one can be taken away while the other is being noted.
 */
export const blobPlace = (sha256: string, uploadId: string): string => checkedPlace(`${sha256}-${uploadId}`);

/** The place, if it is one. @throws RangeError otherwise */
export function checkedPlace(place: string): string {
  if (!PLACE.test(place)) throw new RangeError('not the place of a blob');
  return place;
}

/**
 * Where the bytes of blobs lie. A blob never changes; it is there wholly or not at all. Places come from hashes that
 * were checked and ids made here, never from what a client calls a thing.
 */
export interface BlobStore {
  /** Length in bytes; null where there is nothing. */
  length(place: string): Promise<number | null>;
  /** The bytes, or a stretch of them. @throws Error if there is no such blob. */
  read(place: string, range?: ByteRange): Promise<ReadableStream<Uint8Array>>;
  /**
   * A URL that serves the blob for some seconds without this server, or null where the server serves it itself.
   * @param fileName offered for keeping; null shows it in place
   */
  urlOf(place: string, type: string, fileName: string | null): Promise<string | null>;
  /** Takes the bytes away; nothing happens where there are none. */
  remove(place: string): Promise<void>;
  /** Places of blobs that have lain there since `before` (ms since 1970), some at a time. */
  placesBefore(before: number): AsyncIterable<readonly string[]>;
}
