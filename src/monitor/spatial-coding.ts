/**
 * Simulates what a consumer encoder does to a mix: bed and objects are merged into a few elements. Public descriptions say
 * 12, 14 or 16 elements by loudness and position; how they are chosen is not published. Here the two elements that cost
 * least are merged until few enough are left (greedy, Ward's criterion): merging i and j costs E_i E_j / (E_i + E_j) · d²,
 * E being their energy and d their distance in the room, so loud elements keep their place and quiet ones give way.
 * The LFE is an element of its own and never merged.
 */
import type { RoomPosition } from '../units/index.ts';

/** Numbers of elements there are, the LFE included. */
export const ELEMENT_COUNTS = [12, 14, 16] as const;
export type ElementCount = (typeof ELEMENT_COUNTS)[number];

/** One of bed and objects, LFE left out. */
export interface SoundElement {
  readonly id: string;
  readonly position: RoomPosition;
  /** Mean square of what it plays now; ≥ 0. */
  readonly energy: number;
}

/** Elements that became one. */
export interface Cluster {
  readonly members: readonly string[];
  /** Centre of their energies. */
  readonly position: RoomPosition;
  readonly energy: number;
}

/** Below it everything weighs the same, so that silence is merged by place alone: −120 dB. */
const LEAST_ENERGY = 1e-12;

interface Group {
  readonly members: string[];
  x: number;
  y: number;
  z: number;
  energy: number;
}

function cost(a: Group, b: Group): number {
  const distance = (a.x - b.x) ** 2 + (a.y - b.y) ** 2 + (a.z - b.z) ** 2;
  return ((a.energy * b.energy) / (a.energy + b.energy)) * distance;
}

function absorb(into: Group, other: Group): void {
  const energy = into.energy + other.energy;
  const share = other.energy / energy;
  into.x += share * (other.x - into.x);
  into.y += share * (other.y - into.y);
  into.z += share * (other.z - into.z);
  into.energy = energy;
  into.members.push(...other.members);
}

/**
 * Merges elements until `count` − 1 are left beside the LFE. Pure; equal costs are settled by the order of the elements.
 * Cost is cubic in their number: some milliseconds for 127.
 */
export function codeSpatially(elements: readonly SoundElement[], count: ElementCount): readonly Cluster[] {
  const groups: Group[] = elements.map(({ id, position, energy }) => ({
    members: [id],
    ...position,
    energy: Math.max(LEAST_ENERGY, Number.isFinite(energy) ? energy : 0),
  }));
  while (groups.length > count - 1) {
    let least = Number.POSITIVE_INFINITY;
    let [first, second] = [0, 1];
    groups.forEach((group, at) => {
      for (let other = at + 1; other < groups.length; other++) {
        const partner = groups[other];
        const price = partner ? cost(group, partner) : Number.POSITIVE_INFINITY;
        if (price < least) {
          least = price;
          [first, second] = [at, other];
        }
      }
    });
    const [other] = groups.splice(second, 1);
    const into = groups[first];
    if (into && other) absorb(into, other);
  }
  return groups.map(({ members, x, y, z, energy }) => ({ members, position: { x, y, z }, energy }));
}
