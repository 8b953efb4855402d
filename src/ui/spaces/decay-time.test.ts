import { describe, expect, it } from 'vitest';
import { levelColumns, measureDecay } from './decay-time.ts';

/** A decaying noise as bins of a millisecond: seeded, 48 samples a bin. */
function decaying(seconds: number, rt60: number, noiseDb = Number.NEGATIVE_INFINITY): Float64Array {
  let state = 7;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
  return Float64Array.from({ length: seconds * 1000 }, (_, bin) => {
    let energy = 0;
    for (let frame = 0; frame < 48; frame++) {
      const time = (bin + frame / 48) / 1000;
      const value = random() * 10 ** ((-3 * time) / rt60) + random() * 10 ** (noiseDb / 20);
      energy += value * value;
    }
    return energy;
  });
}

const whole = (energies: Float64Array) => ({ energies, fromMs: 0, toMs: energies.length });

describe('the decay time of a response', () => {
  it('is that of a noise made to fall by it, within 2 %', () => {
    for (const rt60 of [0.3, 1.8, 6]) {
      const decay = measureDecay(whole(decaying(2.5 * rt60, rt60)));
      expect(decay.rangeDb).toBe(30);
      expect(Math.abs((decay.rt60 ?? 0) / rt60 - 1)).toBeLessThan(0.02);
    }
  });

  it('is found above the noise of the recording, within 5 %', () => {
    for (const noiseDb of [-60, -50]) {
      const { rt60 } = measureDecay(whole(decaying(4, 1.8, noiseDb)));
      expect(Math.abs((rt60 ?? 0) / 1.8 - 1)).toBeLessThan(0.05);
    }
  });

  it('is taken from 20 dB where no more stands clear of the noise, and is not told below that', () => {
    const noisy = measureDecay(whole(decaying(4, 1.8, -38)));
    expect(noisy.rangeDb).toBe(20);
    expect(Math.abs((noisy.rt60 ?? 0) / 1.8 - 1)).toBeLessThan(0.1);
    expect(measureDecay(whole(decaying(4, 1.8, -20))).rt60).toBeNull();
    expect(measureDecay(whole(decaying(1, 1000))).rt60).toBeNull();
    expect(measureDecay(whole(new Float64Array(50))).rt60).toBeNull();
    expect(measureDecay(whole(new Float64Array(0))).rt60).toBeNull();
    expect(measureDecay(whole(Float64Array.of(1))).rt60).toBeNull();
  });

  it('belongs to the stretch that is taken: silence ahead left out, the end cut off', () => {
    const energies = new Float64Array(4500);
    energies.set(decaying(4, 1.2), 500);
    const { rt60, remainingDb } = measureDecay({ energies, fromMs: 500, toMs: 2500 });
    expect(Math.abs((rt60 ?? 0) / 1.2 - 1)).toBeLessThan(0.02);
    expect(remainingDb).toHaveLength(2000);
    expect(remainingDb[0]).toBe(0);
  });
});

describe('the picture of a response', () => {
  it('shows the loudest millisecond of each column, under the loudest of all', () => {
    const energies = new Float64Array(100);
    energies[10] = 4;
    energies[99] = 0.04;
    const levels = levelColumns(whole(energies), 10);
    expect(levels[1]).toBe(0);
    expect(levels[9]).toBeCloseTo(-20, 9);
    expect(levels[5]).toBe(Number.NEGATIVE_INFINITY);
    expect(levelColumns({ energies, fromMs: 50, toMs: 100 }, 10)[9]).toBe(0);
    // More columns than milliseconds: each millisecond is seen.
    expect([...levelColumns(whole(Float64Array.of(1, 0.1)), 4)]).toEqual([0, 0, -10, -10]);
  });
});
