/** Measures a stretch of a session off every other thread, then ends. */
import type { CoreHrtf } from '../../core/index.ts';
import { openHeldOrStored } from '../../stems/index.ts';
import { createHostStore } from '../../store/index.ts';
import { type Failure, fail, type Result } from '../../units/index.ts';
import { type LoudnessJob, measureStretch } from './measure-stretch.ts';

/** What the worker is asked. */
export interface LoudnessRequest {
  readonly job: LoudnessJob;
  readonly module: WebAssembly.Module;
  readonly shared: boolean;
  readonly hrtf: CoreHrtf | null;
}

/** What it answers: LKFS of each target. */
export type LoudnessAnswer =
  | { readonly kind: 'done'; readonly levels: readonly number[] }
  | { readonly kind: 'failed'; readonly failure: Failure };

async function run({ job, module, shared, hrtf }: LoudnessRequest): Promise<Result<readonly number[]>> {
  try {
    const store = await createHostStore();
    return await measureStretch(job, {
      module,
      shared,
      hrtf,
      openStem: (key) => openHeldOrStored(job.held ?? [], store, key),
    });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return fail('not-measured', `The stretch could not be measured (${reason}).`, 'Try again.');
  }
}

addEventListener('message', ({ data }: MessageEvent<LoudnessRequest>) => {
  void run(data).then((result) => {
    const answer: LoudnessAnswer = result.ok
      ? { kind: 'done', levels: result.value }
      : { kind: 'failed', failure: { ...result, cause: undefined } };
    postMessage(answer);
    close();
  });
});
