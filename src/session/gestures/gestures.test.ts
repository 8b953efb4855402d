import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { samples } from '../../units/index.ts';
import { createDocument } from '../document.ts';
import { breathe, pullBack, swell } from '../edits/gestures.ts';
import { trackOwner } from '../lane-owner.ts';
import { laneValueAt } from '../lane-value.ts';
import { testSession } from '../test-session.ts';
import type { LaneCurve, LanePoint, TrackId } from '../types.ts';
import { gapsBetween, joined, speechIn } from './gaps.ts';
import { withRide } from './ride.ts';
import { breathShape, pullBackShape, SILENT_DB, swellShape } from './shapes.ts';

const point = (time: number, value: number, curve: LaneCurve = 'linear', bend?: number): LanePoint => ({
  time: samples(time),
  value,
  curve,
  ...(bend !== undefined && { bend }),
});

const lane = (most: number) =>
  fc
    .array(
      fc.record({
        time: fc.integer({ min: 0, max: 20_000 }),
        value: fc.double({ min: -60, max: 12, noNaN: true }),
        curve: fc.constantFrom<LaneCurve>('linear', 'hold', 's-curve', 'exponential'),
        bend: fc.double({ min: -1, max: 1, noNaN: true }),
      }),
      { maxLength: most },
    )
    .map((points) =>
      points
        .map(({ time, value, curve, bend }) =>
          point(time, value, curve, curve === 'exponential' ? bend : undefined),
        )
        .sort((a, b) => a.time - b.time),
    );

describe('a ride on a lane', () => {
  it('is the sum inside and changes nothing outside, whatever is there', () => {
    fc.assert(
      fc.property(lane(8), lane(6), (points, shape) => {
        const [from, to] = [shape[0]?.time ?? 0, shape.at(-1)?.time ?? 0];
        const ridden = withRide(points, shape, -3);
        const jumps = new Set([...points, ...shape].map(({ time }) => time));
        for (let time = 0; time <= 21_000; time += 97) {
          if (jumps.has(samples(time))) continue;
          const before = laneValueAt(points, time, -3);
          const after = laneValueAt(ridden, time, -3);
          // Of an s-curve that is cut, what is left is lines: 0.04 % of its height.
          if (time < from || time > to || to <= from) expect(Math.abs(after - before)).toBeLessThan(0.04);
          // 24 lines for the steepest bend are off by h²/8 · f″ ≤ 0.8 % of a height of 72 dB, for both curves.
          else expect(Math.abs(after - before - laneValueAt(shape, time, 0))).toBeLessThan(1.3);
        }
        expect(ridden.every(({ time }, at) => at === 0 || time >= (ridden[at - 1]?.time ?? 0))).toBe(true);
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  it('goes all the way to silence from a raised lane', () => {
    const lane = withRide([point(0, 6)], breathShape({ start: 1000, end: 9000, fade: 2000 }), 0);
    expect([500, 3000, 5000, 7000, 9500].map((time) => laneValueAt(lane, time, 0))).toEqual([
      6, -144, -144, -144, 6,
    ]);
  });

  it('is exact where either stands still and where both are lines', () => {
    const shape = [
      point(1000, 0, 's-curve'),
      point(2000, 6),
      point(3000, 6, 'exponential', 0.5),
      point(4000, 0),
    ];
    const still = withRide([point(0, -10)], shape, 0);
    const line = withRide(
      [point(0, 0), point(8000, -8)],
      [point(1000, 0), point(2000, 6), point(4000, 0)],
      0,
    );
    for (let time = 0; time <= 8000; time += 13) {
      expect(laneValueAt(still, time, 0)).toBeCloseTo(
        -10 + (time < 1000 || time > 4000 ? 0 : laneValueAt(shape, time, 0)),
        9,
      );
      const delta =
        time <= 1000 || time >= 4000
          ? 0
          : time <= 2000
            ? ((time - 1000) / 1000) * 6
            : 6 - ((time - 2000) / 2000) * 6;
      expect(laneValueAt(line, time, 0)).toBeCloseTo(-time / 1000 + delta, 9);
    }
  });
});

describe('the shapes', () => {
  it('swell into the silence and are gone when it ends, however long their ways were meant to be', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 100_000 }),
        fc.integer({ min: 2, max: 100_000 }),
        fc.integer({ min: 0, max: 200_000 }),
        fc.integer({ min: 0, max: 200_000 }),
        (start, length, attack, release) => {
          const end = start + length;
          const shape = swellShape({ start, end, riseDb: 5, attack, release, way: { curve: 's-curve' } });
          expect(shape.map(({ value }) => value)).toEqual([0, 5, 5, 0]);
          expect([shape[0]?.time, shape.at(-1)?.time]).toEqual([start, end]);
          expect(shape.every(({ time }, at) => at === 0 || time >= (shape[at - 1]?.time ?? 0))).toBe(true);
        },
      ),
      { seed: 6 },
    );
  });

  it('pull back to the depth so many samples before the hit, and hold it to the hit itself', () => {
    const shape = pullBackShape({ hit: 48_000, depthDb: 12, before: 16_000, fall: 8000, back: 4000 });
    const at = (time: number) => laneValueAt(shape, time, 0);
    expect([at(24_000), at(32_000), at(40_000), at(47_999), at(48_000), at(52_000)]).toEqual([
      0, -12, -12, -12, -12, 0,
    ]);
    expect(
      laneValueAt(
        pullBackShape({ hit: 48_000, depthDb: Number.POSITIVE_INFINITY, before: 10, fall: 8000, back: 1 }),
        47_999,
        0,
      ),
    ).toBe(SILENT_DB);
    expect(
      laneValueAt(pullBackShape({ hit: 48_000, depthDb: 200, before: 10, fall: 8000, back: 1 }), 47_999, 0),
    ).toBe(SILENT_DB);
  });

  it('let silence be silent between their fades', () => {
    const shape = breathShape({ start: 1000, end: 9000, fade: 2000 });
    expect([1000, 3000, 5000, 7000, 9000].map((time) => laneValueAt(shape, time, 0))).toEqual([
      0, -144, -144, -144, 0,
    ]);
  });
});

