import { BLOCK_FRAMES, REC_GAIN, REC_LANES } from '../../contract';
import { dbToGain } from '../math/f64';
import { planes } from './clips';
import { ramp } from './kernels';
import { addEdges, clearEdges, laneValue, nextEdge } from './lanes';

const BLOCK_BYTES: usize = 4 * BLOCK_FRAMES;

/** Gain of a record whose level rides a lane. */
function fader(record: usize, time: f64): f32 {
  const ride = laneValue(record + <usize>load<i32>(record, REC_LANES), time);
  return ride <= -144.0 ? 0.0 : <f32>(load<f64>(record, REC_GAIN) * dbToGain(ride));
}

/** Applies the ride of a record to its channels in `planes`, with the gain it rides on. Audio thread. */
export function applyRide(record: usize, channels: i32, block: f64, first: i32, end: i32): void {
  const lane = load<i32>(record, REC_LANES);
  clearEdges();
  addEdges(record + <usize>lane, block);
  let edge = 0;
  let gain = fader(record, block);
  while (edge < end) {
    const next = nextEdge(edge);
    const after = fader(record, block + <f64>next);
    const from = max(edge, first);
    const to = min(next, end);
    if (from < to && (gain != 1.0 || after != 1.0)) {
      const slope = (after - gain) / <f32>(next - edge);
      for (let channel = 0; channel < channels; channel++) {
        ramp(planes + BLOCK_BYTES * <usize>channel + 4 * <usize>from, to - from, gain, slope, from - edge);
      }
    }
    gain = after;
    edge = next;
  }
}
