import { HRTF_AZIMUTHS, HRTF_ELEVATIONS, HRTF_TAPS } from '../../contract';
import { reserve } from '../arena';
import { fftForward } from '../convolver/fft';
import { SPECTRUM_BYTES } from '../convolver/fft-tables';
import { MOST_DELAY } from './fraction';

/**
 * The prepared responses on their grid, as spectra. A filter is two partitions of 128 taps for the left ear, then for the right: for
 * every four bins four vectors, first partition real, imaginary, second partition real, imaginary. Bins stand in the order the
 * transform leaves.
 */
export const FILTER_BYTES: usize = 4096;
/** Bytes of half a response. */
const PLANE_BYTES: usize = 2 * HRTF_TAPS;
const DIRECTIONS: usize = <usize>(HRTF_AZIMUTHS * HRTF_ELEVATIONS);
const STEP_AZIMUTH: f64 = 360.0 / <f64>HRTF_AZIMUTHS;
const STEP_ELEVATION: f64 = 180.0 / <f64>(HRTF_ELEVATIONS - 1);

let filters: usize = 0;
/** f64 a direction: samples by which the left ear hears later. */
export let gridDelays: usize = 0;
/** The same with a line more at either end and the columns a curve may reach beyond: column 0 is azimuth −STEP_AZIMUTH. */
let wideDelays: usize = 0;
const WIDE: i32 = HRTF_AZIMUTHS + 4;
const ROW: usize = 8 * <usize>WIDE;
/** Where the host puts the responses of a direction: f32 [ear][tap]. */
export let gridResponse: usize = 0;
let work: usize = 0;
const weights: usize = memory.data(16, 16);
/** True once a set is loaded. */
export let gridReady: bool = false;

/** Takes memory. */
export function initGrid(): void {
  filters = reserve(FILTER_BYTES * DIRECTIONS);
  gridDelays = reserve(8 * DIRECTIONS);
  wideDelays = reserve(ROW * <usize>(HRTF_ELEVATIONS + 2));
  gridResponse = reserve(4 * 2 * HRTF_TAPS);
  work = reserve(2 * PLANE_BYTES + SPECTRUM_BYTES);
  memory.fill(work, 0, PLANE_BYTES);
  gridReady = false;
}

/** Transforms the responses at `gridResponse` into the filter of a direction. */
export function loadDirection(index: i32, tables: usize): void {
  const silence = work;
  const taps = work + PLANE_BYTES;
  const spectrum = taps + PLANE_BYTES;
  for (let part: usize = 0; part < 4; part++) {
    const from = gridResponse + PLANE_BYTES * part;
    // The inverse transform's scale, a power of two, is put into the filters.
    for (let n: usize = 0; n < PLANE_BYTES; n += 16) v128.store(taps + n, f32x4.mul(v128.load(from + n), f32x4.splat(1.0 / 128.0)));
    fftForward(spectrum, taps, silence, tables);
    let to = filters + FILTER_BYTES * <usize>index + (FILTER_BYTES / 2) * (part >> 1) + 32 * (part & 1);
    for (let n: usize = 0; n < SPECTRUM_BYTES; n += 32, to += 64) {
      v128.store(to, v128.load(spectrum + n));
      v128.store(to, v128.load(spectrum + n, 16), 16);
    }
  }
}

/** Declares the set loaded. */
export function finishGrid(): void {
  // Beyond a pole is the other side of it.
  for (let line = -1; line <= HRTF_ELEVATIONS; line++) {
    const beyond = line < 0 || line >= HRTF_ELEVATIONS;
    const row = line < 0 ? -line : beyond ? 2 * (HRTF_ELEVATIONS - 1) - line : line;
    for (let column = 0; column < WIDE; column++) {
      const from = (column - 1 + HRTF_AZIMUTHS + (beyond ? HRTF_AZIMUTHS / 2 : 0)) % HRTF_AZIMUTHS;
      store<f64>(wideDelays + 8 * <usize>((line + 1) * WIDE + column), load<f64>(gridDelays + 8 * <usize>(row * HRTF_AZIMUTHS + from)));
    }
  }
  gridReady = true;
}

