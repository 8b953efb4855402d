import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Speaker } from '../units/index.ts';
import { PanLaws } from './laws.ts';
import { loadCoreModule } from './node.ts';

interface Vector {
  readonly in: {
    readonly X: number;
    readonly Y: number;
    readonly Z: number;
    readonly width?: number;
    readonly depth?: number;
    readonly height?: number;
  };
  readonly g: readonly number[];
}
interface VectorFile {
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

describe.each(['ear-cart-point', 'ear-cube-cart-point', 'ear-cart-extent', 'ear-cube-cart-extent'])(
  '%s',
  (name) => {
    const file = read<VectorFile>(name);
    it.each(Object.keys(file.layouts))('%s agrees to 1e-9', (layout) => {
      const { channels, vectors } = file.layouts[layout] ?? { channels: [], vectors: [] };
      laws.setLayout(speakersOf(layout, channels));
      let largest = 0;
      for (const { in: source, g } of vectors) {
        const { X, Y, Z, width = 0, depth = 0, height = 0 } = source;
        const gains = laws.gains(X, Y, Z, { width, depth, height });
        g.forEach((expected, index) => {
          largest = Math.max(largest, Math.abs((gains[index] ?? Number.NaN) - expected));
        });
      }
      expect(vectors.length).toBeGreaterThan(50);
      expect(largest).toBeLessThan(1e-9);
    });
  },
);
