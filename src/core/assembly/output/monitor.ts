import { BLOCK_FRAMES, MAX_SPEAKERS, MONITOR_LIMIT, MONITOR_LIVE, MONITOR_OFF } from '../../contract';
import { reserve } from '../arena';
import { limiterBytes, limiterInit, limiterLatency, limiterProcess, limiterReductionDb } from '../limiter/limiter';
import { ramp } from '../strip/kernels';

/**
 * The way from the engine's output to what is listened to: level, a short way down and up around start, stop and seek,
 * and the true-peak limiter. The engine's output itself stays as it is.
 */
const BLOCK_BYTES: usize = 4 * BLOCK_FRAMES;

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
}

/** Fits the limiter to the channels of a new output. */
export function fitMonitor(count: i32): void {
  channels = count;
  if (mode != MONITOR_OFF) limiterInit(limiter, count, rate);
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
  for (let channel = 0; channel < channels; channel++) {
    const at = BLOCK_BYTES * <usize>channel + 4 * <usize>first;
    memory.copy(monitorPlanes + at, output + at, bytes);
  }
  if (mode != MONITOR_LIMIT) {
    applyLevel(first, end);
    applyDeclick(first, end);
  }
  const at = monitorPlanes + 4 * <usize>first;
  limiterProcess(limiter, at, end - first, at);
}
