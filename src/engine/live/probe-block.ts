import { MAX_STRIPS } from '../../core/index.ts';

/**
 * CONTRACT: the block of memory in which the audio thread shows what processors do, written by `ProbeWriter`, read by
 * `ProbeReader`. Int32 cells, then Float32: reductions of every slot, samples ahead of the probed chain and behind it, and for
 * each block of them the reduction, the peak ahead and the peak behind. The rings are longer than what a reader takes at once
 * by far more than what is written meanwhile, so nothing needs to be locked: samples first, then the counter.
 */
export const PROBE_CELL = {
  /** Slot of the strip that is probed; −1 for none. */
  slot: 0,
  /** Frames written so far, and blocks; 32 bits that go round. */
  frames: 1,
  blocks: 2,
  /** Those counters when the slot was chosen: what lies before belongs to another strip. */
  sinceFrames: 3,
  sinceBlocks: 4,
} as const;

/** Frames a ring of samples holds; a reader takes at most half. */
export const RING_FRAMES = 32_768;
/** Blocks the history holds: 5.4 s at 96 kHz. A reader takes at most all but HISTORY_SLACK. */
export const RING_BLOCKS = 4096;
/** Entries that may be overwritten while the history is read: 80 ms. */
export const HISTORY_SLACK = 64;
/** Numbers of an entry: reduction in dB, peak ahead, peak behind. */
export const ENTRY = 3;

const CELLS = 16;
const REDUCTIONS_AT = CELLS * 4;
const AHEAD_AT = REDUCTIONS_AT + MAX_STRIPS * 4;
const BEHIND_AT = AHEAD_AT + RING_FRAMES * 4;
const ENTRIES_AT = BEHIND_AT + RING_FRAMES * 4;

/** Bytes of the block. */
export const PROBE_BYTES = ENTRIES_AT + RING_BLOCKS * ENTRY * 4;

/** Views of the block. */
export interface ProbeViews {
  readonly cells: Int32Array;
  readonly reductions: Float32Array;
  readonly ahead: Float32Array;
  readonly behind: Float32Array;
  readonly entries: Float32Array;
}

/** Lays views over a block. */
export const probeViews = (buffer: ArrayBuffer | SharedArrayBuffer): ProbeViews => ({
  cells: new Int32Array(buffer, 0, CELLS),
  reductions: new Float32Array(buffer, REDUCTIONS_AT, MAX_STRIPS),
  ahead: new Float32Array(buffer, AHEAD_AT, RING_FRAMES),
  behind: new Float32Array(buffer, BEHIND_AT, RING_FRAMES),
  entries: new Float32Array(buffer, ENTRIES_AT, RING_BLOCKS * ENTRY),
});

/** What came since the last message, where memory is not shared. */
export interface ProbeChunk {
  readonly slot: number;
  readonly reductions: Float32Array;
  /** Samples ahead of the chain and behind it, alike long. */
  readonly ahead: Float32Array;
  readonly behind: Float32Array;
  readonly entries: Float32Array;
}
