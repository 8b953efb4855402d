import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  acosDegrees,
  asinDegrees,
  atan2Degrees,
  cosDegrees,
  isOnArc,
  sinDegrees,
  tanDegrees,
} from './angles.ts';

const number = fc.double({ min: -10, max: 10, noNaN: true });
const DEGREES = 180 / Math.PI;

describe('inverse functions', () => {
  // The host's own are good to an ulp or two, which is 6e-14 degrees at 180.
  it('agree with the host to 1e-13 degrees', () => {
    fc.assert(
      fc.property(number, number, fc.integer({ min: -250, max: 250 }), (y, x, power) => {
        const far = x * 2 ** power;
        expect(
          Math.abs(
            atan2Degrees(y, far) -
              (y === 0 && far === 0 ? 0 : Math.abs(Math.atan2(y, far)) * DEGREES * (y < 0 ? -1 : 1)),
          ),
        ).toBeLessThan(1e-13);
        const v = x / 10;
        expect(Math.abs(asinDegrees(v) - Math.asin(v) * DEGREES)).toBeLessThan(1e-13);
        expect(Math.abs(acosDegrees(v) - Math.acos(v) * DEGREES)).toBeLessThan(1e-13);
      }),
      { seed: 1, numRuns: 5000 },
    );
  });

  it('are exact where it shows', () => {
    expect([atan2Degrees(0, 1), atan2Degrees(0, -1), atan2Degrees(0, 0), atan2Degrees(1e-300, 1)]).toEqual([
      0,
      180,
      0,
      1e-300 * DEGREES,
    ]);
    expect([asinDegrees(1), asinDegrees(-3), acosDegrees(1), acosDegrees(-1)]).toEqual([90, -90, 0, 180]);
  });

  it('undo the tangent, sine and cosine', () => {
    for (let angle = -89.5; angle < 90; angle += 0.37) {
      expect(atan2Degrees(tanDegrees(angle), 1)).toBeCloseTo(angle, 11);
      expect(atan2Degrees(sinDegrees(2 * angle), cosDegrees(2 * angle))).toBeCloseTo(2 * angle, 11);
    }
  });
});

describe('arcs of azimuth', () => {
  it('run to the left from the first end, also through the back', () => {
    expect(isOnArc(0, -30, 30, 0)).toBe(true);
    expect(isOnArc(180, -30, 30, 0)).toBe(false);
    expect(isOnArc(180, 150, -150, 0)).toBe(true);
    expect(isOnArc(-180, 150, -150, 0)).toBe(true);
    expect(isOnArc(0, 150, -150, 0)).toBe(false);
    expect(isOnArc(77, -180, 180, 0)).toBe(true);
    expect(isOnArc(30, 30, 30, 1e-6)).toBe(true);
    expect(isOnArc(30.1, 30, 30, 1e-6)).toBe(false);
    expect(isOnArc(29.9999999, 30, 30, 1e-6)).toBe(true);
  });
});
