import { BLOCK_FRAMES, SLOT_FRAMES } from '../../core/index.ts';
import type { FrameUnpacker, PoolKey, StemReader } from '../../stems/index.ts';
import type { Result } from '../../units/index.ts';
import { fillGroup } from './filler.ts';
import { MAX_LOOKAHEAD_FRAMES, type PlanHead, StreamPlanner } from './planner.ts';
import type { LoopRange } from './play-path.ts';
import type { PrepareRequest, StreamReport } from './protocol.ts';
import { RingPool, type RingSink } from './ring-pool.ts';
import { poolKeyId, SILENT_STREAM, type StreamProgram } from './stream-program.ts';

/** How far ahead a prepared place is fetched before it is in force. */
const PREPARE_FRAMES = 2 * SLOT_FRAMES;
/**
 * How much of it must be there before the main thread is told to go on: the rest is read while this plays, and one read of
 * 128 channels takes a third of it (npm run prove -- large).
 */
const READY_FRAMES = SLOT_FRAMES / 4;
/** Ticks for which a replaced program is kept fed, so that its last blocks and cross-fade find their audio. */
const RETIRE_TICKS = 5;

/** What the audio thread says of itself. */
export interface Playhead {
  readonly position: number;
  readonly playing: boolean;
  /** Ticket of the last batch in force. */
  readonly applied: number;
}

/** What the streaming logic needs of its surroundings. */
export interface StreamSessionOptions {
  readonly sink: RingSink;
  readonly rings: number;
  /** Takes files apart straight into the rings, where they lie in memory this thread shares. */
  readonly unpacker?: FrameUnpacker;
  readonly openStem: (key: PoolKey) => Promise<Result<StemReader>>;
  readonly report: (report: StreamReport) => void;
  /** Called when an asynchronous step has finished and `tick` should run again. */
  readonly wake: () => void;
  /** True if newer requests wait: the current round of reads is broken off. */
  readonly interrupted: () => boolean;
}

interface Plan {
  readonly program: StreamProgram;
  readonly loop: LoopRange;
  readonly speed: number;
}

interface Pending extends Plan {
  readonly ticket: number;
  readonly position: number | null;
  answered: boolean;
}

const NO_LOOP: LoopRange = { start: 0, end: 0, enabled: false };

/**
 * The stream worker's mind, free of threads and clocks: given the playhead now and then, keeps the rings filled ahead of
 * it, fetches places that are about to be played, and says when they are there.
 */
export class StreamSession {
  readonly #options: StreamSessionOptions;
  readonly #pool: RingPool;
  readonly #planner: StreamPlanner;
  readonly #readers = new Map<string, StemReader | 'opening' | 'missing'>();
  readonly #told = new Set<string>();
  #current: Plan = { program: SILENT_STREAM, loop: NO_LOOP, speed: 1 };
  #pending: Pending | null = null;
  #retiring: { plan: Plan; landing: number | null; ticks: number } | null = null;
  #stoppedAt = 0;
  #wasPlaying = false;

  constructor(options: StreamSessionOptions) {
    this.#options = options;
    this.#pool = new RingPool(options.sink, options.rings);
    this.#planner = new StreamPlanner(this.#pool);
  }

  /** Tells of more rings after the memory has grown. */
  grow(rings: number): void {
    this.#pool.grow(rings);
  }

