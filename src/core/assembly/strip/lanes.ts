import {
  BEND_MOST, BEND_SCALE, BLOCK_FRAMES, CURVE_EXPONENTIAL, CURVE_HOLD, CURVE_S, LANE_ASKED, LANE_HEADER_BYTES, LANE_NEAR, LANE_NOWHERE, LANE_STRETCH,
  POINT_BYTES, STEP_FRAMES,
} from '../../contract';
import { expm1 } from '../math/f64';

/**
 * Breakpoint lanes: continuous functions of time whose steps are spread over STEP_FRAMES.
 * CONTRACT: between points the same shapes as session/lane-value.ts.
 */

const VALUE: usize = 4;
const STEP: usize = 8;
const CURVE: usize = 12;

function pointTime(points: usize, index: i32): f64 {
  return <f64>load<u32>(points + <usize>POINT_BYTES * <usize>index);
}

/**
 * Index of the last point at or before `time`, counted from the lane's base; −1 before the first. Playing mostly stays
 * where it was last found, or goes on to the next point: the lane remembers.
 */
function pointAt(lane: usize, points: usize, count: i32, time: f64): i32 {
  let near = load<i32>(lane, LANE_NEAR);
  if (near < count && pointTime(points, near) <= time) {
    if (near + 1 == count || pointTime(points, near + 1) > time) return near;
    near++;
    if (near + 1 == count || pointTime(points, near + 1) > time) {
      store<i32>(lane, near, LANE_NEAR);
      return near;
    }
  }
  const found = search(points, count, time);
  store<i32>(lane, max(found, 0), LANE_NEAR);
  return found;
}

function search(points: usize, count: i32, time: f64): i32 {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (pointTime(points, middle) <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Part of the way in value that a part 0 … 1 of the way in time makes. @param curve of the point it leads away from */
function shape(curve: i32, way: f64): f64 {
  const kind = curve & 255;
  if (kind == CURVE_S) return way * way * (3.0 - 2.0 * way);
  if (kind != CURVE_EXPONENTIAL) return way;
  const bend = curve >> 8;
  if (bend == 0) return way;
  const k = (<f64>BEND_MOST / <f64>BEND_SCALE) * <f64>bend;
  return expm1(k * way) / expm1(k);
}

/**
 * Value of a lane at a timeline sample. The lane remembers the last: the end of a block is the start of the next, and what pans, sends and
 * ears ask for is the same.
 */
export function laneValue(lane: usize, time: f64): f64 {
  if (load<f64>(lane, LANE_ASKED) == time) return load<f64>(lane, LANE_ASKED + 8);
  const value = valueAt(lane, time);
  store<f64>(lane, time, LANE_ASKED);
  store<f64>(lane, value, LANE_ASKED + 8);
  return value;
}

/** Copies the points around `at` to where one look finds both. @returns false before the first */
function findStretch(lane: usize, at: f64): bool {
  const count = load<i32>(lane);
  const points = lane + LANE_HEADER_BYTES;
  const index = pointAt(lane, points, count, at);
  if (index < 0) return false;
  const from = points + <usize>POINT_BYTES * <usize>index;
  const stretch = lane + LANE_STRETCH;
  v128.store(stretch, v128.load(from));
  if (index < count - 1) v128.store(stretch, v128.load(from, POINT_BYTES), POINT_BYTES);
  else store<u32>(stretch, LANE_NOWHERE, POINT_BYTES);
  return true;
}

function valueAt(lane: usize, time: f64): f64 {
  const at = time - load<f64>(lane, 8);
  const from = lane + LANE_STRETCH;
  const inside = at >= <f64>load<u32>(from) && at < <f64>load<u32>(from, POINT_BYTES);
  if (!inside && !findStretch(lane, at)) return <f64>load<f32>(lane + LANE_HEADER_BYTES, VALUE);
  const start = <f64>load<u32>(from);
  const since = at - start;
  let value = <f64>load<f32>(from, VALUE);
  const curve = load<i32>(from, CURVE);
  const end = load<u32>(from, POINT_BYTES);
  let span: f64 = STEP_FRAMES;
  if (end != LANE_NOWHERE) {
    const length = <f64>end - start;
    span = min(span, length);
    if (curve != CURVE_HOLD) {
      const shaped = shape(curve, since / length);
      // The way leads to where the lane stands before the next point's step.
      const next = from + <usize>POINT_BYTES;
      value += (<f64>load<f32>(next, VALUE) + <f64>load<f32>(next, STEP) - value) * shaped;
    }
  }
  if (since < span) value += <f64>load<f32>(from, STEP) * (1.0 - since / span);
  return value;
}

/** Until when a lane has no point after timeline sample `from`; `from` itself while a step from before runs on. */
export function laneRestsUntil(lane: usize, from: f64): f64 {
  const count = load<i32>(lane);
  const points = lane + LANE_HEADER_BYTES;
  const base = load<f64>(lane, 8);
  const index = pointAt(lane, points, count, from - base);
  if (index >= 0) {
    const point = points + <usize>POINT_BYTES * <usize>index;
    if (load<f32>(point, STEP) != 0.0 && from - base < <f64>load<u32>(point) + <f64>STEP_FRAMES) return from;
  }
  return index + 1 >= count ? Infinity : base + pointTime(points, index + 1);
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
  const start = block - load<f64>(lane, 8);
  for (let i = max(0, pointAt(lane, points, count, start)); i < count; i++) {
    const point = points + <usize>POINT_BYTES * <usize>i;
    const frame = <f64>load<u32>(point) - start;
    if (frame >= <f64>BLOCK_FRAMES) return;
    addEdge(frame);
    if (load<f32>(point, STEP) != 0.0) addEdge(frame + <f64>STEP_FRAMES);
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
