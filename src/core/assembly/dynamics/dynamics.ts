import { BLOCK_FRAMES, DYNAMICS_STATE_BYTES } from '../../contract';
import { clear, copy } from '../fill';
import { exp } from '../math/f64';
import {
  AHEAD, ATTACK_STEP, CHANNELS, CURVE, CURVE_VALUES, EXPANDS, GLIDES, HELD, HOLD_FRAMES, POWER, REDUCTION, RELEASE_STEP, SINCE, SLOPES, WINDOW_STEP,
} from './state';
import { turned, turnGliding, turnStanding } from './turn';

/**
 * A compressor or downward expander. The level of a key, which may be another signal, is taken sample by sample; a curve in dB
 * says how much to turn down; attack, hold and release smooth that in dB, so that a time is the same wherever the level starts
 * (D. Giannoulis, M. Massberg and J. Reiss, "Digital Dynamic Range Compressor Design", JAES 60 no. 6, 2012: log domain, smooth
 * branching). All channels get the same gain, so an image stays where it is. With a look-ahead the signal is that late.
 *
 *   curve      over = level − threshold; a compressor turns down by (1 − 1/ratio)·over, an expander by (ratio − 1)·(−over), no more
 *              than its range; within half the knee of the threshold the two straight lines are joined by a parabola
 *   attack     seconds in which a compressor's reduction, or an expander's opening, comes within 1/e (37 %) of where it goes
 *   release    the same on the way back
 *   hold       seconds nothing moves before the release
 */
/** Settings, f64 each. */
const THRESHOLD: usize = 0;
const RATIO: usize = 8;
const KNEE: usize = 16;
const ATTACK: usize = 24;
const HOLD: usize = 32;
const RELEASE: usize = 40;
const MAKE_UP: usize = 48;
const MIX: usize = 56;
const RANGE: usize = 64;
const WINDOW: usize = 72;

const LINES: usize = DYNAMICS_STATE_BYTES;
const BLOCK_BYTES: usize = 4 * BLOCK_FRAMES;
/** Levels of a key of several channels. */
const key: usize = memory.data(512, 16);

function lineBytes(ahead: i32): usize {
  return (4 * <usize>ahead + BLOCK_BYTES + 15) & ~15;
}

/** Bytes of a processor's state. @param ahead look-ahead in frames */
export function dynamicsBytes(channels: i32, ahead: i32): usize {
  return LINES + lineBytes(ahead) * <usize>channels;
}

/** Frames the output is late. */
export function dynamicsLatency(state: usize): i32 {
  return load<i32>(state, AHEAD);
}

/** Share of the way to go that is gone with each sample, for a time constant in seconds; all of it for 0. */
function stepOf(seconds: f64, sampleRate: f64): f64 {
  return seconds > 0.0 ? 1.0 - exp(-1.0 / (seconds * sampleRate)) : 1.0;
}

function splat(at: usize, value: f64): void {
  v128.store(at, f32x4.splat(<f32>value));
}

/** Takes the settings; what sounds goes on. */
export function dynamicsSet(state: usize, settings: usize, expands: i32, sampleRate: f64): void {
  store<i32>(state, expands, EXPANDS);
  store<i32>(state, 0, GLIDES);
  for (let i: usize = 0; i < CURVE_VALUES; i++) splat(state + CURVE + 16 * i, curveValue(settings, expands, i));
  store<f64>(state, stepOf(load<f64>(settings, ATTACK), sampleRate), ATTACK_STEP);
  store<f64>(state, stepOf(load<f64>(settings, RELEASE), sampleRate), RELEASE_STEP);
  store<f64>(state, load<f64>(settings, WINDOW) > 0.0 ? stepOf(load<f64>(settings, WINDOW), sampleRate) : 0.0, WINDOW_STEP);
  store<i32>(state, <i32>nearest(load<f64>(settings, HOLD) * sampleRate), HOLD_FRAMES);
}

/** What the settings come to, by its place in CURVE. */
function curveValue(settings: usize, expands: i32, index: usize): f64 {
  const knee = max(load<f64>(settings, KNEE), 0.0);
  const ratio = max(load<f64>(settings, RATIO), 1.0);
  if (index == 0) return load<f64>(settings, THRESHOLD);
  if (index == 1) return 0.5 * knee;
  if (index == 2) return knee > 0.0 ? 0.5 / knee : 0.0;
  if (index == 3) return expands ? ratio - 1.0 : 1.0 - 1.0 / ratio;
  if (index == 4) return expands ? load<f64>(settings, RANGE) : 1000.0;
  return index == 5 ? load<f64>(settings, MAKE_UP) : load<f64>(settings, MIX);
}

/**
 * Moves from one group of settings, taken by `dynamicsSet`, to another in the course of a cell: the curve, the make-up and the mix go
 * `step` of the way with each frame; times stay those of the first.
 */
