import { BLOCK_FRAMES, DECORRELATOR_DELAY, DECORRELATOR_TAPS, MAX_SPEAKERS } from '../../contract';
import { reserve } from '../arena';
import { clearDiffuseEars, hearDiffuse } from '../ears/diffuse';
import { addRamped, addScaled, ramp } from '../strip/kernels';
import { applySeeds, decorrelate, initDecorrelators, resetDecorrelators } from './decorrelators';
import { guardInner } from './guard';

/**
 * The diffuse part of the mix (ITU-R BS.2127-1 §7.4): what diffuse strips give to a bus of each speaker passes that speaker's
 * decorrelation filter, and all else waits for the filters' middle. Both exist only while some strip is diffuse. Coming and
 * going they are faded over to and from a mix whose diffuse part sounds like the direct one: first their lines fill, then
 * `way` leads from the one to the other; back once nothing rings any more. A shuttle, which renders stretches of time in
 * any order, does without.
 *
 * At two ears the virtual speakers hear the filtered buses beside all other sources, whose sum waits.
 */
const BLOCK_BYTES: usize = 4 * BLOCK_FRAMES;
const LINE_FRAMES: i32 = 256;
const LINE_BYTES: usize = 4 * (LINE_FRAMES + BLOCK_FRAMES);
/** Frames after which lines and filters are full, or empty: what the ears add to a filter is less than another of its kind. */
const MEMORY_FRAMES: i32 = 2 * DECORRELATOR_TAPS;

/** What strips give to the filters. */
export let diffusePlanes: usize = 0;
let wetPlanes: usize = 0;
let lines: usize = 0;
/** True if the layout's speakers are heard by two ears. */
export let diffuseEars: bool = false;

let span: i32 = 384;
/** True while lines and filters are in use; frames since they are; frames until those of the last strip have rung out. */
let active: bool = false;
let filled: i32 = 0;
let rest: i32 = 0;
/** Frames of the fade done; then, of the block being rendered, the share of the delayed mix at its first frame and the slope. */
let way: i32 = 0;
let share: f32 = 0.0;
let slope: f32 = 0.0;
/** True in a block that may have a diffuse part. */
let uses: bool = false;

/** Takes memory. @param frames length of a cross-fade */
export function initDiffuse(frames: i32): void {
  initDecorrelators();
  diffusePlanes = reserve(BLOCK_BYTES * MAX_SPEAKERS);
  wetPlanes = reserve(BLOCK_BYTES * MAX_SPEAKERS);
  lines = reserve(LINE_BYTES * MAX_SPEAKERS);
  span = frames;
  active = uses = false;
}

/** Begins anew from silence, with the diffuse part in force at once if it is wanted: when play starts or jumps. */
export function restartDiffuse(wanted: bool): void {
  if (active) clear();
  active = wanted;
  filled = wanted ? MEMORY_FRAMES : 0;
  rest = wanted ? MEMORY_FRAMES : 0;
  way = wanted ? span : 0;
}

function clear(): void {
  memory.fill(lines, 0, LINE_BYTES * MAX_SPEAKERS);
  resetDecorrelators();
  clearDiffuseEars();
}

/** Takes the filters of the layout in force. */
export function useDiffuseLayout(speakers: i32, ears: bool, wanted: bool): void {
  diffuseEars = ears;
  applySeeds(speakers);
  restartDiffuse(wanted);
}

/** Samples by which the mix waits for the filters. @param wanted whether any strip is diffuse */
export function diffuseDelay(wanted: bool): i32 {
  return wanted || rest > 0 ? DECORRELATOR_DELAY : 0;
}

/** Starts a block. @param wanted whether any strip is diffuse; `live` whether time goes straight on */
export function beginDiffuse(wanted: bool, live: bool, frames: i32): void {
  uses = wanted || active;
  if (!uses) return;
  memory.fill(diffusePlanes, 0, BLOCK_BYTES * MAX_SPEAKERS);
  const before = way;
  move(wanted && live, live, frames);
  share = <f32>before / <f32>span;
  slope = <f32>(way - before) / <f32>(span * frames);
}

/** Silences what strips gave in this block: something else is heard instead. */
export function silenceDiffuse(): void {
  if (uses) memory.fill(diffusePlanes, 0, BLOCK_BYTES * MAX_SPEAKERS);
}

function move(on: bool, live: bool, frames: i32): void {
  if (on) {
    if (!active) {
      clear();
      active = true;
      filled = 0;
    }
    rest = MEMORY_FRAMES;
  } else rest = live ? max(0, rest - frames) : 0;
  if (!active) return;
  if (rest > 0) {
    // Full at the end of this block: the fade begins with the next.
    if (filled >= MEMORY_FRAMES) way = min(span, way + frames);
    else filled += frames;
    return;
  }
  if (way > 0) {
    way = max(0, way - frames);
    filled = MEMORY_FRAMES;
    return;
  }
  filled -= frames;
  if (filled <= 0) active = false;
}

/** True if the share of the delayed mix is this throughout the block. */
function stands(value: f32): bool {
  return slope == 0.0 && share == value;
}

/** Delays the first planes of a row by their lines, as far as the fade has come. */
function wait(planes: usize, count: i32, first: i32, end: i32): void {
  const frames = end - first;
  const bytes = <usize>frames << 2;
  for (let i = 0; i < count; i++) {
    const line = lines + LINE_BYTES * <usize>i;
    const plane = planes + BLOCK_BYTES * <usize>i + (<usize>first << 2);
    const late = line + 4 * (LINE_FRAMES - DECORRELATOR_DELAY);
    memory.copy(line + 4 * LINE_FRAMES, plane, bytes);
    if (stands(1.0)) memory.copy(plane, late, bytes);
    else if (!stands(0.0)) {
      ramp(plane, frames, <f32>1.0 - share, -slope, 0);
      addRamped(plane, late, frames, share, slope, 0);
    }
    memory.copy(line, line + bytes, 4 * LINE_FRAMES);
  }
}

/** Joins the diffuse part with the layout's planes of the block; at two ears all but what `finishDiffuse` adds. */
export function joinDiffuse(planes: usize, speakers: i32, first: i32, end: i32): void {
  if (!uses) return;
  const at = <usize>first << 2;
  const frames = end - first;
  guardInner(diffusePlanes, speakers, first, end);
  if (!stands(1.0)) {
    for (let i = 0; i < speakers; i++) {
      const offset = BLOCK_BYTES * <usize>i + at;
      addRamped(planes + offset, diffusePlanes + offset, frames, <f32>1.0 - share, -slope, 0);
    }
  }
  if (!active) return;
  decorrelate(diffusePlanes, wetPlanes, speakers, first, end);
  if (!diffuseEars) wait(planes, speakers, first, end);
  for (let i = 0; i < speakers; i++) {
    const offset = BLOCK_BYTES * <usize>i + at;
    if (!stands(1.0)) ramp(wetPlanes + offset, frames, share, slope, 0);
    if (!diffuseEars) addScaled(planes + offset, wetPlanes + offset, frames, 1.0);
  }
}

/** Delays both ears' planes and adds the diffuse part from the places of the speakers (SPEAKER_BYTES each at `table`). */
export function finishDiffuse(pair: usize, speakers: i32, table: usize, first: i32, end: i32): void {
  if (!uses || !active) return;
  wait(pair, 2, first, end);
  hearDiffuse(speakers, table, wetPlanes, first, end, pair, pair + BLOCK_BYTES);
}
