import type { Parser } from '../byte-source.ts';
import { showBytes, showTag } from '../pcm/file-fault.ts';
import type { FormatWarning, RawChunk } from '../pcm/file-info.ts';

/** Chunks read of one file; a file with more is walked no further, so millions of empty chunks cost nothing. */
export const MAX_CHUNKS = 1_024;
/** Zero bytes skipped between chunks before the rest is called stray. */
const MAX_ZERO_GAP = 65_536;
const WINDOW_BYTES = 4_096;

/** Chunks found in the field; only these may be found without their pad byte, as a guess is a risk. */
const KNOWN_IDS = new Set(
  'fmt |data|ds64|bext|iXML|axml|chna|dbmd|LIST|JUNK|junk|FLLR|PAD |fact|cue |smpl|inst|umid|minf|regn|elm1|PEAK|id3 |ID3 |_PMX|cart|DISP|acid|bxml|sxml|link|qlty|mext|levl|COMM|SSND|FVER|MARK|INST|NAME|AUTH|(c) |ANNO|APPL|COMT|CHAN'.split(
    '|',
  ),
);

/** What the walk found before interpretation: `size` is the claim, not yet clamped. */
export interface WalkedChunk {
  readonly id: string;
  readonly offset: number;
  readonly claimedSize: number;
}

/** Options of a walk. */
export interface ChunkWalk {
  readonly fileSize: number;
  /** Where the first chunk header lies. */
  readonly start: number;
  readonly littleEndian: boolean;
  /**
   * Turns a header's 32-bit size into the true one, and takes note of the chunk. Called once per chunk in file
   * order. Answering null ends the walk.
   */
  readonly visit: (id: string, size32: number, offset: number) => Parser<number | null>;
  readonly warn: (warning: FormatWarning) => void;
}

const plausibleId = (id: string): boolean => /^[\x20-\x7e]{4}$/.test(id) && id.trim().length > 0;

const idAt = (bytes: Uint8Array, at: number): string =>
  at + 4 <= bytes.length
    ? String.fromCharCode(bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0, bytes[at + 3] ?? 0)
    : '';

/** Clamps a claimed payload to what the file holds. */
export const clampChunk = (chunk: WalkedChunk, fileSize: number): RawChunk => ({
  id: chunk.id,
  offset: chunk.offset,
  size: Math.max(0, Math.min(chunk.claimedSize, fileSize - chunk.offset)),
});

/**
 * Walks RIFF or IFF chunks to the end of the file. The container's own size field is not believed, chunk sizes are
 * only ever added to the position, and the position only grows, so no claim can loop it or make it allocate.
 */
export function* walkChunks({ fileSize, start, littleEndian, visit, warn }: ChunkWalk): Parser<void> {
  let position = start;
  let window: Uint8Array = new Uint8Array(0);
  let windowStart = 0;
  for (let count = 0; position + 8 <= fileSize; count++) {
    if (count >= MAX_CHUNKS) {
      warn({ code: 'too-many-chunks', message: `Only the first ${MAX_CHUNKS} chunks were read.` });
      return;
    }
    if (position < windowStart || position + 9 > windowStart + window.length) {
      window = yield { offset: position, length: WINDOW_BYTES };
      windowStart = position;
    }
    const at = position - windowStart;
    const id = idAt(window, at);
    if (!plausibleId(id)) {
      const next = yield* skipZeros(position, fileSize);
      if (next === null) {
        warn({
          code: 'stray-bytes',
          message: `Bytes from ${position} to the end belong to no chunk; ignored.`,
        });
        return;
      }
      if (next >= fileSize) return;
      position = next;
      continue;
    }
    const size32 = new DataView(window.buffer, window.byteOffset + at + 4, 4).getUint32(0, littleEndian);
    const payload = position + 8;
    const size: number | null = yield* visit(id, size32, payload);
    if (size === null) return;
    const end = payload + size;
    if (end > fileSize) {
      const [claim, there] = [showBytes(size), showBytes(fileSize - payload)];
      warn({ code: 'truncated', message: `Its chunk ${showTag(id)} claims ${claim}, only ${there} follow.` });
      return;
    }
    if (size % 2 === 0) {
      position = end;
      continue;
    }
    // An odd chunk should be padded; some writers forget. A known id one byte early tells.
    const around = yield { offset: end, length: 9 };
    const unpadded = !KNOWN_IDS.has(idAt(around, 1)) && KNOWN_IDS.has(idAt(around, 0));
    if (unpadded) warn({ code: 'missing-pad', message: `The pad byte after ${showTag(id)} is missing.` });
    position = unpadded ? end : end + 1;
  }
}

/** First non-zero byte from `position` within the gap allowed; `fileSize` if zeros run to the end; null if none is a chunk. */
function* skipZeros(position: number, fileSize: number): Parser<number | null> {
  const limit = Math.min(fileSize, position + MAX_ZERO_GAP);
  for (let at = position; at < limit; ) {
    const bytes = yield { offset: at, length: Math.min(WINDOW_BYTES, limit - at) };
    if (bytes.length === 0) return fileSize;
    const found = bytes.findIndex((byte) => byte !== 0);
    if (found >= 0) return at + found > position ? at + found : null;
    at += bytes.length;
  }
  return limit >= fileSize ? fileSize : null;
}
