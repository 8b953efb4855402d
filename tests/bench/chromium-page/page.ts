/** The bench page: hands the compiled core to its worker and gives Node a function to call. */
import { coreUnsharedWasmUrl, coreWasmUrl } from '../../../src/core/browser.ts';
import type { CoreCost } from '../measure-core.ts';
import type { BenchPage, PageRequest, WorkerRequest } from './protocol.ts';

const shared = globalThis.crossOriginIsolated;
const compiled = WebAssembly.compileStreaming(fetch(shared ? coreWasmUrl : coreUnsharedWasmUrl));
const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'bench' });

async function measure(request: PageRequest): Promise<CoreCost> {
  const module = await compiled;
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<CoreCost>) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage({ ...request, module, shared } satisfies WorkerRequest);
  });
}

Object.assign(globalThis, { bench: { measure } satisfies BenchPage });
