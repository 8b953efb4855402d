import {
  BLOCK_FRAMES, DUCK_ATTACK, DUCK_BANDS, DUCK_BUS, DUCK_DELAY, DUCK_HOLD, DUCK_RANGE, DUCK_RELEASE, DUCK_THRESHOLD, MAX_STRIP_CHANNELS,
  SECTION_BYTES, SECTION_STATE_BYTES, SECTIONS_TOGETHER,
} from '../../contract';
import { runCascade } from '../eq/cascade';
import { designBell, designNothing } from '../eq/design';
import { clear, copy } from '../fill';
import { cos, dbToGain, gainToDb } from '../math/f64';
import { addScaled } from '../strip/kernels';
import { keyPlane } from '../strip/keys';
import { BAND_FREQUENCIES, BAND_Q, bandLevels, BANDS_STATE_BYTES, hearBands, initBands } from './bands';
import { FULL_DB, stepThrough } from './level';

/**
 * Spectral ducking of a family: bells in the speech bands, each turned down only as far as the family covers the dialogue there. A
 * band is turned down by what its own level lacks to CLEARANCE_DB below the dialogue's, no more than the range, once the dialogue
 * is above the threshold in some band, and no more than LEAK_DB below that in this one. The family's level is that of all its strips
 * together ahead of the bells, a block ago; the dialogue's is that of the key bus. One set of bells a family, taken anew every
 * CELL frames, runs over the channels of each strip.
 */
/** dB the dialogue should stand above what covers it in a band: there ANSI S3.5 calls a band of speech fully audible. */
const CLEARANCE_DB: f32 = 15.0;
/** dB below the dialogue's strongest band from which a band carries nothing of it but what leaks into the band-pass. */
const LEAK_DB: f32 = 25.0;
/** Frames between two sets of bells. */
const CELL: i32 = 64;
const CELLS: i32 = 2;
/** Sections of a set: as many as bands, and as run together. */
const SECTIONS: i32 = SECTIONS_TOGETHER;
const SET_BYTES: usize = <usize>(SECTIONS * SECTION_BYTES);
const BLOCK_BYTES: usize = 4 * BLOCK_FRAMES;
/** dB a cell by which a printed gain may move: what lies farther apart is a change of the document. */
const PRINTED_STEP: f32 = 3.0;

/** State: the sets of the block's cells, */
const SETS: usize = 0;
/** what the dialogue and the family have in the bands, */
const KEY_BANDS: usize = <usize>CELLS * SET_BYTES;
const OWN_BANDS: usize = KEY_BANDS + BANDS_STATE_BYTES;
/** f32 reductions in dB at the middles of the bands and those of the bells of the set at hand, i32 frames held, eight each, */
const REDUCTIONS: usize = OWN_BANDS + BANDS_STATE_BYTES;
const MADE: usize = REDUCTIONS + 32;
const HELD: usize = MADE + 32;
/** the sum of the family's strips and the frames of it that sounded, */
const SUM: usize = HELD + 32;
const SUM_FIRST: usize = SUM + BLOCK_BYTES;
const SUM_END: usize = SUM_FIRST + 4;
/** i32: 1 while a band is turned down, f64 the release in dB a frame. */
const TURNED: usize = SUM_FIRST + 8;
const RELEASE_STEP: usize = SUM_FIRST + 16;
export const SPECTRAL_STATE_BYTES: usize = (SUM_FIRST + 24 + 15) & ~15;
/** Bytes of what the bells remember of a strip. */
export const BELLS_STATE_BYTES: usize = <usize>(SECTIONS * SECTION_STATE_BYTES * MAX_STRIP_CHANNELS);

let rate: f64 = 48000.0;
/** f64 [at][of]: dB at the middle of a band for each dB of the bell of another. */
const overlap: usize = memory.data(288, 16);
const bells: usize = memory.data(64, 16);
/** Gain in dB the overlap is taken at: bells of other gains overlap a little differently. */
const TYPICAL: f64 = -6.0;
/** Rounds of approximation; the bells' sum is then within 0.1 dB of what is wanted. */
const ROUNDS: i32 = 6;
const speech: usize = memory.data(32, 16);
const own: usize = memory.data(32, 16);
/** f32 × 8: printed gains of the bands in dB (≤ 0), to be written ahead of `prepareSpectral`. */
export const printedBands: usize = memory.data(32, 16);

