/** Packets of the pages of one Ogg stream (RFC 3533): put together across pages, with their places in samples. */
import type { OggPage } from '../../../stems/index.ts';
import { packetFrames } from './opus-packet.ts';

/** An Opus packet and the granule position of its first frame. */
export interface PlacedPacket {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly start: number;
  readonly frames: number;
}

const HEADER = 27;

/** The packets of a page in pieces: `whole` false where the last one goes on on the next page. */
function pieces(page: Uint8Array): { readonly bytes: Uint8Array; readonly whole: boolean }[] {
  const segments = page[26] ?? 0;
  const found: { bytes: Uint8Array; whole: boolean }[] = [];
  let at = HEADER + segments;
  let length = 0;
  for (let index = 0; index < segments; index++) {
    const lace = page[HEADER + index] ?? 0;
    length += lace;
    if (lace === 255 && index < segments - 1) continue;
    found.push({ bytes: page.subarray(at, at + length), whole: lace < 255 });
    at += length;
    length = 0;
  }
  return found;
}

/** Follows one stream from any of its pages on. */
export class PacketReader {
  #open: Uint8Array<ArrayBuffer> | null = null;
  /** Granule position of the next packet; −1 until a page has told it. */
  #next = -1;

  /** Begins anew. @param next granule position of the packet that comes next, −1 if unknown */
  restart(next: number): void {
    this.#open = null;
    this.#next = next;
  }

  /** Granule position of what comes next; −1 until it is known. */
  get next(): number {
    return this.#next;
  }

  /** Raw packets that end on a page; for headers. */
  raw(page: OggPage): Uint8Array<ArrayBuffer>[] {
    const continued = ((page.bytes[5] ?? 0) & 1) !== 0;
    if (!continued) this.#open = null;
    const found: Uint8Array<ArrayBuffer>[] = [];
    pieces(page.bytes).forEach(({ bytes, whole }, index) => {
      // The rest of a packet whose beginning is not here is of no use.
      const head = index === 0 && continued ? this.#open : new Uint8Array(0);
      this.#open = null;
      if (head === null) return;
      const joined = new Uint8Array(head.length + bytes.length);
      joined.set(head);
      joined.set(bytes, head.length);
      if (whole) found.push(joined);
      else this.#open = joined;
    });
    return found;
  }

  /** Packets that end on a page, in their places. */
  packets(page: OggPage): PlacedPacket[] {
    const raw = this.raw(page).map((bytes) => ({ bytes, frames: packetFrames(bytes) }));
    const sum = raw.reduce((all, { frames }) => all + frames, 0);
    if (this.#next < 0) {
      // The last page may end within its last packet, so that its granule does not tell where it began.
      if (page.granule < 0 || page.last) return [];
      this.#next = Math.max(0, page.granule - sum);
    }
    let start = this.#next;
    const placed = raw.map(({ bytes, frames }) => {
      const packet = { bytes, frames, start };
      start += frames;
      return packet;
    });
    this.#next = start;
    return placed;
  }
}
