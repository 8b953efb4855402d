import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { samples } from '../units/index.ts';
import {
  invertPoints,
  offsetPoints,
  reversePoints,
  scalePoints,
  stretchPoints,
  thinPoints,
} from './lane-tools.ts';
import { laneValueAt } from './lane-value.ts';
import { LANE_CURVES, type LanePoint } from './types.ts';

const RANGE = [-1, 1] as const;

/** Points at different times, so that a value at a time is one value in either direction. */
const lane: fc.Arbitrary<LanePoint[]> = fc
  .uniqueArray(
    fc.record({
      time: fc.integer({ min: 0, max: 4000 }).map((step) => samples(step * 2)),
      value: fc.integer({ min: -100, max: 100 }).map((cent) => cent / 100),
      curve: fc.constantFrom(...LANE_CURVES),
      bend: fc.integer({ min: -100, max: 100 }).map((cent) => cent / 100),
    }),
    { minLength: 2, maxLength: 12, selector: ({ time }) => time },
  )
  .map((points) =>
    points
      .toSorted((a, b) => a.time - b.time)
      .map(({ bend, ...point }) => (point.curve === 'exponential' ? { ...point, bend } : point)),
  );

describe('lane tools', () => {
  it('reversed, a lane plays backwards; twice, as it was', () => {
    fc.assert(
      fc.property(lane, (points) => {
        const [first, last] = [points[0]?.time ?? 0, points.at(-1)?.time ?? 0];
        const back = reversePoints(points);
        for (let time = first + 1; time < last; time += 17) {
          // Steps of held ways lie on even samples: between them both directions mean the same.
          const odd = time % 2 === 0 ? time + 1 : time;
          if (odd >= last) break;
          expect(laneValueAt(back, first + last - odd, 0)).toBeCloseTo(laneValueAt(points, odd, 0), 9);
        }
        const again = reversePoints(back);
        for (let time = first + 1; time < last; time += 34)
          expect(laneValueAt(again, time | 1, 0)).toBeCloseTo(laneValueAt(points, time | 1, 0), 9);
      }),
    );
  });

  it('inverted twice, scaled there and back, offset there and back are what they were', () => {
    fc.assert(
      fc.property(lane, fc.integer({ min: 1, max: 9 }), (points, tenth) => {
        const same = (after: readonly LanePoint[]) =>
          points.forEach(({ value, time }, index) => {
            expect(after[index]?.time).toBe(time);
            expect(after[index]?.value).toBeCloseTo(value, 9);
          });
        same(invertPoints(invertPoints(points, RANGE), RANGE));
        same(scalePoints(scalePoints(points, RANGE, tenth / 10, 0), RANGE, 10 / tenth, 0));
        const up = offsetPoints(points, RANGE, tenth / 10);
        same(offsetPoints(up, RANGE, (points[0]?.value ?? 0) - (up[0]?.value ?? 0)));
      }),
    );
  });

  it('keep every value in the range and every point in order', () => {
    fc.assert(
      fc.property(lane, fc.double({ min: -20, max: 20, noNaN: true }), (points, amount) => {
        const results = [
          scalePoints(points, RANGE, amount, 0.3),
          offsetPoints(points, RANGE, amount),
          invertPoints(points, RANGE),
          reversePoints(points),
          stretchPoints(points, Math.abs(amount)),
        ];
        results.forEach((after) => {
          const [low, high] = RANGE;
          let earliest = 0;
          for (const { time, value } of after) {
            expect(value).toBeGreaterThanOrEqual(low);
            expect(value).toBeLessThanOrEqual(high);
            expect(time).toBeGreaterThanOrEqual(earliest);
            expect(Number.isInteger(time)).toBe(true);
            earliest = time;
          }
        });
      }),
    );
  });

  it('thinned, stay within the error that was asked for', () => {
    fc.assert(
      fc.property(lane, fc.integer({ min: 0, max: 50 }), (points, cents) => {
        const lines = points.map((point): LanePoint => ({ ...point, curve: 'linear' }));
        const error = cents / 100;
        const thin = thinPoints(lines, error);
        expect(thin[0]).toEqual(lines[0]);
        expect(thin.at(-1)).toEqual(lines.at(-1));
        for (const { time, value } of lines)
          expect(Math.abs(laneValueAt(thin, time, 0) - value)).toBeLessThanOrEqual(error + 1e-9);
      }),
    );
    const straight = Array.from(
      { length: 1000 },
      (_, index): LanePoint => ({ time: samples(index * 10), value: index / 1000, curve: 'linear' }),
    );
    expect(thinPoints(straight, 1e-6)).toHaveLength(2);
  });
});
