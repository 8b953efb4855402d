import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { LAYOUT_SPEAKERS, type SpeakerLayout } from '../units/index.ts';
import { decorrelatorSeeds, designDecorrelator, mersenneTwister } from './decorrelate.ts';
import { VIRTUAL_SPEAKERS } from './targets.ts';

const LAYOUTS = Object.keys(LAYOUT_SPEAKERS) as SpeakerLayout[];
const seeds = Array.from({ length: 24 }, (_, seed) => seed);
const filters = seeds.map(designDecorrelator);
const filterOf = (seed: number): Float64Array => filters[seed] ?? new Float64Array(0);

/** A bin of the discrete Fourier transform, by its sum. */
function binOf(taps: Float64Array, bin: number): { re: number; im: number } {
  let re = 0;
  let im = 0;
  taps.forEach((tap, n) => {
    const turn = (-2 * Math.PI * ((bin * n) % taps.length)) / taps.length;
    re += tap * Math.cos(turn);
    im += tap * Math.sin(turn);
  });
  return { re, im };
}

describe('the Mersenne Twister', () => {
  it('gives the 10,000th number the C++ standard names ([rand.predef]: 4123659995 from seed 5489)', () => {
    expect(mersenneTwister(5489, 10_000)[9999]).toBe(4123659995);
  });

  it('begins with the published numbers of a small seed', () => {
    // First outputs of init_genrand(0), as every implementation prints them.
    expect([...mersenneTwister(0, 4)]).toEqual([2357136044, 2546248239, 3071714933, 3626093760]);
  });
});

describe('a decorrelation filter', () => {
  it('is all-pass: magnitude 1 within 1e-9 at all 512 bins, phases of the generator', () => {
    let worst = 0;
    for (const [seed, taps] of filters.entries()) {
      const numbers = mersenneTwister(seed, 255);
      for (let bin = 0; bin < 512; bin++) {
        const { re, im } = binOf(taps, bin);
        worst = Math.max(worst, Math.abs(Math.hypot(re, im) - 1));
        if (bin === 0 || bin >= 256) continue;
        const phase = (2 * Math.PI * (numbers[bin - 1] ?? 0)) / 2 ** 32;
        worst = Math.max(worst, Math.abs(re - Math.cos(phase)), Math.abs(im - Math.sin(phase)));
      }
    }
    expect(worst).toBeLessThan(1e-9);
  });

  it('has energy 1, so that it keeps the power of noise', () => {
    for (const taps of filters) expect(taps.reduce((sum, tap) => sum + tap * tap, 0)).toBeCloseTo(1, 12);
  });

  it('is not like any other: correlation below 0.26 at any lag', () => {
    let worst = 0;
    for (const one of seeds) {
      for (const two of seeds.slice(0, one)) {
        const a = filterOf(one);
        const b = filterOf(two);
        for (let lag = -511; lag < 512; lag++) {
          let sum = 0;
          for (let n = Math.max(0, lag); n < Math.min(512, 512 + lag); n++)
            sum += (a[n] ?? 0) * (b[n - lag] ?? 0);
          worst = Math.max(worst, Math.abs(sum));
        }
      }
    }
    expect(worst).toBeLessThan(0.26);
  });

  it('has the same bits everywhere', () => {
    const hash = createHash('sha256');
    for (const { buffer } of filters) hash.update(new Uint8Array(buffer));
    expect(hash.digest('hex')).toBe('aa03b8b9e568cae1c534c315ad6c3271970f3431ad593e8b29d1cc6a072df86e');
  });
});

describe('seeds of a layout', () => {
  it('are the places of the BS.2051 names in their order', () => {
    // LFE1, M+000, M+030, M+110, M-030, M-110
    expect(decorrelatorSeeds(LAYOUT_SPEAKERS['5.1'])).toEqual([2, 4, 1, 0, 3, 5]);
    expect(decorrelatorSeeds(LAYOUT_SPEAKERS['2.0'])).toEqual([0, 1]);
  });

  it.each([
    ...LAYOUTS.map((name) => [name, LAYOUT_SPEAKERS[name]] as const),
    ['ears', VIRTUAL_SPEAKERS],
  ] as const)('differ for all speakers of %s', (_, speakers) => {
    const own = decorrelatorSeeds(speakers);
    expect([...own].sort((a, b) => a - b)).toEqual(own.map((_seed, index) => index));
  });
});
