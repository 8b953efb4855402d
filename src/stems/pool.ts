/**
 * Layout of the pool. A source file is stored once whatever rates it is used at; decoded audio stands apart.
 *
 * - `sources/<sha256>`: the source's bytes, immutable.
 * - `pool/<sha256>-<rate>-<decoder>/meta`: a {@link PoolRecord}; its presence makes the entry. Written last.
 * - `…/audio`: interleaved 32-bit floats at the session rate, for what can't be played from the source itself.
 * - `…/mark`: frames decoded so far, while an import runs (see `decode-mark.ts`).
 * - `…/peaks-<level>`: the waveform (see `peaks/`).
 * - `incoming/<ticket>/…`: copies in progress (see `staging.ts`); `tickets/<ticket>`: what they became.
 */
import { SAMPLE_FORMATS, type SampleFormat } from '../formats/index.ts';
import { type FileStore, replaceAll } from '../store/index.ts';
import { crc32, type Samples } from '../units/index.ts';
import type { PoolEntry, PoolKey } from './types.ts';

/** Version of the whole decode and resample path; raised whenever the same source would give other samples. */
export const DECODER_VERSION = '2';

const SHA256 = /^[0-9a-f]{64}$/;

/** The pool key of a source at a session rate, through this build's decoders. */
export const poolKey = (sha256: string, rate: number): PoolKey => ({
  sha256,
  rate,
  decoder: DECODER_VERSION,
});

/** Directory of an entry. @throws RangeError if the key is not one this program makes. */
export function entryPath({ sha256, rate, decoder }: PoolKey): string {
  if (!SHA256.test(sha256) || !Number.isInteger(rate) || !/^[a-z0-9]{1,16}$/.test(decoder)) {
    throw new RangeError('not a pool key');
  }
  return `pool/${sha256}-${rate}-${decoder}`;
}

/** File with the source's bytes. @throws RangeError if the hash is malformed. */
export function sourcePath(sha256: string): string {
  if (!SHA256.test(sha256)) throw new RangeError('not a SHA-256');
  return `sources/${sha256}`;
}

/** Where interleaved samples lie: in the source itself, or decoded beside it. */
export interface PoolAudio {
  readonly file: 'source' | 'decoded';
  /** Byte of the first sample. */
  readonly offset: number;
  readonly format: SampleFormat;
}

/** What is stored about an entry. */
export interface PoolRecord {
  readonly entry: PoolEntry;
  readonly audio: PoolAudio;
  /** False while the decoder runs, or after it was killed. */
  readonly complete: boolean;
  readonly warnings: readonly string[];
}

const RECORD_VERSION = 1;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const isText = (value: unknown): value is string => typeof value === 'string';

function parseEntry(value: unknown, key: PoolKey): PoolEntry | null {
  if (!isObject(value)) return null;
  const { fileName, coding, bytes, channels, length, sourceRate, timeReference } = value;
  if (!isText(fileName) || !isText(coding) || !isCount(bytes) || !isCount(channels)) return null;
  if (!isCount(length) || !isCount(sourceRate) || (timeReference !== null && !isCount(timeReference)))
    return null;
  if (channels < 1) return null;
  return {
    key,
    fileName,
    coding,
    bytes,
    channels,
    length: length as Samples,
    sourceRate,
    timeReference: timeReference as Samples | null,
  };
}

function parseAudio(value: unknown): PoolAudio | null {
  if (!isObject(value)) return null;
  const { file, offset } = value;
  const format = SAMPLE_FORMATS.find((known) => known === value['format']);
  if ((file !== 'source' && file !== 'decoded') || !isCount(offset) || format === undefined) return null;
  return { file, offset, format };
}

/** Reads an entry's record; null if there is none or it is damaged (then the entry doesn't exist). */
export async function readRecord(store: FileStore, key: PoolKey): Promise<PoolRecord | null> {
  const bytes = await store.readAll(`${entryPath(key)}/meta`);
  if (bytes === null || bytes.length < 8) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const body = bytes.subarray(8);
  if (view.getUint32(0, true) !== RECORD_VERSION || view.getUint32(4, true) !== crc32(body)) return null;
  const value: unknown = JSON.parse(new TextDecoder().decode(body));
  if (!isObject(value)) return null;
  const { complete, warnings } = value;
  const entry = parseEntry(value['entry'], key);
  const audio = parseAudio(value['audio']);
  if (entry === null || audio === null || typeof complete !== 'boolean' || !Array.isArray(warnings))
    return null;
  return { entry, audio, complete, warnings: warnings.filter(isText) };
}

/** Writes an entry's record in one step. */
export async function writeRecord(store: FileStore, record: PoolRecord): Promise<void> {
  const body = new TextEncoder().encode(JSON.stringify(record));
  const bytes = new Uint8Array(8 + body.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, RECORD_VERSION, true);
  view.setUint32(4, crc32(body), true);
  bytes.set(body, 8);
  await replaceAll(store, `${entryPath(record.entry.key)}/meta`, bytes);
}
