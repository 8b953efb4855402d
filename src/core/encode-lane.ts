import {
  BEND_SCALE,
  CURVE_EXPONENTIAL,
  CURVE_HOLD,
  CURVE_LINEAR,
  CURVE_S,
  LANE_ASKED,
  LANE_HEADER_BYTES,
  LANE_NEAR,
  LANE_NOWHERE,
  LANE_STRETCH,
  POINT_BYTES,
} from './contract.ts';
import type { LaneProgram } from './program.ts';
import type { LaneCurve } from './shapes.ts';

/** The core takes −144 dB for silence. */
const SILENT_DB = -144;
/** Half a turn to the right; levels end above. */
const LOWEST = -180;
const HIGHEST = 1e6;

const CURVES: Readonly<Record<LaneCurve, number>> = {
  linear: CURVE_LINEAR,
  's-curve': CURVE_S,
  hold: CURVE_HOLD,
  exponential: CURVE_EXPONENTIAL,
};

/** A point as the core reads it; times strictly rise. */
export interface EncodedPoint {
  readonly time: number;
  /** Where the lane goes on from. */
  readonly value: number;
  readonly curve: LaneCurve;
  /** −1 … 1, of an exponential way. */
  readonly bend: number;
  /** By how much the lane jumps down here; the core spreads it over STEP_FRAMES. */
  readonly step: number;
}

function finite(value: number): number {
  if (Number.isNaN(value)) return 0;
  return value === Number.NEGATIVE_INFINITY ? SILENT_DB : Math.min(HIGHEST, Math.max(LOWEST, value));
}

const bendOf = (bend: number): number => (Number.isNaN(bend) ? 0 : Math.min(1, Math.max(-1, bend)));

/** A mute as a gain that stands at 1 or 0. */
export const muteLane = ({ times, values }: LaneProgram): LaneProgram => ({
  times,
  values: values.map((value) => (value >= 0.5 ? 0 : 1)),
  curves: times.map(() => 'hold'),
});

/** A lane kept within a range. */
export const clampedLane = (lane: LaneProgram, least: number, most: number): LaneProgram => ({
  ...lane,
  values: lane.values.map((value) => Math.min(most, Math.max(least, value))),
});

/**
 * Turns a lane into a continuous one: of several points at one time the first says where the way before leads and the last
 * where it goes on from, and the difference becomes the point's step, as does the end of a hold.
 * Points whose time lies before the one ahead of them are left out.
 */
export function continuousLane(lane: LaneProgram): EncodedPoint[] {
  const points: EncodedPoint[] = [];
  for (let index = 0; index < lane.times.length; index++) {
    const time = Math.round(lane.times[index] ?? Number.NaN);
    const last = points.at(-1);
    if (!Number.isSafeInteger(time) || (last && time < last.time)) continue;
    // Times are stored in 32 bits: 12 hours at 96 kHz.
    if (points[0] && time - points[0].time >= LANE_NOWHERE) break;
    const value = finite(lane.values[index] ?? 0);
    const curve = lane.curves[index] ?? 'linear';
    const bend = curve === 'exponential' ? bendOf(lane.bends?.[index] ?? 0) : 0;
    if (last?.time === time) {
      points[points.length - 1] = { time, value, curve, bend, step: last.value + last.step - value };
      continue;
    }
    const arrives = last?.curve === 'hold' ? last.value : value;
    points.push({ time, value, curve, bend, step: arrives - value });
  }
  const first = points[0];
  if (first && first.step !== 0) {
    // A lane that begins with a step holds the value the step comes from.
    points.unshift({
      time: first.time - 1,
      value: first.value + first.step,
      curve: 'hold',
      bend: 0,
      step: 0,
    });
  }
  return points;
}

/** Bytes a lane takes in a record. */
export const laneBytes = (points: readonly EncodedPoint[]): number =>
  LANE_HEADER_BYTES + points.length * POINT_BYTES;

/** Writes a lane at a byte offset of a record. */
export function writeLane(view: DataView, at: number, points: readonly EncodedPoint[]): void {
  const base = points[0]?.time ?? 0;
  view.setInt32(at, points.length, true);
  view.setInt32(at + LANE_NEAR, 0, true);
  view.setFloat64(at + 8, base, true);
  view.setFloat64(at + LANE_ASKED, Number.NaN, true);
  view.setFloat64(at + LANE_ASKED + 8, 0, true);
  for (let offset = 0; offset < 2 * POINT_BYTES; offset += 4)
    view.setUint32(at + LANE_STRETCH + offset, 0, true);
  view.setUint32(at + LANE_STRETCH, LANE_NOWHERE, true);
  view.setUint32(at + LANE_STRETCH + POINT_BYTES, LANE_NOWHERE, true);
  points.forEach((point, index) => {
    const to = at + LANE_HEADER_BYTES + index * POINT_BYTES;
    view.setUint32(to, point.time - base, true);
    view.setFloat32(to + 4, point.value, true);
    view.setFloat32(to + 8, point.step, true);
    view.setInt32(to + 12, (Math.round(point.bend * BEND_SCALE) << 8) | CURVES[point.curve], true);
  });
}
