import type { Rendering, RenderTarget, RoomPosition } from '../../units/index.ts';
import type { KeyPlan } from '../compile/compiler.ts';
import type { ProbeChunk } from '../live/probe-block.ts';
import type { LoopRange } from '../stream/play-path.ts';
import type { ListenerTurn, MonitorMatrix, OutputRouting, TestSignal } from '../types.ts';

/** Name the processor is registered under. */
export const PROCESSOR_NAME = 'scorestage-engine';
/** Channels of the node's outputs; wide enough for every target, zero beyond the one rendered. */
export const NODE_CHANNELS = 16;
/** Output carrying the monitor path: gain, limiter, fold to the device. */
export const MONITOR_OUTPUT = 0;
/** Output carrying the engine's unclamped render, for taps and proofs. */
export const RAW_OUTPUT = 1;

/** A strip as the core reads it, encoded before it reaches the audio thread; null empties the slot. */
export interface StripRecord {
  readonly slot: number;
  readonly record: ArrayBuffer | null;
}

/** A space, and the key of the response it convolves with, all of which was sent before. */
export interface SpaceRecord extends StripRecord {
  readonly response?: string;
}

/**
 * A piece of a prepared response, the first of them with offset 0. Each is answered before the next is sent, so that the audio thread never copies
 * more than a piece between two quanta.
 */
export interface ResponsePiece {
  readonly key: string;
  /** Number the answer is known by. */
  readonly run: number;
  readonly channels: number;
  readonly frames: number;
  /** Bytes of the whole. */
  readonly bytes: number;
  readonly offset: number;
  readonly piece: Uint8Array;
}

/** What came of a piece. */
export interface PieceAnswer {
  readonly key: string;
  readonly run: number;
  /** Bytes of the response that are there now. */
  readonly taken: number;
  /** Why it can't be had; null if all is well. */
  readonly refused: string | null;
}

/** A control as the core reads it; null takes it away. */
export interface ControlRecord {
  readonly index: number;
  readonly record: ArrayBuffer | null;
}

/** Commands of the transport. */
export type TransportCommand =
  /** `due`: frame of the context's clock at which `position` is played; where that has passed, play begins with what is due now. */
  | { readonly kind: 'play'; readonly position: number; readonly due?: number }
  /** From `position`, or null from where it stands: another speed, or out of play. */
  | { readonly kind: 'shuttle'; readonly position: number | null; readonly speed: number }
  | { readonly kind: 'stop' }
  | { readonly kind: 'locate'; readonly position: number };

/** What the main thread asks of the processor. A message is a batch; it takes effect between two quanta, all at once. */
export type WorkletCommand =
  /** Key buses, and the strips that come first because they feed them. */
  | { readonly kind: 'keys'; readonly keys: KeyPlan }
  | { readonly kind: 'controls'; readonly updates: readonly ControlRecord[] }
  | { readonly kind: 'spaces'; readonly updates: readonly SpaceRecord[] }
  | { readonly kind: 'response'; readonly piece: ResponsePiece }
  /** No space is to convolve with it any more. */
  | { readonly kind: 'drop-response'; readonly key: string }
  | { readonly kind: 'strips'; readonly updates: readonly StripRecord[] }
  | TransportCommand
  | { readonly kind: 'loop'; readonly loop: LoopRange }
  | { readonly kind: 'target'; readonly target: RenderTarget }
  /** Downmixes and trims. */
  | { readonly kind: 'rendering'; readonly rendering: Rendering }
  /** Channels the device takes; a wider target is folded to two. */
  | { readonly kind: 'device'; readonly channels: number }
  | { readonly kind: 'signal'; readonly signal: TestSignal }
  /** Linear monitor gain. */
  | { readonly kind: 'monitor'; readonly gain: number }
  | { readonly kind: 'matrix'; readonly matrix: MonitorMatrix }
  | { readonly kind: 'outputs'; readonly routing: OutputRouting | null }
  | { readonly kind: 'bed-places'; readonly places: readonly RoomPosition[] | null }
  | { readonly kind: 'listener'; readonly head: ListenerTurn }
  | { readonly kind: 'binaural-lfe'; readonly heard: boolean }
  | { readonly kind: 'reset-clips' }
  /** The strips' largest samples; the integrated loudness of the 5.1 beside. */
  | { readonly kind: 'reset-peaks' }
  | { readonly kind: 'reset-loudness' }
  /** Slot whose processors are looked into, −1 for none. */
  | { readonly kind: 'probe'; readonly slot: number }
  /** The stream worker's port, where memory is not shared. */
  | { readonly kind: 'stream-port'; readonly port: MessagePort }
  | { readonly kind: 'dispose' };

/**
 * A batch of commands; `ticket` is echoed to the stream worker when the batch is in force. Below 0: settings of the output,
 * which stand outside the order of edits and seeks.
 */
export interface WorkletBatch {
  readonly ticket: number;
  /** Held until the stream worker has the audio of this ticket in memory. */
  readonly awaits?: number;
  readonly commands: readonly WorkletCommand[];
}

/** What the processor tells the main thread. */
export type WorkletReport =
  /** Something on the audio thread went wrong and was muted; told once per cause. */
  | { readonly kind: 'fault'; readonly message: string }
  | { readonly kind: 'response'; readonly answer: PieceAnswer }
  /** Nothing moves any more though nobody said stop: a shuttle has come to the beginning. */
  | { readonly kind: 'ended' }
  /** Telemetry where memory is not shared, about 30 times a second. */
  | { readonly kind: 'telemetry'; readonly buffer: ArrayBuffer; readonly probe: ProbeChunk };
