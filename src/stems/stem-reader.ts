import { decodePcm, type SampleFormat, sampleBytes } from '../formats/index.ts';
import {
  type FileStore,
  StoreFault,
  type StoreFaultCode,
  type SyncFile,
  storeFailure,
} from '../store/index.ts';
import { fail, ok, type Result } from '../units/index.ts';
import { createDecodeMark } from './decode-mark.ts';
import { entryPath, readRecord, sourcePath } from './pool.ts';
import type { FrameUnpacker, PoolKey, StemReader } from './types.ts';

/** Where a reader reads. */
interface ReaderParts {
  readonly audio: Pick<SyncFile, 'read' | 'close'>;
  /** Present while an import still decodes. */
  readonly mark: SyncFile | null;
  readonly offset: number;
  readonly format: SampleFormat;
  readonly channels: number;
  readonly length: number;
}

/** Reads interleaved samples that lie somewhere as bytes. */
export function createReader({ audio, mark, offset, format, channels, length }: ReaderParts): StemReader {
  const frameBytes = sampleBytes(format) * channels;
  const marker = mark === null ? null : createDecodeMark(mark);
  let scratch = new Uint8Array(0);
  let ended = marker === null;
  let decoded = marker === null ? length : 0;

  const decodedThrough = (): number => {
    if (!ended && marker !== null) {
      const { frames, ended: over } = marker.read();
      decoded = Math.min(length, frames);
      ended = over;
    }
    return decoded;
  };

  const readDecoded = (
    first: number,
    count: number,
    wanted: readonly number[],
    into: readonly Float32Array[],
    at: number,
  ): number => {
    const bytes = count * frameBytes;
    if (scratch.length < bytes) scratch = new Uint8Array(bytes);
    const there = audio.read(scratch.subarray(0, bytes), offset + first * frameBytes);
    return decodePcm(scratch.subarray(0, there), format, channels, wanted, into, at);
  };

  /** In pieces that stay in the cache between the disk's copy and ours. */
  const readUnpacked = (
    unpacker: FrameUnpacker,
    atOnce: number,
    first: number,
    count: number,
    wanted: readonly number[],
    into: readonly Float32Array[],
    at: number,
  ): number => {
    const source = unpacker.source();
    let got = 0;
    while (got < count) {
      const asked = Math.min(atOnce, count - got);
      const there = audio.read(source.subarray(0, asked * frameBytes), offset + (first + got) * frameBytes);
      const whole = Math.floor(there / frameBytes);
      unpacker.unpack(format, channels, whole, wanted, into, at + got);
      got += whole;
      if (whole < asked) break;
    }
    return got;
  };

  return {
    channels,
    length,
    decodedThrough,
    read(startFrame, frames, wanted, into, unpacker) {
      if (wanted.length !== into.length)
        throw new RangeError(`${wanted.length} channels into ${into.length} arrays`);
      for (const [index, target] of into.entries()) {
        const channel = wanted[index] ?? -1;
        if (!Number.isInteger(channel) || channel < 0 || channel >= channels) {
          throw new RangeError(`channel ${channel} of a stem with ${channels}`);
        }
        if (target.length < frames) throw new RangeError(`an array of ${target.length} for ${frames} frames`);
      }
      const end = Math.min(startFrame + frames, decodedThrough());
      const first = Math.max(0, startFrame);
      const count = Math.max(0, end - first);
      const lead = count === 0 ? frames : first - startFrame;
      let got = 0;
      if (count > 0) {
        const atOnce = unpacker?.framesAtOnce(format, channels, into) ?? 0;
        got =
          unpacker !== undefined && atOnce > 0
            ? readUnpacked(unpacker, atOnce, first, count, wanted, into, lead)
            : readDecoded(first, count, wanted, into, lead);
      }
      for (const target of into) {
        target.fill(0, 0, lead);
        target.fill(0, lead + got, frames);
      }
    },
    close() {
      audio.close();
      mark?.close();
    },
  };
}

/** What a stem's files are opened by; those of an import in progress are open for writing elsewhere. */
async function openAudioFile(store: FileStore, path: string, complete: boolean): Promise<SyncFile> {
  if (!complete) return store.open(path, 'shared');
  try {
    return await store.open(path, 'read');
  } catch (fault) {
    // A reader that came while the decoder ran still holds it in the shared mode, which only goes with itself.
    if (fault instanceof StoreFault && fault.code === 'storage-locked') return store.open(path, 'shared');
    throw fault;
  }
}

/**
 * Opens a stem of the pool for reading, complete or still being decoded. Dedicated worker or Node.
 * Owner closes the reader. Fails with 'stem-missing' where the pool has no such entry.
 */
export async function openStem(
  store: FileStore,
  key: PoolKey,
): Promise<Result<StemReader, StoreFaultCode | 'stem-missing'>> {
  const opened: SyncFile[] = [];
  const closeAll = (): void => {
    for (const file of opened.splice(0)) file.close();
  };
  try {
    let record = await readRecord(store, key);
    while (record !== null) {
      const { entry, audio, complete } = record;
      const path = audio.file === 'source' ? sourcePath(key.sha256) : `${entryPath(key)}/audio`;
      const file = await openAudioFile(store, path, complete);
      opened.push(file);
      const { channels, length } = entry;
      const parts = { audio: file, offset: audio.offset, format: audio.format, channels, length };
      if (complete) return ok(createReader({ ...parts, mark: null }));
      const mark = await store.open(`${entryPath(key)}/mark`, 'shared');
      opened.push(mark);
      // The decoder may have ended, and its mark gone, since the record was read.
      record = await readRecord(store, key);
      if (record !== null && !record.complete) return ok(createReader({ ...parts, mark }));
      closeAll();
    }
    return fail('stem-missing', 'A stem of this session is not on this device.', 'Add its file again.');
  } catch (fault) {
    closeAll();
    return storeFailure(fault, 'A stem could not be opened');
  }
}
