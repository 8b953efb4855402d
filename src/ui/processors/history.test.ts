import { describe, expect, it } from 'vitest';
import type { StripProbe } from '../../engine/index.ts';
import { ReductionHistory } from './history.ts';

/** A probe whose block n turned down by n dB; it keeps the last 4000. */
function probeOf(): StripProbe & { blocks: number } {
  return {
    frames: 0,
    blocks: 0,
    readSamples: () => undefined,
    readBlocks(first, count, into) {
      const from = Math.max(first, this.blocks - 4000);
      const end = Math.min(first + count, this.blocks);
      for (let block = from; block < end; block++)
        into.set([block, block + 1, block + 2], 3 * (block - from));
      return Math.max(0, end - from);
    },
  };
}

describe('the history of reductions', () => {
  it('keeps the greatest of the blocks of a column, and shifts whole columns', () => {
    // 128 frames a second: a block a second; 2 blocks a column.
    const history = new ReductionHistory(4, 8, 128);
    const probe = probeOf();
    expect(history.follow(probe)).toBe(false);
    probe.blocks = 5;
    expect(history.follow(probe)).toBe(true);
    expect([...history.reduction]).toEqual([1, 3, 4, Number.NaN]);
    expect([...history.behind]).toEqual([3, 5, 6, 0]);
    probe.blocks = 6;
    history.follow(probe);
    expect([...history.reduction]).toEqual([1, 3, 5, Number.NaN]);
    probe.blocks = 11;
    history.follow(probe);
    expect([...history.reduction]).toEqual([5, 7, 9, 10]);
    expect([...history.ahead]).toEqual([6, 8, 10, 11]);
  });

  it('goes on after a long gap, and begins anew with another strip', () => {
    const history = new ReductionHistory(4, 8, 128);
    const probe = probeOf();
    probe.blocks = 10_001;
    history.follow(probe);
    expect([...history.reduction]).toEqual([9995, 9997, 9999, 10_000]);
    probe.blocks = 1;
    expect(history.follow(probe)).toBe(true);
    expect([...history.reduction]).toEqual([0, Number.NaN, Number.NaN, Number.NaN]);
  });
});
