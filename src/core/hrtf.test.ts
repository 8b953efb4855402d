import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HrtfSet, hrirFor, parseHrtf } from './hrtf.ts';

function fileBytes(name: string): ArrayBuffer {
  const file = readFileSync(new URL(`../../public/hrtf/${name}`, import.meta.url));
  return new Uint8Array(file).buffer;
}

function load(name: string): HrtfSet {
  const result = parseHrtf(fileBytes(name), name);
  if (!result.ok) throw new Error(result.message);
  return result.value;
}

const sets = { 48000: load('kemar-48000.bin'), 96000: load('kemar-96000.bin') };
const energyDb = (signal: Float32Array): number =>
  10 * Math.log10(signal.reduce((sum, value) => sum + value * value, 0));
const total = (signal: Float32Array): number => signal.reduce((sum, value) => sum + value, 0);

/** Samples by which the right ear hears later: the lag of the largest cross-correlation. */
function lag(left: Float32Array, right: Float32Array): number {
  let best = 0;
  let most = Number.NEGATIVE_INFINITY;
  for (let shift = -128; shift <= 128; shift++) {
    let sum = 0;
    left.forEach((value, index) => {
      sum += value * (right[index + shift] ?? 0);
    });
    if (sum > most) [best, most] = [shift, sum];
  }
  return best;
}

describe.each(Object.entries(sets))('the KEMAR set at %s Hz', (rate, set) => {
  it('has the sizes its name promises', () => {
    expect(set.sampleRate).toBe(Number(rate));
    expect(set.taps).toBe(Number(rate) === 48_000 ? 256 : 512);
    expect(set.directions).toHaveLength(368);
    expect(set.mirrored).toBe(true);
  });

  it('is louder and earlier at the near ear', () => {
    const report: Record<string, string> = {};
    for (const azimuth of [30, 90, 110]) {
      const { left, right } = hrirFor(set, azimuth, 0);
      const level = energyDb(left) - energyDb(right);
      const microseconds = (lag(left, right) / set.sampleRate) * 1e6;
      report[`${azimuth}°`] = `${level.toFixed(1)} dB, ${microseconds.toFixed(0)} µs`;
      expect(level).toBeGreaterThan(6);
      expect(level).toBeLessThan(20);
      // A head of 8.75 cm radius: 260 µs at 30°, 650 µs at 90° (Woodworth); the dummy's is a little larger.
      expect(microseconds).toBeGreaterThan(azimuth === 30 ? 200 : 550);
      expect(microseconds).toBeLessThan(azimuth === 30 ? 320 : 850);
      const other = hrirFor(set, -azimuth, 0);
      expect(other.left).toEqual(right);
      expect(other.right).toEqual(left);
    }
    console.table(report);
  });

  it('keeps bass at one level for all directions, and a frontal source at power 1', () => {
    for (const { azimuthDeg, elevationDeg } of set.directions) {
      const { left, right } = hrirFor(set, azimuthDeg, elevationDeg);
      for (const ear of [left, right]) {
        const level = 20 * Math.log10(Math.abs(total(ear)));
        expect(level).toBeGreaterThan(-4.5);
        expect(level).toBeLessThan(-2.2);
      }
    }
    const { left, right } = hrirFor(set, 0, 0);
    expect(left).toEqual(right);
    // White noise weighs the octaves differently from the pink spectrum the set is levelled with.
    const both = energyDb(left) + 3.01 + 10 * Math.log10(set.sampleRate / 48_000);
    expect(Math.abs(both)).toBeLessThan(1);
  });

  it('finds a measurement within 5° of every loudspeaker direction', () => {
    const speakers = [
      ...[0, 30, -30, 60, -60, 90, -90, 110, -110, 135, -135, 150, -150].map(
        (azimuth) => [azimuth, 0] as const,
      ),
      ...[45, -45, 90, -90, 135, -135].flatMap((azimuth) => [[azimuth, 30] as const, [azimuth, 45] as const]),
    ];
    for (const [azimuth, elevation] of speakers) {
      const found = hrirFor(set, azimuth, elevation);
      expect(Math.abs(found.elevationDeg - elevation)).toBeLessThanOrEqual(5);
      const turn = Math.abs(found.azimuthDeg - azimuth) * Math.cos((elevation * Math.PI) / 180);
      expect(turn).toBeLessThanOrEqual(5);
      if (elevation === 0) expect(turn).toBeCloseTo(0, 4);
    }
  });
});

