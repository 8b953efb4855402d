import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { samples } from '../units/index.ts';
import { lanePiece, withLanePiece, withoutLanePiece } from './lane-pieces.ts';
import { laneValueAt } from './lane-value.ts';
import { LANE_CURVES, type LanePoint } from './types.ts';

const lane: fc.Arbitrary<LanePoint[]> = fc
  .array(
    fc.record({
      time: fc.integer({ min: 0, max: 5000 }).map(samples),
      value: fc.integer({ min: -100, max: 100 }).map((cent) => cent / 100),
      curve: fc.constantFrom(...LANE_CURVES),
      bend: fc.integer({ min: -100, max: 100 }).map((cent) => cent / 100),
    }),
    { maxLength: 12 },
  )
  .map((points) =>
    points
      .toSorted((a, b) => a.time - b.time)
      .map(({ bend, ...point }) => (point.curve === 'exponential' ? { ...point, bend } : point)),
  );
const span = fc
  .tuple(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 1, max: 2000 }))
  .map(([from, length]) => [from, from + length] as const);

/** A cut s-curve is drawn in lines: their chord error on 3t² − 2t³ with 24 of them is 6 / (8 · 24²) of its height of 2. */
const S_CURVE_ERROR = 0.003;
/** Steps between lines fall on whole samples: nothing finer is promised on curves a few samples long. */
const close = (points: readonly LanePoint[], a: number, b: number): void =>
  expect(Math.abs(a - b)).toBeLessThanOrEqual(
    points.some(({ curve }) => curve === 's-curve') ? S_CURVE_ERROR : 1e-9,
  );

describe('pieces of lanes', () => {
  it('play as the lane does where they were taken', () => {
    fc.assert(
      fc.property(lane, span, fc.double({ min: -1, max: 1, noNaN: true }), (points, [from, to], base) => {
        const piece = lanePiece(points, from, to, base);
        expect(piece[0]?.time).toBe(from);
        expect(piece.at(-1)?.time).toBe(to);
        for (let time = from; time < to; time += 7)
          close(points, laneValueAt(piece, time, base), laneValueAt(points, time, base));
      }),
    );
  });

  it('put back where they were change nothing', () => {
    fc.assert(
      fc.property(lane, span, (points, [from, to]) => {
        const back = withLanePiece(points, from, to, lanePiece(points, from, to, 0.25), 0.25);
        for (let time = 0; time < 8000; time += 13)
          close(points, laneValueAt(back, time, 0.25), laneValueAt(points, time, 0.25));
      }),
    );
  });

  it('put elsewhere leave every value outside as it was', () => {
    fc.assert(
      fc.property(
        lane,
        lane,
        span,
        fc.integer({ min: -3000, max: 3000 }),
        (points, others, [from, to], by) => {
          const shift = Math.max(by, -from);
          const piece = lanePiece(others, from, to, 0).map((point) => ({
            ...point,
            time: samples(point.time + shift),
          }));
          const after = withLanePiece(points, from + shift, to + shift, piece, 0);
          const times = after.map(({ time }) => time);
          expect(times).toEqual(times.toSorted((a, b) => a - b));
          for (let time = 0; time < 9000; time += 11) {
            const inside = time >= from + shift && time < to + shift;
            close(
              [...points, ...others],
              laneValueAt(after, time, 0),
              inside ? laneValueAt(others, time - shift, 0) : laneValueAt(points, time, 0),
            );
          }
        },
      ),
    );
  });

  it('taken out leave the value before them until they end', () => {
    fc.assert(
      fc.property(lane, span, (points, [from, to]) => {
        const after = withoutLanePiece(points, from, to, 0.5);
        for (let time = 0; time < 8000; time += 11) {
          if (time < from || time >= to)
            close(points, laneValueAt(after, time, 0.5), laneValueAt(points, time, 0.5));
          else if (from > 0) close(points, laneValueAt(after, time, 0.5), laneValueAt(after, from, 0.5));
        }
      }),
    );
  });

  it('of a lane that stands still leave no points behind', () => {
    const still = [{ time: samples(100), value: 0.3, curve: 'linear' as const }];
    expect(withLanePiece(still, 1000, 2000, lanePiece(still, 1000, 2000, 0), 0)).toEqual(still);
    expect(withoutLanePiece(still, 1000, 2000, 0)).toEqual(still);
  });

  it('cut an exponential way into exponential ways', () => {
    const bent: LanePoint[] = [
      { time: samples(0), value: 0, curve: 'exponential', bend: 0.8 },
      { time: samples(1000), value: 1, curve: 'linear' },
    ];
    expect(lanePiece(bent, 250, 500, 0)).toEqual([
      { time: 250, value: expect.closeTo(laneValueAt(bent, 250, 0), 12), curve: 'exponential', bend: 0.2 },
      { time: 500, value: expect.closeTo(laneValueAt(bent, 500, 0), 12), curve: 'linear' },
    ]);
  });
});
