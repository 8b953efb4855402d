/**
 * Writes Opus packets into an Ogg stream (RFC 3533, RFC 7845), with the length exact to the sample and the same bytes for the
 * same packets: its serial number is fixed, where muxers draw one.
 */

/** Serial number of the only stream: "SCST". */
const SERIAL = 0x53435354;
const HEADER_BYTES = 27;
/** Packets of a page: half a second, so that a listener begins soon. */
const PAGE_PACKETS = 25;
const VENDOR = 'Scorestage';
/** Samples of 48 kHz in a packet of 2.5 ms. */
const SHORTEST = 120;
/** Samples of 48 kHz in packets of 10, 20, 40 and 60 ms. */
const SILK_FRAMES = [480, 960, 1920, 2880];

const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index << 24;
  for (let bit = 0; bit < 8; bit += 1) value = value < 0 ? (value << 1) ^ 0x04c11db7 : value << 1;
  return value >>> 0;
});

function checksum(page: Uint8Array): number {
  let value = 0;
  for (const byte of page) value = ((value << 8) ^ (TABLE[((value >>> 24) ^ byte) & 0xff] ?? 0)) >>> 0;
  return value;
}

/** Samples at 48 kHz a packet decodes to, from its first bytes (RFC 6716 §3.1). @throws RangeError for an empty packet */
export function packetFrames(packet: Uint8Array): number {
  const [toc, count] = packet;
  if (toc === undefined) throw new RangeError('an Opus packet has at least one byte');
  const config = toc >> 3;
  const size =
    config < 12
      ? (SILK_FRAMES[config & 3] ?? 0)
      : config < 16
        ? (SILK_FRAMES[config & 1] ?? 0)
        : SHORTEST << (config & 3);
  const code = toc & 3;
  return size * (code === 0 ? 1 : code < 3 ? 2 : (count ?? 0) & 63);
}

/** Samples to drop at the start, as the head of a stream says (RFC 7845 §5.1). */
export const preSkipOf = (head: Uint8Array): number => (head[10] ?? 0) | ((head[11] ?? 0) << 8);

/** An Ogg stream being written. One thread. */
export interface OggOpusWriter {
  /** Takes the next packet. */
  add(packet: Uint8Array): void;
  /** Ends the stream at `frames` samples behind the pre-skip; packets behind the end are left out. @throws RangeError if the packets end sooner */
  finish(frames: number): void;
}

/**
 * Starts a stream. @param head identification header (OpusHead) as the encoder gives it
 * @param write takes the pages in order
 */
export function createOggOpusWriter(head: Uint8Array, write: (page: Uint8Array) => void): OggOpusWriter {
  const preSkip = preSkipOf(head);
  let sequence = 0;
  let granule = 0;
  let held: { readonly packet: Uint8Array; readonly frames: number }[] = [];

  const page = (packets: readonly Uint8Array[], at: number, flags: number): void => {
    const lacing = packets.flatMap(({ length }) => [
      ...Array.from({ length: Math.floor(length / 255) }, () => 255),
      length % 255,
    ]);
    if (lacing.length > 255) throw new RangeError('packets too long for one page');
    const body = packets.reduce((sum, { length }) => sum + length, 0);
    const bytes = new Uint8Array(HEADER_BYTES + lacing.length + body);
    const view = new DataView(bytes.buffer);
    bytes.set([0x4f, 0x67, 0x67, 0x53, 0, flags]);
    view.setBigInt64(6, BigInt(at), true);
    view.setUint32(14, SERIAL, true);
    view.setUint32(18, sequence++, true);
    bytes[26] = lacing.length;
    bytes.set(lacing, HEADER_BYTES);
    let place = HEADER_BYTES + lacing.length;
    for (const packet of packets) {
      bytes.set(packet, place);
      place += packet.length;
    }
    view.setUint32(22, checksum(bytes), true);
    write(bytes);
  };

  const tags = new Uint8Array(8 + 4 + VENDOR.length + 4);
  tags.set(new TextEncoder().encode('OpusTags'));
  new DataView(tags.buffer).setUint32(8, VENDOR.length, true);
  tags.set(new TextEncoder().encode(VENDOR), 12);
  page([head], 0, 2);
  page([tags], 0, 0);

  /** Writes the first `count` packets held as one page. */
  const flush = (count: number, end: number | null): void => {
    const out = held.slice(0, count);
    held = held.slice(count);
    granule += out.reduce((sum, { frames }) => sum + frames, 0);
    page(
      out.map(({ packet }) => packet),
      end ?? granule,
      end === null ? 0 : 4,
    );
  };

  return {
    add(packet) {
      held.push({ packet, frames: packetFrames(packet) });
      // Twice a page is held back, so that what the encoder flushes beyond the end can still be left out.
      if (held.length >= 2 * PAGE_PACKETS) flush(PAGE_PACKETS, null);
    },
    finish(frames) {
      const end = preSkip + frames;
      let have = granule;
      const needed = held.findIndex((packet) => {
        have += packet.frames;
        return have >= end;
      });
      if (needed < 0) throw new RangeError(`${have - preSkip} of ${frames} samples were coded`);
      held = held.slice(0, needed + 1);
      while (held.length > PAGE_PACKETS) flush(PAGE_PACKETS, null);
      flush(held.length, end);
    },
  };
}
