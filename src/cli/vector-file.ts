import { fail, type Result } from '../units/index.ts';

/** A loudspeaker of a conformance layout. `room` is null for an LFE. */
export interface VectorSpeaker {
  readonly name: string;
  readonly room: { readonly x: number; readonly y: number; readonly z: number } | null;
}

/** A source and the gains it must get. */
export interface GainVector {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  /** Extent along x, y, z, each 0…1; null is a point. */
  readonly size: readonly [number, number, number] | null;
  readonly gains: readonly number[];
}

/** Vectors of one layout. */
export interface VectorLayout {
  readonly name: string;
  readonly speakers: readonly VectorSpeaker[];
  readonly vectors: readonly GainVector[];
  /** Cases that use something the core does not have yet. */
  readonly skipped: number;
}

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/** Fields of a case this build renders; anything else makes the case one it does not know. */
const KNOWN_FIELDS = new Set(['X', 'Y', 'Z', 'width', 'depth', 'height', 'speaker', 'channel']);

const damaged = (name: string, what: string) =>
  fail('bad-vectors', `${name}: ${what}.`, 'Take the vector files as they were published.');

/** Reads `layouts.json`: speaker tables by layout name. */
export function parseLayouts(
  json: unknown,
  name: string,
): Result<ReadonlyMap<string, readonly VectorSpeaker[]>> {
  if (!isObject(json)) return damaged(name, 'not a table of layouts');
  const layouts = new Map<string, readonly VectorSpeaker[]>();
  for (const [layout, list] of Object.entries(json)) {
    if (!isList(list)) return damaged(name, `layout ${layout} is no list`);
    const speakers: VectorSpeaker[] = [];
    for (const entry of list) {
      if (!isObject(entry) || typeof entry['name'] !== 'string')
        return damaged(name, `a speaker of ${layout} has no name`);
      const cube = entry['cube'];
      const [x, y, z] = isList(cube) ? cube : [];
      const lfe = entry['lfe'] === 1;
      if (!lfe && !(isNumber(x) && isNumber(y) && isNumber(z))) {
        return damaged(name, `speaker ${entry['name']} of ${layout} has no place in the cube`);
      }
      speakers.push({
        name: entry['name'],
        room: !lfe && isNumber(x) && isNumber(y) && isNumber(z) ? { x, y, z } : null,
      });
    }
    layouts.set(layout, speakers);
  }
  return { ok: true, value: layouts };
}

/** Reads a `gain-vectors/1` file. @returns null where the whole kind is unknown. */
export function parseVectors(
  json: unknown,
  name: string,
  layouts: ReadonlyMap<string, readonly VectorSpeaker[]>,
): Result<readonly VectorLayout[]> {
  const groups = isObject(json) ? json['layouts'] : undefined;
  if (!isObject(groups)) return damaged(name, 'no layouts in it');
  const parsed: VectorLayout[] = [];
  for (const [layout, group] of Object.entries(groups)) {
    if (!isObject(group) || !isList(group['channels']) || !isList(group['vectors'])) {
      return damaged(name, `layout ${layout} has no channels or vectors`);
    }
    const speakers = layouts.get(layout);
    const channels = group['channels'];
    if (!speakers || speakers.length !== channels.length || speakers.some((s, n) => s.name !== channels[n])) {
      parsed.push({ name: layout, speakers: [], vectors: [], skipped: group['vectors'].length });
      continue;
    }
    const vectors: GainVector[] = [];
    let skipped = 0;
    for (const entry of group['vectors']) {
      const vector = parseVector(entry, speakers.length);
      if (vector === 'unknown') skipped++;
      else if (vector === null) return damaged(name, `a case of ${layout} is damaged`);
      else vectors.push(vector);
    }
    parsed.push({ name: layout, speakers, vectors, skipped });
  }
  return { ok: true, value: parsed };
}

function parseVector(entry: unknown, count: number): GainVector | 'unknown' | null {
  if (!isObject(entry)) return null;
  // Time series, conversions and the like have another shape.
  if (!isObject(entry['in']) || !isList(entry['g'])) return 'unknown';
  const input = entry['in'];
  const gains = entry['g'];
  if (gains.length !== count || !gains.every(isNumber)) return null;
  if (Object.keys(input).some((field) => !KNOWN_FIELDS.has(field)) || entry['gd'] !== undefined)
    return 'unknown';
  const { X: x, Y: y, Z: z } = input;
  if (!isNumber(x) || !isNumber(y) || !isNumber(z)) return 'unknown';
  const extent = [input['width'] ?? 0, input['depth'] ?? 0, input['height'] ?? 0];
  const [sx, sy, sz] = extent;
  if (!isNumber(sx) || !isNumber(sy) || !isNumber(sz)) return null;
  const sized = sx > 0 || sy > 0 || sz > 0;
  return { x, y, z, size: sized ? [sx, sy, sz] : null, gains };
}
