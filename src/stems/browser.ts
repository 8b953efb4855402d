/** Browser-only door of the stems room: starts the workers that import and decode. */
import type { RpcPort } from '../store/index.ts';
import { createStemHolder, type StemHolder } from './held/stem-holder.ts';
import { createStemLibrary, type StemLibrary } from './stem-library.ts';

export { startHashWorker } from './start-hash-worker.ts';

/** Opens the stem pool of this origin. Main thread; owner calls `dispose`. */
export function openStemLibrary(): StemLibrary {
  return createStemLibrary(() => {
    const worker = new Worker(new URL('./import.worker.ts', import.meta.url), {
      type: 'module',
      name: 'import',
    });
    return {
      port: worker as RpcPort,
      onError: (listener) =>
        worker.addEventListener('error', ({ message }) => listener(`The import worker failed: ${message}`)),
      end: () => worker.terminate(),
    };
  });
}

/** Threads that decode at once: one stays for sound and page. */
const MOST_HOLDERS = 4;

/**
 * Opens workers that decode stems to be held as blobs. Main thread; owner calls `dispose`.
 * @public for the player of mixes
 */
export function openStemHolder(): StemHolder {
  return createStemHolder(
    () => {
      const worker = new Worker(new URL('./held/held.worker.ts', import.meta.url), {
        type: 'module',
        name: 'hold',
      });
      return {
        port: worker as RpcPort,
        onError: (listener) =>
          worker.addEventListener('error', ({ message }) =>
            listener(`The decoding worker failed: ${message}`),
          ),
        end: () => worker.terminate(),
      };
    },
    Math.max(1, Math.min(MOST_HOLDERS, navigator.hardwareConcurrency - 1)),
  );
}
