import { BLOCK_FRAMES, CURVE_HOLD, CURVE_S, LANE_HEADER_BYTES, POINT_BYTES, STEP_FRAMES } from '../../contract';

/**
 * Breakpoint lanes: continuous functions of time whose steps are spread over STEP_FRAMES.
 * CONTRACT: between points the same shapes as session/lane-value.ts.
 */

/** Index of the last point at or before `time`; −1 before the first. */
function pointAt(points: usize, count: i32, time: f64): i32 {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (load<f64>(points + <usize>POINT_BYTES * <usize>middle) <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Value of a lane at a timeline sample. */
export function laneValue(lane: usize, time: f64): f64 {
  const count = load<i32>(lane);
  const points = lane + LANE_HEADER_BYTES;
  const index = pointAt(points, count, time);
  if (index < 0) return load<f64>(points, 8);
  const from = points + <usize>POINT_BYTES * <usize>index;
  const start = load<f64>(from);
  const since = time - start;
  let value = load<f64>(from, 8);
  const curve = <i32>load<f64>(from, 16);
  if (index < count - 1 && curve != CURVE_HOLD) {
    const way = since / (load<f64>(from + <usize>POINT_BYTES) - start);
    const shaped = curve == CURVE_S ? way * way * (3.0 - 2.0 * way) : way;
    value += (load<f64>(from + <usize>POINT_BYTES, 8) - value) * shaped;
  }
  if (since < <f64>STEP_FRAMES) value += load<f64>(from, 24) * (1.0 - since / <f64>STEP_FRAMES);
  return value;
}

/** Frames of a block at which some lane has a point: bits 1 … 127 in two words. */
export let edgesLow: u64 = 0;
export let edgesHigh: u64 = 0;

/** Forgets the edges found so far. */
export function clearEdges(): void {
  edgesLow = 0;
  edgesHigh = 0;
}

function addEdge(frame: f64): void {
  if (frame < 1.0 || frame >= <f64>BLOCK_FRAMES) return;
  const bit = <i32>frame;
  if (bit < 64) edgesLow |= (<u64>1) << bit;
  else edgesHigh |= (<u64>1) << (bit - 64);
}

/** Adds the points of a lane, and the ends of its steps, that fall inside the block which starts at `block`. */
export function addEdges(lane: usize, block: f64): void {
  const count = load<i32>(lane);
  const points = lane + LANE_HEADER_BYTES;
  for (let i = max(0, pointAt(points, count, block)); i < count; i++) {
    const point = points + <usize>POINT_BYTES * <usize>i;
    const frame = load<f64>(point) - block;
    if (frame >= <f64>BLOCK_FRAMES) return;
    addEdge(frame);
    if (load<f64>(point, 24) != 0.0) addEdge(frame + <f64>STEP_FRAMES);
  }
}

/** The first edge after frame `after` of the block, or the block's end. */
export function nextEdge(after: i32): i32 {
  const from = after + 1;
  if (from < 64) {
    const rest = edgesLow >> from;
    if (rest != 0) return from + <i32>ctz(rest);
  }
  if (from < BLOCK_FRAMES) {
    const shift = from < 64 ? 0 : from - 64;
    const rest = edgesHigh >> shift;
    if (rest != 0) return 64 + shift + <i32>ctz(rest);
  }
  return BLOCK_FRAMES;
}
