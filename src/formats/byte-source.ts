/**
 * Random access to the bytes of a file. `read` answers with at most `length` bytes and fewer only where the file
 * ends; reading at or beyond the end answers with an empty array. The array belongs to the caller.
 */
export interface ByteSource {
  /** Bytes in the file; the only size that is ever trusted. */
  readonly size: number;
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** The synchronous twin, for OPFS access handles, `fs.readSync` and memory. */
export interface SyncByteSource {
  readonly size: number;
  read(offset: number, length: number): Uint8Array;
}

/** The part of `[offset, offset + length)` that lies inside `size` bytes. */
function clampRange(offset: number, length: number, size: number): readonly [start: number, end: number] {
  const start = Math.min(Math.max(offset, 0), size);
  return [start, Math.min(size, start + Math.max(length, 0))];
}

/** A source over bytes in memory. Reads are views, not copies: don't write into them. */
export function memorySource(bytes: Uint8Array): SyncByteSource {
  return {
    size: bytes.length,
    read(offset, length) {
      const [start, end] = clampRange(offset, length, bytes.length);
      return bytes.subarray(start, end);
    },
  };
}

/** A source over a Blob or File; every read touches only the bytes asked for. */
export function blobSource(blob: Blob): ByteSource {
  return {
    size: blob.size,
    async read(offset, length) {
      const [start, end] = clampRange(offset, length, blob.size);
      return new Uint8Array(await blob.slice(start, end).arrayBuffer());
    },
  };
}

/** The part of a source from `start`, `size` bytes long, as a source of its own. */
export function windowSource(source: ByteSource, start: number, size: number): ByteSource {
  return {
    size,
    read(offset, length) {
      const [from, to] = clampRange(offset, length, size);
      return source.read(start + from, to - from);
    },
  };
}

/** Lets a synchronous source stand where an asynchronous one is asked for. */
export function asAsync(source: SyncByteSource): ByteSource {
  return { size: source.size, read: (offset, length) => Promise.resolve(source.read(offset, length)) };
}

/** Bytes a parser wants next. */
export interface ReadRequest {
  readonly offset: number;
  readonly length: number;
}

/**
 * A parser written once for both kinds of source: it yields the ranges it needs and is handed their bytes
 * (shorter than asked where the file ends).
 */
export type Parser<Value> = Generator<ReadRequest, Value, Uint8Array>;

/** Runs a parser over an asynchronous source. Rejects only if the source's own `read` does. */
export async function runParser<Value>(source: ByteSource, parser: Parser<Value>): Promise<Value> {
  let step = parser.next();
  while (!step.done) step = parser.next(await source.read(step.value.offset, step.value.length));
  return step.value;
}

/** Runs a parser over a synchronous source. Throws only if the source's own `read` does. */
export function runParserSync<Value>(source: SyncByteSource, parser: Parser<Value>): Value {
  let step = parser.next();
  while (!step.done) step = parser.next(source.read(step.value.offset, step.value.length));
  return step.value;
}
