import { createSHA256, createXXHash64, type IHasher } from 'hash-wasm';

/** SHA-256 of a stream that can be stopped and continued from its saved state. */
export interface StreamHash {
  update(bytes: Uint8Array): void;
  /** Lower-case hex; ends the stream. */
  digest(): string;
  /** State after what was given so far, `HASH_STATE_BYTES` long. */
  save(): Uint8Array;
  /** Continues from a saved state; false if this build cannot use it. */
  load(state: Uint8Array): boolean;
}

/** Length of a saved SHA-256 state. */
export const HASH_STATE_BYTES = 116;

/** A SHA-256 stream. */
export async function createStreamHash(): Promise<StreamHash> {
  const hasher = await createSHA256();
  hasher.init();
  return {
    update: (bytes) => void hasher.update(bytes),
    digest: () => hasher.digest('hex'),
    save: () => hasher.save(),
    load(state) {
      try {
        hasher.load(state);
        return true;
      } catch (error) {
        // hash-wasm refuses a state saved by another build of itself with an Error.
        if (!(error instanceof Error)) throw error;
        hasher.init();
        return false;
      }
    },
  };
}

/** Fast checksum of a chunk (XXH64, 8 bytes): guards copies against torn writes and changed files, not against forgery. */
export async function createChunkHash(): Promise<(bytes: Uint8Array) => Uint8Array> {
  const hasher: IHasher = await createXXHash64();
  return (bytes) => {
    hasher.init();
    hasher.update(bytes);
    return hasher.digest('binary');
  };
}
