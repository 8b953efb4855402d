import { type FileStore, type StoreFaultCode, type SyncFile, storeFailure } from '../../store/index.ts';
import { fail, ok, type Result } from '../../units/index.ts';
import { entryPath, readRecord } from '../pool.ts';
import type { PoolKey } from '../types.ts';
import { binCount, framesPerBin, PAIR_BYTES, TILE_BINS, tileBytes } from './layout.ts';

/** A stretch of one channel's waveform. Plain data: it may cross threads. */
export interface PeakRange {
  readonly level: number;
  /** Frames of the stem a bin covers. */
  readonly framesPerBin: number;
  /** First bin given. */
  readonly firstBin: number;
  /** Lowest and highest sample of each bin in turn; ±32767 is full scale. */
  readonly pairs: Int16Array<ArrayBuffer>;
}

/** Copies one channel's bins out of an open level file. */
function copyBins(file: SyncFile, channels: number, channel: number, first: number, pairs: Int16Array): void {
  const bytes = new Uint8Array(pairs.buffer, pairs.byteOffset, pairs.byteLength);
  const count = pairs.length / 2;
  for (let bin = first; bin < first + count; ) {
    const tile = Math.floor(bin / TILE_BINS);
    const inTile = bin - tile * TILE_BINS;
    const run = Math.min(TILE_BINS - inTile, first + count - bin);
    const from = (bin - first) * PAIR_BYTES;
    const at = tile * tileBytes(channels) + (channel * TILE_BINS + inTile) * PAIR_BYTES;
    file.read(bytes.subarray(from, from + run * PAIR_BYTES), at);
    bin += run;
  }
}

/**
 * Reads bins `fromBin`…`toBin` (exclusive, cut to the stem) of a channel's waveform at a level of `PEAK_LEVELS`.
 * Dedicated worker or Node. Fails with 'peaks-missing' while the stem is still being decoded.
 * @throws RangeError if the level or channel does not exist.
 */
export async function readPeaks(
  store: FileStore,
  key: PoolKey,
  channel: number,
  level: number,
  fromBin = 0,
  toBin = Number.POSITIVE_INFINITY,
): Promise<Result<PeakRange, StoreFaultCode | 'peaks-missing'>> {
  const width = framesPerBin(level);
  try {
    const record = await readRecord(store, key);
    if (record === null || !record.complete) {
      return fail('peaks-missing', 'The waveform is not ready yet.', 'Wait for the import to end.');
    }
    const { channels, length } = record.entry;
    if (!Number.isInteger(channel) || channel < 0 || channel >= channels) {
      throw new RangeError(`channel ${channel} of a stem with ${channels}`);
    }
    const bins = binCount(length, level);
    const firstBin = Math.max(0, Math.min(bins, fromBin));
    const pairs = new Int16Array(2 * Math.max(0, Math.min(bins, toBin) - firstBin));
    const file = await store.open(`${entryPath(key)}/peaks-${level}`, 'read');
    try {
      copyBins(file, channels, channel, firstBin, pairs);
    } finally {
      file.close();
    }
    return ok({ level, framesPerBin: width, firstBin, pairs });
  } catch (fault) {
    return storeFailure(fault, 'The waveform could not be read');
  }
}
