import {
  BLOCK_FRAMES, CLIP_BYTES, CLIP_END, CLIP_FADE_IN, CLIP_FADE_OUT, CLIP_GAIN, CLIP_LATEST_END, CLIP_SHAPE_IN,
  CLIP_SHAPE_OUT, CLIP_SOURCE, CLIP_START, CLIP_VOICES, FADE_EQUAL_POWER, FADE_S, MAX_STRIP_CHANNELS, REC_CHANNELS,
  REC_CLIPS, REC_CLIPS_AT, REC_LATENCY,
} from '../../contract';
import { clear } from '../fill';
import { halfSine } from '../law/half-sine';
import { addVoice, readOn, touch } from './rings';

/** Frames over which a channel leaves and comes back when its audio did not arrive in time. */
const CONCEAL_FRAMES: i32 = 64;
const BLOCK_BYTES: usize = 4 * BLOCK_FRAMES;

/** Samples of the strip being rendered: MAX_STRIP_CHANNELS planes of a block, each sample at its place in the block. */
export const planes: usize = memory.data(5120, 16);
const envelope: usize = memory.data(512, 16);

/** Slots that were not there when they were needed. */
export let missedSlots: f64 = 0.0;
/** Misses are not counted while a stop or seek fades out: its voices may already belong to the new place. */
let counting: bool = true;

/** The same while a shuttle runs, which may be faster than what reads for it. */
export let shuttleMisses: f64 = 0.0;
let forShuttle: bool = false;

/** Says on which account misses go. */
export function countForShuttle(on: bool): void {
  forShuttle = on;
}

/** Switches the counting of misses. */
export function countMisses(on: bool): void {
  counting = on;
}

/** Starts the count anew. */
export function clearMisses(): void {
  missedSlots = 0.0;
  shuttleMisses = 0.0;
}

/** Reading state of a strip: bits of the channels that missed their last block; of each channel its last sample and where the next lie. */
const MISSING: usize = 0;
const LAST: usize = 8;
const NEXT: usize = LAST + 4 * MAX_STRIP_CHANNELS;
/** Bytes of a reading state. */
export const READ_STATE_BYTES: usize = (NEXT + 4 * MAX_STRIP_CHANNELS + 15) & ~15;

/** Forgets what sounded before: after a seek, or when the strip was silent. */
export function forgetReading(state: usize): void {
  clear(state, READ_STATE_BYTES);
}

/** Asks for what `readClips` will want next of these channels. */
export function readAhead(state: usize, channels: i32): void {
  for (let channel = 0; channel < channels; channel++) {
    const next = load<usize>(state + NEXT + 4 * <usize>channel);
    if (next != 0) touch(next);
  }
}

function shape(kind: i32, way: f64): f64 {
  if (kind == FADE_EQUAL_POWER) return halfSine(way);
  return kind == FADE_S ? way * way * (3.0 - 2.0 * way) : way;
}

/** Writes the gain of a clip, fades included, for frames `first` … `end` of the block; `time` belongs to frame 0. */
function shapeEnvelope(clip: usize, gain: f64, time: f64, first: i32, end: i32): void {
  const start = load<f64>(clip, CLIP_START);
  const stop = load<f64>(clip, CLIP_END);
  const fadeIn = load<f64>(clip, CLIP_FADE_IN);
  const fadeOut = load<f64>(clip, CLIP_FADE_OUT);
  const shapeIn = load<i32>(clip, CLIP_SHAPE_IN);
  const shapeOut = load<i32>(clip, CLIP_SHAPE_OUT);
  for (let frame = first; frame < end; frame++) {
    const at = time + <f64>frame + 0.5;
    let g = gain;
    if (at - start < fadeIn) g *= shape(shapeIn, (at - start) / fadeIn);
    if (stop - at < fadeOut) g *= shape(shapeOut, (stop - at) / fadeOut);
    store<f32>(envelope + (<usize>frame << 2), <f32>g);
  }
}

