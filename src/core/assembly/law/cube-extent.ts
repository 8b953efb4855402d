import { MAX_SPEAKERS } from '../../contract';
import { clear } from '../fill';
import { cos, exp, log } from '../math/f64';
import { expPair, logPair } from '../math/pair';
import {
  LAYOUT_COLUMN_NODES, LAYOUT_COLUMNS, LAYOUT_DIMENSIONS, LAYOUT_LAYER_NODES, LAYOUT_LAYERS, LAYOUT_POWERS, LAYOUT_ROW_NODES,
  LAYOUT_ROWS, LAYOUT_SIZED, LAYOUT_SPEAKER_COUNT, LAYOUT_TREE_BYTES, NODE_BYTES, NODE_COUNT, NODE_FIRST,
} from './cube-layout';
import { axisWeight, clipToCube, pointGains } from './cube-point';
import { halfSine } from './half-sine';
import { GRID, kernel } from './size-kernel';

/**
 * Objects with a size: ITU-R BS.2127-1 §7.3, with width along x, depth along y, height along z (BS.2076-2 table 16).
 * Virtual sources on a grid are weighted by a kernel per axis and summed as p-th powers; sources inside the room and on
 * its walls are mixed by the distance to the nearest wall. Every sum is separable, so the cost is one exponential per
 * grid point and axis, one multiply-add per grid point and row, and one root per speaker.
 * The p-th powers of the panning weights depend on the layout and the size alone and are kept for the last few sizes.
 */
const GRID_BYTES: usize = 8 * GRID;
/** Sums below the kernels' floor count as nothing: 10^−6.5. */
const FLOOR: f64 = 3.1622776601683795e-7;
/** 3π/7: the kernel of the height falls towards the ceiling. */
const HEIGHT_SLOPE: f64 = 1.3463968515384828;

/** Tables of one layout: logarithms of the weights of every node at every grid point, then their powers for some p. */
const NODES: i32 = 3 * MAX_SPEAKERS;
const TABLE_BYTES: usize = GRID_BYTES * NODES;
const LOGS_AT: usize = LAYOUT_TREE_BYTES;
/** i32: power table to overwrite next. */
const NEXT_AT: usize = LOGS_AT + TABLE_BYTES;
const EXPONENTS_AT: usize = NEXT_AT + 8;
const MOST_POWERS: i32 = 8;
const POWERS_AT: usize = EXPONENTS_AT + 8 * MOST_POWERS;

/** Bytes of a layout with the tables of this law. @param powers tables of p-th powers it keeps, 2 … 8 */
export function layoutBytes(powers: i32): usize {
  return POWERS_AT + TABLE_BYTES * <usize>powers;
}

/** Kernels to the power p on the grid of each axis. */
const kernelX: usize = memory.data(320, 16);
const kernelY: usize = memory.data(320, 16);
const kernelZ: usize = memory.data(320, 16);
/** Per node: the sum over the grid, and the share of the two walls. */
const sums: usize = memory.data(576, 16);
const walls: usize = memory.data(576, 16);
const insides: usize = memory.data(192, 16);
const pointScratch: usize = memory.data(192, 16);

function gridZ(layout: usize): i32 {
  return load<i32>(layout, LAYOUT_LAYERS) >= 3 ? GRID : GRID / 2;
}

/** Coordinate of a grid point: 40 from −1 to 1, or 20 from 0 to 1 for the height of rooms with fewer than three layers. */
function gridPoint(index: i32, points: i32): f64 {
  return points == GRID ? -1.0 + <f64>index * (2.0 / <f64>(GRID - 1)) : <f64>index / <f64>(points - 1);
}

function logTable(table: usize, nodes: usize, count: i32, points: i32): void {
  for (let node = 0; node < count; node++) {
    for (let point = 0; point < points; point++) {
      const at = points == GRID && point == GRID - 1 ? 1.0 : gridPoint(point, points);
      const weight = axisWeight(nodes, count, node, at);
      store<f64>(table + <usize>node * GRID_BYTES + <usize>point * 8, weight > 0.0 ? log(weight) : -Infinity);
    }
  }
}

/**
 * Builds the tables of a layout whose tree is built; `powers` as its memory was taken with. Not for the audio thread's
 * every block: about 1,500 logarithms.
 */
