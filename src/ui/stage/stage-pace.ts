/** What a frame of the stage is decided from. */
export interface PaceFrame {
  /** Time stamp of the frame, milliseconds. */
  readonly nowMs: number;
  /** Least time between frames that no hand asked for, milliseconds. */
  readonly frameMs: number;
  /** Where the playhead stands, timeline samples. */
  readonly position: number;
  /** True while meters may move: sound plays, or has not died away. */
  readonly lively: boolean;
  /** True if a hand on the stage, or its size, asks for this frame: it is drawn whenever it is. */
  readonly urgent: boolean;
  /** What is drawn, compared with the frame before. */
  readonly shown: readonly unknown[];
}

/**
 * Decides when the room is drawn: at once for a hand on the stage, else when something it shows has changed and no more often
 * than its lens can bear. A room at rest is not drawn at all. Main thread.
 */
export class StagePace {
  #paintedAt = Number.NEGATIVE_INFINITY;
  #position = Number.NaN;
  #shown: readonly unknown[] = [];
  #owed = true;

  /** True if this frame is to be drawn; it then counts as drawn. */
  due({ nowMs, frameMs, position, lively, urgent, shown }: PaceFrame): boolean {
    if (position !== this.#position) this.#owed = true;
    if (shown.some((thing, index) => thing !== this.#shown[index])) this.#owed = true;
    this.#position = position;
    this.#shown = shown;
    if (!urgent && !((this.#owed || lively) && nowMs - this.#paintedAt >= frameMs)) return false;
    this.#owed = false;
    this.#paintedAt = nowMs;
    return true;
  }
}
