import { MAX_SPEAKERS, SPEAKER_BYTES } from '../../contract';

/**
 * A speaker layout as the cube laws read it: layers (equal z) of rows (equal y) of columns (x, speaker),
 * each sorted upwards. LFEs are left out of the tree; the first one's channel is remembered.
 * Coordinates are compared exactly: they come from one table and are never recomputed.
 */
export const LAYOUT_SPEAKER_COUNT: usize = 0;
/** i32: channel of the first LFE, −1 without one. */
export const LAYOUT_LFE: usize = 4;
export const LAYOUT_LAYERS: usize = 8;
export const LAYOUT_ROWS: usize = 12;
export const LAYOUT_COLUMNS: usize = 16;
/** i32: axes along which the speakers differ. */
export const LAYOUT_DIMENSIONS: usize = 20;
/** Node: f64 coordinate, i32 first child (a column: its speaker's channel), i32 children. */
export const NODE_BYTES: usize = 16;
export const NODE_FIRST: usize = 8;
export const NODE_COUNT: usize = 12;
export const LAYOUT_LAYER_NODES: usize = 32;
export const LAYOUT_ROW_NODES: usize = LAYOUT_LAYER_NODES + NODE_BYTES * MAX_SPEAKERS;
export const LAYOUT_COLUMN_NODES: usize = LAYOUT_ROW_NODES + NODE_BYTES * MAX_SPEAKERS;
/** Bytes of the tree. The size law keeps its tables behind it. */
export const LAYOUT_TREE_BYTES: usize = LAYOUT_COLUMN_NODES + NODE_BYTES * MAX_SPEAKERS;

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
  store<i32>(layout, lfe, LAYOUT_LFE);
  store<i32>(layout, layers, LAYOUT_LAYERS);
  store<i32>(layout, rows, LAYOUT_ROWS);
  store<i32>(layout, columns, LAYOUT_COLUMNS);
  store<i32>(layout, varies(table, count, 0) + varies(table, count, 1) + varies(table, count, 2), LAYOUT_DIMENSIONS);
}
