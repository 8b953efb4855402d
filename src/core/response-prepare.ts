import { instantiateCore } from './exports.ts';
import { createMemory, planMemory } from './memory.ts';

/** Channels a response may have: mono, stereo, 5.1, 7.1 and 7.1.2, in the order of those layouts. */
export const RESPONSE_CHANNELS: readonly number[] = [1, 2, 6, 8, 10];
/** Most frames of a response: 20 s at 96 kHz. */
export const RESPONSE_FRAMES = 1_920_000;

/** A response as a convolution takes it; `prepareResponse` makes it. Plain data: it may be posted. */
export interface PreparedResponse {
  /** Names it where copies of it are passed on; what prepares it chooses. */
  readonly key: string;
  readonly channels: number;
  readonly frames: number;
  /** Shared where memory can be, so that passing it on copies nothing. */
  readonly spectra: ArrayBuffer | SharedArrayBuffer;
}

/**
 * Prepares a response, given as a plane of samples a channel, by a core of its own: the same bits on every host. Takes some hundred
 * milliseconds for long ones, so not the audio thread. `shared`: whether the module is the build for shared memory.
 * @throws RangeError for another number of channels, planes that are empty, too long or of different lengths, a sample that is not finite, or
 * memory the device does not grant
 */
export function prepareResponse(
  module: WebAssembly.Module,
  shared: boolean,
  planes: readonly Float32Array[],
  key = '',
): PreparedResponse {
  const channels = planes.length;
  if (!RESPONSE_CHANNELS.includes(channels))
    throw new RangeError(`a response has ${RESPONSE_CHANNELS.join(', ')} channels, not ${channels}`);
  const frames = planes[0]?.length ?? 0;
  if (frames < 1 || frames > RESPONSE_FRAMES)
    throw new RangeError(`a response has 1 to ${RESPONSE_FRAMES} frames, not ${frames}`);
  for (const plane of planes) {
    if (plane.length !== frames) throw new RangeError('the channels of a response are of one length');
    if (!plane.every(Number.isFinite)) throw new RangeError('a response holds a sample that is not a number');
  }
  const spectraBytes = spectraBytesOf(module, shared, channels, frames);
  const samplesBytes = 4 * channels * frames;
  const plan = planMemory({ rings: 0, voices: 0, heapBytes: spectraBytes + 64 + samplesBytes, maxRings: 0 });
  const memory = createMemory(plan, shared);
  const samplesAt = plan.heapAt + ((spectraBytes + 63) & ~63);
  planes.forEach((plane, channel) => {
    new Float32Array(memory.buffer, samplesAt + 4 * frames * channel, frames).set(plane);
  });
  instantiateCore(module, memory).prepareResponse(plan.heapAt, channels, frames, samplesAt);
  const spectra = shareable() ? new SharedArrayBuffer(spectraBytes) : new ArrayBuffer(spectraBytes);
  new Uint8Array(spectra).set(new Uint8Array(memory.buffer, plan.heapAt, spectraBytes));
  return { key, channels, frames, spectra };
}

/** Browsers have shared buffers, or let them pass, only where pages are isolated. */
const shareable = (): boolean => globalThis.crossOriginIsolated === true;

function spectraBytesOf(
  module: WebAssembly.Module,
  shared: boolean,
  channels: number,
  frames: number,
): number {
  const plan = planMemory({ rings: 0, voices: 0, heapBytes: 0, maxRings: 0 });
  return instantiateCore(module, createMemory(plan, shared)).responseBytes(channels, frames);
}
