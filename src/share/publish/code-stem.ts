/** Makes the files of a stem as they travel, and proves them by decoding them again. Dedicated worker or Node. */
import { blobSource, createWavWriter, sniffSource } from '../../formats/index.ts';
import {
  createResampler,
  openStem,
  type PoolKey,
  type PoolRecord,
  readRecord,
  type StemReader,
  sourcePath,
} from '../../stems/index.ts';
import type { FileStore } from '../../store/index.ts';
import { fail, ok, type Result } from '../../units/index.ts';
import type { BlobType, StemCoding } from '../schema/index.ts';
import { type CodingWish, codingOf, flacBits, OPUS_STEM_BITS, partsOf } from './coding.ts';
import { createPcmHash, decodeAt, hashParts, interleave } from './decode-parts.ts';
import { openFlacFile } from './flac-file.ts';
import { OPUS_RATE, openOpusFile } from './opus-encoder.ts';
import { type OutputFile, openOutput } from './output-file.ts';

/** A stem to be coded. */
export interface StemWish {
  readonly key: PoolKey;
  /** For messages only. */
  readonly fileName: string;
  readonly wish: CodingWish;
}

/** A file of a stem and the channels in it. */
export interface CodedPart {
  readonly sha256: string;
  readonly bytes: number;
  readonly type: BlobType;
  readonly channels: readonly number[];
}

/** A stem as a manifest names it. */
export interface CodedStem {
  readonly source: string;
  readonly coding: StemCoding;
  readonly channels: number;
  readonly length: number;
  readonly pcm: string;
  readonly parts: readonly CodedPart[];
}

/** A coded stem with its bytes, in the order of its parts. */
export interface StemFiles {
  readonly stem: CodedStem;
  readonly blobs: readonly Blob[];
}

/** How a coding is watched and ended. */
export interface CodingRun {
  readonly signal?: AbortSignal;
  /** Share done, 0 … 1. */
  readonly onShare?: (share: number) => void;
}

/** Frames read and coded at once. */
const BLOCK_FRAMES = 16_384;
/** Share of the work that is coding, where decoding again follows it. */
const CODING_SHARE = 0.7;

const TYPES: Readonly<Record<Exclude<StemCoding, 'source'>, BlobType>> = {
  flac: 'audio/flac',
  f32: 'application/octet-stream',
  opus: 'audio/ogg',
};
const SOURCE_TYPES: Readonly<Partial<Record<string, BlobType>>> = {
  flac: 'audio/flac',
  'ogg-opus': 'audio/ogg',
  'ogg-vorbis': 'audio/ogg',
};

/** Ends a coding that is no longer wanted. */
class CodingCancelled extends Error {}

const missing = (fileName: string) =>
  fail(
    'stem-missing',
    `“${fileName}” is not on this device, or still being imported.`,
    'Add its file again, or wait until it is in; then publish.',
  );

/** What a stem's audio is, and by which coding it would travel. Fails with 'stem-missing' or 'too-many-channels'. */
export async function lookAtStem(
  store: FileStore,
  { key, fileName, wish }: StemWish,
): Promise<
  Result<
    {
      readonly record: PoolRecord;
      readonly coding: StemCoding;
      readonly source: Blob;
      readonly type: BlobType;
    },
    'stem-missing' | 'too-many-channels'
  >
> {
  const record = await readRecord(store, key);
  const source = await store.blob(sourcePath(key.sha256));
  if (!record?.complete || !source) return missing(fileName);
  if (record.entry.channels > 16)
    return fail(
      'too-many-channels',
      `“${fileName}” has ${record.entry.channels} channels; mix links take 16 at most.`,
      'Split it into files of fewer channels, or publish the sound alone, without stems.',
    );
  const { kind } = await sniffSource(blobSource(source));
  const coding = codingOf(
    { kind, stored: record.audio.file === 'source' ? record.audio.format : null },
    wish,
  );
  const type = coding === 'source' ? (SOURCE_TYPES[kind] ?? 'application/octet-stream') : TYPES[coding];
  return ok({ record, coding, source, type });
}

/**
 * Codes a stem into files under `folder`. What comes back lossless is compared with what went in, bit for bit.
 * @throws StoreFault, and what a decoder throws of its own work
 */
export async function codeStem(
  store: FileStore,
  folder: string,
  wish: StemWish,
  run: CodingRun = {},
): Promise<Result<StemFiles>> {
  const looked = await lookAtStem(store, wish);
  if (!looked.ok) return looked;
  const { record, coding, source, type } = looked.value;
  const opened = await openStem(store, wish.key);
  if (!opened.ok) return opened;
  const reader = opened.value;
  try {
    const { channels, length } = reader;
    const whole = Array.from({ length: channels }, (_, channel) => channel);
    const facts = { source: wish.key.sha256, coding, channels, length };
    const share = (from: number, to: number) => (done: number) => run.onShare?.(from + (to - from) * done);
    if (coding === 'source') {
      const pcm = await hashReader(reader, whole, run.signal, share(0, 1));
      const part = { sha256: wish.key.sha256, bytes: source.size, type, channels: whole };
      return ok({ stem: { ...facts, pcm, parts: [part] }, blobs: [source] });
    }
    const groups = partsOf(coding, channels);
    const parts: CodedPart[] = [];
    const blobs: Blob[] = [];
    for (const [index, group] of groups.entries()) {
      const output = await openOutput(store, `${folder}/part-${index}`);
      const told = share(
        (CODING_SHARE * index) / groups.length,
        (CODING_SHARE * (index + 1)) / groups.length,
      );
      const made = await fill(output, { reader, group, coding, record, run: { ...run, onShare: told } });
      if (!made.ok) return made;
      const { blob, sha256, bytes } = await output.finish();
      parts.push({ sha256, bytes, type, channels: group });
      blobs.push(blob);
    }
    const rate = wish.key.rate;
    let pcm: string;
    if (coding === 'opus') {
      const coded = groups.map((group, index) => ({
        blob: blobs[index] ?? new Blob(),
        channels: group.length,
      }));
      pcm = await hashParts(store, folder, coded, rate, length, run.signal);
    } else {
      pcm = await hashReader(reader, whole, run.signal, share(CODING_SHARE, 0.85));
      for (const [index, group] of groups.entries()) {
        const back = await createPcmHash(group.length);
        await decodeAt(blobs[index] ?? new Blob(), rate, length, run.signal, back.take);
        const there = groups.length === 1 ? pcm : await hashReader(reader, group, run.signal);
        if (back.digest() !== there)
          return fail(
            'not-lossless',
            `“${wish.fileName}” did not come back from its coding as it went in.`,
            'Publish again; if it stays, choose Opus, and tell us.',
          );
      }
    }
    run.onShare?.(1);
    return ok({ stem: { ...facts, pcm, parts }, blobs });
  } catch (error) {
    if (error instanceof CodingCancelled || run.signal?.aborted)
      return fail('cancelled', 'Publishing was cancelled.', 'Start it again when you like.');
    throw error;
  } finally {
    reader.close();
  }
}

