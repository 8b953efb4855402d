import {
  BLOCK_FRAMES, CONTROL_BANDS, CONTROL_GAIN, CONTROL_LEVEL, CONTROL_MUTED, CONTROL_PARENT, CONTROL_PRINTED, CONTROL_RIDE, CONTROL_SPECTRAL,
  DUCK_BANDS, DUCK_BUS, MAX_CONTROLS, REC_CONTROLS, STRIP_CONTROLS,
} from '../../contract';
import { reserve } from '../arena';
import { duckLevel, forgetLevelDuck, initLevelDucks, LEVEL_STATE_BYTES, levelReduction } from '../duck/level';
import {
  bandReduction, forgetSpectralDuck, initSpectralDucks, prepareSpectral, printedBands, SPECTRAL_STATE_BYTES, spectralTurned,
} from '../duck/spectral';
import { clear, copy } from '../fill';
import { dbToGain } from '../math/f64';
import { ramp } from './kernels';
import { addEdges, clearEdges, laneValue, nextEdge } from './lanes';

/**
 * Controls: gains that several strips follow. Each has one envelope for a block: its gain and lanes, times that of the control
 * above it, times its level duck. A change of the record is faded over in 8 ms; the newest of several made meanwhile follows. The
 * ducks keep their state over a change: their gains never jump by themselves.
 */
const BLOCK_BYTES: usize = 4 * BLOCK_FRAMES;

/** Usize record, the one it fades from, i32 frames of the fade done (−1: none), i32 1 if a change waits, usize its record; */
const RECORD: usize = 0;
const BEFORE: usize = 4;
const FADE: usize = 8;
const WAITING: usize = 12;
const WAITING_RECORD: usize = 16;
/** i32 1 if the envelope is 1 all along, i32 where its making stands: MADE, or IN_HAND while it is made. */
const UNITY: usize = 20;
const STAGE: usize = 24;
const LEVEL: usize = 32;
const SPECTRAL: usize = LEVEL + LEVEL_STATE_BYTES;
const STATE_BYTES: usize = (SPECTRAL + SPECTRAL_STATE_BYTES + 15) & ~15;
const OPEN: i32 = 0;
const IN_HAND: i32 = 1;
const MADE: i32 = 2;

/** Frames of a fade. */
let fadeFrames: i32 = 384;
let states: usize = 0;
let envelopes: usize = 0;
/** Controls in use are below this. */
let used: i32 = 0;
const scratch: usize = memory.data(512, 16);
const product: usize = memory.data(512, 16);

function stateAt(index: i32): usize {
  return states + STATE_BYTES * <usize>index;
}

function envelopeAt(index: i32): usize {
  return envelopes + BLOCK_BYTES * <usize>index;
}

/** Takes memory. @param frames of a fade from one gain to the next */
export function initControls(sampleRate: f64, frames: i32): void {
  fadeFrames = frames;
  duckMeters = reserve(4 * (1 + DUCK_BANDS) * MAX_CONTROLS);
  states = reserve(STATE_BYTES * MAX_CONTROLS);
  envelopes = reserve(BLOCK_BYTES * MAX_CONTROLS);
  used = 0;
  initLevelDucks(sampleRate);
  initSpectralDucks(sampleRate);
  for (let index = 0; index < MAX_CONTROLS; index++) {
    store<i32>(stateAt(index), -1, FADE);
    forgetSpectralDuck(stateAt(index) + SPECTRAL);
  }
}

/** Gives a control a new record (0: none, a gain of 1). */
export function changeControl(index: i32, record: usize, playing: bool): void {
  const state = stateAt(index);
  used = max(used, index + 1);
  if (!playing) {
    store<usize>(state, record, RECORD);
    store<usize>(state, 0, BEFORE);
    store<i32>(state, -1, FADE);
    store<i32>(state, 0, WAITING);
  } else if (load<i32>(state, FADE) >= 0) {
    store<i32>(state, 1, WAITING);
    store<usize>(state, record, WAITING_RECORD);
  } else beginFade(state, record);
}

function beginFade(state: usize, record: usize): void {
  store<usize>(state, load<usize>(state, RECORD), BEFORE);
  store<usize>(state, record, RECORD);
  store<i32>(state, 0, FADE);
}

/** True if the core still reads a record of this control. */
export function controlHolds(index: i32, record: usize): bool {
  const state = stateAt(index);
  if (index >= used) return false;
  if (load<usize>(state, RECORD) == record) return true;
  if (load<i32>(state, FADE) >= 0 && load<usize>(state, BEFORE) == record) return true;
  return load<i32>(state, WAITING) != 0 && load<usize>(state, WAITING_RECORD) == record;
}

