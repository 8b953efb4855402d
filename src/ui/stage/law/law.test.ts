import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LAYOUT_SPEAKERS, type Speaker, type ZoneBox } from '../../../units/index.ts';
import { type LawObject, objectGains } from './object-gains.ts';

interface Block {
  readonly X: number;
  readonly Y: number;
  readonly Z: number;
  readonly width?: number;
  readonly depth?: number;
  readonly height?: number;
  readonly lock?: { readonly maxDistance?: number };
  readonly zones?: readonly ZoneBox[];
  readonly mask?: string;
  readonly divergence?: { readonly value: number; readonly positionRange: number };
}
interface VectorFile {
  readonly layouts: Record<
    string,
    { readonly vectors: readonly { readonly in: Block; readonly g: number[] }[] }
  >;
  readonly masks?: Record<string, readonly ZoneBox[]>;
}
type LayoutTable = Record<string, { name: string; cube?: [number, number, number] }[]>;
const read = <Shape>(name: string): Shape =>
  JSON.parse(readFileSync(`tests/conformance/${name}.json`, 'utf8')) as Shape;

const tables = read<LayoutTable>('layouts');
const speakersOf = (layout: string): Speaker[] =>
  (tables[layout] ?? []).map(({ name, cube }) => ({
    label: name,
    room: cube ? { x: cube[0], y: cube[1], z: cube[2] } : null,
  }));

const lawObject = (block: Block, masks: VectorFile['masks']): LawObject => ({
  position: { x: block.X, y: block.Y, z: block.Z },
  size: { width: block.width ?? 0, depth: block.depth ?? 0, height: block.height ?? 0 },
  snapDistance: block.lock ? (block.lock.maxDistance ?? Number.POSITIVE_INFINITY) : null,
  zones: block.zones ?? masks?.[block.mask ?? ''] ?? [],
  divergence: block.divergence?.value ?? 0,
  divergenceRange: block.divergence?.positionRange ?? 0,
});

describe('the law behind the gain lines', () => {
  it.each([
    'ear-cart-point',
    'ear-cart-extent',
    'ear-cart-meta',
    'ear-cube-cart-point',
    'ear-cube-cart-extent',
    'ear-cube-meta',
    'ear-cube-zones',
  ])('matches the reference renderer on every vector of %s', (name) => {
    const { layouts, masks } = read<VectorFile>(name);
    let worst = 0;
    let cases = 0;
    for (const [layout, { vectors }] of Object.entries(layouts)) {
      const speakers = speakersOf(layout);
      for (const { in: block, g } of vectors) {
        const { gains } = objectGains(speakers, lawObject(block, masks));
        cases += 1;
        g.forEach((gain, channel) => {
          worst = Math.max(worst, Math.abs((gains[channel] ?? Number.NaN) - gain));
        });
      }
    }
    expect(cases).toBeGreaterThan(100);
    expect(worst).toBeLessThan(1e-9);
  });

  it('keeps unity power anywhere in our own layouts, whatever is asked of it', () => {
    const unit = fc.double({ min: -1, max: 1, noNaN: true });
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const box = fc.tuple(unit, unit, unit, unit, unit, unit).map(
      ([ax, bx, ay, by, az, bz]): ZoneBox => ({
        minX: Math.min(ax, bx),
        maxX: Math.max(ax, bx),
        minY: Math.min(ay, by),
        maxY: Math.max(ay, by),
        minZ: Math.min(az, bz),
        maxZ: Math.max(az, bz),
      }),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(LAYOUT_SPEAKERS)),
        fc.record({ x: unit, y: unit, z: unit }),
        share,
        fc.option(fc.double({ min: 0, max: 3, noNaN: true })),
        fc.array(box, { maxLength: 2 }),
        share,
        (speakers, position, size, snapDistance, zones, divergence) => {
          const { gains, excluded } = objectGains(speakers, {
            position,
            size: { width: size, depth: size, height: size },
            snapDistance,
            zones,
            divergence,
            divergenceRange: 0.5,
          });
          const power = gains.reduce((sum, gain) => sum + gain * gain, 0);
          expect(power).toBeCloseTo(1, 9);
          gains.forEach((gain, index) => {
            if (excluded[index] || !speakers[index]?.room) expect(gain).toBe(0);
          });
        },
      ),
      { seed: 4103, numRuns: 400 },
    );
  });

  it('says which speaker an object is locked to, and that none is within reach', () => {
    const speakers = LAYOUT_SPEAKERS['7.1.4'];
    const near: LawObject = {
      position: { x: 0.8, y: 0.9, z: 0.1 },
      size: { width: 0, depth: 0, height: 0 },
      snapDistance: Number.POSITIVE_INFINITY,
      zones: [],
      divergence: 0,
      divergenceRange: 0,
    };
    expect(speakers[objectGains(speakers, near).lockedTo ?? -1]?.label).toBe('R');
    const far = objectGains(speakers, { ...near, position: { x: 0.5, y: 0, z: 0.5 }, snapDistance: 0.3 });
    expect(far.lockedTo).toBeNull();
    expect(far.sources).toEqual([{ x: 0.5, y: 0, z: 0.5 }]);
  });
});
