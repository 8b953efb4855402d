import type { RoomPosition } from '../../../units/index.ts';
import { pointGains } from './cube-point.ts';
import { axisWeights, type CubeTree, clipToCube } from './cube-tree.ts';

/** Extent of an object along the axes of the room, 0 … 1 each: width x, depth y, height z (BS.2076-2 table 16). */
export interface CubeSize {
  readonly width: number;
  readonly depth: number;
  readonly height: number;
}

const GRID = 40;
/** Kernels end and sums count as nothing at 10^−6.5. */
const FLOOR_EXPONENT = 6.5;
const FLOOR = 10 ** -FLOOR_EXPONENT;
/** The kernel of the height falls towards the ceiling by cos(3πz/7). */
const HEIGHT_SLOPE = (3 * Math.PI) / 7;

/** Breakpoints of the size as the law uses it. */
const SIZES = [0, 0.2, 0.5, 0.75, 1] as const;
const SCALED = [0, 0.3, 1, 1.8, 2.8] as const;

function scaledSize(size: number): number {
  const at = Math.min(1, Math.max(0, size));
  const above = Math.max(
    1,
    SIZES.findIndex((point) => point >= at),
  );
  const [low = 0, high = 1] = [SIZES[above - 1], SIZES[above]];
  const [from = 0, to = 0] = [SCALED[above - 1], SCALED[above]];
  return from + ((at - low) / (high - low)) * (to - from);
}

const gridOf = (points: number): readonly number[] =>
  Array.from({ length: points }, (_, index) =>
    points === GRID ? -1 + (2 * index) / (GRID - 1) : index / (points - 1),
  );
const WALL_TO_WALL = gridOf(GRID);
const FLOOR_TO_CEILING = gridOf(GRID / 2);

/** Sum over the grid and share of the two walls for each place of an axis. */
interface Axis {
  readonly inside: readonly number[];
  readonly walls: readonly number[];
}

function integrate(
  places: readonly { readonly at: number }[],
  grid: readonly number[],
  kernel: readonly number[],
  power: number,
): Axis {
  const inside = places.map(() => 0);
  const walls = places.map(() => 0);
  grid.forEach((point, index) => {
    axisWeights(places, point).forEach((weight, place) => {
      if (weight === 0) return;
      const value = (weight * (kernel[index] ?? 0)) ** power;
      inside[place] = (inside[place] ?? 0) + value;
      if (index === 0 || index === grid.length - 1) walls[place] = (walls[place] ?? 0) + value;
    });
  });
  return { inside: inside.map((sum) => (sum < FLOOR ? 0 : sum)), walls };
}

const kernelOn = (grid: readonly number[], centre: number, rate: number): number[] =>
  grid.map((point) => 10 ** -Math.min((rate * (point - centre)) ** 4, FLOOR_EXPONENT));

/** How much of the inside sounds, for one axis, from the distance to the nearest wall. */
function insideShare(size: number, distance: number): number {
  if (distance >= 2 * size && distance >= 0.4) return Math.cbrt(Math.max(2 * size, 0.4) ** 3 / (0.32 * size));
  return Math.cbrt(distance ** 3 / 0.32);
}

const unitLength = (gains: readonly number[]): number[] => {
  const length = Math.hypot(...gains);
  return gains.map((gain) => (length > 1e-16 ? gain / length : 0));
};

/**
 * Gains of an object with a size: virtual sources on a grid, weighted by a kernel per axis and summed as p-th powers;
 * those inside the room and those on its walls are mixed by the distance to the nearest wall (ITU-R BS.2127-1 §7.3).
 * CONTRACT: the sound itself comes from src/core/assembly/law/cube-extent.ts; both are held to the same vectors.
 * @returns as `pointGains`
 */
export function sizeGains(tree: CubeTree, position: RoomPosition, size: CubeSize): number[] {
  if (!(size.width > 0 || size.depth > 0 || size.height > 0)) return pointGains(tree, position);
  const { layers, dimensions } = tree;
  const gridZ = layers.length >= 3 ? WALL_TO_WALL : FLOOR_TO_CEILING;
  const x = clipToCube(position.x);
  const y = clipToCube(position.y);
  const z = gridZ === WALL_TO_WALL ? clipToCube(position.z) : Math.max(0, clipToCube(position.z));
  const sx = Math.max(scaledSize(size.width), 2 / (GRID - 1));
  const sy = Math.max(scaledSize(size.depth), 2 / (GRID - 1));
  const sz = Math.max(scaledSize(size.height), 2 / (gridZ.length - 1));
  const effective = effectiveSize(tree, sx, sy, sz);
  const power = effective <= 0.5 ? 6 : 6 - (4 * (effective - 0.5)) / 2.3;

  const kernelX = kernelOn(WALL_TO_WALL, x, 0.75 / sx);
  const kernelY = kernelOn(WALL_TO_WALL, y, 0.75 / sy);
  const kernelZ = kernelOn(gridZ, z, 1.5 / sz).map(
    (value, index) => value * Math.cos((gridZ[index] ?? 0) * HEIGHT_SLOPE),
  );
  let distance = 1 - Math.abs(x);
  if (dimensions >= 2) distance = Math.min(distance, 1 - Math.abs(y));
  if (dimensions >= 3) distance = Math.min(distance, 1 - Math.abs(z));
  const [hx, hy, hz] = [insideShare(sx, distance), insideShare(sy, distance), insideShare(sz, distance)];
  const share = dimensions >= 3 ? hx * hy * hz : dimensions === 2 ? (hx * hy) ** 1.5 : hx ** 3;

  const insides = Array.from({ length: tree.speakers }, () => 0);
  const walls = Array.from({ length: tree.speakers }, () => 0);
  const high = integrate(layers, gridZ, kernelZ, power);
  layers.forEach(({ rows }, layer) => {
    const [fz = 0, bz = 0] = [high.inside[layer], high.walls[layer]];
    const deep = integrate(rows, WALL_TO_WALL, kernelY, power);
    rows.forEach(({ columns }, row) => {
      const [fy = 0, by = 0] = [deep.inside[row], deep.walls[row]];
      const wide = integrate(columns, WALL_TO_WALL, kernelX, power);
      columns.forEach(({ speaker }, column) => {
        const [fx = 0, bx = 0] = [wide.inside[column], wide.walls[column]];
        insides[speaker] = fx * fy * fz;
        walls[speaker] = bx * fy * fz + fx * by * fz + fx * fy * bz;
      });
    });
  });
  const inside = unitLength(insides);
  const spread = unitLength(
    walls.map((wall, speaker) => (wall + share * (inside[speaker] ?? 0)) ** (1 / power)),
  );
  if (effective >= 0.2) return spread;
  const point = pointGains(tree, position);
  const way = (effective * Math.PI) / 0.4;
  return unitLength(
    spread.map((gain, speaker) => Math.cos(way) * (point[speaker] ?? 0) + Math.sin(way) * gain),
  );
}

function effectiveSize({ layers }: CubeTree, x: number, y: number, z: number): number {
  const rows = layers.reduce((sum, layer) => sum + layer.rows.length, 0);
  if (rows === 1) return x;
  if (layers.length === 1) return 0.75 * Math.max(x, y) + 0.25 * Math.min(x, y);
  const [least = 0, middle = 0, most = 0] = [x, y, z].sort((one, other) => one - other);
  return (6 * most + 2 * middle + least) / 9;
}
