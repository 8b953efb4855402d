import { blobSource, sampleBytes as bytesOfSample, decodePcm, quoteName } from '../../formats/index.ts';
import { fail, ok, type Result } from '../../units/index.ts';
import { ImportFault } from '../decode/audio-stream.ts';
import { openAudio } from '../decode/open-stream.ts';
import { createStreamHash, type StreamHash } from '../hash.ts';
import { type BlockSink, createResampler } from '../resample/resampler.ts';
import { CopyCancelled } from '../staging.ts';
import type { PoolKey } from '../types.ts';
import type { HeldPart, HeldStem } from './held-stem.ts';
import { createLocator, createPieces } from './pieces.ts';

/** Frames gathered in a blob: silence is left out by so much. */
const CHUNK_FRAMES = 1 << 16;
const SAMPLE_BYTES = 4;
/** Bytes hashed at a time. */
const HASH_BYTES = 1 << 20;
/** Channels a stem may have in all its parts. */
const MOST_CHANNELS = 128;

/** A coded stem to be decoded and held. */
export interface HoldRequest {
  readonly key: PoolKey;
  /** What to call it in messages. */
  readonly fileName: string;
  readonly channels: number;
  /** Frames the stem is cut or filled to; null takes what is decoded. */
  readonly length: number | null;
  /** SHA-256 of the decoded samples (interleaved f32 at the key's rate, `length` frames) that it must have; null: not compared. */
  readonly pcm: string | null;
  /** Files, with the stem's channels each holds; `sha256` is what the file's own bytes must have, null: not compared. */
  readonly parts: readonly {
    readonly file: Blob;
    readonly channels: readonly number[];
    readonly sha256: string | null;
  }[];
}

/** What holding tells of its work. */
export interface HoldRun {
  readonly signal?: AbortSignal;
  /** Bytes of the files decoded so far. */
  readonly onBytes?: (bytes: number) => void;
}

/** Gathers planar blocks as interleaved floats in chunks; `take` must not keep the bytes. */
function createInterleaver(channels: number, take: (bytes: Uint8Array) => void) {
  const chunk = new Float32Array(CHUNK_FRAMES * channels);
  const bytes = new Uint8Array(chunk.buffer);
  let filled = 0;
  let frames = 0;
  const flush = (): void => {
    if (filled > 0) take(bytes.subarray(0, filled * channels * SAMPLE_BYTES));
    filled = 0;
  };
  const add: BlockSink = (planes, count) => {
    for (let at = 0; at < count; ) {
      const due = Math.min(count - at, CHUNK_FRAMES - filled);
      for (let channel = 0; channel < channels; channel += 1) {
        const plane = planes[channel];
        for (let n = 0, place = filled * channels + channel; n < due; n += 1, place += channels)
          chunk[place] = plane?.[at + n] ?? 0;
      }
      at += due;
      filled += due;
      frames += due;
      if (filled === CHUNK_FRAMES) flush();
    }
  };
  return { add, flush, frames: () => frames };
}

/** Decodes one file to the key's rate; uncompressed audio at that rate stays where it is. */
async function decodePart(
  request: HoldRequest,
  { file, channels, sha256 }: HoldRequest['parts'][number],
  run: HoldRun,
): Promise<HeldPart> {
  const { fileName, key } = request;
  if (sha256 !== null && (await hashFile(file, run.signal)) !== sha256)
    throw new ImportFault(damaged(fileName, 'is not the file that was meant.'));
  const { stream, pcm } = await openAudio(blobSource(file), fileName);
  const { facts } = stream;
  if (facts.channels !== channels.length)
    throw new ImportFault(
      damaged(fileName, `has ${facts.channels} channels in place of ${channels.length}.`),
    );
  const direct = pcm !== null && pcm.rate === key.rate ? pcm : null;
  const kept = createPieces();
  const interleaver = createInterleaver(channels.length, (bytes) => {
    if (!direct) kept.add(bytes.slice());
  });
  const resampler = facts.rate === key.rate ? null : createResampler(channels.length, facts.rate, key.rate);
  const sink: BlockSink = resampler
    ? (planes, frames) => resampler.process(planes, frames, interleaver.add)
    : interleaver.add;
  await stream.decode({ signal: run.signal, onBytes: (bytes) => run.onBytes?.(bytes), sink });
  resampler?.finish(interleaver.add);
  interleaver.flush();
  const frames = interleaver.frames();
  return direct
    ? { channels, frames, pieces: [file], offset: direct.dataOffset, format: direct.format }
    : { channels, frames, pieces: kept.pieces(), offset: 0, format: 'f32le' };
}

