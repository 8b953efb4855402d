import { clear } from '../fill';
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
const weights: usize = memory.data(16, 16);
/** What the weights at hand were worked out from: the rows of a layer mostly have their columns at the same places. */
let weighed: f64 = NaN;
let weighedFrom: f64 = NaN;
let weighedTo: f64 = NaN;

/** No branch depends on the value but the one for what lies outside: guesses of where a source stands are mostly wrong. */
function bracket(nodes: usize, count: i32, value: f64): void {
  let above = 0;
  for (let i = 0; i < count; i++) above += <i32>(load<f64>(nodes + NODE_BYTES * <usize>i) < value);
  low = max(above - 1, 0);
  high = min(above, count - 1);
  if (low == high) {
    store<f64>(weights, 1.0);
    store<f64>(weights, 0.0, 8);
    weighed = NaN;
    return;
  }
  const from = load<f64>(nodes + NODE_BYTES * <usize>low);
  const to = load<f64>(nodes + NODE_BYTES * <usize>high);
  if (value == weighed && from == weighedFrom && to == weighedTo) return;
  weighed = value;
  weighedFrom = from;
  weighedTo = to;
  const way = (value - from) / (to - from);
  // On the upper neighbour the series may miss 1 by a rounding.
  const whole = f64x2.eq(f64x2.splat(way), f64x2.splat(1.0));
  const shares = halfSinePair(f64x2.replace_lane(f64x2.splat(1.0 - way), 1, way));
  v128.store(weights, v128.bitselect(f64x2(0.0, 1.0), shares, whole));
}

/** Weight of entry `index` of a sorted axis for a source at `value`; used by the size law's tables. */
export function axisWeight(nodes: usize, count: i32, index: i32, value: f64): f64 {
  bracket(nodes, count, value);
  if (index == low) return load<f64>(weights);
  return index == high ? load<f64>(weights, 8) : 0.0;
}

/** Confines a coordinate to the cube; what is not a number lands in the middle. */
export function clipToCube(value: f64): f64 {
  if (value != value) return 0.0;
  return value < -1.0 ? -1.0 : value > 1.0 ? 1.0 : value;
}

function panRow(layout: usize, row: usize, x: f64, weight: f64, gains: usize): void {
  const columns = layout + LAYOUT_COLUMN_NODES + NODE_BYTES * <usize>load<i32>(row, NODE_FIRST);
  bracket(columns, load<i32>(row, NODE_COUNT), x);
  store<f64>(gains + 8 * <usize>load<i32>(columns + NODE_BYTES * <usize>low, NODE_FIRST), weight * load<f64>(weights));
  if (high != low) store<f64>(gains + 8 * <usize>load<i32>(columns + NODE_BYTES * <usize>high, NODE_FIRST), weight * load<f64>(weights, 8));
}

function panLayer(layout: usize, layer: usize, x: f64, y: f64, weight: f64, gains: usize): void {
  const rows = layout + LAYOUT_ROW_NODES + NODE_BYTES * <usize>load<i32>(layer, NODE_FIRST);
  bracket(rows, load<i32>(layer, NODE_COUNT), y);
  const near = low;
  const far = high;
  const nearWeight = load<f64>(weights);
  const farWeight = load<f64>(weights, 8);
  panRow(layout, rows + NODE_BYTES * <usize>near, x, weight * nearWeight, gains);
  if (far != near) panRow(layout, rows + NODE_BYTES * <usize>far, x, weight * farWeight, gains);
}

/** Writes one f64 gain per speaker of the layout. Audio thread; position in cube coordinates, clipped here. */
export function pointGains(layout: usize, x: f64, y: f64, z: f64, gains: usize): void {
  clear(gains, (8 * <usize>load<i32>(layout, LAYOUT_SPEAKER_COUNT) + 15) & ~15);
  const layers = layout + LAYOUT_LAYER_NODES;
  const count = load<i32>(layout, LAYOUT_LAYERS);
  if (count == 0) return;
  const cx = clipToCube(x);
  const cy = clipToCube(y);
  bracket(layers, count, clipToCube(z));
  const below = low;
  const above = high;
  const belowWeight = load<f64>(weights);
  const aboveWeight = load<f64>(weights, 8);
  panLayer(layout, layers + NODE_BYTES * <usize>below, cx, cy, belowWeight, gains);
  if (above != below) panLayer(layout, layers + NODE_BYTES * <usize>above, cx, cy, aboveWeight, gains);
}
