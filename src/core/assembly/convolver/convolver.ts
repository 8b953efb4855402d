import { BLOCK_FRAMES } from '../../contract';
import { clear, copy } from '../fill';
import { CHUNK, CHUNK_BYTES, chunkSize, DIRECTIONS, planeOf } from '../space/planes';
import { addScaled, energy, peak, weigh } from '../strip/kernels';
import { fftForward } from './fft';
import { fftInverse } from './fft-inverse';
import { SPECTRUM_BYTES } from './fft-tables';
import { foldGains } from './folds';
import { followInlet, INLET_BYTES, inletChunks, inletLaneBytes, inletSize, resetInlet, resetInletLane, runInlet, takeInlet } from './inlet';
import { advanceLevel, levelBytes, levelOutput, resetLevel } from './level';
import { LONG_LEVELS, MIDDLE_LEVELS, SHORT_LEVELS } from './long-fft';
import { convolveHead, sumSpectra } from './products';
import {
  channelAt, channelBytes, CHANNELS, HEAD_BYTES, heardChannels, LONG, LONG_PARTS, LONG_TABLES, MIDDLE, MIDDLE_BYTES, MIDDLE_PARTS,
  NEAR_PARTS, SHORT, SHORT_BYTES, SHORT_PARTS, TABLES,
} from './response';

/**
 * A room that was measured: what comes in on the bed is convolved with a response and goes back, without any delay. A response of one channel
 * belongs to every direction: each is convolved by itself and comes back from where it came. For two, 5.1 or 7.1 channels the bed is folded to those
 * first (folds.ts), and each comes back from its place, the surrounds of 5.1 from the sides. 7.1.2 is taken as it is. LFEs are none.
 *
 * Sound is collected into chunks of 128 frames of the space's own, counted from the last reset, and all but the first 128 taps work on whole chunks;
 * those taps are summed sample by sample. So how calls cut the time makes no difference to a bit. Once all has rung out, true zeros come.
 */
/** usize: the prepared response, which the host writes there before it hands the state over; several states may share one. */
// @ts-ignore: decorator
@inline const RESPONSE: usize = 0;
/** i32: frames of the chunk collected, chunks since the last reset, chunks until all is silent, 1 if the chunk holds sound. */
// @ts-ignore: decorator
@inline const DONE: usize = 16;
// @ts-ignore: decorator
@inline const CHUNKS: usize = 20;
// @ts-ignore: decorator
@inline const AWAKE: usize = 24;
// @ts-ignore: decorator
@inline const SOUND: usize = 28;
// @ts-ignore: decorator
@inline const INLET: usize = 32;
// @ts-ignore: decorator
@inline const LANES: usize = (INLET + INLET_BYTES + 63) & ~63;

/** Of a lane: the chunk before and the one collected; what comes of earlier chunks; what overlaps into the next; i32 1 a chunk that sounds. */
// @ts-ignore: decorator
@inline const CHUNK_BEFORE: usize = 0;
// @ts-ignore: decorator
@inline const COLLECTED: usize = CHUNK_BYTES;
// @ts-ignore: decorator
@inline const OUT: usize = 2 * CHUNK_BYTES;
// @ts-ignore: decorator
@inline const OVERLAP: usize = 3 * CHUNK_BYTES;
// @ts-ignore: decorator
@inline const SOUNDS: usize = 4 * CHUNK_BYTES;
// @ts-ignore: decorator
@inline const HISTORY: usize = SOUNDS + 64;

/** Sum of sizes of a chunk under which it is silence (−300 dB). */
const SILENCE: f32 = 1e-15;

const silence: usize = memory.data(512, 16);
const work: usize = memory.data(512, 16);
const sum: usize = memory.data(1024, 16);
/** Spectra of the past and of the response that belong together; sixteen parts at most. */
const pairs: usize = memory.data(128, 16);

// @ts-ignore: decorator
@inline
function lanesOf(response: usize): i32 {
  const channels = load<i32>(response, CHANNELS);
  return channels == 1 ? DIRECTIONS : heardChannels(channels);
}

/** Frames of the rings that longer partitions read from. */
function ringFrames(response: usize): i32 {
  if (load<i32>(response, LONG_PARTS) > 0) return 2 * LONG;
  if (load<i32>(response, MIDDLE_PARTS) > 0) return 2 * MIDDLE;
  return load<i32>(response, SHORT_PARTS) > 0 ? 2 * SHORT : 0;
}

function ringOffset(response: usize): usize {
  return HISTORY + SPECTRUM_BYTES * <usize>load<i32>(response, NEAR_PARTS);
}

function inletOffset(response: usize): usize {
  return ringOffset(response) + 4 * <usize>ringFrames(response);
}

function laneBytes(response: usize): usize {
  return inletOffset(response) + inletLaneBytes();
}

function shortOffset(response: usize): usize {
  return LANES + laneBytes(response) * <usize>lanesOf(response);
}

function middleOffset(response: usize): usize {
  return shortOffset(response) + levelBytes(SHORT, load<i32>(response, SHORT_PARTS), lanesOf(response));
}

