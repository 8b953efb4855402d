import type { LanePoint } from '../../session/index.ts';
import { samples } from '../../units/index.ts';

/**
 * Thins values that come one after another to points joined by lines. Every value given lies within `tolerance` of the line. One
 * pass, nothing is kept but the way at hand (swing door).
 */
export class LineThinner {
  readonly #tolerance: number;
  readonly #points: LanePoint[] = [];
  #last: { time: number; value: number } | null = null;
  /** Slopes between which a line from the last point passes every value since. */
  #least = Number.NEGATIVE_INFINITY;
  #most = Number.POSITIVE_INFINITY;

  constructor(tolerance: number) {
    this.#tolerance = tolerance;
  }

  /** Adds a value; times strictly rise. */
  add(time: number, value: number): void {
    const from = this.#points.at(-1);
    if (!from) {
      this.#begin(time, value);
      return;
    }
    const span = time - from.time;
    const least = (value - this.#tolerance - from.value) / span;
    const most = (value + this.#tolerance - from.value) / span;
    const slope = (value - from.value) / span;
    if (slope < this.#least || slope > this.#most) {
      // The line can't end here any more: the value before ends it.
      const last = this.#last ?? { time, value };
      this.#begin(last.time, last.value);
      if (last.time < time) this.add(time, value);
      return;
    }
    this.#least = Math.max(this.#least, least);
    this.#most = Math.min(this.#most, most);
    this.#last = { time, value };
  }

  /** The points so far. Values that were 0 all along give none. */
  finish(): readonly LanePoint[] {
    if (this.#last && this.#last.time > (this.#points.at(-1)?.time ?? -1))
      this.#begin(this.#last.time, this.#last.value);
    return this.#points.some(({ value }) => value !== 0) ? this.#points : [];
  }

  #begin(time: number, value: number): void {
    this.#points.push({ time: samples(time), value, curve: 'linear' });
    this.#least = Number.NEGATIVE_INFINITY;
    this.#most = Number.POSITIVE_INFINITY;
    this.#last = null;
  }
}