/** First clip that may still sound at `time`. */
function firstClip(clips: usize, count: i32, time: f64): i32 {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (load<f64>(clips + <usize>CLIP_BYTES * <usize>middle, CLIP_LATEST_END) > time) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * Sums the clips of a strip into `planes` for frames `first` … `end` of the block that starts at `block`.
 * A channel with a missing slot is silent for the block but for a short way down from its last sample, and fades in
 * when its audio is back.
 * @param level gain all of them get
 * @returns false if no clip sounds; `planes` is then untouched
 */
export function readClips(record: usize, level: f64, block: f64, first: i32, end: i32, state: usize): bool {
  const count = load<i32>(record, REC_CLIPS);
  const channels = load<i32>(record, REC_CHANNELS);
  const clips = record + <usize>load<i32>(record, REC_CLIPS_AT);
  const time = block + load<f64>(record, REC_LATENCY);
  const from = time + <f64>first;
  const to = time + <f64>end;
  let sounding = false;
  let missed: u32 = 0;
  for (let i = firstClip(clips, count, from); i < count; i++) {
    const clip = clips + <usize>CLIP_BYTES * <usize>i;
    const start = load<f64>(clip, CLIP_START);
    if (start >= to) break;
    const stop = load<f64>(clip, CLIP_END);
    if (stop <= from) continue;
    const clipFirst = start > from ? <i32>(start - time) : first;
    const clipEnd = stop < to ? <i32>(stop - time) : end;
    const fading =
      from - start < load<f64>(clip, CLIP_FADE_IN) || stop - to < load<f64>(clip, CLIP_FADE_OUT);
    const gain = level * load<f64>(clip, CLIP_GAIN);
    if (fading) shapeEnvelope(clip, gain, time, clipFirst, clipEnd);
    const source = <i64>(time + <f64>clipFirst - start + load<f64>(clip, CLIP_SOURCE));
    // Mostly a single clip fills all of the block.
    const alone = !sounding && !fading && clipFirst == first && clipEnd == end && source >= 0;
    if (!alone && !sounding) clear(planes, BLOCK_BYTES * <usize>channels);
    sounding = true;
    for (let channel = 0; channel < channels; channel++) {
      const voice = load<i32>(clip + CLIP_VOICES + 4 * <usize>channel);
      const plane = planes + BLOCK_BYTES * <usize>channel + 4 * <usize>clipFirst;
      if (voice < 0) {
        if (alone) clear(planes + BLOCK_BYTES * <usize>channel, BLOCK_BYTES);
        continue;
      }
      const shaped = fading ? envelope + 4 * <usize>clipFirst : 0;
      if (!addVoice(voice, source, clipEnd - clipFirst, plane, <f32>gain, shaped, alone)) {
        missed |= 1 << channel;
        if (counting && forShuttle) shuttleMisses += 1.0;
        else if (counting) missedSlots += 1.0;
      }
      store<usize>(state + NEXT + 4 * <usize>channel, readOn);
    }
  }
  if (sounding) conceal(channels, first, end, missed, state);
  else forgetReading(state);
  return sounding;
}

function conceal(channels: i32, first: i32, end: i32, missed: u32, state: usize): void {
  const before = load<u32>(state, MISSING);
  const span = min(end - first, CONCEAL_FRAMES);
  const step: f32 = 1.0 / <f32>span;
  for (let channel = 0; channel < channels; channel++) {
    const bit: u32 = 1 << channel;
    const plane = planes + BLOCK_BYTES * <usize>channel;
    const begin = plane + 4 * <usize>first;
    const last = state + LAST + 4 * <usize>channel;
    if (missed & bit) {
      memory.fill(begin, 0, 4 * <usize>(end - first));
      const value = load<f32>(last);
      if (value != 0.0) {
        for (let i = 0; i < span; i++) store<f32>(begin + 4 * <usize>i, value * (1.0 - step * <f32>(i + 1)));
      }
      store<f32>(last, 0.0);
    } else {
      if (before & bit) {
        for (let i = 0; i < span; i++) {
          const at = begin + 4 * <usize>i;
          store<f32>(at, load<f32>(at) * (step * <f32>i));
        }
      }
      store<f32>(last, load<f32>(plane + 4 * <usize>(end - 1)));
    }
  }
  store<u32>(state, missed, MISSING);
}