/** Ends every fade, takes what waits and forgets what ducks heard: when the transport halts or jumps. */
export function settleControls(): void {
  for (let index = 0; index < used; index++) {
    const state = stateAt(index);
    if (load<i32>(state, WAITING)) store<usize>(state, load<usize>(state, WAITING_RECORD), RECORD);
    store<i32>(state, 0, WAITING);
    store<usize>(state, 0, BEFORE);
    store<i32>(state, -1, FADE);
    forgetLevelDuck(state + LEVEL);
    forgetSpectralDuck(state + SPECTRAL);
  }
}

/** True if a control is fading over. */
export function controlsFading(): bool {
  for (let index = 0; index < used; index++) if (load<i32>(stateAt(index), FADE) >= 0) return true;
  return false;
}

// @ts-ignore: decorator
@inline
function laneOf(record: usize, field: usize): usize {
  const lane = load<i32>(record + field);
  return lane ? record + <usize>lane : 0;
}

/** Gain of a record at a timeline sample, its lanes included. */
function gainAt(record: usize, ride: usize, muted: usize, printed: usize, time: f64): f32 {
  let gain = load<f64>(record, CONTROL_GAIN);
  if (ride != 0) {
    const level = laneValue(ride, time);
    gain = level <= -144.0 ? 0.0 : gain * dbToGain(level);
  }
  // Steps of a lane are lines of STEP_FRAMES: a mute that comes or goes makes no click.
  if (muted != 0) gain *= min(1.0, max(0.0, laneValue(muted, time)));
  if (printed != 0) gain *= dbToGain(laneValue(printed, time));
  return <f32>gain;
}

function fillOnes(to: usize): void {
  const one = f32x4.splat(1.0);
  for (let at: usize = 0; at < BLOCK_BYTES; at += 16) v128.store(to + at, one);
}

/** Writes the gain of a record, lanes included, for frames `first` … `end` of a block. @returns true if it is 1 all along */
function writeGain(record: usize, block: f64, first: i32, end: i32, to: usize): bool {
  fillOnes(to);
  if (record == 0) return true;
  const ride = laneOf(record, CONTROL_RIDE);
  const muted = laneOf(record, CONTROL_MUTED);
  const printed = laneOf(record, CONTROL_PRINTED);
  clearEdges();
  if (ride != 0) addEdges(ride, block);
  if (muted != 0) addEdges(muted, block);
  if (printed != 0) addEdges(printed, block);
  let unity = true;
  let edge = 0;
  let gain = gainAt(record, ride, muted, printed, block);
  while (edge < end) {
    const next = nextEdge(edge);
    const after = ride | muted | printed ? gainAt(record, ride, muted, printed, block + <f64>next) : gain;
    const from = max(edge, first);
    const stop = min(next, end);
    if (from < stop && (gain != 1.0 || after != 1.0)) {
      unity = false;
      ramp(to + 4 * <usize>from, stop - from, gain, (after - gain) / <f32>(next - edge), from - edge);
    }
    gain = after;
    edge = next;
  }
  return unity;
}

/** Takes a fade over frames `first` … `end`, from the gain in `scratch` to that in `to`. */
function fadeGain(state: usize, to: usize, first: i32, end: i32): void {
  const done = load<i32>(state, FADE);
  const step: f32 = 1.0 / <f32>fadeFrames;
  for (let frame = first; frame < end; frame++) {
    const way = done + frame - first;
    if (way >= fadeFrames) break;
    const at: usize = 4 * <usize>frame;
    const old = load<f32>(scratch + at);
    store<f32>(to + at, old + (load<f32>(to + at) - old) * (step * <f32>way));
  }
  if (done + end - first < fadeFrames) {
    store<i32>(state, done + end - first, FADE);
    return;
  }
  store<i32>(state, -1, FADE);
  store<usize>(state, 0, BEFORE);
  if (load<i32>(state, WAITING)) {
    store<i32>(state, 0, WAITING);
    beginFade(state, load<usize>(state, WAITING_RECORD));
  }
}

function multiply(to: usize, by: usize): void {
  for (let at: usize = 0; at < BLOCK_BYTES; at += 16) v128.store(to + at, f32x4.mul(v128.load(to + at), v128.load(by + at)));
}

/** Reads the printed gains of a record's bands at a timeline sample. @returns false if it has none */
function readBands(record: usize, time: f64): bool {
  let any = false;
  for (let band: usize = 0; band < 4 * <usize>DUCK_BANDS; band += 4) {
    const lane = laneOf(record, <usize>CONTROL_BANDS + band);
    any = any || lane != 0;
    store<f32>(printedBands + band, lane != 0 ? <f32>laneValue(lane, time) : 0.0);
  }
  return any;
}

