import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mirroredTurn, pairOffsets } from './pair-offsets.ts';

test('a pair stands side by side, turned to the left it brings its right one forward', () => {
  expect(pairOffsets(0.5, 0)).toEqual([
    { x: -0.5, y: 0 },
    { x: 0.5, y: 0 },
  ]);
  expect(pairOffsets(0.5, 90)).toEqual([
    { x: 0, y: -0.5 },
    { x: 0, y: 0.5 },
  ]);
});

test('mirroring exchanges the two, and twice is as before', () => {
  fc.assert(
    fc.property(fc.double({ min: -180, max: 180, noNaN: true }), (turn) => {
      const mirrored = mirroredTurn(turn);
      expect(Math.abs(mirrored)).toBeLessThanOrEqual(180);
      const [left, right] = pairOffsets(0.4, turn);
      const [other, one] = pairOffsets(0.4, mirrored);
      expect(one.x).toBeCloseTo(left.x, 8);
      expect(one.y).toBeCloseTo(left.y, 8);
      expect(other.x).toBeCloseTo(right.x, 8);
    }),
    { seed: 7 },
  );
  expect([mirroredTurn(0), mirroredTurn(180), mirroredTurn(mirroredTurn(-30))]).toEqual([180, 0, -30]);
});
