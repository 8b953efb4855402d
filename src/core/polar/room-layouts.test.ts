import { describe, expect, it } from 'vitest';
import { LAYOUT_SPEAKERS, SPEAKER_LAYOUTS } from '../../units/index.ts';
import { PolarPanner } from './object.ts';
import { polarLayout } from './room-layouts.ts';
import { layoutOf, powerOf } from './vector-rig.ts';

/** Our layouts that BS.2051 has too. */
const NAMES = { '2.0': '0+2+0', '5.1': '0+5+0', '7.1': '0+7+0', '5.1.4': '4+5+0', '7.1.4': '4+7+0' } as const;

describe('layouts of the room in angles', () => {
  it.each(Object.entries(NAMES))('%s is %s of BS.2051', (ours, theirs) => {
    expect(polarLayout(LAYOUT_SPEAKERS[ours as keyof typeof NAMES])).toEqual(layoutOf(theirs));
  });

  it.each(SPEAKER_LAYOUTS)('%s encloses the listener and keeps power', (layout) => {
    const panner = new PolarPanner(polarLayout(LAYOUT_SPEAKERS[layout]));
    for (let azimuth = -180; azimuth <= 180; azimuth += 7.5) {
      for (let elevation = -90; elevation <= 90; elevation += 7.5) {
        const power = powerOf(panner.gains({ azimuth, elevation }).direct);
        expect(power).toBeGreaterThan(layout === '2.0' ? 0.5 - 1e-12 : 1 - 1e-12);
        expect(power).toBeLessThan(1 + 1e-12);
      }
    }
  });

  it('keeps an object beside the listener on the upper side speakers', () => {
    const gains = new PolarPanner(polarLayout(LAYOUT_SPEAKERS['7.1.2'])).gains({
      azimuth: 90,
      elevation: 30,
    }).direct;
    expect([...gains].map((gain) => gain > 0.999)).toEqual([...'0000000010'].map((mark) => mark === '1'));
  });
});
