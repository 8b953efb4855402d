import type { RecordHeap } from './record-heap.ts';

/** How the core takes records of one kind. */
export interface RecordPort {
  /** What they are called in messages. */
  readonly name: string;
  /** Gives the core a record for a place, 0 for none. */
  readonly set: (place: number, at: number) => void;
  /** 1 while the core reads a record for a place. */
  readonly holds: (place: number, at: number) => number;
}

/** Records of one kind in the core's heap: those in force and those that still fade, by place. */
export class HeldRecords {
  readonly #memory: WebAssembly.Memory;
  readonly #heap: RecordHeap;
  readonly #port: RecordPort;
  /** Records handed to the core and not yet given back, by place. */
  readonly #held: number[][] = [];

  constructor(memory: WebAssembly.Memory, heap: RecordHeap, port: RecordPort) {
    this.#memory = memory;
    this.#heap = heap;
    this.#port = port;
  }

  /** Puts a record into a place, or empties it. @throws RangeError if the heap is full */
  put(place: number, record: ArrayBuffer | null): void {
    this.#giveBack(place);
    if (!record) {
      this.#port.set(place, 0);
      this.#giveBack(place);
      return;
    }
    let at = this.#heap.take(record.byteLength);
    if (at < 0) {
      for (let index = 0; index < this.#held.length; index++) this.#giveBack(index);
      at = this.#heap.take(record.byteLength);
    }
    if (at < 0) {
      throw new RangeError(
        `no room for the ${record.byteLength} bytes of ${this.#port.name} ${place}: ${this.#heap.free} are free; plan more heapBytes`,
      );
    }
    new Uint8Array(this.#memory.buffer, at, record.byteLength).set(new Uint8Array(record));
    const held = this.#held[place];
    if (held) held.push(at);
    else this.#held[place] = [at];
    this.#port.set(place, at);
    this.#giveBack(place);
  }

  /** Frees the records of a place that the core no longer reads. */
  #giveBack(place: number): void {
    const records = this.#held[place];
    if (!records) return;
    this.#held[place] = records.filter((at) => {
      if (this.#port.holds(place, at) !== 0) return true;
      this.#heap.give(at);
      return false;
    });
  }
}
