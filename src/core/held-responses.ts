import type { CoreExports } from './exports.ts';
import type { RecordHeap } from './record-heap.ts';
import { RESPONSE_CHANNELS, RESPONSE_FRAMES } from './response-prepare.ts';

/** A prepared response in the core's memory, or on its way there. Spaces that convolve with the same one share it. */
export interface HeldResponse {
  readonly channels: number;
  readonly frames: number;
  readonly bytes: number;
  /** Where it lies. */
  readonly at: number;
  /** Bytes of it that are there. */
  filled: number;
  /** States that run on it. */
  users: number;
  /** False once it is to go as soon as nobody uses it. */
  kept: boolean;
}

/** Room in the heap for prepared responses. On the thread that renders, between two renders. */
export class HeldResponses {
  readonly #wasm: CoreExports;
  readonly #memory: WebAssembly.Memory;
  readonly #heap: RecordHeap;

  constructor(wasm: CoreExports, memory: WebAssembly.Memory, heap: RecordHeap) {
    this.#wasm = wasm;
    this.#memory = memory;
    this.#heap = heap;
  }

  /**
   * Takes room for a response; it is kept until `release`.
   * @throws RangeError if `bytes` is not what `prepareResponse` makes of so many channels and frames, or there is no room
   */
  hold(channels: number, frames: number, bytes: number): HeldResponse {
    const fits =
      RESPONSE_CHANNELS.includes(channels) &&
      Number.isInteger(frames) &&
      frames > 0 &&
      frames <= RESPONSE_FRAMES &&
      this.#wasm.responseBytes(channels, frames) === bytes;
    if (!fits) throw new RangeError(`the response is not one of ${channels} channels, ${frames} frames`);
    const at = this.#heap.take(bytes);
    if (at < 0)
      throw new RangeError(`no room for the ${bytes} bytes of a response: ${this.#heap.free} are free`);
    return { channels, frames, bytes, at, filled: 0, users: 0, kept: true };
  }

  /**
   * Writes the next piece of a response. Copies no more than it is given: pieces of a fixed size cost the audio thread a fixed time.
   * @throws RangeError for a piece out of turn, or if the whole is not what it was said to be
   */
  fill(held: HeldResponse, offset: number, piece: Uint8Array): void {
    if (offset !== held.filled || offset + piece.length > held.bytes)
      throw new RangeError(`bytes ${offset} of a response come out of turn: ${held.filled} are there`);
    new Uint8Array(this.#memory.buffer, held.at + offset, piece.length).set(piece);
    held.filled += piece.length;
    if (held.filled < held.bytes) return;
    const view = new DataView(this.#memory.buffer, held.at, 8);
    const { channels, frames } = held;
    if (view.getInt32(0, true) === channels && view.getInt32(4, true) === frames) return;
    held.filled = 0;
    throw new RangeError(`the response is not one of ${channels} channels, ${frames} frames`);
  }

  /** Lets a response go once nobody uses it. */
  release(held: HeldResponse): void {
    held.kept = false;
    this.#giveBack(held);
  }

  /** A state runs on it now. @throws RangeError if not all of it is there */
  use(held: HeldResponse): void {
    if (held.filled < held.bytes) throw new RangeError('the response is still on its way');
    held.users++;
  }

  /** A state doesn't any more. */
  leave(held: HeldResponse): void {
    held.users--;
    this.#giveBack(held);
  }

  #giveBack(held: HeldResponse): void {
    if (held.kept || held.users > 0 || held.filled < 0) return;
    // Given back once: what is gone has no bytes, not even none of them.
    held.filled = -1;
    this.#heap.give(held.at);
  }
}
