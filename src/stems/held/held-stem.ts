import type { SampleFormat } from '../../formats/index.ts';
import type { FileStore } from '../../store/index.ts';
import { ok, type Result } from '../../units/index.ts';
import { createReader, openStem } from '../stem-reader.ts';
import type { PoolKey, StemReader } from '../types.ts';
import { createLocator, type HeldPiece, type ReadSlice } from './pieces.ts';

/** Some channels of a held stem, interleaved. */
export interface HeldPart {
  /** Which of the stem's channels, in the order they are interleaved. */
  readonly channels: readonly number[];
  /** Frames there are; silence follows. */
  readonly frames: number;
  readonly pieces: readonly HeldPiece[];
  /** Byte of the first sample. */
  readonly offset: number;
  readonly format: SampleFormat;
}

/**
 * A stem that lies in no pool: its samples are blobs, which the browser keeps in memory or on its own disk and which go from
 * thread to thread as handles. Where there is no storage of files (a page opened from disk, private windows), and where
 * nothing of a stem may stay behind, it is read from here.
 */
export interface HeldStem {
  readonly key: PoolKey;
  readonly channels: number;
  /** Frames at the key's rate. */
  readonly length: number;
  readonly parts: readonly HeldPart[];
}

/** Workers read blobs at once. */
const readAtOnce: ReadSlice = (blob, from, to) =>
  new Uint8Array(new FileReaderSync().readAsArrayBuffer(blob.slice(from, to)));

function openPart(part: HeldPart, length: number, readSlice: ReadSlice): StemReader {
  const locate = createLocator(part.pieces);
  const audio = {
    read(into: Uint8Array, at: number): number {
      let done = 0;
      for (const { blob, from, to } of locate(at, into.length)) {
        if (blob) into.set(readSlice(blob, from, to), done);
        else into.fill(0, done, done + to - from);
        done += to - from;
      }
      return done;
    },
    close: () => undefined,
  };
  const { offset, format, channels, frames } = part;
  return createReader({
    audio,
    mark: null,
    offset,
    format,
    channels: channels.length,
    length: Math.min(frames, length),
  });
}

/** Reads a held stem. @param readSlice default: as dedicated workers can */
export function openHeldStem(
  { channels, length, parts }: HeldStem,
  readSlice: ReadSlice = readAtOnce,
): StemReader {
  const readers = parts.map((part) => openPart(part, length, readSlice));
  const places = new Map<number, { readonly part: number; readonly channel: number }>();
  for (const [part, { channels: own }] of parts.entries()) {
    for (const [channel, of] of own.entries()) places.set(of, { part, channel });
  }
  return {
    channels,
    length,
    decodedThrough: () => length,
    read(startFrame, frames, wanted, into, unpacker) {
      if (wanted.length !== into.length)
        throw new RangeError(`${wanted.length} channels into ${into.length} arrays`);
      for (const [part, reader] of readers.entries()) {
        const own: number[] = [];
        const targets: Float32Array[] = [];
        for (const [index, target] of into.entries()) {
          const place = places.get(wanted[index] ?? -1);
          if (!place) throw new RangeError(`channel ${wanted[index]} of a stem with ${channels}`);
          if (place.part !== part) continue;
          own.push(place.channel);
          targets.push(target);
        }
        if (own.length > 0) reader.read(startFrame, frames, own, targets, unpacker);
      }
    },
    close() {
      for (const reader of readers) reader.close();
    },
  };
}

/** Opens a stem where it is held, else in the pool. Dedicated worker. */
export async function openHeldOrStored(
  held: readonly HeldStem[],
  store: FileStore,
  key: PoolKey,
): Promise<Result<StemReader>> {
  const { sha256, rate, decoder } = key;
  const found = held.find(
    ({ key: own }) => own.sha256 === sha256 && own.rate === rate && own.decoder === decoder,
  );
  return found ? ok(openHeldStem(found)) : openStem(store, key);
}
