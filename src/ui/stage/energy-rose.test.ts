import { describe, expect, it } from 'vitest';
import { type EnergySource, emptyRoses, energyRoses, roseRadius, SECTORS } from './energy-rose.ts';

const source = (x: number, y: number, z = 0, size = 0, power = 0.01): EnergySource => ({
  at: { x, y, z },
  power,
  size,
});
const roses = (...sources: EnergySource[]) => energyRoses(sources, emptyRoses());
const sum = (rose: Float64Array): number => rose.reduce((total, power) => total + power, 0);

describe('energy by direction', () => {
  it('reads a lone point in its own direction, and nothing behind it', () => {
    const right = roses(source(1, 0)).ear;
    expect(right[SECTORS / 4]).toBeCloseTo(0.01, 6);
    expect(right[(3 * SECTORS) / 4]).toBe(0);
    const front = roses(source(0, 1)).ear;
    expect(front[0]).toBeCloseTo(0.01, 6);
    expect(front[SECTORS / 2]).toBe(0);
  });

  it('adds the power of what stands together', () => {
    expect(roses(source(1, 0), source(1, 0)).ear[SECTORS / 4]).toBeCloseTo(0.02, 6);
  });

  it('spreads the same power over more directions for a size and near the head', () => {
    const point = sum(roses(source(1, 0)).ear);
    const whole = roses(source(1, 0, 0, 1)).ear;
    const near = roses(source(0, 0)).ear;
    for (const rose of [whole, near, roses(source(0.7, 0.7, 0, 0.4)).ear, roses(source(0.31, 0.2)).ear])
      expect(sum(rose) / point).toBeCloseTo(1, 2);
    expect(whole[(3 * SECTORS) / 4]).toBeLessThan(1e-9);
    expect(whole[SECTORS / 2]).toBeGreaterThan(0.0005);
  });

  it('shares height between ear and ceiling, and stands it up for the views along the floor', () => {
    const top = roses(source(0, 1, 1));
    expect(sum(top.ear)).toBeCloseTo(0, 9);
    expect(top.above[0]).toBeCloseTo(0.01, 6);
    const half = roses(source(0, 1, 0.5));
    expect(sum(half.ear)).toBeCloseTo(sum(half.above), 9);
    // Right above in the view from behind, half way up in the view from the side.
    expect(top.lateral[SECTORS / 4]).toBeCloseTo(0.01, 6);
    expect(roses(source(1, 0, 0)).lateral[0]).toBeCloseTo(0.01, 6);
    const [low, high] = [top.depth[4] ?? 0, top.depth[5] ?? 0];
    expect(low).toBeCloseTo(high, 6);
    expect(low).toBeGreaterThan(0.008);
  });

  it('draws −60 dBFS at the listener and full scale at the wall', () => {
    expect([0, 1e-7, 1e-6, 1e-3, 1, 4].map(roseRadius)).toEqual([0, 0, 0, 0.5, 1, 1]);
  });
});
