import { describe, expect, it } from 'vitest';
import { loopReader } from './loop-reader.ts';

describe('a loop held in memory', () => {
  const reader = loopReader(Float32Array.from([1, 2, 3, 4, 5]));

  it('is read round and round from any frame, into every channel asked for', () => {
    const [one, other] = [new Float32Array(12), new Float32Array(12)];
    reader.read(5 * 2 ** 30 + 3, 12, [0, 0], [one, other]);
    expect([...one]).toEqual([4, 5, 1, 2, 3, 4, 5, 1, 2, 3, 4, 5]);
    expect(other).toEqual(one);
    reader.read(-2, 4, [0], [one]);
    expect([...one.subarray(0, 4)]).toEqual([4, 5, 1, 2]);
    expect(reader.decodedThrough()).toBeGreaterThan(2 ** 40);
  });

  it('has one channel, and is never empty', () => {
    expect(() => reader.read(0, 4, [1], [new Float32Array(4)])).toThrow(RangeError);
    expect(() => loopReader(new Float32Array(0))).toThrow(RangeError);
  });
});