/** Tells the sample rate. */
export function initSpectralDucks(sampleRate: f64): void {
  rate = sampleRate;
  initBands(sampleRate);
  for (let bell = 0; bell < DUCK_BANDS; bell++) {
    designBell(bells, omegaOf(bell), dbToGain(TYPICAL), BAND_Q);
    for (let at = 0; at < DUCK_BANDS; at++) store<f64>(overlap + 8 * <usize>(DUCK_BANDS * at + bell), gainToDb(gainOf(bells, omegaOf(at))) / TYPICAL);
  }
}

function omegaOf(band: i32): f64 {
  return (2.0 * 3.141592653589793 * BAND_FREQUENCIES[band]) / rate;
}

function squareOf(c0: f64, c1: f64, c2: f64, omega: f64): f64 {
  return c0 * c0 + c1 * c1 + c2 * c2 + 2.0 * c1 * (c0 + c2) * cos(omega) + 2.0 * c0 * c2 * cos(2.0 * omega);
}

/** Gain of a section at a frequency in radians a sample. */
function gainOf(section: usize, omega: f64): f64 {
  const above = squareOf(load<f64>(section), load<f64>(section, 8), load<f64>(section, 16), omega);
  return sqrt(above / squareOf(1.0, load<f64>(section, 24), load<f64>(section, 32), omega));
}

/** Depths of the bells in dB, into `bells`, that together reach the reductions at the middles; none is ever raised. */
function shareBells(reductions: usize): void {
  for (let band: usize = 0; band < <usize>DUCK_BANDS; band++) store<f64>(bells + 8 * band, <f64>load<f32>(reductions + 4 * band));
  for (let round = 0; round < ROUNDS; round++) {
    for (let band: usize = 0; band < <usize>DUCK_BANDS; band++) {
      let rest = <f64>load<f32>(reductions + 4 * band);
      for (let other: usize = 0; other < <usize>DUCK_BANDS; other++) {
        if (other != band) rest -= load<f64>(overlap + 8 * (<usize>DUCK_BANDS * band + other)) * load<f64>(bells + 8 * other);
      }
      store<f64>(bells + 8 * band, max(0.0, rest));
    }
  }
}

/** Makes a state ready, or forgets what it heard. */
export function forgetSpectralDuck(state: usize): void {
  clear(state, SPECTRAL_STATE_BYTES);
  for (let i = 0; i < CELLS * SECTIONS; i++) designNothing(state + SETS + <usize>(i * SECTION_BYTES));
}

/** Reduction of a band in dB after the last block, ≥ 0. */
export function bandReduction(state: usize, band: i32): f32 {
  return load<f32>(state + REDUCTIONS + 4 * <usize>band);
}

/** True while a band is turned down. */
export function spectralTurned(state: usize): bool {
  return load<i32>(state, TURNED) != 0;
}

/** 0 below a threshold, 1 from FULL_DB above it. */
function onset(above: f32): f32 {
  return min<f32>(1.0, max<f32>(0.0, above / <f32>FULL_DB));
}

/** Takes the reductions a step of `frames` on. `settings` 0: to the printed gains if `printed`, else back to nothing. */
function follow(state: usize, settings: usize, printed: bool, frames: i32): void {
  const range: f32 = settings != 0 ? <f32>load<f64>(settings, DUCK_RANGE) : 0.0;
  const threshold: f32 = settings != 0 ? <f32>load<f64>(settings, DUCK_THRESHOLD) : 0.0;
  const attack: f32 = settings != 0 ? <f32>(stepThrough(<f64>range, load<f64>(settings, DUCK_ATTACK)) * <f64>frames) : PRINTED_STEP;
  const back = load<f64>(state, RELEASE_STEP);
  const release: f32 = printed || back == 0.0 ? PRINTED_STEP : <f32>(back * <f64>frames);
  const holds = settings != 0 ? <i32>nearest(load<f64>(settings, DUCK_HOLD) * rate) : 0;
  let strongest: f32 = -150.0;
  if (settings != 0) for (let band: usize = 0; band < 4 * <usize>DUCK_BANDS; band += 4) strongest = max(strongest, load<f32>(speech + band));
  const speaks = onset(strongest - threshold);
  let turned = false;
  for (let band: usize = 0; band < 4 * <usize>DUCK_BANDS; band += 4) {
    let wanted: f32 = 0.0;
    if (settings != 0) {
      const level = load<f32>(speech + band);
      const share = speaks * onset(level - strongest + LEAK_DB);
      wanted = share * min<f32>(range, max<f32>(0.0, load<f32>(own + band) + CLEARANCE_DB - level));
    } else if (printed) wanted = max<f32>(0.0, -load<f32>(printedBands + band));
    const at = state + REDUCTIONS + band;
    const reduction = load<f32>(at);
    let next = reduction;
    const held = load<i32>(state + HELD + band);
    if (wanted > 0.0 && wanted >= reduction) {
      next = min(wanted, reduction + attack);
      store<i32>(state + HELD + band, holds);
    } else if (held > 0 && settings != 0) store<i32>(state + HELD + band, held - frames);
    else next = max(wanted, reduction - release);
    store<f32>(at, next);
    turned = turned || next > 0.0 || reduction > 0.0;
  }
  if (turned) store<i32>(state, 1, TURNED);
}

