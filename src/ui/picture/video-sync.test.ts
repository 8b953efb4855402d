import { describe, expect, it } from 'vitest';
import { syncStep } from './video-sync.ts';

const FRAME = 1 / 24;

describe('the picture', () => {
  it('shows the middle of the frame under a stopped playhead and then rests', () => {
    const step = syncStep(10 * FRAME, 0, FRAME, false, false);
    expect(step).toEqual({ kind: 'seek', to: 10.5 * FRAME });
    expect(syncStep(10 * FRAME, 10.5 * FRAME, FRAME, false, false)).toEqual({ kind: 'hold' });
    expect(syncStep(10.9 * FRAME, 10.5 * FRAME, FRAME, false, false)).toEqual({ kind: 'hold' });
  });

  it('jumps when it is more than two frames off, once', () => {
    expect(syncStep(5, 5 + 3 * FRAME, FRAME, true, false)).toEqual({ kind: 'seek', to: 5 });
    expect(syncStep(5, 5 + 3 * FRAME, FRAME, true, true)).toEqual({ kind: 'hold' });
  });

  it('bends its speed towards the sound and runs straight when it is there', () => {
    const late = syncStep(5, 5 - FRAME, FRAME, true, false);
    const early = syncStep(5, 5 + FRAME, FRAME, true, false);
    expect(late.kind === 'rate' && late.rate).toBeGreaterThan(1);
    expect(early.kind === 'rate' && early.rate).toBeLessThan(1);
    expect(syncStep(5, 5 + 0.1 * FRAME, FRAME, true, false)).toEqual({ kind: 'rate', rate: 1 });
  });

  it('closes a drift of two frames within two seconds of simulated playing', () => {
    let shown = 1.95 * FRAME;
    let wanted = 0;
    for (let paint = 0; paint < 120; paint += 1) {
      const step = syncStep(wanted, shown, FRAME, true, false);
      shown += (step.kind === 'rate' ? step.rate : 1) / 60;
      wanted += 1 / 60;
    }
    expect(Math.abs(shown - wanted)).toBeLessThan(0.5 * FRAME);
  });
});
