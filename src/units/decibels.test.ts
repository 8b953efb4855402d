import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dbToFader, dbToGain, FADER_MAX_DB, faderToDb, formatDb, gainToDb, parseDb } from './decibels.ts';

const positions = fc.double({ min: 0, max: 1, noNaN: true });

describe('gain', () => {
  it('goes to decibels and back', () => {
    fc.assert(
      fc.property(fc.double({ min: -200, max: 60, noNaN: true }), (db) => {
        expect(gainToDb(dbToGain(db))).toBeCloseTo(db, 9);
      }),
      { seed: 1 },
    );
    expect(dbToGain(Number.NEGATIVE_INFINITY)).toBe(0);
    expect(gainToDb(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(gainToDb(-1)).toBe(0);
  });
});

describe('fader taper', () => {
  it('goes from position to level and back', () => {
    fc.assert(
      fc.property(positions, (position) => {
        expect(dbToFader(faderToDb(position))).toBeCloseTo(position, 12);
      }),
      { seed: 2, numRuns: 1000 },
    );
  });

  it('never falls as the fader rises', () => {
    fc.assert(
      fc.property(positions, positions, (a, b) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        expect(faderToDb(low)).toBeLessThanOrEqual(faderToDb(high));
      }),
      { seed: 3, numRuns: 1000 },
    );
  });

  it('has silence at the bottom, unity at three quarters and +12 dB at the top', () => {
    expect(faderToDb(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(faderToDb(-1)).toBe(Number.NEGATIVE_INFINITY);
    expect(faderToDb(0.75)).toBe(0);
    expect(faderToDb(1)).toBe(FADER_MAX_DB);
    expect(faderToDb(2)).toBe(FADER_MAX_DB);
    expect(dbToFader(Number.NEGATIVE_INFINITY)).toBe(0);
    expect(dbToFader(40)).toBe(1);
  });
});

describe('level text', () => {
  it('writes a true minus, a plus for gain, and no sign for nothing', () => {
    expect(formatDb(-6.24)).toBe('−6.2 dB');
    expect(formatDb(3)).toBe('+3.0 dB');
    expect(formatDb(-0.04)).toBe('0.0 dB');
    expect(formatDb(Number.NEGATIVE_INFINITY)).toBe('−∞ dB');
    expect(formatDb(3, { plus: false, unit: false, digits: 0 })).toBe('3');
  });

  it('reads what it writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1440, max: 240 }), (tenths) => {
        expect(parseDb(formatDb(tenths / 10))).toEqual({ ok: true, value: tenths / 10 + 0 });
      }),
      { seed: 4 },
    );
    for (const text of ['-inf', '−∞', '−∞ dB', 'off']) {
      expect(parseDb(text)).toEqual({ ok: true, value: Number.NEGATIVE_INFINITY });
    }
    expect(parseDb('-6,5')).toEqual({ ok: true, value: -6.5 });
    for (const text of ['', 'loud', '1e3', '--3', '99999'])
      expect(parseDb(text)).toMatchObject({ ok: false });
  });
});
