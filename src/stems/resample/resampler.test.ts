import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { besselI0, sinPi } from './exact-math.ts';
import { createResampler, resampledLength } from './resampler.ts';

function resample(input: Float32Array, from: number, to: number, cuts: readonly number[] = []): Float32Array {
  const resampler = createResampler(1, from, to);
  const parts: Float32Array[] = [];
  const sink = (channels: readonly Float32Array[], frames: number): void => {
    const [only] = channels;
    if (only !== undefined) parts.push(only.slice(0, frames));
  };
  let at = 0;
  for (const cut of [...cuts, input.length]) {
    const end = Math.min(input.length, at + cut);
    resampler.process([input.subarray(at, end)], end - at, sink);
    at = end;
  }
  resampler.finish(sink);
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
}

const sine = (frames: number, hertz: number, rate: number, amplitude = 0.5): Float32Array =>
  Float32Array.from(
    { length: frames },
    (_, index) => amplitude * Math.sin((2 * Math.PI * hertz * index) / rate),
  );

const decibels = (ratio: number): number => 20 * Math.log10(ratio);

/** RMS of the middle, away from the ends where the sine is cut off hard. */
function middleRms(samples: Float32Array, less?: Float32Array): number {
  const margin = 2000;
  let sum = 0;
  for (let index = margin; index < samples.length - margin; index += 1) {
    const value = (samples[index] ?? 0) - (less?.[index] ?? 0);
    sum += value * value;
  }
  return Math.sqrt(sum / (samples.length - 2 * margin));
}

const PAIRS = [
  [44_100, 48_000],
  [48_000, 44_100],
  [96_000, 48_000],
  [48_000, 96_000],
  [88_200, 48_000],
  [192_000, 48_000],
  [44_056, 48_000],
  [47_999, 48_000],
] as const;
const REFERENCE = 0.5 / Math.SQRT2;

describe('resampler', () => {
  it.each(PAIRS)(
    '%d → %d: a sine stays the same sine, in place and level, to −110 dB up to the pass-band edge',
    (from, to) => {
      const edge = (Math.min(from, to) / 2) * (20_000 / 22_050);
      for (const hertz of [20, 997, edge / 2, edge * 0.999]) {
        const frames = from / 4;
        const result = resample(sine(Math.round(frames), hertz, from), from, to);
        const ideal = sine(result.length, hertz, to);
        expect(decibels(middleRms(result, ideal) / REFERENCE)).toBeLessThan(-110);
        expect(Math.abs(decibels(middleRms(result) / middleRms(ideal)))).toBeLessThan(0.0001);
      }
    },
  );

  it.each([
    [96_000, 48_000],
    [48_000, 44_100],
    [192_000, 48_000],
    [176_400, 48_000],
    [49_999, 48_000],
  ] as const)('%d → %d: what lies above the new half rate is rejected by more than 110 dB', (from, to) => {
    const lowest = to / 2;
    for (const share of [0.001, 0.01, 0.1, 0.4, 0.7, 0.99]) {
      const hertz = lowest + share * (from / 2 - lowest);
      const result = resample(sine(Math.round(from / 4), hertz, from), from, to);
      expect(decibels(middleRms(result) / REFERENCE)).toBeLessThan(-110);
    }
  });

  it('gives exactly the rounded length, and the same bits however the input is cut', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20_000 }),
        fc.constantFrom(8000, 22_050, 44_100, 47_999, 48_000, 88_200, 96_000),
        fc.constantFrom(48_000, 96_000),
        fc.array(fc.integer({ min: 1, max: 9000 }), { maxLength: 6 }),
        (frames, from, to, cuts) => {
          const input = Float32Array.from(
            { length: frames },
            (_, index) => ((index * 7919) % 1000) / 1000 - 0.5,
          );
          const whole = resample(input, from, to);
          expect(whole.length).toBe(Math.round((frames * to) / from));
          expect(whole.length).toBe(resampledLength(frames, from, to));
          expect(resample(input, from, to, cuts)).toEqual(whole);
        },
      ),
      { seed: 5, numRuns: 6 },
    );
  });

  it('keeps an impulse where it was', () => {
    const input = new Float32Array(4000);
    input[1000] = 1;
    const result = resample(input, 48_000, 96_000);
    const peak = result.reduce((best, value, index) => (value > (result[best] ?? 0) ? index : best), 0);
    expect(peak).toBe(2000);
  });

  it('treats channels alike and apart', () => {
    const one = sine(5000, 440, 44_100);
    const other = sine(5000, 1000, 44_100);
    const resampler = createResampler(3, 44_100, 48_000);
    const parts: Float32Array[][] = [];
    const sink = (channels: readonly Float32Array[], frames: number): void => {
      parts.push(channels.map((channel) => channel.slice(0, frames)));
    };
    resampler.process([one, other, one], 5000, sink);
    resampler.finish(sink);
    const joined = [0, 1, 2].map((channel) => parts.flatMap((part) => [...(part[channel] ?? [])]));
    expect(joined[0]).toEqual([...resample(one, 44_100, 48_000)]);
    expect(joined[1]).toEqual([...resample(other, 44_100, 48_000)]);
    expect(joined[2]).toEqual(joined[0]);
  });
});

describe('exact mathematics', () => {
  it('agrees with the host to the last places', () => {
    for (let x = -5; x <= 5; x += 0.0371) expect(sinPi(x)).toBeCloseTo(Math.sin(Math.PI * x), 14);
    // Abramowitz and Stegun, table 9.8.
    expect(besselI0(0)).toBe(1);
    expect(besselI0(1)).toBeCloseTo(1.2660658777520084, 14);
    expect(besselI0(10) / 2815.716628466254).toBeCloseTo(1, 13);
  });
});
