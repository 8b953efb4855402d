import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { samples, ticks } from '../units/index.ts';
import { ELEVATION_MODES, elevationOf } from './elevation.ts';
import { laneValueAt } from './lane-value.ts';
import {
  axisOf,
  DIRECTIONS,
  PATH_ERROR,
  type PathContext,
  PERIOD_UNITS,
  pathOf,
  placeOn,
  type Trajectory,
  type TrajectoryShape,
  turnsBetween,
} from './trajectories.ts';
import type { TempoMap } from './types.ts';

const RATE = 48_000;

/** 120, then 90, then 150 quarter notes a minute; 4/4, from bar 3 on 7/8. */
const tempo: TempoMap = {
  origin: samples(1000),
  tempos: [
    { at: ticks(0), bpm: 120 },
    { at: ticks(3840), bpm: 90 },
    { at: ticks(9600), bpm: 150 },
  ],
  meters: [
    { bar: 0, numerator: 4, denominator: 4 },
    { bar: 3, numerator: 7, denominator: 8 },
  ],
};
const context = (elevation: PathContext['elevation'] = 'free'): PathContext => ({
  tempo,
  sampleRate: RATE,
  elevation,
});

const cents = (low: number, high: number) =>
  fc.integer({ min: low * 100, max: high * 100 }).map((c) => c / 100);
const place = fc.record({ x: cents(-1, 1), y: cents(-1, 1), z: cents(0, 1) });
const period = fc.record({ value: cents(0.5, 8), unit: fc.constantFrom(...PERIOD_UNITS) });
const round = { centre: place, radius: cents(0, 2), startDeg: fc.integer({ min: -180, max: 180 }), period };
const shape: fc.Arbitrary<TrajectoryShape> = fc.oneof(
  fc.record({ kind: fc.constant('line' as const), from: place, to: place }),
  fc.record({
    kind: fc.constant('arc' as const),
    centre: place,
    radius: cents(0, 2),
    fromDeg: fc.integer({ min: -360, max: 360 }),
    toDeg: fc.integer({ min: -720, max: 720 }),
    toZ: cents(0, 1),
  }),
  fc.record({ kind: fc.constant('orbit' as const), ...round, direction: fc.constantFrom(...DIRECTIONS) }),
  fc.record({
    kind: fc.constant('spiral' as const),
    ...round,
    toRadius: cents(0, 2),
    toZ: cents(0, 1),
    direction: fc.constantFrom(...DIRECTIONS),
  }),
);
const trajectory: fc.Arbitrary<Trajectory> = fc
  .tuple(shape, fc.integer({ min: 0, max: 4 * RATE }), fc.integer({ min: 1000, max: 12 * RATE }))
  .map(([made, start, length]) => ({ start: samples(start), end: samples(start + length), shape: made }));

