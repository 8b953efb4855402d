import { RING_SLOTS } from '../../core/index.ts';

/** Where the pool's decisions take effect: the core's memory, or messages to the thread that owns it. */
export interface RingSink {
  /** Lets `voice` read `ring` where tags carry `generation`. */
  assign(voice: number, ring: number, generation: number): void;
  /** Takes the ring from a voice; it is silent until it is assigned one again. */
  release(voice: number): void;
  /** Marks a slot as empty. Call before writing to `slotView`. */
  invalidate(ring: number, slot: number): void;
  /** The slot's samples, SLOT_FRAMES long. Valid until the memory grows; fetch it for each write. */
  slotView(ring: number, slot: number): Float32Array;
  /** Publishes what was written: from now on the slot holds `chunk` of the ring's stem channel. */
  publish(ring: number, slot: number, generation: number, chunk: number): void;
}

/** Content of an empty slot or of one being written. */
const NO_CHUNK = -1;
/** Largest generation before it starts again at 1; 0 means empty in the tags. */
const LAST_GENERATION = 0x7fffffff;

interface Ring {
  voice: number;
  /** What the ring holds: stem and channel, as one text. */
  source: string;
  generation: number;
  readonly chunks: Int32Array;
}

/**
 * Book-keeping of the rings: which voice owns which, and which chunk each slot holds. It mirrors what was told to the
 * sink and is the only writer of it. Used on the stream worker or beside an offline core; not shared between threads.
 */
export class RingPool {
  readonly #sink: RingSink;
  readonly #rings: Ring[] = [];
  readonly #ringOfVoice = new Map<number, number>();
  #generation = 0;

  constructor(sink: RingSink, rings: number) {
    this.#sink = sink;
    this.grow(rings);
  }

  /** Number of rings. */
  get size(): number {
    return this.#rings.length;
  }

  /** Adds rings after the memory has grown; fewer than there are is ignored. */
  grow(rings: number): void {
    while (this.#rings.length < rings) {
      this.#rings.push({
        voice: -1,
        source: '',
        generation: 0,
        chunks: new Int32Array(RING_SLOTS).fill(NO_CHUNK),
      });
    }
  }

  /** Ring of a voice, or −1. */
  ringOf(voice: number): number {
    return this.#ringOfVoice.get(voice) ?? -1;
  }

  /** Voice that owns a ring, or −1. */
  voiceOf(ring: number): number {
    return this.#at(ring).voice;
  }

  /** True if the voice's ring holds that chunk of that source. */
  holds(voice: number, source: string, chunk: number): boolean {
    const index = this.ringOf(voice);
    if (index < 0) return false;
    const ring = this.#at(index);
    return ring.source === source && ring.chunks.includes(chunk);
  }

  /** Gives a ring to a voice; whoever had it loses it, and what it held is forgotten if the source differs. */
  assign(voice: number, index: number, source: string): void {
    const ring = this.#at(index);
    // The core may be reading through it this very moment: what stays as it is is not told again.
    if (ring.voice === voice && ring.source === source && ring.generation > 0) return;
    const before = this.#ringOfVoice.get(voice);
    if (before !== undefined && before !== index) this.release(voice);
    if (ring.voice >= 0 && ring.voice !== voice) this.release(ring.voice);
    if (ring.source !== source || ring.generation === 0) {
      // A new generation makes every old tag of the ring unreadable at once, without touching its slots.
      this.#generation = this.#generation === LAST_GENERATION ? 1 : this.#generation + 1;
      ring.generation = this.#generation;
      ring.source = source;
      ring.chunks.fill(NO_CHUNK);
    }
    ring.voice = voice;
    this.#ringOfVoice.set(voice, index);
    this.#sink.assign(voice, index, ring.generation);
  }

  /** Takes the ring from a voice; the audio stays in it in case the voice comes back. */
  release(voice: number): void {
    const index = this.#ringOfVoice.get(voice);
    if (index === undefined) return;
    this.#ringOfVoice.delete(voice);
    this.#at(index).voice = -1;
    this.#sink.release(voice);
  }

  /** Finds an owned or free ring that already holds this source and that no voice owns, else any free ring, else −1. */
  findFree(source: string): number {
    let free = -1;
    for (let index = 0; index < this.#rings.length; index++) {
      const ring = this.#at(index);
      if (ring.voice >= 0) continue;
      if (ring.source === source) return index;
      if (free < 0 || (this.#at(free).source !== '' && ring.source === '')) free = index;
    }
    return free;
  }

  /** Slot for a new chunk: an empty one, else one whose chunk is not in `wanted`; −1 if all are wanted. */
  slotFor(ring: number, wanted: ReadonlySet<number>): number {
    const { chunks } = this.#at(ring);
    let evict = -1;
    for (let slot = 0; slot < RING_SLOTS; slot++) {
      const chunk = chunks[slot] ?? NO_CHUNK;
      if (chunk === NO_CHUNK) return slot;
      if (evict < 0 && !wanted.has(chunk)) evict = slot;
    }
    return evict;
  }

  /** Empties a slot and returns where its samples go. */
  open(ring: number, slot: number): Float32Array {
    this.#at(ring).chunks[slot] = NO_CHUNK;
    this.#sink.invalidate(ring, slot);
    return this.#sink.slotView(ring, slot);
  }

  /** Publishes a slot that was opened and written. */
  publish(ring: number, slot: number, chunk: number): void {
    const entry = this.#at(ring);
    entry.chunks[slot] = chunk;
    this.#sink.publish(ring, slot, entry.generation, chunk);
  }

  /** Forgets all audio of a source (the stem's file was replaced or its handle was lost). */
  forget(source: string): void {
    for (let index = 0; index < this.#rings.length; index++) {
      const ring = this.#at(index);
      if (ring.source !== source) continue;
      for (let slot = 0; slot < RING_SLOTS; slot++) this.#sink.invalidate(index, slot);
      ring.chunks.fill(NO_CHUNK);
    }
  }

  #at(index: number): Ring {
    const ring = this.#rings[index];
    if (!ring) throw new RangeError(`ring ${index} is not one of ${this.#rings.length}`);
    return ring;
  }
}
