/**
 * Linked look-ahead true-peak limiter for 1…24 channels.
 *
 * The largest true peak of all channels asks for a gain; a sliding minimum holds it over the look-ahead, a release lets
 * it rise, two moving averages smooth it, and the delayed signal is multiplied with it. The hold is 11 samples longer
 * than the averages, so around each peak the gain is flat over the reach of the interpolator. Gains are whole
 * numbers of 2^-30 and sums of them, exact in integers: nothing drifts, and a signal that never exceeds the
 * threshold leaves as a bit-exact delay.
 */
import { dbToGain, exp, gainToDb } from '../math/f64';
import { TRUE_PEAK_HISTORY, TRUE_PEAK_RATIO, truePeakScan } from './true-peak';

/** Time constant of the release. */
// @ts-ignore: decorator
@inline const RELEASE_SECONDS: f64 = 0.1;
// @ts-ignore: decorator
@inline const LOOKAHEAD_SECONDS: f64 = 0.0015;
// @ts-ignore: decorator
@inline const DEFAULT_THRESHOLD_DB: f64 = -1.0;

/** Gain 1. */
// @ts-ignore: decorator
@inline const UNITY: u32 = 0x40000000;
/** Distance from gain 1, in 2^-30, below which a f32 gain rounds to 1 anyway. */
// @ts-ignore: decorator
@inline const SNAP: f64 = 32.0;

// Offsets in the state.
// @ts-ignore: decorator
@inline const CHANNELS: usize = 0;
// @ts-ignore: decorator
@inline const DELAY: usize = 4;
// @ts-ignore: decorator
@inline const WINDOW_1: usize = 8;
// @ts-ignore: decorator
@inline const WINDOW_2: usize = 12;
// @ts-ignore: decorator
@inline const INDEX_1: usize = 16;
// @ts-ignore: decorator
@inline const INDEX_2: usize = 20;
/** Start and length of the queue of the sliding minimum. */
// @ts-ignore: decorator
@inline const QUEUE_START: usize = 24;
// @ts-ignore: decorator
@inline const QUEUE_LENGTH: usize = 28;
/** Sample counter of the queue, modulo 2^32. */
// @ts-ignore: decorator
@inline const CLOCK: usize = 32;
/** Smallest gain of the last block. */
// @ts-ignore: decorator
@inline const LOWEST: usize = 36;
// @ts-ignore: decorator
@inline const THRESHOLD: usize = 40;
// @ts-ignore: decorator
@inline const RELEASE: usize = 48;
/** Gain after hold and release, in 2^-30. */
// @ts-ignore: decorator
@inline const HELD: usize = 56;
// @ts-ignore: decorator
@inline const SUM_1: usize = 64;
// @ts-ignore: decorator
@inline const SUM_2: usize = 72;
// @ts-ignore: decorator
@inline const PEAKS: usize = 80;
// @ts-ignore: decorator
@inline const GAINS: usize = PEAKS + 512;
// @ts-ignore: decorator
@inline const RINGS: usize = GAINS + 512;

/** Delay of the limiter in samples. Pure. */
export function limiterLatency(sampleRate: f64): i32 {
  return max(i32(sampleRate * LOOKAHEAD_SECONDS + 0.5), 24);
}

/** Entries of the minimum's queue: the hold, in samples. */
// @ts-ignore: decorator
@inline
function holdOf(delay: i32): i32 {
  return delay + 1;
}

/** Both averages, then the queue of (clock, gain). */
// @ts-ignore: decorator
@inline
function queueAt(state: usize, delay: i32): usize {
  const span = delay - TRUE_PEAK_HISTORY + 2;
  return state + RINGS + ((usize(span) * 8 + 15) & ~15);
}

// @ts-ignore: decorator
@inline
function linesAt(state: usize, delay: i32): usize {
  return queueAt(state, delay) + ((usize(holdOf(delay)) * 8 + 15) & ~15);
}

/** Bytes of a channel's line: the delay, then room for a block, padded for reads of whole vectors. */
// @ts-ignore: decorator
@inline
function lineBytes(delay: i32): usize {
  return ((usize(delay) * 4 + 15) & ~15) + 512 + 16;
}

/** Bytes a limiter needs, 16-byte aligned. */
export function limiterBytes(channels: i32, sampleRate: f64): usize {
  const delay = limiterLatency(sampleRate);
  return linesAt(0, delay) + usize(channels) * lineBytes(delay);
}

