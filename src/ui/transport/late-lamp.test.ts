import { describe, expect, it } from 'vitest';
import { LateLamp } from './late-lamp.ts';

describe('the lamp of late reads', () => {
  it('is lit while the count rises and a moment longer, then dark although the count stands', () => {
    const lamp = new LateLamp();
    expect([lamp.read(0, 0), lamp.lit]).toEqual([false, false]);
    expect([lamp.read(3, 16), lamp.lit]).toEqual([true, true]);
    expect([lamp.read(5, 600), lamp.lit]).toEqual([false, true]);
    expect([lamp.read(5, 1200), lamp.lit]).toEqual([false, true]);
    expect([lamp.read(5, 1301), lamp.lit]).toEqual([true, false]);
    expect([lamp.read(5, 9000), lamp.lit]).toEqual([false, false]);
  });

  it('takes a count that fell as one begun anew', () => {
    const lamp = new LateLamp();
    lamp.read(8, 0);
    lamp.read(8, 1000);
    expect([lamp.read(0, 1016), lamp.lit]).toEqual([false, false]);
    expect([lamp.read(1, 1032), lamp.lit]).toEqual([true, true]);
  });
});
