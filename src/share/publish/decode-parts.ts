/** Decodes what was coded, by the decoders every reader has, so that both sides know what will be heard. */
import { createSHA256 } from 'hash-wasm';
import { blobSource } from '../../formats/index.ts';
import { createResampler, openAudio } from '../../stems/index.ts';
import type { FileStore } from '../../store/index.ts';

/** Takes planar blocks; the arrays are reused after it resolves. */
export type PlaneSink = (planes: readonly Float32Array[], frames: number) => void;

/** SHA-256 of planar audio as interleaved little-endian floats. */
export interface PcmHash {
  take(planes: readonly Float32Array[], frames: number): void;
  digest(): string;
}

/** Starts a hash of so many channels. */
export async function createPcmHash(channels: number): Promise<PcmHash> {
  const hash = await createSHA256();
  let buffer = new Float32Array(0);
  return {
    take(planes, frames) {
      if (buffer.length < frames * channels) buffer = new Float32Array(frames * channels);
      interleave(planes, frames, buffer);
      hash.update(new Uint8Array(buffer.buffer, 0, 4 * frames * channels));
    },
    digest: () => hash.digest('hex'),
  };
}

/** Puts `frames` frames of planes one after the other. */
export function interleave(planes: readonly Float32Array[], frames: number, into: Float32Array): void {
  for (const [channel, plane] of planes.entries())
    for (let frame = 0, place = channel; frame < frames; frame++, place += planes.length)
      into[place] = plane[frame] ?? 0;
}

/**
 * Decodes a file at a rate, its first `length` frames: what a file at another rate has beyond them is rounding.
 * @returns frames given to the sink @throws ImportFault
 */
export async function decodeAt(
  blob: Blob,
  rate: number,
  length: number,
  signal: AbortSignal | undefined,
  sink: PlaneSink,
): Promise<number> {
  const { stream } = await openAudio(blobSource(blob), 'The coded stem');
  const { channels, rate: own } = stream.facts;
  const resampler = own === rate ? null : createResampler(channels, own, rate);
  let given = 0;
  const keep: PlaneSink = (planes, frames) => {
    const count = Math.min(frames, length - given);
    given += Math.max(0, count);
    if (count > 0) sink(planes, count);
  };
  await stream.decode({
    signal,
    onBytes: () => undefined,
    sink: (planes, frames) => {
      if (resampler) resampler.process(planes, frames, keep);
      else keep(planes, frames);
    },
  });
  resampler?.finish(keep);
  return given;
}

/** Frames read back at once. */
const BLOCK_FRAMES = 16_384;

/**
 * SHA-256 of all channels of parts that lie in several files, each some of the channels in their order, at a rate and length.
 * Decoded audio waits in files under `folder`, which go again. @throws RangeError if a part is shorter
 */
export async function hashParts(
  store: FileStore,
  folder: string,
  parts: readonly { readonly blob: Blob; readonly channels: number }[],
  rate: number,
  length: number,
  signal?: AbortSignal,
): Promise<string> {
  const total = parts.reduce((sum, { channels }) => sum + channels, 0);
  const hash = await createPcmHash(total);
  const [only] = parts;
  if (only && parts.length === 1) {
    const given = await decodeAt(only.blob, rate, length, signal, hash.take);
    checkLength(given, length);
    return hash.digest();
  }
  const files = await Promise.all(parts.map((_, index) => store.open(`${folder}/decoded-${index}`, 'write')));
  try {
    for (const [index, { blob }] of parts.entries()) {
      const file = files[index];
      if (!file) continue;
      file.truncate(0);
      let at = 0;
      const given = await decodeAt(blob, rate, length, signal, (planes, frames) => {
        const block = new Float32Array(frames * planes.length);
        interleave(planes, frames, block);
        file.write(new Uint8Array(block.buffer), at);
        at += block.byteLength;
      });
      checkLength(given, length);
    }
    const planes = Array.from({ length: total }, () => new Float32Array(BLOCK_FRAMES));
    for (let done = 0; done < length; done += BLOCK_FRAMES) {
      const frames = Math.min(BLOCK_FRAMES, length - done);
      let first = 0;
      for (const [index, { channels }] of parts.entries()) {
        const block = new Float32Array(frames * channels);
        files[index]?.read(new Uint8Array(block.buffer), 4 * done * channels);
        for (let channel = 0; channel < channels; channel++) {
          const plane = planes[first + channel];
          if (plane)
            for (let frame = 0, place = channel; frame < frames; frame++, place += channels)
              plane[frame] = block[place] ?? 0;
        }
        first += channels;
      }
      hash.take(planes, frames);
    }
    return hash.digest();
  } finally {
    for (const file of files) file.close();
    for (const index of parts.keys()) await store.remove(`${folder}/decoded-${index}`);
  }
}

function checkLength(given: number, length: number): void {
  if (given < length) throw new RangeError(`${given} of ${length} samples came back`);
}