const damaged = (fileName: string, fault: string) =>
  fail('stem-damaged', `${quoteName(fileName)} ${fault}`, 'Ask for a new copy, or a new link.');

/** Reads `frames` frames of a part from `start` into planes; zeros beyond its end. */
async function readPart(
  { channels, frames: length, offset, format }: HeldPart,
  locate: ReturnType<typeof createLocator>,
  start: number,
  frames: number,
  into: readonly Float32Array[],
): Promise<void> {
  const frameBytes = bytesOfSample(format) * channels.length;
  const due = Math.max(0, Math.min(frames, length - start));
  const bytes = new Uint8Array(due * frameBytes);
  let done = 0;
  for (const { blob, from, to } of locate(offset + start * frameBytes, bytes.length)) {
    if (blob) bytes.set(new Uint8Array(await blob.slice(from, to).arrayBuffer()), done);
    done += to - from;
  }
  const all = channels.map((_, index) => index);
  const got = decodePcm(bytes, format, channels.length, all, into);
  for (const plane of into) plane.fill(0, got, frames);
}

/** SHA-256 of a file's bytes. */
async function hashFile(file: Blob, signal: AbortSignal | undefined): Promise<string> {
  const hash = await createStreamHash();
  for (let at = 0; at < file.size; at += HASH_BYTES) {
    if (signal?.aborted) throw new CopyCancelled('cancelled');
    await hash.update(new Uint8Array(await file.slice(at, at + HASH_BYTES).arrayBuffer()));
  }
  return hash.digest();
}

/** SHA-256 of `length` frames of all parts together, interleaved f32. */
async function hashStem(
  channels: number,
  length: number,
  parts: readonly HeldPart[],
  signal: AbortSignal | undefined,
): Promise<string> {
  const hash: StreamHash = await createStreamHash();
  const waiting: Uint8Array[] = [];
  const interleaver = createInterleaver(channels, (bytes) => void waiting.push(bytes.slice()));
  const planes = Array.from({ length: channels }, () => new Float32Array(CHUNK_FRAMES));
  const locators = parts.map(({ pieces }) => createLocator(pieces));
  const drain = async (): Promise<void> => {
    for (const bytes of waiting.splice(0)) await hash.update(bytes);
  };
  for (let start = 0; start < length; start += CHUNK_FRAMES) {
    if (signal?.aborted) throw new CopyCancelled('cancelled');
    const frames = Math.min(CHUNK_FRAMES, length - start);
    for (const [index, part] of parts.entries()) {
      const own = part.channels.map((channel) => planes[channel] ?? new Float32Array(CHUNK_FRAMES));
      const locate = locators[index];
      if (locate) await readPart(part, locate, start, frames, own);
    }
    interleaver.add(planes, frames);
    await drain();
  }
  interleaver.flush();
  await drain();
  return hash.digest();
}

/** Every channel of the stem must come from exactly one part. @throws RangeError */
function checkChannels({ channels, parts }: HoldRequest): void {
  const named = parts.flatMap((part) => part.channels).toSorted((a, b) => a - b);
  if (channels < 1 || channels > MOST_CHANNELS || named.length !== channels || named.some((c, i) => c !== i))
    throw new RangeError('parts must hold each channel of the stem once');
}

/**
 * Decodes the files of a stem by the pinned decoders and holds the samples as blobs: the same bits as the pool would have of
 * them. Fails where a file is damaged or its samples are not the ones named. Any thread but the audio thread; best a worker.
 * @throws RangeError unless the parts hold each channel once
 */
export async function holdStem(request: HoldRequest, run: HoldRun = {}): Promise<Result<HeldStem>> {
  checkChannels(request);
  const { key, fileName, channels, pcm } = request;
  try {
    const parts: HeldPart[] = [];
    let before = 0;
    for (const part of request.parts) {
      const base = before;
      parts.push(
        await decodePart(request, part, { ...run, onBytes: (bytes) => run.onBytes?.(base + bytes) }),
      );
      before += part.file.size;
    }
    const length = request.length ?? Math.max(...parts.map(({ frames }) => frames));
    if (pcm !== null && (await hashStem(channels, length, parts, run.signal)) !== pcm)
      return damaged(fileName, 'does not sound as it did where it was sent from.');
    return ok({ key, channels, length, parts });
  } catch (error) {
    if (error instanceof ImportFault) return error.failure;
    if (error instanceof CopyCancelled || run.signal?.aborted)
      return fail('cancelled', `Reading ${quoteName(fileName)} was cancelled.`, 'Open it again.');
    if (error instanceof DOMException)
      return fail(
        'unreadable',
        `${quoteName(fileName)} can’t be read (${error.message}).`,
        'Close other tabs and programs, then open it again.',
      );
    throw error;
  }
}
