/** Browser-only door of the monitor room: the sets of head-related responses kept on this device. */
import { createRpcClient, type RpcCallOptions, type RpcPort } from '../store/index.ts';
import type { Result } from '../units/index.ts';
import type { HrtfCalls } from './hrtf/hrtf-protocol.ts';
import type { HrtfListing } from './hrtf/hrtf-sets.ts';

export type { HrtfListing } from './hrtf/hrtf-sets.ts';

/** Without a sign of progress for so long an import is given up: damage can send the HDF5 library round in circles. */
const SILENCE_MS = 30_000;

/** Every task has a worker of its own, so that one that hangs costs nothing else. */
async function inWorker<Name extends keyof HrtfCalls & string>(
  name: Name,
  argument: HrtfCalls[Name]['argument'],
  options: RpcCallOptions<HrtfCalls[Name]['event']> = {},
): Promise<Result<HrtfCalls[Name]['answer']>> {
  const worker = new Worker(new URL('./hrtf/hrtf.worker.ts', import.meta.url), {
    type: 'module',
    name: 'hrtf',
  });
  const client = createRpcClient<HrtfCalls>(worker as RpcPort);
  worker.addEventListener('error', ({ message }) => client.close(`Reading the set failed: ${message}`));
  try {
    return await client.call(name, argument, { silenceMs: SILENCE_MS, ...options });
  } finally {
    worker.terminate();
  }
}

/** Imports a SOFA file and keeps it on this device. Main thread. */
export async function importHrtf(
  file: File,
  onProgress: (share: number) => void,
): Promise<Result<HrtfListing>> {
  const done = await inWorker('import', { file }, { onEvent: ({ share }) => onProgress(share) });
  if (done.ok || done.code !== 'worker-silent') return done;
  return {
    ok: false,
    code: 'sofa-damaged',
    message: `“${file.name}” could not be read: it is damaged.`,
    remedy: 'Download it again from where it came from; if it stays, choose another set.',
  };
}

/** The sets on this device. Main thread. */
export const listHrtfSets = (): Promise<Result<readonly HrtfListing[]>> => inWorker('list', null);

/** The bytes of a set at a session rate. Main thread. */
export const readHrtfSet = (id: string, sampleRate: number): Promise<Result<Uint8Array>> =>
  inWorker('read', { id, sampleRate });

/** Removes a set from this device. Main thread. */
export const removeHrtfSet = (id: string): Promise<Result<null>> => inWorker('remove', { id });
