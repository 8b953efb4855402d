import { createRpcClient, type RpcPort } from '../../store/index.ts';
import type { Result } from '../../units/index.ts';
import type { PictureCalls } from './picture-protocol.ts';

/** Pictures stored in this browser. Main thread; owner calls `dispose`. */
export interface PictureFiles {
  /** Stores a video byte for byte and answers with its SHA-256. */
  keep(
    file: File,
    signal: AbortSignal,
    onProgress: (bytesDone: number) => void,
  ): Promise<Result<{ readonly sha256: string }>>;
  /** The stored file, null where it is not on this device. */
  find(sha256: string): Promise<Result<Blob | null>>;
  dispose(): void;
}

/** Starts the worker that keeps pictures. */
export function openPictureFiles(): PictureFiles {
  const worker = new Worker(new URL('./picture.worker.ts', import.meta.url), {
    type: 'module',
    name: 'picture',
  });
  const client = createRpcClient<PictureCalls>(worker as RpcPort);
  worker.addEventListener('error', (event) => client.close(`The picture worker failed: ${event.message}`));
  return {
    keep: (file, signal, onProgress) =>
      client.call('keep', { file }, { signal, onEvent: ({ bytesDone }) => onProgress(bytesDone) }),
    find: (sha256) => client.call('find', { sha256 }),
    dispose() {
      client.close('The picture store was closed.');
      worker.terminate();
    },
  };
}
