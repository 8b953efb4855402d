import { BLOCK_FRAMES, EAR_SOURCES } from '../../contract';
import { reserve } from '../arena';
import { fftForward } from '../convolver/fft';
import { fftInverse } from '../convolver/fft-inverse';
import { FFT_TABLE_BYTES, fftTables, SPECTRUM_BYTES } from '../convolver/fft-tables';
import { clear } from '../fill';
import { initFractions } from './fraction';
import { finishGrid, gridReady, initGrid, loadDirection } from './grid';
import {
  clearSource, earPlane, filterAfter, filterBefore, forgetFilters, initSources, isQuiet, LATEST, moves, nextSlot, shareAfter, shareBefore,
  SOURCE_BYTES, SPECTRA, takeSource,
} from './source';

/**
 * Two ears: every source through its own pair of 256-tap responses.
 *
 * Overlap-save in blocks of 128. Each ear's delayed signal is transformed once a block, multiplied by both partitions of the
 * filters of the source's way, and summed over all sources while still a spectrum: one sum for what is heard at the block's
 * beginning, one for what is added up to its end. So two sums per ear come back through an inverse transform each, and one
 * straight line over the block moves every source at once. Sources are summed in the order they are given in.
 */
/** Bytes of both ears' spectra. */
const PAIR_BYTES: usize = 2 * SPECTRUM_BYTES;
const PLANE_BYTES: usize = 4 * BLOCK_FRAMES;

let tables: usize = 0;
let sources: usize = 0;
/** Sums of what is heard at the block's beginning, and of what is added by its end. */
let start: usize = 0;
let change: usize = 0;
/** What comes back of either for an ear, and what is thrown away of it. */
let heard: usize = 0;
const shares: usize = memory.data(8, 16);

/** The block being rendered. */
let first: i32 = 0;
let end: i32 = BLOCK_FRAMES;
let sounding: bool = false;
let moving: bool = false;

/** Takes memory. */
export function initEars(): void {
  tables = reserve(FFT_TABLE_BYTES);
  fftTables(tables);
  initFractions();
  initGrid();
  initSources();
  sources = reserve(SOURCE_BYTES * EAR_SOURCES);
  start = reserve(PAIR_BYTES);
  change = reserve(PAIR_BYTES);
  heard = reserve(3 * PLANE_BYTES);
  for (let i = 0; i < EAR_SOURCES; i++) clearSource(earSource(i));
}

/** Transforms the responses of a direction of the grid. */
export function loadResponse(index: i32): void {
  loadDirection(index, tables);
}

/** Declares the responses loaded, and hears with them from the next block on. */
export function finishResponses(): void {
  finishGrid();
  for (let i = 0; i < EAR_SOURCES; i++) forgetFilters(earSource(i));
}

/** A source by its number, 0 … EAR_SOURCES − 1. */
export function earSource(index: i32): usize {
  return sources + SOURCE_BYTES * <usize>index;
}

/** Forgets everything that still rings. */
export function resetEars(): void {
  for (let i = 0; i < EAR_SOURCES; i++) if (!isQuiet(earSource(i))) clearSource(earSource(i));
}

/** Starts a block of frames `from` … `to`. */
export function beginEars(from: i32, to: i32): void {
  first = from;
  end = to;
  sounding = false;
  moving = false;
  nextSlot();
  clear(start, PAIR_BYTES);
  clear(change, PAIR_BYTES);
}

/** True if a source with this plane (0: silence) would be heard. */
export function wouldHear(source: usize, plane: usize): bool {
  return gridReady && (plane != 0 || !isQuiet(source));
}

/**
 * Gives a source its block: a plane (0: silence), with the left ear's delay over the right's, in samples, at frame 0 of the
 * whole block and at frame 128. The caller has aimed it. Every source that is not quiet must be given once a block, always in the same
 * order. Audio thread. @returns false if there was nothing to hear
 */
export function feedEars(source: usize, plane: usize, before: f64, after: f64): bool {
  if (!takeSource(source, plane, first, end, before, after)) return false;
  hear(source);
  return true;
}

/** Ends the block: adds frames `first` … `end` of both ears to two planes. */
export function endEars(left: usize, right: usize): void {
  if (!sounding) return;
  addEar(left, start, change);
  addEar(right, start + SPECTRUM_BYTES, change + SPECTRUM_BYTES);
}

function addEar(to: usize, sum: usize, way: usize): void {
  const waste = heard + 2 * PLANE_BYTES;
  const other = heard + PLANE_BYTES;
  // Of 256 samples the last 128 are right; the block's own are the last of those.
  fftInverse(waste, heard, sum, tables);
  if (moving) fftInverse(waste, other, way, tables);
  const from = <usize>(BLOCK_FRAMES - end) << 2;
  for (let frame = first; frame < end; frame++) {
    const at = <usize>frame << 2;
    let value = load<f32>(heard + from + at);
    if (moving) value += <f32>frame * (1.0 / 128.0) * load<f32>(other + from + at);
    store<f32>(to + at, load<f32>(to + at) + value);
  }
}