export function buildExtent(layout: usize, powers: i32): void {
  store<i32>(layout, powers, LAYOUT_POWERS);
  store<i32>(layout, 1, LAYOUT_SIZED);
  const logs = layout + LOGS_AT;
  const points = gridZ(layout);
  const layers = load<i32>(layout, LAYOUT_LAYERS);
  logTable(logs, layout + LAYOUT_LAYER_NODES, layers, points);
  // The height kernel's cosine depends on the grid alone, so it is kept with the weights.
  for (let layer = 0; layer < layers; layer++) {
    for (let point = 0; point < points; point++) {
      const at = logs + <usize>layer * GRID_BYTES + <usize>point * 8;
      store<f64>(at, load<f64>(at) + log(cos(gridPoint(point, points) * HEIGHT_SLOPE)));
    }
  }
  for (let layer = 0; layer < layers; layer++) {
    const node = layout + LAYOUT_LAYER_NODES + NODE_BYTES * <usize>layer;
    const first = load<i32>(node, NODE_FIRST);
    const rows = load<i32>(node, NODE_COUNT);
    logTable(logs + GRID_BYTES * <usize>(MAX_SPEAKERS + first), layout + LAYOUT_ROW_NODES + NODE_BYTES * <usize>first, rows, GRID);
    for (let row = first; row < first + rows; row++) {
      const rowNode = layout + LAYOUT_ROW_NODES + NODE_BYTES * <usize>row;
      const column = load<i32>(rowNode, NODE_FIRST);
      logTable(
        logs + GRID_BYTES * <usize>(2 * MAX_SPEAKERS + column),
        layout + LAYOUT_COLUMN_NODES + NODE_BYTES * <usize>column,
        load<i32>(rowNode, NODE_COUNT),
        GRID,
      );
    }
  }
  store<i32>(layout, 0, NEXT_AT);
  for (let i = 0; i < powers; i++) store<f64>(layout + EXPONENTS_AT + 8 * <usize>i, 0.0);
  powerTable(layout, 6.0);
}

function raise(from: usize, to: usize, nodes: i32, points: i32, p: f64): void {
  for (let node = 0; node < nodes; node++) {
    for (let point = 0; point < points; point++) {
      const at = <usize>node * GRID_BYTES + <usize>point * 8;
      const value = load<f64>(from + at);
      store<f64>(to + at, value == -Infinity ? 0.0 : value == 0.0 ? 1.0 : exp(p * value));
    }
  }
}

/** Table of the weights to the power p. Entry 0 is p = 6, that of every small size, and stays. */
function powerTable(layout: usize, p: f64): usize {
  const powers = load<i32>(layout, LAYOUT_POWERS);
  for (let i = 0; i < powers; i++) {
    if (load<f64>(layout + EXPONENTS_AT + 8 * <usize>i) == p) return layout + POWERS_AT + TABLE_BYTES * <usize>i;
  }
  const index = load<i32>(layout, NEXT_AT);
  store<i32>(layout, index + 1 == powers ? 1 : index + 1, NEXT_AT);
  store<f64>(layout + EXPONENTS_AT + 8 * <usize>index, p);
  const table = layout + POWERS_AT + TABLE_BYTES * <usize>index;
  const logs = layout + LOGS_AT;
  const rowsAt = GRID_BYTES * MAX_SPEAKERS;
  raise(logs, table, load<i32>(layout, LAYOUT_LAYERS), gridZ(layout), p);
  raise(logs + rowsAt, table + rowsAt, load<i32>(layout, LAYOUT_ROWS), GRID, p);
  raise(logs + 2 * rowsAt, table + 2 * rowsAt, load<i32>(layout, LAYOUT_COLUMNS), GRID, p);
  return table;
}

/** Size as the law uses it: breakpoints 0, .2, .5, .75, 1 → 0, .3, 1, 1.8, 2.8. */
function scaledSize(size: f64): f64 {
  if (!(size > 0.0)) return 0.0;
  if (size < 0.2) return size * 1.5;
  if (size < 0.5) return 0.3 + (size - 0.2) * (0.7 / 0.3);
  if (size < 0.75) return 1.0 + (size - 0.5) * 3.2;
  return size < 1.0 ? 1.8 + (size - 0.75) * 4.0 : 2.8;
}

