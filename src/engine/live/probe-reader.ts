import type { TrackId } from '../../session/index.ts';
import type { StripProbe } from '../types.ts';
import {
  ENTRY,
  HISTORY_SLACK,
  PROBE_BYTES,
  PROBE_CELL,
  type ProbeChunk,
  type ProbeViews,
  probeViews,
  RING_BLOCKS,
  RING_FRAMES,
} from './probe-block.ts';

/** Reads what processors do: from shared memory, or from messages kept in a block of its own. Main thread; allocates nothing. */
export class ProbeReader implements StripProbe {
  readonly #slotOf: (track: TrackId) => number | undefined;
  #views: ProbeViews = freshViews();
  #track: TrackId | null = null;

  constructor(slotOf: (track: TrackId) => number | undefined) {
    this.#slotOf = slotOf;
  }

  /** Reads from this block from now on; null: of its own, which `append` fills. */
  attach(buffer: SharedArrayBuffer | null): void {
    this.#views = buffer ? probeViews(buffer) : freshViews();
  }

  /** Says which track is asked for. */
  aim(track: TrackId | null): void {
    this.#track = track;
  }

  /** Takes a message's samples over, where memory is not shared. */
  append({ slot, reductions, ahead, behind, entries }: ProbeChunk): void {
    const views = this.#views;
    views.reductions.set(reductions);
    const frames = cell(views, PROBE_CELL.frames);
    const blocks = cell(views, PROBE_CELL.blocks);
    if (cell(views, PROBE_CELL.slot) !== slot) {
      views.cells[PROBE_CELL.slot] = slot;
      views.cells[PROBE_CELL.sinceFrames] = frames;
      views.cells[PROBE_CELL.sinceBlocks] = blocks;
    }
    for (let n = 0; n < ahead.length; n++) {
      const at = (frames + n) & (RING_FRAMES - 1);
      views.ahead[at] = ahead[n] ?? 0;
      views.behind[at] = behind[n] ?? 0;
    }
    for (let n = 0; n < entries.length; n++) {
      const block = blocks + Math.floor(n / ENTRY);
      views.entries[ENTRY * (block & (RING_BLOCKS - 1)) + (n % ENTRY)] = entries[n] ?? 0;
    }
    views.cells[PROBE_CELL.frames] = frames + ahead.length;
    views.cells[PROBE_CELL.blocks] = blocks + entries.length / ENTRY;
  }

  /** The block holds what was asked for: the audio thread has turned to the track. */
  #holds(): boolean {
    const slot = this.#track === null ? undefined : this.#slotOf(this.#track);
    return slot !== undefined && cell(this.#views, PROBE_CELL.slot) === slot;
  }

  /** How many dB the dynamics of a slot turn it down, ≥ 0. */
  reductionOf(slot: number): number {
    return this.#views.reductions[slot] ?? 0;
  }

  get frames(): number {
    if (!this.#holds()) return 0;
    return (cell(this.#views, PROBE_CELL.frames) - cell(this.#views, PROBE_CELL.sinceFrames)) >>> 0;
  }

  get blocks(): number {
    if (!this.#holds()) return 0;
    return (cell(this.#views, PROBE_CELL.blocks) - cell(this.#views, PROBE_CELL.sinceBlocks)) >>> 0;
  }

  readSamples(place: 'ahead' | 'behind', into: Float32Array): void {
    if (into.length > RING_FRAMES / 2)
      throw new RangeError(`at most ${RING_FRAMES / 2} samples can be read, not ${into.length}`);
    const ring = this.#views[place];
    const known = Math.min(into.length, this.frames);
    const end = cell(this.#views, PROBE_CELL.frames);
    into.fill(0, 0, into.length - known);
    for (let n = 0; n < known; n++)
      into[into.length - known + n] = ring[(end - known + n) & (RING_FRAMES - 1)] ?? 0;
  }

  readBlocks(first: number, count: number, into: Float32Array): number {
    const { entries } = this.#views;
    const blocks = this.blocks;
    const from = Math.max(first, 0, blocks - (RING_BLOCKS - HISTORY_SLACK));
    const end = Math.min(first + count, blocks, from + Math.floor(into.length / ENTRY));
    const since = cell(this.#views, PROBE_CELL.sinceBlocks);
    for (let block = from; block < end; block++) {
      const at = ENTRY * ((since + block) & (RING_BLOCKS - 1));
      for (let part = 0; part < ENTRY; part++) into[ENTRY * (block - from) + part] = entries[at + part] ?? 0;
    }
    return Math.max(0, end - from);
  }
}

function freshViews(): ProbeViews {
  const views = probeViews(new ArrayBuffer(PROBE_BYTES));
  views.cells[PROBE_CELL.slot] = -1;
  return views;
}

const cell = ({ cells }: ProbeViews, index: number): number => Atomics.load(cells, index);
