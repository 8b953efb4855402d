import { BLOCK_FRAMES, REC_GAIN, REC_LANES, REC_MUTE_LANE, REC_TRIM_LANE } from '../../contract';
import { dbToGain } from '../math/f64';
import { planes } from './clips';
import { ramp } from './kernels';
import { addEdges, clearEdges, laneValue, nextEdge } from './lanes';

/**
 * Levels that follow lanes. A mute's lane is a gain that stands at 1 or 0, so that its steps, like all steps, are spread over
 * STEP_FRAMES: no click, and digital silence behind.
 */
const BLOCK_BYTES: usize = 4 * BLOCK_FRAMES;

/** Gain of a lane in dB; `lane` is its offset in the record. */
function levelAt(record: usize, lane: i32, time: f64): f64 {
  const level = laneValue(record + <usize>lane, time);
  return level <= -144.0 ? 0.0 : dbToGain(level);
}

/** Gain of a record's fader with the lanes it has. */
function fader(record: usize, time: f64): f32 {
  let gain = load<f64>(record, REC_GAIN);
  const ride = load<i32>(record, REC_LANES);
  if (ride) gain *= levelAt(record, ride, time);
  const mute = load<i32>(record, REC_MUTE_LANE);
  if (mute) gain *= laneValue(record + <usize>mute, time);
  return <f32>gain;
}

/** True if a lane moves the fader of a record or mutes it. */
export function rides(record: usize): bool {
  return (load<i32>(record, REC_LANES) | load<i32>(record, REC_MUTE_LANE)) != 0;
}

/** Scales the channels by the line from one gain to another over frames `edge` … `next`, as far as they lie in `first` … `end`. */
function rampStretch(channels: i32, gain: f32, after: f32, edge: i32, next: i32, first: i32, end: i32): void {
  const from = max(edge, first);
  const to = min(next, end);
  if (from >= to || (gain == 1.0 && after == 1.0)) return;
  const slope = (after - gain) / <f32>(next - edge);
  for (let channel = 0; channel < channels; channel++) {
    ramp(planes + BLOCK_BYTES * <usize>channel + 4 * <usize>from, to - from, gain, slope, from - edge);
  }
}

/** Applies the fader of a record whose lanes ride it to its channels in `planes`. Audio thread. */
export function applyRide(record: usize, channels: i32, block: f64, first: i32, end: i32): void {
  const ride = load<i32>(record, REC_LANES);
  const mute = load<i32>(record, REC_MUTE_LANE);
  clearEdges();
  if (ride) addEdges(record + <usize>ride, block);
  if (mute) addEdges(record + <usize>mute, block);
  let edge = 0;
  let gain = fader(record, block);
  while (edge < end) {
    const next = nextEdge(edge);
    const after = fader(record, block + <f64>next);
    rampStretch(channels, gain, after, edge, next, first, end);
    gain = after;
    edge = next;
  }
}

/** Applies the lane of a record's trim. @param time timeline sample that frame 0 of the block was recorded for */
export function applyTrim(record: usize, channels: i32, time: f64, first: i32, end: i32): void {
  const lane = load<i32>(record, REC_TRIM_LANE);
  clearEdges();
  addEdges(record + <usize>lane, time);
  let edge = 0;
  let gain = <f32>levelAt(record, lane, time);
  while (edge < end) {
    const next = nextEdge(edge);
    const after = <f32>levelAt(record, lane, time + <f64>next);
    rampStretch(channels, gain, after, edge, next, first, end);
    gain = after;
    edge = next;
  }
}
