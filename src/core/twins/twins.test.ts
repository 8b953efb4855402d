import { describe, expect, it } from 'vitest';
import type { BandProgram, DynamicsProgram } from '../program.ts';
import { makeRig, renderLeft, stripOf } from '../test-rig.ts';
import { addBandDb, outputDb, reductionDb } from './twins.ts';

const FREQUENCIES = [25, 60, 150, 400, 900, 2000, 4500, 8000, 12_000, 16_000, 19_500];

/** Response of a band measured through the core: its impulse response, transformed at some frequencies. dB */
async function measured(bands: readonly BandProgram[], sampleRate: number): Promise<readonly number[]> {
  const { core } = await makeRig({
    sampleRate,
    source: (_voice, frame) => (frame === 0 ? 1 : 0),
  });
  core.setStrip(0, stripOf({ chain: { bands } }));
  core.play(0);
  const response = renderLeft(core, 32_768, 1024);
  return FREQUENCIES.map((frequency) => {
    const w = (2 * Math.PI * frequency) / sampleRate;
    let [re, im] = [0, 0];
    for (const [frame, value] of response.entries()) {
      re += value * Math.cos(w * frame);
      im -= value * Math.sin(w * frame);
    }
    return 20 * Math.log10(Math.hypot(re, im));
  });
}

const CASES: readonly (readonly BandProgram[])[] = [
  [{ kind: 'bell', frequency: 2000, gainDb: -6, q: 1 }],
  [{ kind: 'bell', frequency: 11_000, gainDb: 14, q: 3 }],
  [{ kind: 'bell', frequency: 90, gainDb: 5, q: 0.3 }],
  [{ kind: 'low-shelf', frequency: 120, gainDb: -9, q: Math.SQRT1_2 }],
  [{ kind: 'low-shelf', frequency: 9000, gainDb: 6, q: 1.2 }],
  [{ kind: 'high-shelf', frequency: 6000, gainDb: 8, q: Math.SQRT1_2 }],
  [{ kind: 'high-shelf', frequency: 14_000, gainDb: -8, q: 0.6 }],
  [{ kind: 'notch', frequency: 1000, q: 2 }],
  [{ kind: 'notch', frequency: 15_000, q: 0.9 }],
  [{ kind: 'tilt', frequency: 900, gainDb: 4 }],
  [{ kind: 'tilt', frequency: 5000, gainDb: -5 }],
  ...[1, 2, 3, 4, 8].map((order): readonly BandProgram[] => [
    { kind: 'high-pass', frequency: 80, order },
    { kind: 'low-pass', frequency: 12_000, order },
  ]),
];

describe('the drawn equaliser', () => {
  it.each([48_000, 96_000])('is what the core does at %i Hz', async (rate) => {
    for (const bands of CASES) {
      const drawn = new Float64Array(FREQUENCIES.length);
      for (const band of bands) addBandDb(band, rate, FREQUENCIES, drawn);
      const heard = await measured(bands, rate);
      for (const [index, db] of heard.entries()) {
        // Below −60 dB the impulse response's own f32 noise shows.
        if (db < -60) expect(drawn[index]).toBeLessThan(-55);
        else
          expect([bands[0]?.kind, Math.abs(db - (drawn[index] ?? 0)) < 0.01]).toEqual([bands[0]?.kind, true]);
      }
    }
  });
});

const SETTINGS: DynamicsProgram = {
  kind: 'compressor',
  thresholdDb: -30,
  ratio: 3,
  kneeDb: 12,
  attack: 0,
  hold: 0,
  release: 0,
  makeUpDb: 4,
  mix: 1,
  rangeDb: 18,
  rmsWindow: 0,
  lookAhead: 0,
};

describe('the drawn static curve', () => {
  it.each([
    ['a compressor', SETTINGS],
    ['a compressor without a knee, half mixed', { ...SETTINGS, kneeDb: 0, mix: 0.5, ratio: 20 }],
    ['an expander', { ...SETTINGS, kind: 'expander', ratio: 2.5, makeUpDb: 0 }],
  ] as const)('is what %s does to steady levels', async (_name, dynamics) => {
    for (let levelDb = -70; levelDb <= -1; levelDb += 3) {
      const level = 10 ** (levelDb / 20);
      const { core } = await makeRig({ source: () => level });
      core.setStrip(0, stripOf({ chain: { bands: [], dynamics } }));
      core.play(0);
      const left = renderLeft(core, 512);
      expect(20 * Math.log10(left[511] ?? 0)).toBeCloseTo(outputDb(dynamics, levelDb), 2);
    }
    expect(reductionDb({ ...dynamics, ratio: 1 }, -10)).toBe(0);
  });
});
