import { decodeQuad24, quadFits24 } from './decode-quad.ts';
import { type SampleFormat, sampleBytes } from './sample-format.ts';

/** Reads `count` samples of one channel, `stride` bytes apart from byte `at`, into `into` from `start`. */
type ChannelReader = (
  bytes: Uint8Array,
  at: number,
  stride: number,
  into: Float32Array,
  start: number,
  count: number,
) => void;

/** Interleaved bytes worked on at once: the tile stays in the first-level cache while each channel passes over it. */
const TILE_BYTES = 16_384;

/** Makes a reader for the rarer wide formats, which a DataView reads at any alignment. */
function viewReader(read: (view: DataView, at: number) => number): ChannelReader {
  return (bytes, at, stride, into, start, count) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let i = 0, p = at; i < count; i++, p += stride) into[start + i] = read(view, p);
  };
}

// Bytes inside the range checked by `decodePcm` always exist; `?? 0` only satisfies unchecked indexing and compiles away.
const READERS: Readonly<Record<SampleFormat, ChannelReader>> = {
  u8: (bytes, at, stride, into, start, count) => {
    for (let i = 0, p = at; i < count; i++, p += stride) into[start + i] = ((bytes[p] ?? 0) - 128) * 2 ** -7;
  },
  s8: (bytes, at, stride, into, start, count) => {
    for (let i = 0, p = at; i < count; i++, p += stride) into[start + i] = ((bytes[p] ?? 0) << 24) * 2 ** -31;
  },
  s16le: (bytes, at, stride, into, start, count) => {
    for (let i = 0, p = at; i < count; i++, p += stride) {
      into[start + i] = (((bytes[p] ?? 0) << 16) | ((bytes[p + 1] ?? 0) << 24)) * 2 ** -31;
    }
  },
  s16be: (bytes, at, stride, into, start, count) => {
    for (let i = 0, p = at; i < count; i++, p += stride) {
      into[start + i] = (((bytes[p + 1] ?? 0) << 16) | ((bytes[p] ?? 0) << 24)) * 2 ** -31;
    }
  },
  s24le: (bytes, at, stride, into, start, count) => {
    for (let i = 0, p = at; i < count; i++, p += stride) {
      into[start + i] =
        (((bytes[p] ?? 0) << 8) | ((bytes[p + 1] ?? 0) << 16) | ((bytes[p + 2] ?? 0) << 24)) * 2 ** -31;
    }
  },
  s24be: (bytes, at, stride, into, start, count) => {
    for (let i = 0, p = at; i < count; i++, p += stride) {
      into[start + i] =
        (((bytes[p + 2] ?? 0) << 8) | ((bytes[p + 1] ?? 0) << 16) | ((bytes[p] ?? 0) << 24)) * 2 ** -31;
    }
  },
  s32le: (bytes, at, stride, into, start, count) => {
    for (let i = 0, p = at; i < count; i++, p += stride) {
      const low = (bytes[p] ?? 0) | ((bytes[p + 1] ?? 0) << 8);
      into[start + i] = (low | ((bytes[p + 2] ?? 0) << 16) | ((bytes[p + 3] ?? 0) << 24)) * 2 ** -31;
    }
  },
  s32be: viewReader((view, at) => view.getInt32(at, false) * 2 ** -31),
  // Written out, as 32-bit float stems are the common case and the shared reader calls through a closure.
  f32le: (bytes, at, stride, into, start, count) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let i = 0, p = at; i < count; i++, p += stride) into[start + i] = view.getFloat32(p, true);
  },
  f32be: viewReader((view, at) => view.getFloat32(at, false)),
  f64le: viewReader((view, at) => view.getFloat64(at, true)),
  f64be: viewReader((view, at) => view.getFloat64(at, false)),
};

/**
 * De-interleaves PCM: frame n of channel `channelIndices[k]` goes to `into[k][intoStart + n]`, full scale is ±1
 * (exact for up to 24 bits, rounded once for 32-bit integers and 64-bit floats; floats pass unchanged, NaN included).
 * Takes the whole frames in `bytes` and answers how many there were. Any thread; allocates nothing per frame.
 * @throws RangeError if a channel is out of range, the lists differ in length, or an array is too short.
 */
export function decodePcm(
  bytes: Uint8Array,
  format: SampleFormat,
  channels: number,
  channelIndices: readonly number[],
  into: readonly Float32Array[],
  intoStart = 0,
): number {
  const width = sampleBytes(format);
  const stride = width * channels;
  const frames = Math.floor(bytes.length / stride);
  if (channelIndices.length !== into.length) {
    throw new RangeError(`decodePcm: ${channelIndices.length} channels but ${into.length} arrays`);
  }
  for (let k = 0; k < into.length; k++) {
    const channel = channelIndices[k] ?? -1;
    if (!Number.isInteger(channel) || channel < 0 || channel >= channels) {
      throw new RangeError(`decodePcm: channel ${channel} of a file with ${channels}`);
    }
    const room = (into[k]?.length ?? 0) - intoStart;
    if (intoStart < 0 || room < frames)
      throw new RangeError(`decodePcm: array ${k} has room for ${room} of ${frames} frames`);
  }
  const reader = READERS[format];
  // Wide 24-bit files are what sessions are streamed from: where words line up they are read four channels at a time.
  const words = format === 's24le' && quadFits24(bytes, channels) ? wordsOf(bytes) : null;
  const tile = Math.max(16, Math.floor(TILE_BYTES / stride));
  for (let frame = 0; frame < frames; frame += tile) {
    const count = Math.min(tile, frames - frame);
    for (let k = 0; k < into.length; k++) {
      const channel = channelIndices[k] ?? 0;
      if (words && k + 3 < into.length && channel % 4 === 0 && isRun(channelIndices, k)) {
        decodeQuad24(words, channels, frame, count, channel, into, k, intoStart + frame);
        k += 3;
        continue;
      }
      const target = into[k];
      if (target) reader(bytes, frame * stride + channel * width, stride, target, intoStart + frame, count);
    }
  }
  return frames;
}

const wordsOf = (bytes: Uint8Array): Uint32Array =>
  new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 2);

/** True if four channels in a row are wanted one after another. */
const isRun = (channels: readonly number[], k: number): boolean => {
  const first = channels[k] ?? 0;
  return channels[k + 1] === first + 1 && channels[k + 2] === first + 2 && channels[k + 3] === first + 3;
};
