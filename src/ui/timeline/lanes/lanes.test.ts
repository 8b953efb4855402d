import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AnyLaneTarget,
  CONTROL_TARGETS,
  LANE_CURVES,
  LANE_TARGETS,
  type LaneOwner,
  type LanePoint,
  laneRangeOfOwner,
  laneValueAt,
  SPACE_TARGETS,
  type SpaceId,
  shapedWay,
  type TrackId,
} from '../../../session/index.ts';
import { samples } from '../../../units/index.ts';
import { afterTool, stretchBy } from './lane-actions.ts';
import { laneAxis, stepAxis } from './lane-axis.ts';
import { bendThrough, type CurveFrame, changedSpan, hitLane, pointsInView, traceLane } from './lane-curve.ts';
import { bentThrough, drawnOver, movedPoints, moveLimits, PENCIL_ERROR, withPoint } from './lane-moves.ts';
import { withChanged } from './point-edits.ts';
import { pointTimeText, readPointTime } from './point-time.ts';

const TRACK: LaneOwner = { kind: 'track', id: 't' as TrackId };
const LANES: readonly (readonly [LaneOwner, AnyLaneTarget])[] = [
  ...[...LANE_TARGETS, 'send.hall' as const].map((target) => [TRACK, target] as const),
  ...CONTROL_TARGETS.map((target) => [{ kind: 'family', name: 'music' } as const, target] as const),
  ...SPACE_TARGETS.map((target) => [{ kind: 'space', id: 's' as SpaceId } as const, target] as const),
];

const lane: fc.Arbitrary<LanePoint[]> = fc
  .array(
    fc.record({
      time: fc.integer({ min: 0, max: 100_000 }).map(samples),
      value: fc.integer({ min: -100, max: 100 }).map((cent) => cent / 100),
      curve: fc.constantFrom(...LANE_CURVES),
      bend: fc.integer({ min: -100, max: 100 }).map((cent) => cent / 100),
    }),
    { maxLength: 60 },
  )
  .map((points) =>
    points
      .toSorted((a, b) => a.time - b.time)
      .map(({ bend, ...point }) => (point.curve === 'exponential' ? { ...point, bend } : point)),
  );
const PAN = laneAxis(TRACK, 'pan');
const frame = (samplesPerPixel: number, start = 0): CurveFrame => ({
  scale: { samplesPerPixel, start },
  width: 600,
  yOf: (value) => 30 - value * 26,
  base: 0,
});

describe('lane axes', () => {
  it('exist for every lane, go there and back, and read what they write', () => {
    for (const [owner, target] of LANES) {
      const axis = laneAxis(owner, target);
      const [low, high] = laneRangeOfOwner(owner, target) ?? [Number.NaN, Number.NaN];
      expect(axis.range).toMatchObject({ min: low, max: high });
      expect(axis.toShare(low), target).toBeCloseTo(0, 4);
      expect(axis.toShare(high), target).toBeCloseTo(1, 9);
      let last = Number.NEGATIVE_INFINITY;
      for (let step = 0; step <= 40; step += 1) {
        const value = axis.fromShare(step / 40);
        expect(value).toBeGreaterThanOrEqual(last);
        last = value;
        if (target !== 'muted') expect(axis.toShare(value), `${target} at ${step}`).toBeCloseTo(step / 40, 4);
        const read = axis.parse(axis.format(value));
        const written = read === Number.NEGATIVE_INFINITY ? low : read;
        expect(axis.toShare(written ?? Number.NaN), axis.format(value)).toBeCloseTo(axis.toShare(value), 1);
      }
    }
  });

  it('step by their unit, or by equal ways where they are logarithmic', () => {
    expect(stepAxis(laneAxis(TRACK, 'trimDb'), -6, 1, 'step')).toBe(-5.5);
    expect(stepAxis(laneAxis(TRACK, 'pan'), 0, -1, 'fine')).toBe(-0.01);
    expect(stepAxis(laneAxis(TRACK, 'pan'), 0.99, 1, 'step')).toBe(1);
    const cutoff = laneAxis(TRACK, 'highPass.frequency');
    expect(stepAxis(cutoff, 1000, 1, 'step') / 1000).toBeCloseTo(2000 ** 0.01, 9);
  });
});

