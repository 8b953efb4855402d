/** What the page tells the mix player's processor, and what it hears from it. Positions are timeline samples at the context's rate. */

/** Name the processor is registered under. */
export const MIX_PROCESSOR = 'scorestage-mix';

/** When a tape begins to be heard. */
export type TapeStart =
  /** As soon as enough of it is here. */
  | { readonly kind: 'ready' }
  /** Its first frame belongs to this frame of the context's clock; what comes late is left out, so that it stays in step. */
  | { readonly kind: 'frame'; readonly frame: number };

/** Commands to the processor. */
export type MixCommand =
  /** A new tape of so many stereo voices; the one before fades over to it once it starts. */
  | {
      readonly kind: 'tape';
      readonly tape: number;
      readonly gains: readonly number[];
      readonly start: TapeStart;
    }
  /** The next stretch of a tape: left and right of each voice. `last`: nothing follows. */
  | {
      readonly kind: 'block';
      readonly tape: number;
      readonly position: number;
      readonly frames: number;
      readonly last: boolean;
      readonly planes: readonly Float32Array<ArrayBuffer>[];
    }
  /** Gains of a tape's voices, reached in 10 ms. */
  | { readonly kind: 'gains'; readonly tape: number; readonly gains: readonly number[] }
  | { readonly kind: 'run'; readonly running: boolean }
  /**
   * The live input is heard instead of the tapes, or they instead of it, from a frame of the context's clock on; 0: now. `wait`: it
   * stays until a tape moves.
   */
  | { readonly kind: 'live'; readonly on: boolean; readonly frame: number; readonly wait: boolean }
  /** Lets go of every tape. */
  | { readonly kind: 'clear' };

/** Fields of a report. */
export const REPORT = {
  /** Frame of the context's clock the report is of. */
  frame: 0,
  /** Position due at that frame. */
  position: 1,
  /** 1 while the position moves. */
  moving: 2,
  /** The tape heard; −1 for none. */
  tape: 3,
  /** Frames of the newest tape that were used up or left out. */
  consumed: 4,
  /** The newest tape. */
  newest: 5,
  /** Peaks since the report before, linear. */
  peakLeft: 6,
  peakRight: 7,
  /** 1 once a frame of a tape was played. */
  sounded: 8,
  /** 1 when the tape has come to its end. */
  ended: 9,
  /** Times a tape ran dry. */
  starved: 10,
  /** How much of the live input is heard, 0…1. */
  live: 11,
} as const;
/** Numbers of a report. */
export const REPORT_FIELDS = 12;
