import {
  LAYOUT_COLUMN_NODES, LAYOUT_LAYER_NODES, LAYOUT_LAYERS, LAYOUT_ROW_NODES, LAYOUT_SPEAKER_COUNT, NODE_BYTES, NODE_COUNT, NODE_FIRST,
} from './cube-layout';
import { halfSinePair } from './half-sine';

/**
 * The point panner of the room cube: ITU-R BS.2127-1 §7.3. The position is clipped to the cube; then each axis in turn
 * (layers, rows of a layer, columns of a row) shares its power between the two neighbours by cosine and sine.
 * Σg² = 1; at most eight speakers sound; a position on a speaker is that speaker alone.
 */

/** Found by `bracket`: the neighbours of a value on a sorted axis, and their weights. */
let low: i32 = 0;
let high: i32 = 0;
let lowWeight: f64 = 0.0;
let highWeight: f64 = 0.0;

function bracket(nodes: usize, count: i32, value: f64): void {
  let above = 0;
  while (above < count && load<f64>(nodes + NODE_BYTES * <usize>above) < value) above++;
  if (above == count) {
    low = high = count - 1;
  } else if (above == 0 || load<f64>(nodes + NODE_BYTES * <usize>above) == value) {
    low = high = above;
  } else {
    low = above - 1;
    high = above;
    const from = load<f64>(nodes + NODE_BYTES * <usize>low);
    const way = (value - from) / (load<f64>(nodes + NODE_BYTES * <usize>high) - from);
    const weights = halfSinePair(f64x2.replace_lane(f64x2.splat(1.0 - way), 1, way));
    lowWeight = f64x2.extract_lane(weights, 0);
    highWeight = f64x2.extract_lane(weights, 1);
    return;
  }
  lowWeight = 1.0;
  highWeight = 0.0;
}

/** Weight of entry `index` of a sorted axis for a source at `value`; used by the size law's tables. */
export function axisWeight(nodes: usize, count: i32, index: i32, value: f64): f64 {
  bracket(nodes, count, value);
  if (index == low) return lowWeight;
  return index == high ? highWeight : 0.0;
}

/** Confines a coordinate to the cube; what is not a number lands in the middle. */
export function clipToCube(value: f64): f64 {
  if (value != value) return 0.0;
  return value < -1.0 ? -1.0 : value > 1.0 ? 1.0 : value;
}

function panRow(layout: usize, row: usize, x: f64, weight: f64, gains: usize): void {
  const columns = layout + LAYOUT_COLUMN_NODES + NODE_BYTES * <usize>load<i32>(row, NODE_FIRST);
  bracket(columns, load<i32>(row, NODE_COUNT), x);
  store<f64>(gains + 8 * <usize>load<i32>(columns + NODE_BYTES * <usize>low, NODE_FIRST), weight * lowWeight);
  if (high != low) store<f64>(gains + 8 * <usize>load<i32>(columns + NODE_BYTES * <usize>high, NODE_FIRST), weight * highWeight);
}

function panLayer(layout: usize, layer: usize, x: f64, y: f64, weight: f64, gains: usize): void {
  const rows = layout + LAYOUT_ROW_NODES + NODE_BYTES * <usize>load<i32>(layer, NODE_FIRST);
  bracket(rows, load<i32>(layer, NODE_COUNT), y);
  const near = low;
  const far = high;
  const nearWeight = lowWeight;
  const farWeight = highWeight;
  panRow(layout, rows + NODE_BYTES * <usize>near, x, weight * nearWeight, gains);
  if (far != near) panRow(layout, rows + NODE_BYTES * <usize>far, x, weight * farWeight, gains);
}

/** Writes one f64 gain per speaker of the layout. Audio thread; position in cube coordinates, clipped here. */
export function pointGains(layout: usize, x: f64, y: f64, z: f64, gains: usize): void {
  memory.fill(gains, 0, 8 * <usize>load<i32>(layout, LAYOUT_SPEAKER_COUNT));
  const layers = layout + LAYOUT_LAYER_NODES;
  const count = load<i32>(layout, LAYOUT_LAYERS);
  if (count == 0) return;
  const cx = clipToCube(x);
  const cy = clipToCube(y);
  bracket(layers, count, clipToCube(z));
  const below = low;
  const above = high;
  const belowWeight = lowWeight;
  const aboveWeight = highWeight;
  panLayer(layout, layers + NODE_BYTES * <usize>below, cx, cy, belowWeight, gains);
  if (above != below) panLayer(layout, layers + NODE_BYTES * <usize>above, cx, cy, aboveWeight, gains);
}
