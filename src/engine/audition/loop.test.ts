import { describe, expect, it } from 'vitest';
import { cutLoop } from './loop.ts';

const RATE = 48_000;

describe('cutLoop', () => {
  it('carries what rings over the end on into the beginning, without a step', () => {
    const frames = RATE;
    // A tone whose period does not fit the loop: a plain cut would click.
    const tone = Float32Array.from({ length: 2 * frames + 2000 }, (_, n) =>
      Math.sin((2 * Math.PI * 100.37 * n) / RATE),
    );
    const loop = cutLoop(tone, frames, RATE);
    expect(loop).toHaveLength(frames);
    const largest = (2 * Math.PI * 100.37) / RATE;
    expect(Math.abs((loop[0] ?? 0) - (loop.at(-1) ?? 0))).toBeLessThan(1.05 * largest);
    // Beyond the join it is the second round, sample by sample.
    expect(loop.slice(2000)).toEqual(tone.slice(frames + 2000, 2 * frames));
  });

  it('refuses a phrase that was not played on', () => {
    expect(() => cutLoop(new Float32Array(2 * RATE), RATE, RATE)).toThrow(RangeError);
  });
});
