import { MAX_SPACES, SPACE_CONVOLUTION } from './contract.ts';
import { encodeSpace } from './encode-space.ts';
import type { CoreExports } from './exports.ts';
import { type HeldResponse, HeldResponses } from './held-responses.ts';
import type { RecordHeap } from './record-heap.ts';
import type { PreparedResponse } from './response-prepare.ts';
import type { SpaceProgram } from './space-program.ts';

/**
 * The pieces of the heap spaces lie in: for each slot a record of what it is to be, and the state it runs on, which outlives the
 * records as long as the space stays of one kind and, if it convolves, of one response. On the thread that renders, between two renders.
 */
export class SpaceSlots {
  /** Responses in memory. */
  readonly responses: HeldResponses;
  readonly #wasm: CoreExports;
  readonly #memory: WebAssembly.Memory;
  readonly #heap: RecordHeap;
  readonly #sampleRate: number;
  readonly #reverbBytes: number;
  /** Pieces handed to the core and not yet given back, by slot. */
  readonly #pieces: number[][] = [];
  /** State a slot runs on, or will once what fades is done; 0 for none. */
  readonly #states: number[] = [];
  /** What a slot's state is made for: a response, or null for a reverb. */
  readonly #heldBy: (HeldResponse | null)[] = [];
  /** Response of each state that has one and is not given back. */
  readonly #responseOf = new Map<number, HeldResponse>();
  /** What `set` took room for. */
  readonly #known = new Map<PreparedResponse, HeldResponse>();

  constructor(wasm: CoreExports, memory: WebAssembly.Memory, heap: RecordHeap, sampleRate: number) {
    this.#wasm = wasm;
    this.#memory = memory;
    this.#heap = heap;
    this.#sampleRate = sampleRate;
    this.#reverbBytes = wasm.reverbStateBytes(sampleRate);
    this.responses = new HeldResponses(wasm, memory, heap);
  }

  /**
   * Puts a space into a slot (0 … MAX_SPACES − 1), or takes it out. Parameters of a space that is there already move to the new
   * ones within some 50 ms; what comes or goes fades over in 8 ms while playing. Copies the response of a convolution at once, unless
   * another space has it already: not for the audio thread, which takes `setRecord`.
   * @throws RangeError if the program is not one the core can play, or the heap is full
   */
  set(slot: number, program: SpaceProgram | null): void {
    const held = program?.kind === 'convolution' ? this.#holdOf(program.response) : null;
    try {
      this.setRecord(slot, program && encodeSpace(program), held);
    } finally {
      // From now on it is there for as long as a space uses it.
      if (held) this.responses.release(held);
    }
  }

  /** As `HeldResponses.hold`, once everything that is not read any more was given back. */
  hold(channels: number, frames: number, bytes: number): HeldResponse {
    for (let slot = 0; slot < this.#pieces.length; slot++) this.#giveBack(slot);
    return this.responses.hold(channels, frames, bytes);
  }

  /** As `set`, with a record `encodeSpace` made elsewhere, and the response of a convolution, all of which is there. */
  setRecord(slot: number, record: ArrayBuffer | null, response: HeldResponse | null = null): void {
    if (!Number.isInteger(slot) || slot < 0 || slot >= MAX_SPACES)
      throw new RangeError(`space ${slot} is not one of ${MAX_SPACES}`);
    this.#giveBack(slot);
    if (!record) {
      this.#wasm.setSpace(slot, 0, 0);
      this.#states[slot] = 0;
      this.#heldBy[slot] = null;
      this.#giveBack(slot);
      return;
    }
    const convolves = new DataView(record).getInt32(0, true) === SPACE_CONVOLUTION;
    if (convolves !== (response !== null))
      throw new RangeError(`space ${slot}: a convolution has a response, a reverb has none`);
    const held = this.#heldBy[slot] === response ? (this.#states[slot] ?? 0) : 0;
    const at = this.#take(slot, record.byteLength);
    let state = held;
    if (state === 0) {
      try {
        state = this.#makeState(slot, response);
      } catch (error) {
        this.#heap.give(at);
        throw error;
      }
    }
    new Uint8Array(this.#memory.buffer, at, record.byteLength).set(new Uint8Array(record));
    this.#wasm.setSpace(slot, at, state);
    this.#states[slot] = state;
    this.#heldBy[slot] = response;
    const pieces = this.#pieces[slot] ?? [];
    this.#pieces[slot] = pieces;
    pieces.push(at);
    if (state !== held) pieces.push(state);
    this.#giveBack(slot);
  }

  #makeState(slot: number, response: HeldResponse | null): number {
    if (!response) return this.#take(slot, this.#reverbBytes);
    this.responses.use(response);
    let state: number;
    try {
      const { channels, frames } = response;
      state = this.#take(slot, this.#wasm.convolutionStateBytes(channels, frames, this.#sampleRate));
    } catch (error) {
      this.responses.leave(response);
      throw error;
    }
    // CONTRACT: assembly/convolver/convolver.ts, RESPONSE.
    new DataView(this.#memory.buffer).setUint32(state, response.at, true);
    this.#responseOf.set(state, response);
    return state;
  }

  /** The copy of a response in memory. @throws RangeError if it is not what `prepareResponse` made, or there is no room */
  #holdOf(response: PreparedResponse): HeldResponse {
    const known = this.#known.get(response);
    if (known && known.filled > 0) {
      known.kept = true;
      return known;
    }
    const { channels, frames, spectra } = response;
    const held = this.hold(channels, frames, spectra.byteLength);
    for (const [one, old] of this.#known) if (old.filled < 0) this.#known.delete(one);
    this.responses.fill(held, 0, new Uint8Array(spectra));
    this.#known.set(response, held);
    return held;
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
      const response = this.#responseOf.get(at);
      if (response) {
        this.#responseOf.delete(at);
        this.responses.leave(response);
      }
      return false;
    });
  }
}
