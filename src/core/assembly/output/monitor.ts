import { BLOCK_FRAMES, MAX_SPEAKERS, MONITOR_LIMIT, MONITOR_LIVE, MONITOR_OFF } from '../../contract';
import { reserve } from '../arena';
import { limiterBytes, limiterInit, limiterLatency, limiterProcess, limiterReductionDb } from '../limiter/limiter';
import { addRamped, addScaled, ramp } from '../strip/kernels';

/**
 * The way from the engine's output to what is listened to: a matrix (solo, mute, polarity, mono and trim of speakers),
 * level, a short way down and up around start, stop and seek, and the true-peak limiter. The engine's output itself stays
 * as it is.
 */
const BLOCK_BYTES: usize = 4 * BLOCK_FRAMES;

/** Gains from speaker (column) to speaker (row), MAX_SPEAKERS a row, f32: as the host writes them; noted; now; wanted. */
export const matrixRequest: usize = memory.data(2304, 16);
const matrixNoted: usize = memory.data(2304, 16);
const matrixNow: usize = memory.data(2304, 16);
const matrixWanted: usize = memory.data(2304, 16);
const MATRIX_BYTES: usize = 4 * MAX_SPEAKERS * MAX_SPEAKERS;
/** Channels the noted matrix is for, 0 if there is none; frames until the wanted one is reached. */
let notedFor: i32 = 0;
let matrixFrames: i32 = 0;
/** True while every speaker gives what it gets. */
let plain: bool = true;

let mode: i32 = MONITOR_OFF;
let rate: f64 = 48000.0;
let limiter: usize = 0;
let channels: i32 = 0;
export let monitorPlanes: usize = 0;

/** Level now, where it goes, and how much it moves a frame. */
let level: f32 = 1.0;
let wantedLevel: f32 = 1.0;
let levelFrames: i32 = 0;
/** The declick gain: `open` of `span` frames. */
let open: i32 = 0;
let opening: bool = true;
let span: i32 = 128;

/** Takes memory. */
export function initMonitor(which: i32, sampleRate: f64): void {
  mode = which;
  rate = sampleRate;
  monitorPlanes = reserve(BLOCK_BYTES * MAX_SPEAKERS);
  limiter = reserve(limiterBytes(MAX_SPEAKERS, sampleRate));
  span = sampleRate > 64000.0 ? 2 * BLOCK_FRAMES : BLOCK_FRAMES;
  open = span;
  opening = true;
  notedFor = 0;
}

/** Fits matrix and limiter to the channels of a new output: the matrix noted for as many, else none. */
export function fitMonitor(count: i32): void {
  channels = count;
  matrixFrames = 0;
  plain = true;
  if (notedFor == count) {
    memory.copy(matrixWanted, matrixNoted, MATRIX_BYTES);
    memory.copy(matrixNow, matrixNoted, MATRIX_BYTES);
    plain = isPlain();
  } else {
    memory.fill(matrixNow, 0, MATRIX_BYTES);
    for (let i = 0; i < MAX_SPEAKERS; i++) store<f32>(cell(matrixNow, i, i), 1.0);
    memory.copy(matrixWanted, matrixNow, MATRIX_BYTES);
  }
  if (mode != MONITOR_OFF) limiterInit(limiter, count, rate);
}

function cell(matrix: usize, row: i32, column: i32): usize {
  return matrix + 4 * <usize>(row * MAX_SPEAKERS + column);
}

function isPlain(): bool {
  for (let row = 0; row < channels; row++) {
    for (let column = 0; column < channels; column++) {
      if (load<f32>(cell(matrixNow, row, column)) != (row == column ? <f32>1.0 : <f32>0.0)) return false;
    }
  }
  return true;
}

/** Takes the matrix in `matrixRequest`: in 20 ms if it is for as many channels as there are now, else with the output it fits. */
export function setMatrix(count: i32): void {
  if (mode != MONITOR_LIVE) return;
  notedFor = count;
  memory.copy(matrixNoted, matrixRequest, MATRIX_BYTES);
  if (count != channels) return;
  memory.copy(matrixWanted, matrixNoted, MATRIX_BYTES);
  matrixFrames = <i32>(rate * 0.02);
  plain = false;
}

