import { BLOCK_FRAMES, SLOT_FRAMES } from '../../core/index.ts';
import type { FrameUnpacker, StemReader } from '../../stems/index.ts';
import { fillGroup } from './filler.ts';
import { type PlanHead, StreamPlanner } from './planner.ts';
import type { LoopRange } from './play-path.ts';
import { RingPool, type RingSink } from './ring-pool.ts';
import { SILENT_STREAM, type StreamProgram } from './stream-program.ts';

/** Gives the reader of a stem, opened before; undefined if its audio is missing. */
export type ReaderOf = (stemId: string) => StemReader | undefined;

/** Frames fed at once: one slot, so that a multichannel file is read in large pieces. */
const FEED_FRAMES = SLOT_FRAMES;
/** Rings wanted per voice heard at once: none to spare is enough, since feeding waits for the core. */
export const OFFLINE_LOOKAHEAD_FRAMES = FEED_FRAMES + 2 * BLOCK_FRAMES;

/**
 * Feeds an offline core: before each render call every chunk it will touch is in memory. Used in workers and Node.
 */
export class SyncFeeder {
  readonly #planner: StreamPlanner;
  readonly #pool: RingPool;
  readonly #readerOf: ReaderOf;
  readonly #unpacker: FrameUnpacker | undefined;
  #program: StreamProgram = SILENT_STREAM;
  #retiring: StreamProgram | null = null;
  #retireAt = 0;
  #from = 0;
  #until = 0;
  #starved = 0;

  /** `unpacker`: that of the core whose rings `sink` writes. */
  constructor(sink: RingSink, rings: number, readerOf: ReaderOf, unpacker?: FrameUnpacker) {
    this.#pool = new RingPool(sink, rings);
    this.#planner = new StreamPlanner(this.#pool);
    this.#readerOf = readerOf;
    this.#unpacker = unpacker;
  }

  /** Voices that found no ring since the start; 0 unless the pool was made too small for the program. */
  get starved(): number {
    return this.#starved;
  }

  /** Tells of more rings after the memory has grown. */
  grow(rings: number): void {
    this.#pool.grow(rings);
  }

  /** Plays another program from now on; the old one is kept fed for `overlapFrames`, while the core cross-fades. */
  setProgram(program: StreamProgram, overlapFrames = 0): void {
    if (overlapFrames > 0) {
      this.#retiring = this.#program;
      this.#retireAt = overlapFrames;
    }
    this.#program = program;
    this.#until = this.#from;
  }

  /** Makes all audio for the next `frames` frames from `position` resident. */
  ensure(position: number, frames: number, loop: LoopRange | null = null): void {
    // The core pulls whole blocks: it may read up to a block more than it is asked for, on either side.
    const needed = frames + 2 * BLOCK_FRAMES;
    const wraps = loop?.enabled === true && position < loop.end && position + needed > loop.end;
    if (!wraps && position >= this.#from && position + needed <= this.#until) return;
    const start = Math.max(0, position - BLOCK_FRAMES);
    const lookaheadFrames = Math.max(needed, FEED_FRAMES) + BLOCK_FRAMES;
    const heads: PlanHead[] = [{ program: this.#program, position: start, lookaheadFrames, loop }];
    if (this.#retiring) {
      heads.push({
        program: this.#retiring,
        position: start,
        lookaheadFrames: needed + this.#retireAt,
        loop,
      });
      this.#retiring = null;
    }
    const plan = this.#planner.plan(heads);
    this.#starved += plan.starved;
    for (const group of plan.groups)
      fillGroup(group, this.#readerOf(group.stemId), this.#pool, this.#planner, this.#unpacker);
    this.#from = position;
    this.#until =
      loop?.enabled === true && position < loop.end
        ? Math.min(start + lookaheadFrames, loop.end)
        : start + lookaheadFrames;
  }
}
