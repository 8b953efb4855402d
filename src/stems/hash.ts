import { createSHA256, createXXHash64, type IHasher } from 'hash-wasm';

/** SHA-256 of a stream that can be stopped and continued from a state saved before; on this thread or another. */
export interface StreamHash {
  /** Takes the next bytes, which belong to the hash from then on. Resolves to the state behind them, `HASH_STATE_BYTES` long. */
  update(bytes: Uint8Array): Promise<Uint8Array>;
  /** Lower-case hex of everything given; ends the stream. */
  digest(): Promise<string>;
  /** Continues from a saved state; false, and begun anew, if this build cannot use it. */
  load(state: Uint8Array): Promise<boolean>;
  /** Gives its place to the next stream. */
  dispose(): void;
}

/** Length of a saved SHA-256 state. */
export const HASH_STATE_BYTES = 116;

/** A SHA-256 stream on this thread. */
export async function createStreamHash(): Promise<StreamHash> {
  const hasher = await createSHA256();
  hasher.init();
  return {
    async update(bytes) {
      hasher.update(bytes);
      return hasher.save();
    },
    digest: async () => hasher.digest('hex'),
    async load(state) {
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
    dispose: () => undefined,
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
