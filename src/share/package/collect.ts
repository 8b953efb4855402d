import { fail, ok } from '../../units/index.ts';
import type { Receiver } from '../publish/publish-mix.ts';
import { type WrittenBlob, writeBlob } from './compose.ts';

/**
 * Takes what is published and writes it down, in place of a server. Blobs are written as they come: who publishes lets go of their
 * files afterwards.
 */
export function collectBlobs(): {
  readonly receiver: Receiver;
  readonly blobs: ReadonlyMap<string, WrittenBlob>;
} {
  const blobs = new Map<string, WrittenBlob>();
  const receiver: Receiver = {
    missing: async (hashes) => ok(hashes.filter((sha256) => !blobs.has(sha256))),
    async upload(blob, sha256, _type, { signal, onProgress } = {}) {
      try {
        blobs.set(sha256, await writeBlob(sha256, blob, signal, onProgress));
        return ok(null);
      } catch (cause) {
        if (signal?.aborted)
          return fail('cancelled', 'Saving was cancelled.', 'Save it again when you like.');
        return fail('not-written', 'A stem could not be read.', 'Check the disk, then save it again.', cause);
      }
    },
    async publish(manifest, note) {
      const bytes = new TextEncoder().encode(JSON.stringify(manifest));
      const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
      const manifestSha256 = Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
      return ok({ n: 1, manifestSha256, note, createdAt: Date.now() });
    },
  };
  return { receiver, blobs };
}
