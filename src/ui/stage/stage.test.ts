import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LAYOUT_SPEAKERS, type Speaker } from '../../units/index.ts';
import { cubeGains } from './cube-gains.ts';
import {
  describePosition,
  nearest,
  PLANE_VIEWS,
  project,
  ROOM_MARGIN,
  roomFrame,
  unproject,
} from './projection.ts';

const unit = fc.double({ min: -1, max: 1, noNaN: true });
const position = fc.record({ x: unit, y: unit, z: fc.double({ min: 0, max: 1, noNaN: true }) });

describe('projection', () => {
  it('comes back to the same place in every view', () => {
    fc.assert(
      fc.property(fc.constantFrom(...PLANE_VIEWS), position, (view, place) => {
        const frame = roomFrame(view, 548, 330, 20);
        const back = unproject(view, project(view, place, frame), frame, place);
        expect(back.x).toBeCloseTo(place.x, 9);
        expect(back.y).toBeCloseTo(place.y, 9);
        expect(back.z).toBeCloseTo(place.z, 9);
      }),
      { seed: 4101 },
    );
  });

  it('clips a drag that leaves the room to its wall', () => {
    const frame = roomFrame('plan', 400, 400);
    expect(unproject('plan', { x: -500, y: 9000 }, frame, { x: 0, y: 0, z: 0.4 })).toEqual({
      x: -1,
      y: -1,
      z: 0.4,
    });
  });

  it('keeps the room inside the canvas at any size', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...PLANE_VIEWS),
        fc.integer({ min: 120, max: 3000 }),
        fc.integer({ min: 120, max: 2000 }),
        (view, width, height) => {
          const frame = roomFrame(view, width, height, 28);
          expect(frame.left).toBeGreaterThanOrEqual(0);
          expect(frame.left + frame.width).toBeLessThanOrEqual(width);
          expect(frame.top + frame.height).toBeLessThanOrEqual(Math.max(height, 28 + 2 * ROOM_MARGIN + 40));
          const aspect = frame.width / frame.height;
          expect(aspect).toBeGreaterThanOrEqual((view === 'plan' ? 1 : 2) - 1e-9);
          expect(aspect).toBeLessThanOrEqual((view === 'plan' ? 1.7 : 2.4) + 1e-9);
        },
      ),
      { seed: 4102 },
    );
  });

  it('finds the topmost dot within reach', () => {
    const dots = [
      { x: 10, y: 10 },
      { x: 10, y: 10 },
      { x: 40, y: 10 },
    ];
    expect(nearest(dots, { x: 12, y: 10 }, 12)).toBe(1);
    expect(nearest(dots, { x: 70, y: 10 }, 12)).toBe(-1);
  });

  it('says where a dot is', () => {
    expect(describePosition({ x: -0.3, y: 0.8, z: 0.4 })).toBe('left 30, front 80, height 40');
    expect(describePosition({ x: 0, y: -1, z: 0 })).toBe('centre, back 100, height 0');
    expect(describePosition({ x: 0.001, y: 0.004, z: 1 })).toBe('centre, middle, height 100');
  });
});

interface Vectors {
  layouts: Record<
    string,
    {
      channels: string[];
      vectors: { in: { X: number; Y: number; Z: number; speaker?: string }; g: number[] }[];
    }
  >;
}
type LayoutTable = Record<string, { name: string; lfe: number; cube?: [number, number, number] }[]>;
const read = <Shape>(name: string): Shape =>
  JSON.parse(readFileSync(`tests/conformance/${name}`, 'utf8')) as Shape;

describe('gain lines', () => {
  const tables = read<LayoutTable>('layouts.json');
  const vectors = read<Vectors>('ear-cart-point.json');

  it.each(Object.keys(vectors.layouts))('match the reference renderer for %s', (layout) => {
    const speakers = (tables[layout] ?? []).map(
      ({ name, cube }): Speaker => ({
        label: name,
        room: cube ? { x: cube[0], y: cube[1], z: cube[2] } : null,
      }),
    );
    const cases = vectors.layouts[layout]?.vectors ?? [];
    expect(cases.length).toBeGreaterThan(100);
    for (const { in: at, g } of cases) {
      const gains = cubeGains(speakers, { x: at.X, y: at.Y, z: at.Z });
      gains.forEach((gain, channel) => {
        expect(gain).toBeCloseTo(g[channel] ?? Number.NaN, 9);
      });
    }
  });

  it('keep unity power anywhere in our own layouts', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(LAYOUT_SPEAKERS)), position, (speakers, place) => {
        const power = cubeGains(speakers, place).reduce((sum, gain) => sum + gain * gain, 0);
        expect(power).toBeCloseTo(1, 12);
      }),
      { seed: 4103 },
    );
  });
});
