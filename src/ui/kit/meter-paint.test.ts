import fc from 'fast-check';
import { expect, test } from 'vitest';
import { meterHeight, newHold, updateHold } from './meter-paint.ts';

const level = (db: number): number => 10 ** (db / 20);

test('the meter scale rises with the level and ends at full scale', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -70, max: 6, noNaN: true }),
      fc.double({ min: 0, max: 6, noNaN: true }),
      (db, more) => {
        expect(meterHeight(level(db + more))).toBeGreaterThanOrEqual(meterHeight(level(db)));
      },
    ),
    { seed: 3 },
  );
  expect(meterHeight(0)).toBe(0);
  expect(meterHeight(Number.NaN)).toBe(0);
  expect(meterHeight(level(-20))).toBeCloseTo(0.48, 6);
  expect(meterHeight(1)).toBe(1);
  expect(meterHeight(4)).toBe(1);
});

test('a held peak stays for its time and then falls to the reading', () => {
  const hold = newHold();
  updateHold(hold, 0.8, 0, 1.5);
  updateHold(hold, 0.1, 1400, 1.5);
  expect(hold.peak).toBe(0.8);
  updateHold(hold, 0.1, 1600, 1.5);
  expect(hold.peak).toBe(0.1);
});

test('the clip cap is lit by anything over full scale, not by full scale itself', () => {
  const hold = newHold();
  updateHold(hold, 1, 0, 1.5);
  expect(hold.clipped).toBe(false);
  updateHold(hold, 1.0001, 16, 1.5);
  updateHold(hold, 0, 32, 1.5);
  expect(hold.clipped).toBe(true);
});
