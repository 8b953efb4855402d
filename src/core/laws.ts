import type { Speaker, ZoneBox } from '../units/index.ts';
import {
  ASK_BYTES,
  HOST_FRAMES,
  MAX_ZONES,
  RING_SLOTS,
  SLOT_FRAMES,
  TARGET_SPEAKERS,
  ZONE_BYTES,
} from './contract.ts';
import { encodeStrip } from './encode-strip.ts';
import { type CoreExports, instantiateCore } from './exports.ts';
import { createMemory, type MemoryPlan, planMemory } from './memory.ts';
import type { ClipProgram, DivergenceProgram, GainSequence } from './program.ts';
import { RingWriter } from './ring-writer.ts';
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
/** Room for cases, boxes and gains, or for the record of a gain sequence. */
const HEAP_BYTES = 4 << 20;

/**
 * Asks the core's panning laws directly, for any layout of up to MAX_SPEAKERS speakers. Owns an unshared memory of its
 * own. For conformance runs and displays; any thread but the audio thread.
 */
export class PanLaws {
  readonly #wasm: CoreExports;
  readonly #memory: WebAssembly.Memory;
  readonly #plan: MemoryPlan;
  readonly #at: number;
  #speakers: readonly Speaker[] = [];

  /** @param module the unshared build */
  constructor(module: WebAssembly.Module) {
    const plan = planMemory({ rings: 1, voices: 1, heapBytes: HEAP_BYTES, maxRings: 1 });
    this.#plan = plan;
    this.#at = plan.heapAt;
    this.#memory = createMemory(plan, false);
    this.#wasm = instantiateCore(module, this.#memory);
    this.#wasm.init(48_000, 0, plan.voicesAt, plan.voices, plan.tagsAt, plan.unpackAt, plan.ringsAt);
  }

  /** Chooses the layout the following questions are about. */
  setLayout(speakers: readonly Speaker[]): void {
    writeSpeakers(this.#memory, this.#wasm.speakersPtr(), speakers);
    this.#wasm.askLayout(speakers.length);
    this.#speakers = speakers;
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
    const gains = new Float64Array(cases.length * this.#speakers.length);
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
    const speakers = this.#speakers.length;
    gains.set(new Float64Array(buffer, into, count * speakers), from * speakers);
    return count;
  }

  /**
   * Renders a steady 1 through a strip with this gain sequence, so that what comes out of each speaker of the layout is
   * the gain curve as the core plays it, from timeline sample 0.
   * @param quantum frames a host asks for at a time, 1 … HOST_FRAMES
   * @returns a plane of `frames` gains per speaker
   * @throws RangeError if the sequence has more gains than the layout speakers, or is too long for the memory (4 MiB)
   */
  rendered(sequence: GainSequence, frames: number, quantum = 128): Float32Array[] {
    const count = this.#speakers.length;
    if ((sequence.gains[0]?.length ?? 0) > count)
      throw new RangeError(`the layout has ${count} speakers, the sequence more gains`);
    if (!(quantum >= 1 && quantum <= HOST_FRAMES))
      throw new RangeError(`quantum must lie between 1 and ${HOST_FRAMES}, got ${quantum}`);
    const record = encodeStrip({
      id: 'sequence',
      channels: ['M'],
      gain: 1,
      clips: this.#steady(frames),
      lanes: {},
      output: { kind: 'gains', sequences: [sequence] },
      latencySamples: 0,
    });
    if (record.byteLength > HEAP_BYTES)
      throw new RangeError(`a sequence may take ${HEAP_BYTES} bytes, takes ${record.byteLength}`);
    const wasm = this.#wasm;
    wasm.stop();
    wasm.setStrip(0, 0);
    new Uint8Array(this.#memory.buffer).set(new Uint8Array(record), this.#at);
    writeSpeakers(this.#memory, wasm.speakersPtr(), this.#speakers);
    wasm.setTarget(TARGET_SPEAKERS, count);
    wasm.setStrip(0, this.#at);
    wasm.play(0);
    const planes = this.#speakers.map(() => new Float32Array(frames));
    for (let done = 0; done < frames; done += quantum) {
      wasm.render(quantum);
      const used = Math.min(quantum, frames - done);
      for (const [index, plane] of planes.entries()) {
        const from = wasm.outputPtr() + index * HOST_FRAMES * 4;
        plane.set(new Float32Array(this.#memory.buffer, from, used), done);
      }
    }
    wasm.stop();
    wasm.setStrip(0, 0);
    return planes;
  }

  /** Clips of ones, end to end. */
  #steady(frames: number): ClipProgram[] {
    const writer = new RingWriter(this.#memory, this.#plan);
    writer.assign(0, 0, 1);
    for (let slot = 0; slot < RING_SLOTS; slot++) {
      writer.slotView(0, slot).fill(1);
      writer.publish(0, slot, 1, slot);
    }
    const length = RING_SLOTS * SLOT_FRAMES;
    return Array.from({ length: Math.ceil(frames / length) }, (_, index) => ({
      id: `ones ${index}`,
      start: index * length,
      length,
      sourceOffset: 0,
      gain: 1,
      fadeInLength: 0,
      fadeInShape: 'linear',
      fadeOutLength: 0,
      fadeOutShape: 'linear',
      voices: [0],
    }));
  }
}
