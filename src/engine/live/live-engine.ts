import {
  BLOCK_FRAMES,
  type CoreHrtf,
  createMemory,
  growRings,
  type MemoryPlan,
  planMemory,
} from '../../core/index.ts';
import type { Session } from '../../session/index.ts';
import { type Failure, fail, type RenderTarget, type Result } from '../../units/index.ts';
import type { TimelineClock } from '../audition/audition.ts';
import type { CompiledSession, Compiler } from '../compile/compiler.ts';
import { createCompiler, gainOf } from '../compile/session-compiler.ts';
import { MAX_LOOKAHEAD_FRAMES } from '../stream/planner.ts';
import { CONTROL_BYTES } from '../stream/protocol.ts';
import { voicesAtOnce } from '../stream/stream-program.ts';
import type { Engine, EngineState, Telemetry, TestSignal } from '../types.ts';
import type { ProcessorOptions } from '../worklet/processor-options.ts';
import type { WorkletBatch, WorkletCommand, WorkletReport } from '../worklet/protocol.ts';
import { CommandSync } from './command-sync.ts';
import { buildGraph, type ContextGraph, closeGraph, fitDevice, openContext } from './context-graph.ts';
import { LIVE_TELEMETRY_BYTES, LiveTelemetry } from './live-telemetry.ts';
import { StateBox } from './state-box.ts';
import { StreamLink } from './stream-link.ts';

/** Compiled core and impulse responses, loaded once. */
export interface EngineAssets {
  readonly module: WebAssembly.Module;
  /** True if `module` is the build for shared memory. */
  readonly shared: boolean;
  readonly hrtf: CoreHrtf | null;
}

/** What the live engine is built from. */
export interface LiveEngineOptions {
  readonly session: Session;
  readonly target: RenderTarget;
  readonly workletUrl: string;
  readonly createStreamWorker: () => Worker;
  readonly loadAssets: (sampleRate: number) => Promise<Result<EngineAssets>>;
  /** Overrides what the device says it takes; for captures and proofs. */
  readonly assumedChannels?: number;
}

/** Figures of the browser's own under-run counters, where it has them (Web Audio `AudioPlaybackStats`). */
export interface PlaybackFigures {
  readonly underrunEvents: number;
  readonly underrunSeconds: number;
  readonly totalSeconds: number;
}

/** Rings beyond what the session needs now, so that small edits do not grow the memory. */
const SPARE_RINGS = 16;
const MIN_RINGS = 48;

/** One context with everything that hangs on it. */
interface Rig {
  readonly graph: ContextGraph;
  readonly link: StreamLink;
  plan: MemoryPlan;
  readonly memory: WebAssembly.Memory | null;
  readonly scope: AbortController;
}

/** The live engine in the browser. Main thread; owner calls `dispose`. */
export class LiveEngine implements Engine {
  readonly #options: LiveEngineOptions;
  readonly #state: StateBox;
  readonly #telemetry: LiveTelemetry;
  readonly #isolated = globalThis.crossOriginIsolated === true;
  #compiler: Compiler;
  #session: Session;
  #compiled: CompiledSession;
  readonly #sync: CommandSync;
  #context: AudioContext | null = null;
  #input: GainNode | null = null;
  #rig: Rig | null = null;
  #building: Promise<Failure | null> | null = null;
  #wantsToRun = false;
  #position = 0;
  #signal: TestSignal = 'off';
  #monitorDb = 0;
  #disposed = false;