/** The filter at a direction, −180 ≤ azimuth ≤ 180, −90 ≤ elevation ≤ 90: a mean of the four around it. */
export function filterAt(to: usize, azimuth: f64, elevation: f64): void {
  const column = (azimuth < 0.0 ? azimuth + 360.0 : azimuth) / STEP_AZIMUTH;
  const line = (elevation + 90.0) / STEP_ELEVATION;
  const left = <i32>floor(column);
  const low = min(<i32>floor(line), HRTF_ELEVATIONS - 2);
  const across = column - <f64>left;
  const up = line - <f64>low;
  const first = left % HRTF_AZIMUTHS;
  const second = (left + 1) % HRTF_AZIMUTHS;
  const row = filters + FILTER_BYTES * <usize>(low * HRTF_AZIMUTHS);
  const above = row + FILTER_BYTES * <usize>HRTF_AZIMUTHS;
  const a = row + FILTER_BYTES * <usize>first;
  const b = row + FILTER_BYTES * <usize>second;
  const c = above + FILTER_BYTES * <usize>first;
  const d = above + FILTER_BYTES * <usize>second;
  store<f32>(weights, <f32>((1.0 - across) * (1.0 - up)));
  store<f32>(weights, <f32>(across * (1.0 - up)), 4);
  store<f32>(weights, <f32>((1.0 - across) * up), 8);
  store<f32>(weights, <f32>(across * up), 12);
  // Loaded, since engines make a splat anew in every turn of a loop.
  const wa = v128.load32_splat(weights);
  const wb = v128.load32_splat(weights, 4);
  const wc = v128.load32_splat(weights, 8);
  const wd = v128.load32_splat(weights, 12);
  if (up == 0.0) {
    for (let i: usize = 0; i < FILTER_BYTES; i += 16) {
      v128.store(to + i, f32x4.add(f32x4.mul(wa, v128.load(a + i)), f32x4.mul(wb, v128.load(b + i))));
    }
    return;
  }
  for (let i: usize = 0; i < FILTER_BYTES; i += 16) {
    v128.store(
      to + i,
      f32x4.add(
        f32x4.add(f32x4.mul(wa, v128.load(a + i)), f32x4.mul(wb, v128.load(b + i))),
        f32x4.add(f32x4.mul(wc, v128.load(c + i)), f32x4.mul(wd, v128.load(d + i))),
      ),
    );
  }
}

/** True if two directions lie between the same lines of the grid. */
export function sameCell(azimuth: f64, elevation: f64, otherAzimuth: f64, otherElevation: f64): bool {
  return floor(azimuth / STEP_AZIMUTH) == floor(otherAzimuth / STEP_AZIMUTH) && floor((elevation + 90.0) / STEP_ELEVATION) == floor((otherElevation + 90.0) / STEP_ELEVATION);
}

/** The curve through four values an equal step apart (Catmull–Rom), between the middle two. */
// @ts-ignore: decorator
@inline
function curve(a: f64, b: f64, c: f64, d: f64, t: f64): f64 {
  return b + 0.5 * t * (c - a + t * (2.0 * a - 5.0 * b + 4.0 * c - d + t * (3.0 * (b - c) + d - a)));
}

/** The curve along a line of the grid. */
// @ts-ignore: decorator
@inline
function along(at: usize, t: f64): f64 {
  return curve(load<f64>(at), load<f64>(at, 8), load<f64>(at, 16), load<f64>(at, 24), t);
}

/** Samples by which the left ear hears a direction later than the right, without a kink anywhere. */
export function delayAt(azimuth: f64, elevation: f64): f64 {
  const column = (azimuth < 0.0 ? azimuth + 360.0 : azimuth) / STEP_AZIMUTH;
  const line = (elevation + 90.0) / STEP_ELEVATION;
  const left = <i32>floor(column);
  const low = min(<i32>floor(line), HRTF_ELEVATIONS - 2);
  const across = column - <f64>left;
  const up = line - <f64>low;
  const at = wideDelays + 8 * <usize>(low * WIDE + left);
  let value: f64;
  if (up == 0.0) value = along(at + ROW, across);
  else value = curve(along(at, across), along(at + ROW, across), along(at + 2 * ROW, across), along(at + 3 * ROW, across), up);
  return max(-MOST_DELAY, min(MOST_DELAY, value));
}
