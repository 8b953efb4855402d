import type { RoomPosition, Speaker, ZoneBox } from '../../../units/index.ts';
import { type CubeSize, sizeGains } from './cube-size.ts';
import { type CubeTree, clipToCube, cubeTree } from './cube-tree.ts';

/** What the law of the room cube reads of an object. */
export interface LawObject {
  readonly position: RoomPosition;
  readonly size: CubeSize;
  /** Off, or the farthest a speaker may be that the object locks to; Infinity takes the nearest wherever it is. */
  readonly snapDistance: number | null;
  readonly zones: readonly ZoneBox[];
  /** Share 0…1 that leaves the middle for two sources `divergenceRange` to the left and right. */
  readonly divergence: number;
  readonly divergenceRange: number;
}

/** What the law does with an object. */
export interface LawResult {
  /** One linear gain per speaker of the layout; the squares add up to 1. */
  readonly gains: readonly number[];
  /** True for each speaker its zones take away. */
  readonly excluded: readonly boolean[];
  /** The speaker it is locked to; null when it is not. */
  readonly lockedTo: number | null;
  /** Where it is panned: its place, or the speaker's it is locked to, and the two sides of a divergence. */
  readonly sources: readonly RoomPosition[];
}

const FACE = 1e-6;
const TIE = 1e-5;

const inBox = ({ x, y, z }: RoomPosition, box: ZoneBox): boolean =>
  x >= box.minX - FACE &&
  x <= box.maxX + FACE &&
  y >= box.minY - FACE &&
  y <= box.maxY + FACE &&
  z >= box.minZ - FACE &&
  z <= box.maxZ + FACE;

/**
 * Speakers that zones take away, by their place in the cube. With a speaker on a side wall its whole row goes; a mask
 * that leaves none takes none.
 */
export function excludedSpeakers(speakers: readonly Speaker[], zones: readonly ZoneBox[]): boolean[] {
  const inZone = speakers.map(({ room }) => room !== null && zones.some((box) => inBox(room, box)));
  const out = speakers.map(({ room }, index) => {
    if (!room || inZone[index]) return room !== null;
    return speakers.some(
      ({ room: other }, twin) =>
        other &&
        inZone[twin] &&
        Math.abs(other.x) === 1 &&
        Math.abs(other.y) < 1 &&
        other.y === room.y &&
        other.z === room.z,
    );
  });
  const left = speakers.some(({ room }, index) => room && !out[index]);
  return left ? out : speakers.map(() => false);
}

/** Order among equally near speakers: nearest to ear height, then lower, then nearest to the front, then the right one. */
function rank({ x, y, z }: RoomPosition): readonly number[] {
  const azimuth = Math.atan2(-x, y);
  return [Math.abs(z), z, Math.abs(azimuth), azimuth];
}

function before(one: RoomPosition, other: RoomPosition): boolean {
  const [first, second] = [rank(one), rank(other)];
  for (const [index, value] of first.entries()) {
    const way = value - (second[index] ?? 0);
    if (Math.abs(way) > TIE) return way < 0;
  }
  return false;
}

/** The speaker an object locks to: the nearest by sqrt(dx²/16 + 4dy² + 32dz²) of those within reach; null if there is none. */
function lockedSpeaker(
  speakers: readonly Speaker[],
  excluded: readonly boolean[],
  at: RoomPosition,
  maxDistance: number,
): number | null {
  let found: { readonly index: number; readonly room: RoomPosition; readonly far: number } | null = null;
  for (const [index, { room }] of speakers.entries()) {
    if (!room || excluded[index]) continue;
    const [dx, dy, dz] = [room.x - at.x, room.y - at.y, room.z - at.z];
    if (Math.hypot(dx, dy, dz) > maxDistance + TIE) continue;
    const far = Math.sqrt((dx * dx) / 16 + 4 * dy * dy + 32 * dz * dz);
    const tie = found !== null && Math.abs(far - found.far) <= TIE;
    if (!found || (tie ? before(room, found.room) : far < found.far)) found = { index, room, far };
  }
  return found?.index ?? null;
}

const trees = new WeakMap<readonly Speaker[], Map<string, CubeTree>>();

/** The tree of a layout under a mask; kept, because it is asked for in every frame. Module state: a cache by identity. */
function treeOf(speakers: readonly Speaker[], excluded: readonly boolean[]): CubeTree {
  const known = trees.get(speakers) ?? new Map<string, CubeTree>();
  trees.set(speakers, known);
  const key = excluded.map((out) => (out ? '1' : '0')).join('');
  const tree = known.get(key) ?? cubeTree(speakers, excluded);
  known.set(key, tree);
  return tree;
}

/**
 * What the renderer does with an object, for drawing it: clip, zones, lock, divergence, size or point for each source,
 * sum of powers (ITU-R BS.2127-1 §7.3, in that order).
 * CONTRACT: the sound itself comes from src/core/assembly/law; both are held to the same vectors.
 */
export function objectGains(speakers: readonly Speaker[], object: LawObject): LawResult {
  const excluded = excludedSpeakers(speakers, object.zones);
  const tree = treeOf(speakers, excluded);
  const { position, snapDistance, divergence, divergenceRange } = object;
  const clipped = { x: clipToCube(position.x), y: clipToCube(position.y), z: clipToCube(position.z) };
  const lockedTo = snapDistance === null ? null : lockedSpeaker(speakers, excluded, clipped, snapDistance);
  const middle = (lockedTo === null ? null : speakers[lockedTo]?.room) ?? clipped;
  if (!(divergence > 0)) {
    return { gains: sizeGains(tree, middle, object.size), excluded, lockedTo, sources: [middle] };
  }
  const sides = [-divergenceRange, divergenceRange].map((offset) => ({
    ...middle,
    x: clipToCube(middle.x + offset),
  }));
  const share = divergence / (1 + divergence);
  const weights = [(1 - divergence) / (1 + divergence), share, share];
  const sources = [middle, ...sides];
  const parts = sources.map((source) => sizeGains(tree, source, object.size));
  const gains = speakers.map((_, speaker) =>
    Math.sqrt(parts.reduce((sum, part, index) => sum + (weights[index] ?? 0) * (part[speaker] ?? 0) ** 2, 0)),
  );
  return { gains, excluded, lockedTo, sources };
}
