import { type Failure, ok, type Result } from '../../units/index.ts';
import {
  type ByteSource,
  type Parser,
  runParser,
  runParserSync,
  type SyncByteSource,
} from '../byte-source.ts';
import { fileFault, showBytes } from '../pcm/file-fault.ts';
import type { FormatFailureCode, FormatWarning, RawChunk, WavInfo } from '../pcm/file-info.ts';
import { sampleFormatWords } from '../pcm/sample-format.ts';
import { type Bext, bextReadLength, parseBext } from './bext.ts';
import { clampChunk, type WalkedChunk, walkChunks } from './chunk-walk.ts';
import { parseFmt, type WavFormat } from './fmt.ts';
import { maskSpeakerCount } from './speaker-mask.ts';

const CONTAINERS = { RIFF: 'WAV', RF64: 'RF64', BW64: 'BW64' } as const;
type Container = keyof typeof CONTAINERS;
/** A 32-bit size that means "see ds64", or in plain RIFF "not known when written". */
const SIZE_ELSEWHERE = 0xffff_ffff;
/** ds64 rows read: one for each chunk that could need it, and then some. */
const MAX_DS64_ROWS = 64;
const COPY_AGAIN = 'Copy or download the file again.';

/** Where the data chunk begins and how much of it is really there. */
interface DataRange {
  readonly offset: number;
  readonly bytes: number;
}

/** State of one parse; chunks fill it in whatever order they come. */
class WavReading {
  format: Result<WavFormat, FormatFailureCode> | null = null;
  data: DataRange | null = null;
  bext: Bext | null = null;
  readonly chunks: RawChunk[] = [];
  readonly warnings: FormatWarning[] = [];
  readonly #largeSizes = new Map<string, number>();
  #sawDs64 = false;
  readonly #container: Container;
  readonly #fileSize: number;
  readonly #fileName: string;

  constructor(container: Container, fileSize: number, fileName: string) {
    this.#container = container;
    this.#fileSize = fileSize;
    this.#fileName = fileName;
  }

  warn(code: FormatWarning['code'], message: string): void {
    this.warnings.push({ code, message });
  }

  /** Takes one chunk and answers with its true size. */
  *visit(id: string, size32: number, offset: number): Parser<number | null> {
    const claimedSize = size32 === SIZE_ELSEWHERE ? (this.#largeSizes.get(id) ?? size32) : size32;
    const chunk: WalkedChunk = { id, offset, claimedSize };
    switch (id) {
      case 'ds64':
        if (this.#container === 'RIFF' || this.#sawDs64) break;
        this.#sawDs64 = true;
        this.#readDs64(yield { offset, length: Math.min(claimedSize, 28 + MAX_DS64_ROWS * 12) });
        return claimedSize;
      case 'fmt ':
        if (this.format) {
          this.warn('duplicate-chunk', 'There is a second format chunk; the first one counts.');
          return claimedSize;
        }
        this.format = parseFmt(
          yield { offset, length: Math.min(claimedSize, 40) },
          claimedSize,
          this.#fileName,
        );
        return this.format.ok ? claimedSize : null;
      case 'bext':
        if (this.bext) break;
        this.bext = parseBext(yield { offset, length: bextReadLength(claimedSize) });
        if (!this.bext) this.warn('bad-bext', 'The broadcast description (bext) is cut short; ignored.');
        return claimedSize;
      case 'data':
        return yield* this.#visitData(chunk, size32);
    }
    this.chunks.push(clampChunk(chunk, this.#fileSize));
    return claimedSize;
  }

  #readDs64(payload: Uint8Array): void {
    if (payload.length < 24) return;
    const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
    this.#largeSizes.set('data', Number(view.getBigUint64(8, true)));
    const rows = payload.length >= 28 ? Math.min(view.getUint32(24, true), MAX_DS64_ROWS) : 0;
    for (let at = 28; at + 12 <= Math.min(payload.length, 28 + rows * 12); at += 12) {
      const id = String.fromCharCode(...payload.subarray(at, at + 4));
      this.#largeSizes.set(id, Number(view.getBigUint64(at + 4, true)));
    }
  }

  *#visitData(chunk: WalkedChunk, size32: number): Parser<number | null> {
    if (this.data) {
      this.warn('duplicate-chunk', 'There is a second data chunk; only the first one is used.');
      return chunk.claimedSize;
    }
    const { offset, claimedSize } = chunk;
    const available = this.#fileSize - offset;
    if (size32 === SIZE_ELSEWHERE) {
      const large = this.#largeSizes.get('data') ?? 0;
      if (large === 0) {
        const code = this.#container === 'RIFF' ? 'open-ended' : 'missing-ds64';
        return this.#takeRest(
          offset,
          code,
          'Its length was never written; everything to the end of the file is used.',
        );
      }
    }
    if (size32 === 0 && available > 0) {
      const next = yield { offset, length: 8 };
      if (!startsChunk(next, available)) {
        return this.#takeRest(
          offset,
          'open-ended',
          'Its length was never written; everything to the end of the file is used.',
        );
      }
    }
    if (claimedSize > available) {
      return this.#takeRest(
        offset,
        'truncated',
        `The file is cut short: ${showBytes(available)} of ${showBytes(claimedSize)} of audio are there.`,
      );
    }
    this.data = { offset, bytes: claimedSize };
    return claimedSize;
  }

  #takeRest(offset: number, code: FormatWarning['code'], message: string): number {
    this.data = { offset, bytes: this.#fileSize - offset };
    this.warn(code, message);
    return this.data.bytes;
  }
}

