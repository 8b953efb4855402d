import { BLOCK_FRAMES, type PreparedResponse } from '../../core/index.ts';
import type { Session, TrackId } from '../../session/index.ts';
import type { HeldStem } from '../../stems/index.ts';
import {
  type Failure,
  fail,
  ok,
  type RenderTarget,
  type Result,
  type RoomPosition,
} from '../../units/index.ts';
import type { TimelineClock } from '../audition/metronome.ts';
import type { CompiledSession, Compiler } from '../compile/compiler.ts';
import { createCompiler, gainOf } from '../compile/session-compiler.ts';
import type { ResponseRequest } from '../responses/response-request.ts';
import { MAX_LOOKAHEAD_FRAMES } from '../stream/planner.ts';
import { voicesAtOnce } from '../stream/stream-program.ts';
import type {
  Engine,
  EngineState,
  HeldSound,
  ListenerTurn,
  MonitorMatrix,
  OutputRouting,
  Telemetry,
  TestSignal,
} from '../types.ts';
import type { WorkletBatch, WorkletCommand, WorkletReport } from '../worklet/protocol.ts';
import { CommandSync } from './command-sync.ts';
import { type EngineStage, fitDevice, openContext } from './context-graph.ts';
import { LazyResponses } from './lazy-responses.ts';
import { LiveTelemetry } from './live-telemetry.ts';
import { type OutputCommand, OutputSettings, plainMatrix } from './output-settings.ts';
import { type PlaybackFigures, playbackFigures } from './playback-figures.ts';
import { buildRig, closeRig, type EngineAssets, growRig, type Rig } from './rig.ts';
import { StateBox } from './state-box.ts';

/** What the live engine is built from. */
export interface LiveEngineOptions {
  readonly session: Session;
  readonly target: RenderTarget;
  readonly workletUrl: string;
  readonly createStreamWorker: () => Worker;
  readonly loadAssets: (sampleRate: number) => Promise<Result<EngineAssets>>;
  /** Reads and prepares the response of a convolution, off this thread; never rejects. */
  readonly prepareResponse: (
    request: ResponseRequest,
    held: readonly HeldStem[],
  ) => Promise<Result<PreparedResponse>>;
  /** Overrides what the device says it takes; for captures and proofs. */
  readonly assumedChannels?: number;
  /** Plays within somebody else's context. Default: one of its own, to the device. */
  readonly stage?: EngineStage;
}

/** When a browser that has begun to sound knows its output latency. */
const LATENCY_KNOWN_MS = 1500;

/** The live engine in the browser. Main thread; owner calls `dispose`. */
export class LiveEngine implements Engine {
  readonly prepared: Promise<void>;
  readonly #options: LiveEngineOptions;
  readonly #state: StateBox;
  readonly #telemetry: LiveTelemetry;
  readonly #isolated = globalThis.crossOriginIsolated === true;
  readonly #responses: LazyResponses;
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
  #routing: OutputRouting | null = null;
  readonly #output = new OutputSettings();
  #sound: HeldSound | null = null;
  #stems: readonly HeldStem[] = [];
  #probed: TrackId | null = null;
  #probedSlot = -1;
  #disposed = false;

