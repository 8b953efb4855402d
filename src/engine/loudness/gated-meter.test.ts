import { describe, expect, it } from 'vitest';
import { LoudnessMeter } from '../../../tests/fixtures/loudness/meter.ts';
import { GatedMeter } from './gated-meter.ts';
import { loudnessWeights } from './stretch-meter.ts';

describe('GatedMeter', () => {
  it('reads as the meter of the tests does, however the sound is cut, and leaves out what is soft', () => {
    for (const [rate, target] of [
      [48_000, '5.1'],
      [96_000, 'binaural'],
    ] as const) {
      const weights = loudnessWeights(target);
      const plain = new LoudnessMeter(rate, weights);
      const gated = new GatedMeter(rate, weights);
      let seed = 7;
      const planes = weights.map(() =>
        Float32Array.from({ length: 3 * rate }, (_, n) => {
          seed = (Math.imul(seed, 1664525) + 1013904223) | 0;
          return (seed / 2 ** 33) * (n < 2 * rate ? 1 : 0.001);
        }),
      );
      plain.push(planes, 3 * rate);
      for (let at = 0; at < 3 * rate; at += 4999) {
        const count = Math.min(4999, 3 * rate - at);
        gated.push(
          planes.map((plane) => plane.subarray(at, at + count)),
          count,
        );
      }
      expect(gated.integrated()).toBeCloseTo(plain.integrated(), 6);
    }
  });

  it('finds silence and what is shorter than a block without loudness', () => {
    expect(new GatedMeter(48_000, [1]).integrated()).toBe(Number.NEGATIVE_INFINITY);
  });
});
