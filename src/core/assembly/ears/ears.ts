import { BLOCK_FRAMES, EAR_SOURCES } from '../../contract';
import { reserve } from '../arena';
import { FFT_TABLE_BYTES, fftForward, fftInverse, fftTables, POINTS, SPECTRUM_BYTES } from '../convolver/fft';
import { initFractions } from './fraction';
import { finishGrid, gridReady, initGrid, loadDirection } from './grid';
import {
  clearSource, earPlane, filterAfter, filterBefore, forgetFilters, initSources, isQuiet, LATEST, moves, nextSlot, OWN_SPECTRUM_BYTES, shareAfter,
  shareBefore, SOURCE_BYTES, SPECTRA, takeSource,
} from './source';

/**
 * Two ears: every source through its own pair of 256-tap responses.
 *
 * Overlap-save in blocks of 128. Each ear's delayed signal is transformed once a block (two sources, that is four signals, at a
 * time), multiplied by both partitions of the filter of the block's beginning and of its end, and summed over all sources
 * while still a spectrum. So two sums per ear come back through one inverse transform, and one straight cross-fade
 * between them moves every source at once. Sources are summed in the order they are given in: the bits do not
 * depend on which of them share a transform.
 */
const SUM_BYTES: usize = SPECTRUM_BYTES / 2;

let tables: usize = 0;
let sources: usize = 0;
/** Sums of what stands still, of what moves at the block's beginning, and at its end. */
let steady: usize = 0;
let before: usize = 0;
let after: usize = 0;
let work: usize = 0;
let lone: usize = 0;
const nothing: usize = memory.data(512, 16);

/** The block being rendered. */
let first: i32 = 0;
let end: i32 = BLOCK_FRAMES;
/** A source that waits for another to share its transform. */
let waiting: usize = 0;
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
  steady = reserve(SUM_BYTES);
  before = reserve(SUM_BYTES);
  after = reserve(SUM_BYTES);
  work = reserve(SPECTRUM_BYTES);
  lone = reserve(OWN_SPECTRUM_BYTES);
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
  waiting = 0;
  sounding = false;
  moving = false;
  nextSlot();
  memory.fill(steady, 0, SUM_BYTES);
  memory.fill(before, 0, SUM_BYTES);
  memory.fill(after, 0, SUM_BYTES);
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
  if (waiting == 0) waiting = source;
  else {
    hearPair(waiting, source);
    waiting = 0;
  }
  return true;
}

/** Ends the block: adds frames `first` … `end` of both ears to two planes. */
export function endEars(left: usize, right: usize): void {
  if (waiting != 0) hearPair(waiting, 0);
  if (!sounding) return;
  for (let bin: usize = 0; bin < <usize>POINTS; bin += 2) {
    const from = bin << 4;
    const to = work + (bin << 5);
    const still = v128.load(steady + from);
    const stillIm = v128.load(steady + from, 16);
    const b = f32x4.add(still, v128.load(before + from));
    const bIm = f32x4.add(stillIm, v128.load(before + from, 16));
    const a = f32x4.add(still, v128.load(after + from));
    const aIm = f32x4.add(stillIm, v128.load(after + from, 16));
    v128.store(to, v128.shuffle<f32>(b, a, 0, 1, 4, 5));
    v128.store(to, v128.shuffle<f32>(bIm, aIm, 0, 1, 4, 5), 16);
    v128.store(to, v128.shuffle<f32>(b, a, 2, 3, 6, 7), 32);
    v128.store(to, v128.shuffle<f32>(bIm, aIm, 2, 3, 6, 7), 48);
  }
  fftInverse(work, tables);
  // The window's last 128 frames end at `end`; its second half comes back as imaginary parts.
  const offset = BLOCK_FRAMES - end;
  for (let frame = first; frame < end; frame++) {
    const n = <usize>(frame + offset);
    const value = f32x4.sub(
      f32x4.mul(v128.load(work + (n << 5), 16), v128.load32_splat(tables + (n << 3))),
      f32x4.mul(v128.load(work + (n << 5)), v128.load32_splat(tables + (n << 3), 4)),
    );
    const l = f32x4.extract_lane(value, 0);
    const r = f32x4.extract_lane(value, 1);
    const way: f32 = <f32>frame * (1.0 / 128.0);
    const at = <usize>frame << 2;
    store<f32>(left + at, load<f32>(left + at) + (moving ? l + way * (f32x4.extract_lane(value, 2) - l) : l));
    store<f32>(right + at, load<f32>(right + at) + (moving ? r + way * (f32x4.extract_lane(value, 3) - r) : r));
  }
}

