import { type ByteSource, quoteName } from '../formats/index.ts';
import { type FileStore, StoreFault, type SyncFile } from '../store/index.ts';
import { fail, samples } from '../units/index.ts';
import { ImportFault } from './decode/audio-stream.ts';
import { openAudio } from './decode/open-stream.ts';
import { createDecodeMark } from './decode-mark.ts';
import type { FairTurns } from './fair-turns.ts';
import { buildCoarserLevels, createPeakBuilder } from './peaks/builder.ts';
import { entryPath, sourcePath, writeRecord } from './pool.ts';
import { type BlockSink, createResampler } from './resample/resampler.ts';
import type { PoolEntry } from './types.ts';

/** Frames interleaved and written at a time. */
const WRITE_FRAMES = 16_384;
/** Frames between steps of the mark: half a second at 96 kHz. */
const MARK_FRAMES = 49_152;

/** Bytes of a stored sample of decoded audio. */
export const DECODED_SAMPLE_BYTES = 4;

/** A source over a file of the store. */
export function fileSource(file: SyncFile): ByteSource {
  const size = file.size();
  return {
    size,
    read(offset, length) {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
      file.read(bytes, offset);
      return Promise.resolve(bytes);
    },
  };
}

/** Appends planar blocks to an open file as interleaved floats, stepping the mark behind what is written. */
function createAudioWriter(audio: SyncFile, markFile: SyncFile, channelCount: number) {
  const mark = createDecodeMark(markFile);
  const buffer = new Float32Array(WRITE_FRAMES * channelCount);
  const bytes = new Uint8Array(buffer.buffer);
  let written = 0;
  let marked = 0;
  const step = (ended: boolean): void => {
    // Readers see what is written without a flush; a killed decode begins anew, so only its end must be on the disk.
    if (ended) audio.flush();
    mark.write({ frames: written, ended });
    marked = written;
  };
  const add: BlockSink = (channels, frames) => {
    for (let at = 0; at < frames; at += WRITE_FRAMES) {
      const count = Math.min(WRITE_FRAMES, frames - at);
      for (let channel = 0; channel < channelCount; channel += 1) {
        const samplesOf = channels[channel];
        if (samplesOf === undefined) continue;
        for (let frame = 0, place = channel; frame < count; frame += 1, place += channelCount) {
          buffer[place] = samplesOf[at + frame] ?? 0;
        }
      }
      const used = count * channelCount * DECODED_SAMPLE_BYTES;
      audio.write(bytes.subarray(0, used), written * channelCount * DECODED_SAMPLE_BYTES);
      written += count;
      if (written - marked >= MARK_FRAMES) step(false);
    }
  };
  return {
    add,
    written: () => written,
    finish(): void {
      audio.truncate(written * channelCount * DECODED_SAMPLE_BYTES);
      step(true);
    },
  };
}

/** A decode to be run over a stored source. */
export interface DecodeJob {
  readonly store: FileStore;
  /** `length` may be an estimate. */
  readonly entry: PoolEntry;
  readonly warnings: readonly string[];
  readonly signal: AbortSignal | undefined;
  readonly onBytes: (bytes: number) => void;
  /** Shared by the decodes of a worker; without it each runs as fast as it can. */
  readonly turns?: FairTurns | undefined;
  /** Called once the entry can be opened by readers, before the first sample. */
  readonly onReady: () => void;
}

/** A decoded entry with its true length. */
export interface DecodedEntry {
  readonly entry: PoolEntry;
  readonly warnings: readonly string[];
}

/**
 * Decodes a stored source to floats at the session rate, with its peaks. Readers may open the entry while it runs.
 * What a killed decode left is begun anew. @throws ImportFault, CopyCancelled, StoreFault
 */
export async function decodeEntry(job: DecodeJob): Promise<DecodedEntry> {
  const { store, entry, signal, onBytes } = job;
  const { key, channels } = entry;
  const folder = entryPath(key);
  const open: SyncFile[] = [];
  const turn = await job.turns?.join();
  const hold = async (path: string, mode: 'read' | 'write' | 'shared'): Promise<SyncFile> => {
    const file = await store.open(path, mode);
    open.push(file);
    return file;
  };
  try {
    // One decoder an entry, in whatever tab: the others are told that it is in use.
    await hold(`${folder}/lock`, 'write');
    const source = await hold(sourcePath(key.sha256), 'read');
    const mark = await hold(`${folder}/mark`, 'shared');
    createDecodeMark(mark).write({ frames: 0, ended: false });
    const audio = await hold(`${folder}/audio`, 'shared');
    audio.truncate(0);
    const peaks = await createPeakBuilder(store, folder, channels);
    open.push({ ...mark, close: peaks.close });
    const layout = { file: 'decoded', offset: 0, format: 'f32le' } as const;
    await writeRecord(store, { entry, audio: layout, complete: false, warnings: [] });
    job.onReady();

    const writer = createAudioWriter(audio, mark, channels);
    const keep: BlockSink = (planes, frames) => {
      writer.add(planes, frames);
      peaks.addPlanar(planes, frames);
    };
    const { stream } = await openAudio(fileSource(source), entry.fileName);
    const resampler =
      stream.facts.rate === key.rate ? null : createResampler(channels, stream.facts.rate, key.rate);
    const sink: BlockSink =
      resampler === null ? keep : (planes, frames) => resampler.process(planes, frames, keep);
    const outcome = await stream.decode({
      signal,
      async onBytes(bytes) {
        onBytes(bytes);
        await turn?.reach(writer.written() / key.rate);
      },
      sink,
    });
    resampler?.finish(keep);
    writer.finish();
    peaks.finish();
    const length = samples(writer.written());
    if (length === 0) {
      throw new ImportFault(
        fail(
          'no-audio',
          `${quoteName(entry.fileName)} holds no audio.`,
          'Export it again from the program it came from.',
        ),
      );
    }
    await buildCoarserLevels(store, folder, channels, length);
    const finished = { ...entry, length };
    const warnings = [...job.warnings, ...outcome.warnings];
    await writeRecord(store, { entry: finished, audio: layout, complete: true, warnings });
    return { entry: finished, warnings };
  } finally {
    turn?.leave();
    for (const file of open) file.close();
  }
}

/** Removes the helper files of a finished decode, as far as no reader holds them. */
export async function tidyEntry(store: FileStore, folder: string): Promise<void> {
  for (const name of ['lock', 'mark']) await removeIfFree(store, `${folder}/${name}`);
}

/**
 * Removes what no reader holds open. A reader that came while the decoder ran keeps some; what stays is counted as
 * absent (its record is missing or incomplete) and overwritten by the next import.
 */
export async function removeIfFree(store: FileStore, path: string): Promise<void> {
  try {
    await store.remove(path);
  } catch (fault) {
    if (!(fault instanceof StoreFault && fault.code === 'storage-locked')) throw fault;
  }
}