describe('dialogue', () => {
  it('speaks where its peaks are, and is silent between', () => {
    const speech = speechIn([0, 0.5, 0.5, 0, 0.4, 0, 0, 0, 0.9], 1000, 100, { threshold: 0.1, pause: 100 });
    expect(speech).toEqual([
      { start: 1100, end: 1500 },
      { start: 1800, end: 1900 },
    ]);
    expect(gapsBetween(speech, { start: 0, end: 4000 }, 200)).toEqual([
      { start: 0, end: 1100 },
      { start: 1500, end: 1800 },
      { start: 1900, end: 4000 },
    ]);
    expect(gapsBetween(speech, { start: 1200, end: 1850 }, 301)).toEqual([]);
  });

  it('and its gaps tile the range, whatever the spans', () => {
    const span = fc
      .tuple(fc.integer({ min: -50, max: 1000 }), fc.integer({ min: 0, max: 200 }))
      .map(([start, length]) => ({ start, end: start + length }));
    fc.assert(
      fc.property(fc.array(span, { maxLength: 12 }), (spans) => {
        const range = { start: 0, end: 900 };
        const covered = new Uint8Array(900);
        for (const { start, end } of joined(spans))
          covered.fill(1, Math.max(0, start), Math.max(0, Math.min(900, end)));
        for (const { start, end } of gapsBetween(spans, range, 0)) {
          for (let at = start; at < end; at += 1) {
            expect(covered[at]).toBe(0);
            covered[at] = 2;
          }
        }
        expect(covered.every((value) => value > 0)).toBe(true);
      }),
      { seed: 7 },
    );
  });
});

describe('gestures in the document', () => {
  const cello = trackOwner('t-cello' as TrackId);

  it('write plain automation on tracks and families alike, one undo each', () => {
    const document = createDocument(testSession());
    const before = document.get();
    const music = { kind: 'family', name: 'music' } as const;
    document.transact('Swell', 'undoable', (draft) =>
      swell(draft, [cello, music], {
        start: 48_000,
        end: 96_000,
        riseDb: 4,
        attack: 9600,
        release: 9600,
        way: { curve: 's-curve' },
      }),
    );
    const after = document.get();
    expect(laneValueAt(after.tracks['t-cello' as TrackId]?.lanes.rideDb, 72_000, 0)).toBe(4);
    expect(laneValueAt(after.families.music.lanes.rideDb, 72_000, 0)).toBe(4);
    document.transact('Pull back', 'undoable', (draft) =>
      pullBack(draft, [cello], { hit: 96_000, depthDb: 10, before: 12_000, fall: 12_000, back: 2400 }),
    );
    document.transact('Breathe', 'undoable', (draft) =>
      breathe(draft, [cello], { start: 200_000, end: 300_000, fade: 4800 }),
    );
    expect(laneValueAt(document.get().tracks['t-cello' as TrackId]?.lanes.rideDb, 250_000, 0)).toBe(-144);
    document.undo();
    document.undo();
    expect(document.get()).toEqual(after);
    document.undo();
    expect(document.get()).toEqual(before);
  });
});
