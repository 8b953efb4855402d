/** Dedicated worker for one task on the sets of head-related responses; it is ended after it. */
import { SOFA_MOST_BYTES } from '../../formats/index.ts';
import {
  createHostStore,
  type FileStore,
  type RpcHandlers,
  type RpcPort,
  readHrtf,
  removeHrtf,
  serveRpc,
} from '../../store/index.ts';
import { fail, ok, type Result } from '../../units/index.ts';
import type { HrtfCalls } from './hrtf-protocol.ts';
import { importSofa, listSets } from './hrtf-sets.ts';

const scope: RpcPort = globalThis as unknown as RpcPort;
const opening = createHostStore();

/** Storage that outlives the page, or why there is none. */
async function lasting(): Promise<Result<FileStore>> {
  const store = await opening;
  if (store.kind !== 'memory') return ok(store);
  return fail(
    'storage-unsupported',
    'This window cannot keep a set of head-related responses.',
    'Use a browser with the origin private file system, or a normal (not private) window.',
  );
}

const handlers: RpcHandlers<HrtfCalls> = {
  async import({ file }, { tell }) {
    const store = await lasting();
    if (!store.ok) return store;
    if (file.size > SOFA_MOST_BYTES) {
      return fail(
        'sofa-too-large',
        `“${file.name}” is larger than 256 MB.`,
        'Choose a smaller set, or one with fewer directions.',
      );
    }
    let told = 0;
    return importSofa(store.value, new Uint8Array(await file.arrayBuffer()), file.name, (share) => {
      if (share - told < 0.01) return;
      told = share;
      tell({ share });
    });
  },
  async list() {
    return listSets(await opening);
  },
  async read({ id, sampleRate }, { transfer }) {
    const read = await readHrtf(await opening, id, sampleRate);
    if (read.ok) transfer(read.value.buffer);
    return read;
  },
  async remove({ id }) {
    const removed = await removeHrtf(await opening, id);
    return removed.ok ? ok(null) : removed;
  },
};
serveRpc<HrtfCalls>(scope, handlers);
