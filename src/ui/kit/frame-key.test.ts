import { expect, test } from 'vitest';
import { FrameKey } from './frame-key.ts';

const frames = (...rows: readonly (readonly unknown[])[]): boolean[] => {
  const key = new FrameKey();
  return rows.map((row) => {
    key.begin();
    for (const value of row) key.add(value);
    return key.end();
  });
};

test('the first frame is drawn, one from the same things is not', () => {
  const session = {};
  expect(frames([session, 0.5], [session, 0.5], [session, 0.5])).toEqual([true, false, false]);
});

test('a frame is drawn when one value, an object or their number differs', () => {
  expect(frames([1, 2], [1, 3], [1, 3])).toEqual([true, true, false]);
  expect(frames([{}], [{}])).toEqual([true, true]);
  expect(frames([1, 2], [1], [1], [1, 2], [1, 2])).toEqual([true, true, false, true, false]);
  expect(frames([undefined], [], [undefined])).toEqual([true, true, true]);
});

test('a value that is not a number does not keep a canvas busy', () => {
  expect(frames([Number.NaN], [Number.NaN])).toEqual([true, false]);
});
