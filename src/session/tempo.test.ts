import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { samples, ticks } from '../units/index.ts';
import {
  barPosition,
  barTicks,
  beatsBetween,
  formatBars,
  parseBars,
  samplesToTicks,
  tempoAt,
  ticksToSamples,
} from './tempo.ts';
import type { TempoMap } from './types.ts';

const rates = fc.constantFrom(48_000, 96_000);

/** Sum of the first members of the entries after the first, up to an index. */
const risingTo = (entries: readonly (readonly [number, ...unknown[]])[], index: number): number =>
  entries.slice(1, index + 1).reduce((sum, [step]) => sum + step, 0);

/** Any valid map: rising ticks and bars, tempos and meters over their whole range. */
const maps: fc.Arbitrary<TempoMap> = fc
  .record({
    origin: fc.integer({ min: -1_000_000, max: 10_000_000 }),
    tempos: fc.array(
      fc.tuple(fc.integer({ min: 1, max: 20_000 }), fc.double({ min: 5, max: 960, noNaN: true })),
      { minLength: 1, maxLength: 12 },
    ),
    meters: fc.array(
      fc.tuple(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 13 }),
        fc.constantFrom(1, 2, 4, 8, 16, 32),
      ),
      {
        minLength: 1,
        maxLength: 6,
      },
    ),
  })
  .map(({ origin, tempos, meters }) => ({
    origin: samples(origin),
    tempos: tempos.map(([, bpm], index) => ({ at: ticks(risingTo(tempos, index)), bpm })),
    meters: meters.map(([, numerator, denominator], index) => ({
      bar: risingTo(meters, index),
      numerator,
      denominator,
    })),
  }));

const plain: TempoMap = {
  origin: samples(0),
  tempos: [
    { at: ticks(0), bpm: 120 },
    { at: ticks(3840), bpm: 60 },
  ],
  meters: [
    { bar: 0, numerator: 4, denominator: 4 },
    { bar: 2, numerator: 6, denominator: 8 },
  ],
};

describe('ticks and samples', () => {
  it('give every tick back, before the origin and across tempo changes', () => {
    fc.assert(
      fc.property(maps, rates, fc.integer({ min: -100_000, max: 400_000 }), (map, rate, tick) => {
        expect(Math.round(samplesToTicks(map, rate, ticksToSamples(map, rate, tick))) + 0).toBe(tick);
      }),
      { seed: 1, numRuns: 1000 },
    );
  });

  it('give every sample back within half a sample', () => {
    fc.assert(
      fc.property(maps, rates, fc.integer({ min: -1_000_000, max: 100_000_000 }), (map, rate, sample) => {
        // The tick is not rounded here, so only the last rounding of ticksToSamples stands between the two.
        expect(ticksToSamples(map, rate, samplesToTicks(map, rate, sample))).toBe(sample);
      }),
      { seed: 2, numRuns: 1000 },
    );
  });

  it('rise together', () => {
    fc.assert(
      fc.property(
        maps,
        rates,
        fc.integer({ min: -1000, max: 400_000 }),
        fc.nat(10_000),
        (map, rate, tick, step) => {
          expect(ticksToSamples(map, rate, tick + step)).toBeGreaterThanOrEqual(
            ticksToSamples(map, rate, tick),
          );
        },
      ),
      { seed: 3 },
    );
  });

  it('follow the tempo in force', () => {
    expect(ticksToSamples(plain, 48_000, 960)).toBe(24_000);
    expect(ticksToSamples(plain, 48_000, 3840 + 960)).toBe(4 * 24_000 + 48_000);
    expect([tempoAt(plain, -5), tempoAt(plain, 3839), tempoAt(plain, 3840)]).toEqual([120, 120, 60]);
  });
});

describe('bars and beats', () => {
  it('go to ticks and back on every map', () => {
    fc.assert(
      fc.property(maps, fc.integer({ min: -200_000, max: 400_000 }), (map, tick) => {
        expect(barTicks(map, barPosition(map, tick)) + 0).toBe(tick);
      }),
      { seed: 4, numRuns: 1000 },
    );
  });

  it('parse what they format', () => {
    fc.assert(
      fc.property(maps, fc.integer({ min: -50_000, max: 400_000 }), (map, tick) => {
        expect(parseBars(map, formatBars(map, tick))).toMatchObject({ ok: true, value: tick });
      }),
      { seed: 5, numRuns: 500 },
    );
  });

  it('count from one, in the meter of the bar', () => {
    expect(formatBars(plain, 0)).toBe('1|1|000');
    expect(formatBars(plain, 3840 + 960 * 3 + 5)).toBe('2|4|005');
    expect(formatBars(plain, 2 * 3840 + 480 * 5)).toBe('3|6|000');
    expect(formatBars(plain, 2 * 3840 + 480 * 6)).toBe('4|1|000');
    expect(formatBars(plain, -1)).toBe('0|4|959');
    expect(parseBars(plain, '3')).toEqual({ ok: true, value: 7680 });
    expect(parseBars(plain, '3.2 10')).toEqual({ ok: true, value: 7680 + 490 });
  });

  it('say what a bar allows', () => {
    expect(parseBars(plain, '1|5')).toMatchObject({
      code: 'bars-range',
      remedy: expect.stringContaining('beats 1 to 4'),
    });
    expect(parseBars(plain, '3|1|480')).toMatchObject({ code: 'bars-range' });
    expect(parseBars(plain, 'one')).toMatchObject({ code: 'bars-form' });
  });

  it('list each beat of a range once, whatever the range is cut into', () => {
    fc.assert(
      fc.property(
        maps,
        fc.integer({ min: -200_000, max: 500_000 }),
        fc.nat(400_000),
        fc.nat(100),
        (map, from, length, cut) => {
          const middle = from + Math.floor((length * cut) / 100);
          const whole = [...beatsBetween(map, 48_000, from, from + length)];
          expect([
            ...beatsBetween(map, 48_000, from, middle),
            ...beatsBetween(map, 48_000, middle, from + length),
          ]).toEqual(whole);
          for (const { sample } of whole) expect(sample >= from && sample < from + length).toBe(true);
        },
      ),
      { seed: 6 },
    );
    expect([...beatsBetween(plain, 48_000, 0, 72_000)]).toEqual([
      { sample: 0, bar: 0, beat: 0 },
      { sample: 24_000, bar: 0, beat: 1 },
      { sample: 48_000, bar: 0, beat: 2 },
    ]);
  });
});
