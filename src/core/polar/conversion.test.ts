import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cubeToPolar, cubeToPolarExtent, polarToCube, polarToCubeExtent } from './conversion.ts';
import type { Vec } from './vec.ts';
import { gainError, readVectors } from './vector-rig.ts';

interface ConversionCase {
  readonly in: {
    readonly az?: number;
    readonly el?: number;
    readonly dist?: number;
    readonly X?: number;
    readonly Y?: number;
    readonly Z?: number;
    readonly width?: number;
    readonly height?: number;
    readonly depth?: number;
  };
  readonly xyz?: readonly number[];
  readonly aed?: readonly number[];
  readonly whd?: readonly number[];
}

describe('polar to cube and back', () => {
  it('agrees with the reference to 1e-9', () => {
    const cases = readVectors<ConversionCase>('ear-conversion').get('none') ?? [];
    let largest = 0;
    for (const { in: from, xyz, aed, whd } of cases) {
      const { width = 0, height = 0, depth = 0 } = from;
      const extent = { width, height, depth };
      if (xyz) {
        const position = { azimuth: from.az ?? 0, elevation: from.el ?? 0, distance: from.dist ?? 1 };
        const size = polarToCubeExtent(position, extent);
        largest = Math.max(largest, gainError(polarToCube(position), xyz));
        if (whd) largest = Math.max(largest, gainError([size.width, size.height, size.depth], whd));
      } else {
        const position = cubeToPolar([from.X ?? 0, from.Y ?? 0, from.Z ?? 0]);
        const size = cubeToPolarExtent(position, extent);
        const { azimuth, elevation, distance } = position;
        largest = Math.max(largest, gainError([azimuth, elevation, distance], aed ?? []));
        if (whd) largest = Math.max(largest, gainError([size.width, size.height, size.depth], whd));
      }
    }
    expect(cases.length).toBeGreaterThan(400);
    expect(largest).toBeLessThan(1e-9);
  });

  const coordinate = fc.oneof(fc.constantFrom(-1, 0, 1), fc.double({ min: -1, max: 1, noNaN: true }));

  it('brings every place in the cube back', () => {
    fc.assert(
      fc.property(coordinate, coordinate, coordinate, (x, y, z) => {
        const at: Vec = [x, y, z];
        expect(gainError(polarToCube(cubeToPolar(at)), at)).toBeLessThan(1e-9);
      }),
      { seed: 10, numRuns: 2000 },
    );
  });

  it('puts the corner speakers of the layouts into the corners of the cube', () => {
    const cube = (azimuth: number, elevation: number) => polarToCube({ azimuth, elevation, distance: 1 });
    expect(gainError(cube(30, 0), [-1, 1, 0])).toBeLessThan(1e-12);
    expect(gainError(cube(-110, 30), [1, -1, 1])).toBeLessThan(1e-12);
    expect(gainError(cube(0, -30), [0, 1, -1])).toBeLessThan(1e-12);
    expect(gainError(cube(-180, 0), [0, -1, 0])).toBeLessThan(1e-12);
    expect(gainError(cube(540, 90), [0, 0, 1])).toBeLessThan(1e-12);
  });

  it('keeps nothing as nothing and everything as everything', () => {
    const front = { azimuth: 0, elevation: 0, distance: 1 };
    expect(polarToCubeExtent(front, { width: 0, height: 0, depth: 0 })).toEqual({
      width: 0,
      depth: 0,
      height: 0,
    });
    expect(polarToCubeExtent(front, { width: 360, height: 360, depth: 0 })).toEqual({
      width: 1,
      depth: 1,
      height: 1,
    });
    const all = cubeToPolarExtent(front, { width: 1, depth: 1, height: 1 });
    expect(gainError([all.width, all.height, all.depth], [360, 360, 0])).toBeLessThan(1e-9);
  });

  it('refuses an azimuth that is no number', () => {
    expect(() => polarToCube({ azimuth: Number.NaN, elevation: 0, distance: 1 })).toThrow(RangeError);
  });
});
