/**
 * Hands out pieces of the heap for strip records. First fit over a sorted list of gaps; neighbours are merged when a
 * piece comes back. Kept outside the core so that the audio thread's rendering never runs it.
 */
export class RecordHeap {
  /** Gaps as [start, end), sorted. */
  readonly #gaps: { start: number; end: number }[];
  readonly #sizes = new Map<number, number>();

  constructor(start: number, bytes: number) {
    this.#gaps = [{ start, end: start + bytes }];
  }

  /** Bytes not handed out. */
  get free(): number {
    return this.#gaps.reduce((sum, gap) => sum + gap.end - gap.start, 0);
  }

  /** Takes `bytes` bytes, 16-byte aligned; −1 if no gap is large enough. */
  take(bytes: number): number {
    const size = (bytes + 15) & ~15;
    const index = this.#gaps.findIndex((gap) => gap.end - gap.start >= size);
    const gap = this.#gaps[index];
    if (!gap) return -1;
    const at = gap.start;
    gap.start += size;
    if (gap.start === gap.end) this.#gaps.splice(index, 1);
    this.#sizes.set(at, size);
    return at;
  }

  /** Gives back what `take` handed out. @throws RangeError if it did not */
  give(at: number): void {
    const size = this.#sizes.get(at);
    if (size === undefined) throw new RangeError(`no record lies at ${at}`);
    this.#sizes.delete(at);
    const end = at + size;
    let index = this.#gaps.findIndex((gap) => gap.start > at);
    if (index < 0) index = this.#gaps.length;
    const before = this.#gaps[index - 1];
    const after = this.#gaps[index];
    if (before?.end === at) {
      before.end = end;
      if (after?.start === end) {
        before.end = after.end;
        this.#gaps.splice(index, 1);
      }
    } else if (after?.start === end) after.start = at;
    else this.#gaps.splice(index, 0, { start: at, end });
  }
}