export function dynamicsGlide(state: usize, from: usize, to: usize, step: f64): void {
  const expands = load<i32>(state, EXPANDS);
  store<i32>(state, 1, GLIDES);
  for (let i: usize = 0; i < CURVE_VALUES; i++) {
    splat(state + SLOPES + 16 * i, (curveValue(to, expands, i) - curveValue(from, expands, i)) * step);
  }
}

/** Tells how many frames a moving curve's cell has lasted at frame 0 of the block. */
export function dynamicsSince(state: usize, frames: i32): void {
  store<i32>(state, frames, SINCE);
}

/** Makes a state ready. @param ahead look-ahead in frames, 0 … */
export function dynamicsInit(state: usize, channels: i32, ahead: i32): void {
  store<i32>(state, ahead, AHEAD);
  store<i32>(state, channels, CHANNELS);
  dynamicsReset(state);
}

/** Forgets what sounded. */
export function dynamicsReset(state: usize): void {
  store<f64>(state, 0.0, POWER);
  store<f64>(state, 0.0, REDUCTION);
  store<i32>(state, 0, HELD);
  clear(state + LINES, lineBytes(load<i32>(state, AHEAD)) * <usize>load<i32>(state, CHANNELS));
}

/** Level of a key of several channels: the loudest one's amplitude. */
function loudest(planes: usize, channels: i32, frames: i32): void {
  for (let at: usize = 0; at < 4 * <usize>frames; at += 16) {
    let most = f32x4.abs(v128.load(planes + at));
    for (let channel = 1; channel < channels; channel++) {
      most = f32x4.pmax(most, f32x4.abs(v128.load(planes + BLOCK_BYTES * <usize>channel + at)));
    }
    v128.store(key + at, most);
  }
}

/** Reduction in dB after the last block, for meters. */
export function dynamicsReduction(state: usize): f64 {
  return load<f64>(state, REDUCTION);
}

/** Moves what a line holds on by so many frames. What it may take along from behind its end is overwritten before it is read. */
function moveOn(line: usize, ahead: usize, frames: i32): void {
  const apart: usize = 4 * <usize>frames;
  for (const end = line + 4 * ahead; line < end; line += 16) v128.store(line, v128.load(line + apart));
}

/** Lets the delay lines of the look-ahead hear frames of the planes, without turning anything down. */
export function dynamicsFill(state: usize, planes: usize, frames: i32): void {
  const ahead = <usize>load<i32>(state, AHEAD);
  const bytes = lineBytes(<i32>ahead);
  for (let channel = 0; channel < load<i32>(state, CHANNELS); channel++) {
    const line = state + LINES + bytes * <usize>channel;
    copy(line + 4 * ahead, planes + BLOCK_BYTES * <usize>channel, BLOCK_BYTES);
    moveOn(line, ahead, frames);
  }
}

/** Takes over from a state of the same kind how far it has turned down. */
export function dynamicsInherit(state: usize, before: usize): void {
  store<f64>(state, load<f64>(before, POWER), POWER);
  store<f64>(state, load<f64>(before, REDUCTION), REDUCTION);
  store<i32>(state, load<i32>(before, HELD), HELD);
}

/** Writes the samples at `from` times the gains. */
function scale(to: usize, from: usize, frames: i32): void {
  const whole: usize = 4 * <usize>(frames & ~3);
  for (let at: usize = 0; at < whole; at += 16) v128.store(to + at, f32x4.mul(v128.load(from + at), v128.load(turned + at)));
  for (let at = whole; at < 4 * <usize>frames; at += 4) store<f32>(to + at, load<f32>(from + at) * load<f32>(turned + at));
}

/**
 * Processes frames 0 … `frames` of the planes (BLOCK_FRAMES f32 each) in place; they are frames `first` … of a block. Audio thread.
 * @param keys planes of the key, which may be those processed
 */
export function dynamicsProcess(state: usize, planes: usize, keys: usize, keyChannels: i32, first: i32, frames: i32): void {
  let levels = keys;
  if (keyChannels > 1) {
    loudest(keys, keyChannels, frames);
    levels = key;
  }
  if (load<i32>(state, GLIDES)) turnGliding(state, levels, first, frames);
  else turnStanding(state, levels, frames);
  const ahead = load<i32>(state, AHEAD);
  const bytes = lineBytes(ahead);
  for (let channel = 0; channel < load<i32>(state, CHANNELS); channel++) {
    const plane = planes + BLOCK_BYTES * <usize>channel;
    let source = plane;
    const line = state + LINES + bytes * <usize>channel;
    if (ahead > 0) {
      copy(line + 4 * <usize>ahead, plane, BLOCK_BYTES);
      source = line;
    }
    scale(plane, source, frames);
    if (ahead > 0) moveOn(line, <usize>ahead, frames);
  }
}
