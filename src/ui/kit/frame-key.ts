/**
 * What a frame was drawn from, compared value by value with the frame before: a canvas whose frame would look the same is
 * left alone, so that a window at rest costs nothing. Allocates only while it grows. Main thread.
 */
export class FrameKey {
  readonly #values: unknown[] = [];
  #at = 0;
  #changed = false;

  /** Begins a frame. */
  begin(): void {
    this.#at = 0;
    this.#changed = false;
  }

  /** Names the next thing the frame is drawn from; objects count as the same while they are the same object. */
  add(value: unknown): void {
    if (this.#at >= this.#values.length || !Object.is(this.#values[this.#at], value)) {
      this.#values[this.#at] = value;
      this.#changed = true;
    }
    this.#at += 1;
  }

  /** Ends the frame: true if it differs from the one before, or is the first. */
  end(): boolean {
    const changed = this.#changed || this.#at !== this.#values.length;
    this.#values.length = this.#at;
    return changed;
  }
}