/** True if the bytes look like the header of another chunk that fits: then an empty data chunk is really empty. */
function startsChunk(bytes: Uint8Array, available: number): boolean {
  if (bytes.length < 8) return false;
  const printable = bytes.subarray(0, 4).every((byte) => byte >= 0x20 && byte <= 0x7e);
  return printable && 8 + new DataView(bytes.buffer, bytes.byteOffset, 8).getUint32(4, true) <= available;
}

function* wavParser(size: number, fileName: string): Parser<Result<WavInfo, FormatFailureCode>> {
  if (size === 0) {
    return fileFault(fileName, 'empty-file', 'is empty (0 bytes).', COPY_AGAIN);
  }
  const head = yield { offset: 0, length: 12 };
  const text = String.fromCharCode(...head);
  const container = text.slice(0, 4);
  if (!isContainer(container) || (head.length >= 12 && text.slice(8, 12) !== 'WAVE')) {
    return fileFault(fileName, 'not-wav', 'is not a WAV, RF64 or BW64 file.');
  }
  if (head.length < 12) return fileFault(fileName, 'truncated-header', 'ends inside its header.', COPY_AGAIN);

  const reading = new WavReading(container, size, fileName);
  yield* walkChunks({
    fileSize: size,
    start: 12,
    littleEndian: true,
    visit: (id, size32, offset) => reading.visit(id, size32, offset),
    warn: (warning) => reading.warnings.push(warning),
  });
  return finish(reading, container, fileName);
}

const isContainer = (id: string): id is Container => Object.hasOwn(CONTAINERS, id);

function finish(
  { format, data, bext, chunks, warnings }: WavReading,
  container: Container,
  fileName: string,
): Result<WavInfo, FormatFailureCode> {
  const overrun = warnings.find(({ code }) => code === 'truncated');
  const missing = (fault: string, code: FormatFailureCode): Failure<FormatFailureCode> =>
    fileFault(
      fileName,
      code,
      overrun ? `${fault} ${overrun.message}` : fault,
      `${COPY_AGAIN} If that doesn’t help, export it again.`,
    );
  if (!format) return missing('has no format chunk, so its samples can’t be understood.', 'no-format');
  if (!format.ok) return format;
  if (!data) return missing('has no audio data chunk.', 'no-data');
  const { blockAlign, channels, channelMask } = format.value;
  const frames = Math.floor(data.bytes / blockAlign);
  if (frames === 0) return missing('holds no audio: its data chunk has not one whole sample.', 'no-audio');
  if (data.bytes % blockAlign !== 0) {
    warnings.push({ code: 'partial-frame', message: 'The last sample is incomplete and left out.' });
  }
  if (channelMask !== null && maskSpeakerCount(channelMask) !== channels) {
    const named = maskSpeakerCount(channelMask);
    warnings.push({
      code: 'short-mask',
      message: `The speaker mask names ${named} speaker${named === 1 ? '' : 's'} for ${channels} channels; the channel count is used.`,
    });
  }
  return ok({
    container,
    coding: `${CONTAINERS[container]} ${sampleFormatWords(format.value.format)}`,
    ...format.value,
    dataOffset: data.offset,
    frames,
    bext,
    chunks,
    warnings,
  });
}

/**
 * Reads the structure of a WAV, RF64 or BW64 file: chunks in any order, sizes never trusted. The audio itself is not
 * read. `fileName` is used in messages only. Rejects only if `source.read` does. Any thread.
 */
export const parseWav = (
  source: ByteSource,
  fileName = 'This file',
): Promise<Result<WavInfo, FormatFailureCode>> => runParser(source, wavParser(source.size, fileName));

/** `parseWav` over a synchronous source. Throws only if `source.read` does. */
export const parseWavSync = (
  source: SyncByteSource,
  fileName = 'This file',
): Result<WavInfo, FormatFailureCode> => runParserSync(source, wavParser(source.size, fileName));
