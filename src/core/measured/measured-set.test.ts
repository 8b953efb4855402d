import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { encodeHrtf } from '../encode-hrtf.ts';
import { parseHrtf } from '../hrtf.ts';
import { interauralRows } from '../interaural.ts';
import { type MeasuredSet, prepareMeasured } from './measured-set.ts';

/** A set of one broadband pulse a response, later and weaker at the far ear, every 15° at ear height. */
function pulseSet(sampleRate: number, late: (azimuthDeg: number) => number, asDelay: boolean): MeasuredSet {
  const taps = 256;
  const directions = Array.from({ length: 24 }, (_, step) => ({
    azimuthDeg: step * 15 - 165,
    elevationDeg: 0,
  }));
  const responses = new Float64Array(directions.length * 2 * taps);
  const delays = new Float64Array(directions.length * 2);
  directions.forEach(({ azimuthDeg }, direction) => {
    for (const ear of [0, 1]) {
      const samples = 40 + (ear === 1 ? 1 : -1) * (late(azimuthDeg) / 2);
      const row = direction * 2 + ear;
      if (asDelay) delays[row] = samples - 20;
      responses[row * taps + (asDelay ? 20 : Math.round(samples))] =
        0.5 - (ear === 1 ? 0.2 : -0.2) * Math.sin((azimuthDeg * Math.PI) / 180);
    }
  });
  return { sampleRate, taps, directions, responses, delays };
}

const even = (azimuthDeg: number): number => 2 * Math.round(16 * Math.sin((azimuthDeg * Math.PI) / 180));

describe('prepareMeasured', () => {
  it.each([44_100, 48_000, 96_000, 192_000])('keeps the delay between the ears of a set at %i Hz', (rate) => {
    const { sets } = prepareMeasured(pulseSet(rate, even, false), {
      sampleRates: [48_000, 96_000],
      mirrored: false,
    });
    for (const set of sets) {
      expect(set.taps).toBe(set.sampleRate === 48_000 ? 256 : 512);
      for (const row of interauralRows(set)) {
        expect(row.offDeg).toBeLessThan(1e-6);
        expect(Math.abs(row.itdMicroseconds - (even(row.azimuthDeg) / rate) * 1e6)).toBeLessThan(8);
      }
    }
  });

  it('applies delays that stand beside the responses', () => {
    const beside = prepareMeasured(pulseSet(44_100, even, true), { sampleRates: [48_000], mirrored: false });
    const within = prepareMeasured(pulseSet(44_100, even, false), { sampleRates: [48_000], mirrored: false });
    const [one, other] = [beside.sets[0], within.sets[0]];
    if (!one || !other) throw new Error('no set');
    const worst = one.responses.reduce(
      (most, value, index) => Math.max(most, Math.abs(value - (other.responses[index] ?? 0))),
      0,
    );
    expect(worst).toBeLessThan(1e-5);
  });

  it('sets one level: a frontal source has power 1 over both ears', () => {
    const [set] = prepareMeasured(pulseSet(48_000, even, false), {
      sampleRates: [48_000],
      mirrored: false,
    }).sets;
    if (!set) throw new Error('no set');
    const front = set.directions.findIndex(({ azimuthDeg }) => azimuthDeg === 0);
    const both = set.responses.subarray(front * 2 * set.taps, (front + 1) * 2 * set.taps);
    // The pulse's spectrum is flat up to 20.9 of 24 kHz.
    expect(both.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(20.9 / 24, 1);
  });

  it('keeps directions measured twice once, and thins out dense sets evenly', () => {
    const sparse = pulseSet(48_000, even, false);
    const twice: MeasuredSet = {
      ...sparse,
      directions: [...sparse.directions, ...sparse.directions],
      responses: Float64Array.from([...sparse.responses, ...sparse.responses]),
      delays: new Float64Array(sparse.delays.length * 2),
    };
    const [set] = prepareMeasured(twice, { sampleRates: [48_000], mirrored: false }).sets;
    expect(set?.directions).toEqual(sparse.directions);
  });

  it('writes what parseHrtf reads', () => {
    const [set] = prepareMeasured(pulseSet(48_000, even, false), {
      sampleRates: [48_000],
      mirrored: false,
    }).sets;
    if (!set) throw new Error('no set');
    expect(parseHrtf(encodeHrtf(set).buffer)).toEqual({ ok: true, value: set });
  });
});

describe('interauralRows', () => {
  it('is mirrored for the mirrored KEMAR set', () => {
    const file = new Uint8Array(
      readFileSync(new URL('../../../public/hrtf/kemar-48000.bin', import.meta.url)),
    );
    const set = parseHrtf(file.buffer);
    if (!set.ok) throw new Error(set.message);
    const rows = interauralRows(set.value);
    expect(rows.map(({ azimuthDeg }) => azimuthDeg)).toEqual([
      -150, -120, -90, -60, -30, 0, 30, 60, 90, 120, 150, 180,
    ]);
    const at = (azimuthDeg: number) => rows.find((row) => row.azimuthDeg === azimuthDeg) ?? rows[0];
    for (const azimuthDeg of [30, 60, 90, 120, 150]) {
      expect((at(azimuthDeg)?.itdMicroseconds ?? 0) + (at(-azimuthDeg)?.itdMicroseconds ?? 0)).toBeCloseTo(
        0,
        3,
      );
      expect((at(azimuthDeg)?.ildDb ?? 0) + (at(-azimuthDeg)?.ildDb ?? 0)).toBeCloseTo(0, 6);
      expect(at(azimuthDeg)?.itdMicroseconds).toBeGreaterThan(150);
    }
    expect(at(0)?.itdMicroseconds).toBeCloseTo(0, 3);
  });
});
