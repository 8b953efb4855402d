import { type FileStore, type StoreFaultCode, storeFailure } from '../store/index.ts';
import { fail, ok, type Result } from '../units/index.ts';
import { readRecord } from './pool.ts';
import { openStem } from './stem-reader.ts';
import type { PoolKey } from './types.ts';

/** How the energy of a stem goes over time, all channels together. Plain data: it may cross threads. */
export interface StemEnergy {
  /** Frames a bin covers: a millisecond. The last one may hold fewer. */
  readonly framesPerBin: number;
  /** Sum of the squares of all samples of each bin. */
  readonly energies: Float64Array<ArrayBuffer>;
  /** Largest magnitude of a sample; 1 is full scale. */
  readonly peak: number;
}

/** Most seconds that are looked at: more than any response has. */
const MOST_SECONDS = 120;
/** Bins read at a time. */
const BINS_AT_ONCE = 256;

/**
 * Reads the energy of the first two minutes of a finished stem of the pool. Dedicated worker or Node.
 * Fails with 'stem-missing' where the pool has no such entry, or not all of it yet.
 */
export async function readEnergy(
  store: FileStore,
  key: PoolKey,
): Promise<Result<StemEnergy, StoreFaultCode | 'stem-missing'>> {
  try {
    const record = await readRecord(store, key);
    if (record === null || !record.complete)
      return fail('stem-missing', 'A stem of this session is not on this device.', 'Add its file again.');
  } catch (fault) {
    return storeFailure(fault, 'A stem could not be looked up');
  }
  const opened = await openStem(store, key);
  if (!opened.ok) return opened;
  const reader = opened.value;
  try {
    const frames = Math.min(reader.length, MOST_SECONDS * key.rate);
    const framesPerBin = Math.round(key.rate / 1000);
    const energies = new Float64Array(Math.ceil(frames / framesPerBin));
    const wanted = Array.from({ length: reader.channels }, (_, channel) => channel);
    const planes = wanted.map(() => new Float32Array(BINS_AT_ONCE * framesPerBin));
    let peak = 0;
    for (let first = 0; first < energies.length; first += BINS_AT_ONCE) {
      const start = first * framesPerBin;
      const count = Math.min(BINS_AT_ONCE * framesPerBin, frames - start);
      reader.read(start, count, wanted, planes);
      for (const plane of planes) {
        for (let frame = 0; frame < count; frame++) {
          const value = plane[frame] ?? 0;
          const bin = first + Math.floor(frame / framesPerBin);
          energies[bin] = (energies[bin] ?? 0) + value * value;
          if (Math.abs(value) > peak) peak = Math.abs(value);
        }
      }
    }
    return ok({ framesPerBin, energies, peak });
  } finally {
    reader.close();
  }
}
