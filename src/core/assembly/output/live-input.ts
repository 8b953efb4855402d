import { BLOCK_FRAMES, HOST_FRAMES } from '../../contract';
import { reserve } from '../arena';
import { addScaled } from '../strip/kernels';

/**
 * The stereo live input (metronome, audition sources), added to the bed's left and right. It is delayed by one block:
 * a block may be rendered up to 127 frames before the host has delivered the frames that belong to it.
 */
const LINE_FRAMES: i32 = HOST_FRAMES * 2;

/** Two planes of HOST_FRAMES f32 the host writes before `render`. */
export let inputPlanes: usize = 0;
let lines: usize = 0;
let written: i32 = 0;
let read: i32 = 0;
/** Input frames not known to be silent that may still be in the line. */
let sounding: i32 = 0;

/** Takes memory and primes the line with a block of silence. */
export function initInput(): void {
  inputPlanes = reserve(4 * 2 * HOST_FRAMES);
  lines = reserve(4 * 2 * LINE_FRAMES);
  written = BLOCK_FRAMES;
  read = 0;
  sounding = 0;
}

/** Takes what the host wrote for this call. */
export function takeInput(frames: i32): void {
  let loud = false;
  for (let channel = 0; channel < 2; channel++) {
    const from = inputPlanes + 4 * <usize>(channel * HOST_FRAMES);
    const line = lines + 4 * <usize>(channel * LINE_FRAMES);
    for (let i = 0; i < frames; i++) {
      const value = load<f32>(from + 4 * <usize>i);
      if (value != 0.0) loud = true;
      store<f32>(line + 4 * <usize>((written + i) & (LINE_FRAMES - 1)), value);
    }
  }
  written = (written + frames) & (LINE_FRAMES - 1);
  if (loud) sounding = frames + 2 * BLOCK_FRAMES;
}

/** Adds the next `frames` of the input to two planes of the bed. */
export function addInput(left: usize, right: usize, frames: i32): void {
  if (sounding > 0) {
    const whole = min(frames, LINE_FRAMES - read);
    const at = lines + 4 * <usize>read;
    const other = at + 4 * <usize>LINE_FRAMES;
    addScaled(left, at, whole, 1.0);
    addScaled(right, other, whole, 1.0);
    if (whole < frames) {
      addScaled(left + 4 * <usize>whole, lines, frames - whole, 1.0);
      addScaled(right + 4 * <usize>whole, lines + 4 * <usize>LINE_FRAMES, frames - whole, 1.0);
    }
    sounding -= frames;
  }
  read = (read + frames) & (LINE_FRAMES - 1);
}

/** Passes the next `frames` of the input unheard. */
export function dropInput(frames: i32): void {
  if (sounding > 0) sounding -= frames;
  read = (read + frames) & (LINE_FRAMES - 1);
}
