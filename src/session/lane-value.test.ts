import { describe, expect, it } from 'vitest';
import { samples } from '../units/index.ts';
import { laneValueAt } from './lane-value.ts';
import type { LaneCurve, LanePoint } from './types.ts';

const point = (time: number, value: number, curve: LaneCurve = 'linear'): LanePoint => ({
  time: samples(time),
  value,
  curve,
});

describe('laneValueAt', () => {
  it('gives the fallback without points and holds the ends', () => {
    expect(laneValueAt(undefined, 5, 7)).toBe(7);
    expect(laneValueAt([], 5, 7)).toBe(7);
    const lane = [point(100, -6), point(200, 0)];
    expect(laneValueAt(lane, 0, 7)).toBe(-6);
    expect(laneValueAt(lane, 900, 7)).toBe(0);
  });

  it('follows each curve between points', () => {
    expect(laneValueAt([point(0, 0), point(100, 10)], 25, 0)).toBe(2.5);
    expect(laneValueAt([point(0, 0, 'hold'), point(100, 10)], 99, 0)).toBe(0);
    expect(laneValueAt([point(0, 0, 's-curve'), point(100, 10)], 25, 0)).toBeCloseTo(1.5625, 12);
    expect(laneValueAt([point(0, 0, 's-curve'), point(100, 10)], 50, 0)).toBe(5);
  });

  it('takes the later point of a step', () => {
    const lane = [point(0, 0), point(100, 10), point(100, -20), point(200, -20)];
    expect(laneValueAt(lane, 99, 0)).toBeCloseTo(9.9, 12);
    expect(laneValueAt(lane, 100, 0)).toBe(-20);
  });
});
