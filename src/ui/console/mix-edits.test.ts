import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FADER_RANGE, groupLevel } from './mix-edits.ts';

test('faders of a group keep their distance until one reaches an end', () => {
  expect(groupLevel(-6, 2.5)).toBe(-3.5);
  expect(groupLevel(11, 5)).toBe(12);
  expect(groupLevel(-88, -5)).toBe(Number.NEGATIVE_INFINITY);
});

test('a fader that is off stays off with its group', () => {
  expect(groupLevel(Number.NEGATIVE_INFINITY, 6)).toBe(Number.NEGATIVE_INFINITY);
  expect(groupLevel(-3, Number.POSITIVE_INFINITY)).toBe(-3);
});

test('no group move leaves the range', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -90, max: 12, noNaN: true }),
      fc.double({ min: -200, max: 200, noNaN: true }),
      (own, delta) => {
        const next = groupLevel(own, delta);
        expect(next === Number.NEGATIVE_INFINITY || (next > FADER_RANGE.min && next <= FADER_RANGE.max)).toBe(
          true,
        );
      },
    ),
    { seed: 5 },
  );
});
