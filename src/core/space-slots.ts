import { MAX_SPACES, SPACE_CONVOLUTION } from './contract.ts';
import { encodeSpace } from './encode-space.ts';
import type { CoreExports } from './exports.ts';
import type { RecordHeap } from './record-heap.ts';
import { type PreparedResponse, RESPONSE_CHANNELS, RESPONSE_FRAMES } from './response-prepare.ts';
import type { ConvolutionProgram, SpaceProgram } from './space-program.ts';

/**
 * The pieces of the heap spaces lie in: for each slot a record of what it is to be, and the state it runs on, which outlives the
 * records as long as the space stays of one kind and, if it convolves, of one response, which the state begins with. On the thread that renders, between two renders.
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
  /** What a slot's state is made for: a response, or null for a reverb. */
  readonly #responses: (PreparedResponse | null)[] = [];

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
  set(slot: number, program: SpaceProgram | ConvolutionProgram | null): void {
    const response = program?.kind === 'convolution' ? program.response : null;
    this.setRecord(slot, program && encodeSpace(program), response);
  }

  /** As `set`, with a record `encodeSpace` made elsewhere, and the response of a convolution. */
  setRecord(slot: number, record: ArrayBuffer | null, response: PreparedResponse | null = null): void {
    if (!Number.isInteger(slot) || slot < 0 || slot >= MAX_SPACES)
      throw new RangeError(`space ${slot} is not one of ${MAX_SPACES}`);
    this.#giveBack(slot);
    if (!record) {
      this.#wasm.setSpace(slot, 0, 0);
      this.#states[slot] = 0;
      this.#responses[slot] = null;
      this.#giveBack(slot);
      return;
    }
    const convolves = new DataView(record).getInt32(0, true) === SPACE_CONVOLUTION;
    if (convolves !== (response !== null))
      throw new RangeError(`space ${slot}: a convolution has a response, a reverb has none`);
    const stateBytes = response ? this.#convolutionBytes(slot, response) : this.#stateBytes;
    const held = this.#responses[slot] === response ? (this.#states[slot] ?? 0) : 0;
    const at = this.#take(slot, record.byteLength);
    let state = held;
    if (state === 0) {
      try {
        state = this.#take(slot, stateBytes);
      } catch (error) {
        this.#heap.give(at);
        throw error;
      }
    }
    new Uint8Array(this.#memory.buffer, at, record.byteLength).set(new Uint8Array(record));
    if (response && state !== held)
      new Uint8Array(this.#memory.buffer, state, response.spectra.byteLength).set(
        new Uint8Array(response.spectra),
      );
    this.#wasm.setSpace(slot, at, state);
    this.#states[slot] = state;
    this.#responses[slot] = response;
    const pieces = this.#pieces[slot] ?? [];
    this.#pieces[slot] = pieces;
    pieces.push(at);
    if (state !== held) pieces.push(state);
    this.#giveBack(slot);
  }

  /** @throws RangeError if a response is not what `prepareResponse` made */
  #convolutionBytes(slot: number, { channels, frames, spectra }: PreparedResponse): number {
    const fits =
      RESPONSE_CHANNELS.includes(channels) &&
      Number.isInteger(frames) &&
      frames > 0 &&
      frames <= RESPONSE_FRAMES &&
      this.#wasm.responseBytes(channels, frames) === spectra.byteLength;
    const view = new DataView(spectra);
    if (!fits || view.getInt32(0, true) !== channels || view.getInt32(4, true) !== frames)
      throw new RangeError(
        `space ${slot}: the response is not one of ${channels} channels, ${frames} frames`,
      );
    return this.#wasm.convolutionStateBytes(channels, frames);
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
