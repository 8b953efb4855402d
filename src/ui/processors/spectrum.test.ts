import { describe, expect, it } from 'vitest';
import { CURVE_FREQUENCIES } from './eq-model.ts';
import { FallingSpectrum, PowerSpectrum, SPECTRUM_FLOOR } from './spectrum.ts';

const SIZE = 8192;
const RATE = 48_000;

const sine = (frequency: number, amplitude: number) =>
  Float32Array.from({ length: SIZE }, (_, n) => amplitude * Math.sin((2 * Math.PI * frequency * n) / RATE));

function levelAt(samples: Float32Array, frequency: number): number {
  const powers = new Float64Array(SIZE / 2 + 1);
  new PowerSpectrum(SIZE).run(samples, powers);
  const drawn = new FallingSpectrum(CURVE_FREQUENCIES, SIZE, RATE);
  drawn.take(powers, 0);
  const index = CURVE_FREQUENCIES.findIndex((at) => at >= frequency);
  return drawn.levels[index] ?? 0;
}

describe('the drawn spectrum', () => {
  it('shows a sine at its level, give or take what the window costs, tilted by 3 dB an octave about 1 kHz', () => {
    expect(levelAt(sine(1000, 1), 1000)).toBeGreaterThan(-1.5);
    expect(levelAt(sine(1000, 1), 1000)).toBeLessThan(0.1);
    expect(levelAt(sine(4000, 0.1), 4000)).toBeCloseTo(-20 + 6, -0.5);
    expect(levelAt(sine(1000, 1), 5000)).toBeLessThan(-90);
  });

  it('is a transform: bins agree with the sums they stand for', () => {
    const samples = Float32Array.from({ length: 64 }, (_, n) => Math.sin(n * n * 0.37) + 0.2 * (n % 5));
    const powers = new Float64Array(33);
    new PowerSpectrum(64).run(samples, powers);
    for (let bin = 0; bin <= 32; bin++) {
      let [re, im] = [0, 0];
      for (const [n, value] of samples.entries()) {
        const weighted = value * (0.5 - 0.5 * Math.cos((2 * Math.PI * n) / 64));
        re += weighted * Math.cos((2 * Math.PI * bin * n) / 64);
        im -= weighted * Math.sin((2 * Math.PI * bin * n) / 64);
      }
      expect(powers[bin]).toBeCloseTo((re * re + im * im) / 16 ** 2, 9);
    }
    expect(() => new PowerSpectrum(100)).toThrow(RangeError);
  });

  it('falls slowly and says when it is empty', () => {
    const drawn = new FallingSpectrum(CURVE_FREQUENCIES, SIZE, RATE);
    const powers = new Float64Array(SIZE / 2 + 1).fill(1);
    drawn.take(powers, 0);
    drawn.take(new Float64Array(SIZE / 2 + 1), 0.5);
    const index = CURVE_FREQUENCIES.findIndex((at) => at >= 1000);
    expect(drawn.levels[index]).toBeCloseTo(-18, 0);
    expect(drawn.clear()).toBe(true);
    expect(drawn.clear()).toBe(false);
    expect(drawn.levels[0]).toBe(SPECTRUM_FLOOR);
  });
});
