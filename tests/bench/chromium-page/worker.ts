/** Measures the core in a dedicated worker: one target a message, one answer each. */
import { measureCore } from '../measure-core.ts';
import { withSize } from '../sized.ts';
import type { LoadJson, WorkerRequest } from './protocol.ts';

let load: Promise<LoadJson> | null = null;

async function fetchLoad(): Promise<LoadJson> {
  const response = await fetch('/load.json');
  if (!response.ok) throw new Error(`the load could not be fetched: ${response.status}`);
  return (await response.json()) as LoadJson;
}

addEventListener('message', async ({ data }: MessageEvent<WorkerRequest>) => {
  load ??= fetchLoad();
  const { strips, hrtf } = await load;
  postMessage(
    measureCore(
      {
        ...data,
        strips: withSize(strips, data.objectSize),
        hrtf: {
          ...hrtf,
          responses: Float32Array.from(hrtf.responses),
          delays: Float64Array.from(hrtf.delays),
        },
      },
      data.target,
    ),
  );
});