function make(index: i32, block: f64, first: i32, end: i32): void {
  const state = stateAt(index);
  // A control above itself: the host refuses it; here it ends.
  if (load<i32>(state, STAGE) != OPEN) return;
  const still = load<usize>(state, RECORD);
  if (still == 0 && load<i32>(state, FADE) < 0 && levelReduction(state + LEVEL) == 0.0 && !spectralTurned(state + SPECTRAL)) {
    store<i32>(state, 1, UNITY);
    store<i32>(state, MADE, STAGE);
    return;
  }
  store<i32>(state, IN_HAND, STAGE);
  const to = envelopeAt(index);
  const fades = load<i32>(state, FADE) >= 0;
  const record = load<usize>(state, RECORD);
  const was = fades && !writeGain(load<usize>(state, BEFORE), block, first, end, scratch);
  let unity = writeGain(record, block, first, end, to);
  if (fades) {
    // No lane of another is read between the two.
    if (was || !unity) unity = false;
    fadeGain(state, to, first, end);
  }
  const parent = record != 0 ? load<i32>(record, CONTROL_PARENT) : -1;
  const level = record != 0 && load<i32>(record + CONTROL_LEVEL, DUCK_BUS) >= 0 ? record + CONTROL_LEVEL : 0;
  if (duckLevel(state + LEVEL, level, first, end, scratch)) {
    multiply(to, scratch);
    unity = false;
  }
  const spectral = record != 0 && load<i32>(record + CONTROL_SPECTRAL, DUCK_BUS) >= 0 ? record + CONTROL_SPECTRAL : 0;
  const printed = record != 0 && spectral == 0 && readBands(record, block + <f64>first);
  prepareSpectral(state + SPECTRAL, spectral, printed, first, end);
  if (<u32>parent < <u32>used) {
    make(parent, block, first, end);
    if (!load<i32>(stateAt(parent), UNITY) && load<i32>(stateAt(parent), STAGE) == MADE) {
      multiply(to, envelopeAt(parent));
      unity = false;
    }
  }
  store<i32>(state, <i32>unity, UNITY);
  store<i32>(state, MADE, STAGE);
}

/** Makes every envelope for frames `first` … `end` of the block at timeline sample `block`. What feeds keys has been rendered. Audio thread */
export function makeControls(block: f64, first: i32, end: i32): void {
  for (let index = 0; index < used; index++) store<i32>(stateAt(index), OPEN, STAGE);
  for (let index = 0; index < used; index++) make(index, block, first, end);
}

/** Turns a strip's channels in `planes` by the controls its record names. Audio thread. */
export function applyControls(record: usize, planes: usize, channels: i32): void {
  let by: usize = 0;
  for (let i: usize = 0; i < 4 * <usize>STRIP_CONTROLS; i += 4) {
    const index = load<i32>(record + i, REC_CONTROLS) - 1;
    if (<u32>index >= <u32>used || load<i32>(stateAt(index), UNITY)) continue;
    if (by == 0) by = envelopeAt(index);
    else {
      if (by != product) copy(product, by, BLOCK_BYTES);
      by = product;
      multiply(product, envelopeAt(index));
    }
  }
  if (by == 0) return;
  for (let channel = 0; channel < channels; channel++) multiply(planes + BLOCK_BYTES * <usize>channel, by);
}

/** State of the spectral duck of the first of a record's controls that has one at work; 0 without. */
export function spectralOf(record: usize): usize {
  for (let i: usize = 0; i < 4 * <usize>STRIP_CONTROLS; i += 4) {
    const index = load<i32>(record + i, REC_CONTROLS) - 1;
    if (<u32>index >= <u32>used) return 0;
    const state = stateAt(index);
    const its = load<usize>(state, RECORD);
    if (its != 0 && (load<i32>(its + CONTROL_SPECTRAL, DUCK_BUS) >= 0 || spectralTurned(state + SPECTRAL))) return state + SPECTRAL;
  }
  return 0;
}

/** f32 × (1 + DUCK_BANDS) for each control: reductions in dB of the level and of the bands after the last block. */
export let duckMeters: usize = 0;

/** Writes the meters. */
export function measureDucks(): void {
  for (let index = 0; index < used; index++) {
    const state = stateAt(index);
    const to = duckMeters + 4 * (1 + DUCK_BANDS) * <usize>index;
    store<f32>(to, <f32>levelReduction(state + LEVEL));
    for (let band = 0; band < DUCK_BANDS; band++) store<f32>(to + 4 * <usize>(1 + band), bandReduction(state + SPECTRAL, band));
  }
}

/** Silences what the meters show: nothing plays. */
export function restDucks(): void {
  clear(duckMeters, 4 * (1 + DUCK_BANDS) * MAX_CONTROLS);
}