function spectra(source: usize, which: i32): usize {
  return source + SPECTRA + PAIR_BYTES * <usize>which;
}

/** Transforms both ears' two blocks that ended `back` blocks ago. */
function transform(to: usize, source: usize, back: usize): void {
  fftForward(to, earPlane(source, back + 1, 0), earPlane(source, back, 0), tables);
  fftForward(to + SPECTRUM_BYTES, earPlane(source, back + 1, 1), earPlane(source, back, 1), tables);
}

function hear(source: usize): void {
  sounding = true;
  const latest = load<i32>(source, LATEST);
  const last = spectra(source, latest);
  const now = spectra(source, 1 - latest);
  // The block before this window may not be the one that was transformed last.
  if (end - first < BLOCK_FRAMES) transform(last, source, 1);
  transform(now, source, 0);
  store<i32>(source, 1 - latest, LATEST);
  multiply(source, now, last);
}

/** Adds a source's products with its filters to the sums. */
function multiply(source: usize, now: usize, last: usize): void {
  if (!moves(source)) {
    addProducts(start, now, last, filterBefore(source));
    return;
  }
  moving = true;
  addTwoProducts(now, last, filterBefore(source), filterAfter(source), shareBefore(source), shareAfter(source));
}

/** sum += now · first partition + last · second partition */
function addProducts(sum: usize, now: usize, last: usize, filter: usize): void {
  const stop = sum + PAIR_BYTES;
  while (sum < stop) {
    const xr = v128.load(now);
    const xi = v128.load(now, 16);
    const pr = v128.load(last);
    const pi = v128.load(last, 16);
    const hr = v128.load(filter);
    const hi = v128.load(filter, 16);
    const gr = v128.load(filter, 32);
    const gi = v128.load(filter, 48);
    const re = f32x4.add(f32x4.sub(f32x4.mul(xr, hr), f32x4.mul(xi, hi)), f32x4.sub(f32x4.mul(pr, gr), f32x4.mul(pi, gi)));
    const im = f32x4.add(f32x4.add(f32x4.mul(xr, hi), f32x4.mul(xi, hr)), f32x4.add(f32x4.mul(pr, gi), f32x4.mul(pi, gr)));
    v128.store(sum, f32x4.add(v128.load(sum), re));
    v128.store(sum, f32x4.add(v128.load(sum, 16), im), 16);
    sum += 32;
    now += 32;
    last += 32;
    filter += 64;
  }
}

/** The same with both filters of a way: as heard at the share `near` of it, and what is added up to the share `far`. */
function addTwoProducts(now: usize, last: usize, one: usize, two: usize, near: f32, far: f32): void {
  store<f32>(shares, near);
  store<f32>(shares, far - near, 4);
  // Loaded, since engines make a splat anew in every turn of a loop.
  const nears = v128.load32_splat(shares);
  const steps = v128.load32_splat(shares, 4);
  let sum = start;
  let other = change;
  const stop = sum + PAIR_BYTES;
  while (sum < stop) {
    const xr = v128.load(now);
    const xi = v128.load(now, 16);
    const pr = v128.load(last);
    const pi = v128.load(last, 16);
    let hr = v128.load(one);
    let hi = v128.load(one, 16);
    let gr = v128.load(one, 32);
    let gi = v128.load(one, 48);
    let re = f32x4.add(f32x4.sub(f32x4.mul(xr, hr), f32x4.mul(xi, hi)), f32x4.sub(f32x4.mul(pr, gr), f32x4.mul(pi, gi)));
    let im = f32x4.add(f32x4.add(f32x4.mul(xr, hi), f32x4.mul(xi, hr)), f32x4.add(f32x4.mul(pr, gi), f32x4.mul(pi, gr)));
    const re1 = re;
    const im1 = im;
    hr = v128.load(two);
    hi = v128.load(two, 16);
    gr = v128.load(two, 32);
    gi = v128.load(two, 48);
    re = f32x4.add(f32x4.sub(f32x4.mul(xr, hr), f32x4.mul(xi, hi)), f32x4.sub(f32x4.mul(pr, gr), f32x4.mul(pi, gi)));
    im = f32x4.add(f32x4.add(f32x4.mul(xr, hi), f32x4.mul(xi, hr)), f32x4.add(f32x4.mul(pr, gi), f32x4.mul(pi, gr)));
    re = f32x4.sub(re, re1);
    im = f32x4.sub(im, im1);
    v128.store(sum, f32x4.add(v128.load(sum), f32x4.add(re1, f32x4.mul(nears, re))));
    v128.store(sum, f32x4.add(v128.load(sum, 16), f32x4.add(im1, f32x4.mul(nears, im))), 16);
    v128.store(other, f32x4.add(v128.load(other), f32x4.mul(steps, re)));
    v128.store(other, f32x4.add(v128.load(other, 16), f32x4.mul(steps, im)), 16);
    sum += 32;
    other += 32;
    now += 32;
    last += 32;
    one += 64;
    two += 64;
  }
}
