import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxAround, type LabelWish, placeLabels, type Side } from './label-layout.ts';

const CANVAS = { width: 500, height: 300 };
const wish = (key: string, x: number, y: number, more: Partial<LabelWish> = {}): LabelWish => ({
  key,
  at: { x, y },
  gap: 12,
  width: 60,
  height: 14,
  sides: ['right', 'left', 'below', 'above'],
  always: false,
  ...more,
});

describe('names on the stage', () => {
  it('take their best side where there is room', () => {
    expect(placeLabels([wish('a', 100, 100)], [], CANVAS, new Map())).toEqual([{ key: 'a', x: 112, y: 100 }]);
  });

  it('change sides at the edge of the pane', () => {
    const [placed] = placeLabels([wish('a', 480, 100)], [], CANVAS, new Map());
    expect(placed?.x).toBe(480 - 12 - 60);
  });

  it('never cover each other, however the marks lie', () => {
    const point = fc.record({ x: fc.integer({ min: 0, max: 500 }), y: fc.integer({ min: 0, max: 300 }) });
    fc.assert(
      fc.property(fc.array(point, { maxLength: 30 }), (points) => {
        const wishes = points.map(({ x, y }, index) => wish(String(index), x, y));
        const marks = points.map((at) => boxAround(at, 8));
        const placed = placeLabels(wishes, marks, CANVAS, new Map());
        for (const [index, one] of placed.entries()) {
          for (const other of placed.slice(index + 1)) {
            const apart = Math.abs(one.x - other.x) >= 60 || Math.abs(one.y - other.y) >= 14;
            expect(apart).toBe(true);
          }
          for (const { left, right, top, bottom } of marks) {
            const clear = one.x >= right || one.x + 60 <= left || one.y - 7 >= bottom || one.y + 7 <= top;
            expect(clear).toBe(true);
          }
        }
      }),
      { seed: 7301 },
    );
  });

  it('are left out without room, but the selected one is always there', () => {
    const crowd = [{ left: 0, top: 0, right: 500, bottom: 300 }];
    expect(placeLabels([wish('a', 100, 100)], crowd, CANVAS, new Map())).toEqual([]);
    expect(placeLabels([wish('a', 100, 100, { always: true })], crowd, CANVAS, new Map())).toHaveLength(1);
  });

  it('stay on their side while it is free', () => {
    const memory = new Map<string, Side>([['a', 'above']]);
    const [placed] = placeLabels([wish('a', 100, 100)], [], CANVAS, memory);
    expect(placed).toEqual({ key: 'a', x: 70, y: 100 - 12 - 7 });
  });
});
