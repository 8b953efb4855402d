import { blobSource } from '../formats/index.ts';
import { type FileStore, type RpcHandlers, storeFailure } from '../store/index.ts';
import { fail, ok, type Result } from '../units/index.ts';
import { readEnergy } from './energy.ts';
import { createFairTurns } from './fair-turns.ts';
import type { StreamHash } from './hash.ts';
import { importFile } from './import-file.ts';
import { readPeaks } from './peaks/reader.ts';
import { readRecord, sourcePath } from './pool.ts';
import { collectUnused } from './pool-care.ts';
import type { StemCalls } from './stem-protocol.ts';
import type { PoolEntry, PoolKey } from './types.ts';

const HEARTBEAT_MS = 1000;

async function findEntry(store: FileStore, key: PoolKey): Promise<Result<PoolEntry | null>> {
  try {
    const record = await readRecord(store, key);
    return ok(record?.complete ? record.entry : null);
  } catch (fault) {
    return storeFailure(fault, 'A stem could not be looked up');
  }
}

async function findSource(store: FileStore, sha256: string): Promise<Result<Blob>> {
  try {
    const blob = await store.blob(sourcePath(sha256));
    if (blob !== null) return ok(blob);
    return fail('stem-missing', 'The source file of a stem is not on this device.', 'Add the file again.');
  } catch (fault) {
    return storeFailure(fault, 'The source file of a stem could not be read');
  }
}

/** Bytes from which a file is worth a second thread. */
const HELPED_BYTES = 1 << 25;

/**
 * The import worker's handlers over any store; host-neutral, so tests run them without a worker.
 * `createHelpedHash` makes the hashes of large files.
 */
export function createStemService(
  store: FileStore,
  createHelpedHash?: () => Promise<StreamHash>,
): RpcHandlers<StemCalls> {
  const turns = createFairTurns();
  return {
    host: async () => ok({ persistent: store.kind !== 'memory' }),
    async import({ file, fileName, rate }, { signal, tell }) {
      const heartbeat = setInterval(() => tell({ kind: 'alive' }), HEARTBEAT_MS);
      try {
        const source = blobSource(file);
        const createHash = file.size >= HELPED_BYTES ? createHelpedHash : undefined;
        return await importFile({ source, fileName, store, rate, signal, onEvent: tell, turns, createHash });
      } finally {
        clearInterval(heartbeat);
      }
    },
    async peaks({ key, channel, level, fromBin, toBin }, { transfer }) {
      const found = await readPeaks(store, key, channel, level, fromBin, toBin ?? Number.POSITIVE_INFINITY);
      if (found.ok) transfer(found.value.pairs.buffer);
      return found;
    },
    async energy({ key }, { transfer }) {
      const found = await readEnergy(store, key);
      if (found.ok) transfer(found.value.energies.buffer);
      return found;
    },
    entry: ({ key }) => findEntry(store, key),
    source: ({ sha256 }) => findSource(store, sha256),
    collect: ({ inUse }) => collectUnused(store, new Set(inUse), Date.now()),
  };
}
