import type { Speaker, ZoneBox } from '../units/index.ts';
import { ASK_BYTES, MAX_SPEAKERS, MAX_ZONES, ZONE_BYTES } from './contract.ts';
import { type CoreExports, instantiateCore } from './exports.ts';
import { createMemory, planMemory } from './memory.ts';
import type { DivergenceProgram } from './program.ts';
import { writeSpeakers } from './targets.ts';

/** Extent of an object along the axes of the room, 0 … 1 each. */
export interface ObjectSize {
  readonly width: number;
  readonly depth: number;
  readonly height: number;
}

/** What else the panning law takes of an object; all of it optional. */
export interface ObjectLaw {
  /** Lock to the nearest speaker that is no farther than `maxDistance` (plain distance in room units; null: any). */
  readonly snap?: { readonly maxDistance: number | null } | null;
  /** Boxes whose speakers are taken away before panning; at most MAX_ZONES. If none were left, none is taken. */
  readonly zones?: readonly ZoneBox[];
  readonly divergence?: DivergenceProgram | null;
}

/** An object the law is asked about: BS.2127-1 §7.3 of a Cartesian block. Positions outside the room are clipped to it. */
export interface ObjectCase extends ObjectLaw {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly size?: ObjectSize;
}

const POINT: ObjectSize = { width: 0, depth: 0, height: 0 };
/** Cases and boxes of one call into the core. */
const CASES = 512;
const BOXES = 1024;
const CASES_BYTES = CASES * ASK_BYTES;
const BOXES_BYTES = BOXES * ZONE_BYTES;

/**
 * Asks the core's panning laws directly, for any layout of up to MAX_SPEAKERS speakers. Owns an unshared memory of its
 * own. For conformance runs and displays; any thread but the audio thread.
 */
export class PanLaws {
  readonly #wasm: CoreExports;
  readonly #memory: WebAssembly.Memory;
  readonly #at: number;
  #speakers = 0;

  /** @param module the unshared build */
  constructor(module: WebAssembly.Module) {
    const heapBytes = CASES_BYTES + BOXES_BYTES + CASES * MAX_SPEAKERS * 8;
    const plan = planMemory({ rings: 0, voices: 1, heapBytes, maxRings: 1 });
    this.#at = plan.heapAt;
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

  /**
   * Gain of each speaker for an object, in the layout's order, before the object's own gain: Σg² = 1. LFEs get 0.
   * @throws RangeError if there are more than MAX_ZONES zones
   */
  gains(x: number, y: number, z: number, size: ObjectSize = POINT, law: ObjectLaw = {}): Float64Array {
    return this.gainsOf([{ ...law, x, y, z, size }]);
  }

  /**
   * Gains of many objects at once: those of object n in elements n · speakers … (n + 1) · speakers − 1.
   * @throws RangeError if an object has more than MAX_ZONES zones
   */
  gainsOf(cases: readonly ObjectCase[]): Float64Array {
    const gains = new Float64Array(cases.length * this.#speakers);
    for (let done = 0; done < cases.length; ) done += this.#ask(cases, done, gains);
    return gains;
  }

  /** Asks about as many cases as one call takes. @returns how many */
  #ask(cases: readonly ObjectCase[], from: number, gains: Float64Array): number {
    const { buffer } = this.#memory;
    const table = new Float64Array(buffer, this.#at, CASES_BYTES / 8);
    const boxes = new Float64Array(buffer, this.#at + CASES_BYTES, BOXES_BYTES / 8);
    let count = 0;
    let used = 0;
    for (const { x, y, z, size = POINT, snap, zones = [], divergence } of cases.slice(from, from + CASES)) {
      if (zones.length > MAX_ZONES)
        throw new RangeError(`an object has at most ${MAX_ZONES} zones, got ${zones.length}`);
      if (used + zones.length > BOXES) break;
      const lock = snap ? (snap.maxDistance ?? Number.POSITIVE_INFINITY) : -1;
      const { value, range } = divergence ?? { value: 0, range: 0 };
      const { width, depth, height } = size;
      table.set([x, y, z, width, depth, height, lock, value, range, used, zones.length], count * 11);
      for (const { minX, maxX, minY, maxY, minZ, maxZ } of zones)
        boxes.set([minX, maxX, minY, maxY, minZ, maxZ], used++ * 6);
      count++;
    }
    const into = this.#at + CASES_BYTES + BOXES_BYTES;
    this.#wasm.askObjects(this.#at, count, this.#at + CASES_BYTES, into);
    gains.set(new Float64Array(buffer, into, count * this.#speakers), from * this.#speakers);
    return count;
  }
}
