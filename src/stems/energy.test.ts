import { describe, expect, it } from 'vitest';
import { wavBytes } from '../../tests/fixtures/storage/wav-bytes.ts';
import { blobSource } from '../formats/index.ts';
import { createMemoryStore } from '../store/index.ts';
import { readEnergy } from './energy.ts';
import { importFile } from './import-file.ts';
import { poolKey } from './pool.ts';

const RATE = 48_000;

describe('the energy of a stem', () => {
  it('is the sum of squares of all its channels, millisecond by millisecond, with the largest magnitude', async () => {
    const store = createMemoryStore();
    // 20.5 ms; the second channel is silent but for its last frame.
    const frames = 984;
    const sample = (frame: number, channel: number) =>
      channel === 0 ? (frame < 480 ? 0.5 : 0.25) : frame === frames - 1 ? -0.75 : 0;
    const bytes = wavBytes('f32le', 2, RATE, frames, sample);
    const imported = await importFile({
      source: blobSource(new Blob([bytes])),
      fileName: 'steps.wav',
      store,
      rate: RATE,
    });
    if (!imported.ok) throw new Error(imported.message);
    const energy = await readEnergy(store, imported.value.entry.key);
    if (!energy.ok) throw new Error(energy.message);
    const { framesPerBin, energies, peak } = energy.value;
    expect(framesPerBin).toBe(48);
    expect(peak).toBe(0.75);
    expect([...energies]).toEqual([
      ...Array.from({ length: 10 }, () => 48 * 0.25),
      ...Array.from({ length: 10 }, () => 48 * 0.0625),
      24 * 0.0625 + 0.5625,
    ]);
  });

  it('of a stem that is not here is refused in words', async () => {
    const missing = await readEnergy(createMemoryStore(), poolKey('a'.repeat(64), RATE));
    expect(missing).toMatchObject({ ok: false, code: 'stem-missing', remedy: 'Add its file again.' });
  });
});
