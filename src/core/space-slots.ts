import { MAX_SPACES } from './contract.ts';
import { encodeSpace } from './encode-space.ts';
import type { CoreExports } from './exports.ts';
import type { RecordHeap } from './record-heap.ts';
import type { SpaceProgram } from './space-program.ts';

/**
 * The pieces of the heap spaces lie in: for each slot a record of what it is to be, and the state it runs on, which outlives the
 * records as long as the space stays of one kind. On the thread that renders, between two renders.
 */
export class SpaceSlots {
  readonly #wasm: CoreExports;
  readonly #memory: WebAssembly.Memory;
  readonly #heap: RecordHeap;
  readonly #stateBytes: number;
  /** Pieces handed to the core and not yet given back, by slot. */
  readonly #pieces: number[][] = [];
  /** State a slot runs on, or will once what fades is done; 0 for none. */
  readonly #states: number[] = [];

  constructor(wasm: CoreExports, memory: WebAssembly.Memory, heap: RecordHeap, sampleRate: number) {
    this.#wasm = wasm;
    this.#memory = memory;
    this.#heap = heap;
    this.#stateBytes = wasm.reverbStateBytes(sampleRate);
  }

  /**
   * Puts a space into a slot (0 … MAX_SPACES − 1), or takes it out. Parameters of a reverb that is there already move to the new
   * ones within some 50 ms; what comes or goes fades over in 8 ms while playing.
   * @throws RangeError if the program is not one the core can play, or the record heap is full
   */
  set(slot: number, program: SpaceProgram | null): void {
    this.setRecord(slot, program && encodeSpace(program));
  }

  /** As `set`, with a record `encodeSpace` made elsewhere. */
  setRecord(slot: number, record: ArrayBuffer | null): void {
    if (!Number.isInteger(slot) || slot < 0 || slot >= MAX_SPACES)
      throw new RangeError(`space ${slot} is not one of ${MAX_SPACES}`);
    this.#giveBack(slot);
    if (!record) {
      this.#wasm.setSpace(slot, 0, 0);
      this.#states[slot] = 0;
      this.#giveBack(slot);
      return;
    }
    const held = this.#states[slot] ?? 0;
    const at = this.#take(slot, record.byteLength);
    let state = held;
    if (state === 0) {
      try {
        state = this.#take(slot, this.#stateBytes);
      } catch (error) {
        this.#heap.give(at);
        throw error;
      }
    }
    new Uint8Array(this.#memory.buffer, at, record.byteLength).set(new Uint8Array(record));
    this.#wasm.setSpace(slot, at, state);
    this.#states[slot] = state;
    const pieces = this.#pieces[slot] ?? [];
    this.#pieces[slot] = pieces;
    pieces.push(at);
    if (state !== held) pieces.push(state);
    this.#giveBack(slot);
  }

  #take(slot: number, bytes: number): number {
    let at = this.#heap.take(bytes);
    if (at < 0) {
      for (let index = 0; index < this.#pieces.length; index++) this.#giveBack(index);
      at = this.#heap.take(bytes);
    }
    if (at >= 0) return at;
    throw new RangeError(
      `no room for the ${bytes} bytes of space ${slot}: ${this.#heap.free} are free; plan more heapBytes`,
    );
  }

  /** Frees the pieces of a slot that the core no longer reads. */
  #giveBack(slot: number): void {
    const pieces = this.#pieces[slot];
    if (!pieces) return;
    this.#pieces[slot] = pieces.filter((at) => {
      if (this.#wasm.holdsSpace(slot, at) !== 0) return true;
      this.#heap.give(at);
      return false;
    });
  }
}
