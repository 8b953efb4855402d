/** The engine's AudioWorkletProcessor: hosts the core on the audio thread. Loaded as a worklet module of its own. */
import {
  Core,
  createMemory,
  type HeldResponse,
  HOST_FRAMES,
  MAX_SPEAKERS,
  MAX_STRIPS,
  RingWriter,
  SLOT_FRAMES,
} from '../../core/index.ts';
import { StereoFold } from '../live/fold.ts';
import { ProbeWriter } from '../live/probe-writer.ts';
import { SpeakerOutputs } from '../live/speaker-outputs.ts';
import { telemetryBytes } from '../live/telemetry-layout.ts';
import { TelemetryWriter } from '../live/telemetry-writer.ts';
import { applyRingMessage } from '../stream/message-rings.ts';
import type { LoopRange } from '../stream/play-path.ts';
import { CONTROL, type PositionMessage, type RingMessage } from '../stream/protocol.ts';
import { applyCommand, type CommandHost } from './apply-command.ts';
import { BatchQueue } from './batch-queue.ts';
import type { ProcessorOptions } from './processor-options.ts';
import {
  MONITOR_OUTPUT,
  NODE_CHANNELS,
  PROCESSOR_NAME,
  RAW_OUTPUT,
  type WorkletBatch,
  type WorkletReport,
} from './protocol.ts';

/** Telemetry messages a second where memory is not shared. */
const TELEMETRY_RATE = 30;

class EngineProcessor extends AudioWorkletProcessor implements CommandHost {
  readonly core: Core;
  readonly #rings: RingWriter;
  readonly fold: StereoFold;
  readonly outputs = new SpeakerOutputs(sampleRate, NODE_CHANNELS);
  readonly #telemetry: TelemetryWriter;
  readonly #probe: ProbeWriter;
  readonly #telemetryBuffer: ArrayBuffer | null;
  readonly #control: Int32Array | null;
  deviceChannels: number;
  moving = false;
  readonly responses = new Map<string, HeldResponse>();
  loop: LoopRange = { start: 0, end: 0, enabled: false };
  due: CommandHost['due'] = null;
  #streamPort: MessagePort | null = null;
  readonly #queue = new BatchQueue();
  #applied = 0;
  #faults = 0;
  #told = '';
  #sinceTelemetry = 0;
  #sinceNotify = 0;
  #alive = true;
  readonly #left = new Float32Array(HOST_FRAMES);
  readonly #right = new Float32Array(HOST_FRAMES);

  constructor(options: { readonly processorOptions: unknown }) {
    super();
    const setup = options.processorOptions as ProcessorOptions;
    const memory = setup.memory ?? createMemory(setup.plan, false);
    this.core = new Core(setup.module, memory, setup.plan, {
      sampleRate,
      target: setup.target,
      hrtf: setup.hrtf,
      monitor: 'live',
      beside: true,
    });
    this.#rings = new RingWriter(memory, setup.plan);
    this.fold = new StereoFold(setup.target);
    this.deviceChannels = setup.deviceChannels;
    this.#telemetryBuffer = setup.telemetry
      ? null
      : new ArrayBuffer(telemetryBytes(MAX_STRIPS, MAX_SPEAKERS));
    const block = setup.telemetry ?? this.#telemetryBuffer ?? new ArrayBuffer(0);
    this.#telemetry = new TelemetryWriter(block, MAX_STRIPS, MAX_SPEAKERS);
    this.#probe = new ProbeWriter(setup.probe);
    this.#control = setup.control ? new Int32Array(setup.control) : null;
    this.port.onmessage = (event: MessageEvent<WorkletBatch>) => this.#apply(this.#queue.take(event.data));
  }

  process(
    inputs: readonly (readonly Float32Array[])[],
    outputs: readonly (readonly Float32Array[])[],
  ): boolean {
    const monitor = outputs[MONITOR_OUTPUT];
    const raw = outputs[RAW_OUTPUT];
    const frames = monitor?.[0]?.length ?? raw?.[0]?.length ?? 0;
    if (!monitor || frames === 0) return this.#alive;
    try {
      this.#render(inputs[0], monitor, raw, frames);
    } catch (error) {
      // Never out of `process`: silence, counted, told once.
      for (const plane of monitor) plane.fill(0);
      this.#faults++;
      this.#tell(error);
    }
    return this.#alive;
  }

