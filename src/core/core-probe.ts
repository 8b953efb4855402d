import { MAX_STRIPS, PROBE_BLOCKS, PROBE_FRAMES } from './contract.ts';
import type { CoreExports } from './exports.ts';

/**
 * What a core's processors do, for the eye: how far the dynamics of each strip turn it down, and what goes into and comes out of
 * the chain of one strip. Belongs to the core's thread; allocates only when the memory has grown.
 */
export class CoreProbe {
  readonly #wasm: CoreExports;
  readonly #memory: WebAssembly.Memory;
  #buffer: ArrayBufferLike | null = null;
  #reductions = new Float32Array(0);
  #rings = new Float32Array(0);
  #slot = -1;

  constructor(wasm: CoreExports, memory: WebAssembly.Memory) {
    this.#wasm = wasm;
    this.#memory = memory;
  }

  /** Slot that is probed, −1 for none. */
  get slot(): number {
    return this.#slot;
  }

  /** Gathers what goes through the chain of the strip in this slot; −1 from none. @throws RangeError for a slot there is not */
  aim(slot: number): void {
    if (!Number.isInteger(slot) || slot < -1 || slot >= MAX_STRIPS)
      throw new RangeError(`slot ${slot} is not one of ${MAX_STRIPS}`);
    this.#wasm.setProbe(slot);
    this.#slot = slot;
  }

  /** Frames gathered so far: a counter of 32 bits that goes round. */
  get frames(): number {
    return this.#wasm.getProbeFrames();
  }

  /** Blocks gathered so far: a counter as `frames`. */
  get blocks(): number {
    return this.#wasm.getProbeBlocks();
  }

  /**
   * PROBE_FRAMES samples ahead of the strip's chain, as many behind it, then for each of PROBE_BLOCKS blocks how many dB its dynamics
   * turned down, the peak ahead and the peak behind. Frame (block) n lies at n modulo their number.
   */
  get rings(): Float32Array {
    this.#follow();
    return this.#rings;
  }

  /** How many dB the dynamics of each slot turn it down now, ≥ 0, before their mix. What it was last while nothing plays. */
  get reductions(): Float32Array {
    this.#follow();
    return this.#reductions;
  }

  #follow(): void {
    const { buffer } = this.#memory;
    if (this.#buffer === buffer) return;
    this.#buffer = buffer;
    this.#reductions = new Float32Array(buffer, this.#wasm.stripReductionsPtr(), MAX_STRIPS);
    this.#rings = new Float32Array(buffer, this.#wasm.probePtr(), 2 * PROBE_FRAMES + 3 * PROBE_BLOCKS);
  }
}
