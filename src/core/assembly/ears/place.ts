import {
  CURVE_EXPONENTIAL, CURVE_S, LANE_DIVERGENCE, LANE_EXTRA, LANE_HEADER_BYTES, LANE_NEAR, LANE_TURN, LANES, MAX_STRIPS, POINT_BYTES, REC_CHANNELS, REC_LANES,
  REC_PARAMS,
} from '../../contract';
import { reserve } from '../arena';
import { cos, sin } from '../math/f64';
import { laneRestsUntil, laneValue } from '../strip/lanes';

/** Where an object is, from the parameters and lanes of its record. */

const RADIANS: f64 = 0.017453292519943295;

/** Found by `placeAt` and `placeAtEdge`. */
export let placeX: f64 = 0.0;
export let placeY: f64 = 0.0;
export let placeZ: f64 = 0.0;
export let size: f64 = 0.0;

/** Two moments a channel of a strip's version was placed at: f64 time, x, y, z, size; i32 record. */
const MOMENT_BYTES: usize = 48;
let moments: usize = 0;
/** The two of the channel being heard. */
let known: usize = 0;

/** Takes memory. */
export function initPlaces(): void {
  moments = reserve(2 * MOMENT_BYTES * 4 * MAX_STRIPS);
}

/** Forgets every place found before. */
export function forgetPlaces(): void {
  memory.fill(moments, 0, 2 * MOMENT_BYTES * 4 * MAX_STRIPS);
}

/** Parameter of an object: 1 … 4 are x, y, z, size. */
function valueOf(record: usize, index: usize, time: f64): f64 {
  const lane = load<i32>(record + REC_LANES + 4 * index);
  return lane ? laneValue(record + <usize>lane, time) : load<f64>(record + REC_PARAMS + 8 * index);
}

/** True if a lane moves any of an object's parameters. */
export function moves(record: usize): bool {
  for (let i = 1; i < LANES; i++) if (load<i32>(record + REC_LANES + 4 * <usize>i)) return true;
  return false;
}

function laneRunsStraight(record: usize, index: usize, from: f64, to: f64): bool {
  const offset = load<i32>(record + REC_LANES + 4 * index);
  if (!offset) return true;
  const lane = record + <usize>offset;
  if (laneRestsUntil(lane, from) < to) return false;
  // The lane remembers the point that was asked for last: the one before `from`.
  const curve = load<i32>(lane + LANE_HEADER_BYTES + <usize>POINT_BYTES * <usize>load<i32>(lane, LANE_NEAR), 12) & 255;
  return curve != CURVE_S && curve != CURVE_EXPONENTIAL;
}

/** True if an object gives some of itself to places beside it, now or by a lane. */
export function diverges(record: usize): bool {
  return load<i32>(record, REC_LANES + 4 * LANE_DIVERGENCE) != 0 || load<f64>(record, REC_PARAMS + 8 * LANE_DIVERGENCE) > 0.0;
}

/** True if x, y and z run as straight lines between two timeline samples. */
export function runsStraight(record: usize, from: f64, to: f64): bool {
  for (let i: usize = 1; i < 4; i++) if (!laneRunsStraight(record, i, from, to)) return false;
  if (load<i32>(record, REC_CHANNELS) == 1) return true;
  return load<i32>(record, REC_LANES + 4 * LANE_TURN) == 0 && laneRunsStraight(record, LANE_EXTRA, from, to);
}

/** Finds the place of a channel at one moment: two objects of a stereo strip stand side by side. */
export function placeAt(record: usize, channel: i32, time: f64): void {
  placeX = valueOf(record, 1, time);
  placeY = valueOf(record, 2, time);
  placeZ = valueOf(record, 3, time);
  size = valueOf(record, 4, time);
  if (load<i32>(record, REC_CHANNELS) > 1) standBeside(channel, valueOf(record, LANE_EXTRA, time), valueOf(record, LANE_TURN, time));
}

/** Moves the place to that of one object of a pair. @param turn degrees, positive to the left */
function standBeside(channel: i32, spread: f64, turn: f64): void {
  const side = channel == 0 ? -spread : spread;
  if (turn == 0.0) {
    placeX += side;
    return;
  }
  placeX += side * cos(turn * RADIANS);
  placeY += side * sin(turn * RADIANS);
}

/** Chooses the channel `placeAtEdge` is about, 0 … 4 · MAX_STRIPS − 1. */
export function choosePlace(owner: i32): void {
  known = moments + 2 * MOMENT_BYTES * <usize>owner;
}

/** As `placeAt`, for a block's ends, which are asked for more than once. */
export function placeAtEdge(record: usize, channel: i32, time: f64): void {
  let at = known;
  if (load<f64>(at) != time || load<usize>(at, 40) != record) {
    at += MOMENT_BYTES;
    if (load<f64>(at) != time || load<usize>(at, 40) != record) {
      placeAt(record, channel, time);
      if (load<f64>(known) < load<f64>(at)) at = known;
      store<f64>(at, time);
      store<f64>(at, placeX, 8);
      store<f64>(at, placeY, 16);
      store<f64>(at, placeZ, 24);
      store<f64>(at, size, 32);
      store<usize>(at, record, 40);
      return;
    }
  }
  placeX = load<f64>(at, 8);
  placeY = load<f64>(at, 16);
  placeZ = load<f64>(at, 24);
  size = load<f64>(at, 32);
}
