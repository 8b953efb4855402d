import { BLOCK_FRAMES } from '../../contract';
import { fftForward } from './fft';
import { FFT_TABLE_BYTES, fftTables, SPECTRUM_BYTES } from './fft-tables';
import { forwardLevel, LONG_LEVELS, LONG_TABLE_BYTES, longTables, MIDDLE_LEVELS, SHORT_LEVELS } from './long-fft';

/**
 * A response as the convolver takes it. Its first 128 taps stay as they are. Those up to 2,048 lie in partitions of 128, those up to 8,192 in
 * partitions of 1,024, those up to 32,768 in partitions of 4,096, the rest in partitions of 16,384: a partition of N taps of the three longer kinds begins 2 N samples after the sound or
 * later, so that there is time to work it out over N samples.
 */
// @ts-ignore: decorator
@inline export const SHORT: i32 = 1024;
// @ts-ignore: decorator
@inline export const MIDDLE: i32 = 4096;
// @ts-ignore: decorator
@inline export const LONG: i32 = 16384;
/** Bytes of a spectrum of each. */
// @ts-ignore: decorator
@inline export const SHORT_BYTES: usize = 8192;
// @ts-ignore: decorator
@inline export const MIDDLE_BYTES: usize = 32768;
// @ts-ignore: decorator
@inline export const LONG_BYTES: usize = 131072;
// @ts-ignore: decorator
@inline export const HEAD_BYTES: usize = 512;

/** i32: channels (1, 2, 6, 8 or 10) and frames; partitions of 128, 1,024, 4,096 and 16,384. */
// @ts-ignore: decorator
@inline export const CHANNELS: usize = 0;
// @ts-ignore: decorator
@inline export const FRAMES: usize = 4;
// @ts-ignore: decorator
@inline export const NEAR_PARTS: usize = 8;
// @ts-ignore: decorator
@inline export const SHORT_PARTS: usize = 12;
// @ts-ignore: decorator
@inline export const MIDDLE_PARTS: usize = 16;
// @ts-ignore: decorator
@inline export const LONG_PARTS: usize = 20;
// @ts-ignore: decorator
@inline export const TABLES: usize = 64;
// @ts-ignore: decorator
@inline export const LONG_TABLES: usize = TABLES + FFT_TABLE_BYTES;
// @ts-ignore: decorator
@inline const SPECTRA: usize = LONG_TABLES + LONG_TABLE_BYTES;
/** Taps smaller than this are none. */
const LEAST: f32 = 1e-20;

const block: usize = memory.data(512, 16);
const silence: usize = memory.data(512, 16);

/** Channels of a response that are heard: spaces have no LFE. */
export function heardChannels(channels: i32): i32 {
  return channels > 2 ? channels - 1 : channels;
}

/** True if there is a layout of so many channels. */
export function isLayout(channels: i32): bool {
  return channels == 1 || channels == 2 || channels == 6 || channels == 8 || channels == 10;
}

// @ts-ignore: decorator
@inline
function parts(frames: i32, length: i32, from: i32, most: i32): i32 {
  return frames <= from ? 0 : min(most, (frames - from + length - 1) / length);
}

/** Writes what a response of so many channels and frames is divided into. */
function describe(at: usize, channels: i32, frames: i32): void {
  store<i32>(at, channels, CHANNELS);
  store<i32>(at, frames, FRAMES);
  store<i32>(at, parts(frames, BLOCK_FRAMES, BLOCK_FRAMES, 15), NEAR_PARTS);
  store<i32>(at, parts(frames, SHORT, 2 * SHORT, 6), SHORT_PARTS);
  store<i32>(at, parts(frames, MIDDLE, 2 * MIDDLE, 6), MIDDLE_PARTS);
  store<i32>(at, parts(frames, LONG, 2 * LONG, i32.MAX_VALUE), LONG_PARTS);
}

