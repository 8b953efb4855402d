import { nextOggPage, type OggPage, readOggPage } from '../../../stems/index.ts';
import { type Failure, fail, ok, type Result } from '../../../units/index.ts';
import type { BlobReader } from './blob-reader.ts';
import { PacketReader } from './ogg-packets.ts';
import type { Decoded, PacketDecoder } from './packet-decoder.ts';

/** Bytes looked at for a page: more than the largest (RFC 3533 §6). */
const PAGE_BYTES = 66_000;
/** Bytes asked for at a time while reading in order: about a quarter of a second. */
const STEP_BYTES = 6144;
/** Frames decoded ahead of a place so that the decoder has forgotten where it came from: RFC 7845 §4.6 asks for 80 ms, noise wants more. */
const PREROLL = 14_400;
/** A page that begins so much ahead of what is wanted is near enough to read on from. */
const NEAR_FRAMES = 3 * 48_000;
/** Steps of a search. */
const MOST_STEPS = 12;

/** Stereo samples, left and right. */
export type Stereo = readonly [Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>];

interface Head {
  readonly serial: number;
  readonly preSkip: number;
  /** Byte of the first page of audio. */
  readonly dataAt: number;
}

const damaged = (): Failure =>
  fail('proxy-damaged', 'The mix cannot be decoded.', 'Ask for it to be published again.');

/** Reads an Ogg Opus blob from any frame on. One caller at a time. Owner calls `close`. */
export class OpusVoice {
  /** Frames at 48 kHz. */
  readonly length: number;
  readonly #blob: BlobReader;
  readonly #open: () => Promise<PacketDecoder>;
  readonly #packets = new PacketReader();
  #decoder: PacketDecoder | null = null;
  #head: Head | null = null;
  /** Byte of the page that comes next. */
  #at = 0;
  #over = false;
  /** Decoded and not given out; the first frame given out next is `#frame`. */
  #held: Decoded[] = [];
  #frame = 0;

  constructor(blob: BlobReader, length: number, open: () => Promise<PacketDecoder>) {
    this.#blob = blob;
    this.#open = open;
    this.length = length;
  }

  /** The frame that `pull` gives next. */
  get frame(): number {
    return this.#frame;
  }

  /** Goes to a frame, which may lie outside the blob: there it is silent. */
  async seek(frame: number): Promise<Result<null>> {
    const head = await this.#begin();
    if (!head.ok) return head;
    this.#frame = frame;
    this.#held = [];
    this.#over = false;
    await this.#decoder?.reset();
    const wanted = Math.max(0, frame) + head.value.preSkip - PREROLL;
    if (wanted <= NEAR_FRAMES) {
      this.#at = head.value.dataAt;
      this.#packets.restart(0);
      return ok(null);
    }
    return this.#search(head.value, wanted);
  }

