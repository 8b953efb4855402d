import {
  BLOCK_FRAMES,
  Core,
  type CoreHrtf,
  createMemory,
  growRings,
  HOST_FRAMES,
  type MemoryPlan,
  planMemory,
  RingWriter,
  ROOM_SECONDS,
} from '../../core/index.ts';
import type { PoolKey, StemReader } from '../../stems/index.ts';
import { fail, type RenderTarget, type Result, targetChannels } from '../../units/index.ts';
import type { BounceBlock, BounceSource } from '../bounce/bounce.ts';
import { type CompiledSession, diffControls, diffSpaces, diffStrips } from '../compile/compiler.ts';
import type { LoopRange } from '../stream/play-path.ts';
import { poolKeyId, type StreamProgram, voicesAtOnce } from '../stream/stream-program.ts';
import { OFFLINE_LOOKAHEAD_FRAMES, SyncFeeder } from '../stream/sync-feeder.ts';

/**
 * Frames played before a place so that everything with a memory (gain ramps, head-related responses, meters) stands as if
 * it had played from the start. More than the longest impulse response and the low-pass of LFE sends ring, in whole blocks.
 */
const PREROLL_FRAMES = 128 * BLOCK_FRAMES;
/** The limiter recovers slowly: it needs longer to stand as it would. */
const LIMITER_PREROLL_FRAMES = 750 * BLOCK_FRAMES;
/** Frames for which the old program of an edit is still read: the longest cross-fade. */
const OVERLAP_FRAMES = 8 * BLOCK_FRAMES;

/** What an offline host is made of. */
export interface OfflineHostOptions {
  readonly module: WebAssembly.Module;
  /** True if `module` is the build for shared memory. */
  readonly shared: boolean;
  readonly sampleRate: number;
  readonly target: RenderTarget;
  readonly hrtf: CoreHrtf | null;
  readonly compiled: CompiledSession;
  readonly openStem: (key: PoolKey) => Promise<Result<StemReader>>;
  /** Runs the monitor path's true-peak limiter beside the unclamped output. */
  readonly limit?: boolean;
  /** Frames of each call into the core, 1…2048; the result does not depend on it. Default 2048. */
  readonly quantum?: number;
}

/**
 * The core with its own memory and a feeder that has every sample there before it is wanted. Renders as fast as the
 * machine can; worker and Node. Owner calls `dispose`.
 */
export class OfflineHost implements BounceSource {
  readonly sampleRate: number;
  readonly channels: number;
  readonly core: Core;
  readonly #options: OfflineHostOptions;
  readonly #memory: WebAssembly.Memory;
  readonly #feeder: SyncFeeder;
  readonly #readers = new Map<string, StemReader>();
  readonly #quantum: number;
  readonly #engine: Float32Array[];
  readonly #limited: Float32Array[];
  /** Engine output not given out yet, where the limiter's output lags behind it. */
  #ahead: Float32Array[] = [];
  #compiled: CompiledSession;
  #plan: MemoryPlan;
  #loop: LoopRange | null = null;

