import { BLOCK_FRAMES } from '../../contract';
import { reserve } from '../arena';
import { cos } from '../math/f64';
import { addScaled } from '../strip/kernels';

/**
 * Folds of a layout's planes. 7.1 becomes 5.1 in place, its sides and rears summed. 5.1 becomes two channels:
 *   Lo/Ro  Lo = L + √½ C + √½ Ls, Ro likewise, LFE dropped (ITU-R BS.775-4 annex 4)
 *   Lt/Rt  Lt = L + √½ C − √½ S, Rt = R + √½ C + √½ S, where S is Ls + Rs turned by −90° (the matrix of ATSC A/52 §7.8.2)
 * The turn is a Hilbert transformer: a linear-phase FIR filter, Hamming window, flat to 0.2 dB from 90 Hz at 48 kHz. Everything
 * else waits for it: the output is `matrixDelay` samples late.
 */
const BLOCK_BYTES: usize = 4 * BLOCK_FRAMES;
const HALF: f32 = 0.7071067811865476;
const PI: f64 = 3.141592653589793;
/** Half length of the filter at 48 kHz; twice that above 64 kHz. */
const HALF_LENGTH: i32 = 512;
/** Frames of a line: the history, a block, and what a vector reads beyond it. */
const LINE_BYTES: usize = 4 * (4 * HALF_LENGTH + BLOCK_FRAMES + 16);

let half: i32 = HALF_LENGTH;
/** Coefficients at the odd places right of the middle; those to its left are their negatives, all others are 0. */
let taps: usize = 0;
let leftLine: usize = 0;
let rightLine: usize = 0;
let surroundLine: usize = 0;
let turned: usize = 0;

/** Takes memory and makes the filter. */
export function initDownmix(sampleRate: f64): void {
  half = sampleRate > 64000.0 ? 2 * HALF_LENGTH : HALF_LENGTH;
  taps = reserve(4 * <usize>HALF_LENGTH);
  leftLine = reserve(LINE_BYTES);
  rightLine = reserve(LINE_BYTES);
  surroundLine = reserve(LINE_BYTES);
  turned = reserve(BLOCK_BYTES);
  for (let i = 0; i < half >> 1; i++) {
    const place = <f64>(2 * i + 1);
    const window = 0.54 + 0.46 * cos((PI * place) / <f64>half);
    store<f32>(taps + 4 * <usize>i, <f32>((2.0 / (PI * place)) * window));
  }
}

/** Forgets what went before. */
export function resetDownmix(): void {
  memory.fill(leftLine, 0, LINE_BYTES);
  memory.fill(rightLine, 0, LINE_BYTES);
  memory.fill(surroundLine, 0, LINE_BYTES);
}

/** Samples by which Lt/Rt is late. */
export function matrixDelay(): i32 {
  return half;
}

/** Sums sides and rears of 7.1 (L R C LFE Lss Rss Lrs Rrs), which becomes 5.1 in its first six planes. `at` in bytes. */
export function foldSurrounds(planes: usize, at: usize, frames: i32): void {
  for (let channel: usize = 4; channel < 6; channel++) {
    addScaled(planes + BLOCK_BYTES * channel + at, planes + BLOCK_BYTES * (channel + 2) + at, frames, 1.0);
  }
}

/** 5.1 (L R C LFE Ls Rs) to Lo/Ro. */
export function foldPlain(planes: usize, at: usize, frames: i32, left: usize, right: usize): void {
  const bytes: usize = 4 * <usize>frames;
  memory.copy(left, planes + at, bytes);
  memory.copy(right, planes + BLOCK_BYTES + at, bytes);
  const centre = planes + 2 * BLOCK_BYTES + at;
  addScaled(left, centre, frames, HALF);
  addScaled(right, centre, frames, HALF);
  addScaled(left, planes + 4 * BLOCK_BYTES + at, frames, HALF);
  addScaled(right, planes + 5 * BLOCK_BYTES + at, frames, HALF);
}

/** The surround line through the Hilbert transformer, into `turned`. */
function turn(frames: i32): void {
  for (let n = 0; n < frames; n += 4) {
    const middle = surroundLine + 4 * <usize>(half + n);
    let sum = f32x4.splat(0.0);
    let reach: usize = 4;
    for (let i = 0; i < half >> 1; i++, reach += 8) {
      const pair = f32x4.sub(v128.load(middle - reach), v128.load(middle + reach));
      sum = f32x4.add(sum, f32x4.mul(pair, f32x4.splat(load<f32>(taps + 4 * <usize>i))));
    }
    v128.store(turned + 4 * <usize>n, sum);
  }
}

function shift(line: usize, frames: i32): void {
  memory.copy(line, line + 4 * <usize>frames, 8 * <usize>half);
}

/** 5.1 (L R C LFE Ls Rs) to Lt/Rt, `matrixDelay` samples later. */
export function foldMatrix(planes: usize, at: usize, frames: i32, left: usize, right: usize): void {
  const bytes: usize = 4 * <usize>frames;
  const now: usize = 8 * <usize>half;
  const centre = planes + 2 * BLOCK_BYTES + at;
  memory.copy(leftLine + now, planes + at, bytes);
  memory.copy(rightLine + now, planes + BLOCK_BYTES + at, bytes);
  addScaled(leftLine + now, centre, frames, HALF);
  addScaled(rightLine + now, centre, frames, HALF);
  memory.copy(surroundLine + now, planes + 4 * BLOCK_BYTES + at, bytes);
  addScaled(surroundLine + now, planes + 5 * BLOCK_BYTES + at, frames, 1.0);
  turn(frames);
  memory.copy(left, leftLine + (now >> 1), bytes);
  memory.copy(right, rightLine + (now >> 1), bytes);
  addScaled(left, turned, frames, -HALF);
  addScaled(right, turned, frames, HALF);
  shift(leftLine, frames);
  shift(rightLine, frames);
  shift(surroundLine, frames);
}
