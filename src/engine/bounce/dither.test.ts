import { describe, expect, it } from 'vitest';
import { quantise, tpdf } from './dither.ts';

const COUNT = 200_000;

describe('dither', () => {
  it('is triangular: zero mean, a sixth of a step squared, within one step', () => {
    let sum = 0;
    let squares = 0;
    let inner = 0;
    let largest = 0;
    for (let n = 0; n < COUNT; n++) {
      const value = tpdf(n, 0);
      largest = Math.max(largest, Math.abs(value));
      sum += value;
      squares += value * value;
      if (Math.abs(value) < 0.5) inner++;
    }
    expect(largest).toBeLessThan(1);
    // Three standard errors of 200,000 draws: 0.0027 for the mean; a triangle has three quarters of its mass inside ±½.
    expect(Math.abs(sum / COUNT)).toBeLessThan(0.0027);
    expect(squares / COUNT).toBeCloseTo(1 / 6, 2);
    expect(inner / COUNT).toBeCloseTo(0.75, 2);
  });

  it('is white and differs between channels', () => {
    for (const lag of [1, 2, 3, 64, 128]) {
      let along = 0;
      let across = 0;
      for (let n = 0; n < COUNT; n++) {
        along += tpdf(n, 0) * tpdf(n + lag, 0);
        across += tpdf(n, 0) * tpdf(n, lag);
      }
      // Expected spread of the mean of a product: (1/6)/√200000 = 3.7e-4; four of them.
      expect(Math.abs(along / COUNT)).toBeLessThan(1.5e-3);
      expect(Math.abs(across / COUNT)).toBeLessThan(1.5e-3);
    }
  });

  it('does not repeat after 2^32 samples', () => {
    const far = 2 ** 32;
    let equal = 0;
    for (let n = 0; n < 1000; n++) if (tpdf(n, 0) === tpdf(n + far, 0)) equal++;
    expect(equal).toBeLessThan(3);
  });

  it('keeps the mean of a signal smaller than one step', () => {
    const quiet = 0.3 / 32768;
    const from = new Float32Array(COUNT).fill(quiet);
    const into = new Int32Array(COUNT);
    quantise(from, into, 16, 0, 0);
    const mean = into.reduce((sum, value) => sum + value, 0) / COUNT;
    expect(mean).toBeCloseTo(0.3, 2);
  });

  it('gives a range the same words as the whole', () => {
    const from = new Float32Array(5000);
    for (let n = 0; n < from.length; n++) from[n] = Math.fround((((n * 7919) % 2001) - 1000) / 1000);
    const whole = new Int32Array(5000);
    const part = new Int32Array(1000);
    for (const bits of [16, 24] as const) {
      quantise(from, whole, bits, 1_000_000, 3);
      quantise(from.subarray(1234, 2234), part, bits, 1_001_234, 3);
      expect([...part]).toEqual([...whole.subarray(1234, 2234)]);
    }
  });

  it('clips at full scale and counts only what was beyond it', () => {
    const from = Float32Array.of(1, -1, 1.5, -2, 0.5);
    const into = new Int32Array(5);
    expect(quantise(from, into, 16, 0, 0)).toBe(2);
    expect(into[2]).toBe(32767);
    expect(into[3]).toBe(-32768);
    for (const word of into) expect(word >= -32768 && word <= 32767).toBe(true);
  });
});