/** Makes the bells of a cell; those whose reduction stands are those of the cell before. */
function makeSet(state: usize, cell: i32): void {
  const set = state + SETS + SET_BYTES * <usize>cell;
  copy(set, state + SETS + SET_BYTES * <usize>(CELLS - 1 - cell), SET_BYTES);
  shareBells(state + REDUCTIONS);
  for (let band = 0; band < DUCK_BANDS; band++) {
    const at: usize = 4 * <usize>band;
    const depth = <f32>load<f64>(bells + 2 * at);
    if (depth == load<f32>(state + MADE + at)) continue;
    store<f32>(state + MADE + at, depth);
    const section = set + <usize>(band * SECTION_BYTES);
    if (depth == 0.0) designNothing(section);
    else designBell(section, omegaOf(band), dbToGain(-<f64>depth), BAND_Q);
  }
}

/**
 * Works out the bells of frames `first` … `end` of a block from what the family gave in the last one.
 * @param settings of the duck, 0 for none; `printed` then follows `printedBands`. Audio thread
 */
export function prepareSpectral(state: usize, settings: usize, printed: bool, first: i32, end: i32): void {
  const live = settings != 0 && load<i32>(settings, DUCK_BUS) >= 0;
  if (!live && !printed && !load<i32>(state, TURNED)) return;
  let key: usize = 0;
  if (live) {
    store<f64>(state, stepThrough(load<f64>(settings, DUCK_RANGE), load<f64>(settings, DUCK_RELEASE)), RELEASE_STEP);
    hearBands(state + OWN_BANDS, state + SUM, load<i32>(state, SUM_FIRST), load<i32>(state, SUM_END));
    bandLevels(state + OWN_BANDS, own);
    clear(state + SUM, BLOCK_BYTES);
    store<i32>(state, first, SUM_FIRST);
    store<i32>(state, end, SUM_END);
    key = keyPlane(load<i32>(settings, DUCK_BUS), load<i32>(settings, DUCK_DELAY));
  }
  store<i32>(state, 0, TURNED);
  for (let cell = 0; cell < CELLS; cell++) {
    const from = max(first, cell * CELL);
    const to = min(end, (cell + 1) * CELL);
    if (from < to) {
      if (live) {
        hearBands(state + KEY_BANDS, key, from, to);
        bandLevels(state + KEY_BANDS, speech);
      }
      follow(state, live ? settings : 0, printed, to - from);
    }
    makeSet(state, cell);
  }
}

/** Adds a strip's channels to what its family gives. Audio thread. */
export function hearFamily(state: usize, planes: usize, channels: i32, first: i32, end: i32): void {
  const at: usize = 4 * <usize>first;
  for (let channel = 0; channel < channels; channel++) {
    addScaled(state + SUM + at, planes + BLOCK_BYTES * <usize>channel + at, end - first, 1.0);
  }
}

/** Runs a family's bells over a strip's channels in place. @param bells BELLS_STATE_BYTES of the strip's. Audio thread */
export function runBells(state: usize, bells: usize, planes: usize, channels: i32, first: i32, end: i32): void {
  for (let channel = 0; channel < channels; channel++) {
    const states = bells + <usize>(SECTIONS * SECTION_STATE_BYTES * channel);
    for (let cell = 0; cell < CELLS; cell++) {
      const from = max(first, cell * CELL);
      const to = min(end, (cell + 1) * CELL);
      if (from >= to) continue;
      runCascade(planes + BLOCK_BYTES * <usize>channel + 4 * <usize>from, to - from, state + SETS + SET_BYTES * <usize>cell, SECTIONS, states);
    }
  }
}