  /** Takes a request; a newer one replaces one still waiting, and only the newest is answered. */
  prepare(request: PrepareRequest): void {
    const base = this.#pending ?? this.#current;
    const program = request.program ?? base.program;
    this.#pending = {
      ticket: request.ticket,
      program,
      loop: request.loop,
      speed: request.speed,
      position: request.position,
      answered: false,
    };
    for (const stem of program.stems) this.#open(stem.key, stem.fileName);
  }

  /** Reads what is missing, soonest first. Returns true if it was broken off with work left. */
  tick(head: Playhead): boolean {
    if (this.#wasPlaying && !head.playing) this.#stoppedAt = head.position;
    this.#wasPlaying = head.playing;
    this.#settle(head);
    const position = this.#positionOf(head);
    const heads: PlanHead[] = [{ ...this.#current, position, lookaheadFrames: MAX_LOOKAHEAD_FRAMES }];
    const pending = this.#pending;
    if (pending)
      heads.push({ ...pending, position: pending.position ?? position, lookaheadFrames: PREPARE_FRAMES });
    if (this.#retiring) {
      const { plan: old, landing } = this.#retiring;
      heads.push({ ...old, position, lookaheadFrames: SLOT_FRAMES });
      // The core fades out before it jumps: the place it jumps to must stay in memory until it has.
      if (landing !== null)
        heads.push({ ...this.#current, position: landing, lookaheadFrames: PREPARE_FRAMES });
      if (--this.#retiring.ticks <= 0) this.#retiring = null;
    }
    const plan = this.#planner.plan(heads);
    let ready = true;
    let complete = plan.starved === 0;
    for (const group of plan.groups) {
      const reader = this.#readers.get(group.stemId);
      const open = typeof reader === 'object' ? reader : undefined;
      const near = group.distance < READY_FRAMES;
      if (!near) this.#answer(ready, complete);
      const outcome = fillGroup(group, open, this.#pool, this.#planner, this.#options.unpacker);
      if (near && outcome !== 'filled') {
        if (reader === 'opening') ready = false;
        else complete = false;
      }
      if (this.#options.interrupted()) return true;
    }
    this.#answer(ready, complete);
    return false;
  }

  /** Closes every stem. */
  dispose(): void {
    for (const reader of this.#readers.values()) if (typeof reader === 'object') reader.close();
    this.#readers.clear();
  }

  #positionOf(head: Playhead): number {
    // A block being played began up to a block before the reported place.
    return Math.max(0, head.playing ? head.position - BLOCK_FRAMES : this.#stoppedAt);
  }

  /** Makes a pending request the current one once it is in force, at once while nothing plays. */
  #settle(head: Playhead): void {
    const pending = this.#pending;
    if (!pending) return;
    if (!head.playing && pending.position !== null) this.#stoppedAt = pending.position;
    if (head.applied < pending.ticket) return;
    if (head.playing)
      this.#retiring = { plan: this.#current, landing: pending.position, ticks: RETIRE_TICKS };
    this.#current = { program: pending.program, loop: pending.loop, speed: pending.speed };
    if (!pending.answered)
      this.#options.report({ kind: 'prepared', ticket: pending.ticket, complete: false });
    this.#pending = null;
    this.#closeUnused();
  }

  #answer(ready: boolean, complete: boolean): void {
    const pending = this.#pending;
    if (!pending || pending.answered || !ready) return;
    pending.answered = true;
    this.#options.report({ kind: 'prepared', ticket: pending.ticket, complete });
  }

  #open(key: PoolKey, fileName: string): void {
    const id = poolKeyId(key);
    const known = this.#readers.get(id);
    if (known === 'opening' || typeof known === 'object') return;
    this.#readers.set(id, 'opening');
    void this.#opening(id, key, fileName);
  }

  async #opening(id: string, key: PoolKey, fileName: string): Promise<void> {
    const result = await this.#options.openStem(key);
    if (this.#readers.get(id) !== 'opening') {
      // No longer wanted: a newer program did without it.
      if (result.ok) result.value.close();
      return;
    }
    this.#readers.set(id, result.ok ? result.value : 'missing');
    if (!result.ok && !this.#told.has(id)) {
      this.#told.add(id);
      this.#options.report({ kind: 'missing-stem', fileName, message: `${result.message} ${result.remedy}` });
    }
    this.#options.wake();
  }

  /** Lets go of stems that neither sound nor wait to sound. */
  #closeUnused(): void {
    const used = new Set<string>();
    for (const plan of [this.#current, this.#pending, this.#retiring?.plan]) {
      for (const stem of plan?.program.stems ?? []) used.add(poolKeyId(stem.key));
    }
    for (const [id, reader] of this.#readers) {
      if (used.has(id)) continue;
      if (typeof reader === 'object') reader.close();
      this.#readers.delete(id);
    }
  }
}
