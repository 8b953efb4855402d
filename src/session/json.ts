/**
 * JSON of documents and journals. JSON has no −∞, so the levels that can be off are stored as null under their
 * names; canonical text has its keys sorted, so that equal documents are equal text.
 */
import { LIMITS } from './limits.ts';

/** Fields whose null in JSON means −∞ dB. No nullable field shares these names. */
const LEVEL_KEYS: ReadonlySet<string> = new Set([
  'faderDb',
  'gainDb',
  'levelDb',
  'lfeDb',
  'returnDb',
  'trimDb',
]);

/** True if null under this key stands for −∞ dB. */
export const isLevelKey = (key: string | number | undefined): boolean =>
  typeof key === 'string' && LEVEL_KEYS.has(key);

/**
 * Canonical JSON: keys sorted by code unit, no white space, −∞ as null.
 * @throws RangeError on NaN or +∞ and TypeError on values JSON cannot hold (undefined, functions): both are faults of
 * the program, never of input.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'number') {
    if (value === Number.NEGATIVE_INFINITY) return 'null';
    if (!Number.isFinite(value)) throw new RangeError(`${value} cannot be stored`);
    return JSON.stringify(value);
  }
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object') throw new TypeError(`a ${typeof value} cannot be stored`);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(',')}}`;
}

/** Reads canonical JSON of parts of a document back: null under a level's name becomes −∞. @throws SyntaxError */
export const readJson = (text: string): unknown =>
  JSON.parse(text, (key, value: unknown) =>
    value === null && isLevelKey(key) ? Number.NEGATIVE_INFINITY : value,
  );

/**
 * Looks for shapes no honest document has: too deep, or keys that every object answers to (`__proto__`, `toString`…).
 * @returns what is wrong, or null.
 */
export function jsonFault(value: unknown, depth = 0): string | null {
  if (value === null || typeof value !== 'object') return null;
  if (depth > LIMITS.depth) return `is nested deeper than ${LIMITS.depth} levels`;
  if (!Array.isArray(value)) {
    for (const key of Object.keys(value)) {
      if (key in Object.prototype) return `has the reserved key "${key}"`;
    }
  }
  for (const inner of Object.values(value)) {
    const fault = jsonFault(inner, depth + 1);
    if (fault !== null) return fault;
  }
  return null;
}
