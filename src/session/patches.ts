/**
 * Changes as data. A patch list is the one form in which a change reaches the undo stack, the journal and the engine.
 * Patches come from the structural difference of two documents that share what did not change: recording every
 * write instead makes hundreds of patches of one point deleted from a lane, because each later index is rewritten.
 */
import type { Session } from './types.ts';

type Path = readonly (string | number)[];

/** One change at a path of keys and indexes; array adds insert, array removes close the gap (RFC 6902). */
export type Patch =
  | { readonly op: 'add' | 'replace'; readonly path: Path; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: Path };

/** A patch that does not fit the document it is applied to. */
export class PatchError extends Error {
  override readonly name = 'PatchError';
}

const RECORDS: ReadonlySet<string> = new Set([
  'stems',
  'tracks',
  'clips',
  'markers',
  'reviewNotes',
  'vcas',
  'groups',
  'folders',
  'spaces',
  'scenes',
]);
/** Owners of lanes, by the record they live in. */
const OWNERS: ReadonlySet<string> = new Set(['tracks', 'families', 'vcas', 'spaces']);
const SCENE_RECORDS: ReadonlySet<string> = new Set(['tracks', 'families', 'vcas', 'spaces']);
/** Arrays that change in more places than this are replaced whole. */
const MAX_ARRAY_STEPS = 16;

/** True where keys come and go; everywhere else an object has fixed fields and is replaced when they differ. */
const isRecord = (path: Path): boolean =>
  (path.length === 1 && RECORDS.has(String(path[0]))) ||
  (path.length === 3 && OWNERS.has(String(path[0])) && path[2] === 'lanes') ||
  (path.length === 3 && path[0] === 'tracks' && path[2] === 'sends') ||
  (path.length === 4 && path[0] === 'families' && path[3] === 'printed') ||
  (path.length === 3 && path[0] === 'scenes' && SCENE_RECORDS.has(String(path[2])));

type Plain = Readonly<Record<string, unknown>>;
const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The patches that turn `from` into `to`. Cost follows what differs, not the size of the documents. */
export function diffSessions(from: Session, to: Session): readonly Patch[] {
  const patches: Patch[] = [];
  diffValues(from, to, [], patches);
  return patches;
}

function diffValues(from: unknown, to: unknown, path: Path, out: Patch[]): void {
  if (from === to) return;
  if (Array.isArray(from) && Array.isArray(to)) diffArrays(from, to, path, out);
  else if (isPlain(from) && isPlain(to)) diffObjects(from, to, path, out);
  else out.push({ op: 'replace', path, value: to });
}

function diffObjects(from: Plain, to: Plain, path: Path, out: Patch[]): void {
  const oldKeys = Object.keys(from);
  const newKeys = Object.keys(to);
  const sameKeys = oldKeys.length === newKeys.length && newKeys.every((key) => Object.hasOwn(from, key));
  if (!sameKeys && !isRecord(path) && path.length > 0) {
    out.push({ op: 'replace', path, value: to });
    return;
  }
  for (const key of oldKeys) {
    if (!Object.hasOwn(to, key)) out.push({ op: 'remove', path: [...path, key] });
    else if (from[key] !== to[key]) diffValues(from[key], to[key], [...path, key], out);
  }
  if (sameKeys) return;
  for (const key of newKeys) {
    if (!Object.hasOwn(from, key)) out.push({ op: 'add', path: [...path, key], value: to[key] });
  }
}

function diffArrays(from: readonly unknown[], to: readonly unknown[], path: Path, out: Patch[]): void {
  let head = 0;
  while (head < from.length && head < to.length && from[head] === to[head]) head += 1;
  let tail = 0;
  while (tail < from.length - head && tail < to.length - head && from.at(-1 - tail) === to.at(-1 - tail))
    tail += 1;
  const oldCount = from.length - head - tail;
  const newCount = to.length - head - tail;
  if (oldCount + newCount > MAX_ARRAY_STEPS) {
    out.push({ op: 'replace', path, value: to });
    return;
  }
  const common = Math.min(oldCount, newCount);
  for (let at = head; at < head + common; at++) diffValues(from[at], to[at], [...path, at], out);
  for (let at = head + oldCount - 1; at >= head + common; at--)
    out.push({ op: 'remove', path: [...path, at] });
  for (let at = head + common; at < head + newCount; at++)
    out.push({ op: 'add', path: [...path, at], value: to[at] });
}

/**
 * Applies patches in order and gives the new document; what they do not touch is shared with the old one. Records keep
 * their keys in canonical order, so the result depends on what it holds and never on how it came about.
 * @throws PatchError if a path does not exist (or, for an add, already does); the old document is never changed.
 */
