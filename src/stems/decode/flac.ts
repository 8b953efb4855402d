import type { ByteSource } from '../../formats/index.ts';
import { type AudioStream, decodeFailure, ImportFault } from './audio-stream.ts';
import { flacOrder } from './channel-order.ts';
import { createWasmStream, makeFacts, type WasmDecoded, type WasmDecoder } from './wasm-stream.ts';

/** Bytes handed to the decoder at a time. */
const SLICE_BYTES = 1 << 16;
/** "fLaC", a block header and STREAMINFO (RFC 9639 §8.2). */
const HEAD_BYTES = 4 + 4 + 34;

/** Slices of a file in order. */
export async function* plainSlices(source: ByteSource, from = 0): AsyncGenerator<Uint8Array> {
  for (let at = from; at < source.size; at += SLICE_BYTES) yield await source.read(at, SLICE_BYTES);
}

/** Most bits of a sample that floats hold. */
const EXACT_BITS = 24;

/**
 * Gives back the samples that were coded. The decoder divides integers by 2^(bits−1) − 1, which makes a file a little louder than
 * the WAV it was made from, and full scale more than 1: what it did is undone to the bit, and full scale is 2^(bits−1).
 */
function exact({ channelData, ...rest }: WasmDecoded, bits: number): WasmDecoded {
  const full = 2 ** (bits - 1);
  for (const plane of channelData)
    for (let n = 0; n < plane.length; n++) plane[n] = Math.round((plane[n] ?? 0) * (full - 1)) / full;
  return { channelData, ...rest };
}

/** Opens a native FLAC file. @throws ImportFault */
export async function openFlac(source: ByteSource, fileName: string): Promise<AudioStream> {
  const head = await source.read(0, HEAD_BYTES);
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  if (head.length < HEAD_BYTES || (view.getUint8(4) & 0x7f) !== 0) {
    throw new ImportFault(decodeFailure(fileName, 'damaged', 'has no FLAC stream description.'));
  }
  // Bits 80–143 of STREAMINFO: rate 20, channels − 1 3, bits − 1 5, samples 36.
  const high = view.getUint32(18);
  const rate = high >>> 12;
  const channels = ((high >>> 9) & 7) + 1;
  const bits = ((high >>> 4) & 31) + 1;
  const total = (high & 15) * 2 ** 32 + view.getUint32(22);
  const facts = makeFacts(fileName, `FLAC ${bits}-bit`, channels, rate, total === 0 ? null : total);
  return createWasmStream({
    fileName,
    facts,
    order: flacOrder(channels),
    slices: () => plainSlices(source),
    containerWarnings: () => [],
    async open(): Promise<WasmDecoder> {
      const { FLACDecoder } = await import('@wasm-audio-decoders/flac');
      const decoder = new FLACDecoder();
      await decoder.ready;
      if (bits > EXACT_BITS) return decoder;
      return {
        decode: async (bytes) => exact(await decoder.decode(bytes), bits),
        flush: async () => exact(await decoder.flush(), bits),
        free: () => decoder.free(),
      };
    },
  });
}