  #render(
    input: readonly Float32Array[] | undefined,
    monitor: readonly Float32Array[],
    raw: readonly Float32Array[] | undefined,
    frames: number,
  ): void {
    if (this.#control && this.#queue.waiting)
      this.#apply(this.#queue.prepared(Atomics.load(this.#control, CONTROL.prepared)));
    const { core } = this;
    if (this.due && currentFrame >= this.due.frame && !core.playing) this.#startDue();
    const live = core.inputPlanes();
    for (let channel = 0; channel < live.length; channel++) {
      const plane = live[channel];
      const source = input?.[channel] ?? input?.[0];
      if (!plane) continue;
      if (source) plane.set(source);
      else plane.fill(0, 0, frames);
    }
    core.render(frames);
    this.#copyMonitor(core.monitorPlanes(), monitor, frames);
    if (raw) copyPlanes(core.outputPlanes(), raw, frames);
    this.#publish(frames);
  }

  /** Starts what was due by now, with the sample that belongs to this quantum. */
  #startDue(): void {
    const { due, loop } = this;
    if (!due) return;
    this.due = null;
    const place = due.position + currentFrame - due.frame;
    const over = loop.enabled && due.position < loop.end && place >= loop.end ? place - loop.end : -1;
    const length = loop.end - loop.start;
    this.core.play(over < 0 || length <= 0 ? place : loop.start + (over % length));
    this.moving = true;
  }

  #copyMonitor(planes: readonly Float32Array[], outputs: readonly Float32Array[], frames: number): void {
    const first = outputs[0];
    const second = outputs[1];
    if (first && second && this.fold.needed(this.deviceChannels)) {
      this.fold.process(planes, frames, this.#left, this.#right);
      copyFrames(this.#left, first, frames);
      copyFrames(this.#right, second, frames);
      for (let channel = 2; channel < outputs.length; channel++) outputs[channel]?.fill(0);
      return;
    }
    this.outputs.process(planes, outputs, frames);
  }

  /** Tells the other threads where play stands. Does not allocate where memory is shared. */
  #publish(frames: number): void {
    const { core } = this;
    this.#telemetry.write(core, currentFrame + frames, frames, this.loop, this.#faults);
    this.#probe.write(core);
    const control = this.#control;
    if (this.moving && !core.playing) {
      this.moving = false;
      this.report({ kind: 'ended' });
    }
    // A fast shuttle goes through its audio sooner.
    this.#sinceNotify += frames * Math.max(1, Math.abs(core.speed));
    if (control) {
      Atomics.store(control, CONTROL.positionBlock, Math.floor(core.position / 128));
      Atomics.store(control, CONTROL.playing, core.playing ? 1 : 0);
      Atomics.store(control, CONTROL.applied, this.#applied);
      if (this.#sinceNotify >= SLOT_FRAMES) {
        this.#sinceNotify = 0;
        Atomics.add(control, CONTROL.wake, 1);
        Atomics.notify(control, CONTROL.wake);
      }
      return;
    }
    if (this.#sinceNotify >= SLOT_FRAMES / 8) {
      this.#sinceNotify = 0;
      this.#postPosition();
    }
    this.#sinceTelemetry += frames;
    if (this.#telemetryBuffer && this.#sinceTelemetry >= sampleRate / TELEMETRY_RATE) {
      this.#sinceTelemetry = 0;
      const buffer = this.#telemetryBuffer.slice(0);
      const probe = this.#probe.take();
      this.port.postMessage({ kind: 'telemetry', buffer, probe } satisfies WorkletReport, [buffer]);
    }
  }

  #postPosition(): void {
    const { core } = this;
    const message: PositionMessage = {
      position: core.position,
      playing: core.playing,
      applied: this.#applied,
    };
    this.#streamPort?.postMessage(message);
  }

  #apply(batch: WorkletBatch | null): void {
    if (!batch) return;
    try {
      for (const command of batch.commands) {
        if (command.kind === 'dispose') this.#alive = false;
        else if (command.kind === 'stream-port') this.#listen(command.port);
        else applyCommand(this, command);
      }
    } catch (error) {
      this.#faults++;
      this.#tell(error);
    }
    this.#applied = Math.max(this.#applied, batch.ticket);
    if (this.#control) Atomics.store(this.#control, CONTROL.applied, this.#applied);
    else this.#postPosition();
  }

  #listen(port: MessagePort): void {
    this.#streamPort = port;
    port.onmessage = ({ data }: MessageEvent<RingMessage>) => {
      if (data.kind === 'prepared') this.#apply(this.#queue.prepared(data.ticket));
      else applyRingMessage(data, this.#rings);
    };
  }

  #tell(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    if (message === this.#told) return;
    this.#told = message;
    this.report({ kind: 'fault', message });
  }

  report(report: WorkletReport): void {
    this.port.postMessage(report);
  }
}

/** Copies without making a view. */
function copyFrames(from: Float32Array, to: Float32Array, frames: number): void {
  for (let n = 0; n < frames; n++) to[n] = from[n] ?? 0;
}

/** Copies planes; silence where there is none to copy. Planes may be longer than the outputs. */
function copyPlanes(planes: readonly Float32Array[], outputs: readonly Float32Array[], frames: number): void {
  for (let channel = 0; channel < outputs.length; channel++) {
    const to = outputs[channel];
    const from = planes[channel];
    if (!to) continue;
    if (from) copyFrames(from, to, frames);
    else to.fill(0);
  }
}

registerProcessor(PROCESSOR_NAME, EngineProcessor);
