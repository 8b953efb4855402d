import type { StripProbe } from '../../engine/index.ts';
import type { HistoryColumns } from './dynamics-paint.ts';

/** Samples of a block of the probe. */
const BLOCK = 128;
/** Blocks read at once. */
const READ = 256;

/**
 * The last seconds of a strip's dynamics in columns that never change once they are full: each stands for as many blocks, so
 * that the picture glides and does not shimmer. Main thread; allocates when made.
 */
export class ReductionHistory implements HistoryColumns {
  readonly reduction: Float32Array;
  readonly ahead: Float32Array;
  readonly behind: Float32Array;
  readonly #perColumn: number;
  readonly #read = new Float32Array(3 * READ);
  /** Blocks taken so far, and columns shifted out. */
  #blocks = 0;
  #shifted = 0;

  /** @param columns shown for so many seconds */
  constructor(columns: number, seconds: number, sampleRate: number) {
    this.reduction = new Float32Array(columns).fill(Number.NaN);
    this.ahead = new Float32Array(columns);
    this.behind = new Float32Array(columns);
    this.#perColumn = Math.max(1, Math.ceil((seconds * sampleRate) / (BLOCK * columns)));
  }

  /** Takes what came since it was last called. @returns true if there was anything */
  follow(probe: StripProbe): boolean {
    const { blocks } = probe;
    if (blocks === this.#blocks) return false;
    if (blocks < this.#blocks) this.#begin();
    // What has fallen out of the columns need not be read.
    let at = Math.max(this.#blocks, blocks - this.reduction.length * this.#perColumn);
    while (at < blocks) {
      const count = probe.readBlocks(at, Math.min(READ, blocks - at), this.#read);
      if (count === 0) break;
      // Fewer than asked for begin later: the older ones are gone.
      const from = Math.min(READ, blocks - at) - count + at;
      for (let n = 0; n < count; n++) this.#enter(from + n, 3 * n);
      at = from + count;
    }
    this.#blocks = blocks;
    return true;
  }

  #begin(): void {
    this.#blocks = 0;
    this.#shifted = 0;
    this.reduction.fill(Number.NaN);
    this.ahead.fill(0);
    this.behind.fill(0);
  }

  #enter(block: number, from: number): void {
    const column = Math.floor(block / this.#perColumn);
    const last = this.reduction.length - 1;
    while (column - this.#shifted > last)
      this.#shift(Math.min(this.reduction.length, column - this.#shifted - last));
    const to = column - this.#shifted;
    const before = this.reduction[to] ?? Number.NaN;
    const now = this.#read[from] ?? 0;
    this.reduction[to] = Number.isNaN(before) ? now : Math.max(before, now);
    this.ahead[to] = Math.max(this.ahead[to] ?? 0, this.#read[from + 1] ?? 0);
    this.behind[to] = Math.max(this.behind[to] ?? 0, this.#read[from + 2] ?? 0);
  }

  #shift(by: number): void {
    const count = this.reduction.length;
    this.reduction.copyWithin(0, by).fill(Number.NaN, count - by);
    this.ahead.copyWithin(0, by).fill(0, count - by);
    this.behind.copyWithin(0, by).fill(0, count - by);
    this.#shifted += by;
  }
}
