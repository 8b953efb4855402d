import { ok, type Result } from '../../units/index.ts';
import {
  type ByteSource,
  type Parser,
  runParser,
  runParserSync,
  type SyncByteSource,
} from '../byte-source.ts';
import { fileFault, showTag } from '../pcm/file-fault.ts';
import type { FormatFailureCode, FormatWarning, PcmFileInfo, RawChunk } from '../pcm/file-info.ts';
import { checkChannels, checkRate } from '../pcm/frame-checks.ts';
import { type SampleFormat, sampleBytes, sampleFormatWords } from '../pcm/sample-format.ts';
import { clampChunk, walkChunks } from '../wav/chunk-walk.ts';
import { readExtended } from './extended-float.ts';

const COPY_AGAIN = 'Copy or download the file again.';

/** Integer formats by bytes a sample, for the codings that leave the width to the COMM chunk. */
const BIG_ENDIAN: Readonly<Record<number, SampleFormat>> = { 1: 's8', 2: 's16be', 3: 's24be', 4: 's32be' };
const LITTLE_ENDIAN: Readonly<Record<number, SampleFormat>> = { 1: 's8', 2: 's16le', 3: 's24le', 4: 's32le' };

/** AIFC compression types that are plain PCM. */
const FIXED_CODINGS: Readonly<Record<string, SampleFormat>> = {
  'raw ': 'u8',
  in24: 's24be',
  in32: 's32be',
  '42ni': 's24le',
  '23ni': 's32le',
  fl32: 'f32be',
  FL32: 'f32be',
  fl64: 'f64be',
  FL64: 'f64be',
};
const BY_WIDTH: Readonly<Record<string, Readonly<Record<number, SampleFormat>>>> = {
  NONE: BIG_ENDIAN,
  twos: BIG_ENDIAN,
  sowt: LITTLE_ENDIAN,
};

interface Common {
  readonly format: SampleFormat;
  readonly channels: number;
  readonly rate: number;
  readonly exactRate: number;
  readonly validBits: number;
  readonly claimedFrames: number;
}

function parseComm(payload: Uint8Array, aifc: boolean, fileName: string): Result<Common, FormatFailureCode> {
  if (payload.length < (aifc ? 22 : 18)) {
    return fileFault(fileName, 'truncated-header', 'has a COMM chunk that is cut short.', COPY_AGAIN);
  }
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const channels = view.getUint16(0, false);
  const bits = view.getUint16(6, false);
  const exactRate = readExtended(view, 8);
  const rate = Math.round(exactRate);
  const refused = checkChannels(fileName, channels) ?? checkRate(fileName, rate);
  if (refused) return refused;
  const coding = aifc ? String.fromCharCode(...payload.subarray(18, 22)) : 'NONE';
  const widths = Object.hasOwn(BY_WIDTH, coding) ? BY_WIDTH[coding] : undefined;
  const fixed = Object.hasOwn(FIXED_CODINGS, coding) ? FIXED_CODINGS[coding] : undefined;
  if (!widths && !fixed) {
    return fileFault(
      fileName,
      'unsupported-coding',
      `is compressed as ${showTag(coding)}, which can’t be read here.`,
      'Convert it to uncompressed AIFF or WAV and import that.',
    );
  }
  const format = fixed ?? widths?.[Math.ceil(bits / 8)];
  if (!format)
    return fileFault(fileName, 'bad-format', `claims ${bits}-bit samples, which no AIFF file has.`);
  const stored = sampleBytes(format) * 8;
  return ok({
    format,
    channels,
    rate,
    exactRate,
    validBits: bits >= 1 && bits <= stored ? bits : stored,
    claimedFrames: view.getUint32(2, false),
  });
}

