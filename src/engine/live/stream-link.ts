import type { MemoryPlan } from '../../core/index.ts';
import type { HeldStem } from '../../stems/index.ts';
import { CONTROL, type PrepareRequest, type StreamReport, type StreamRequest } from '../stream/protocol.ts';
import type { HeldSound } from '../types.ts';

/** How the link starts its worker. */
export interface StreamLinkOptions {
  readonly worker: Worker;
  readonly control: Int32Array | null;
  readonly onMissing: (message: string) => void;
  readonly onFailed: (message: string) => void;
}

/**
 * The main thread's end of the stream worker: asks for places to be fetched and hears when they are there.
 * Owner calls `dispose`.
 */
export class StreamLink {
  readonly #options: StreamLinkOptions;
  readonly #scope = new AbortController();
  #waiting: { ticket: number; done: () => void } | null = null;

  constructor(options: StreamLinkOptions) {
    this.#options = options;
    const { signal } = this.#scope;
    options.worker.addEventListener(
      'message',
      (event: MessageEvent<StreamReport>) => this.#hear(event.data),
      { signal },
    );
    options.worker.addEventListener('error', (event) => options.onFailed(event.message), { signal });
  }

  /** Starts filling rings: in shared memory, or through a port to the audio thread. */
  start(
    shared: { readonly memory: WebAssembly.Memory; readonly plan: MemoryPlan } | null,
    rings: number,
    port: MessagePort | null,
  ): void {
    this.#send({ kind: 'start', shared, rings, control: this.#options.control, port }, port ? [port] : []);
  }

  /** Tells of added rings. */
  grow(rings: number): void {
    this.#send({ kind: 'grow', rings });
  }

  /** Holds a sound in the worker's memory. */
  hold(sound: HeldSound | null): void {
    this.#send({ kind: 'hold', sound });
  }

  /** Has these stems read from where they are held. */
  holdStems(stems: readonly HeldStem[]): void {
    this.#send({ kind: 'hold-stems', stems });
  }

  /** Asks for a place; `done` is called once it is there. A newer request takes the older one's place. */
  prepare(request: Omit<PrepareRequest, 'kind'>, done: () => void): void {
    this.#waiting = { ticket: request.ticket, done };
    this.#send({ kind: 'prepare', ...request });
  }

  /** Stops the worker. */
  dispose(): void {
    this.#send({ kind: 'stop' });
    this.#scope.abort();
    this.#options.worker.terminate();
  }

  #send(request: StreamRequest, transfer: Transferable[] = []): void {
    this.#options.worker.postMessage(request, transfer);
    const { control } = this.#options;
    if (!control) return;
    Atomics.add(control, CONTROL.wake, 1);
    Atomics.notify(control, CONTROL.wake);
  }

  #hear(report: StreamReport): void {
    if (report.kind === 'missing-stem') {
      this.#options.onMissing(report.message);
      return;
    }
    if (this.#waiting?.ticket !== report.ticket) return;
    const { done } = this.#waiting;
    this.#waiting = null;
    done();
  }
}
