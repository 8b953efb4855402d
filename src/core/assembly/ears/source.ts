import { BLOCK_FRAMES } from '../../contract';
import { reserve } from '../arena';
import { SPECTRUM_BYTES } from '../convolver/fft-tables';
import { copyFrames, delayFrames } from './fraction';
import { FILTER_BYTES, filterAt } from './grid';

/**
 * A source at the ears: what it played lately, each ear's delayed signal of the last four blocks, the spectra of the last
 * two, and the filters of the two ends of its way. A filter is known by the direction it was made for.
 */
const PLANE_BYTES: usize = 4 * BLOCK_FRAMES;
/** Blocks of an ear's delayed signal that are kept. */
const SLOTS: usize = 4;
/** i32: frames of silence it has had, up to QUIET_FRAMES: then it is all zeros. */
const QUIET: usize = 0;
/** i32: which of two spectra is the last block's; which of two filters belongs to the way's end. */
export const LATEST: usize = 4;
const FRESH: usize = 8;
/** i32: 1 if it moves. f32: shares of the end's filter at frame 0 of the block and at frame 128. */
const MOVES: usize = 12;
const SHARES: usize = 16;
/** f64 azimuth, elevation of either filter. */
const KEYS: usize = 32;
const LINE: usize = 64;
const RING: usize = LINE + 2 * PLANE_BYTES + 64;
export const SPECTRA: usize = RING + 2 * SLOTS * PLANE_BYTES;
const FILTERS: usize = SPECTRA + 2 * 2 * SPECTRUM_BYTES;
export const SOURCE_BYTES: usize = FILTERS + 2 * FILTER_BYTES;
/** Silence after which nothing of a source is left: its line, the longest delay, four blocks of either ear. */
const QUIET_FRAMES: i32 = 6 * BLOCK_FRAMES;

/** Slot of every source's ring the block being rendered goes to. */
let slot: usize = 0;
let straight: usize = 0;
let apart: usize = 0;

/** Takes memory. */
export function initSources(): void {
  straight = reserve((SLOTS + 2) * PLANE_BYTES);
  apart = reserve(2 * PLANE_BYTES);
  slot = 0;
}

/** Goes on to the next block. */
export function nextSlot(): void {
  slot = (slot + 1) % SLOTS;
}

/** Stays in this block for one more `nextSlot`: other sources are heard in it apart from the first. */
export function sameSlot(): void {
  slot = (slot + SLOTS - 1) % SLOTS;
}

/** Makes a source new: silent, its filters unknown. */
export function clearSource(source: usize): void {
  memory.fill(source, 0, SOURCE_BYTES);
  store<i32>(source, QUIET_FRAMES, QUIET);
  forgetFilters(source);
}

/** Forgets the filters: the set has changed. */
export function forgetFilters(source: usize): void {
  for (let i: usize = 0; i < 32; i += 8) store<f64>(source + KEYS + i, NaN);
}

/** True if nothing of a source is left to hear. */
export function isQuiet(source: usize): bool {
  return load<i32>(source, QUIET) >= QUIET_FRAMES;
}

function plane(source: usize, which: usize, ear: usize): usize {
  return source + RING + PLANE_BYTES * (2 * (which % SLOTS) + ear);
}

/** An ear's delayed signal of the last block, and of the one before (`back` 1), and so on. */
export function earPlane(source: usize, back: usize, ear: usize): usize {
  return plane(source, slot + SLOTS - back, ear);
}

function holds(source: usize, which: usize, azimuth: f64, elevation: f64): bool {
  const key = source + KEYS + 16 * which;
  return load<f64>(key) == azimuth && load<f64>(key, 8) == elevation;
}

function filter(source: usize, which: usize): usize {
  return source + FILTERS + FILTER_BYTES * which;
}

function makeFilter(source: usize, which: usize, azimuth: f64, elevation: f64): void {
  if (holds(source, which, azimuth, elevation)) return;
  const key = source + KEYS + 16 * which;
  store<f64>(key, azimuth);
  store<f64>(key, elevation, 8);
  filterAt(filter(source, which), azimuth, elevation);
}

