import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { LAYOUT_SPEAKERS, SPEAKER_LAYOUTS, type Speaker, type ZoneBox } from '../units/index.ts';
import { PanLaws } from './laws.ts';
import { loadCoreModule } from './node.ts';
import { largestError } from './test-rig.ts';

const POINT = { width: 0, depth: 0, height: 0 };

interface Vector {
  readonly in: {
    readonly X: number;
    readonly Y: number;
    readonly Z: number;
    readonly width?: number;
    readonly depth?: number;
    readonly height?: number;
    readonly lock?: { readonly maxDistance?: number };
    readonly divergence?: { readonly value: number; readonly positionRange: number };
    readonly zones?: readonly ZoneBox[];
    readonly mask?: string;
    readonly lowPass?: number;
  };
  readonly g: readonly number[];
}
interface VectorFile {
  readonly masks?: Readonly<Record<string, readonly ZoneBox[]>>;
  readonly layouts: Readonly<
    Record<string, { readonly channels: readonly string[]; readonly vectors: readonly Vector[] }>
  >;
}
interface LayoutEntry {
  readonly name: string;
  readonly cube?: readonly [number, number, number];
}

const read = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`../../tests/conformance/${name}.json`, import.meta.url), 'utf8')) as T;

const layouts = read<Record<string, readonly LayoutEntry[]>>('layouts');

function speakersOf(layout: string, channels: readonly string[]): Speaker[] {
  return channels.map((label) => {
    const entry = layouts[layout]?.find((speaker) => speaker.name === label);
    if (!entry) throw new Error(`${layout} has no ${label}`);
    const { cube } = entry;
    return { label, room: cube ? { x: cube[0], y: cube[1], z: cube[2] } : null };
  });
}

let laws: PanLaws;
beforeAll(async () => {
  laws = new PanLaws(await loadCoreModule('debug'));
});

describe.each([
  'ear-cart-point',
  'ear-cart-extent',
  'ear-cart-meta',
  'ear-cube-cart-point',
  'ear-cube-cart-extent',
  'ear-cube-meta',
  'ear-cube-zones',
  'ear-room-bed',
])('%s', (name) => {
  const file = read<VectorFile>(name);
  it.each(Object.keys(file.layouts))('%s agrees to 1e-9', (layout) => {
    const { channels, vectors } = file.layouts[layout] ?? { channels: [], vectors: [] };
    laws.setLayout(speakersOf(layout, channels));
    // An LFE channel of a bed is no object.
    const objects = vectors.filter(({ in: source }) => source.lowPass === undefined);
    const gains = laws.gainsOf(
      objects.map(({ in: { X, Y, Z, width = 0, depth = 0, height = 0, ...source } }) => ({
        x: X,
        y: Y,
        z: Z,
        size: { width, depth, height },
        snap: source.lock ? { maxDistance: source.lock.maxDistance ?? null } : null,
        zones: source.mask ? (file.masks?.[source.mask] ?? []) : (source.zones ?? []),
        divergence: source.divergence
          ? { value: source.divergence.value, range: source.divergence.positionRange }
          : null,
      })),
    );
    const largest = largestError(
      gains,
      (n) => objects[Math.floor(n / channels.length)]?.g[n % channels.length] ?? 0,
    );
    expect(objects.length).toBeGreaterThan(14);
    expect(largest).toBeLessThan(1e-9);
  });
});

describe.each(SPEAKER_LAYOUTS)('the laws on %s', (layout) => {
  const speakers = LAYOUT_SPEAKERS[layout];
  const flat = speakers.every((speaker) => (speaker.room?.z ?? 0) === 0);
  const coordinate = fc.oneof(
    fc.constantFrom(-1, 0, 1, 0.677419),
    fc.double({ min: -1, max: 1, noNaN: true }),
  );
  const position = fc.tuple(coordinate, coordinate, coordinate);
  const size = fc.oneof(
    fc.constant(POINT),
    fc.record({
      width: fc.double({ min: 0, max: 1, noNaN: true }),
      depth: fc.double({ min: 0, max: 1, noNaN: true }),
      height: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
  );
  const check = <T>(property: fc.IRawProperty<T, false>): void => {
    laws.setLayout(speakers);
    fc.assert(property, { seed: 2127, numRuns: 150 });
  };

  it('keep unit power, gains in 0…1, and nothing in an LFE', () => {
    check(
      fc.property(position, size, ([x, y, z], extent) => {
        const gains = laws.gains(x, y, z, extent);
        expect(Math.abs(gains.reduce((sum, gain) => sum + gain * gain, 0) - 1)).toBeLessThan(1e-12);
        gains.forEach((gain, index) => {
          if (!(gain >= 0 && gain <= 1 + 1e-15)) throw new Error(`gain ${gain}`);
          if (speakers[index]?.room === null && gain !== 0) throw new Error('the LFE sounds');
        });
      }),
    );
  });

  it('mirror left and right', () => {
    const swap = (label: string): string =>
      label === 'L'
        ? 'R'
        : label === 'R'
          ? 'L'
          : label.replace(/^[LR](?=[^F])/, (side) => (side === 'L' ? 'R' : 'L'));
    const partner = speakers.map((speaker) =>
      speakers.findIndex((other) => other.label === swap(speaker.label)),
    );
    check(
      fc.property(position, size, ([x, y, z], extent) => {
        const gains = laws.gains(x, y, z, extent);
        const mirrored = laws.gains(-x, y, z, extent);
        expect(largestError(mirrored, (index) => gains[partner[index] ?? -1] ?? Number.NaN)).toBeLessThan(
          1e-12,
        );
      }),
    );
  });

  it('give a speaker its own place, clip what is outside, and know no floor', () => {
    laws.setLayout(speakers);
    speakers.forEach(({ room }, index) => {
      if (!room) return;
      expect(largestError(laws.gains(room.x, room.y, room.z), (other) => (other === index ? 1 : 0))).toBe(0);
    });
    expect(laws.gains(-7, 3, Number.NaN)).toEqual(laws.gains(-1, 1, 0));
    expect(laws.gains(0.3, 0.2, -0.8)).toEqual(laws.gains(0.3, 0.2, 0));
    if (flat) expect(laws.gains(0.3, 0.2, 0.9)).toEqual(laws.gains(0.3, 0.2, 0));
  });

  it('change no faster than the reference while a point moves', () => {
    // Steepest quarter turns: between columns, rows and layers one unit or more apart, the wides excepted.
    const closest = layout === '9.1.6' ? 1 - 0.677419 : 1;
    const slope = Math.PI / 2 / closest;
    check(
      fc.property(position, position, ([x, y, z], [u, v, w]) => {
        const a = laws.gains(x, y, z);
        const b = laws.gains(u, v, w);
        const change = Math.sqrt(a.reduce((sum, gain, index) => sum + (gain - (b[index] ?? 0)) ** 2, 0));
        expect(change).toBeLessThanOrEqual(
          slope * (Math.abs(x - u) + Math.abs(y - v) + Math.abs(z - w)) + 1e-12,
        );
      }),
    );
  });
});