function effectiveSize(dimensions: i32, planar: bool, line: bool, x: f64, y: f64, z: f64): f64 {
  if (line) return x;
  if (planar) return 0.75 * max(x, y) + 0.25 * min(x, y);
  const largest = max(x, max(y, z));
  const smallest = min(x, min(y, z));
  return (6.0 * largest + 2.0 * (x + y + z - largest - smallest) + smallest) / 9.0;
}

/** Sums every node's table against the kernel, and keeps what the first and last grid points gave. */
function integrate(table: usize, into: i32, nodes: i32, points: i32, weights: usize): void {
  const last: usize = 8 * <usize>(points - 1);
  for (let node = 0; node < nodes; node++) {
    const row = table + <usize>node * GRID_BYTES;
    let pair = f64x2.mul(v128.load(row), v128.load(weights));
    let other = f64x2.mul(v128.load(row, 16), v128.load(weights, 16));
    // Points are a multiple of four.
    for (let at: usize = 32; at < last; at += 32) {
      pair = f64x2.add(pair, f64x2.mul(v128.load(row + at), v128.load(weights + at)));
      other = f64x2.add(other, f64x2.mul(v128.load(row + at, 16), v128.load(weights + at, 16)));
    }
    pair = f64x2.add(pair, other);
    const sum = f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
    const slot: usize = 8 * <usize>(into + node);
    store<f64>(sums + slot, sum < FLOOR ? 0.0 : sum);
    store<f64>(walls + slot, load<f64>(row) * load<f64>(weights) + load<f64>(row + last) * load<f64>(weights + last));
  }
}

/** Cube of h: how much of the inside sounds, for one axis. */
function insideCubed(size: f64, distance: f64): f64 {
  if (distance >= 2.0 * size && distance >= 0.4) {
    const n = max(2.0 * size, 0.4);
    return (n * n * n) / (0.32 * size);
  }
  return (distance * distance * distance) / 0.32;
}

