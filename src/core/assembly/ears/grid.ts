import { HRTF_AZIMUTHS, HRTF_ELEVATIONS, HRTF_TAPS } from '../../contract';
import { reserve } from '../arena';
import { fftForward, SPECTRUM_BYTES } from '../convolver/fft';
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
/** Where the host puts the responses of a direction: f32 [ear][tap]. */
export let gridResponse: usize = 0;
let work: usize = 0;
/** True once a set is loaded. */
export let gridReady: bool = false;

/** Takes memory. */
export function initGrid(): void {
  filters = reserve(FILTER_BYTES * DIRECTIONS);
  gridDelays = reserve(8 * DIRECTIONS);
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
  const wa = f32x4.splat(<f32>((1.0 - across) * (1.0 - up)));
  const wb = f32x4.splat(<f32>(across * (1.0 - up)));
  const wc = f32x4.splat(<f32>((1.0 - across) * up));
  const wd = f32x4.splat(<f32>(across * up));
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

/** Delay at a place of the grid; beyond a pole the other side of it. */
function delayOf(line: i32, column: i32): f64 {
  let at = line;
  let turned = column;
  if (at < 0) {
    at = -at;
    turned += HRTF_AZIMUTHS / 2;
  } else if (at >= HRTF_ELEVATIONS) {
    at = 2 * (HRTF_ELEVATIONS - 1) - at;
    turned += HRTF_AZIMUTHS / 2;
  }
  return load<f64>(gridDelays + 8 * <usize>(at * HRTF_AZIMUTHS + ((turned + 2 * HRTF_AZIMUTHS) % HRTF_AZIMUTHS)));
}

/** The curve through four values an equal step apart (Catmull–Rom), between the middle two. */
// @ts-ignore: decorator
@inline
function curve(a: f64, b: f64, c: f64, d: f64, t: f64): f64 {
  return b + 0.5 * t * (c - a + t * (2.0 * a - 5.0 * b + 4.0 * c - d + t * (3.0 * (b - c) + d - a)));
}

/** Samples by which the left ear hears a direction later than the right, without a kink anywhere. */
export function delayAt(azimuth: f64, elevation: f64): f64 {
  const column = (azimuth < 0.0 ? azimuth + 360.0 : azimuth) / STEP_AZIMUTH;
  const line = (elevation + 90.0) / STEP_ELEVATION;
  const left = <i32>floor(column);
  const low = min(<i32>floor(line), HRTF_ELEVATIONS - 2);
  const across = column - <f64>left;
  const up = line - <f64>low;
  let value: f64 = 0.0;
  if (up == 0.0) value = curve(delayOf(low, left - 1), delayOf(low, left), delayOf(low, left + 1), delayOf(low, left + 2), across);
  else {
    const a = curve(delayOf(low - 1, left - 1), delayOf(low - 1, left), delayOf(low - 1, left + 1), delayOf(low - 1, left + 2), across);
    const b = curve(delayOf(low, left - 1), delayOf(low, left), delayOf(low, left + 1), delayOf(low, left + 2), across);
    const c = curve(delayOf(low + 1, left - 1), delayOf(low + 1, left), delayOf(low + 1, left + 1), delayOf(low + 1, left + 2), across);
    const d = curve(delayOf(low + 2, left - 1), delayOf(low + 2, left), delayOf(low + 2, left + 1), delayOf(low + 2, left + 2), across);
    value = curve(a, b, c, d, up);
  }
  return max(-MOST_DELAY, min(MOST_DELAY, value));
}
