import { MAX_SPEAKERS, SPEAKER_BYTES } from '../../contract';

/**
 * A speaker layout as the cube laws read it: layers (equal z) of rows (equal y) of columns (x, speaker),
 * each sorted upwards. LFEs are left out of the tree; the first one's channel is remembered.
 * Coordinates are compared exactly: they come from one table and are never recomputed. The speakers as they were given
 * are kept too, and the order in which those equally near an object are chosen (ITU-R BS.2127-1 §7.3, channel lock).
 */
export const LAYOUT_SPEAKER_COUNT: usize = 0;
/** i32: channel of the first LFE, −1 without one. */
export const LAYOUT_LFE: usize = 4;
export const LAYOUT_LAYERS: usize = 8;
export const LAYOUT_ROWS: usize = 12;
export const LAYOUT_COLUMNS: usize = 16;
/** i32: axes along which the speakers differ. */
export const LAYOUT_DIMENSIONS: usize = 20;
/** i32: power tables the size law keeps for this layout, and 1 once they are built. */
export const LAYOUT_POWERS: usize = 24;
export const LAYOUT_SIZED: usize = 28;
/** Node: f64 coordinate, i32 first child (a column: its speaker's channel), i32 children. */
export const NODE_BYTES: usize = 16;
export const NODE_FIRST: usize = 8;
export const NODE_COUNT: usize = 12;
export const LAYOUT_LAYER_NODES: usize = 32;
export const LAYOUT_ROW_NODES: usize = LAYOUT_LAYER_NODES + NODE_BYTES * MAX_SPEAKERS;
export const LAYOUT_COLUMN_NODES: usize = LAYOUT_ROW_NODES + NODE_BYTES * MAX_SPEAKERS;
/** The speakers, SPEAKER_BYTES each, as the host wrote them. */
export const LAYOUT_TABLE: usize = LAYOUT_COLUMN_NODES + NODE_BYTES * MAX_SPEAKERS;
/** i32 per speaker: the speakers in the order in which ties of distance go. */
export const LAYOUT_ORDER: usize = LAYOUT_TABLE + SPEAKER_BYTES * MAX_SPEAKERS;
/** Bytes of the tree. The size law keeps its tables behind it. */
export const LAYOUT_TREE_BYTES: usize = LAYOUT_ORDER + 4 * MAX_SPEAKERS;

function coordinate(table: usize, speaker: i32, axis: i32): f64 {
  return load<f64>(table + <usize>(speaker * SPEAKER_BYTES + axis * 8));
}

/** Smallest coordinate above `above` among the speakers that match; +Infinity if there is none. */
function nextCoordinate(table: usize, count: i32, axis: i32, above: f64, y: f64, z: f64): f64 {
  let best: f64 = Infinity;
  for (let i = 0; i < count; i++) {
    if (coordinate(table, i, 3) != 0.0) continue;
    if (axis < 2 && coordinate(table, i, 2) != z) continue;
    if (axis < 1 && coordinate(table, i, 1) != y) continue;
    const value = coordinate(table, i, axis);
    if (value > above && value < best) best = value;
  }
  return best;
}

function varies(table: usize, count: i32, axis: i32): i32 {
  let first: f64 = NaN;
  for (let i = 0; i < count; i++) {
    if (coordinate(table, i, 3) != 0.0) continue;
    const value = coordinate(table, i, axis);
    if (first != first) first = value;
    else if (value != first) return 1;
  }
  return 0;
}

/**
 * True if speaker `a` comes before `b` where both are as near: the smaller |elevation|, then elevation, |azimuth|,
 * azimuth (positive left). Elevation rises from the layers of z to the point overhead; along a layer |azimuth| rises as
 * y / (|x| + |y|) falls.
 */
function comesBefore(table: usize, a: i32, b: i32): bool {
  const az = elevation(table, a);
  const bz = elevation(table, b);
  if (abs(az) != abs(bz)) return abs(az) < abs(bz);
  if (az != bz) return az < bz;
  const aFront = frontness(table, a);
  const bFront = frontness(table, b);
  if (aFront != bFront) return aFront > bFront;
  return coordinate(table, a, 0) > coordinate(table, b, 0);
}