  private constructor(options: OfflineHostOptions, plan: MemoryPlan, memory: WebAssembly.Memory) {
    this.#options = options;
    this.#plan = plan;
    this.#memory = memory;
    this.sampleRate = options.sampleRate;
    this.channels = targetChannels(options.target);
    this.#quantum = Math.min(HOST_FRAMES, Math.max(1, options.quantum ?? HOST_FRAMES));
    this.core = new Core(options.module, memory, plan, {
      sampleRate: options.sampleRate,
      target: options.target,
      rendering: options.compiled.rendering,
      hrtf: options.hrtf,
      monitor: options.limit ? 'limit' : 'off',
    });
    this.#feeder = new SyncFeeder(
      new RingWriter(memory, plan),
      plan.rings,
      (id) => this.#readers.get(id),
      this.core.unpacker,
    );
    this.#engine = Array.from({ length: this.channels }, () => new Float32Array(0));
    this.#limited = Array.from({ length: this.channels }, () => new Float32Array(0));
    this.#compiled = options.compiled;
    this.#forgetAhead();
  }

  /** Makes a host and opens the stems; fails if one is missing from the pool. */
  static async create(options: OfflineHostOptions): Promise<Result<OfflineHost>> {
    const rings = Math.max(1, voicesAtOnce(options.compiled.stream, OFFLINE_LOOKAHEAD_FRAMES));
    const plan = planMemory({ rings });
    const host = new OfflineHost(options, plan, createMemory(plan, options.shared));
    const opened = await host.#openAll(options.compiled.stream);
    if (!opened.ok) {
      host.dispose();
      return opened;
    }
    changeCore(host.core, null, options.compiled);
    host.#feeder.setProgram(options.compiled.stream);
    return { ok: true, value: host };
  }

  get missedSlots(): number {
    return this.core.missedSlots;
  }

  /** Loops play, as live; null plays straight on. */
  setLoop(loop: LoopRange | null): void {
    this.#loop = loop;
    if (loop?.enabled)
      this.#growFor(voicesAtOnce(this.#compiled.stream, OFFLINE_LOOKAHEAD_FRAMES, loop.start));
    this.core.setLoop(loop?.start ?? 0, loop?.end ?? 0, loop?.enabled ?? false);
  }

  /** Brings the core to another compile while it plays: changed strips cross-fade, as they do live. */
  async apply(compiled: CompiledSession): Promise<Result<null>> {
    const opened = await this.#openAll(compiled.stream);
    if (!opened.ok) return opened;
    if (compiled.rendering !== this.#compiled.rendering) this.core.setRendering(compiled.rendering);
    const before = this.#compiled;
    const both = [this.#compiled.stream, compiled.stream];
    this.#growFor(both.reduce((sum, stream) => sum + voicesAtOnce(stream, OFFLINE_LOOKAHEAD_FRAMES), 0));
    this.#compiled = compiled;
    this.#feeder.setProgram(compiled.stream, OVERLAP_FRAMES);
    changeCore(this.core, before, compiled);
    return { ok: true, value: null };
  }

  locate(position: number): void {
    const preroll = this.#options.limit ? LIMITER_PREROLL_FRAMES : PREROLL_FRAMES;
    const early = Math.max(preroll, this.#compiled.settleFrames);
    let start = Math.floor(Math.max(0, position - early) / BLOCK_FRAMES) * BLOCK_FRAMES;
    if (this.core.target === 'binaural') {
      // The room on headphones stands as it would once it has started from silence twice; it turns a block late.
      const stretch = ROOM_SECONDS * this.sampleRate;
      const turn = (Math.floor((position - BLOCK_FRAMES) / stretch) - 1) * stretch;
      start = Math.min(start, Math.max(0, turn - PREROLL_FRAMES));
    }
    this.core.stop();
    // Stopped, the core plays out what its filters still hold of wherever it was.
    for (let left = PREROLL_FRAMES; left > 0; ) left -= this.#pull(left);
    this.core.play(start);
    // An output that is late by itself (Lt/Rt) is rendered on until the place asked for comes out.
    for (let left = position - start + this.core.outputLatency; left > 0; ) left -= this.#pull(left);
    this.#forgetAhead();
    // What the limiter still holds back is from before the place; the engine's output meanwhile is kept for later.
    for (let done = 0; done < this.#latency; ) {
      const got = this.#pull(this.#latency - done);
      copyInto(this.core.outputPlanes(), this.#ahead, got, done);
      done += got;
    }
  }

  render(frames: number): BounceBlock {
    for (const planes of [this.#engine, this.#limited]) {
      planes.forEach((plane, channel) => {
        if (plane.length !== frames) planes[channel] = new Float32Array(frames);
      });
    }
    for (let done = 0; done < frames; ) {
      const got = this.#pull(frames - done);
      if (this.#options.limit) {
        this.#delayEngine(got, done);
        copyInto(this.core.monitorPlanes(), this.#limited, got, done);
      } else copyInto(this.core.outputPlanes(), this.#engine, got, done);
      done += got;
    }
    return { engine: this.#engine, file: this.#options.limit ? this.#limited : this.#engine };
  }

  /** Closes the stems. */
  dispose(): void {
    for (const reader of this.#readers.values()) reader.close();
    this.#readers.clear();
  }

  get #latency(): number {
    return this.#options.limit ? this.core.monitorLatency : 0;
  }

  /** Gives out engine output as late as the limiter's, so that both are of the same place. */
  #delayEngine(frames: number, at: number): void {
    const latency = this.#latency;
    const planes = this.core.outputPlanes();
    this.#ahead.forEach((ahead, channel) => {
      const plane = planes[channel];
      const out = this.#engine[channel];
      if (!plane || !out) return;
      const joined = new Float32Array(latency + frames);
      joined.set(ahead);
      joined.set(plane.subarray(0, frames), latency);
      out.set(joined.subarray(0, frames), at);
      ahead.set(joined.subarray(frames));
    });
  }

  #forgetAhead(): void {
    this.#ahead = Array.from({ length: this.channels }, () => new Float32Array(this.#latency));
  }

  /** Adds rings if fewer than `rings` are there. */
  #growFor(rings: number): void {
    this.#plan = growRings(this.#memory, this.#plan, rings);
    this.#feeder.grow(this.#plan.rings);
  }

  /** Renders up to `most` frames; returns how many. */
  #pull(most: number): number {
    const frames = Math.min(most, this.#quantum);
    this.#feeder.ensure(this.core.position, frames, this.#loop);
    this.core.render(frames);
    return frames;
  }

  async #openAll(stream: StreamProgram): Promise<Result<null>> {
    for (const stem of stream.stems) {
      const id = poolKeyId(stem.key);
      if (this.#readers.has(id)) continue;
      const reader = await this.#options.openStem(stem.key);
      if (!reader.ok) {
        return fail(reader.code, `“${stem.fileName}”: ${reader.message}`, reader.remedy, reader.cause);
      }
      this.#readers.set(id, reader.value);
    }
    return { ok: true, value: null };
  }
}

/** Leads a core from one compile (null: nothing yet) to the next. */
function changeCore(core: Core, before: CompiledSession | null, after: CompiledSession): void {
  if (before?.keys !== after.keys) {
    core.setKeys(after.keys.histories);
    core.setOrder(after.keys.order);
  }
  for (const { index, program } of diffControls(before, after)) core.setControl(index, program);
  for (const { slot, program } of diffSpaces(before, after)) core.spaces.set(slot, program);
  for (const { slot, program } of diffStrips(before, after)) core.setStrip(slot, program);
}

function copyInto(
  from: readonly Float32Array[],
  to: readonly Float32Array[],
  frames: number,
  at: number,
): void {
  for (let channel = 0; channel < to.length; channel++) {
    const plane = from[channel];
    if (plane) to[channel]?.set(plane.subarray(0, frames), at);
  }
}