function longOffset(response: usize): usize {
  return middleOffset(response) + levelBytes(MIDDLE, load<i32>(response, MIDDLE_PARTS), lanesOf(response));
}

/** Bytes of the state a convolution with a response runs on, as response.ts describes it. */
export function convolverBytes(response: usize): usize {
  return longOffset(response) + levelBytes(LONG, load<i32>(response, LONG_PARTS), lanesOf(response));
}

/** Forgets all sound. Nothing long is cleared: what lies there is not read again before it is written. Audio thread. */
export function resetConvolver(at: usize): void {
  const response = load<usize>(at, RESPONSE);
  const lanes = lanesOf(response);
  clear(at + DONE, INLET - DONE);
  resetInlet(at + INLET);
  for (let lane = 0; lane < lanes; lane++) {
    const own = at + LANES + laneBytes(response) * <usize>lane;
    clear(own, HISTORY);
    resetInletLane(own + inletOffset(response));
  }
  resetLevel(at + shortOffset(response), SHORT, SHORT_LEVELS, load<i32>(response, SHORT_PARTS), lanes);
  resetLevel(at + middleOffset(response), MIDDLE, MIDDLE_LEVELS, load<i32>(response, MIDDLE_PARTS), lanes);
  resetLevel(at + longOffset(response), LONG, LONG_LEVELS, load<i32>(response, LONG_PARTS), lanes);
}

/** True if anything has come in since the last reset. */
export function convolverUsed(at: usize): bool {
  return load<i32>(at, AWAKE) != 0 || load<i32>(at, DONE) != 0;
}

/** Chunks after the last that sounds until nothing is left. */
function ringing(response: usize): i32 {
  const long = load<i32>(response, LONG_PARTS);
  if (long > 0) return (long + 4) * (LONG / CHUNK);
  const middle = load<i32>(response, MIDDLE_PARTS);
  if (middle > 0) return (middle + 4) * (MIDDLE / CHUNK);
  const short = load<i32>(response, SHORT_PARTS);
  return short > 0 ? (short + 4) * (SHORT / CHUNK) : load<i32>(response, NEAR_PARTS) + 3;
}

/** What the partitions of 128 make of the chunks up to number `index` for the chunk after it. */
function near(response: usize, own: usize, spectra: usize, index: i32, heard: bool): void {
  const parts = load<i32>(response, NEAR_PARTS);
  if (parts == 0) {
    clear(own + OUT, CHUNK_BYTES);
    return;
  }
  const slot = <usize>(index % parts);
  store<i32>(own + 4 * slot, <i32>heard, SOUNDS);
  if (heard) fftForward(own + HISTORY + SPECTRUM_BYTES * slot, own + COLLECTED, silence, response + TABLES);
  let count = 0;
  for (let part = 0; part < min(parts, index + 1); part++) {
    const past = <usize>((index - part) % parts);
    if (load<i32>(own + 4 * past, SOUNDS) == 0) continue;
    store<usize>(pairs + 8 * <usize>count, own + HISTORY + SPECTRUM_BYTES * past);
    store<usize>(pairs + 8 * <usize>count, spectra + SPECTRUM_BYTES * <usize>part, 4);
    count++;
  }
  copy(own + OUT, own + OVERLAP, CHUNK_BYTES);
  if (count == 0) {
    clear(own + OVERLAP, CHUNK_BYTES);
    return;
  }
  sumSpectra(sum, pairs, count, SPECTRUM_BYTES);
  fftInverse(work, own + OVERLAP, sum, response + TABLES);
  addScaled(own + OUT, work, CHUNK, 1.0);
}

/** Works out what of the sound up to the chunk collected belongs to the next. */
function advance(response: usize, at: usize): void {
  const lanes = lanesOf(response);
  const apart = laneBytes(response);
  let sounds = false;
  for (let lane = 0; lane < lanes; lane++) {
    if (inletSize(at + LANES + apart * <usize>lane + inletOffset(response), load<i32>(at, CHUNKS)) > SILENCE) sounds = true;
  }
  store<i32>(at, 0, SOUND);
  if (sounds) store<i32>(at, ringing(response) + inletChunks(at + INLET), AWAKE);
  else if (load<i32>(at, AWAKE) <= 1) {
    resetConvolver(at);
    return;
  } else store<i32>(at, load<i32>(at, AWAKE) - 1, AWAKE);
  const chunks = load<i32>(at, CHUNKS) + 1;
  store<i32>(at, chunks, CHUNKS);
  const frames = ringFrames(response);
  const rings = ringOffset(response);
  const each: usize = load<i32>(response, CHANNELS) == 1 ? 0 : channelBytes(response);
  const first = channelAt(response, 0) + HEAD_BYTES;
  for (let lane = 0; lane < lanes; lane++) {
    const own = at + LANES + apart * <usize>lane;
    if (frames > 0) copy(own + rings + (<usize>(((chunks - 1) * CHUNK) & (frames - 1)) << 2), own + COLLECTED, CHUNK_BYTES);
    near(response, own, first + each * <usize>lane, chunks - 1, chunkSize(own + COLLECTED) > SILENCE);
    copy(own + CHUNK_BEFORE, own + COLLECTED, CHUNK_BYTES);
  }
  const short = first + SPECTRUM_BYTES * <usize>load<i32>(response, NEAR_PARTS);
  const middle = short + SHORT_BYTES * <usize>load<i32>(response, SHORT_PARTS);
  const long = middle + MIDDLE_BYTES * <usize>load<i32>(response, MIDDLE_PARTS);
  if (middle > short) take(response, at, at + shortOffset(response), chunks, short, each);
  if (long > middle) take(response, at, at + middleOffset(response), chunks, middle, each);
  if (load<i32>(response, LONG_PARTS) > 0) take(response, at, at + longOffset(response), chunks, long, each);
}

