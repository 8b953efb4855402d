/** What makes one stored mix another: differences by path, and which lane could move each. */
import { own } from './fault.ts';
import { type LaneOwner, trackOwner } from './lane-owner.ts';
import {
  FAMILIES,
  type LaneTarget,
  laneRangeOf,
  type Scene,
  type SceneTrack,
  type SpaceId,
  type TrackId,
  type VcaId,
} from './types.ts';

/** A value of a mix that is not made of others. */
export type MixValue = number | string | boolean | null;

/** A setting that two mixes have otherwise; undefined where one has none (a send that is not there). */
export interface MixDifference {
  readonly owner: LaneOwner;
  /** Path in what a scene keeps of the owner, e.g. "strip.eq.bands.2.gainDb", "output.position.x", "faderDb". */
  readonly path: string;
  readonly from: MixValue | undefined;
  readonly to: MixValue | undefined;
}

/** The stored part of a scene. */
export type Mix = Pick<Scene, 'tracks' | 'families' | 'vcas' | 'spaces'>;

/** Settings of the hand at the desk, not of the mix. */
const NOT_MIX: ReadonlySet<string> = new Set(['strip.soloed', 'strip.soloSafe']);

/** Single values of a tree by path. */
export function leavesOf(
  tree: unknown,
  path = '',
  into = new Map<string, MixValue>(),
): Map<string, MixValue> {
  if (typeof tree === 'object' && tree !== null && !(Array.isArray(tree) && tree.length === 0)) {
    for (const [key, inner] of Object.entries(tree))
      leavesOf(inner, path === '' ? key : `${path}.${key}`, into);
  } else if (!NOT_MIX.has(path) && !Array.isArray(tree)) into.set(path, tree as MixValue);
  return into;
}

function differing(owner: LaneOwner, from: unknown, to: unknown): MixDifference[] {
  const before = leavesOf(from);
  const after = leavesOf(to);
  const found: MixDifference[] = [];
  for (const path of new Set([...before.keys(), ...after.keys()])) {
    if (!Object.is(before.get(path), after.get(path)))
      found.push({ owner, path, from: before.get(path), to: after.get(path) });
  }
  return found;
}

/** Everything that differs in what both mixes hold. */
export function mixDifferences(from: Mix, to: Mix): readonly MixDifference[] {
  const found: MixDifference[] = [];
  for (const [id, track] of Object.entries<SceneTrack>(to.tracks)) {
    const before = own<SceneTrack>(from.tracks, id);
    if (before) found.push(...differing(trackOwner(id as TrackId), before, track));
  }
  for (const name of FAMILIES) {
    const [before, after] = [from.families[name], to.families[name]];
    if (before && after) found.push(...differing({ kind: 'family', name }, before, after));
  }
  for (const [id, vca] of Object.entries(to.vcas)) {
    const before = own(from.vcas, id);
    if (before) found.push(...differing({ kind: 'vca', id: id as VcaId }, before, vca));
  }
  for (const [id, space] of Object.entries(to.spaces)) {
    const before = own(from.spaces, id);
    if (before) found.push(...differing({ kind: 'space', id: id as SpaceId }, before, space));
  }
  return found;
}

/** The lane that moves a track's setting, null if none does: "strip.faderDb" is moved by the ride, relative to it. */
export function laneOfPath(path: string): LaneTarget | null {
  if (path === 'strip.faderDb') return 'rideDb';
  const send = /^sends\.(.+)\.levelDb$/.exec(path)?.[1];
  const band = /^strip\.eq\.bands\.(\d+)\.(\w+)$/.exec(path);
  const name =
    send !== undefined
      ? `send.${send}`
      : band
        ? `band${Number(band[1]) + 1}.${band[2]}`
        : path.replace(/^strip\.eq\.|^strip\.|^output\.position\.|^output\./, '');
  return name !== 'rideDb' && laneRangeOf(name) ? (name as LaneTarget) : null;
}

/**
 * A mix that follows another, brought along when that one changes: settings it had in common with the old one become those of the
 * new one, its own stay.
 */
export function followed<Tree>(own: Tree, before: unknown, after: unknown): Tree {
  if (typeof own !== 'object' || own === null) {
    return (Object.is(own, before) && after !== undefined ? after : own) as Tree;
  }
  if (Array.isArray(own)) {
    const [old, next] = [Array.isArray(before) ? before : [], Array.isArray(after) ? after : []];
    return own.map((item, at) => followed(item, old[at], next[at])) as Tree;
  }
  const [old, next] = [recordOf(before), recordOf(after)];
  // A variant is followed as a whole or not at all: a bed's pan is no object's.
  if ('kind' in own && old['kind'] !== next['kind']) {
    return (sameTree(own, before) && after !== undefined ? after : own) as Tree;
  }
  return Object.fromEntries(
    Object.entries(own).map(([key, value]) => [key, followed(value as unknown, old[key], next[key])]),
  ) as Tree;
}

/** A copy of a tree that shares nothing with it; of a draft, as it stands. */
export function copyTree<Tree>(tree: Tree): Tree {
  if (typeof tree !== 'object' || tree === null) return tree;
  if (Array.isArray(tree)) return tree.map(copyTree) as Tree;
  return Object.fromEntries(
    Object.entries(tree).map(([key, inner]) => [key, copyTree<unknown>(inner)]),
  ) as Tree;
}

const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

function sameTree(one: unknown, other: unknown): boolean {
  const [a, b] = [leavesOf(one), leavesOf(other)];
  return a.size === b.size && [...a].every(([path, value]) => Object.is(b.get(path), value));
}