  constructor(options: LiveEngineOptions) {
    this.#options = options;
    this.#session = options.session;
    this.#responses = new LazyResponses(
      {
        prepare: (request) => options.prepareResponse(request, this.#stems),
        post: (commands) => this.#post(commands),
        changed: (heard) => this.#noticeResponses(heard),
        after,
      },
      (message) => this.#state.fault(message),
    );
    this.#compiler = createCompiler(this.#responses.source);
    this.#compiled = this.#compiler.compile(options.session);
    this.#state = new StateBox({
      status: { kind: 'idle' },
      playing: false,
      speed: 1,
      target: options.target,
      deviceChannels: 2,
      deviceNotice: null,
      isolated: this.#isolated,
      outputLatency: 0,
      faults: [],
      responses: {},
    });
    this.#telemetry = new LiveTelemetry({
      slotOf: (track) => this.#sync.sent?.slotOf.get(track),
      context: () => this.#rig?.graph.context ?? null,
      resetClips: () => this.#post([{ kind: 'reset-clips' }]),
      resetPeaks: () => this.#post([{ kind: 'reset-peaks' }]),
      resetLoudness: () => this.#post([{ kind: 'reset-loudness' }]),
      wantsPlay: () => this.#sync.playing,
      restingPosition: () => this.#position,
    });
    this.#sync = new CommandSync(
      {
        prepare: (request, done) => this.#rig?.link.prepare(request, done),
        post: (batch) => this.#postBatch(batch),
        after,
      },
      this.#compiled,
      options.session.loop,
    );
    this.#open();
    this.#wantResponses();
    this.prepared = this.#prebuild();
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
    // Browsers learn their output latency only some time after sound has begun.
    setTimeout(() => this.#noticeState(), LATENCY_KNOWN_MS);
  }

  /** As `update`, and to a monitor level in dB at the same block edge. */
  updateAt(session: Session, levelDb: number): void {
    const level = { kind: 'monitor', gain: gainOf(levelDb) } as const;
    this.#output.keep(level);
    this.#sync.beside(level);
    if (session === this.#session) this.#sync.update(this.#compiled, session.loop);
    else this.update(session);
  }

  update(session: Session): void {
    const before = this.#session;
    if (session === before) return;
    this.#session = session;
    if (session.sampleRate !== before.sampleRate) {
      this.#position = 0;
      void this.#reopen();
      return;
    }
    this.#wantResponses();
    const { stream, rendering } = this.#compiled;
    this.#compiled = this.#compiler.compile(session, !this.#sync.playing);
    if (rendering !== this.#compiled.rendering) this.#postRendering();
    if (stream !== this.#compiled.stream || before.loop !== session.loop) this.#grow();
    this.#sync.update(this.#compiled, session.loop);
    this.#aimProbe();
  }

  play(): Promise<void> {
    return this.#start(null);
  }

  /**
   * Starts so that the playhead's sample is rendered at a frame of the context's clock; later, with what is due then. For players that
   * hear it in step with something else. What the monitor path holds back is told by `monitorLatency`.
   */
  playAt(frame: number): Promise<void> {
    return this.#start(frame);
  }

  async #start(frame: number | null): Promise<void> {
    await this.resume();
    if (this.#state.get().status.kind !== 'running') return;
    if (Object.values(this.#state.get().responses).some(({ kind }) => kind === 'missing'))
      this.#responses.retry();
    if (this.#sync.speed !== 1) this.#catchUp();
    // Nothing sounds yet: strips may go back to the order a bounce has them in, so that sums have the same bits.
    this.#compiled = this.#compiler.compile(this.#session, !this.#sync.playing);
    this.#sync.update(this.#compiled, this.#session.loop);
    this.#aimProbe();
    this.#sync.play(this.#position, frame);
    this.#state.set({ playing: true, speed: 1 });
  }

  retryResponses(): void {
    this.#responses.retry();
  }

  #wantResponses(): void {
    this.#responses.want(this.#session);
    this.#state.set({ responses: this.#responses.states() });
  }

  /** Responses came or went; `heard`: a space is heard with another than before. */
  #noticeResponses(heard: boolean): void {
    if (this.#disposed) return;
    this.#state.set({ responses: this.#responses.states() });
    if (!heard) return;
    this.#compiled = this.#compiler.compile(this.#session, !this.#sync.playing);
    this.#sync.update(this.#compiled, this.#session.loop);
    this.#aimProbe();
  }

  async shuttle(speed: number): Promise<void> {
    if (speed === 1) return this.play();
    await this.resume();
    if (this.#state.get().status.kind !== 'running') return;
    this.#sync.shuttle(this.#position, speed);
    this.#state.set({ playing: true, speed });
  }

  stop(): void {
    this.#catchUp();
    this.#sync.stop(this.#position);
    this.#state.set({ playing: false, speed: 1 });
  }

  /** Takes over where the playhead is heard. */
  #catchUp(): void {
    this.#telemetry.poll();
    if (this.#sync.playing && this.#telemetry.playing) this.#position = Math.max(0, this.#telemetry.position);
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
    this.#setOutput({ kind: 'signal', signal });
  }

  setMonitorLevel(levelDb: number): void {
    this.#setOutput({ kind: 'monitor', gain: gainOf(levelDb) });
  }

  setListener(head: ListenerTurn): void {
    this.#setOutput({ kind: 'listener', head });
  }

  setBinauralLfe(heard: boolean): void {
    this.#setOutput({ kind: 'binaural-lfe', heard });
  }

  setMonitorMatrix(matrix: MonitorMatrix | null): void {
    this.#setOutput({ kind: 'matrix', matrix: matrix ?? plainMatrix(this.#state.get().target) });
  }

  setOutputs(routing: OutputRouting | null): void {
    this.#routing = routing;
    this.#fit();
    this.#setOutput({ kind: 'outputs', routing });
  }

  setBedPlaces(places: readonly RoomPosition[] | null): void {
    this.#setOutput({ kind: 'bed-places', places });
  }

  #setOutput(command: OutputCommand): void {
    this.#output.keep(command);
    this.#post([command]);
  }

  setProbe(track: TrackId | null): void {
    this.#probed = track;
    this.#telemetry.probe.aim(track);
    this.#aimProbe();
  }

  /** Points the probe at the slot its track has now. */
  #aimProbe(): void {
    const slot = (this.#probed === null ? undefined : this.#compiled.slotOf.get(this.#probed)) ?? -1;
    if (slot === this.#probedSlot) return;
    this.#probedSlot = slot;
    this.#post([{ kind: 'probe', slot }]);
  }

  holdSound(sound: HeldSound | null): void {
    this.#sound = sound;
    this.#rig?.link.hold(sound);
  }

  holdStems(stems: readonly HeldStem[]): void {
    this.#stems = stems;
    this.#rig?.link.holdStems(stems);
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

  /** Frames the session must have played before it sounds as if it had played from the start. */
  get settleFrames(): number {
    return this.#compiled.settleFrames;
  }

  /** The browser's own count of under-runs; null where it keeps none. */
  playbackFigures(): PlaybackFigures | null {
    return playbackFigures(this.#context);
  }

  /** Starts anew with what is to be loaded now: after another set of head-related responses was chosen. */
  async reload(): Promise<void> {
    if (!this.#disposed) await this.#reopen();
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    await this.#tearDown();
  }

  /** Opens a context at the session's rate, silent until a gesture allows it. */
  #open(): void {
    const { stage } = this.#options;
    const opened = stage ? ok(stage.context) : openContext(this.#session.sampleRate);
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

  /** Builds ahead of the first gesture, so that sound comes at once when it is asked for. */
  async #prebuild(): Promise<void> {
    const failure = await this.#build();
    if (failure) this.#state.set({ status: { kind: 'failed', failure } });
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
    const rig = await buildRig({
      ...this.#options,
      context,
      input,
      isolated: this.#isolated,
      target: this.#state.get().target,
      deviceChannels: this.#state.get().deviceChannels,
      ringsWanted: () => this.#ringsWanted(),
      obsolete: () => context !== this.#context || this.#disposed,
      onFault: (message) => this.#state.fault(message),
    });
    if (!rig.ok) return rig;
    if (!rig.value) return null;
    this.#rig = rig.value;
    this.#listen(rig.value);
    this.#telemetry.attach(rig.value.telemetry);
    this.#telemetry.probe.attach(rig.value.probe);
    this.#post([
      { kind: 'rendering', rendering: this.#compiled.rendering },
      { kind: 'target', target: this.#state.get().target },
      { kind: 'device', channels: this.#state.get().deviceChannels },
      { kind: 'probe', slot: this.#probedSlot },
      ...this.#output.commands(),
    ]);
    if (this.#sound) rig.value.link.hold(this.#sound);
    if (this.#stems.length > 0) rig.value.link.holdStems(this.#stems);
    // The session may have come while the rig was being built for a smaller one.
    this.#grow();
    this.#sync.connect(this.#position);
    this.#responses.connect();
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
      case 'ended':
        // The only end a timeline has is its beginning.
        if (this.#sync.playing && this.#sync.speed < 0) {
          this.#position = 0;
          this.#sync.stop(0);
          this.#state.set({ playing: false, speed: 1 });
        }
        return;
      case 'telemetry':
        this.#telemetry.attach(report.buffer);
        this.#telemetry.probe.append(report.probe);
        return;
      case 'response':
        this.#responses.taken(report.answer);
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
      speed: 1,
      status: { kind: 'failed', failure: fail('audio-lost', message, 'Click to start the sound again.') },
    });
  }

  /** Fits the destination to the target and the device. */
  #fit(): void {
    const context = this.#context;
    if (!context || context.state === 'closed' || this.#options.stage) return;
    const { target } = this.#state.get();
    const routed = Math.max(0, ...(this.#routing?.channels ?? []).map((channel) => channel + 1));
    const fit = fitDevice(context, target, this.#options.assumedChannels ?? null, routed);
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
    if (growRig(rig, this.#ringsWanted())) return;
    // An unshared memory belongs to the audio thread and stays as it was made: start anew with a larger one.
    if (!rig.memory && !this.#sync.playing) void this.#reopen();
    else
      this.#state.fault(
        'There is not enough memory to play everything at once; the latest clips stay silent.',
      );
  }

  #post(commands: readonly WorkletCommand[]): void {
    this.#postBatch({ ticket: -1, commands });
  }

  #postRendering(): void {
    this.#post([{ kind: 'rendering', rendering: this.#compiled.rendering }]);
  }

  #postBatch(batch: WorkletBatch): void {
    this.#rig?.graph.node.port.postMessage(batch);
  }

  async #reopen(): Promise<void> {
    const running = this.#state.get().status.kind === 'running';
    await this.#tearDown();
    this.#wantResponses();
    this.#compiler = createCompiler(this.#responses.source);
    this.#compiled = this.#compiler.compile(this.#session);
    this.#sync.update(this.#compiled, this.#session.loop);
    this.#open();
    if (running) await this.resume();
    else await this.#prebuild();
  }

  async #tearDown(): Promise<void> {
    const rig = this.#rig;
    const context = this.#context;
    this.#rig = null;
    this.#building = null;
    this.#context = null;
    this.#input = null;
    this.#sync.disconnect();
    // What a processor had is gone with it: compiled anew, so that the next is not told of what it doesn't have.
    this.#responses.disconnect();
    this.#compiled = this.#compiler.compile(this.#session);
    this.#sync.update(this.#compiled, this.#session.loop);
    this.#telemetry.attach(null);
    this.#state.set({ playing: false, speed: 1 });
    if (rig) await closeRig(rig);
    else if (context && context.state !== 'closed' && !this.#options.stage) await context.close();
  }
}

function after(milliseconds: number, callback: () => void): () => void {
  const timer = setTimeout(callback, milliseconds);
  return () => clearTimeout(timer);
}