describe('a lane on the screen', () => {
  it('keeps the lowest and highest value of every pixel and costs no more than the screen is wide', () => {
    const points = Array.from(
      { length: 10_000 },
      (_, index): LanePoint => ({
        time: samples(index * 48),
        value: index === 5003 ? 1 : index === 7777 ? -1 : Math.sin(index / 700) / 2,
        curve: 'linear',
      }),
    );
    const corners: (readonly [number, number])[] = [];
    traceLane(points, frame(800), (x, y) => corners.push([x, y]));
    expect(corners.length).toBeLessThan(600 * 2 * 4 + 10);
    const ys = corners.map(([, y]) => y);
    expect(Math.min(...ys)).toBe(4);
    expect(Math.max(...ys)).toBe(56);
    expect(pointsInView(points, frame(1, 48_000))).toEqual([999, 1014]);
  });

  it('passes where the lane is heard', () => {
    fc.assert(
      fc.property(lane, (points) => {
        const shown = frame(200);
        let last: readonly [number, number] | null = null;
        traceLane(points, shown, (x, y) => {
          if (last) expect(x).toBeGreaterThanOrEqual(last[0] - 0.51);
          last = [x, y];
          const near = [-160, -80, 0, 80, 160].map((off) =>
            Math.abs(shown.yOf(laneValueAt(points, x * 200 + off, 0)) - y),
          );
          const steps = points.some(({ time }) => Math.abs(time / 200 - x) <= 1);
          if (!steps) expect(Math.min(...near)).toBeLessThan(1);
        });
      }),
    );
  });

  it('is hit at its points, its bends and its line', () => {
    const points: LanePoint[] = [
      { time: samples(10_000), value: -0.5, curve: 'linear' },
      { time: samples(50_000), value: 0.5, curve: 'linear' },
    ];
    const shown = frame(100);
    const y = shown.yOf;
    expect(hitLane(points, shown, 103, y(-0.5) + 2, () => false)).toEqual({ part: 'point', index: 0 });
    expect(hitLane(points, shown, 300, y(0), () => false)).toEqual({ part: 'segment', index: 0 });
    expect(hitLane(points, shown, 300, y(0), (index) => index === 0)).toEqual({ part: 'bend', index: 0 });
    expect(hitLane(points, shown, 300, y(0) + 20, () => true)).toEqual({ part: 'space' });
    expect(hitLane(points, shown, 20, y(-0.5), () => false)).toEqual({ part: 'segment', index: -1 });
    expect(hitLane([], shown, 20, y(0), () => false)).toEqual({ part: 'segment', index: -1 });
  });
});

describe('points under hands', () => {
  it('move together, between their neighbours and inside the axis', () => {
    fc.assert(
      fc.property(
        lane,
        fc.array(fc.nat(59), { maxLength: 8 }),
        fc.integer({ min: -200_000, max: 200_000 }),
        fc.double({ min: -3, max: 3, noNaN: true }),
        (points, picks, time, share) => {
          const indexes = [...new Set(picks)].filter((index) => index < points.length).sort((a, b) => a - b);
          const limits = moveLimits(points, indexes, PAN);
          const after = movedPoints(points, indexes, { time, share }, limits, PAN);
          expect(after).toHaveLength(points.length);
          after.forEach((point, index) => {
            expect(point.value).toBeGreaterThanOrEqual(-1);
            expect(point.value).toBeLessThanOrEqual(1);
            expect(point.time).toBeGreaterThanOrEqual(after[index - 1]?.time ?? 0);
            if (!indexes.includes(index)) expect(point).toBe(points[index]);
          });
          const [first, other] = indexes;
          if (first !== undefined && other !== undefined)
            expect((after[other]?.time ?? 0) - (after[first]?.time ?? 0)).toBe(
              (points[other]?.time ?? 0) - (points[first]?.time ?? 0),
            );
        },
      ),
    );
  });

  it('added on a line, a hold or an exponential change nothing that is heard', () => {
    fc.assert(
      fc.property(lane, fc.integer({ min: 0, max: 100_000 }), (points, time) => {
        const plain = points.map(
          (point): LanePoint => (point.curve === 's-curve' ? { ...point, curve: 'linear' } : point),
        );
        if (plain.some((point) => point.time === time)) return;
        const made = withPoint(plain, time, laneValueAt(plain, time, 0));
        expect(made.points[made.index]?.time).toBe(time);
        for (let at = 0; at < 100_000; at += 911)
          expect(laneValueAt(made.points, at, 0)).toBeCloseTo(laneValueAt(plain, at, 0), 6);
      }),
    );
  });

  it('bend a way through the place the handle is dragged to', () => {
    for (const middle of [0.05, 0.3, 0.5, 0.8, 0.95])
      expect(
        shapedWay({ time: samples(0), value: 0, curve: 'exponential', bend: bendThrough(middle) }, 0.5),
      ).toBeCloseTo(middle, 9);
    const line: LanePoint[] = [
      { time: samples(0), value: 0, curve: 'linear' },
      { time: samples(1000), value: 1, curve: 'linear' },
    ];
    expect(laneValueAt(bentThrough(line, 0, 0.2), 500, 0)).toBeCloseTo(0.2, 9);
  });

  it('drawn by hand stay within the stated error of the stroke', () => {
    const stroke = Array.from({ length: 400 }, (_, index) => ({
      time: 10_000 + index * 100,
      share: 0.5 + 0.4 * Math.sin(index / 40),
    }));
    const drawn = drawnOver([], stroke, PAN, 0);
    expect(drawn.length).toBeLessThan(120);
    for (const { time, share } of stroke.slice(1, -1))
      expect(Math.abs(PAN.toShare(laneValueAt(drawn, time, 0)) - share)).toBeLessThanOrEqual(
        PENCIL_ERROR + 1e-9,
      );
    expect(laneValueAt(drawn, 9_999, 0)).toBe(0);
    expect(laneValueAt(drawn, 50_000, 0)).toBe(0);
  });

  it('typed past their neighbours are in order again and still the selected ones', () => {
    const points: LanePoint[] = [0, 100, 200].map((time) => ({
      time: samples(time),
      value: time / 200,
      curve: 'linear',
    }));
    const after = withChanged(points, [0], (point) => ({ ...point, time: samples(150) }));
    expect(after.points.map(({ time }) => time)).toEqual([100, 150, 200]);
    expect(after.indexes).toEqual([1]);
  });

  it('stretched over others take their place', () => {
    const points: LanePoint[] = [0, 100, 150, 500].map((time) => ({
      time: samples(time),
      value: 0,
      curve: 'linear',
    }));
    const after = afterTool(points, [0, 1], [-1, 1], stretchBy(300));
    expect(after.points.map(({ time }) => time)).toEqual([0, 300, 500]);
    expect(after.indexes).toEqual([0, 1]);
  });
});

