/** Publishing with its workers. Main thread. */
import { loadEngineParts } from '../../engine/browser.ts';
import { createRpcClient, type RpcPort } from '../../store/index.ts';
import { fail, type Result } from '../../units/index.ts';
import { createOwnerClient, type MixKey } from '../client/owner-client.ts';
import type { UploadMemory } from '../client/upload.ts';
import { type Published, type PublishJob, type PublishOptions, publishMix } from './publish-mix.ts';
import type { PublishCalls } from './publish-protocol.ts';

/** Workers at most; each holds a core of its own. */
const MOST_WORKERS = 3;

function startWorker() {
  const worker = new Worker(new URL('./publish.worker.ts', import.meta.url), {
    type: 'module',
    name: 'publish',
  });
  const client = createRpcClient<PublishCalls>(worker as RpcPort);
  worker.addEventListener('error', ({ message }) => client.close(`The publish worker failed: ${message}`));
  return { client, end: () => worker.terminate() };
}

/** Publishes a version of a mix of one's own. Main thread; the workers live as long as it takes. */
export async function publish(
  job: PublishJob,
  mix: MixKey,
  memory: UploadMemory,
  options: PublishOptions = {},
): Promise<Result<Published>> {
  const parts = await loadEngineParts(job.session.sampleRate);
  if (!parts.ok) return parts;
  const count = Math.min(MOST_WORKERS, Math.max(1, Math.floor((navigator.hardwareConcurrency || 2) / 2)));
  const workers = Array.from({ length: count }, startWorker);
  try {
    return await publishMix(
      job,
      {
        owner: createOwnerClient((path, init) => fetch(path, init), mix),
        workers: workers.map(({ client }) => client),
        parts: parts.value,
        upload: { memory },
      },
      options,
    );
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return fail(
      'not-published',
      `Publishing broke off (${reason}).`,
      'Publish again; what was sent is kept.',
      cause,
    );
  } finally {
    for (const { end } of workers) end();
  }
}
