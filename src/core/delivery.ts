import { DELIVERY_FRAMES, MAX_SPEAKERS } from './contract.ts';
import { type CoreExports, instantiateCore } from './exports.ts';
import { createMemory, planMemory } from './memory.ts';

/**
 * The last step on the way into a file, with the core's own loops on a memory of its own: true peak (ITU-R BS.1770-5
 * annex 2), dither by absolute sample position, quantisation, interleaving. One thread; drop it when done.
 */
export class Delivery {
  readonly channels: number;
  readonly #wasm: CoreExports;
  readonly #planes: readonly Float32Array[];
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #out: Uint8Array;
  #frames = 0;
  #clipped = 0;

  /** `shared`: true if `module` is the build for shared memory. @throws RangeError for more channels than a layout has */
  constructor(module: WebAssembly.Module, shared: boolean, channels: number) {
    if (!(channels >= 1 && channels <= MAX_SPEAKERS))
      throw new RangeError(`a file of ${channels} channels; 1 to ${MAX_SPEAKERS} can be delivered`);
    const plan = planMemory({ rings: 0, voices: 0, heapBytes: 0, maxRings: 0 });
    const memory = createMemory(plan, shared);
    this.channels = channels;
    this.#wasm = instantiateCore(module, memory);
    this.#wasm.startDelivery(channels);
    const planesAt = this.#wasm.deliveryPlanesPtr();
    this.#planes = Array.from(
      { length: channels },
      (_, channel) =>
        new Float32Array(memory.buffer, planesAt + 4 * DELIVERY_FRAMES * channel, DELIVERY_FRAMES),
    );
    this.#out = new Uint8Array(memory.buffer, this.#wasm.deliveryOutPtr(), 4 * DELIVERY_FRAMES * channels);
    this.#bytes = new Uint8Array(this.#out.length);
  }

  /** Samples beyond full scale in everything packed so far: clipped where the words are integers. */
  get clippedSamples(): number {
    return this.#clipped;
  }

  /** Takes the first `frames` (≤ DELIVERY_FRAMES) frames of each channel, for the calls that follow. */
  take(planes: readonly Float32Array[], frames: number): void {
    if (planes.length !== this.channels || !(frames >= 0 && frames <= DELIVERY_FRAMES))
      throw new RangeError(
        `${planes.length} channels of ${frames} frames are not ${this.channels} of ${DELIVERY_FRAMES}`,
      );
    this.#frames = frames;
    for (const [channel, plane] of planes.entries())
      this.#planes[channel]?.set(plane.length === frames ? plane : plane.subarray(0, frames));
  }

  /** Enters what was taken into the true-peak meter. */
  measure(): void {
    this.#wasm.deliverPeaks(this.#frames);
  }

  /** What was taken as interleaved little-endian floats, bit for bit. A view, valid until the next packing. */
  floats(): Uint8Array<ArrayBuffer> {
    return this.#given(this.#wasm.deliverFloats(this.#frames), 4);
  }

  /** What was taken, dithered, as integers; `position` is the timeline sample of its first frame. View as of `floats`. */
  integers(bits: 16 | 24, position: number): Uint8Array<ArrayBuffer> {
    return this.#given(this.#wasm.deliverWords(bits, this.#frames, position), bits / 8);
  }

  /** Ends the meter: largest true peak of any channel in everything measured, linear. */
  finishPeak(): number {
    return this.#wasm.deliverEnd();
  }

  /** Copies out of the core's memory: not every sink takes bytes that another thread could see. */
  #given(clipped: number, width: number): Uint8Array<ArrayBuffer> {
    this.#clipped += clipped;
    const length = this.#frames * this.channels * width;
    this.#bytes.set(this.#out.subarray(0, length));
    return this.#bytes.subarray(0, length);
  }
}
