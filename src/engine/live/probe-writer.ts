import { PROBE_BLOCKS, PROBE_FRAMES } from '../../core/index.ts';
import {
  ENTRY,
  PROBE_BYTES,
  PROBE_CELL,
  type ProbeChunk,
  type ProbeViews,
  probeViews,
  RING_BLOCKS,
  RING_FRAMES,
} from './probe-block.ts';

/** The parts of a core the writer reads; see `CoreProbe`. */
export interface ProbedCore {
  readonly playing: boolean;
  readonly probe: {
    readonly slot: number;
    readonly frames: number;
    readonly blocks: number;
    readonly rings: Float32Array;
    readonly reductions: Float32Array;
  };
}

/** Copies what a core's probe gathers into the block of memory the interface reads. Audio thread; `write` does not allocate. */
export class ProbeWriter {
  readonly #views: ProbeViews;
  #slot = -1;
  #frames = 0;
  #blocks = 0;
  #takenFrames = 0;
  #takenBlocks = 0;

  /** @param buffer of PROBE_BYTES, or null: nobody shares it, and `take` hands out what came */
  constructor(buffer: SharedArrayBuffer | null) {
    this.#views = probeViews(buffer ?? new ArrayBuffer(PROBE_BYTES));
    this.#views.cells[PROBE_CELL.slot] = -1;
  }

  /** Takes over what was gathered since it was last called. */
  write(core: ProbedCore): void {
    const { cells, reductions } = this.#views;
    const { probe } = core;
    const playing = core.playing;
    const turned = probe.reductions;
    for (let slot = 0; slot < reductions.length; slot++) reductions[slot] = playing ? (turned[slot] ?? 0) : 0;
    if (probe.slot !== this.#slot) this.#turnTo(probe.slot);
    if (this.#slot >= 0) this.#copy(core);
    else {
      this.#frames = probe.frames;
      this.#blocks = probe.blocks;
    }
    Atomics.store(cells, PROBE_CELL.blocks, this.#blocks);
    Atomics.store(cells, PROBE_CELL.frames, this.#frames);
  }

  #turnTo(slot: number): void {
    const { cells } = this.#views;
    this.#slot = slot;
    this.#takenFrames = this.#frames;
    this.#takenBlocks = this.#blocks;
    Atomics.store(cells, PROBE_CELL.sinceFrames, this.#frames);
    Atomics.store(cells, PROBE_CELL.sinceBlocks, this.#blocks);
    Atomics.store(cells, PROBE_CELL.slot, slot);
  }

  #copy({ probe }: ProbedCore): void {
    const { ahead, behind, entries } = this.#views;
    const { rings, frames, blocks } = probe;
    // What the core's own rings have lost is gone; it can't be more than a host's longest quantum.
    const first = Math.max(0, ((frames - this.#frames) | 0) - PROBE_FRAMES);
    for (let n = (this.#frames + first) | 0; n !== frames; n = (n + 1) | 0) {
      const from = n & (PROBE_FRAMES - 1);
      const to = n & (RING_FRAMES - 1);
      ahead[to] = rings[from] ?? 0;
      behind[to] = rings[PROBE_FRAMES + from] ?? 0;
    }
    const skipped = Math.max(0, ((blocks - this.#blocks) | 0) - PROBE_BLOCKS);
    for (let n = (this.#blocks + skipped) | 0; n !== blocks; n = (n + 1) | 0) {
      const from = 2 * PROBE_FRAMES + ENTRY * (n & (PROBE_BLOCKS - 1));
      const to = ENTRY * (n & (RING_BLOCKS - 1));
      for (let part = 0; part < ENTRY; part++) entries[to + part] = rings[from + part] ?? 0;
    }
    this.#frames = frames;
    this.#blocks = blocks;
  }

  /** What came since it was last called, for a message. Allocates: only where memory is not shared. */
  take(): ProbeChunk {
    const { reductions, ahead, behind, entries } = this.#views;
    const count = Math.min(RING_FRAMES / 2, (this.#frames - this.#takenFrames) | 0);
    const blocks = Math.min(RING_BLOCKS / 2, (this.#blocks - this.#takenBlocks) | 0);
    const from = this.#frames - count;
    const entry = ENTRY * (this.#blocks - blocks);
    this.#takenFrames = this.#frames;
    this.#takenBlocks = this.#blocks;
    const round = (ring: Float32Array, at: number, length: number): Float32Array =>
      Float32Array.from({ length }, (_, n) => ring[(at + n) & (ring.length - 1)] ?? 0);
    return {
      slot: this.#slot,
      reductions: reductions.slice(),
      ahead: round(ahead, from, count),
      behind: round(behind, from, count),
      // Entries are three numbers, which their ring's length is no power of two of.
      entries: Float32Array.from(
        { length: ENTRY * blocks },
        (_, n) => entries[(entry + n) % entries.length] ?? 0,
      ),
    };
  }
}
