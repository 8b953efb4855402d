import { DUCK_BANDS } from '../../contract';
import { cos, exp, sin } from '../math/f64';
import { log2Quad } from '../math/quad';

/**
 * Levels in the speech bands: a band-pass of two poles twice over for each (0 dB at its middle; R. Bristow-Johnson's cookbook), its
 * power smoothed over BAND_WINDOW. The bands lie four to a vector; f32 is enough for a level.
 */
/** Hz; 350 to 4,500 in equal steps, about three quarters of an octave each. */
export const BAND_FREQUENCIES: StaticArray<f64> = [350.0, 583.0, 972.0, 1620.0, 2700.0, 4500.0];
/** Of the band-passes and of the bells: their edges meet. */
export const BAND_Q: f64 = 1.94;
/** Seconds over which power is taken. */
const BAND_WINDOW: f64 = 0.02;
const OCTAVE_POWER: f32 = 3.010299956639812;
const QUIETEST: f32 = 1e-15;

/** Coefficients: two vectors each of b0, −a1, −a2. */
const coefficients: usize = memory.data(96, 16);
let windowStep: f32 = 0.0;

/** State: two vectors each of power, then of s1 and s2 of the first band-pass and of the second. */
export const BANDS_STATE_BYTES: usize = 160;

/** Places the band-passes. */
export function initBands(sampleRate: f64): void {
  windowStep = <f32>(1.0 - exp(-1.0 / (BAND_WINDOW * sampleRate)));
  for (let band = 0; band < DUCK_BANDS; band++) {
    const omega = (2.0 * 3.141592653589793 * BAND_FREQUENCIES[band]) / sampleRate;
    const alpha = sin(omega) / (2.0 * BAND_Q);
    const at = coefficients + ((<usize>band >> 2) << 4) + ((<usize>band & 3) << 2);
    store<f32>(at, <f32>(alpha / (1.0 + alpha)));
    store<f32>(at, <f32>((2.0 * cos(omega)) / (1.0 + alpha)), 32);
    store<f32>(at, <f32>(-(1.0 - alpha) / (1.0 + alpha)), 64);
  }
}

// @ts-ignore: decorator
@inline
function settled(value: v128, least: v128): v128 {
  return v128.and(value, f32x4.gt(f32x4.abs(value), least));
}

/** Hears frames `first` … `end` of a plane. Audio thread. */
export function hearBands(state: usize, plane: usize, first: i32, end: i32): void {
  const b = v128.load(coefficients);
  const d = v128.load(coefficients, 16);
  const a1 = v128.load(coefficients, 32);
  const c1 = v128.load(coefficients, 48);
  const a2 = v128.load(coefficients, 64);
  const c2 = v128.load(coefficients, 80);
  const step = f32x4.splat(windowStep);
  let low = v128.load(state);
  let high = v128.load(state, 16);
  let s1 = v128.load(state, 32);
  let r1 = v128.load(state, 48);
  let s2 = v128.load(state, 64);
  let r2 = v128.load(state, 80);
  let t1 = v128.load(state, 96);
  let u1 = v128.load(state, 112);
  let t2 = v128.load(state, 128);
  let u2 = v128.load(state, 144);
  const stop = plane + (<usize>end << 2);
  for (let at = plane + (<usize>first << 2); at < stop; at += 4) {
    const x = v128.load32_splat(at);
    const bx = f32x4.mul(b, x);
    const dx = f32x4.mul(d, x);
    const v = f32x4.add(bx, s1);
    const w = f32x4.add(dx, r1);
    s1 = f32x4.add(f32x4.mul(a1, v), s2);
    r1 = f32x4.add(f32x4.mul(c1, w), r2);
    s2 = f32x4.sub(f32x4.mul(a2, v), bx);
    r2 = f32x4.sub(f32x4.mul(c2, w), dx);
    const bv = f32x4.mul(b, v);
    const dw = f32x4.mul(d, w);
    const y = f32x4.add(bv, t1);
    const z = f32x4.add(dw, u1);
    t1 = f32x4.add(f32x4.mul(a1, y), t2);
    u1 = f32x4.add(f32x4.mul(c1, z), u2);
    t2 = f32x4.sub(f32x4.mul(a2, y), bv);
    u2 = f32x4.sub(f32x4.mul(c2, z), dw);
    low = f32x4.add(low, f32x4.mul(step, f32x4.sub(f32x4.mul(y, y), low)));
    high = f32x4.add(high, f32x4.mul(step, f32x4.sub(f32x4.mul(z, z), high)));
  }
  // Below −200 dB it has died away: no denormals.
  const faintest = f32x4.splat(1e-20);
  v128.store(state, settled(low, faintest));
  v128.store(state, settled(high, faintest), 16);
  const least = f32x4.splat(1e-10);
  v128.store(state, settled(s1, least), 32);
  v128.store(state, settled(r1, least), 48);
  v128.store(state, settled(s2, least), 64);
  v128.store(state, settled(r2, least), 80);
  v128.store(state, settled(t1, least), 96);
  v128.store(state, settled(u1, least), 112);
  v128.store(state, settled(t2, least), 128);
  v128.store(state, settled(u2, least), 144);
}

/** Levels in dB of the bands heard, two vectors at `to`; −150 at least. */
export function bandLevels(state: usize, to: usize): void {
  for (let at: usize = 0; at < 32; at += 16) {
    const power = f32x4.max(v128.load(state + at), f32x4.splat(QUIETEST));
    v128.store(to + at, f32x4.mul(log2Quad(power), f32x4.splat(OCTAVE_POWER)));
  }
}
