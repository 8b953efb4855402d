import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  layoutStrips,
  PITCH_LIMITS,
  STRIP_GAP,
  type StripSpan,
  scrollToStrip,
  stripAt,
  stripWindow,
} from './strip-geometry.ts';

const view = fc.integer({ min: 60, max: 3000 });
const spans = fc.array(fc.constantFrom<StripSpan>('narrow', 'normal', 'wide', 'folder'), { maxLength: 300 });
const normal = (count: number): readonly StripSpan[] => Array.from({ length: count }, () => 'normal');
const pitchOf = (width: number, count: number) => layoutStrips(normal(count), width).lefts[1];

test('every strip that can be seen is in the page, at any scroll position and of any widths', () => {
  fc.assert(
    fc.property(view, spans, fc.double({ min: 0, max: 1, noNaN: true }), (width, strips, part) => {
      const layout = layoutStrips(strips, width);
      const scroll = part * Math.max(0, layout.width - width);
      const { first, end } = stripWindow(layout, scroll, width);
      const missing: number[] = [];
      for (let index = 0; index < strips.length; index++) {
        const right = (layout.lefts[index + 1] ?? 0) - STRIP_GAP;
        const visible = right > scroll && (layout.lefts[index] ?? 0) < scroll + width;
        if (visible && (index < first || index >= end)) missing.push(index);
      }
      expect(missing).toEqual([]);
    }),
    { seed: 11, numRuns: 60 },
  );
});

test('the window stays small with many strips', () => {
  const { first, end } = stripWindow(layoutStrips(normal(400), 1040), 20_000, 1040);
  expect(end - first).toBeLessThanOrEqual(Math.ceil(1040 / PITCH_LIMITS.min) + 14);
});

test('a few strips share the width, many keep the least', () => {
  expect([pitchOf(1040, 15), pitchOf(1040, 12), pitchOf(1040, 2)]).toEqual([71, 86, 99]);
  expect(layoutStrips(['narrow', 'normal', 'wide', 'folder'], 300).lefts).toEqual([0, 43, 137, 268, 303]);
});

test('a pixel finds the strip it lies in, and the end beyond the last', () => {
  const layout = layoutStrips(['narrow', 'wide'], 1000);
  expect([0, 42, 43, 173, 174, 5000].map((x) => stripAt(layout, x))).toEqual([0, 0, 1, 1, 2, 2]);
});

test('bringing a strip into view moves no further than needed', () => {
  const layout = layoutStrips(normal(30), 400);
  expect(scrollToStrip(layout, 0, 500, 400)).toBe(0);
  expect(scrollToStrip(layout, 8, 500, 400)).toBe(500);
  const scroll = scrollToStrip(layout, 20, 0, 400);
  expect(scroll + 400).toBe(20 * 71 + 68);
});