/** Prepares a limiter of `limiterBytes` bytes at `state` (16-byte aligned), threshold −1 dBTP. Not for the audio thread. */
export function limiterInit(state: usize, channels: i32, sampleRate: f64): void {
  assert((state & 15) == 0, 'limiter state must be 16-byte aligned');
  assert(channels > 0 && channels <= 24, 'limiter channels out of range');
  assert(sampleRate >= 8000.0 && sampleRate <= 768000.0, 'limiter sample rate out of range');
  const delay = limiterLatency(sampleRate);
  store<i32>(state, channels, CHANNELS);
  store<i32>(state, delay, DELAY);
  // Both averages together reach over delay − 11 samples.
  const span = delay - TRUE_PEAK_HISTORY + 2;
  store<i32>(state, span >> 1, WINDOW_1);
  store<i32>(state, span - (span >> 1), WINDOW_2);
  store<f64>(state, 1.0 - exp(-1.0 / (RELEASE_SECONDS * sampleRate)), RELEASE);
  limiterSetThreshold(state, DEFAULT_THRESHOLD_DB);
  limiterReset(state);
}

/** Sets the threshold in dBTP, ≤ 0; the next samples obey it. Audio thread; allocates nothing. */
export function limiterSetThreshold(state: usize, thresholdDb: f64): void {
  store<f64>(state, dbToGain(thresholdDb), THRESHOLD);
}

/** Forgets delayed sound and reduction, as at a seek. Audio thread; allocates nothing. */
export function limiterReset(state: usize): void {
  const delay = load<i32>(state, DELAY);
  const channels = load<i32>(state, CHANNELS);
  const window1 = load<i32>(state, WINDOW_1);
  const window2 = load<i32>(state, WINDOW_2);
  memory.fill(linesAt(state, delay), 0, usize(channels) * lineBytes(delay));
  for (let index = 0; index < window1; index++) store<u64>(state + RINGS + (usize(index) << 3), UNITY);
  const sum1 = u64(UNITY) * u64(window1);
  for (let index = 0; index < window2; index++) {
    store<u64>(state + RINGS + (usize(window1 + index) << 3), sum1);
  }
  store<i32>(state, 0, INDEX_1);
  store<i32>(state, 0, INDEX_2);
  store<i32>(state, 0, QUEUE_START);
  store<i32>(state, 0, QUEUE_LENGTH);
  store<u32>(state, 0, CLOCK);
  store<f32>(state, 1.0, LOWEST);
  store<f64>(state, f64(UNITY), HELD);
  store<u64>(state, sum1, SUM_1);
  store<u64>(state, sum1 * u64(window2), SUM_2);
}

/** Largest reduction within the last block, in dB ≥ 0. */
export function limiterReductionDb(state: usize): f64 {
  return gainToDb(1.0 / f64(load<f32>(state, LOWEST)));
}

/** Smallest gain asked for within the hold, after the newest sample asked for `wanted`. */
// @ts-ignore: decorator
@inline
function slidingMinimum(state: usize, queue: usize, hold: i32, wanted: u32): u32 {
  let start = load<i32>(state, QUEUE_START);
  let length = load<i32>(state, QUEUE_LENGTH);
  const clock = load<u32>(state, CLOCK) + 1;
  store<u32>(state, clock, CLOCK);
  if (length > 0 && clock - load<u32>(queue + (usize(start) << 3)) >= u32(hold)) {
    start = start + 1 == hold ? 0 : start + 1;
    length--;
  }
  if (wanted < UNITY) {
    while (length > 0) {
      let last = start + length - 1;
      if (last >= hold) last -= hold;
      if (load<u32>(queue + (usize(last) << 3), 4) < wanted) break;
      length--;
    }
    let at = start + length;
    if (at >= hold) at -= hold;
    store<u32>(queue + (usize(at) << 3), clock);
    store<u32>(queue + (usize(at) << 3), wanted, 4);
    length++;
  }
  store<i32>(state, start, QUEUE_START);
  store<i32>(state, length, QUEUE_LENGTH);
  return length > 0 ? load<u32>(queue + (usize(start) << 3), 4) : UNITY;
}