/** Writes one f64 gain per speaker; sizes 0 … 1. All sizes 0 is the point panner. Σg² = 1. Audio thread. */
export function extentGains(layout: usize, x: f64, y: f64, z: f64, width: f64, depth: f64, height: f64, gains: usize): void {
  if (!(width > 0.0) && !(depth > 0.0) && !(height > 0.0)) {
    pointGains(layout, x, y, z, gains);
    return;
  }
  const layers = load<i32>(layout, LAYOUT_LAYERS);
  const rows = load<i32>(layout, LAYOUT_ROWS);
  const columns = load<i32>(layout, LAYOUT_COLUMNS);
  const dimensions = load<i32>(layout, LAYOUT_DIMENSIONS);
  const points = gridZ(layout);
  const cx = clipToCube(x);
  const cy = clipToCube(y);
  const cz = points == GRID ? clipToCube(z) : max(0.0, clipToCube(z));
  const step = 2.0 / <f64>(GRID - 1);
  const sx = max(scaledSize(width), step);
  const sy = max(scaledSize(depth), step);
  const sz = max(scaledSize(height), 2.0 / <f64>(points - 1));
  const effective = effectiveSize(dimensions, layers == 1, rows == 1, sx, sy, sz);
  const p = effective <= 0.5 ? 6.0 : 6.0 - (4.0 * (effective - 0.5)) / 2.3;
  const powers = powerTable(layout, p);
  kernel(kernelX, GRID, cx, 0.75 / sx, p);
  kernel(kernelY, GRID, cy, 0.75 / sy, p);
  kernel(kernelZ, points, cz, 1.5 / sz, p);
  integrate(powers, 0, layers, points, kernelZ);
  integrate(powers + GRID_BYTES * MAX_SPEAKERS, MAX_SPEAKERS, rows, GRID, kernelY);
  integrate(powers + 2 * GRID_BYTES * MAX_SPEAKERS, 2 * MAX_SPEAKERS, columns, GRID, kernelX);

  let distance = 1.0 - abs(cx);
  if (dimensions >= 2) distance = min(distance, 1.0 - abs(cy));
  if (dimensions >= 3) distance = min(distance, 1.0 - abs(cz));
  let mu = insideCubed(sx, distance);
  if (dimensions == 2) mu = sqrt(mu * insideCubed(sy, distance));
  else if (dimensions >= 3) {
    mu *= insideCubed(sy, distance) * insideCubed(sz, distance);
    mu = mu > 0.0 ? f64x2.extract_lane(expPair(f64x2.div(logPair(f64x2.splat(mu)), f64x2.splat(3.0))), 0) : 0.0;
  }

  const bytes = pairBytes(layout);
  clear(gains, bytes);
  clear(insides, bytes);
  let length: f64 = 0.0;
  for (let layer = 0; layer < layers; layer++) {
    const layerNode = layout + LAYOUT_LAYER_NODES + NODE_BYTES * <usize>layer;
    const fz = load<f64>(sums + 8 * <usize>layer);
    const bz = load<f64>(walls + 8 * <usize>layer);
    const firstRow = load<i32>(layerNode, NODE_FIRST);
    for (let row = firstRow; row < firstRow + load<i32>(layerNode, NODE_COUNT); row++) {
      const rowNode = layout + LAYOUT_ROW_NODES + NODE_BYTES * <usize>row;
      const fy = load<f64>(sums + 8 * <usize>(MAX_SPEAKERS + row));
      const by = load<f64>(walls + 8 * <usize>(MAX_SPEAKERS + row));
      const firstColumn = load<i32>(rowNode, NODE_FIRST);
      for (let column = firstColumn; column < firstColumn + load<i32>(rowNode, NODE_COUNT); column++) {
        const fx = load<f64>(sums + 8 * <usize>(2 * MAX_SPEAKERS + column));
        const bx = load<f64>(walls + 8 * <usize>(2 * MAX_SPEAKERS + column));
        const speaker: usize = 8 * <usize>load<i32>(layout + LAYOUT_COLUMN_NODES + NODE_BYTES * <usize>column, NODE_FIRST);
        const inside = fx * fy * fz;
        length += inside * inside;
        store<f64>(insides + speaker, inside);
        store<f64>(gains + speaker, bx * fy * fz + fx * by * fz + fx * fy * bz);
      }
    }
  }
  length = sqrt(length);
  const share = length > 1e-16 ? mu / length : 0.0;
  const shares = f64x2.splat(share);
  const exponent = f64x2.splat(p);
  let power = f64x2.splat(0.0);
  for (let i: usize = 0; i < bytes; i += 16) {
    const sum = f64x2.add(v128.load(gains + i), f64x2.mul(shares, v128.load(insides + i)));
    const some = f64x2.gt(sum, f64x2.splat(0.0));
    const root = expPair(f64x2.div(logPair(v128.bitselect(sum, f64x2.splat(1.0), some)), exponent));
    const gain = v128.and(root, some);
    v128.store(gains + i, gain);
    power = f64x2.add(power, f64x2.mul(gain, gain));
  }
  blendWithPoint(layout, cx, cy, cz, effective, bothLanes(power), gains);
}

/** Bytes of a gain (f64) for each speaker, and one more where they are odd: 16 at a time. */
// @ts-ignore: decorator
@inline
function pairBytes(layout: usize): usize {
  return (8 * <usize>load<i32>(layout, LAYOUT_SPEAKER_COUNT) + 15) & ~15;
}

// @ts-ignore: decorator
@inline
function bothLanes(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
}

/** Small sizes fade from the point panner, then everything is brought to unit power. */
function blendWithPoint(layout: usize, x: f64, y: f64, z: f64, effective: f64, power: f64, gains: usize): void {
  const bytes = pairBytes(layout);
  let spread = power > 1e-32 ? 1.0 / sqrt(power) : 0.0;
  let point: f64 = 0.0;
  if (effective < 0.2) {
    point = halfSine(1.0 - effective / 0.2);
    spread *= halfSine(effective / 0.2);
    pointGains(layout, x, y, z, pointScratch);
  } else clear(pointScratch, bytes);
  const spreads = f64x2.splat(spread);
  const points = f64x2.splat(point);
  let total = f64x2.splat(0.0);
  for (let i: usize = 0; i < bytes; i += 16) {
    const gain = f64x2.add(f64x2.mul(v128.load(gains + i), spreads), f64x2.mul(points, v128.load(pointScratch + i)));
    v128.store(gains + i, gain);
    total = f64x2.add(total, f64x2.mul(gain, gain));
  }
  const length = bothLanes(total);
  const unit = f64x2.splat(length > 1e-32 ? 1.0 / sqrt(length) : 0.0);
  for (let i: usize = 0; i < bytes; i += 16) v128.store(gains + i, f64x2.mul(v128.load(gains + i), unit));
}
