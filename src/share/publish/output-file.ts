import { createSHA256 } from 'hash-wasm';
import type { FileStore } from '../../store/index.ts';

/** A finished file, as bytes that are read when they are sent. */
export interface FinishedFile {
  readonly blob: Blob;
  readonly sha256: string;
  readonly bytes: number;
}

/** A file being made in the store. Worker or Node; the owner finishes or abandons it. */
export interface OutputFile {
  /** Writes at a place; behind the end by default. */
  write(bytes: Uint8Array, at?: number): void;
  finish(): Promise<FinishedFile>;
  abandon(): Promise<void>;
}

/** Bytes hashed at once. */
const SLICE_BYTES = 1 << 22;

/** SHA-256 of a blob, lower-case hex. */
async function hashOf(blob: Blob): Promise<string> {
  const hash = await createSHA256();
  for (let at = 0; at < blob.size; at += SLICE_BYTES)
    hash.update(new Uint8Array(await blob.slice(at, at + SLICE_BYTES).arrayBuffer()));
  return hash.digest('hex');
}

/** Opens a file to be filled. @throws StoreFault */
export async function openOutput(store: FileStore, path: string): Promise<OutputFile> {
  const file = await store.open(path, 'write');
  file.truncate(0);
  let size = 0;
  return {
    write(bytes, at = size) {
      file.write(bytes, at);
      size = Math.max(size, at + bytes.length);
    },
    async finish() {
      file.flush();
      file.close();
      const blob = await store.blob(path);
      if (!blob) throw new TypeError(`${path} is gone`);
      return { blob, sha256: await hashOf(blob), bytes: blob.size };
    },
    async abandon() {
      file.close();
      await store.remove(path);
    },
  };
}
