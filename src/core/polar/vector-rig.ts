/** Shared by the tests of the polar laws: the conformance vectors and the layouts they speak of. */
import { readFileSync } from 'node:fs';
import type { CubeSpeaker } from './direct-speakers.ts';
import type { Vec } from './vec.ts';

/** A case of a vector file; fields as in tests/conformance/README.md. */
export interface VectorCase<Input> {
  readonly in: Input;
  readonly g: readonly number[];
  readonly gd?: readonly number[];
}

interface LayoutEntry {
  readonly name: string;
  readonly lfe: 0 | 1;
  readonly polar?: readonly [number, number];
  readonly cube?: Vec;
}

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../tests/conformance/${name}.json`, import.meta.url), 'utf8'));

/** Cases of a vector file by layout. */
export function readVectors<Case>(name: string): ReadonlyMap<string, readonly Case[]> {
  const { layouts } = read(name) as { layouts: Readonly<Record<string, { vectors: readonly Case[] }>> };
  return new Map(Object.entries(layouts).map(([layout, { vectors }]) => [layout, vectors]));
}

/** Layouts of BS.2051 by name. */
export const POLAR_LAYOUTS: ReadonlyMap<string, readonly CubeSpeaker[]> = new Map(
  Object.entries(read('layouts') as Readonly<Record<string, readonly LayoutEntry[]>>)
    .filter(([, speakers]) => speakers.every(({ polar }) => polar !== undefined))
    .map(([layout, speakers]) => [
      layout,
      speakers.map(({ name, lfe, polar: [azimuth, elevation] = [0, 0], cube }) => ({
        label: name,
        azimuth,
        elevation,
        lfe: lfe === 1,
        room: lfe === 1 ? null : (cube ?? null),
      })),
    ]),
);

/** Speakers of a layout. */
export function layoutOf(name: string): readonly CubeSpeaker[] {
  const layout = POLAR_LAYOUTS.get(name);
  if (!layout) throw new Error(`There is no layout ${name}.`);
  return layout;
}

/** Largest difference of two gain vectors; NaN counts as infinite. */
export function gainError(actual: ArrayLike<number>, wanted: readonly number[]): number {
  return wanted.reduce((most, value, n) => {
    const error = Math.abs((actual[n] ?? Number.NaN) - value);
    return Number.isNaN(error) ? Number.POSITIVE_INFINITY : Math.max(most, error);
  }, 0);
}

/** Power of a gain vector. */
export const powerOf = (gains: Float64Array): number => gains.reduce((sum, gain) => sum + gain * gain, 0);
