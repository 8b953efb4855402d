import {
  UNPACK_BYTES,
  UNPACK_CHANNELS,
  UNPACK_FLOAT32,
  UNPACK_INT16,
  UNPACK_INT24,
  UNPACK_INT32,
} from './contract.ts';
import { instantiateFeeder, type UnpackExports } from './exports.ts';
import type { MemoryPlan } from './memory.ts';

/** Sample formats the core can take apart: little-endian; names as in a pool record. */
const CODINGS: Readonly<Record<string, number>> = {
  s16le: UNPACK_INT16,
  s24le: UNPACK_INT24,
  s32le: UNPACK_INT32,
  f32le: UNPACK_FLOAT32,
};
const SAMPLE_BYTES: Readonly<Record<number, number>> = {
  [UNPACK_INT16]: 2,
  [UNPACK_INT24]: 3,
  [UNPACK_INT32]: 4,
  [UNPACK_FLOAT32]: 4,
};

/**
 * De-interleaves a file's samples with the core's own loops, from a buffer in the core's memory straight into ring slots.
 * The same bits as `decodePcm`, in a fraction of the time. Owned by the thread that fills the rings; allocates only views.
 */
export class Unpacker {
  readonly #wasm: UnpackExports;
  readonly #memory: WebAssembly.Memory;

  /** Made by `Core`, after its start, or by `feederUnpacker`. */
  constructor(wasm: UnpackExports, memory: WebAssembly.Memory) {
    this.#wasm = wasm;
    this.#memory = memory;
  }

  /** Frames taken at once, 0 if this format, or these places (all must lie in the core's memory), are not for it. */
  framesAtOnce(format: string, channels: number, into: readonly Float32Array[]): number {
    const coding = CODINGS[format];
    if (coding === undefined || into.length > UNPACK_CHANNELS) return 0;
    const { buffer } = this.#memory;
    if (into.some((view) => view.buffer !== buffer)) return 0;
    const frames = Math.floor(UNPACK_BYTES / ((SAMPLE_BYTES[coding] ?? 4) * channels));
    // Whole vectors wherever a file is wide enough for them to count.
    return frames > 16 ? frames - (frames % 16) : frames;
  }

  /** Where the bytes of up to `framesAtOnce` frames are to be put. Valid until the memory grows. */
  source(): Uint8Array {
    return new Uint8Array(this.#memory.buffer, this.#wasm.unpackSourcePtr(), UNPACK_BYTES);
  }

  /**
   * Takes `frames` frames from `source()`: channel `wanted[k]` goes to `into[k]` from sample `start`.
   * @throws RangeError if `framesAtOnce` would refuse, a channel does not exist, or an array is too short
   */
  unpack(
    format: string,
    channels: number,
    frames: number,
    wanted: readonly number[],
    into: readonly Float32Array[],
    start: number,
  ): void {
    if (frames > this.framesAtOnce(format, channels, into))
      throw new RangeError(`${frames} frames of ${channels} channels ${format} cannot be unpacked at once`);
    const { buffer } = this.#memory;
    const table = new Int32Array(buffer, this.#wasm.unpackTablePtr(), 2 * UNPACK_CHANNELS);
    for (let k = 0; k < into.length; k++) {
      const view = into[k];
      const channel = wanted[k] ?? -1;
      if (!view || !(channel >= 0 && channel < channels) || start < 0 || view.length - start < frames)
        throw new RangeError(`no room for ${frames} frames of channel ${channel} at ${start}`);
      table[2 * k] = channel;
      table[2 * k + 1] = view.byteOffset + 4 * start;
    }
    this.#wasm.unpack(CODINGS[format] ?? 0, channels, frames, into.length);
  }
}

/**
 * The unpacker of a thread that fills the rings of a core which runs on another: `module` is feeder.wasm, the memory and its
 * plan are the core's. One such thread at a time.
 */
export function feederUnpacker(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  plan: MemoryPlan,
): Unpacker {
  return new Unpacker(instantiateFeeder(module, memory, plan.unpackAt), memory);
}
