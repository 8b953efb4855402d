/** Writes what a ducker does as lanes, off every other thread, then ends. */
import type { DuckTarget, FamilyName, Lanes, Session } from '../../session/index.ts';
import { openStem } from '../../stems/index.ts';
import { createHostStore } from '../../store/index.ts';
import { type Failure, fail, type Result } from '../../units/index.ts';
import { printDucks } from './print-ducks.ts';

/** What the worker is asked. */
export interface PrintRequest {
  readonly session: Session;
  readonly family: FamilyName;
  readonly module: WebAssembly.Module;
  readonly shared: boolean;
}

/** What it tells: how far it is, and in the end the lanes. */
export type PrintAnswer =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'done'; readonly lanes: Lanes<DuckTarget> }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Share of the session between two reports. */
const REPORTS = 100;

async function run({ session, family, module, shared }: PrintRequest): Promise<Result<Lanes<DuckTarget>>> {
  let told = -1;
  try {
    const store = await createHostStore();
    return await printDucks(session, family, {
      module,
      shared,
      hrtf: null,
      openStem: (key) => openStem(store, key),
      onProgress: (done, total) => {
        const share = Math.floor((REPORTS * done) / total);
        if (share === told) return;
        told = share;
        postMessage({ kind: 'progress', done, total } satisfies PrintAnswer);
      },
    });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return fail('not-printed', `The ducking could not be printed (${reason}).`, 'Try again.');
  }
}

addEventListener('message', ({ data }: MessageEvent<PrintRequest>) => {
  void run(data).then((result) => {
    const answer: PrintAnswer = result.ok
      ? { kind: 'done', lanes: result.value }
      : { kind: 'failed', failure: { ...result, cause: undefined } };
    postMessage(answer);
    close();
  });
});
