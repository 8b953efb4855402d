import { describe, expect, it } from 'vitest';
import { type GainBlock, sequenceOfBlocks } from './gain-blocks.ts';

const block = (start: number, end: number, ramp: number, gain: number): GainBlock => ({
  start,
  end,
  ramp,
  gains: [gain],
});

describe('blocks that adjoin', () => {
  const edges = [0.25, 10.1, 30.7, 50.3];

  it.each([-1e-12, 0, 1e-12])('have no gap between them if their times miss by %f of a sample', (miss) => {
    const { times, ramps, gains } = sequenceOfBlocks([
      block(0.25, 10.1 - miss, 0, 1),
      block(10.1, 30.7 - miss, 99, 0.5),
      block(30.7, 50.3, 0, 0.25),
    ]);
    expect(ramps).toEqual([false, true, false, false, false]);
    expect(gains.flat()).toEqual([1, 1, 0.5, 0.25, 0]);
    expect(times.every((time, index) => time >= (times[index - 1] ?? 0))).toBe(true);
    for (const time of edges) expect(times.some((own) => Math.abs(own - time) < 1e-9)).toBe(true);
  });

  it('stay silent over a gap that is one', () => {
    expect(sequenceOfBlocks([block(0, 10, 0, 1), block(10.5, 20, 5, 0.5)])).toEqual({
      times: [0, 10, 10.5, 20],
      ramps: [false, false, false, false],
      gains: [[1], [0], [0.5], [0]],
    });
  });
});
