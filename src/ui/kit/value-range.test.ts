import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  clampValue,
  formatNumber,
  keyValue,
  parseLevel,
  parseNumber,
  shortDb,
  speakDb,
  stepValue,
  type ValueRange,
} from './value-range.ts';

const FADER: ValueRange = { min: -90, max: 12, step: 0.5, fine: 0.1, page: 3, default: 0, silent: true };
const PAN: ValueRange = { min: -1, max: 1, step: 0.05, fine: 0.01, page: 0.25, default: 0 };
const key = (
  name: string,
  held: Partial<Record<'shiftKey' | 'altKey' | 'ctrlKey' | 'metaKey', boolean>> = {},
) => ({
  key: name,
  shiftKey: false,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  ...held,
});

describe('stepping', () => {
  test('many fine steps land on the grid and come back to the same number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), (count) => {
        let value = 0;
        for (let step = 0; step < count; step++) value = stepValue(PAN, value, 1, PAN.fine);
        expect(value).toBe(Math.min(1, Number((count * 0.01).toFixed(2))));
        for (let step = 0; step < Math.min(count, 100); step++) value = stepValue(PAN, value, -1, PAN.fine);
        expect(Math.abs(value)).toBe(0);
      }),
      { seed: 7 },
    );
  });

  test('a step keeps the value inside its range', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1, max: 1, noNaN: true }),
        fc.integer({ min: -300, max: 300 }),
        (from, steps) => {
          const next = stepValue(PAN, from, steps, PAN.step);
          expect(next).toBeGreaterThanOrEqual(-1);
          expect(next).toBeLessThanOrEqual(1);
        },
      ),
      { seed: 8 },
    );
  });

  test('a large step keeps the tenths a fine step made', () => {
    expect(stepValue(FADER, stepValue(FADER, -12.9, 1, 0.1), 1, 3)).toBe(-9.8);
    expect(stepValue(FADER, -12.4, 1, 3)).toBe(-9.4);
  });

  test('a fader stepped below its range goes off, and up again from off', () => {
    expect(stepValue(FADER, -90, -1, 0.5)).toBe(Number.NEGATIVE_INFINITY);
    expect(stepValue(FADER, Number.NEGATIVE_INFINITY, 1, 3)).toBe(-87);
  });

  test('NaN becomes the default', () => {
    expect(clampValue(FADER, Number.NaN)).toBe(0);
  });
});

describe('keys', () => {
  test.each([
    ['ArrowUp', {}, 0.5],
    ['ArrowUp', { shiftKey: true }, 0.1],
    ['ArrowDown', {}, -0.5],
    ['PageUp', {}, 3],
    ['PageDown', {}, -3],
    ['End', {}, 12],
    ['Home', {}, Number.NEGATIVE_INFINITY],
  ] as const)('%s %o moves a fader at unity to %d', (name, held, expected) => {
    expect(keyValue(FADER, 0, key(name, held))).toBe(expected);
  });

  test('Delete brings the default back', () => {
    expect(keyValue(FADER, -7, key('Delete'))).toBe(0);
  });

  test('left and right are free for the strips beside a vertical fader', () => {
    expect(keyValue(FADER, 0, key('ArrowLeft'), 'vertical')).toBeNull();
    expect(keyValue(PAN, 0, key('ArrowLeft'))).toBe(-0.05);
  });

  test('keys with Ctrl, Alt or ⌘ belong to commands', () => {
    for (const modifier of ['altKey', 'ctrlKey', 'metaKey'] as const) {
      expect(keyValue(FADER, 0, key('ArrowUp', { [modifier]: true }))).toBeNull();
    }
  });
});

describe('text', () => {
  test('levels show a true minus, and nothing has no sign', () => {
    expect(shortDb(-6.24)).toBe('−6.2');
    expect(shortDb(-0.04)).toBe('0.0');
    expect(shortDb(Number.NEGATIVE_INFINITY)).toBe('−∞');
    expect(formatNumber(-0.001, 2)).toBe('0.00');
  });

  test('levels are spoken in words', () => {
    expect(speakDb(-6.2)).toBe('minus 6.2 decibels');
    expect(speakDb(-0.01)).toBe('0.0 decibels');
  });

  test.each([
    ['−0,5', -0.5],
    ['.25', 0.25],
    ['12 ms', 12],
    ['nonsense', null],
    ['1e999x2', null],
    ['', null],
  ])('%s typed is %s', (text, expected) => {
    expect(parseNumber(text)).toBe(expected);
  });

  test('a fader can be typed off', () => {
    expect(parseLevel('-inf')).toBe(Number.NEGATIVE_INFINITY);
    expect(parseLevel('louder')).toBeNull();
  });
});