  constructor(options: LiveEngineOptions) {
    this.#options = options;
    this.#session = options.session;
    this.#compiler = createCompiler();
    this.#compiled = this.#compiler.compile(options.session);
    this.#state = new StateBox({
      status: { kind: 'idle' },
      playing: false,
      target: options.target,
      deviceChannels: 2,
      deviceNotice: null,
      isolated: this.#isolated,
      outputLatency: 0,
      faults: [],
    });
    this.#telemetry = new LiveTelemetry({
      slotOf: (track) => this.#sync.sent?.slotOf.get(track),
      context: () => this.#rig?.graph.context ?? null,
      resetClips: () => this.#post([{ kind: 'reset-clips' }]),
      restingPosition: () => this.#position,
    });
    this.#sync = new CommandSync(
      {
        prepare: (request, done) => this.#rig?.link.prepare(request, done),
        post: (batch) => this.#postBatch(batch),
        after: (milliseconds, callback) => {
          const timer = setTimeout(callback, milliseconds);
          return () => clearTimeout(timer);
        },
      },
      this.#compiled,
      options.session.loop,
    );
    this.#open();
    void this.#build();
  }

  getState(): EngineState {
    return this.#state.get();
  }

  subscribe(listener: () => void): () => void {
    return this.#state.subscribe(listener);
  }

  get telemetry(): Telemetry {
    return this.#telemetry;
  }

  async resume(): Promise<void> {
    this.#wantsToRun = true;
    if (!this.#context || this.#context.state === 'closed' || this.#state.get().status.kind === 'failed') {
      await this.#tearDown();
      this.#open();
    }
    if (this.#state.get().status.kind !== 'running') this.#state.set({ status: { kind: 'starting' } });
    const resumed = this.#context?.resume();
    const failure = await this.#build();
    if (failure) {
      this.#state.set({ status: { kind: 'failed', failure } });
      return;
    }
    await resumed;
    this.#noticeState();
  }

  update(session: Session): void {
    const before = this.#session;
    if (session === before) return;
    this.#session = session;
    if (session.sampleRate !== before.sampleRate) {
      void this.#reopen();
      return;
    }
    const { stream } = this.#compiled;
    this.#compiled = this.#compiler.compile(session, !this.#sync.playing);
    if (stream !== this.#compiled.stream || before.loop !== session.loop) this.#grow();
    this.#sync.update(this.#compiled, session.loop);
  }

  async play(): Promise<void> {
    await this.resume();
    if (this.#state.get().status.kind !== 'running') return;
    this.#telemetry.poll();
    this.#sync.play(this.#position);
    this.#state.set({ playing: true });
  }

  stop(): void {
    this.#telemetry.poll();
    if (this.#sync.playing && this.#telemetry.playing) this.#position = Math.max(0, this.#telemetry.position);
    this.#sync.stop(this.#position);
    this.#state.set({ playing: false });
  }

  locate(position: number): void {
    this.#position = Math.max(0, Math.round(position));
    this.#sync.locate(this.#position);
  }

  setTarget(target: RenderTarget): void {
    this.#state.set({ target });
    this.#fit();
    this.#post([{ kind: 'target', target }]);
  }

  setTestSignal(signal: TestSignal): void {
    this.#signal = signal;
    this.#post([{ kind: 'signal', signal }]);
  }

  setMonitorLevel(levelDb: number): void {
    this.#monitorDb = levelDb;
    this.#post([{ kind: 'monitor', gain: gainOf(levelDb) }]);
  }

  liveInput(): AudioNode {
    if (!this.#input) throw new TypeError('there is no audio device; call resume first');
    return this.#input;
  }

  audioContext(): AudioContext {
    if (!this.#context) throw new TypeError('there is no audio device; call resume first');
    return this.#context;
  }

  /** The engine's node, once it runs: output 0 is what is listened to, output 1 the unclamped render. */
  engineNode(): AudioWorkletNode | null {
    return this.#rig?.graph.node ?? null;
  }

  /** Fills in where the timeline stands against the context's clock; for audition sources. */
  readClock(clock: TimelineClock): void {
    this.#telemetry.readClock(clock, this.#session.sampleRate);
  }

  /** Seconds by which a sound at the live input joins the mix late: the core takes input a block at a time. */
  liveInputLatency(): number {
    return BLOCK_FRAMES / this.#session.sampleRate;
  }

  /** Seconds the limiter of the monitor path holds everything back. */
  monitorLatency(): number {
    return this.#telemetry.monitorLatencyFrames / this.#session.sampleRate;
  }

  /** The browser's own count of under-runs; null where it keeps none. */
  playbackFigures(): PlaybackFigures | null {
    const context = this.#context;
    if (!context || !('playbackStats' in context)) return null;
    const stats = context.playbackStats;
    if (typeof stats !== 'object' || stats === null) return null;
    const read = (name: string): number => {
      const value: unknown = Reflect.get(stats, name);
      return typeof value === 'number' ? value : 0;
    };
    return {
      underrunEvents: read('underrunEvents'),
      underrunSeconds: read('underrunDuration'),
      totalSeconds: read('totalDuration'),
    };
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    await this.#tearDown();
  }

  /** Opens a context at the session's rate, silent until a gesture allows it. */
  #open(): void {
    const opened = openContext(this.#session.sampleRate);
    if (!opened.ok) {
      this.#context = null;
      this.#input = null;
      this.#state.set({ status: { kind: 'failed', failure: opened } });
      return;
    }
    this.#context = opened.value;
    this.#input = new GainNode(opened.value, { channelCount: 2, channelCountMode: 'explicit' });
    this.#fit();
  }

  /** Builds the rig once; everybody waits for the same one. */
  #build(): Promise<Failure | null> {
    this.#building ??= this.#assemble();
    return this.#building;
  }

  async #assemble(): Promise<Failure | null> {
    const context = this.#context;
    const input = this.#input;
    if (!context || !input) {
      return fail('no-audio', 'There is no audio device.', 'Connect one, then press play again.');
    }
    const control = this.#isolated ? new SharedArrayBuffer(CONTROL_BYTES) : null;
    // Started first: its modules load while the core is fetched and compiled.
    const link = new StreamLink({
      worker: this.#options.createStreamWorker(),
      control: control ? new Int32Array(control) : null,
      onMissing: (message) => this.#state.fault(message),
      onFailed: (message) =>
        this.#state.fault(`Reading audio from storage failed: ${message}. Reload the page.`),
    });
    const assets = await this.#options.loadAssets(context.sampleRate);
    if (!assets.ok || context !== this.#context) {
      link.dispose();
      return assets.ok ? null : assets;
    }
    const rings = Math.max(MIN_RINGS, this.#ringsWanted() + SPARE_RINGS);
    const plan = planMemory({ rings });
    const memory = this.#isolated ? createMemory(plan, true) : null;
    const telemetry = this.#isolated ? new SharedArrayBuffer(LIVE_TELEMETRY_BYTES) : null;
    const processorOptions: ProcessorOptions = {
      module: assets.value.module,
      memory,
      plan,
      target: this.#state.get().target,
      hrtf: assets.value.hrtf,
      telemetry,
      control,
      deviceChannels: this.#state.get().deviceChannels,
    };
    const scope = new AbortController();
    const graph = await buildGraph(context, input, this.#options.workletUrl, { ...processorOptions });
    if (!graph.ok) {
      link.dispose();
      return graph;
    }
    if (context !== this.#context || this.#disposed) {
      link.dispose();
      await closeGraph(graph.value);
      return null;
    }
    this.#rig = { graph: graph.value, link, plan, memory, scope };
    this.#listen(this.#rig);
    const channel = this.#isolated ? null : new MessageChannel();
    link.start(memory ? { memory, plan } : null, rings, channel?.port1 ?? null);
    if (channel)
      this.#postBatch({ ticket: 0, commands: [{ kind: 'stream-port', port: channel.port2 }] }, [
        channel.port2,
      ]);
    this.#telemetry.attach(telemetry);
    this.#post([
      { kind: 'monitor', gain: gainOf(this.#monitorDb) },
      { kind: 'signal', signal: this.#signal },
    ]);
    this.#sync.connect(this.#position);
    return null;
  }

  #listen({ graph, scope }: Rig): void {
    const { signal } = scope;
    const { context, node } = graph;
    node.port.onmessage = (event: MessageEvent<WorkletReport>) => this.#hear(event.data);
    node.addEventListener('processorerror', () => this.#fault('The audio thread stopped.'), { signal });
    context.addEventListener('statechange', () => this.#noticeState(), { signal });
    // Chromium reports a device that died or refused; 'error' is not in TypeScript's event map yet.
    context.addEventListener('error', () => this.#fault('The audio device failed.'), { signal });
    context.addEventListener('sinkchange', () => this.#fit(), { signal });
    navigator.mediaDevices?.addEventListener('devicechange', () => this.#fit(), { signal });
  }

  #hear(report: WorkletReport): void {
    switch (report.kind) {
      case 'fault':
        this.#state.fault(report.message);
        return;
      case 'telemetry':
        this.#telemetry.attach(report.buffer);
        return;
      case 'ready':
        return;
    }
  }

  /** Takes over what the context says of itself. */
  #noticeState(): void {
    const context = this.#context;
    if (!context || this.#disposed) return;
    if (context.state === 'running') {
      this.#state.set({
        status: { kind: 'running' },
        outputLatency: context.outputLatency || context.baseLatency,
      });
      return;
    }
    if (!this.#wantsToRun) return;
    if (context.state === 'closed') {
      this.#fault('The audio device was closed.');
      return;
    }
    this.#state.set({
      status: { kind: 'suspended', reason: 'The browser paused the sound. Click to go on.' },
    });
  }

  #fault(message: string): void {
    this.#sync.disconnect();
    this.#state.set({
      playing: false,
      status: { kind: 'failed', failure: fail('audio-lost', message, 'Click to start the sound again.') },
    });
  }

  /** Fits the destination to the target and the device. */
  #fit(): void {
    const context = this.#context;
    if (!context || context.state === 'closed') return;
    const { target } = this.#state.get();
    const fit = fitDevice(context, target, this.#options.assumedChannels ?? null);
    this.#state.set({ deviceChannels: fit.channels, deviceNotice: fit.notice });
    this.#post([{ kind: 'device', channels: fit.channels }]);
  }

  #ringsWanted(): number {
    const { loop } = this.#session;
    return voicesAtOnce(this.#compiled.stream, MAX_LOOKAHEAD_FRAMES, loop.enabled ? loop.start : undefined);
  }

  /** Adds rings if the session has outgrown them. */
  #grow(): void {
    const rig = this.#rig;
    if (!rig) return;
    const wanted = this.#ringsWanted();
    if (wanted <= rig.plan.rings) return;
    // An unshared memory belongs to the audio thread and stays as it was made: the clips that sound last go without.
    if (rig.memory) rig.plan = growRings(rig.memory, rig.plan, wanted + SPARE_RINGS);
    if (rig.plan.rings < wanted) {
      this.#state.fault(
        'There is not enough memory to play everything at once; the latest clips stay silent.',
      );
    }
    rig.link.grow(rig.plan.rings);
  }

  #post(commands: readonly WorkletCommand[]): void {
    this.#postBatch({ ticket: -1, commands });
  }

  #postBatch(batch: WorkletBatch, transfer: Transferable[] = []): void {
    this.#rig?.graph.node.port.postMessage(batch, transfer);
  }

  async #reopen(): Promise<void> {
    const running = this.#state.get().status.kind === 'running';
    await this.#tearDown();
    this.#compiler = createCompiler();
    this.#compiled = this.#compiler.compile(this.#session);
    this.#sync.update(this.#compiled, this.#session.loop);
    this.#position = 0;
    this.#open();
    if (running) await this.resume();
    else await this.#build();
  }

  async #tearDown(): Promise<void> {
    const rig = this.#rig;
    const context = this.#context;
    this.#rig = null;
    this.#building = null;
    this.#context = null;
    this.#input = null;
    this.#sync.disconnect();
    this.#telemetry.attach(null);
    this.#state.set({ playing: false });
    if (rig) {
      rig.scope.abort();
      rig.graph.node.port.postMessage({ ticket: -1, commands: [{ kind: 'dispose' }] } satisfies WorkletBatch);
      rig.link.dispose();
      await closeGraph(rig.graph);
    } else if (context && context.state !== 'closed') await context.close();
  }
}
