import { describe, expect, it } from 'vitest';
import { type Band, type Equaliser, plainEqualiser } from '../../session/index.ts';
import { decibels } from '../../units/index.ts';
import {
  AXIS,
  CURVE_FREQUENCIES,
  freeBand,
  frequencyToWay,
  isFlat,
  pointCurve,
  sumCurve,
  wayToFrequency,
} from './eq-model.ts';

const withBand = (eq: Equaliser, index: number, fields: Partial<Band>): Equaliser => ({
  ...eq,
  bands: eq.bands.map((band, at) => (at === index ? { ...band, ...fields } : band)),
});

const at = (curve: Float64Array, frequency: number): number =>
  curve[CURVE_FREQUENCIES.findIndex((f) => f >= frequency)] ?? Number.NaN;

describe('the equaliser as it is drawn', () => {
  it('puts frequencies on a logarithmic axis and takes them off again', () => {
    expect(frequencyToWay(AXIS.low)).toBe(0);
    expect(frequencyToWay(AXIS.high)).toBeCloseTo(1, 12);
    expect(wayToFrequency(frequencyToWay(440))).toBeCloseTo(440, 9);
  });

  it('is flat while nothing is on or all is bypassed', () => {
    const eq = plainEqualiser();
    expect(isFlat(eq)).toBe(true);
    expect(Math.max(...sumCurve(eq, 48_000))).toBe(0);
    const bell = withBand(eq, 3, { on: true, gainDb: decibels(-6) });
    expect(isFlat(bell)).toBe(false);
    expect(isFlat({ ...bell, on: false })).toBe(true);
    expect(Math.min(...sumCurve({ ...bell, on: false }, 48_000))).toBe(0);
  });

  it('sums what is on and draws each band alone', () => {
    const one = withBand(plainEqualiser(), 3, { on: true, gainDb: decibels(-6) });
    expect(at(sumCurve(one, 48_000), 2000)).toBeCloseTo(-6, 1);
    const two = withBand(one, 2, { on: true, frequency: 2000, gainDb: decibels(4), q: 1 });
    expect(at(sumCurve(two, 48_000), 2000)).toBeCloseTo(-2, 1);
    expect(at(pointCurve(two, 2, 48_000, CURVE_FREQUENCIES), 2000)).toBeCloseTo(4, 1);
    const cut = { ...one, highPass: { on: true, frequency: 100, slope: 24 as const } };
    expect(at(sumCurve(cut, 48_000), 100)).toBeCloseTo(-3, 0);
    expect(at(sumCurve(cut, 48_000), 25)).toBeCloseTo(-48, 0);
  });

  it('finds a band for a double-click, one that suits the place first, none when all are on', () => {
    const eq = plainEqualiser();
    expect(freeBand(eq, 1000)).toBe(1);
    expect(freeBand(eq, 30)).toBe(0);
    expect(freeBand(eq, 16_000)).toBe(5);
    const full = { ...eq, bands: eq.bands.map((band) => ({ ...band, on: true })) };
    expect(freeBand(full, 1000)).toBe(null);
  });
});