describe('hrirFor', () => {
  const set = sets[48_000];

  it('exchanges the ears for mirrored directions, everywhere', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -179.9, max: 179.9, noNaN: true }),
        fc.double({ min: -90, max: 90, noNaN: true }),
        (azimuth, elevation) => {
          const here = hrirFor(set, azimuth, elevation);
          const there = hrirFor(set, -azimuth, elevation);
          if (Math.abs(azimuth) > 1e-9) {
            expect(there.left).toEqual(here.right);
            expect(there.right).toEqual(here.left);
          }
          expect(hrirFor(set, azimuth + 360, elevation).elevationDeg).toBe(here.elevationDeg);
        },
      ),
      { seed: 94, numRuns: 40 },
    );
  });

  it('refuses directions that are no numbers', () => {
    expect(() => hrirFor(set, Number.NaN, 0)).toThrow(RangeError);
    expect(() => hrirFor(set, 0, Number.POSITIVE_INFINITY)).toThrow(RangeError);
  });
});

describe('parseHrtf with damaged files', () => {
  /** A valid set of two directions and four taps, changed by `damage`. */
  function small(damage: (view: DataView) => void, extra = 0): ArrayBuffer {
    const view = new DataView(new ArrayBuffer(32 + 2 * (8 + 4 * 8) + extra));
    view.setUint32(0, 0x53534852);
    [1, 48_000, 4, 2, 0].forEach((value, index) => {
      view.setUint32(4 + index * 4, value, true);
    });
    view.setFloat32(40, 90, true);
    damage(view);
    return view.buffer as ArrayBuffer;
  }
  const codeOf = (bytes: ArrayBuffer): string => {
    const result = parseHrtf(bytes, 'my.bin');
    if (result.ok) return 'ok';
    expect(result.message).toContain('my.bin');
    expect(result.remedy).not.toBe('');
    return result.code;
  };

  it('names the fault', () => {
    const set = (offset: number, value: number) => (view: DataView) => {
      view.setUint32(offset, value, true);
    };
    expect(codeOf(small(() => undefined))).toBe('ok');
    expect(codeOf(new ArrayBuffer(0))).toBe('hrtf-not-a-set');
    expect(codeOf(small(set(0, 0)))).toBe('hrtf-not-a-set');
    expect(codeOf(small(set(4, 2)))).toBe('hrtf-version');
    expect(codeOf(small(set(20, 2)))).toBe('hrtf-version');
    expect(codeOf(small(set(8, 0)))).toBe('hrtf-out-of-range');
    expect(codeOf(small(set(12, 0xffffffff)))).toBe('hrtf-out-of-range');
    expect(codeOf(small(set(16, 0xffffffff)))).toBe('hrtf-out-of-range');
    expect(codeOf(small(set(16, 16384)))).toBe('hrtf-size');
    expect(codeOf(small(() => undefined, 4))).toBe('hrtf-size');
    expect(codeOf(small((view) => view.setFloat32(32, Number.NaN, true)))).toBe('hrtf-out-of-range');
    expect(codeOf(small((view) => view.setFloat32(36, 91, true)))).toBe('hrtf-out-of-range');
    expect(codeOf(small((view) => view.setFloat32(60, Number.POSITIVE_INFINITY, true)))).toBe(
      'hrtf-not-finite',
    );
    expect(codeOf(small((view) => view.setFloat32(60, 17, true)))).toBe('hrtf-not-finite');
  });

  it('never throws on random bytes behind a right beginning', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 0, maxLength: 300 }), (bytes) => {
        const whole = new Uint8Array(4 + bytes.length);
        whole.set([0x53, 0x53, 0x48, 0x52]);
        whole.set(bytes, 4);
        expect(typeof parseHrtf(whole.buffer).ok).toBe('boolean');
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});
