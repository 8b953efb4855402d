import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { samples } from '../../units/index.ts';
import { type AnyLaneTarget, laneRangeOfOwner, trackOwner } from '../lane-owner.ts';
import { laneValueAt } from '../lane-value.ts';
import { LANE_CURVES, LANE_TARGETS, type LanePoint, type TrackId } from '../types.ts';
import { toleranceOf } from './parameters.ts';
import { type Ground, valueFrom } from './splice.ts';
import { deviation, type Moment, thin } from './thin.ts';
import { writeStretch } from './write-lane.ts';

const owner = trackOwner('t-cello' as TrackId);
const END = 400_000;

const target = fc.constantFrom<AnyLaneTarget>(
  ...LANE_TARGETS.filter((name) => name !== 'muted'),
  'send.hall',
);

/** A lane of a target with every kind of curve and with steps. */
const groundOf = (name: AnyLaneTarget): fc.Arbitrary<Ground> => {
  const [low, high] = laneRangeOfOwner(owner, name) ?? [0, 1];
  const value = fc.double({ min: low, max: high, noNaN: true });
  const point = fc.record({
    time: fc.integer({ min: 0, max: END }).map((time) => samples(Math.round(time / 1000) * 1000)),
    value,
    curve: fc.constantFrom(...LANE_CURVES),
    bend: fc.double({ min: -1, max: 1, noNaN: true }),
  });
  return fc.record({
    points: fc
      .array(point, { maxLength: 12 })
      .map((points): readonly LanePoint[] =>
        points
          .map(({ bend, ...rest }) => (rest.curve === 'exponential' ? { ...rest, bend } : rest))
          .sort((a, b) => a.time - b.time),
      ),
    rest: value,
  });
};

const momentsOf = (name: AnyLaneTarget, from: number, to: number): fc.Arbitrary<readonly Moment[]> => {
  const [low, high] = laneRangeOfOwner(owner, name) ?? [0, 1];
  return fc
    .array(
      fc.tuple(fc.integer({ min: from + 1, max: to }), fc.double({ min: low, max: high, noNaN: true })),
      {
        maxLength: 60,
      },
    )
    .map((pairs) => {
      const unique = new Map<number, number>([[from, low + (high - low) / 3], ...pairs]);
      return [...unique].sort(([a], [b]) => a - b).map(([time, value]) => ({ time, value }));
    });
};

/** Value of moments at a time, read as lines. */
const along = (moments: readonly Moment[], time: number): number =>
  laneValueAt(
    moments.map((moment) => ({ time: samples(moment.time), value: moment.value, curve: 'linear' as const })),
    time,
    0,
  );

describe('thinning', () => {
  it('leaves no recorded value by more than what is stated', () => {
    fc.assert(
      fc.property(
        target.chain((name) => fc.tuple(fc.constant(name), momentsOf(name, 0, END))),
        ([name, moments]) => {
          const tolerance = toleranceOf(name);
          const kept = thin(moments, tolerance);
          for (const { time, value } of moments) {
            expect(deviation(tolerance, value, along(kept, time))).toBeLessThanOrEqual(tolerance.most + 1e-9);
          }
          expect(kept.length).toBeLessThanOrEqual(moments.length);
        },
      ),
      { seed: 4 },
    );
  });

  it('makes few points of what a hand draws', () => {
    const drawn: Moment[] = [];
    for (let at = 0; at < 600; at++) drawn.push({ time: at * 800, value: 6 * Math.sin(at / 95) });
    const kept = thin(drawn, toleranceOf('rideDb'));
    expect(kept.length).toBeLessThan(30);
    expect(
      thin(
        drawn.map(({ time }) => ({ time, value: -3 })),
        toleranceOf('rideDb'),
      ),
    ).toHaveLength(2);
  });
});

describe('a recorded stretch', () => {
  const stretches = target.chain((name) =>
    fc
      .tuple(fc.integer({ min: 0, max: END - 2 }), fc.integer({ min: 1, max: END }))
      .chain(([from, length]) => {
        const to = Math.min(END, from + length);
        return fc.record({
          name: fc.constant(name),
          ground: groundOf(name),
          from: fc.constant(from),
          to: fc.constant(to),
          moments: momentsOf(name, from, to),
          back: fc.constantFrom(0, 4800),
        });
      }),
  );

  it('is in the lane within the tolerance, exact to the sample; what lies outside stays', () => {
    fc.assert(
      fc.property(stretches, ({ name, ground, from, to, moments, back }) => {
        const tolerance = toleranceOf(name);
        const points = writeStretch({ owner, target: name }, ground, {
          from,
          to,
          moments,
          trimOf: null,
          back,
        });
        const within = (time: number, wanted: number, what: string) =>
          expect(
            deviation(tolerance, wanted, laneValueAt(points, time, ground.rest)),
            what,
          ).toBeLessThanOrEqual(tolerance.most * 1.001 + 1e-9);
        for (const { time, value } of moments) if (time < to || back > 0) within(time, value, `at ${time}`);
        for (const part of [0, 0.01, 0.3, 0.77, 0.999]) {
          const before = Math.floor((from - 1) * part);
          if (before >= 0) within(before, valueFrom(ground, before), `before, at ${before}`);
          const after = to + back + Math.ceil((END * 1.1 - to) * part);
          within(after, valueFrom(ground, after), `after, at ${after}`);
        }
        if (from > 0) within(from - 1, valueFrom(ground, from - 1), 'the last sample before');
        for (let index = 1; index < points.length; index++)
          expect(points[index]?.time).toBeGreaterThanOrEqual(points[index - 1]?.time ?? 0);
      }),
      { seed: 4 },
    );
  });

  it('adds a trim to every kind of lane', () => {
    fc.assert(
      fc.property(groundOf('rideDb'), fc.integer({ min: 0, max: END - 10_000 }), (ground, from) => {
        const to = from + 10_000;
        const moments = [
          { time: from, value: 0 },
          { time: from + 5000, value: -6 },
        ];
        const points = writeStretch({ owner, target: 'rideDb' }, ground, {
          from,
          to,
          moments,
          trimOf: ground,
          back: 0,
        });
        for (let time = from; time < to; time += 97) {
          const wanted = Math.max(-144, valueFrom(ground, time) + along(moments, time));
          const steep = Math.abs(valueFrom(ground, time + 1) - valueFrom(ground, time));
          expect(Math.abs(laneValueAt(points, time, ground.rest) - wanted)).toBeLessThanOrEqual(0.11 + steep);
        }
      }),
      { seed: 4 },
    );
  });
});
