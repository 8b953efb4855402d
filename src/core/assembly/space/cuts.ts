import { SECTION_BYTES, SECTION_STATE_BYTES, SECTIONS_TOGETHER } from '../../contract';
import { runCascade } from '../eq/cascade';
import { designHighPass, designLowPass, designNothing } from '../eq/design';
import { copy } from '../fill';
import { addRamped, ramp } from '../strip/kernels';
import { CHUNK } from './planes';

/**
 * The low and high cut of a space: Butterworth filters of second order, none from 20 Hz down and 20 kHz up. They move from chunk to chunk: in a
 * chunk in which they do, what the filters before give goes down and what the new ones give comes up.
 */
/** i32: 0 while nothing is filtered, 1 while something is, 2 in a chunk in which the filters move. Then the filters, and those before. */
// @ts-ignore: decorator
@inline const SECTIONS: usize = 16;
// @ts-ignore: decorator
@inline const SIX: usize = <usize>(SECTION_BYTES * SECTIONS_TOGETHER);
// @ts-ignore: decorator
@inline export const CUTS_BYTES: usize = SECTIONS + 2 * SIX;
/** Bytes of the states a plane is filtered with, and of those of the filters before. */
// @ts-ignore: decorator
@inline export const CUT_STATE_BYTES: usize = <usize>(SECTION_STATE_BYTES * SECTIONS_TOGETHER);

const NO_LOW_CUT: f64 = 20.0;
const NO_HIGH_CUT: f64 = 20000.0;
const BUTTERWORTH: f64 = 0.7071067811865476;
const PI: f64 = 3.141592653589793;

const before: usize = memory.data(512, 16);

/** Filters nothing from now on. */
export function clearCuts(at: usize): void {
  store<i32>(at, 0);
}

/** True while something is filtered. */
// @ts-ignore: decorator
@inline
export function cutting(at: usize): bool {
  return load<i32>(at) != 0;
}

/** Moves to other frequencies (Hz) in the chunk to come. */
export function designCuts(at: usize, low: f64, high: f64, rate: f64): void {
  const highest = 0.45 * rate;
  const to = at + SECTIONS;
  copy(to + SIX, to, SIX);
  if (load<i32>(at)) store<i32>(at, 2);
  else if (low > NO_LOW_CUT || high < min(NO_HIGH_CUT, highest)) {
    store<i32>(at, 2);
    // What has not filtered yet is faded from as it is.
    for (let i: usize = 0; i < <usize>SECTIONS_TOGETHER; i++) designNothing(to + SIX + <usize>SECTION_BYTES * i);
  }
  designHighPass(to, (2.0 * PI * max(low, 5.0)) / rate, BUTTERWORTH);
  designLowPass(to + <usize>SECTION_BYTES, (2.0 * PI * min(high, highest)) / rate, BUTTERWORTH);
  for (let i = 2; i < SECTIONS_TOGETHER; i++) designNothing(to + <usize>(SECTION_BYTES * i));
}

/** The chunk is over, or nothing sounds yet: the filters are where they were to go. */
export function settleCuts(at: usize): void {
  if (load<i32>(at)) store<i32>(at, 1);
}

/** Filters `count` frames of a plane, from frame `done` of the chunk on. @param states CUT_STATE_BYTES, and those of the filters before */
export function cut(at: usize, plane: usize, done: i32, count: i32, states: usize, statesBefore: usize): void {
  const moves = load<i32>(at) == 2;
  if (moves) {
    if (done == 0) copy(statesBefore, states, CUT_STATE_BYTES);
    memory.copy(before, plane, <usize>count << 2);
    runCascade(before, count, at + SECTIONS + SIX, SECTIONS_TOGETHER, statesBefore);
  }
  runCascade(plane, count, at + SECTIONS, SECTIONS_TOGETHER, states);
  if (!moves) return;
  const slope = <f32>1.0 / <f32>CHUNK;
  ramp(plane, count, 0.0, slope, done);
  addRamped(plane, before, count, 1.0, -slope, done);
}
