import { describe, expect, it } from 'vitest';
import { RENDER_TARGETS, targetChannels } from '../../units/index.ts';
import { foldGains, StereoFold } from './fold.ts';

const QUANTUM = 128;
const plane = (value: number) => new Float32Array(QUANTUM).fill(value);

describe('StereoFold', () => {
  it('has a gain for every channel and lets no LFE through', () => {
    for (const target of RENDER_TARGETS) expect(foldGains(target).length).toBe(targetChannels(target));
    expect(foldGains('5.1')[3]).toEqual({ left: 0, right: 0 });
  });

  it('keeps sides apart and puts the centre on both at equal power', () => {
    const fold = new StereoFold('7.1.4');
    const [left, right] = [plane(9), plane(9)];
    const planes = Array.from({ length: 12 }, (_, channel) => plane(channel === 2 ? 0.5 : 0));
    fold.process(planes, QUANTUM, left, right);
    expect(left[64]).toBeCloseTo(0.5 * Math.SQRT1_2, 6);
    expect(right[64]).toBe(left[64]);
    const sides = Array.from({ length: 12 }, (_, channel) => plane(channel === 4 ? 0.5 : 0));
    fold.process(sides, QUANTUM, left, right);
    expect(left[64]).toBeCloseTo(0.5 * Math.SQRT1_2, 6);
    expect(right[64]).toBe(0);
  });

  it('is needed only where the target is wider than the device', () => {
    expect(new StereoFold('7.1.4').needed(2)).toBe(true);
    expect(new StereoFold('7.1.4').needed(12)).toBe(false);
    expect(new StereoFold('binaural').needed(2)).toBe(false);
    expect(new StereoFold('2.0').needed(1)).toBe(false);
  });

  it('never goes beyond full scale and comes back to unity', () => {
    const fold = new StereoFold('7.1.4');
    const [left, right] = [plane(0), plane(0)];
    const loud = Array.from({ length: 12 }, () => plane(0.9));
    for (let block = 0; block < 20; block++) {
      fold.process(loud, QUANTUM, left, right);
      for (const value of [...left, ...right]) expect(Math.abs(value)).toBeLessThanOrEqual(1.0001);
    }
    const quiet = Array.from({ length: 12 }, (_, channel) => plane(channel === 0 ? 0.1 : 0));
    for (let block = 0; block < 5000; block++) fold.process(quiet, QUANTUM, left, right);
    expect(left[127]).toBeCloseTo(0.1, 4);
  });
});
