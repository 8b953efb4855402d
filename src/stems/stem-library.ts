import { quoteName } from '../formats/index.ts';
import { createRpcClient, type RpcClient, type RpcPort } from '../store/index.ts';
import { fail, type Result } from '../units/index.ts';
import type { StemEnergy } from './energy.ts';
import type { Imported } from './import-file.ts';
import { createPeakCache } from './peak-cache.ts';
import type { PeakRange } from './peaks/reader.ts';
import { entryPath } from './pool.ts';
import type { Collected } from './pool-care.ts';
import type { StemCalls } from './stem-protocol.ts';
import type { ImportEvent, PoolEntry, PoolKey } from './types.ts';

/** Milliseconds without a heartbeat after which a decoder counts as hung and its worker is replaced. */
const HUNG_MS = 8000;

/** The stem pool as the main thread sees it. Owner calls `dispose`. */
export interface StemLibrary {
  /** False where stems live in memory only and are gone with the page: tell the user. */
  persistent(): Promise<boolean>;
  /**
   * Imports files one after another; each is answered for itself, in the order given, and a bad one stops none. Calls
   * may overlap: files that are decoded at the same time then advance together.
   * `signal` cancels the one in progress and those after it.
   */
  importFiles(
    files: readonly File[],
    options: { readonly rate: number; readonly signal?: AbortSignal },
    onEvent: (event: ImportEvent) => void,
  ): Promise<readonly Result<Imported>[]>;
  /** Waveform bins `fromBin`…`toBin` (exclusive; to the end by default) of a level of `PEAK_LEVELS`; cached, don't write to it. */
  peaks(
    key: PoolKey,
    channel: number,
    level: number,
    fromBin?: number,
    toBin?: number,
  ): Promise<Result<PeakRange>>;
  /** How the energy of a stem's first two minutes goes over time; read anew each time. */
  energy(key: PoolKey): Promise<Result<StemEnergy>>;
  has(key: PoolKey): Promise<boolean>;
  /** The entry of a finished import, or null. */
  entry(key: PoolKey): Promise<Result<PoolEntry | null>>;
  /** The source file as it was added, read only when used: for packages. */
  exportSource(key: Pick<PoolKey, 'sha256'>): Promise<Result<Blob>>;
  /** Removes stems that are in none of these sources: pass those of every session on the device. */
  collectUnused(inUse: readonly string[]): Promise<Result<Collected>>;
  dispose(): void;
}

/** A started import worker. */
export interface StemWorker {
  readonly port: RpcPort;
  /** Calls back if the worker's script fails as a whole. */
  onError(listener: (reason: string) => void): void;
  end(): void;
}

/** Builds the library over workers that `start` makes; a hung one is ended and replaced. */
export function createStemLibrary(start: () => StemWorker, hungMs = HUNG_MS): StemLibrary {
  const cache = createPeakCache();
  let worker: StemWorker;
  let client: RpcClient<StemCalls>;
  let disposed = false;
  const restart = (): void => {
    worker = start();
    const started = createRpcClient<StemCalls>(worker.port);
    worker.onError((reason) => started.close(reason));
    client = started;
  };
  restart();

  /** Imports under way in the worker of now. */
  let together = 0;
  /** Imports that are tried again by themselves wait here for each other. */
  let alone: Promise<unknown> = Promise.resolve();

  const replace = (asked: RpcClient<StemCalls>): void => {
    if (client !== asked || disposed) return;
    const hung = worker;
    together = 0;
    restart();
    asked.close('The import worker was restarted.');
    hung.end();
  };

  const importOne = async (
    file: File,
    rate: number,
    signal: AbortSignal | undefined,
    onEvent: (event: ImportEvent) => void,
  ): Promise<Result<Imported>> => {
    let answered = false;
    const asked = client;
    together += 1;
    const result = await asked.call(
      'import',
      { file, fileName: file.name, rate },
      {
        silenceMs: hungMs,
        ...(signal === undefined ? {} : { signal }),
        onEvent(event) {
          if (event.kind === 'alive') return;
          answered ||= event.kind === 'done' || event.kind === 'failed';
          onEvent(event);
        },
      },
    );
    const shared = client !== asked || together > 1;
    if (client === asked) together -= 1;
    if (result.ok || answered || disposed) return result;
    replace(asked);
    if (shared) {
      // One of several files hung the worker they share. Each is tried again by itself, so that only that one is refused.
      const again = alone.then(() => importOne(file, rate, signal, onEvent));
      alone = again;
      return again;
    }
    const failure = fail(
      'decoder-hung',
      `${quoteName(file.name)} could not be decoded: its decoder stopped answering.`,
      'It is probably damaged. Convert it to WAV and add that.',
    );
    onEvent({ kind: 'failed', fileName: file.name, failure });
    return failure;
  };

  return {
    async persistent() {
      const host = await client.call('host', null);
      return host.ok && host.value.persistent;
    },
    async importFiles(files, { rate, signal }, onEvent) {
      const results: Result<Imported>[] = [];
      for (const file of files) results.push(await importOne(file, rate, signal, onEvent));
      return results;
    },
    peaks(key, channel, level, fromBin = 0, toBin) {
      const name = `${entryPath(key)}/${channel}/${level}/${fromBin}-${toBin ?? ''}`;
      return cache.get(name, () =>
        client.call('peaks', { key, channel, level, fromBin, toBin: toBin ?? null }),
      );
    },
    energy: (key) => client.call('energy', { key }),
    async has(key) {
      const found = await client.call('entry', { key });
      return found.ok && found.value !== null;
    },
    entry: (key) => client.call('entry', { key }),
    exportSource: ({ sha256 }) => client.call('source', { sha256 }),
    collectUnused: (inUse) => client.call('collect', { inUse }),
    dispose() {
      disposed = true;
      client.close('The stem library was closed.');
      worker.end();
    },
  };
}
