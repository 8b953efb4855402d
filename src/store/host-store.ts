import { type FileStore, StoreFault } from './file-store.ts';
import { createMemoryStore } from './memory-store.ts';
import { createOpfsStore } from './opfs-store.ts';

/**
 * The store of this browser thread: OPFS, or memory where there is none (`kind` tells). Dedicated workers only:
 * memory belongs to the thread that made it.
 */
export async function createHostStore(): Promise<FileStore> {
  try {
    const store = await createOpfsStore();
    // Some engines list the API in private windows and refuse at the first file: find out now.
    (await store.open('probe', 'shared')).close();
    return store;
  } catch (fault) {
    if (!(fault instanceof StoreFault)) throw fault;
    return createMemoryStore();
  }
}
