import { type WriteCoding, writeSampleBytes } from '../pcm/encode.ts';
import { MAX_CHANNELS, MAX_RATE, MIN_RATE } from '../pcm/file-info.ts';
import { type BextFields, buildBext } from './bext.ts';

/** Largest value of a 32-bit size that doesn't mean "see ds64". */
const MAX_SIZE32 = 0xffff_fffe;
const DS64_BYTES = 28;

/** What a file will hold. */
export interface WavWriterOptions {
  /** Hertz, 1 000…768 000. */
  readonly rate: number;
  /** 1…128. */
  readonly channels: number;
  readonly coding: WriteCoding;
  /** Extensible speaker mask (see `channelMaskFor`); 0 or absent leaves the speakers unsaid. */
  readonly channelMask?: number;
  readonly bext?: BextFields;
  /** Frames if known: the header is then final from the start, for sinks that can't go back. */
  readonly frames?: number;
}

/** Bytes to be written at a place in the file. */
export interface WavPatch {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/**
 * The layout of a WAV file while it is written: keeps count, holds no audio. Write `header` at 0, each encoded block
 * at the offset `accept` answers, and at the end the patches of `finish`.
 */
export interface WavWriter {
  readonly header: Uint8Array;
  readonly blockAlign: number;
  /** Registers a block of `byteLength` encoded bytes and answers the file offset it belongs at. */
  accept(byteLength: number): number;
  /**
   * Closes the file: a pad byte if needed, and the sizes in the header, as RF64 where they pass 4 GiB. Empty if the
   * header was right from the start. @throws RangeError if the audio is not whole frames, or not `options.frames`.
   */
  finish(): readonly WavPatch[];
}

function checkOptions({ rate, channels, frames }: WavWriterOptions): void {
  if (!Number.isInteger(rate) || rate < MIN_RATE || rate > MAX_RATE) {
    throw new RangeError(`WAV rate must be ${MIN_RATE}…${MAX_RATE} Hz, got ${rate}`);
  }
  if (!Number.isInteger(channels) || channels < 1 || channels > MAX_CHANNELS) {
    throw new RangeError(`WAV channels must be 1…${MAX_CHANNELS}, got ${channels}`);
  }
  if (frames !== undefined && (!Number.isSafeInteger(frames) || frames < 0)) {
    throw new RangeError(`WAV frames must be a whole number, got ${frames}`);
  }
}

const setId = (view: DataView, at: number, id: string): void => {
  for (let i = 0; i < 4; i++) view.setUint8(at + i, id.charCodeAt(i));
};

/** GUID tail shared by PCM and float subformats. */
const GUID_TAIL = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71];

/** Lays out the header for `dataBytes` of audio. Its length doesn't depend on `dataBytes`. */
function buildHeader(options: WavWriterOptions, bext: Uint8Array | null, dataBytes: number): Uint8Array {
  const { rate, channels, coding, channelMask = 0 } = options;
  const sampleWidth = writeSampleBytes(coding);
  const float = coding === 'float32';
  const blockAlign = channels * sampleWidth;
  const bextBytes = bext ? 8 + bext.length + (bext.length % 2) : 0;
  // A float file is not plain PCM and needs a fact chunk (Microsoft's RIFF revision of 1994).
  const factBytes = float ? 12 : 0;
  const length = 12 + 8 + DS64_BYTES + 8 + 40 + factBytes + bextBytes + 8;
  const header = new Uint8Array(length);
  const view = new DataView(header.buffer);
  const riffSize = length - 8 + dataBytes + (dataBytes % 2);
  const frames = Math.floor(dataBytes / blockAlign);
  const large = riffSize > MAX_SIZE32;

  setId(view, 0, large ? 'RF64' : 'RIFF');
  view.setUint32(4, large ? 0xffff_ffff : riffSize, true);
  setId(view, 8, 'WAVE');
  setId(view, 12, large ? 'ds64' : 'JUNK');
  view.setUint32(16, DS64_BYTES, true);
  if (large) {
    view.setBigUint64(20, BigInt(riffSize), true);
    view.setBigUint64(28, BigInt(dataBytes), true);
    view.setBigUint64(36, BigInt(frames), true);
  }
  let at = 20 + DS64_BYTES;
  setId(view, at, 'fmt ');
  view.setUint32(at + 4, 40, true);
  view.setUint16(at + 8, 0xfffe, true);
  view.setUint16(at + 10, channels, true);
  view.setUint32(at + 12, rate, true);
  view.setUint32(at + 16, rate * blockAlign, true);
  view.setUint16(at + 20, blockAlign, true);
  view.setUint16(at + 22, sampleWidth * 8, true);
  view.setUint16(at + 24, 22, true);
  view.setUint16(at + 26, sampleWidth * 8, true);
  view.setUint32(at + 28, channelMask, true);
  view.setUint16(at + 32, float ? 3 : 1, true);
  header.set(GUID_TAIL, at + 34);
  at += 48;
  if (float) {
    setId(view, at, 'fact');
    view.setUint32(at + 4, 4, true);
    view.setUint32(at + 8, Math.min(frames, 0xffff_ffff), true);
    at += 12;
  }
  if (bext) {
    setId(view, at, 'bext');
    view.setUint32(at + 4, bext.length, true);
    header.set(bext, at + 8);
    at += bextBytes;
  }
  setId(view, at, 'data');
  view.setUint32(at + 4, large ? 0xffff_ffff : dataBytes, true);
  return header;
}

/** Starts a WAV file. Any thread. @throws RangeError if an option is out of range. */
export function createWavWriter(options: WavWriterOptions): WavWriter {
  checkOptions(options);
  const bext = options.bext ? buildBext(options.bext) : null;
  const blockAlign = options.channels * writeSampleBytes(options.coding);
  const planned = options.frames === undefined ? 0 : options.frames * blockAlign;
  const header = buildHeader(options, bext, planned);
  let dataBytes = 0;
  return {
    header,
    blockAlign,
    accept(byteLength) {
      const offset = header.length + dataBytes;
      dataBytes += byteLength;
      return offset;
    },
    finish() {
      if (dataBytes % blockAlign !== 0) {
        throw new RangeError(`WAV audio of ${dataBytes} bytes is not whole frames of ${blockAlign}`);
      }
      if (options.frames !== undefined && dataBytes !== planned) {
        throw new RangeError(`WAV audio of ${dataBytes} bytes, ${planned} were announced`);
      }
      const patches: WavPatch[] = [];
      if (dataBytes % 2 !== 0) patches.push({ offset: header.length + dataBytes, bytes: new Uint8Array(1) });
      if (dataBytes !== planned) patches.push({ offset: 0, bytes: buildHeader(options, bext, dataBytes) });
      return patches;
    },
  };
}

/** Where bytes go: an OPFS handle, a file stream with positions, Node's fs, or memory. */
export interface WavSink {
  write(bytes: Uint8Array, offset: number): void | Promise<void>;
}

/** Writes a whole file to a sink: the blocks in order, then the patches. Answers the file's size in bytes. */
export async function writeWav(
  options: WavWriterOptions,
  blocks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  sink: WavSink,
): Promise<number> {
  const writer = createWavWriter(options);
  await sink.write(writer.header, 0);
  for await (const block of blocks) await sink.write(block, writer.accept(block.length));
  for (const patch of writer.finish()) await sink.write(patch.bytes, patch.offset);
  const end = writer.accept(0);
  return end + ((end - writer.header.length) % 2);
}
