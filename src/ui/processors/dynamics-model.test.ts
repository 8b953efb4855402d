import { describe, expect, it } from 'vitest';
import { outputDb } from '../../engine/index.ts';
import { type Dynamics, plainDynamics } from '../../session/index.ts';
import { decibels } from '../../units/index.ts';
import { CURVE_GRIPS, curveOf, GRIP_FIELDS, gripInput, gripValue } from './dynamics-model.ts';

const compressor: Dynamics = {
  ...plainDynamics(),
  thresholdDb: decibels(-30),
  ratio: 4,
  makeUpDb: decibels(3),
};
const expander: Dynamics = { ...compressor, kind: 'expander', ratio: 2, rangeDb: decibels(60) };

describe('grips of the static curve', () => {
  it.each([
    ['a compressor', compressor],
    ['an expander', expander],
  ])('keep what %s is when they are taken and not moved', (_name, dynamics) => {
    for (const grip of CURVE_GRIPS) {
      const inDb = gripInput(dynamics, grip);
      const outDb = outputDb(curveOf(dynamics), inDb);
      const value = gripValue(dynamics, grip, inDb, outDb);
      // Where the knee still bends, the ratio of the straight part is a little off.
      expect([grip, Math.abs(value - dynamics[GRIP_FIELDS[grip]]) < 0.15]).toEqual([grip, true]);
    }
  });

  it('follow the hand', () => {
    expect(gripValue(compressor, 'threshold', -20.04, 0)).toBe(-20);
    expect(gripValue(compressor, 'knee', -24, 0)).toBe(12);
    expect(gripValue(compressor, 'ratio', 0, -30 + 3 + 15)).toBe(2);
    expect(gripValue(compressor, 'ratio', 0, -80)).toBe(100);
    expect(gripValue(compressor, 'ratio', 0, 40)).toBe(1);
    expect(gripValue(compressor, 'makeUp', -70, -64)).toBe(6);
    expect(gripValue(expander, 'ratio', -50, -90 + 3)).toBe(3);
  });
});
