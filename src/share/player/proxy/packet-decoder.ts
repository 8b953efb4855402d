import type { PlacedPacket } from './ogg-packets.ts';

/** Stereo samples at 48 kHz; `start` is the granule position of the first. */
export interface Decoded {
  readonly start: number;
  readonly left: Float32Array<ArrayBuffer>;
  readonly right: Float32Array<ArrayBuffer>;
}

/** Decodes the packets of one Opus stream of one or two channels. */
export interface PacketDecoder {
  /** Takes packets in order; what was decoded may come with a later call. */
  decode(packets: readonly PlacedPacket[]): Promise<readonly Decoded[]>;
  /** What is still held back; call at the end of the stream. */
  drain(): Promise<readonly Decoded[]>;
  /** Begins at another place. */
  reset(): Promise<void>;
  close(): void;
}

/** The pinned decoder, in WASM on this thread: about 1 % of a core a stream. */
export async function openWasmDecoder(): Promise<PacketDecoder> {
  const { OpusDecoder } = await import('opus-decoder');
  const decoder = new OpusDecoder({
    channels: 2,
    streamCount: 1,
    coupledStreamCount: 1,
    channelMappingTable: [0, 1],
    preSkip: 0,
  });
  await decoder.ready;
  return {
    async decode(packets) {
      return packets.map(({ bytes, start, frames }) => {
        const { channelData, samplesDecoded } = decoder.decodeFrame(bytes);
        const left = new Float32Array(frames);
        const right = new Float32Array(frames);
        // A packet that can't be decoded is silence of its length: what follows keeps its place.
        if (samplesDecoded === frames) {
          left.set(channelData[0]?.subarray(0, frames) ?? []);
          right.set(channelData[1]?.subarray(0, frames) ?? []);
        }
        return { start, left, right };
      });
    },
    drain: async () => [],
    reset: async () => undefined,
    close: () => decoder.free(),
  };
}