describe('times of points', () => {
  const clock = { frameRate: '24', sampleRate: 48_000, startFrames: 86_400 } as const;

  it('are read as timecode, with parts of frames, or as samples', () => {
    expect(pointTimeText(clock, 6000)).toBe('01:00:00:03');
    expect(pointTimeText(clock, 6001)).toBe('6001 smp');
    expect(readPointTime(clock, '01:00:00:03')).toBe(6000);
    expect(readPointTime(clock, '01:00:00:03.5')).toBe(7000);
    expect(readPointTime(clock, '6001 smp')).toBe(6001);
    expect(readPointTime(clock, '00:59:59:00')).toBeNull();
    expect(readPointTime(clock, 'tomorrow')).toBeNull();
  });
});

describe('what of a lane is drawn anew', () => {
  const stepped = (...values: readonly number[]) =>
    values.map((value, index): LanePoint => ({ time: samples(index * 100), value, curve: 'linear' }));

  it('is what lies between the unmoved neighbours of what changed, however it is made anew', () => {
    const before = stepped(0, 1, 2, 3, 4);
    expect(changedSpan(before, stepped(0, 1, 2, 3, 4))).toBeNull();
    expect(changedSpan(before, stepped(0, 1, 5, 3, 4))).toEqual([100, 300]);
    expect(changedSpan(before, [...before.slice(0, 2), ...before.slice(3)])).toEqual([100, 300]);
    expect(changedSpan(before, stepped(0, 1, 2, 3, 9))).toEqual([300, Number.POSITIVE_INFINITY]);
    expect(changedSpan(before, [])).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
    expect(changedSpan([], before)).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
  });

  it('holds every time whose value changed', () => {
    fc.assert(
      fc.property(lane, lane, fc.nat(), fc.nat(), (points, piece, at, count) => {
        // Some points replaced by others in their place; times may stand in any order but the lane's.
        const from = points.length === 0 ? 0 : at % points.length;
        const after = [
          ...points.slice(0, from),
          ...piece.slice(0, 4),
          ...points.slice(from + (count % 5)),
        ].sort((a, b) => a.time - b.time);
        const span = changedSpan(points, after);
        for (let time = 0; time <= 100_000; time += 500) {
          if (span && time >= span[0] && time <= span[1]) continue;
          expect(laneValueAt(after, time, 9)).toBeCloseTo(laneValueAt(points, time, 9), 9);
        }
      }),
      { seed: 6104 },
    );
  });
});
