import { RING_BYTES, RING_SLOTS, SLOT_FRAMES, TAG_BYTES, VOICE_BYTES } from './contract.ts';
import type { MemoryPlan } from './memory.ts';

/**
 * Writes audio into the rings and says which voice reads which ring. One writer at a time: the stream worker, or the
 * thread that feeds an offline core. The order of a write is `invalidate`, fill `slotView`, `publish`; the core reads
 * a slot only between a publish and the next invalidate.
 */
export class RingWriter {
  readonly #memory: WebAssembly.Memory;
  readonly #plan: MemoryPlan;
  #words: Int32Array;

  constructor(memory: WebAssembly.Memory, plan: MemoryPlan) {
    this.#memory = memory;
    this.#plan = plan;
    this.#words = new Int32Array(memory.buffer);
  }

  /** Lets a voice read a ring's slots that carry `generation` (1 … 2³¹−1, never used twice for one ring). */
  assign(voice: number, ring: number, generation: number): void {
    this.#checkVoice(voice);
    this.#checkRing(ring);
    if (generation <= 0) throw new RangeError(`a generation is above 0, got ${generation}`);
    const at = (this.#plan.voicesAt + voice * VOICE_BYTES) / 4;
    const words = this.#view();
    Atomics.store(words, at, 0);
    Atomics.store(words, at + 1, generation);
    Atomics.store(words, at, ring + 1);
  }

  /** Takes the ring from a voice: it is silent, and counted as missing while a clip wants it. */
  release(voice: number): void {
    this.#checkVoice(voice);
    Atomics.store(this.#view(), (this.#plan.voicesAt + voice * VOICE_BYTES) / 4, 0);
  }

  /** Marks a slot empty; do so before writing to it. */
  invalidate(ring: number, slot: number): void {
    Atomics.store(this.#view(), this.#tagAt(ring, slot), 0);
  }

  /** A slot's SLOT_FRAMES samples. Valid until the memory grows. */
  slotView(ring: number, slot: number): Float32Array {
    this.#checkRing(ring);
    const at = this.#plan.ringsAt + ring * RING_BYTES + slot * SLOT_FRAMES * 4;
    return new Float32Array(this.#memory.buffer, at, SLOT_FRAMES);
  }

  /** Declares that a slot now holds stem frames [chunk · SLOT_FRAMES, (chunk + 1) · SLOT_FRAMES). */
  publish(ring: number, slot: number, generation: number, chunk: number): void {
    const at = this.#tagAt(ring, slot);
    const words = this.#view();
    Atomics.store(words, at + 1, chunk);
    Atomics.store(words, at, generation);
  }

  #tagAt(ring: number, slot: number): number {
    this.#checkRing(ring);
    if (!(slot >= 0 && slot < RING_SLOTS)) throw new RangeError(`slot ${slot} is not one of ${RING_SLOTS}`);
    return (this.#plan.tagsAt + (ring * RING_SLOTS + slot) * TAG_BYTES) / 4;
  }

  #checkVoice(voice: number): void {
    if (!(voice >= 0 && voice < this.#plan.voices))
      throw new RangeError(`voice ${voice} is not one of ${this.#plan.voices}`);
  }

  #checkRing(ring: number): void {
    // A plan made before the memory grew still has the tags of every ring; the buffer itself sets the limit.
    const end = this.#plan.ringsAt + (ring + 1) * RING_BYTES;
    if (!(ring >= 0 && ring < this.#plan.maxRings && end <= this.#memory.buffer.byteLength)) {
      throw new RangeError(`ring ${ring} lies outside the memory`);
    }
  }

  /** The memory's words; fetched anew when the memory has grown. */
  #view(): Int32Array {
    if (this.#words.buffer !== this.#memory.buffer) this.#words = new Int32Array(this.#memory.buffer);
    return this.#words;
  }
}
