import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aheadOf, deviceAxes, deviceHead, headOf, headSince, wrapDegrees } from './head.ts';

describe('the listener’s head', () => {
  it('turns the short way round and stays within what a neck does', () => {
    expect(headOf({ yaw: 270, pitch: 120, roll: -95 })).toEqual({ yaw: -90, pitch: 90, roll: -90 });
    fc.assert(
      fc.property(fc.integer({ min: -2000, max: 2000 }), (degrees) => {
        const turned = wrapDegrees(degrees);
        expect(turned).toBeGreaterThan(-180);
        expect(turned).toBeLessThanOrEqual(180);
        expect(Math.abs((turned - degrees) % 360)).toBe(0);
      }),
      { seed: 6201 },
    );
  });

  it('follows a phone held up: turned to the left, raised, tipped to the right', () => {
    const start = deviceAxes(0, 90, 0);
    expect(aheadOf(start)).toBe('back');
    const from = deviceHead(start, 'back');
    const since = (alpha: number, beta: number, gamma: number) =>
      headSince(deviceHead(deviceAxes(alpha, beta, gamma), 'back'), from);
    expect(since(30, 90, 0)).toEqual({ yaw: 30, pitch: 0, roll: 0 });
    expect(since(0, 110, 0)).toEqual({ yaw: 0, pitch: 20, roll: 0 });
    expect(since(350, 90, 0)).toEqual({ yaw: -10, pitch: 0, roll: 0 });
  });

  it('follows a phone that lies by its top edge', () => {
    const start = deviceAxes(10, 5, 0);
    expect(aheadOf(start)).toBe('top');
    const head = headSince(deviceHead(deviceAxes(55, 5, 20), 'top'), deviceHead(start, 'top'));
    expect(head.yaw).toBe(45);
    expect(head.pitch).toBe(0);
    expect(head.roll).toBe(20);
  });

  it('has axes at right angles, each of length 1', () => {
    const angle = fc.double({ min: -360, max: 360, noNaN: true });
    fc.assert(
      fc.property(angle, angle, angle, (alpha, beta, gamma) => {
        const { right, top, out } = deviceAxes(alpha, beta, gamma);
        const dot = (one: readonly number[], other: readonly number[]) =>
          one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);
        for (const axis of [right, top, out]) expect(dot(axis, axis)).toBeCloseTo(1, 12);
        expect(dot(right, top)).toBeCloseTo(0, 12);
        expect(dot(top, out)).toBeCloseTo(0, 12);
      }),
      { seed: 6202 },
    );
  });
});