export function applyPatches(session: Session, patches: readonly Patch[]): Session {
  if (patches.length === 0) return session;
  const root: Record<string, unknown> = { ...session };
  // Copies made by this call; only these are written to.
  const owned = new Set<unknown>([root]);
  const disordered = new Map<string, Path>();
  for (const patch of patches) {
    const parentPath = patch.path.slice(0, -1);
    const key = patch.path.at(-1);
    if (key === undefined) throw new PatchError('a patch needs a path');
    const parent = ownedAt(root, parentPath, owned);
    if (Array.isArray(parent)) patchArray(parent, key, patch);
    else {
      patchObject(parent, key, patch);
      if (patch.op === 'add') disordered.set(JSON.stringify(parentPath), parentPath);
    }
  }
  for (const path of disordered.values()) sortKeysAt(root, path, owned);
  // Patches come from a Session's own difference or are validated after application (document, applyRecords).
  const result: unknown = root;
  return result as Session;
}

type Container = Record<string, unknown> | unknown[];

/** The container at a path, copied along the way where this call has not copied it yet. */
function ownedAt(root: Record<string, unknown>, path: Path, owned: Set<unknown>): Container {
  let container: Container = root;
  for (const key of path) {
    const child: unknown = childAt(container, key, path);
    if (typeof child !== 'object' || child === null)
      throw new PatchError(`${path.join('.')} is not in the document`);
    if (owned.has(child)) container = child as Container;
    else {
      const copy: Container = Array.isArray(child) ? [...(child as unknown[])] : { ...child };
      owned.add(copy);
      if (Array.isArray(container)) container[Number(key)] = copy;
      else container[key] = copy;
      container = copy;
    }
  }
  return container;
}

function childAt(container: Container, key: string | number, path: Path): unknown {
  const found = Array.isArray(container)
    ? typeof key === 'number' && Number.isInteger(key) && key >= 0 && key < container.length
    : Object.hasOwn(container, key);
  if (!found) throw new PatchError(`${path.join('.')} is not in the document`);
  return Array.isArray(container) ? container[Number(key)] : container[key];
}

function patchObject(parent: Record<string, unknown>, key: string | number, patch: Patch): void {
  if (typeof key !== 'string' || key in Object.prototype)
    throw new PatchError(`${patch.path.join('.')} is no field`);
  if (Object.hasOwn(parent, key) === (patch.op === 'add')) {
    const state = patch.op === 'add' ? 'already in' : 'not in';
    throw new PatchError(`${patch.path.join('.')} is ${state} the document`);
  }
  if (patch.op === 'remove') delete parent[key];
  else parent[key] = patch.value;
}

function patchArray(parent: unknown[], key: string | number, patch: Patch): void {
  const last = patch.op === 'add' ? parent.length : parent.length - 1;
  if (typeof key !== 'number' || !Number.isInteger(key) || key < 0 || key > last) {
    throw new PatchError(`${patch.path.join('.')} is not in the document`);
  }
  if (patch.op === 'add') parent.splice(key, 0, patch.value);
  else if (patch.op === 'remove') parent.splice(key, 1);
  else parent[key] = patch.value;
}

function sortKeysAt(root: Record<string, unknown>, path: Path, owned: Set<unknown>): void {
  const parent = childOrNull(root, path.slice(0, -1), owned);
  const key = path.at(-1);
  if (parent === null || key === undefined || Array.isArray(parent)) return;
  const record = parent[key];
  if (isPlain(record)) parent[key] = sortedRecord(record);
}

/** Like `ownedAt`, but null where a later patch of the same list has removed the container again. */
function childOrNull(root: Record<string, unknown>, path: Path, owned: Set<unknown>): Container | null {
  try {
    return ownedAt(root, path, owned);
  } catch (error) {
    if (error instanceof PatchError) return null;
    throw error;
  }
}

function sortedRecord<Value>(record: Readonly<Record<string, Value>>) {
  const keys = Object.keys(record);
  if (keys.every((key, at) => at === 0 || (keys[at - 1] ?? '') < key)) return record;
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Deepest place of a record in the document. */
const RECORD_DEPTH = 4;

/** A value with the keys of all records in it sorted; the same object when they already are. */
function ordered(value: unknown, path: Path): unknown {
  if (!isPlain(value) || path.length > RECORD_DEPTH) return value;
  const changed: [string, unknown][] = [];
  for (const [key, inner] of Object.entries(value)) {
    const next = ordered(inner, [...path, key]);
    if (next !== inner) changed.push([key, next]);
  }
  const whole = changed.length > 0 ? { ...value, ...Object.fromEntries(changed) } : value;
  return isRecord(path) ? sortedRecord(whole) : whole;
}

/** The document with its records' keys in canonical order; the same object when they already are. */
export const orderRecords = (session: Session): Session => ordered(session, []) as Session;

/** Freezes values that enter the document, so that whoever made them cannot change history behind its back. */
export function freezeDeep(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const inner of Object.values(value)) freezeDeep(inner);
}