/** Turns `n` linked peaks into gains; returns the smallest. */
function shapeGains(state: usize, n: i32, delay: i32): f32 {
  const hold = holdOf(delay);
  const queue = queueAt(state, delay);
  const threshold = load<f64>(state, THRESHOLD);
  const release = load<f64>(state, RELEASE);
  const window1 = load<i32>(state, WINDOW_1);
  const window2 = load<i32>(state, WINDOW_2);
  const ring1 = state + RINGS;
  const ring2 = ring1 + (usize(window1) << 3);
  const scale = 1.0 / (f64(UNITY) * f64(window1) * f64(window2));
  const full = u64(UNITY) * u64(window1) * u64(window2);
  let index1 = load<i32>(state, INDEX_1);
  let index2 = load<i32>(state, INDEX_2);
  let held = load<f64>(state, HELD);
  let sum1 = load<u64>(state, SUM_1);
  let sum2 = load<u64>(state, SUM_2);
  let lowest: f32 = 1.0;
  for (let frame = 0; frame < n; frame++) {
    const peak = f64(load<f32>(state + PEAKS + (usize(frame) << 2)));
    // Written so that NaN asks for nothing.
    const wanted = peak > threshold ? u32((threshold / peak) * f64(UNITY)) : UNITY;
    const least = f64(slidingMinimum(state, queue, hold, wanted));
    if (least <= held) held = least;
    else {
      held += (least - held) * release;
      if (least - held < SNAP) held = least;
    }
    const value = u64(held);
    const slot1 = ring1 + (usize(index1) << 3);
    sum1 = sum1 + value - load<u64>(slot1);
    store<u64>(slot1, value);
    index1 = index1 + 1 == window1 ? 0 : index1 + 1;
    const slot2 = ring2 + (usize(index2) << 3);
    sum2 = sum2 + sum1 - load<u64>(slot2);
    store<u64>(slot2, sum1);
    index2 = index2 + 1 == window2 ? 0 : index2 + 1;
    const gain: f32 = sum2 == full ? f32(1.0) : f32(f64(sum2) * scale);
    if (gain < lowest) lowest = gain;
    store<f32>(state + GAINS + (usize(frame) << 2), gain);
  }
  store<i32>(state, index1, INDEX_1);
  store<i32>(state, index2, INDEX_2);
  store<f64>(state, held, HELD);
  store<u64>(state, sum1, SUM_1);
  store<u64>(state, sum2, SUM_2);
  return lowest;
}

/** True while no reduction is in progress or held. */
// @ts-ignore: decorator
@inline
function atRest(state: usize): bool {
  const full = u64(UNITY) * u64(load<i32>(state, WINDOW_1)) * u64(load<i32>(state, WINDOW_2));
  return load<i32>(state, QUEUE_LENGTH) == 0 && load<f64>(state, HELD) == f64(UNITY) && load<u64>(state, SUM_2) == full;
}

/** Largest |x| of the n new samples and the 12 before them; NaN counts as 0. */
// @ts-ignore: decorator
@inline
function samplePeak(samples: usize, n: i32): f32 {
  let most = f32x4.splat(0.0);
  const end = samples + (usize(n) << 2);
  let at = samples - 48;
  for (; at + 16 <= end; at += 16) most = f32x4.pmax(most, f32x4.abs(v128.load(at)));
  let peak = max(
    max(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1)),
    max(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)),
  );
  for (; at < end; at += 4) {
    const value = abs(load<f32>(at));
    if (value > peak) peak = value;
  }
  return peak;
}

/**
 * Limits n frames (0 ≤ n ≤ 128) of planes of 128 f32, delayed by `limiterLatency`; the outputs may be the inputs.
 * Audio thread; allocates nothing.
 */
export function limiterProcess(state: usize, inputs: usize, n: i32, outputs: usize): void {
  assert(n >= 0 && n <= 128, 'limiter block out of range');
  if (n == 0) return;
  const channels = load<i32>(state, CHANNELS);
  const delay = load<i32>(state, DELAY);
  const threshold = f32(load<f64>(state, THRESHOLD));
  const lines = linesAt(state, delay);
  const stride = lineBytes(delay);
  const delayBytes = usize(delay) << 2;
  const bytes = usize(n) << 2;

  let loud = false;
  for (let channel = 0; channel < channels; channel++) {
    const samples = lines + usize(channel) * stride + delayBytes;
    memory.copy(samples, inputs + (usize(channel) << 9), bytes);
    // A peak this low cannot interpolate above the threshold.
    if (samplePeak(samples, n) * TRUE_PEAK_RATIO <= threshold) continue;
    if (!loud) memory.fill(state + PEAKS, 0, 512);
    loud = true;
    truePeakScan(samples, n, state + PEAKS);
  }

  let lowest: f32 = 1.0;
  if (loud || !atRest(state)) {
    if (!loud) memory.fill(state + PEAKS, 0, 512);
    lowest = shapeGains(state, n, delay);
  }
  store<f32>(state, lowest, LOWEST);

  for (let channel = 0; channel < channels; channel++) {
    const line = lines + usize(channel) * stride;
    const out = outputs + (usize(channel) << 9);
    if (lowest == f32(1.0)) memory.copy(out, line, bytes);
    else {
      let frame: usize = 0;
      for (; frame + 16 <= bytes; frame += 16) {
        v128.store(out + frame, f32x4.mul(v128.load(line + frame), v128.load(state + GAINS + frame)));
      }
      for (; frame < bytes; frame += 4) {
        store<f32>(out + frame, load<f32>(line + frame) * load<f32>(state + GAINS + frame));
      }
    }
    memory.copy(line, line + bytes, delayBytes);
  }
}
