import { ok, type Result } from '../../units/index.ts';
import { fileFault } from '../pcm/file-fault.ts';
import type { FormatFailureCode } from '../pcm/file-info.ts';
import { checkChannels, checkRate } from '../pcm/frame-checks.ts';
import type { SampleFormat } from '../pcm/sample-format.ts';

const TAG_PCM = 1;
const TAG_FLOAT = 3;
const TAG_EXTENSIBLE = 0xfffe;

/** The last 14 bytes of every WAVE_FORMAT_EXTENSIBLE GUID whose first two are a classic format tag. */
const GUID_TAIL = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71];

/** Codings people meet in WAV files, so a refusal can name them. */
const CODING_NAMES: Readonly<Record<number, string>> = {
  2: 'Microsoft ADPCM',
  6: 'A-law',
  7: 'µ-law',
  17: 'IMA ADPCM',
  49: 'GSM 6.10',
  80: 'MPEG audio',
  85: 'MP3',
  146: 'Dolby AC-3 (S/PDIF)',
  255: 'AAC',
  353: 'Windows Media Audio',
  8192: 'Dolby AC-3',
  8193: 'DTS',
  61868: 'FLAC',
};

/** What the fmt chunk says, checked. */
export interface WavFormat {
  readonly format: SampleFormat;
  readonly channels: number;
  readonly rate: number;
  readonly blockAlign: number;
  readonly validBits: number;
  /** Null where there is no extensible part or its mask is 0. */
  readonly channelMask: number | null;
}

const INT_FORMATS: Readonly<Record<number, SampleFormat>> = { 1: 'u8', 2: 's16le', 3: 's24le', 4: 's32le' };
const FLOAT_FORMATS: Readonly<Record<number, SampleFormat>> = { 4: 'f32le', 8: 'f64le' };

/** Reads a fmt payload (its claimed size decides whether it is sound). Any thread. */
export function parseFmt(
  payload: Uint8Array,
  claimedSize: number,
  fileName: string,
): Result<WavFormat, FormatFailureCode> {
  if (payload.length < 16) {
    return claimedSize < 16
      ? fileFault(fileName, 'bad-format', `has a format chunk of only ${claimedSize} bytes; 16 are needed.`)
      : fileFault(
          fileName,
          'truncated-header',
          'ends inside its format chunk.',
          'Copy or download the file again.',
        );
  }
  if (claimedSize % 2 !== 0) {
    return fileFault(
      fileName,
      'bad-format',
      `has a format chunk of an impossible size (${claimedSize} bytes).`,
    );
  }
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  let tag = view.getUint16(0, true);
  const channels = view.getUint16(2, true);
  const rate = view.getUint32(4, true);
  const blockAlign = view.getUint16(12, true);
  const bits = view.getUint16(14, true);
  let validBits = bits;
  let channelMask: number | null = null;

  if (tag === TAG_EXTENSIBLE) {
    if (payload.length < 40) {
      return fileFault(
        fileName,
        'bad-format',
        'announces an extensible format but its description is cut short.',
      );
    }
    const known = GUID_TAIL.every((byte, i) => payload[26 + i] === byte);
    tag = known ? view.getUint16(24, true) : 0;
    const stored = view.getUint16(18, true);
    if (stored > 0 && stored <= bits) validBits = stored;
    channelMask = view.getUint32(20, true) || null;
  }

  const refused = checkChannels(fileName, channels) ?? checkRate(fileName, rate);
  if (refused) return refused;

  const bytes = Math.ceil(bits / 8);
  const format = tag === TAG_PCM ? INT_FORMATS[bytes] : tag === TAG_FLOAT ? FLOAT_FORMATS[bytes] : undefined;
  if (tag !== TAG_PCM && tag !== TAG_FLOAT) {
    const name =
      CODING_NAMES[tag] ??
      (tag === 0 ? 'an unknown format' : `format 0x${tag.toString(16).padStart(4, '0')}`);
    return fileFault(
      fileName,
      'unsupported-coding',
      `is coded as ${name}, which can’t be read here.`,
      'Convert it to PCM WAV (16, 24 or 32 bit) and import that.',
    );
  }
  if (!format || (tag === TAG_FLOAT && bits % 32 !== 0)) {
    const kind = tag === TAG_FLOAT ? 'floating-point' : 'integer';
    return fileFault(fileName, 'bad-format', `claims ${bits}-bit ${kind} samples, which no WAV file has.`);
  }
  if (blockAlign !== channels * bytes) {
    return fileFault(
      fileName,
      'bad-block-align',
      `contradicts itself: ${channels} channels of ${bits} bits need ${channels * bytes} bytes a frame, the header says ${blockAlign}.`,
    );
  }
  return ok({ format, channels, rate, blockAlign, validBits, channelMask });
}
