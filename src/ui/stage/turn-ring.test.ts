import { describe, expect, it } from 'vitest';
import { plainObject, plainRouting, plainStrip, type Track, type TrackId } from '../../session/index.ts';
import { onRing, turnedBy, turnRing } from './turn-ring.ts';

const at = (x: number, y: number, z = 0): Track => ({
  id: `t${x}${y}` as TrackId,
  name: 'one',
  family: 'music',
  colour: null,
  format: 'mono',
  strip: plainStrip(),
  ...plainRouting(),
  output: plainObject({ x, y, z }),
  lanes: {},
});

describe('the ring several objects are turned by', () => {
  it('is there for two objects and more, round the listener or round their middle', () => {
    expect(turnRing([at(0.5, 0)], 'room', 0)).toBeNull();
    const pair = [at(-0.5, 0.5, 0.4), at(0.1, 0.5, 0.2)];
    expect(turnRing(pair, 'selection', 0)?.centre).toEqual({ x: -0.2, y: 0.5, z: 0.3 });
    expect(turnRing(pair, 'selection', 0)?.radius).toBeCloseTo(0.3, 9);
    expect(turnRing(pair, 'room', 0)?.centre).toEqual({ x: 0, y: 0, z: 0.3 });
    expect(turnRing(pair, 'room', 0)?.radius).toBeCloseTo(Math.hypot(0.5, 0.5), 9);
  });

  it('has its knob to the right of the front, and turns to the left as the law counts azimuth', () => {
    const ring = turnRing([at(-0.5, 0), at(0.5, 0)], 'room', 0);
    if (!ring) throw new Error('no ring');
    expect(onRing(ring).x).toBeCloseTo(0.25, 12);
    expect(onRing(ring, 0)).toEqual({ x: 0, y: 0.5, z: 0 });
    expect(onRing(ring, 90).x).toBeCloseTo(-0.5, 12);
    const still = { x: 0, y: 0 };
    expect(turnedBy('plan', ring, { x: -0.3, y: 0, z: 0 }, still, 400)).toBeCloseTo(120, 9);
    expect(turnedBy('persp', ring, { x: 0.3, y: 0.3, z: 0 }, still, 400)).toBeCloseTo(-15, 9);
    // Seen from its edge the way to the right turns to the right.
    expect(turnedBy('rear', ring, { x: 0, y: 0, z: 0 }, { x: 100, y: 3 }, 400)).toBeCloseTo(-45, 9);
    expect(turnedBy('side', ring, { x: 0, y: 0, z: 0 }, { x: 100, y: 3 }, 400)).toBeCloseTo(45, 9);
  });
});
