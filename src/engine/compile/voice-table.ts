/**
 * Allots voice numbers, one per (clip, stem, stem channel, track channel), and keeps them the same across edits so that
 * moving a clip does not disturb the audio already in memory. A freed number goes to the end of a queue, so it is not
 * used again while the core still fades out the strip that had it.
 */
export class VoiceTable {
  readonly #capacity: number;
  #voices = new Map<string, number>();
  #free: number[] = [];
  #freeHead = 0;
  #next = 0;

  /** `capacity` is the number of voices the core's memory was planned for. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Voices in use. */
  get size(): number {
    return this.#voices.size;
  }

  /** Voice of a key; a new one if it has none, −1 if all are in use. */
  voice(key: string): number {
    const known = this.#voices.get(key);
    if (known !== undefined) return known;
    let voice: number;
    if (this.#next < this.#capacity) voice = this.#next++;
    else {
      const freed = this.#free[this.#freeHead];
      if (freed === undefined) return -1;
      this.#freeHead++;
      voice = freed;
    }
    this.#voices.set(key, voice);
    return voice;
  }

  /** Frees a key's voice. Unknown keys are ignored. */
  free(key: string): void {
    const voice = this.#voices.get(key);
    if (voice === undefined) return;
    this.#voices.delete(key);
    this.#free.push(voice);
    if (this.#freeHead > 1024) {
      this.#free = this.#free.slice(this.#freeHead);
      this.#freeHead = 0;
    }
  }
}

/** Gives each track a strip slot and keeps it while the track lives. Lowest free slot first. */
export class SlotTable {
  readonly #capacity: number;
  #slots = new Map<string, number>();
  readonly #used = new Set<number>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Slot of a track, or −1 if it has none. */
  slotOf(track: string): number {
    return this.#slots.get(track) ?? -1;
  }

  /**
   * Brings the table to these tracks. Slots of tracks that are gone are free again.
   * `canonical` puts every track at its place in the order, as a fresh compile would: sums are then made in the same
   * order and give the same bits. Returns false if there are more tracks than slots; those beyond have none.
   */
  assign(order: readonly string[], canonical: boolean): boolean {
    if (canonical) {
      this.#slots = new Map();
      this.#used.clear();
    } else {
      const present = new Set(order);
      for (const [track, slot] of this.#slots) {
        if (present.has(track)) continue;
        this.#slots.delete(track);
        this.#used.delete(slot);
      }
    }
    let next = 0;
    let all = true;
    for (const track of order) {
      if (this.#slots.has(track)) continue;
      while (this.#used.has(next)) next++;
      if (next >= this.#capacity) {
        all = false;
        continue;
      }
      this.#slots.set(track, next);
      this.#used.add(next);
    }
    return all;
  }
}
