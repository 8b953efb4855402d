import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noiseAt, wavBytes } from '../../../tests/fixtures/storage/wav-bytes.ts';
import { asAsync, decodePcm, memorySource, type SampleFormat } from '../../formats/index.ts';
import { createMemoryStore } from '../../store/index.ts';
import { importFile } from '../import-file.ts';
import type { PoolEntry } from '../types.ts';
import { binCount, framesPerBin, levelFor, PEAK_LEVELS } from './layout.ts';
import { readPeaks } from './reader.ts';

/** Lowest and highest sample of each bin, the slow and plain way. */
function reference(samples: Float32Array, level: number): number[] {
  const width = framesPerBin(level);
  const pairs: number[] = [];
  for (let first = 0; first < samples.length; first += width) {
    const bin = samples.subarray(first, first + width);
    pairs.push(Math.min(...bin), Math.max(...bin));
  }
  return pairs;
}

async function importWav(format: SampleFormat, channels: number, frames: number, rate = 48_000) {
  const store = createMemoryStore();
  const bytes = wavBytes(
    format,
    channels,
    rate,
    frames,
    (frame, channel) => Math.sin(frame / 500 + channel) * noiseAt(frame, channel),
  );
  const result = await importFile({
    source: asAsync(memorySource(bytes)),
    fileName: 'x',
    store,
    rate: 48_000,
  });
  if (!result.ok) throw new Error(result.message);
  const planes = Array.from({ length: channels }, () => new Float32Array(frames));
  decodePcm(bytes.subarray(44), format, channels, [...planes.keys()], planes);
  return { store, entry: result.value.entry, planes };
}

describe('peaks', () => {
  it('hold the lowest and highest sample of every bin of every channel and level, to a 16-bit step', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom<SampleFormat>('u8', 's16le', 's24le', 's32le', 'f32le', 'f64le'),
        fc.constantFrom(1, 2, 3, 4, 8, 33),
        fc.integer({ min: 1, max: 9000 }),
        async (format, channels, frames) => {
          const { store, entry, planes } = await importWav(format, channels, frames);
          for (const level of PEAK_LEVELS.keys()) {
            const channel = (level * 7) % channels;
            const found = await readPeaks(store, entry.key, channel, level);
            if (!found.ok) throw new Error(found.message);
            const wanted = reference(planes[channel] ?? new Float32Array(0), level);
            expect(found.value.pairs).toHaveLength(wanted.length);
            const worst = Math.max(
              ...wanted.map((value, at) => Math.abs((found.value.pairs[at] ?? 0) - value * 32_768)),
            );
            // Integers lose their lower bits (1 step), floats are scaled to ±32767 and rounded (1.5 steps).
            expect(worst).toBeLessThanOrEqual(1.5);
          }
        },
      ),
      { seed: 21, numRuns: 24 },
    );
  });

  it('read any range across tiles', async () => {
    const { store, entry } = await importWav('s16le', 2, 256 * 600);
    const whole = await readPeaks(store, entry.key, 1, 0);
    if (!whole.ok) throw new Error(whole.message);
    expect(whole.value.pairs).toHaveLength(1200);
    for (const [from, to] of [
      [0, 1],
      [255, 257],
      [200, 599],
      [590, 9999],
      [700, 800],
      [5, 2],
    ] as const) {
      const part = await readPeaks(store, entry.key, 1, 0, from, to);
      expect(part.ok && [...part.value.pairs]).toEqual([
        ...whole.value.pairs.subarray(2 * from, 2 * Math.max(from, to)),
      ]);
    }
    await expect(readPeaks(store, entry.key, 2, 0)).rejects.toThrow(RangeError);
    await expect(readPeaks(store, entry.key, 0, 6)).rejects.toThrow(RangeError);
  });

  it('exist for decoded stems too, and say when they do not yet', async () => {
    const { store, entry } = await importWav('s16le', 1, 44_100, 44_100);
    const found = await readPeaks(store, entry.key, 0, 2);
    expect(found.ok && found.value.pairs.length).toBe(2 * binCount(48_000, 2));
    const other: PoolEntry['key'] = { ...entry.key, rate: 96_000 };
    expect(await readPeaks(store, other, 0, 0)).toMatchObject({ ok: false, code: 'peaks-missing' });
  });

  it('choose the level whose bins are not wider than a pixel', () => {
    expect([1, 256, 1000, 1024, 5000, 1e9].map(levelFor)).toEqual([0, 0, 0, 1, 2, 5]);
  });
});
