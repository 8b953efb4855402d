import { type ByteSource, id3TagBytes } from '../../formats/index.ts';
import { type AudioStream, decodeFailure, ImportFault } from './audio-stream.ts';
import { sameOrder } from './channel-order.ts';
import { plainSlices } from './flac.ts';
import { createWasmStream, makeFacts, type WasmDecoder } from './wasm-stream.ts';

const RATES = [44_100, 48_000, 32_000];
/** Bytes behind the tag in which the first frame must begin. */
const SEARCH_BYTES = 1 << 16;

interface FrameHeader {
  readonly rate: number;
  readonly channels: number;
  readonly samples: number;
  /** Where a Xing or Info tag would stand, from the header. */
  readonly sideInfoEnd: number;
}

/** Reads the MPEG audio header at `at` (ISO/IEC 11172-3 §2.4.2.3, 13818-3), or null. */
function readHeader(bytes: Uint8Array, at: number): FrameHeader | null {
  const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(at, at + 4);
  const version = (b >> 3) & 3;
  const layer = 4 - ((b >> 1) & 3);
  const base = RATES[(c >> 2) & 3];
  if (a !== 0xff || (b & 0xe0) !== 0xe0 || version === 1 || layer === 4 || base === undefined) return null;
  if (c >> 4 === 15 || c >> 4 === 0) return null;
  const first = version === 3;
  const channels = d >> 6 === 3 ? 1 : 2;
  const sideInfo = first ? (channels === 1 ? 17 : 32) : channels === 1 ? 9 : 17;
  return {
    rate: base / (first ? 1 : version === 2 ? 2 : 4),
    channels,
    samples: layer === 1 ? 384 : layer === 3 && !first ? 576 : 1152,
    sideInfoEnd: 4 + sideInfo,
  };
}

/** Frames of audio by the Xing/Info tag, less the encoder's delay and padding where LAME wrote them; null without a tag. */
function taggedFrames(bytes: Uint8Array, at: number, header: FrameHeader): number | null {
  const tag = at + header.sideInfoEnd;
  if (bytes.length < tag + 144) return null;
  const name = String.fromCharCode(...bytes.subarray(tag, tag + 4));
  if (name !== 'Xing' && name !== 'Info') return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const flags = view.getUint32(tag + 4);
  if ((flags & 1) === 0) return null;
  const total = view.getUint32(tag + 8) * header.samples;
  const lame =
    tag +
    8 +
    4 * [1, 2, 4].filter((flag) => (flags & flag) !== 0).length +
    ((flags & 4) !== 0 ? 96 : 0) +
    ((flags & 8) !== 0 ? 4 : 0);
  if (bytes.length < lame + 24) return total;
  const trims = ((bytes[lame + 21] ?? 0) << 16) | ((bytes[lame + 22] ?? 0) << 8) | (bytes[lame + 23] ?? 0);
  return Math.max(0, total - (trims >> 12) - (trims & 0xfff));
}

/** Opens an MP3 file (MPEG 1 and 2, layers I to III), gapless where its LAME tag says how. @throws ImportFault */
export async function openMp3(source: ByteSource, fileName: string): Promise<AudioStream> {
  const start = id3TagBytes(await source.read(0, 10));
  const bytes = await source.read(start, SEARCH_BYTES);
  let at = 0;
  let header = readHeader(bytes, at);
  while (header === null && at < bytes.length - 4) {
    at += 1;
    header = readHeader(bytes, at);
  }
  if (header === null) {
    throw new ImportFault(
      decodeFailure(fileName, 'damaged', 'has no MP3 frame where its audio should begin.'),
    );
  }
  const facts = makeFacts(fileName, 'MP3', header.channels, header.rate, taggedFrames(bytes, at, header));
  return createWasmStream({
    fileName,
    facts,
    order: sameOrder(header.channels),
    // The tag is skipped here: its pictures can be large and are none of the decoder's business.
    slices: () => plainSlices(source, start + at),
    containerWarnings: () => [],
    async open(): Promise<WasmDecoder> {
      const { MPEGDecoder } = await import('mpg123-decoder');
      const decoder = new MPEGDecoder();
      await decoder.ready;
      return decoder;
    },
  });
}
