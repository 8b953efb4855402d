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
  const { loads, hrtf } = await load;
  const played = loads[data.load];
  if (!played) throw new RangeError(`there is no load ${data.load}`);
  postMessage(
    measureCore(
      {
        ...data,
        ...played,
        strips: withSize(played.strips, data.objectSize),
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
