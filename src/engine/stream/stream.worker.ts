/** The stream worker: keeps the core's rings filled from the stem pool. Sleeps on shared control cells or on messages. */
import { feederWasmUrl } from '../../core/browser.ts';
import { BLOCK_FRAMES, feederUnpacker, RingWriter } from '../../core/index.ts';
import { type FrameUnpacker, type HeldStem, openHeldOrStored } from '../../stems/index.ts';
import { createHostStore } from '../../store/index.ts';
import { ok } from '../../units/index.ts';
import type { HeldSound } from '../types.ts';
import { loopReader } from './loop-reader.ts';
import { MessageRings } from './message-rings.ts';
import {
  CONTROL,
  type PositionMessage,
  type RingMessage,
  STREAM_TICK_MS,
  type StreamReport,
  type StreamRequest,
} from './protocol.ts';
import type { RingSink } from './ring-pool.ts';
import { type Playhead, StreamSession } from './stream-session.ts';

type StartRequest = Extract<StreamRequest, { kind: 'start' }>;

const report = (message: StreamReport): void => postMessage(message);

/** Fetched while the page still loads; without it files are taken apart the slow way. */
const feederModule: Promise<WebAssembly.Module | null> = fetch(feederWasmUrl)
  .then(async (response) => (response.ok ? WebAssembly.compile(await response.arrayBuffer()) : null))
  .catch(() => null);

/** Rings in shared memory; follows the memory as it grows. */
function ringsOf(request: StartRequest): RingSink {
  const { shared, port } = request;
  if (shared) return new RingWriter(shared.memory, shared.plan);
  if (!port) throw new TypeError('the stream worker needs shared memory or a port');
  return new MessageRings((message, transfer) => port.postMessage(message, transfer));
}

/** One run of the worker, from `start` to `stop`. */
class StreamLoop {
  readonly #session: StreamSession;
  readonly #control: Int32Array | null;
  readonly #turn = new MessageChannel();
  #head: Playhead = { position: 0, playing: false, applied: 0 };
  #held: HeldSound | null = null;
  #stems: readonly HeldStem[] = [];
  #seen = 0;
  #running = true;

  constructor(
    request: StartRequest,
    store: Awaited<ReturnType<typeof createHostStore>>,
    unpacker: FrameUnpacker | null,
  ) {
    this.#control = request.control;
    this.#session = new StreamSession({
      sink: ringsOf(request),
      rings: request.rings,
      ...(unpacker ? { unpacker } : {}),
      openStem: async (key) => {
        const held = this.#held;
        if (held?.sha256 === key.sha256 && held.sampleRate === key.rate) return ok(loopReader(held.samples));
        return openHeldOrStored(this.#stems, store, key);
      },
      report: (message) => {
        if (message.kind === 'prepared') this.#tellPrepared(message.ticket, request.port);
        report(message);
      },
      wake: () => this.#wake(),
      interrupted: () => this.#control !== null && Atomics.load(this.#control, CONTROL.wake) !== this.#seen,
    });
    if (request.port) {
      request.port.onmessage = (event: MessageEvent<PositionMessage>) => {
        this.#head = event.data;
        this.#round();
      };
    }
  }

  /** Runs until stopped: sleeps at most a tick, then lets messages in, then reads what is missing. */
  async run(control: Int32Array): Promise<void> {
    while (this.#running) {
      Atomics.wait(control, CONTROL.wake, this.#seen, STREAM_TICK_MS);
      await this.#letMessagesIn();
      this.#seen = Atomics.load(control, CONTROL.wake);
      this.#head = {
        position: Atomics.load(control, CONTROL.positionBlock) * BLOCK_FRAMES,
        playing: Atomics.load(control, CONTROL.playing) === 1,
        applied: Atomics.load(control, CONTROL.applied),
      };
      this.#session.tick(this.#head);
    }
  }

  take(request: Exclude<StreamRequest, StartRequest>): void {
    switch (request.kind) {
      case 'prepare':
        this.#session.prepare(request);
        break;
      case 'grow':
        this.#session.grow(request.rings);
        break;
      case 'hold':
        this.#held = request.sound;
        return;
      case 'hold-stems':
        this.#stems = request.stems;
        return;
      case 'stop':
        this.#running = false;
        this.#session.dispose();
        return;
    }
    this.#wake();
  }

  /** Straight to the audio thread: the main thread may be busy. */
  #tellPrepared(ticket: number, port: MessagePort | null): void {
    if (this.#control) Atomics.store(this.#control, CONTROL.prepared, ticket);
    else port?.postMessage({ kind: 'prepared', ticket } satisfies RingMessage);
  }

  #wake(): void {
    if (this.#control) Atomics.add(this.#control, CONTROL.wake, 1);
    else this.#round();
  }

  #round(): void {
    if (this.#running) this.#session.tick(this.#head);
  }

  /** A full turn of the event loop: requests posted before are delivered before this resolves. */
  #letMessagesIn(): Promise<void> {
    return new Promise((resolve) => {
      this.#turn.port1.onmessage = () => resolve();
      this.#turn.port2.postMessage(null);
    });
  }
}

let loop: StreamLoop | null = null;
const early: Exclude<StreamRequest, StartRequest>[] = [];

async function start(request: StartRequest): Promise<void> {
  const [store, feeder] = await Promise.all([createHostStore(), request.shared ? feederModule : null]);
  const { shared } = request;
  const unpacker = feeder && shared ? feederUnpacker(feeder, shared.memory, shared.plan) : null;
  const started = new StreamLoop(request, store, unpacker);
  loop = started;
  for (const waiting of early.splice(0)) started.take(waiting);
  if (request.control) await started.run(request.control);
}

addEventListener('message', (event: MessageEvent<StreamRequest>) => {
  const request = event.data;
  if (request.kind === 'start') void start(request);
  else if (loop) loop.take(request);
  else early.push(request);
});