/** Reads channels of a stem from start to end in blocks, which are reused. Gives way to messages between them. */
async function readThrough(
  reader: StemReader,
  channels: readonly number[],
  signal: AbortSignal | undefined,
  take: (planes: readonly Float32Array[], frames: number) => void | Promise<void>,
  onShare?: (share: number) => void,
): Promise<void> {
  const planes = channels.map(() => new Float32Array(BLOCK_FRAMES));
  for (let done = 0; done < reader.length; done += BLOCK_FRAMES) {
    const frames = Math.min(BLOCK_FRAMES, reader.length - done);
    reader.read(done, frames, channels, planes);
    await take(planes, frames);
    await breathe();
    if (signal?.aborted) throw new CodingCancelled();
    onShare?.((done + frames) / reader.length);
  }
}

/** Lets messages in: work over synchronous files would never give way. */
export function breathe(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

async function hashReader(
  reader: StemReader,
  channels: readonly number[],
  signal: AbortSignal | undefined,
  onShare?: (share: number) => void,
): Promise<string> {
  const hash = await createPcmHash(channels.length);
  await readThrough(reader, channels, signal, hash.take, onShare);
  return hash.digest();
}

interface Filling {
  readonly reader: StemReader;
  readonly group: readonly number[];
  readonly coding: Exclude<StemCoding, 'source'>;
  readonly record: PoolRecord;
  readonly run: CodingRun;
}

/** Codes some channels of a stem into an open file. */
async function fill(output: OutputFile, filling: Filling): Promise<Result<null>> {
  const { coding } = filling;
  if (coding === 'flac') return fillFlac(output, filling);
  if (coding === 'opus') return fillOpus(output, filling);
  return fillFloats(output, filling);
}

async function fillFlac(output: OutputFile, { reader, group, record, run }: Filling): Promise<Result<null>> {
  const flac = await openFlacFile({
    rate: record.entry.key.rate,
    channels: group.length,
    bits: flacBits(record.audio.format) ?? 24,
    write: (bytes, at) => output.write(bytes, at),
  });
  try {
    await readThrough(reader, group, run.signal, flac.take, run.onShare);
    await flac.finish();
    return ok(null);
  } catch (error) {
    await flac.cancel();
    await output.abandon();
    throw error;
  }
}

async function fillOpus(output: OutputFile, { reader, group, record, run }: Filling): Promise<Result<null>> {
  const { rate } = record.entry.key;
  const opened = await openOpusFile({
    channels: group.length,
    bitrate: OPUS_STEM_BITS * group.length,
    write: (bytes) => output.write(bytes),
  });
  if (!opened.ok) {
    await output.abandon();
    return opened;
  }
  const opus = opened.value;
  const resampler = rate === OPUS_RATE ? null : createResampler(group.length, rate, OPUS_RATE);
  try {
    const blocks: Float32Array[][] = [];
    const keep = (planes: readonly Float32Array[], frames: number) =>
      void blocks.push(planes.map((plane) => plane.slice(0, frames)));
    const drain = async () => {
      for (const block of blocks.splice(0)) await opus.take(block, block[0]?.length ?? 0);
    };
    await readThrough(
      reader,
      group,
      run.signal,
      async (planes, frames) => {
        if (!resampler) return opus.take(planes, frames);
        resampler.process(planes, frames, keep);
        return drain();
      },
      run.onShare,
    );
    resampler?.finish(keep);
    await drain();
    await opus.finish();
    return ok(null);
  } catch (error) {
    await output.abandon();
    throw error;
  } finally {
    opus.close();
  }
}

async function fillFloats(
  output: OutputFile,
  { reader, group, record, run }: Filling,
): Promise<Result<null>> {
  const writer = createWavWriter({
    rate: record.entry.key.rate,
    channels: group.length,
    coding: 'float32',
    frames: reader.length,
  });
  output.write(writer.header);
  const block = new Float32Array(BLOCK_FRAMES * group.length);
  try {
    await readThrough(
      reader,
      group,
      run.signal,
      (planes, frames) => {
        interleave(planes, frames, block);
        const bytes = new Uint8Array(block.buffer, 0, 4 * frames * group.length);
        output.write(bytes, writer.accept(bytes.length));
      },
      run.onShare,
    );
    for (const patch of writer.finish()) output.write(patch.bytes, patch.offset);
    return ok(null);
  } catch (error) {
    await output.abandon();
    throw error;
  }
}
