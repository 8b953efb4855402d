import type { DataStore } from '@tus/server';
import type { Result } from '../../units/index.ts';
import type { AdoptFault } from '../blobs/blob-store.ts';
import type { StoredUpload } from '../store/uploads.ts';

/** Where the bytes of uploads lie until they are whole. */
export interface Staging {
  /** What the protocol writes to. */
  readonly datastore: DataStore;
  /** Bytes that are there; null where the upload is not known here. */
  offset(upload: StoredUpload): Promise<number | null>;
  /**
   * Makes a blob of an upload that is complete, at `place`, after comparing length and hash. What lies here stays until
   * it is dropped. Doing it twice is doing it once.
   */
  adopt(upload: StoredUpload, place: string): Promise<Result<null, AdoptFault>>;
  /** Takes away what lies here. */
  drop(upload: StoredUpload): Promise<void>;
}
