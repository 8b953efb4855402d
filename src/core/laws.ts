import type { Speaker } from '../units/index.ts';
import { type CoreExports, instantiateCore } from './exports.ts';
import { createMemory, planMemory } from './memory.ts';
import { writeSpeakers } from './targets.ts';

/** Extent of an object along the axes of the room, 0 … 1 each. */
export interface ObjectSize {
  readonly width: number;
  readonly depth: number;
  readonly height: number;
}

const POINT: ObjectSize = { width: 0, depth: 0, height: 0 };

/**
 * Asks the core's panning laws directly, for any layout of up to MAX_SPEAKERS speakers. Owns an unshared memory of its
 * own. For conformance runs and displays; any thread but the audio thread.
 */
export class PanLaws {
  readonly #wasm: CoreExports;
  readonly #memory: WebAssembly.Memory;
  #speakers = 0;

  /** @param module the unshared build */
  constructor(module: WebAssembly.Module) {
    const plan = planMemory({ rings: 0, voices: 1, heapBytes: 65536, maxRings: 1 });
    this.#memory = createMemory(plan, false);
    this.#wasm = instantiateCore(module, this.#memory);
    this.#wasm.init(48_000, 0, plan.voicesAt, plan.voices, plan.tagsAt, plan.unpackAt, plan.ringsAt);
  }

  /** Chooses the layout the following questions are about. */
  setLayout(speakers: readonly Speaker[]): void {
    writeSpeakers(this.#memory, this.#wasm.speakersPtr(), speakers);
    this.#wasm.askLayout(speakers.length);
    this.#speakers = speakers.length;
  }

  /** Gain of each speaker for an object; positions outside the room are clipped to it. LFEs get 0. */
  gains(x: number, y: number, z: number, size: ObjectSize = POINT): Float64Array {
    const at = this.#wasm.askGains(x, y, z, size.width, size.depth, size.height);
    return new Float64Array(this.#memory.buffer, at, this.#speakers).slice();
  }
}
