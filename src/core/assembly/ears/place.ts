import {
  CURVE_S, LANE_HEADER_BYTES, LANE_NEAR, LANES, MAX_STRIPS, POINT_BYTES, REC_CHANNELS, REC_EXTRA, REC_LANES, REC_PARAMS,
} from '../../contract';
import { reserve } from '../arena';
import { laneRestsUntil, laneValue } from '../strip/lanes';

/** Where an object is, from the parameters and lanes of its record. */

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

/** Parameter 1 … 4 of an object: x, y, z, size. */
function valueOf(record: usize, index: usize, time: f64): f64 {
  const lane = load<i32>(record + REC_LANES + 4 * index);
  return lane ? laneValue(record + <usize>lane, time) : load<f64>(record + REC_PARAMS + 8 * index);
}

/** True if a lane moves any of an object's parameters. */
export function moves(record: usize): bool {
  for (let i = 1; i < LANES; i++) if (load<i32>(record + REC_LANES + 4 * <usize>i)) return true;
  return false;
}

/** True if x, y and z run as straight lines between two timeline samples. */
export function runsStraight(record: usize, from: f64, to: f64): bool {
  for (let i: usize = 1; i < 4; i++) {
    const offset = load<i32>(record + REC_LANES + 4 * i);
    if (!offset) continue;
    const lane = record + <usize>offset;
    if (laneRestsUntil(lane, from) < to) return false;
    // The lane remembers the point that was asked for last: the one before `from`.
    if (load<i32>(lane + LANE_HEADER_BYTES + <usize>POINT_BYTES * <usize>load<i32>(lane, LANE_NEAR), 12) == CURVE_S) return false;
  }
  return true;
}

/** Finds the place of a channel at one moment: two objects of a stereo strip stand side by side. */
export function placeAt(record: usize, channel: i32, time: f64): void {
  placeX = valueOf(record, 1, time);
  placeY = valueOf(record, 2, time);
  placeZ = valueOf(record, 3, time);
  size = valueOf(record, 4, time);
  if (load<i32>(record, REC_CHANNELS) > 1) placeX += (channel == 0 ? -1.0 : 1.0) * load<f64>(record, REC_EXTRA);
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
