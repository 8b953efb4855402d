import type { Failure, Samples } from '../units/index.ts';

/** Identity of pool audio: the same source at the same rate through the same decoder is stored once. */
export interface PoolKey {
  /** SHA-256 of the source bytes, lower-case hex. */
  readonly sha256: string;
  /** Session rate, hertz. */
  readonly rate: number;
  /** Version of the decode and resample path that made it. */
  readonly decoder: string;
}

/** What is known of a pool entry once its header was read. */
export interface PoolEntry {
  readonly key: PoolKey;
  readonly fileName: string;
  readonly coding: string;
  readonly bytes: number;
  readonly channels: number;
  /** Length at the session rate. */
  readonly length: Samples;
  readonly sourceRate: number;
  readonly timeReference: Samples | null;
}

/**
 * Takes interleaved samples apart where they are needed; the core offers one for its rings. Formats are named as in
 * `SAMPLE_FORMATS`. Belongs to one thread.
 */
export interface FrameUnpacker {
  /** Frames taken at once; 0 if the format or the arrays are not for it. */
  framesAtOnce(format: string, channels: number, into: readonly Float32Array[]): number;
  /** Where the bytes of up to `framesAtOnce` frames go. */
  source(): Uint8Array;
  /** Puts channel `wanted[k]` of `frames` frames from `source()` into `into[k]` from sample `start`. */
  unpack(
    format: string,
    channels: number,
    frames: number,
    wanted: readonly number[],
    into: readonly Float32Array[],
    start: number,
  ): void;
}

/**
 * Reads decoded audio of one stem. Synchronous: used on the stream worker, in bounces and in Node only.
 * Owner disposes it with `close`.
 */
export interface StemReader {
  readonly channels: number;
  readonly length: number;
  /** Frames decoded so far; `length` once the import is complete. */
  decodedThrough(): number;
  /**
   * Reads `frames` frames from `startFrame` of each listed channel into the matching array (f32, nominal ±1).
   * Frames beyond the end, before 0, or not yet decoded are zero. Channels of one file are read with one disk read.
   * `unpacker`, the core's, takes the samples apart where the arrays lie in its memory: the same bits, sooner.
   * @throws RangeError if a channel is out of range or an array is too short.
   */
  read(
    startFrame: number,
    frames: number,
    channels: readonly number[],
    into: readonly Float32Array[],
    unpacker?: FrameUnpacker,
  ): void;
  close(): void;
}

/** What an import tells while it runs. */
export type ImportEvent =
  /** The source is stored and its key known: from here on its decoded part can be read. `entry.length` may still be an estimate. */
  | { readonly kind: 'started'; readonly fileName: string; readonly entry: PoolEntry }
  /** Bytes of work, copying and decoding together; comes before and after `started`. */
  | {
      readonly kind: 'progress';
      readonly fileName: string;
      readonly bytesDone: number;
      readonly bytesTotal: number;
    }
  /** `warnings`: sentences about a file that was accepted although it is odd (cut short, damaged in part). */
  | {
      readonly kind: 'done';
      readonly fileName: string;
      readonly entry: PoolEntry;
      readonly reused: boolean;
      readonly warnings: readonly string[];
    }
  | { readonly kind: 'failed'; readonly fileName: string; readonly failure: Failure };
