import { describe, expect, it } from 'vitest';
import { LISTENING } from '../types.ts';
import { DEVICES } from './devices.ts';
import { curveDb, minimumPhase } from './minimum-phase.ts';

/** Magnitude of an impulse response at a frequency, dB. */
function magnitudeDb(response: Float32Array, hertz: number, rate: number): number {
  let real = 0;
  let imaginary = 0;
  for (const [n, value] of response.entries()) {
    const angle = (2 * Math.PI * hertz * n) / rate;
    real += value * Math.cos(angle);
    imaginary -= value * Math.sin(angle);
  }
  return 10 * Math.log10(real ** 2 + imaginary ** 2);
}

describe('a listening device', () => {
  it('has the published response of the laptop at every third octave, at both rates', () => {
    for (const rate of [48_000, 96_000]) {
      const taps = rate === 48_000 ? 2048 : 4096;
      const response = minimumPhase(DEVICES.laptop.curve, rate, taps);
      for (const [hertz, db] of DEVICES.laptop.curve)
        if (hertz >= 100)
          expect(Math.abs(magnitudeDb(response, hertz, rate) - db), `${hertz} Hz`).toBeLessThan(1);
    }
  });

  it('answers at once: most of its energy comes within a few milliseconds', () => {
    const response = minimumPhase(DEVICES.laptop.curve, 48_000, 2048);
    const energy = (to: number): number =>
      response.subarray(0, to).reduce((sum, value) => sum + value ** 2, 0);
    expect(energy(100) / energy(2048)).toBeGreaterThan(0.9);
  });

  it('runs straight between points over log frequency and is held beyond them', () => {
    const curve = [
      [100, -12],
      [400, 0],
    ] as const;
    expect(curveDb(curve, 200)).toBeCloseTo(-6, 9);
    expect(curveDb(curve, 10)).toBe(-12);
    expect(curveDb(curve, 20_000)).toBe(0);
  });

  it('says of itself how far it can be trusted', () => {
    for (const listening of LISTENING) {
      const { standing, says, filters, curve } = DEVICES[listening];
      expect(says.length).toBeGreaterThan(20);
      expect(standing === 'none').toBe(filters.length + curve.length === 0);
      if (standing === 'approximation') expect(says).toContain('Our approximation');
    }
  });
});
