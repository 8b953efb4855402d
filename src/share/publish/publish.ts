/** Publishing with its workers. Main thread. */
import { type EngineParts, loadEngineParts } from '../../engine/browser.ts';
import { createRpcClient, type RpcPort } from '../../store/index.ts';
import { fail, ok, type Result } from '../../units/index.ts';
import { createOwnerClient, type MixKey } from '../client/owner-client.ts';
import type { UploadMemory } from '../client/upload.ts';
import { collectBlobs } from '../package/collect.ts';
import { composePackage, isPlayer, writeBlob } from '../package/compose.ts';
import {
  type Published,
  type PublishJob,
  type PublishOptions,
  publishMix,
  type Receiver,
} from './publish-mix.ts';
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

/** Publishes to a receiver with workers that live as long as it takes. Rejects never. */
async function publishTo(
  receiver: Receiver,
  parts: EngineParts,
  job: PublishJob,
  upload: { readonly memory: UploadMemory } | null,
  options: PublishOptions,
): Promise<Result<Published>> {
  const count = Math.min(MOST_WORKERS, Math.max(1, Math.floor((navigator.hardwareConcurrency || 2) / 2)));
  const workers = Array.from({ length: count }, startWorker);
  try {
    const host = { owner: receiver, workers: workers.map(({ client }) => client), parts };
    return await publishMix(job, upload ? { ...host, upload } : host, options);
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

/** Publishes a version of a mix of one's own. Main thread. */
export async function publish(
  job: PublishJob,
  mix: MixKey,
  memory: UploadMemory,
  options: PublishOptions = {},
): Promise<Result<Published>> {
  const parts = await loadEngineParts(job.session.sampleRate);
  if (!parts.ok) return parts;
  const owner = createOwnerClient((path, init) => fetch(path, init), mix);
  return publishTo(owner, parts.value, job, { memory }, options);
}

/** Makes what would be published into one HTML file that plays by itself. Nothing is sent. Main thread. */
export async function saveAsFile(job: PublishJob, options: PublishOptions = {}): Promise<Result<Blob>> {
  const player = await fetchPlayer();
  if (!player.ok) return player;
  const parts = await loadEngineParts(job.session.sampleRate);
  if (!parts.ok) return parts;
  const { hearing, ears } = parts.value;
  const box = collectBlobs();
  const made = await publishTo(box.receiver, parts.value, job, null, options);
  if (!made.ok) return made;
  const { version: facts, manifest } = made.value;
  const heard = await writeBlob(hearing.sha256, new Blob([ears]));
  const blobs = new Map([...box.blobs, [hearing.sha256, heard]]);
  return ok(composePackage({ player: player.value, mix: { facts, manifest, hrtf: hearing.sha256 }, blobs }));
}

async function fetchPlayer(): Promise<Result<string>> {
  const missing = (cause?: unknown) =>
    fail(
      'player-not-fetched',
      'The player that goes into the file could not be fetched.',
      'Check the connection and try again.',
      cause,
    );
  try {
    const response = await fetch(new URL('package/player.html', document.baseURI));
    const text = response.ok ? await response.text() : '';
    return isPlayer(text) ? ok(text) : missing();
  } catch (cause) {
    return missing(cause);
  }
}
