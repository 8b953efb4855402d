import { type Failure, fail, ok, type Result } from '../../../units/index.ts';
import type { MixSource } from '../types.ts';

/** Bytes kept as one piece. */
const PIECE = 16_384;
/** Bytes fetched ahead of what was asked for last: 13 s at 160 kb/s. */
const AHEAD = 262_144;
/** Gap that is read through rather than asked for anew. */
const NEAR = 131_072;
/** Bytes of one blob kept in memory: ten minutes at 160 kb/s and more. */
const MOST_KEPT = 32 * 2 ** 20;
/** Tries of a connection that breaks. */
const TRIES = 6;

/** Waits before try number n (from 1). */
export type Pause = (attempt: number, signal: AbortSignal) => Promise<void>;

/** Half a second that doubles, ended by `signal`. */
export const pauseDoubling: Pause = (attempt, signal) =>
  new Promise((done) => {
    const timer = setTimeout(done, 250 * 2 ** attempt);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      done();
    });
  });

/** A blob of a source read at any place: fetched in order ahead of the reader, kept while there is room. One reader at a time. */
export class BlobReader {
  readonly size: number;
  readonly #source: MixSource;
  readonly #sha256: string;
  readonly #pause: Pause;
  readonly #scope = new AbortController();
  /** Pieces by number, and how much of each is there. */
  readonly #pieces = new Map<number, { readonly bytes: Uint8Array<ArrayBuffer>; filled: number }>();
  #stream: { reader: ReadableStreamDefaultReader<Uint8Array>; at: number; end: AbortController } | null =
    null;
  #busy: Promise<unknown> = Promise.resolve();
  /** What is fetched now: what somebody waits for, or what lies behind it. */
  #wanted = { from: 0, to: 0 };
  #ahead = false;

  constructor(
    source: MixSource,
    blob: { readonly sha256: string; readonly bytes: number },
    pause = pauseDoubling,
  ) {
    this.#source = source;
    this.#sha256 = blob.sha256;
    this.size = blob.bytes;
    this.#pause = pause;
  }

  /** `length` bytes from `offset`; fewer only where the blob ends. */
  async read(offset: number, length: number): Promise<Result<Uint8Array<ArrayBuffer>>> {
    const end = Math.min(this.size, offset + length);
    if (end <= offset) return ok(new Uint8Array(0));
    // Whoever waits goes first: fetching ahead elsewhere would take the connection away again and again.
    this.#wanted = { from: offset, to: end };
    for (let missing = this.#missing(offset, end); missing >= 0; missing = this.#missing(offset, end)) {
      const got = await this.#alone(() => this.#pump(this.#missing(offset, end)));
      if (got) return got;
    }
    const bytes = new Uint8Array(end - offset);
    for (let at = offset; at < end; ) {
      const number = Math.floor(at / PIECE);
      const from = at - number * PIECE;
      const count = Math.min(PIECE - from, end - at);
      bytes.set(this.#pieces.get(number)?.bytes.subarray(from, from + count) ?? [], at - offset);
      at += count;
    }
    this.#wanted = { from: end, to: Math.min(this.size, end + AHEAD) };
    void this.#fetchAhead();
    return ok(bytes);
  }

  /** Ends its connection. */
  dispose(): void {
    this.#scope.abort();
    this.#close();
    this.#pieces.clear();
  }

  /** One at a time: a read and the fetching ahead share the connection. */
  #alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#busy.then(work);
    this.#busy = done.catch(() => undefined);
    return done;
  }

  async #fetchAhead(): Promise<void> {
    if (this.#ahead) return;
    this.#ahead = true;
    const missing = (): number => this.#missing(this.#wanted.from, this.#wanted.to);
    try {
      while (missing() >= 0) if (await this.#alone(() => this.#pump(missing()))) return;
    } finally {
      this.#ahead = false;
    }
  }

  /** First byte in [from, to) that is not here; −1 if all are. */
  #missing(from: number, to: number): number {
    for (let at = from; at < to; ) {
      const number = Math.floor(at / PIECE);
      const there = number * PIECE + (this.#pieces.get(number)?.filled ?? 0);
      if (there <= at) return at;
      at = Math.min(there, (number + 1) * PIECE);
      if (there < to && there < (number + 1) * PIECE) return there;
    }
    return -1;
  }

  /** Brings the connection a chunk further towards `need`, from elsewhere if that is quicker; a failure if it can't. */
  async #pump(need: number): Promise<Failure | null> {
    if (need < 0) return null;
    for (let attempt = 1; ; attempt++) {
      if (this.#scope.signal.aborted) return fail('cancelled', 'Cancelled.', 'Press play again.');
      const opened = await this.#connect(need);
      if (opened && !(opened.code === 'offline' || opened.code === 'server-fault')) return opened;
      if (!opened && this.#stream) {
        try {
          const { value, done } = await this.#stream.reader.read();
          if (value && value.length > 0) {
            this.#keep(value);
            return null;
          }
          if (done) this.#close();
        } catch {
          // Broken off: taken up again where it stopped.
          this.#close();
        }
      }
      if (attempt >= TRIES)
        return opened ?? fail('offline', 'The connection broke off.', 'Press play again once it is back.');
      await this.#pause(attempt, this.#scope.signal);
    }
  }

  async #connect(need: number): Promise<Failure | null> {
    const stream = this.#stream;
    if (stream && need >= stream.at && need - stream.at <= NEAR) return null;
    this.#close();
    const end = new AbortController();
    const from = Math.floor(need / PIECE) * PIECE;
    const signal = AbortSignal.any([end.signal, this.#scope.signal]);
    try {
      const opened = await this.#source.open(this.#sha256, from, signal);
      if (!opened.ok) return opened;
      this.#stream = { reader: opened.value.getReader(), at: from, end };
      return null;
    } catch {
      return fail('cancelled', 'Cancelled.', 'Press play again.');
    }
  }

  #close(): void {
    const stream = this.#stream;
    this.#stream = null;
    if (!stream) return;
    // Its answer is of no use to anybody any more, nor is how it ends.
    void stream.reader.cancel().catch(() => undefined);
    stream.end.abort();
  }

  #keep(bytes: Uint8Array): void {
    const stream = this.#stream;
    if (!stream) return;
    for (let done = 0; done < bytes.length && stream.at < this.size; ) {
      const number = Math.floor(stream.at / PIECE);
      const from = stream.at - number * PIECE;
      const count = Math.min(PIECE - from, bytes.length - done, this.size - stream.at);
      let piece = this.#pieces.get(number);
      if (!piece) {
        piece = { bytes: new Uint8Array(PIECE), filled: 0 };
        this.#pieces.set(number, piece);
        this.#forget(number);
      }
      if (from <= piece.filled) {
        piece.bytes.set(bytes.subarray(done, done + count), from);
        piece.filled = Math.max(piece.filled, from + count);
      }
      stream.at += count;
      done += count;
    }
    if (stream.at >= this.size) this.#close();
  }

  /** Makes room: what came first goes first. */
  #forget(latest: number): void {
    if (this.#pieces.size * PIECE <= MOST_KEPT) return;
    for (const number of this.#pieces.keys()) {
      if (number === latest) continue;
      this.#pieces.delete(number);
      return;
    }
  }
}