describe('trajectories', () => {
  it('are written as lanes that stay within their error and inside the room', () => {
    fc.assert(
      fc.property(trajectory, fc.constantFrom(...ELEVATION_MODES), (made, elevation) => {
        const path = pathOf(made, context(elevation)) ?? [];
        expect(path[0]?.time).toBe(made.start);
        expect(path.at(-1)?.time).toBe(made.end);
        for (const axis of ['x', 'y', 'z'] as const) {
          const lane = axisOf(path, axis);
          for (let step = 0; step <= 97; step += 1) {
            const time = Math.round(made.start + ((made.end - made.start) * step) / 97);
            const at = placeOn(made, time, context(elevation));
            const value = laneValueAt(lane, time, 0);
            expect(value).toBeGreaterThanOrEqual(axis === 'z' ? 0 : -1);
            expect(value).toBeLessThanOrEqual(1);
            // Walls cut shapes at corners between samples; domes fall steeply at theirs.
            expect(Math.abs(value - at[axis])).toBeLessThanOrEqual(
              elevation === 'free' ? PATH_ERROR * 2.5 : 0.1,
            );
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('go round once in a period, whatever the tempo does within it', () => {
    const orbit = (value: number, unit: 'bars' | 'beats' | 'seconds', length: number): Trajectory => ({
      start: samples(1000),
      end: samples(1000 + length),
      shape: {
        kind: 'orbit',
        centre: { x: 0, y: 0, z: 0.25 },
        radius: 0.8,
        startDeg: 0,
        period: { value, unit },
        direction: 'clockwise',
      },
    });
    // Bar 2 (from 1) ends where 4/4 at 120 for a bar and then at 90 for another have gone by: 2 s + 8/3 s.
    const twoBars = Math.round((2 + 8 / 3) * RATE);
    for (const [value, unit, length, turns] of [
      [2, 'bars', twoBars, 1],
      [8, 'beats', twoBars, 1],
      [4, 'beats', 2 * RATE, 1],
      [1, 'seconds', 3 * RATE, 3],
    ] as const) {
      const made = orbit(value, unit, length);
      expect(
        turnsBetween({ value, unit }, made.start, made.end, { tempo, sampleRate: RATE }),
        `${value} ${unit}`,
      ).toBeCloseTo(turns, 4);
      const last = placeOn(made, made.end, context());
      expect(last.x).toBeCloseTo(0, 3);
      expect(last.y).toBeCloseTo(0.8, 3);
    }
    // Clockwise from the front: to the right first.
    expect(placeOn(orbit(4, 'seconds', 4 * RATE), 1000 + RATE, context())).toMatchObject({
      x: expect.closeTo(0.8, 6),
      y: expect.closeTo(0, 6),
      z: 0.25,
    });
  });

  it('count every beat of every metre once', () => {
    const second = (from: number, to: number, unit: 'beats' | 'bars') =>
      turnsBetween({ value: 1, unit }, from * RATE + 1000, to * RATE + 1000, { tempo, sampleRate: RATE });
    for (const unit of ['beats', 'bars'] as const) {
      expect(second(0, 9, unit)).toBeCloseTo(second(0, 3.3, unit) + second(3.3, 9, unit), 6);
      for (let at = 0; at < 12; at += 0.05) expect(second(at, at + 0.01, unit)).toBeGreaterThan(0);
    }
  });

  it('use fewer points than a hundred a turn', () => {
    const made: Trajectory = {
      start: samples(0),
      end: samples(10 * RATE),
      shape: {
        kind: 'orbit',
        centre: { x: 0, y: 0, z: 0 },
        radius: 1,
        startDeg: 0,
        period: { value: 1, unit: 'seconds' },
        direction: 'anticlockwise',
      },
    };
    const path = pathOf(made, context()) ?? [];
    expect(path.length).toBeGreaterThan(200);
    expect(path.length).toBeLessThan(1000);
    const fast = { ...made, shape: { ...made.shape, period: { value: 0.001, unit: 'seconds' as const } } };
    expect(pathOf(fast as Trajectory, context())).toBeNull();
  });
});

describe('elevation modes', () => {
  it('give the published heights', () => {
    expect(elevationOf('free', 0, 0)).toBeNull();
    expect(elevationOf('wedge', 0.3, -0.25)).toBeCloseTo(0.75, 12);
    expect(elevationOf('sphere', 0.6, 0)).toBeCloseTo(0.8, 12);
    expect(elevationOf('sphere', 1, 1)).toBe(0);
    expect(elevationOf('ceiling', 0.5, 1)).toBe(0);
    expect(elevationOf('ceiling', 0.5, 0.6)).toBeCloseTo(1, 12);
    expect(elevationOf('ceiling', 0.5, -1)).toBe(1);
  });

  it('stay between ear and ceiling and jump nowhere', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('wedge', 'sphere', 'ceiling'),
        fc.double({ min: -1, max: 1, noNaN: true }),
        fc.double({ min: -1, max: 1, noNaN: true }),
        (mode, x, y) => {
          const here = elevationOf(mode as 'wedge', x, y) ?? Number.NaN;
          const there = elevationOf(mode as 'wedge', x, Math.min(1, y + 1e-6)) ?? Number.NaN;
          expect(here).toBeGreaterThanOrEqual(0);
          expect(here).toBeLessThanOrEqual(1);
          expect(Math.abs(here - there)).toBeLessThan(0.003);
        },
      ),
    );
  });
});