function elevation(table: usize, speaker: i32): f64 {
  const overhead = coordinate(table, speaker, 0) == 0.0 && coordinate(table, speaker, 1) == 0.0;
  return (overhead ? 2.0 : 1.0) * coordinate(table, speaker, 2);
}

function frontness(table: usize, speaker: i32): f64 {
  const y = coordinate(table, speaker, 1);
  const way = abs(coordinate(table, speaker, 0)) + abs(y);
  return way > 0.0 ? y / way : 1.0;
}

function orderTies(layout: usize, table: usize, count: i32): void {
  const order = layout + LAYOUT_ORDER;
  for (let i = 0; i < count; i++) {
    let at = i;
    while (at > 0 && comesBefore(table, i, load<i32>(order + 4 * <usize>(at - 1)))) {
      store<i32>(order + 4 * <usize>at, load<i32>(order + 4 * <usize>(at - 1)));
      at--;
    }
    store<i32>(order + 4 * <usize>at, i);
  }
}

/** Builds the tree at `layout` from `count` speakers (SPEAKER_BYTES each, ≤ MAX_SPEAKERS). */
export function buildTree(layout: usize, table: usize, count: i32): void {
  let layers = 0;
  let rows = 0;
  let columns = 0;
  let lfe = -1;
  for (let i = count - 1; i >= 0; i--) if (coordinate(table, i, 3) != 0.0) lfe = i;
  let z = nextCoordinate(table, count, 2, -Infinity, 0.0, 0.0);
  while (z < Infinity) {
    const layer = layout + LAYOUT_LAYER_NODES + NODE_BYTES * <usize>(layers++);
    store<f64>(layer, z);
    store<i32>(layer, rows, NODE_FIRST);
    let y = nextCoordinate(table, count, 1, -Infinity, 0.0, z);
    while (y < Infinity) {
      const row = layout + LAYOUT_ROW_NODES + NODE_BYTES * <usize>(rows++);
      store<f64>(row, y);
      store<i32>(row, columns, NODE_FIRST);
      let x = nextCoordinate(table, count, 0, -Infinity, y, z);
      while (x < Infinity) {
        const column = layout + LAYOUT_COLUMN_NODES + NODE_BYTES * <usize>(columns++);
        store<f64>(column, x);
        for (let i = 0; i < count; i++) {
          if (coordinate(table, i, 3) == 0.0 && coordinate(table, i, 0) == x && coordinate(table, i, 1) == y && coordinate(table, i, 2) == z) {
            store<i32>(column, i, NODE_FIRST);
            break;
          }
        }
        x = nextCoordinate(table, count, 0, x, y, z);
      }
      store<i32>(row, columns - load<i32>(row, NODE_FIRST), NODE_COUNT);
      y = nextCoordinate(table, count, 1, y, 0.0, z);
    }
    store<i32>(layer, rows - load<i32>(layer, NODE_FIRST), NODE_COUNT);
    z = nextCoordinate(table, count, 2, z, 0.0, 0.0);
  }
  store<i32>(layout, count, LAYOUT_SPEAKER_COUNT);
  store<i32>(layout, 0, LAYOUT_SIZED);
  memory.copy(layout + LAYOUT_TABLE, table, <usize>SPEAKER_BYTES * <usize>count);
  orderTies(layout, layout + LAYOUT_TABLE, count);
  store<i32>(layout, lfe, LAYOUT_LFE);
  store<i32>(layout, layers, LAYOUT_LAYERS);
  store<i32>(layout, rows, LAYOUT_ROWS);
  store<i32>(layout, columns, LAYOUT_COLUMNS);
  store<i32>(layout, varies(table, count, 0) + varies(table, count, 1) + varies(table, count, 2), LAYOUT_DIMENSIONS);
}
