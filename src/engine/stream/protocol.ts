import type { MemoryPlan } from '../../core/index.ts';
import type { HeldStem } from '../../stems/index.ts';
import type { HeldSound } from '../types.ts';
import type { LoopRange } from './play-path.ts';
import type { StreamProgram } from './stream-program.ts';

/**
 * CONTRACT: Int32 cells shared by the stream worker, the audio thread and the main thread.
 * The worker sleeps on WAKE; whoever has news adds one and notifies.
 */
export const CONTROL = {
  wake: 0,
  /** Playhead in whole blocks of 128 frames, rounded down: 32 bits last for a month. */
  positionBlock: 1,
  playing: 2,
  /** Ticket of the last command batch the audio thread has applied. */
  applied: 3,
  /** Last ticket whose audio is in memory; written by the stream worker, read by the audio thread. */
  prepared: 4,
} as const;

/** Bytes of the control cells. */
export const CONTROL_BYTES = 32;
/** Longest sleep of the stream worker. */
export const STREAM_TICK_MS = 20;

/** What must be in memory before the audio thread is told to play it. */
export interface PrepareRequest {
  readonly kind: 'prepare';
  /** Rising number; echoed in the answer, and by the audio thread once applied. */
  readonly ticket: number;
  readonly program: StreamProgram | null;
  readonly loop: LoopRange;
  /** Where play goes on; null keeps the playhead. */
  readonly position: number | null;
  /** Timeline samples a frame from then on: 1 for play, anything but 0 and 1 for a shuttle. */
  readonly speed: number;
}

/** What the main thread tells the stream worker. */
export type StreamRequest =
  | {
      readonly kind: 'start';
      /** The core's memory and its plan, where shared; otherwise chunks go through `port`. */
      readonly shared: { readonly memory: WebAssembly.Memory; readonly plan: MemoryPlan } | null;
      readonly rings: number;
      readonly control: Int32Array | null;
      readonly port: MessagePort | null;
    }
  | PrepareRequest
  | { readonly kind: 'grow'; readonly rings: number }
  /** Stems of this hash and rate are read from memory; only the latest sound is held. */
  | { readonly kind: 'hold'; readonly sound: HeldSound | null }
  /** These stems are read from where they are held; only the latest list counts. */
  | { readonly kind: 'hold-stems'; readonly stems: readonly HeldStem[] }
  | { readonly kind: 'stop' };

/** What the stream worker tells the main thread. */
export type StreamReport =
  | { readonly kind: 'prepared'; readonly ticket: number; readonly complete: boolean }
  /** Audio of a stem is not where it should be; told once per stem. */
  | { readonly kind: 'missing-stem'; readonly fileName: string; readonly message: string };

/** Stream worker to audio thread, where memory is not shared. */
export type RingMessage =
  | { readonly kind: 'assign'; readonly voice: number; readonly ring: number; readonly generation: number }
  | { readonly kind: 'release'; readonly voice: number }
  /** The audio of a ticket is there: every chunk of it was sent before this. */
  | { readonly kind: 'prepared'; readonly ticket: number }
  | {
      readonly kind: 'chunk';
      readonly ring: number;
      readonly slot: number;
      readonly generation: number;
      readonly chunk: number;
      readonly samples: Float32Array<ArrayBuffer>;
    };

/** Audio thread to stream worker, where memory is not shared. */
export interface PositionMessage {
  readonly position: number;
  readonly playing: boolean;
  readonly applied: number;
}
