import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PITCH_LIMITS, STRIP_GAP, scrollToStrip, stripPitch, stripWindow } from './strip-geometry.ts';

const view = fc.integer({ min: 60, max: 3000 });
const count = fc.integer({ min: 0, max: 400 });

test('every strip that can be seen is in the page, at any scroll position', () => {
  fc.assert(
    fc.property(view, count, fc.double({ min: 0, max: 1, noNaN: true }), (width, strips, part) => {
      const pitch = stripPitch(width, strips);
      const scroll = part * Math.max(0, strips * pitch - width);
      const { first, end } = stripWindow(scroll, width, strips, pitch);
      const missing: number[] = [];
      for (let index = 0; index < strips; index++) {
        const visible = (index + 1) * pitch - STRIP_GAP > scroll && index * pitch < scroll + width;
        if (visible && (index < first || index >= end)) missing.push(index);
      }
      expect(missing).toEqual([]);
    }),
    { seed: 11, numRuns: 60 },
  );
});

test('the window stays small with many strips', () => {
  const { first, end } = stripWindow(20_000, 1040, 400, PITCH_LIMITS.min);
  expect(end - first).toBeLessThanOrEqual(Math.ceil(1040 / PITCH_LIMITS.min) + 8);
});

test('a few strips share the width, many keep the least', () => {
  expect(stripPitch(1040, 15)).toBe(PITCH_LIMITS.min);
  expect(stripPitch(1040, 12)).toBe(86);
  expect(stripPitch(1040, 2)).toBe(PITCH_LIMITS.max);
});

test('bringing a strip into view moves no further than needed', () => {
  expect(scrollToStrip(0, 500, 400, 71)).toBe(0);
  expect(scrollToStrip(8, 500, 400, 71)).toBe(500);
  const scroll = scrollToStrip(20, 0, 400, 71);
  expect(scroll + 400).toBe(20 * 71 + 68);
});