/** Brings a level on and adds what it gives to the next chunk. */
function take(response: usize, at: usize, level: usize, chunks: i32, spectra: usize, each: usize): void {
  const apart = laneBytes(response);
  advanceLevel(level, chunks, at + LANES + ringOffset(response), apart, ringFrames(response), spectra, each, response + LONG_TABLES);
  for (let lane = 0; lane < lanesOf(response); lane++) {
    const from = levelOutput(level, chunks, lane);
    if (from != 0) addScaled(at + LANES + apart * <usize>lane + OUT, from, CHUNK, 1.0);
  }
}

/** Collects a stretch of a lane from the bed. @returns false if something was not a number */
function collect(to: usize, input: usize, channels: i32, lane: i32, count: i32): bool {
  const gains = foldGains(channels, lane);
  if (gains == 0) memory.copy(to, input + 4 * <usize>BLOCK_FRAMES * planeOf(lane), <usize>count << 2);
  else {
    memory.fill(to, 0, <usize>count << 2);
    for (let d = 0; d < DIRECTIONS; d++) {
      const gain = load<f32>(gains + 4 * <usize>d);
      if (gain != 0.0) addScaled(to, input + 4 * <usize>BLOCK_FRAMES * planeOf(d), count, gain);
    }
  }
  weigh(to, count);
  if (energy < Infinity) return true;
  memory.fill(to, 0, <usize>count << 2);
  return false;
}

/** At the beginning of a chunk: parameters move on, or are taken as they are while nothing sounds. */
function follow(at: usize, response: usize, asked: usize): void {
  const inlet = at + INLET;
  if (load<i32>(at, AWAKE) == 0) takeInlet(inlet, asked);
  else if (followInlet(inlet, asked)) store<i32>(at, max(load<i32>(at, AWAKE), ringing(response) + inletChunks(inlet)), AWAKE);
}

/**
 * Carries frames `first` … `end` of a block through the convolver at `at`: `input` are the planes of a bed, to which it writes what comes back.
 * @param asked f64 parameters, SPACE_*. Audio thread; allocates nothing. @returns false if something was not a number
 */
export function runConvolver(at: usize, asked: usize, input: usize, first: i32, end: i32): bool {
  const response = load<usize>(at, RESPONSE);
  const channels = load<i32>(response, CHANNELS);
  const lanes = lanesOf(response);
  const apart = laneBytes(response);
  const each: usize = channels == 1 ? 0 : channelBytes(response);
  let fine = true;
  while (first < end) {
    const done = load<i32>(at, DONE);
    const count = min(end - first, CHUNK - done);
    const place = <usize>done << 2;
    const planes = input + (<usize>first << 2);
    if (done == 0) follow(at, response, asked);
    const chunk = load<i32>(at, CHUNKS);
    for (let lane = 0; lane < lanes; lane++) {
      const own = at + LANES + apart * <usize>lane;
      if (!collect(own + COLLECTED + place, planes, channels, lane, count)) fine = false;
      else if (peak > 0.0) store<i32>(at, 1, SOUND);
      runInlet(at + INLET, own + inletOffset(response), own + COLLECTED + place, chunk, done, count);
    }
    for (let d = 0; d < DIRECTIONS; d++) memory.fill(planes + 4 * <usize>BLOCK_FRAMES * planeOf(d), 0, <usize>count << 2);
    if (load<i32>(at, AWAKE) != 0 || load<i32>(at, SOUND) != 0) {
      for (let lane = 0; lane < lanes; lane++) {
        const own = at + LANES + apart * <usize>lane;
        convolveHead(work, own + COLLECTED, channelAt(response, 0) + each * <usize>lane, done, done + count);
        const plane = planes + 4 * <usize>BLOCK_FRAMES * planeOf(lane);
        memory.copy(plane, work + place, <usize>count << 2);
        addScaled(plane, own + OUT + place, count, 1.0);
      }
    }
    first += count;
    store<i32>(at, done + count, DONE);
    if (done + count < CHUNK) continue;
    store<i32>(at, 0, DONE);
    advance(response, at);
  }
  return fine;
}