/** Folds, twists and transforms the ears' last two blocks, `back` blocks ago, of two sources. */
function transform(one: usize, two: usize, back: usize): void {
  const a = earPlane(one, back + 1, 0);
  const b = earPlane(one, back + 1, 1);
  const c = two ? earPlane(two, back + 1, 0) : nothing;
  const d = two ? earPlane(two, back + 1, 1) : nothing;
  const e = earPlane(one, back, 0);
  const f = earPlane(one, back, 1);
  const g = two ? earPlane(two, back, 0) : nothing;
  const h = two ? earPlane(two, back, 1) : nothing;
  let to = work;
  let twist = tables;
  for (let n: usize = 0; n < 512; n += 16) {
    let x = v128.load(a + n);
    let y = v128.load(b + n);
    const xyLow = v128.shuffle<f32>(x, y, 0, 4, 1, 5);
    const xyHigh = v128.shuffle<f32>(x, y, 2, 6, 3, 7);
    x = v128.load(c + n);
    y = v128.load(d + n);
    const zwLow = v128.shuffle<f32>(x, y, 0, 4, 1, 5);
    const zwHigh = v128.shuffle<f32>(x, y, 2, 6, 3, 7);
    x = v128.load(e + n);
    y = v128.load(f + n);
    const xyLow2 = v128.shuffle<f32>(x, y, 0, 4, 1, 5);
    const xyHigh2 = v128.shuffle<f32>(x, y, 2, 6, 3, 7);
    x = v128.load(g + n);
    y = v128.load(h + n);
    const zwLow2 = v128.shuffle<f32>(x, y, 0, 4, 1, 5);
    const zwHigh2 = v128.shuffle<f32>(x, y, 2, 6, 3, 7);
    storeTwisted(to, twist, v128.shuffle<f32>(xyLow, zwLow, 0, 1, 4, 5), v128.shuffle<f32>(xyLow2, zwLow2, 0, 1, 4, 5));
    storeTwisted(to + 32, twist + 8, v128.shuffle<f32>(xyLow, zwLow, 2, 3, 6, 7), v128.shuffle<f32>(xyLow2, zwLow2, 2, 3, 6, 7));
    storeTwisted(to + 64, twist + 16, v128.shuffle<f32>(xyHigh, zwHigh, 0, 1, 4, 5), v128.shuffle<f32>(xyHigh2, zwHigh2, 0, 1, 4, 5));
    storeTwisted(to + 96, twist + 24, v128.shuffle<f32>(xyHigh, zwHigh, 2, 3, 6, 7), v128.shuffle<f32>(xyHigh2, zwHigh2, 2, 3, 6, 7));
    to += 128;
    twist += 32;
  }
  fftForward(work, tables);
}

/** (re + j im) · twist */
// @ts-ignore: decorator
@inline
function storeTwisted(to: usize, twist: usize, re: v128, im: v128): void {
  const c = v128.load32_splat(twist);
  const s = v128.load32_splat(twist, 4);
  v128.store(to, f32x4.sub(f32x4.mul(re, c), f32x4.mul(im, s)));
  v128.store(to, f32x4.add(f32x4.mul(re, s), f32x4.mul(im, c)), 16);
}

/** Takes the four spectra in `work` apart into those of two sources. */
function takeApart(one: usize, two: usize): void {
  for (let bin: usize = 0; bin < <usize>POINTS; bin += 2) {
    const from = work + (bin << 5);
    const at = bin << 4;
    const re = v128.load(from);
    const im = v128.load(from, 16);
    const nextRe = v128.load(from, 32);
    const nextIm = v128.load(from, 48);
    v128.store(one + at, v128.shuffle<f32>(re, nextRe, 0, 1, 4, 5));
    v128.store(one + at, v128.shuffle<f32>(im, nextIm, 0, 1, 4, 5), 16);
    v128.store(two + at, v128.shuffle<f32>(re, nextRe, 2, 3, 6, 7));
    v128.store(two + at, v128.shuffle<f32>(im, nextIm, 2, 3, 6, 7), 16);
  }
}

function spectrum(source: usize, which: i32): usize {
  return source + SPECTRA + OWN_SPECTRUM_BYTES * <usize>which;
}

/** Hears two sources, or one and silence. */
function hearPair(one: usize, two: usize): void {
  sounding = true;
  const oneLast = load<i32>(one, LATEST);
  const twoLast = two ? load<i32>(two, LATEST) : 0;
  if (end - first < BLOCK_FRAMES) {
    // The block before this window is not the one that was transformed last.
    transform(one, two, 1);
    takeApart(spectrum(one, oneLast), two ? spectrum(two, twoLast) : lone);
  }
  transform(one, two, 0);
  takeApart(spectrum(one, 1 - oneLast), two ? spectrum(two, 1 - twoLast) : lone);
  store<i32>(one, 1 - oneLast, LATEST);
  multiply(one, spectrum(one, 1 - oneLast), spectrum(one, oneLast));
  if (two == 0) return;
  store<i32>(two, 1 - twoLast, LATEST);
  multiply(two, spectrum(two, 1 - twoLast), spectrum(two, twoLast));
}

/** Adds a source's products with its filters to the sums. */
function multiply(source: usize, now: usize, last: usize): void {
  if (!moves(source)) {
    addProducts(steady, now, last, filterBefore(source));
    return;
  }
  moving = true;
  addTwoProducts(now, last, filterBefore(source), filterAfter(source), shareBefore(source), shareAfter(source));
}

/** sum += now · first partition + last · second partition */
function addProducts(sum: usize, now: usize, last: usize, filter: usize): void {
  const stop = sum + SUM_BYTES;
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

/** The same with both filters of a way, in the shares of either end of the block. */
function addTwoProducts(now: usize, last: usize, one: usize, two: usize, near: f32, far: f32): void {
  const nears = f32x4.splat(near);
  const fars = f32x4.splat(far);
  let sum = before;
  let other = after;
  const stop = sum + SUM_BYTES;
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
    v128.store(other, f32x4.add(v128.load(other), f32x4.add(re1, f32x4.mul(fars, re))));
    v128.store(other, f32x4.add(v128.load(other, 16), f32x4.add(im1, f32x4.mul(fars, im))), 16);
    sum += 32;
    other += 32;
    now += 32;
    last += 32;
    one += 64;
    two += 64;
  }
}
