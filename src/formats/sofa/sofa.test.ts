import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { makeSofa, malformedSofas, RING } from '../../../tests/fixtures/sofa/generate.ts';
import { cartesian } from './geometry.ts';
import { readSofa } from './sofa.ts';

async function read(bytes: Uint8Array) {
  const result = await readSofa(bytes, 'made.sofa');
  if (!result.ok) throw new Error(result.message);
  return result.value;
}

describe('readSofa', () => {
  it('reads rate, directions, responses and what the file says of itself', async () => {
    const set = await read(
      await makeSofa({ sample: (direction, ear, tap) => direction + ear / 4 + tap / 1024 }),
    );
    expect(set.sampleRate).toBe(48_000);
    expect(set.taps).toBe(128);
    expect(set.directions).toHaveLength(RING.length);
    expect(set.directions[3]).toEqual({ azimuthDeg: 90, elevationDeg: 0 });
    expect(set.directions[9]).toEqual({ azimuthDeg: -90, elevationDeg: 0 });
    expect(set.responses[(5 * 2 + 1) * 128 + 64]).toBe(5 + 0.25 + 64 / 1024);
    expect(set.about).toMatchObject({ database: 'Nobody', listener: 'Noise', licence: 'CC0-1.0' });
  });

  it('takes Cartesian positions for the same directions', async () => {
    const set = await read(
      await makeSofa({
        positions: RING.map((position) => cartesian(position)),
        positionType: 'cartesian',
        positionUnits: 'metre',
      }),
    );
    set.directions.slice(0, 12).forEach(({ azimuthDeg, elevationDeg }, step) => {
      expect(azimuthDeg).toBeCloseTo(step > 6 ? step * 30 - 360 : step * 30, 5);
      expect(elevationDeg).toBeCloseTo(0, 5);
    });
    expect(set.directions[12]?.elevationDeg).toBeCloseTo(90, 5);
  });

  it('turns the room with a listener who looks elsewhere', async () => {
    // Looking left: what the file calls 90° is in front.
    const set = await read(await makeSofa({ view: [0, 1, 0] }));
    expect(set.directions[3]?.azimuthDeg).toBeCloseTo(0, 5);
    expect(set.directions[0]?.azimuthDeg).toBeCloseTo(-90, 5);
  });

  it('exchanges the ears of a file that has the right one first', async () => {
    const sample = (_: number, ear: number) => ear + 1;
    const set = await read(await makeSofa({ sample, leftFirst: false, delays: [3, 5] }));
    expect(set.responses[0]).toBe(2);
    expect(set.responses[128]).toBe(1);
    expect(Array.from(set.delays.subarray(0, 2))).toEqual([5, 3]);
  });

  it('reads delays for all measurements or for each', async () => {
    const each = RING.flatMap((_, index) => [index, index + 0.5]);
    expect([...(await read(await makeSofa({ delays: each }))).delays]).toEqual(each);
    expect(Array.from((await read(await makeSofa({ delays: [1, 2] }))).delays.subarray(4, 6))).toEqual([
      1, 2,
    ]);
  });

  it('refuses malformed files, naming file, fault and remedy', async () => {
    for (const { name, bytes, code, says } of await malformedSofas()) {
      const result = await readSofa(bytes, name);
      if (result.ok) throw new Error(`${name} was taken`);
      expect(result.code, name).toBe(code);
      expect(result.message, name).toContain(name);
      expect(result.message, name).toMatch(says);
      expect(result.remedy.length, name).toBeGreaterThan(10);
    }
    // The reader is none the worse for it.
    expect((await read(await makeSofa())).taps).toBe(128);
  });
});

/** Debian's libmysofa1; the machine that checks everything has it, others may not. */
const KEMAR = '/usr/share/libmysofa/MIT_KEMAR_normal_pinna.sofa';
const kemar = (() => {
  try {
    return readFileSync(KEMAR);
  } catch {
    return null;
  }
})();

describe.skipIf(kemar === null)("libmysofa's KEMAR set", () => {
  it('is read whole', async () => {
    const set = await read(kemar ?? new Uint8Array());
    expect(set).toMatchObject({ sampleRate: 44_100, taps: 512 });
    expect(set.directions).toHaveLength(710);
    expect(set.about).toMatchObject({ database: 'MIT', listener: 'KEMAR, normal pinna' });
    const left = set.directions.findIndex((d) => d.azimuthDeg === 90 && d.elevationDeg === 0);
    const power = (ear: number) =>
      set.responses
        .subarray((left * 2 + ear) * 512, (left * 2 + ear + 1) * 512)
        .reduce((sum, value) => sum + value * value, 0);
    expect(power(0)).toBeGreaterThan(4 * power(1));
  });
});
