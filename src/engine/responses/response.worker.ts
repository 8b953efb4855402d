/** Reads and prepares one response off every other thread, then ends. */
import type { PreparedResponse } from '../../core/index.ts';
import { type HeldStem, openHeldOrStored } from '../../stems/index.ts';
import { createHostStore } from '../../store/index.ts';
import { fail, type Result } from '../../units/index.ts';
import { loadResponse } from './prepare-responses.ts';
import type { ResponseRequest } from './response-request.ts';

/** What the worker is asked; it answers with a Result of the prepared response. */
export interface PrepareRequest {
  readonly request: ResponseRequest;
  /** Stems read from where they are held in place of the pool. */
  readonly held: readonly HeldStem[];
  readonly module: WebAssembly.Module;
  readonly shared: boolean;
}

async function run({ request, held, module, shared }: PrepareRequest): Promise<Result<PreparedResponse>> {
  try {
    const store = await createHostStore();
    return await loadResponse(request, {
      module,
      shared,
      openStem: (key) => openHeldOrStored(held, store, key),
    });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return fail('response-broken', `“${request.fileName}” could not be prepared (${reason}).`, 'Try again.');
  }
}

addEventListener('message', ({ data }: MessageEvent<PrepareRequest>) => {
  void run(data).then((result) => {
    if (!result.ok) postMessage({ ...result, cause: undefined });
    else if (result.value.spectra instanceof ArrayBuffer)
      postMessage(result, { transfer: [result.value.spectra] });
    else postMessage(result);
    close();
  });
});
