import {
  BLOCK_FRAMES, MAX_SPEAKERS, REC_CHANNELS, SEQUENCE_BYTES, SEQUENCE_NEAR, SEQUENCE_SPEAKERS, SEQUENCE_STRIDE,
} from '../../contract';
import { addRamped, addScaled } from './kernels';

/**
 * Strips whose gains somebody else has worked out: each channel has a sequence of points in time with one gain per speaker.
 * Between two points the gains are lines or stand still; a point may fall between samples. The gain of a sample is that of
 * the line at the sample's own time, wherever the block is cut (ITU-R BS.2127-1 §5, interpolation of gains).
 * Silent before the first point; the last point's gains stay.
 */
const BLOCK_BYTES: usize = 4 * BLOCK_FRAMES;
const TIME: usize = 0;
/** i32: 1 if the gains run as lines to the next point. */
const RAMP: usize = 8;
const GAINS: usize = 16;

function pointTime(points: usize, stride: usize, index: i32): f64 {
  return load<f64>(points + stride * <usize>index, TIME);
}

/** Index of the last point at or before `time`, −1 before the first. The sequence remembers where it was found. */
function pointAt(sequence: usize, points: usize, stride: usize, count: i32, time: f64): i32 {
  const near = load<i32>(sequence, SEQUENCE_NEAR);
  let low = 0;
  let high = count;
  if (near < count && pointTime(points, stride, near) <= time) {
    if (near + 1 == count || pointTime(points, stride, near + 1) > time) return near;
    low = near + 1;
  }
  while (low < high) {
    const middle = (low + high) >> 1;
    if (pointTime(points, stride, middle) <= time) low = middle + 1;
    else high = middle;
  }
  store<i32>(sequence, max(low - 1, 0), SEQUENCE_NEAR);
  return low - 1;
}

function mixChannel(sequence: usize, source: usize, block: f64, first: i32, end: i32, to: usize): void {
  const count = load<i32>(sequence);
  const speakers = min(load<i32>(sequence, SEQUENCE_SPEAKERS), MAX_SPEAKERS);
  const stride = <usize>load<i32>(sequence, SEQUENCE_STRIDE);
  const points = sequence + SEQUENCE_BYTES;
  let index = pointAt(sequence, points, stride, count, block + <f64>first);
  let from = first;
  while (from < end) {
    // A point holds from the first sample at or after it.
    const last = index + 1 == count;
    const until = last ? Infinity : pointTime(points, stride, index + 1) - block;
    const stop = until < <f64>end ? <i32>ceil(until) : end;
    if (stop > from && index >= 0) {
      const here = points + stride * <usize>index;
      const start = load<f64>(here, TIME) - block;
      const ramp = !last && load<i32>(here, RAMP) != 0 && until > start;
      // Counted from the first sample of the block the line holds for, so that a cut changes no bit.
      const edge = start > 0.0 ? <i32>ceil(start) : 0;
      const scale = ramp ? 1.0 / (until - start) : 0.0;
      for (let speaker = 0; speaker < speakers; speaker++) {
        const at = here + GAINS + 4 * <usize>speaker;
        const gain = <f64>load<f32>(at);
        const way = ramp ? <f64>load<f32>(at + stride) - gain : 0.0;
        const plane = to + BLOCK_BYTES * <usize>speaker + 4 * <usize>from;
        if (way != 0.0) {
          const slope = way * scale;
          addRamped(plane, source + 4 * <usize>from, stop - from, <f32>(gain + slope * (<f64>edge - start)), <f32>slope, from - edge);
        } else if (gain != 0.0) addScaled(plane, source + 4 * <usize>from, stop - from, <f32>gain);
      }
    }
    from = max(from, stop);
    index++;
  }
}

/** Adds the channels in `planes` to the layout's planes at `to` by the sequences of the table at `table`. Audio thread. */
export function mixSequences(record: usize, table: usize, planes: usize, block: f64, first: i32, end: i32, to: usize): void {
  for (let channel = 0; channel < load<i32>(record, REC_CHANNELS); channel++) {
    const sequence = record + <usize>load<i32>(table + 4 * <usize>channel);
    if (load<i32>(sequence) > 0) mixChannel(sequence, planes + BLOCK_BYTES * <usize>channel, block, first, end, to);
  }
}
