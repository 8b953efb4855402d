import type { CoreHrtf } from '../../core/index.ts';
import { fail, type Result } from '../../units/index.ts';
import type { BounceReport } from './bounce.ts';
import type { BounceJob } from './bounce-session.ts';
import type { BounceDestination, BounceEvent, BounceRequest } from './protocol.ts';

/** A finished bounce. `file` is there to be downloaded unless the user chose where it went. */
export interface FinishedBounce {
  readonly report: BounceReport;
  readonly file: File | null;
}

/** A bounce under way. */
export interface RunningBounce {
  /** Resolves when it is over; fails with code 'cancelled' after `cancel`. */
  readonly finished: Promise<Result<FinishedBounce>>;
  cancel(): void;
}

/** What starting a bounce takes. */
export interface StartBounceOptions {
  readonly worker: Worker;
  readonly module: WebAssembly.Module;
  readonly shared: boolean;
  readonly hrtf: CoreHrtf | null;
  readonly job: BounceJob;
  readonly destination: BounceDestination;
  readonly onProgress?: (framesDone: number, framesTotal: number) => void;
}

/** Starts a bounce in its worker, which it ends when the bounce is over. Main thread. */
export function runBounce(options: StartBounceOptions): RunningBounce {
  const { worker } = options;
  const send = (request: BounceRequest): void => worker.postMessage(request);
  const finished = new Promise<Result<FinishedBounce>>((resolve) => {
    const settle = (result: Result<FinishedBounce>): void => {
      worker.terminate();
      resolve(result);
    };
    worker.addEventListener('message', ({ data }: MessageEvent<BounceEvent>) => {
      if (data.kind === 'progress') options.onProgress?.(data.done, data.total);
      else if (data.kind === 'failed') settle(data.failure);
      else settle({ ok: true, value: { report: data.report, file: data.file } });
    });
    worker.addEventListener('error', (event) =>
      settle(
        fail(
          'bounce-failed',
          `The bounce broke off: ${event.message}.`,
          'Try again; if it stays, reload the page.',
        ),
      ),
    );
  });
  const { job, module, shared, hrtf, destination } = options;
  send({ kind: 'start', job, module, shared, hrtf, destination });
  return { finished, cancel: () => send({ kind: 'cancel' }) };
}