function* aiffParser(size: number, fileName: string): Parser<Result<PcmFileInfo, FormatFailureCode>> {
  if (size === 0) return fileFault(fileName, 'empty-file', 'is empty (0 bytes).', COPY_AGAIN);
  const head = yield { offset: 0, length: 12 };
  const text = String.fromCharCode(...head);
  const container = text.slice(8, 12);
  if (!text.startsWith('FORM') || (head.length === 12 && container !== 'AIFF' && container !== 'AIFC')) {
    return fileFault(fileName, 'not-aiff', 'is not an AIFF or AIFC file.');
  }
  if (head.length < 12) return fileFault(fileName, 'truncated-header', 'ends inside its header.', COPY_AGAIN);

  const warnings: FormatWarning[] = [];
  const chunks: RawChunk[] = [];
  let common: Result<Common, FormatFailureCode> | null = null;
  let data: { readonly offset: number; readonly bytes: number; readonly claimed: number } | null = null;

  function* visit(id: string, claimedSize: number, offset: number): Parser<number | null> {
    if (id === 'COMM' && !common) {
      const payload = yield { offset, length: Math.min(claimedSize, 22) };
      common = parseComm(payload, container === 'AIFC', fileName);
      return common.ok ? claimedSize : null;
    }
    if (id === 'SSND' && !data) {
      const header = yield { offset, length: Math.min(claimedSize, 8) };
      const skipped =
        header.length < 4 ? 0 : new DataView(header.buffer, header.byteOffset, 4).getUint32(0, false);
      const start = offset + 8 + skipped;
      const end = Math.min(size, offset + claimedSize);
      data = {
        offset: start,
        bytes: Math.max(0, end - start),
        claimed: Math.max(0, claimedSize - 8 - skipped),
      };
      return claimedSize;
    }
    if (id === 'COMM' || id === 'SSND') {
      warnings.push({
        code: 'duplicate-chunk',
        message: `There is a second ${id} chunk; the first one counts.`,
      });
    } else {
      chunks.push(clampChunk({ id, offset, claimedSize }, size));
    }
    return claimedSize;
  }
  yield* walkChunks({ fileSize: size, start: 12, littleEndian: false, visit, warn: (w) => warnings.push(w) });
  return finish({ common, data, chunks, warnings }, container === 'AIFC' ? 'AIFC' : 'AIFF', fileName);
}

interface AiffReading {
  readonly common: Result<Common, FormatFailureCode> | null;
  readonly data: { readonly offset: number; readonly bytes: number; readonly claimed: number } | null;
  readonly chunks: readonly RawChunk[];
  readonly warnings: FormatWarning[];
}

function finish(
  { common, data, chunks, warnings }: AiffReading,
  container: 'AIFF' | 'AIFC',
  fileName: string,
): Result<PcmFileInfo, FormatFailureCode> {
  if (!common) {
    return fileFault(
      fileName,
      'no-format',
      'has no COMM chunk, so its samples can’t be understood.',
      COPY_AGAIN,
    );
  }
  if (!common.ok) return common;
  if (!data) return fileFault(fileName, 'no-data', 'has no sound data (SSND) chunk.', COPY_AGAIN);
  const { format, channels, rate, exactRate, validBits, claimedFrames } = common.value;
  const blockAlign = channels * sampleBytes(format);
  const present = Math.floor(data.bytes / blockAlign);
  // The COMM chunk's frame count is the truth where the file holds that much; 0 is left by interrupted recorders.
  const frames = claimedFrames === 0 ? present : Math.min(claimedFrames, present);
  if (frames === 0) {
    return fileFault(
      fileName,
      'no-audio',
      'holds no audio: there is not one whole sample in it.',
      COPY_AGAIN,
    );
  }
  if (present < claimedFrames || data.bytes < data.claimed) {
    warnings.push({
      code: 'truncated',
      message: `The file is cut short: ${present} of ${claimedFrames} frames are there.`,
    });
  } else if (claimedFrames === 0) {
    warnings.push({ code: 'open-ended', message: 'Its length was never written; all sound data is used.' });
  }
  if (exactRate !== rate) {
    warnings.push({
      code: 'rounded-rate',
      message: `The sample rate ${exactRate} Hz is taken as ${rate} Hz.`,
    });
  }
  return ok({
    container,
    coding: `${container} ${sampleFormatWords(format)}`,
    format,
    channels,
    rate,
    blockAlign,
    validBits,
    channelMask: null,
    dataOffset: data.offset,
    frames,
    bext: null,
    chunks,
    warnings,
  });
}

/**
 * Reads the structure of an AIFF or AIFC file with uncompressed samples; same shape and manners as `parseWav`.
 * Rejects only if `source.read` does. Any thread.
 */
export const parseAiff = (
  source: ByteSource,
  fileName = 'This file',
): Promise<Result<PcmFileInfo, FormatFailureCode>> => runParser(source, aiffParser(source.size, fileName));

/** `parseAiff` over a synchronous source. Throws only if `source.read` does. */
export const parseAiffSync = (
  source: SyncByteSource,
  fileName = 'This file',
): Result<PcmFileInfo, FormatFailureCode> => runParserSync(source, aiffParser(source.size, fileName));
