/** Browser-only door of the stems room: starts the import worker. */
import type { RpcPort } from '../store/index.ts';
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
