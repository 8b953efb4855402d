/** Dedicated worker that keeps pictures beside the stem pool, byte for byte, named by their SHA-256. */
import { createSHA256 } from 'hash-wasm';
import {
  createHostStore,
  type FileStore,
  type RpcHandlers,
  type RpcPort,
  serveRpc,
  storeFailure,
} from '../../store/index.ts';
import { fail, ok } from '../../units/index.ts';
import type { PictureCalls } from './picture-protocol.ts';

/** Read at once; larger pieces only make garbage collection lag (4 MiB measured best for imports). */
const SLICE_BYTES = 4 * 2 ** 20;
const DRAFT = 'pictures/draft';
const SHA_PATTERN = /^[0-9a-f]{64}$/;
const pathOf = (sha256: string): string => `pictures/${sha256}`;

const opened: Promise<FileStore> = createHostStore();

const handlers: RpcHandlers<PictureCalls> = {
  async keep({ file }, { signal, tell }) {
    const store = await opened;
    const hash = await createSHA256();
    hash.init();
    try {
      const draft = await store.open(DRAFT, 'write');
      try {
        draft.truncate(0);
        for (let at = 0; at < file.size; at += SLICE_BYTES) {
          if (signal.aborted) {
            return fail(
              'cancelled',
              `The import of "${file.name}" was stopped.`,
              'Add the file again when you are ready.',
            );
          }
          const bytes = new Uint8Array(await file.slice(at, at + SLICE_BYTES).arrayBuffer());
          hash.update(bytes);
          draft.write(bytes, at);
          tell({ bytesDone: at + bytes.length });
        }
        draft.flush();
      } finally {
        draft.close();
      }
      const sha256 = hash.digest('hex');
      await store.rename(DRAFT, pathOf(sha256));
      return ok({ sha256 });
    } catch (fault) {
      if (fault instanceof DOMException) {
        return fail(
          'picture-unreadable',
          `"${file.name}" could not be read (${fault.message}).`,
          'Choose the file again.',
          fault.name,
        );
      }
      return storeFailure(fault, `The picture "${file.name}" could not be stored`);
    }
  },
  async find({ sha256 }) {
    if (!SHA_PATTERN.test(sha256)) return ok(null);
    try {
      return ok(await (await opened).blob(pathOf(sha256)));
    } catch (fault) {
      return storeFailure(fault, 'The picture could not be read');
    }
  },
};
serveRpc<PictureCalls>(globalThis as unknown as RpcPort, handlers);