/** Frames of the output through the matrix, whose gains move for the first `moving` of them. */
function mixMatrix(output: usize, first: i32, frames: i32, moving: i32): void {
  const step: f32 = moving > 0 ? <f32>1.0 / <f32>matrixFrames : <f32>0.0;
  for (let row = 0; row < channels; row++) {
    const to = monitorPlanes + BLOCK_BYTES * <usize>row + 4 * <usize>first;
    memory.fill(to, 0, 4 * <usize>frames);
    for (let column = 0; column < channels; column++) {
      const now = load<f32>(cell(matrixNow, row, column));
      const wanted = load<f32>(cell(matrixWanted, row, column));
      if (now == 0.0 && wanted == 0.0) continue;
      const from = output + BLOCK_BYTES * <usize>column + 4 * <usize>first;
      if (moving > 0) addRamped(to, from, moving, now, (wanted - now) * step, 0);
      if (moving < frames) {
        const at: usize = 4 * <usize>moving;
        addScaled(to + at, from + at, frames - moving, moving > 0 ? wanted : now);
      }
      if (moving > 0) store<f32>(cell(matrixNow, row, column), now + (wanted - now) * step * <f32>moving);
    }
  }
}

function applyMatrix(output: usize, first: i32, end: i32): void {
  const frames = end - first;
  const moving = min(frames, matrixFrames);
  mixMatrix(output, first, frames, moving);
  if (moving == 0) return;
  matrixFrames -= moving;
  if (matrixFrames > 0) return;
  memory.copy(matrixNow, matrixWanted, MATRIX_BYTES);
  plain = isPlain();
}

/** True if changes of transport must wait for the way down. */
export function declicks(): bool {
  return mode == MONITOR_LIVE;
}

/** Starts the way down; `monitorClosed` tells when it is done. */
export function closeMonitor(): void {
  opening = false;
}

/** Starts the way up from silence. */
export function openMonitor(): void {
  opening = true;
  open = 0;
}

/** True once nothing is heard. */
export function monitorClosed(): bool {
  return open == 0;
}

/** Sets the level (linear); it gets there in 20 ms. */
export function setLevel(gain: f32): void {
  wantedLevel = gain;
  levelFrames = <i32>(rate * 0.02);
}

/** Delay of the monitor path in samples. */
export function monitorDelay(): i32 {
  return mode == MONITOR_OFF ? 0 : limiterLatency(rate);
}

/** Reduction of the limiter in the last block, dB ≥ 0. */
export function monitorReduction(): f64 {
  return mode == MONITOR_OFF ? 0.0 : limiterReductionDb(limiter);
}

function rampAll(first: i32, frames: i32, base: f32, slope: f32): void {
  for (let channel = 0; channel < channels; channel++) {
    ramp(monitorPlanes + BLOCK_BYTES * <usize>channel + 4 * <usize>first, frames, base, slope, 0);
  }
}

function applyLevel(first: i32, end: i32): void {
  let frames = end - first;
  if (levelFrames > 0) {
    const moving = min(frames, levelFrames);
    const slope = (wantedLevel - level) / <f32>levelFrames;
    rampAll(first, moving, level, slope);
    levelFrames -= moving;
    level = levelFrames == 0 ? wantedLevel : level + slope * <f32>moving;
    first += moving;
    frames -= moving;
  }
  if (frames > 0 && level != 1.0) rampAll(first, frames, level, 0.0);
}

function applyDeclick(first: i32, end: i32): void {
  const frames = end - first;
  const step: f32 = 1.0 / <f32>span;
  if (opening) {
    if (open >= span) return;
    const moving = min(frames, span - open);
    rampAll(first, moving, <f32>open * step, step);
    open += moving;
    return;
  }
  const moving = min(frames, open);
  rampAll(first, moving, <f32>open * step, -step);
  open -= moving;
  if (moving < frames) rampAll(first + moving, frames - moving, 0.0, 0.0);
}

/** Carries frames `first` … `end` of the engine's output to the monitor planes. */
export function renderMonitor(output: usize, first: i32, end: i32): void {
  if (mode == MONITOR_OFF) return;
  const bytes: usize = 4 * <usize>(end - first);
  if (!plain) applyMatrix(output, first, end);
  else {
    for (let channel = 0; channel < channels; channel++) {
      const at = BLOCK_BYTES * <usize>channel + 4 * <usize>first;
      memory.copy(monitorPlanes + at, output + at, bytes);
    }
  }
  if (mode != MONITOR_LIMIT) {
    applyLevel(first, end);
    applyDeclick(first, end);
  }
  const at = monitorPlanes + 4 * <usize>first;
  limiterProcess(limiter, at, end - first, at);
}