/**
 * Points a source: on its way from one direction to another it has done the share `near` at frame 0 of the block, `far`
 * at frame 128.
 */
export function aim(source: usize, fromAzimuth: f64, fromElevation: f64, toAzimuth: f64, toElevation: f64, near: f32, far: f32): void {
  // Where the last way ended this one begins.
  let start: usize = <usize>load<i32>(source, FRESH);
  if (!holds(source, start, fromAzimuth, fromElevation)) start = 1 - start;
  makeFilter(source, start, fromAzimuth, fromElevation);
  const differs = fromAzimuth != toAzimuth || fromElevation != toElevation;
  const end: usize = differs ? 1 - start : start;
  if (differs) makeFilter(source, end, toAzimuth, toElevation);
  store<i32>(source, <i32>end, FRESH);
  store<i32>(source, <i32>differs, MOVES);
  store<f32>(source, near, SHARES);
  store<f32>(source, far, SHARES + 4);
}

/** Share of the way done at frame 0 of the block, and at frame 128. */
export function shareBefore(source: usize): f32 {
  return load<f32>(source, SHARES);
}

export function shareAfter(source: usize): f32 {
  return load<f32>(source, SHARES + 4);
}

/** Keeps a source where its way has led it. */
export function stay(source: usize): void {
  store<i32>(source, 0, MOVES);
}

/** True if the source is on its way. */
export function moves(source: usize): bool {
  return load<i32>(source, MOVES) != 0;
}

/** Filter of the beginning of the way, and of its end. */
export function filterBefore(source: usize): usize {
  return filter(source, moves(source) ? 1 - <usize>load<i32>(source, FRESH) : <usize>load<i32>(source, FRESH));
}

export function filterAfter(source: usize): usize {
  return filter(source, <usize>load<i32>(source, FRESH));
}

/**
 * Takes frames `first` … `end` of a block (plane at `input`, 0 for silence) in and delays them for either ear: the left by what
 * `before` (frame 0) to `after` (frame 128) is above 0, the right by what it is below.
 * @returns false if there is nothing to hear, now or from before
 */
export function takeSource(source: usize, input: usize, first: i32, end: i32, before: f64, after: f64): bool {
  const frames = end - first;
  const bytes: usize = 4 * <usize>frames;
  const line = source + LINE;
  const now = line + PLANE_BYTES;
  if (input == 0) {
    const quiet = load<i32>(source, QUIET);
    if (quiet >= QUIET_FRAMES) return false;
    store<i32>(source, quiet + frames, QUIET);
    memory.fill(now, 0, bytes);
  } else {
    store<i32>(source, 0, QUIET);
    copyFrames(now, input + 4 * <usize>first, frames);
  }
  const from = now - 4 * <usize>first;
  if (frames == BLOCK_FRAMES) {
    delayFrames(plane(source, slot, 0), from, 0, end, before, after);
    delayFrames(plane(source, slot, 1), from, 0, end, -before, -after);
  } else {
    for (let ear: usize = 0; ear < 2; ear++) {
      delayFrames(apart, from, first, end, ear == 0 ? before : -before, ear == 0 ? after : -after);
      slide(source, ear, first, frames);
    }
  }
  copyFrames(line, line + bytes, BLOCK_FRAMES);
  return true;
}

/** Puts a short block behind the others, so that the slots hold the last four blocks' worth of frames. */
function slide(source: usize, ear: usize, first: i32, frames: i32): void {
  for (let i: usize = 0; i < SLOTS; i++) memory.copy(straight + PLANE_BYTES * i, plane(source, slot + i, ear), PLANE_BYTES);
  const bytes: usize = 4 * <usize>frames;
  memory.copy(straight + PLANE_BYTES * SLOTS, apart + 4 * <usize>first, bytes);
  for (let i: usize = 0; i < SLOTS; i++) memory.copy(plane(source, slot + 1 + i, ear), straight + bytes + PLANE_BYTES * i, PLANE_BYTES);
}