  /** The next `frames` frames; silent before the first and behind the last. */
  async pull(frames: number): Promise<Result<Stereo>> {
    const head = await this.#begin();
    if (!head.ok) return head;
    const { preSkip } = head.value;
    const first = this.#frame + preSkip;
    const end = Math.min(this.#frame + frames, this.length) + preSkip;
    if (end <= preSkip || this.#frame >= this.length) return this.#give(first, end, frames);
    while (!this.#over && this.#heldTo() < end) {
      const step = await this.#decodeMore();
      if (!step.ok) return step;
    }
    return this.#give(first, end, frames);
  }

  close(): void {
    this.#decoder?.close();
    this.#decoder = null;
    this.#blob.dispose();
  }

  /** Gives out what is decoded between two granule positions, and goes on. */
  #give(first: number, end: number, frames: number): Result<Stereo> {
    const preSkip = this.#head?.preSkip ?? 0;
    const left = new Float32Array(frames);
    const right = new Float32Array(frames);
    for (const block of this.#held) {
      const from = Math.max(first, preSkip, block.start);
      const to = Math.min(end, block.start + block.left.length);
      if (to <= from) continue;
      left.set(block.left.subarray(from - block.start, to - block.start), from - first);
      right.set(block.right.subarray(from - block.start, to - block.start), from - first);
    }
    this.#frame += frames;
    const next = this.#frame + preSkip;
    while (this.#held[0] && this.#held[0].start + this.#held[0].left.length <= next) this.#held.shift();
    return ok([left, right]);
  }

  #heldTo(): number {
    const last = this.#held.at(-1);
    return last ? last.start + last.left.length : -1;
  }

  /** Reads the headers and opens the decoder, once. */
  async #begin(): Promise<Result<Head>> {
    if (this.#head && this.#decoder) return ok(this.#head);
    const opening = this.#decoder ? null : this.#open();
    const reader = new PacketReader();
    let at = 0;
    let head: Omit<Head, 'dataAt'> | null = null;
    for (let packets = 0; packets < 2; ) {
      const page = await this.#page(at);
      if (!page.ok) return page;
      if (!page.value) return damaged();
      at += page.value.bytes.length;
      const found = reader.raw(page.value);
      packets += found.length;
      const [packet] = found;
      if (head || !packet) continue;
      const view = new DataView(packet.buffer, packet.byteOffset, packet.length);
      const magic = new TextDecoder('latin1').decode(packet.subarray(0, 8));
      if (magic !== 'OpusHead' || packet.length < 19) return damaged();
      const channels = view.getUint8(9);
      if (channels < 1 || channels > 2 || view.getUint8(18) !== 0) return damaged();
      head = { serial: page.value.serial, preSkip: view.getUint16(10, true) };
    }
    if (!head) return damaged();
    try {
      if (opening) this.#decoder = await opening;
    } catch (cause) {
      return fail('no-decoder', 'The Opus decoder could not be loaded.', 'Load the page anew.', cause);
    }
    this.#head = { ...head, dataAt: at };
    this.#at = at;
    this.#packets.restart(0);
    return ok(this.#head);
  }

  /** The page that begins at a byte; null at the end, and where there is none. */
  async #page(at: number): Promise<Result<OggPage | null>> {
    for (let bytes = STEP_BYTES; ; bytes *= 4) {
      const read = await this.#blob.read(at, bytes);
      if (!read.ok) return read;
      const page = readOggPage(read.value, 0);
      if (page || bytes >= PAGE_BYTES || read.value.length < bytes) return ok(page);
    }
  }

  async #decodeMore(): Promise<Result<null>> {
    const head = this.#head;
    const decoder = this.#decoder;
    if (!head || !decoder) return damaged();
    const page = await this.#page(this.#at);
    if (!page.ok) return page;
    if (!page.value) {
      // Bytes that are no page end the stream: the rest is silent.
      this.#held.push(...(await decoder.drain()));
      this.#over = true;
      return ok(null);
    }
    this.#at += page.value.bytes.length;
    if (page.value.serial !== head.serial) return ok(null);
    const wanted = this.#frame + head.preSkip - PREROLL;
    const packets = this.#packets.packets(page.value).filter(({ start, frames }) => start + frames > wanted);
    this.#held.push(...(await decoder.decode(packets)));
    if (page.value.last) {
      this.#held.push(...(await decoder.drain()));
      this.#over = true;
    }
    return ok(null);
  }

  /** Finds a page that begins at or shortly ahead of a granule position: by its bitrate, then by halves. */
  async #search(head: Head, wanted: number): Promise<Result<null>> {
    let low = { at: head.dataAt, granule: 0 };
    let high = { at: this.#blob.size, granule: this.length + head.preSkip };
    for (let step = 0; step < MOST_STEPS && wanted - low.granule > NEAR_FRAMES; step++) {
      const share = (wanted - NEAR_FRAMES / 2 - low.granule) / Math.max(1, high.granule - low.granule);
      // Where the bitrate misleads, halves lead on.
      const part = step < MOST_STEPS / 2 ? Math.min(0.98, Math.max(0.02, share)) : 0.5;
      const guess = Math.round(low.at + part * (high.at - low.at));
      if (guess <= low.at || high.at - low.at < PAGE_BYTES / 8) break;
      const found = await this.#pageAfter(guess, high.at, head.serial);
      if (!found.ok) return found;
      if (found.value === null || found.value.granule > wanted) {
        high = { at: guess, granule: found.value?.granule ?? high.granule };
        continue;
      }
      low = { at: found.value.next, granule: found.value.granule };
    }
    this.#at = low.at;
    this.#packets.restart(low.granule);
    return ok(null);
  }

  /** The first page from a byte on that ends at a known place, and the byte behind it. */
  async #pageAfter(
    from: number,
    until: number,
    serial: number,
  ): Promise<Result<{ readonly granule: number; readonly next: number } | null>> {
    for (let at = from; at < until; ) {
      const read = await this.#blob.read(at, PAGE_BYTES / 4);
      if (!read.ok) return read;
      if (read.value.length === 0) return ok(null);
      let place = nextOggPage(read.value, 0);
      for (; place < read.value.length; place = nextOggPage(read.value, place + 1)) {
        let page = readOggPage(read.value, place);
        if (!page) {
          const whole = await this.#page(at + place);
          if (!whole.ok) return whole;
          page = whole.value;
        }
        const endsHere = page !== null && page.serial === serial && page.granule >= 0 && !page.last;
        // A packet that goes on would begin on this page: the next one is read on from only if none does.
        if (page && endsHere && page.bytes[26] !== undefined && page.bytes[26 + page.bytes[26]] !== 255)
          return ok({ granule: page.granule, next: at + place + page.bytes.length });
        if (page) {
          place += page.bytes.length - 1;
        }
      }
      at += Math.max(1, read.value.length - 3);
    }
    return ok(null);
  }
}