/** Bytes of one channel of the response described at `at`. */
export function channelBytes(at: usize): usize {
  return HEAD_BYTES + SPECTRUM_BYTES * <usize>load<i32>(at, NEAR_PARTS) + SHORT_BYTES * <usize>load<i32>(at, SHORT_PARTS) +
    MIDDLE_BYTES * <usize>load<i32>(at, MIDDLE_PARTS) + LONG_BYTES * <usize>load<i32>(at, LONG_PARTS);
}

/** The taps and spectra of the response's heard channel `channel`. */
export function channelAt(at: usize, channel: i32): usize {
  return at + SPECTRA + channelBytes(at) * <usize>channel;
}

const scratch: usize = memory.data(32, 16);

/** Describes a response that is not there; for its sizes. */
export function describeResponse(channels: i32, frames: i32): usize {
  describe(scratch, channels, frames);
  return scratch;
}

/** Bytes of the response described at `at`. */
export function preparedBytes(at: usize): usize {
  return channelAt(at, heardChannels(load<i32>(at, CHANNELS))) - at;
}

// @ts-ignore: decorator
@inline
function tap(from: usize, index: i32, frames: i32): f32 {
  if (index >= frames) return 0.0;
  const value = load<f32>(from + (<usize>index << 2));
  return abs(value) > LEAST ? value : 0.0;
}

function longSpectrum(to: usize, from: usize, first: i32, frames: i32, length: i32, levels: i32, table: usize): void {
  const scale = <f32>1.0 / <f32>length;
  for (let i = 0; i < length; i++) {
    const at = to + (<usize>(i >> 2) << 5) + (<usize>(i & 3) << 2);
    store<f32>(at, tap(from, first + i, frames) * scale);
    store<f32>(at, 0.0, 16);
  }
  for (let level = 0; level < levels; level++) forwardLevel(to, level, levels, table);
}

/** Prepares a response from planes of samples, one after the other, into `preparedBytes` bytes at `at`. Not on the audio thread. */
export function prepare(at: usize, channels: i32, frames: i32, samples: usize): void {
  memory.fill(at, 0, TABLES);
  describe(at, channels, frames);
  fftTables(at + TABLES);
  longTables(at + LONG_TABLES);
  const scale = <f32>1.0 / <f32>BLOCK_FRAMES;
  for (let channel = 0; channel < heardChannels(channels); channel++) {
    const from = samples + (<usize>frames << 2) * <usize>(channels > 2 && channel > 2 ? channel + 1 : channel);
    let to = channelAt(at, channel);
    for (let i = 0; i < BLOCK_FRAMES; i++, to += 4) store<f32>(to, tap(from, i, frames));
    let first = BLOCK_FRAMES;
    for (let part = load<i32>(at, NEAR_PARTS); part > 0; part--, to += SPECTRUM_BYTES, first += BLOCK_FRAMES) {
      for (let i = 0; i < BLOCK_FRAMES; i++) store<f32>(block + (<usize>i << 2), tap(from, first + i, frames) * scale);
      fftForward(to, block, silence, at + TABLES);
    }
    first = 2 * SHORT;
    for (let part = load<i32>(at, SHORT_PARTS); part > 0; part--, to += SHORT_BYTES, first += SHORT) {
      longSpectrum(to, from, first, frames, SHORT, SHORT_LEVELS, at + LONG_TABLES);
    }
    first = 2 * MIDDLE;
    for (let part = load<i32>(at, MIDDLE_PARTS); part > 0; part--, to += MIDDLE_BYTES, first += MIDDLE) {
      longSpectrum(to, from, first, frames, MIDDLE, MIDDLE_LEVELS, at + LONG_TABLES);
    }
    first = 2 * LONG;
    for (let part = load<i32>(at, LONG_PARTS); part > 0; part--, to += LONG_BYTES, first += LONG) {
      longSpectrum(to, from, first, frames, LONG, LONG_LEVELS, at + LONG_TABLES);
    }
  }
}
