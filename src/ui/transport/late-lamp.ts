/** How long the lamp stays lit after the last read that came too late, ms: long enough to be seen. */
const HOLD_MS = 700;

/** Lit while a count of late reads rises. Read once a frame of the screen; allocates nothing. */
export class LateLamp {
  /** Whether it is lit. */
  lit = false;
  #count = 0;
  #lastMs = 0;

  /** Takes the present count; a count that fell was begun anew. @returns true if `lit` changed */
  read(count: number, nowMs: number): boolean {
    const rose = count > this.#count;
    this.#count = count;
    if (rose) this.#lastMs = nowMs;
    const lit = rose || (this.lit && nowMs - this.#lastMs < HOLD_MS);
    if (lit === this.lit) return false;
    this.lit = lit;
    return true;
  }
}
