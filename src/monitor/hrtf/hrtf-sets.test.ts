import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { makeSofa, malformedSofas } from '../../../tests/fixtures/sofa/generate.ts';
import { createMemoryStore, listHrtfs, readHrtf, removeHrtf } from '../../store/index.ts';
import { importSofa, listSets } from './hrtf-sets.ts';

/** A pulse, later and weaker at the far ear by as much as a head of 17 cm makes it. */
const head = (direction: number, ear: number, tap: number): number => {
  const side = direction === 12 ? 0 : Math.sin((direction * Math.PI) / 6);
  const late = 30 + Math.round((ear === 1 ? 1 : -1) * 12 * side);
  return tap === late ? 0.5 + (ear === 0 ? 0.25 : -0.25) * side : 0;
};

describe('importSofa', () => {
  it('keeps a set with its name, licence and interaural checks, at every session rate', async () => {
    const store = createMemoryStore();
    const shares: number[] = [];
    const bytes = await makeSofa({ sample: head });
    const imported = await importSofa(store, bytes, 'mine.sofa', (share) => shares.push(share));
    if (!imported.ok) throw new Error(imported.message);
    const { id, name, about, checks, directions } = imported.value;
    expect(name).toBe('Nobody · Noise');
    expect(about.licence).toBe('CC0-1.0');
    expect(directions).toBe(13);
    const left = checks.find(({ azimuthDeg }) => azimuthDeg === 90);
    expect(left?.itdMicroseconds).toBeCloseTo((24 / 48_000) * 1e6, -1);
    expect(left?.ildDb).toBeGreaterThan(6);
    expect(shares.at(-1)).toBeCloseTo(1, 6);
    for (const rate of [48_000, 96_000]) {
      const read = await readHrtf(store, id, rate);
      if (!read.ok) throw new Error(read.message);
      expect(new DataView(read.value.buffer).getUint32(8, true)).toBe(rate);
    }
    expect(await listSets(store)).toEqual({ ok: true, value: [imported.value] });
    await importSofa(store, bytes, 'again.sofa', () => undefined);
    expect(await listSets(store)).toMatchObject({ ok: true, value: [{ id }] });
    await removeHrtf(store, id);
    expect(await listSets(store)).toEqual({ ok: true, value: [] });
    expect(await readHrtf(store, id, 48_000)).toMatchObject({ ok: false, code: 'hrtf-missing' });
  });

  it('keeps nothing of a file it refuses', async () => {
    const store = createMemoryStore();
    for (const { name, bytes, code } of await malformedSofas()) {
      expect(await importSofa(store, bytes, name, () => undefined)).toMatchObject({ ok: false, code });
    }
    const silent = await importSofa(
      store,
      await makeSofa({ sample: () => 0 }),
      'silent.sofa',
      () => undefined,
    );
    expect(silent).toMatchObject({ ok: false, code: 'sofa-values' });
    expect(await listHrtfs(store)).toEqual({ ok: true, value: new Map() });
  });
});

/** Debian's libmysofa1; where it is not installed there is nothing to compare. */
const KEMAR = '/usr/share/libmysofa/MIT_KEMAR_normal_pinna.sofa';

describe.skipIf(!existsSync(KEMAR))("libmysofa's KEMAR set", () => {
  it('imports with the interaural differences of the built-in one', { timeout: 240_000 }, async () => {
    const store = createMemoryStore();
    const bytes = new Uint8Array(readFileSync(KEMAR));
    const imported = await importSofa(store, bytes, 'MIT_KEMAR_normal_pinna.sofa', () => undefined);
    if (!imported.ok) throw new Error(imported.message);
    expect(imported.value).toMatchObject({ name: 'MIT · KEMAR, normal pinna', directions: 710 });
    const at = (azimuth: number) => imported.value.checks.find(({ azimuthDeg }) => azimuthDeg === azimuth);
    console.table(imported.value.checks);
    for (const azimuth of [30, 60, 90, 120, 150]) {
      expect(at(azimuth)?.itdMicroseconds).toBeCloseTo(-(at(-azimuth)?.itdMicroseconds ?? 0), 1);
      expect(at(azimuth)?.ildDb).toBeCloseTo(-(at(-azimuth)?.ildDb ?? 0), 3);
    }
    expect(at(90)?.itdMicroseconds).toBeGreaterThan(600);
    // Prepared at 48 kHz exactly as the built-in set was: each of its responses is among these.
    const read = await readHrtf(store, imported.value.id, 48_000);
    if (!read.ok) throw new Error(read.message);
    const built = new Uint8Array(
      readFileSync(new URL('../../../public/hrtf/kemar-48000.bin', import.meta.url)),
    );
    const row = 2 * 256 * 4;
    const first = (data: Uint8Array, count: number, index: number) =>
      data.slice(32 + count * 8 + index * row, 32 + count * 8 + (index + 1) * row);
    expect(first(read.value, 710, 0)).toEqual(first(built, 368, 0));
  });
});
