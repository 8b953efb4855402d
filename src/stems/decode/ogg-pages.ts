/** Ogg pages (RFC 3533): walked with their checksums, so that decoders only ever see whole, intact pages of one stream. */
import type { ByteSource } from '../../formats/index.ts';

const HEADER_BYTES = 27;
/** Header, 255 lacing values and 255 segments of 255 bytes. */
const MOST_PAGE_BYTES = HEADER_BYTES + 255 + 255 * 255;
const READ_BYTES = 1 << 18;
/** Granule position of a page on which no packet ends. */
const NO_GRANULE = -1;

const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index << 24;
  for (let bit = 0; bit < 8; bit += 1) value = value < 0 ? (value << 1) ^ 0x04c11db7 : value << 1;
  return value >>> 0;
});

/** A page as it stands in the file. */
export interface OggPage {
  readonly bytes: Uint8Array;
  readonly serial: number;
  /** Samples decoded when the page is done; −1 where no packet ends on it. */
  readonly granule: number;
  /** First page of its stream. */
  readonly first: boolean;
  /** Last page of its stream. */
  readonly last: boolean;
}

/** CRC of a page: polynomial 0x04c11db7, its own field taken as zero. */
export function oggChecksum(page: Uint8Array): number {
  let value = 0;
  for (let index = 0; index < page.length; index += 1) {
    const byte = index >= 22 && index < 26 ? 0 : (page[index] ?? 0);
    value = ((value << 8) ^ (TABLE[((value >>> 24) ^ byte) & 0xff] ?? 0)) >>> 0;
  }
  return value;
}

/** Length of the page at `at`, or 0 if none begins there or it is not whole in `bytes`. */
function pageLength(bytes: Uint8Array, at: number): number {
  if (bytes.length - at < HEADER_BYTES) return 0;
  if (bytes[at] !== 0x4f || bytes[at + 1] !== 0x67 || bytes[at + 2] !== 0x67 || bytes[at + 3] !== 0x53)
    return 0;
  const segments = bytes[at + 26] ?? 0;
  let length = HEADER_BYTES + segments;
  if (bytes.length - at < length) return 0;
  for (let index = 0; index < segments; index += 1) length += bytes[at + HEADER_BYTES + index] ?? 0;
  return at + length <= bytes.length ? length : 0;
}

/** Reads a whole page that begins at `at`; null if there is none or its checksum is wrong. */
export function readPage(bytes: Uint8Array, at: number): OggPage | null {
  const length = pageLength(bytes, at);
  if (length === 0 || bytes[at + 4] !== 0) return null;
  const page = bytes.subarray(at, at + length);
  const view = new DataView(page.buffer, page.byteOffset, length);
  if (view.getUint32(22, true) !== oggChecksum(page)) return null;
  const granule = view.getBigInt64(6, true);
  const flags = page[5] ?? 0;
  return {
    bytes: page,
    serial: view.getUint32(14, true),
    granule: granule < 0n || granule > BigInt(Number.MAX_SAFE_INTEGER) ? NO_GRANULE : Number(granule),
    first: (flags & 2) !== 0,
    last: (flags & 4) !== 0,
  };
}

/** Next place a page could begin at or after `from`; the length of `bytes` if there is none. */
export function nextMagic(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0x4f, from); at >= 0; at = bytes.indexOf(0x4f, at + 1)) {
    const left = bytes.length - at;
    if (left < 4 || (bytes[at + 1] === 0x67 && bytes[at + 2] === 0x67 && bytes[at + 3] === 0x53)) return at;
  }
  return bytes.length;
}

/** The intact pages of a file in order. `onLost` counts bytes stepped over between them. */
export async function* oggPages(
  source: ByteSource,
  onLost: (bytes: number) => void,
): AsyncGenerator<OggPage> {
  let held: Uint8Array = new Uint8Array(0);
  let offset = 0;
  while (offset < source.size || held.length > 0) {
    const more = await source.read(offset, READ_BYTES);
    offset += more.length;
    const bytes = new Uint8Array(held.length + more.length);
    bytes.set(held);
    bytes.set(more, held.length);
    const atEnd = offset >= source.size || more.length === 0;
    let at = 0;
    while (at < bytes.length) {
      // A page not whole yet waits for more bytes, unless there are none.
      if (!atEnd && bytes.length - at < MOST_PAGE_BYTES) break;
      const page = readPage(bytes, at);
      if (page !== null) {
        yield page;
        at += page.bytes.length;
        continue;
      }
      const next = nextMagic(bytes, at + 1);
      onLost(next - at);
      at = next;
    }
    held = bytes.slice(at);
    if (atEnd) return;
  }
}

/** Granule position the stream `serial` ends at, from the last pages of the file; null if they don't tell. */
export async function lastGranule(source: ByteSource, serial: number): Promise<number | null> {
  const start = Math.max(0, source.size - 2 * MOST_PAGE_BYTES);
  const bytes = await source.read(start, source.size - start);
  let found: number | null = null;
  for (let at = nextMagic(bytes, 0); at < bytes.length; at = nextMagic(bytes, at + 1)) {
    const page = readPage(bytes, at);
    if (page !== null && page.serial === serial && page.granule !== NO_GRANULE) found = page.granule;
  }
  return found;
}
