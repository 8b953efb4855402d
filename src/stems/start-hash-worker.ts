import type { RpcPort } from '../store/index.ts';
import type { HashWorker } from './hash-helper.ts';

/** Starts a hash helper's worker, which ends with the worker that started it. Browser only. */
export function startHashWorker(): HashWorker {
  const worker = new Worker(new URL('./hash.worker.ts', import.meta.url), { type: 'module', name: 'hash' });
  return {
    port: worker as RpcPort,
    onError: (listener) =>
      worker.addEventListener('error', ({ message }) => listener(`The checksum worker failed: ${message}`)),
  };
}
