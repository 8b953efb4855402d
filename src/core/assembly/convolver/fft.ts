/**
 * Four real 256-point transforms at once, one channel per vector lane.
 *
 * A real block of 128 samples, padded with 128 zeros, is carried as 128 complex numbers: modulo x^128 − j a real
 * polynomial of degree 255 folds into x[n] + j x[n + 128], and its values at the 128 roots e^{jπ/256} e^{−2πjk/128}
 * are a complex transform after a twist by e^{jπn/256}. Products of two such spectra are the linear convolution
 * of two 128-sample blocks (255 samples, so nothing wraps): no DC or Nyquist special case, no bin order to keep.
 *
 * Spectra stay in the digit-reversed order the forward transform leaves; the inverse takes that order.
 * A point is 32 bytes: real parts of four lanes, then imaginary parts.
 */
import { cos, sin } from '../math/f64';

/** Points of a transform. */
export const POINTS: i32 = 128;
/** Bytes of a spectrum or folded block of four lanes. */
export const SPECTRUM_BYTES: usize = 4096;
/** Bytes of the tables `fftTables` fills. */
export const FFT_TABLE_BYTES: usize = 2048;

/** Offsets of the twiddles for block sizes 128, 32 and 8: (w, w², w³) as re, im for each j. */
// @ts-ignore: decorator
@inline const TWIDDLES_128: usize = 1024;
// @ts-ignore: decorator
@inline const TWIDDLES_32: usize = 1792;
// @ts-ignore: decorator
@inline const TWIDDLES_8: usize = 1984;

// @ts-ignore: decorator
@inline const PI: f64 = 3.141592653589793;

function fillTwiddles(at: usize, size: i32): void {
  for (let j = 0; j < size >> 2; j++) {
    for (let power = 1; power <= 3; power++) {
      const turn = (-2.0 * PI * f64(j * power)) / f64(size);
      store<f32>(at, f32(cos(turn)));
      store<f32>(at, f32(sin(turn)), 4);
      at += 8;
    }
  }
}

/** Fills FFT_TABLE_BYTES at `tables` (16-byte aligned): the twist e^{jπn/256} and the twiddles. */
export function fftTables(tables: usize): void {
  for (let n = 0; n < POINTS; n++) {
    const turn = (PI * f64(n)) / 256.0;
    store<f32>(tables + (usize(n) << 3), f32(cos(turn)));
    store<f32>(tables + (usize(n) << 3), f32(sin(turn)), 4);
  }
  fillTwiddles(tables + TWIDDLES_128, 128);
  fillTwiddles(tables + TWIDDLES_32, 32);
  fillTwiddles(tables + TWIDDLES_8, 8);
}

/** Radix-4 decimation in frequency over all blocks of `size` points. */
// @ts-ignore: decorator
@inline
function forwardStage(data: usize, size: i32, twiddles: usize): void {
  const quarter = usize(size) << 3;
  const block = usize(size) << 5;
  const end = data + SPECTRUM_BYTES;
  for (let j = 0; j < size >> 2; j++) {
    const w1r = v128.load32_splat(twiddles);
    const w1i = v128.load32_splat(twiddles, 4);
    const w2r = v128.load32_splat(twiddles, 8);
    const w2i = v128.load32_splat(twiddles, 12);
    const w3r = v128.load32_splat(twiddles, 16);
    const w3i = v128.load32_splat(twiddles, 20);
    twiddles += 24;
    for (let p0 = data + (usize(j) << 5); p0 < end; p0 += block) {
      const p1 = p0 + quarter;
      const p2 = p1 + quarter;
      const p3 = p2 + quarter;
      const ar = v128.load(p0);
      const ai = v128.load(p0, 16);
      const br = v128.load(p1);
      const bi = v128.load(p1, 16);
      const cr = v128.load(p2);
      const ci = v128.load(p2, 16);
      const dr = v128.load(p3);
      const di = v128.load(p3, 16);
      const acr = f32x4.add(ar, cr);
      const aci = f32x4.add(ai, ci);
      const amr = f32x4.sub(ar, cr);
      const ami = f32x4.sub(ai, ci);
      const bdr = f32x4.add(br, dr);
      const bdi = f32x4.add(bi, di);
      const bmr = f32x4.sub(br, dr);
      const bmi = f32x4.sub(bi, di);
      v128.store(p0, f32x4.add(acr, bdr));
      v128.store(p0, f32x4.add(aci, bdi), 16);
      // a − jb − c + jd
      let xr = f32x4.add(amr, bmi);
      let xi = f32x4.sub(ami, bmr);
      v128.store(p1, f32x4.sub(f32x4.mul(xr, w1r), f32x4.mul(xi, w1i)));
      v128.store(p1, f32x4.add(f32x4.mul(xr, w1i), f32x4.mul(xi, w1r)), 16);
      xr = f32x4.sub(acr, bdr);
      xi = f32x4.sub(aci, bdi);
      v128.store(p2, f32x4.sub(f32x4.mul(xr, w2r), f32x4.mul(xi, w2i)));
      v128.store(p2, f32x4.add(f32x4.mul(xr, w2i), f32x4.mul(xi, w2r)), 16);
      // a + jb − c − jd
      xr = f32x4.sub(amr, bmi);
      xi = f32x4.add(ami, bmr);
      v128.store(p3, f32x4.sub(f32x4.mul(xr, w3r), f32x4.mul(xi, w3i)));
      v128.store(p3, f32x4.add(f32x4.mul(xr, w3i), f32x4.mul(xi, w3r)), 16);
    }
  }
}

/** The mirror image of `forwardStage`, with conjugate twiddles. */
// @ts-ignore: decorator
@inline
function inverseStage(data: usize, size: i32, twiddles: usize): void {
  const quarter = usize(size) << 3;
  const block = usize(size) << 5;
  const end = data + SPECTRUM_BYTES;
  for (let j = 0; j < size >> 2; j++) {
    const w1r = v128.load32_splat(twiddles);
    const w1i = v128.load32_splat(twiddles, 4);
    const w2r = v128.load32_splat(twiddles, 8);
    const w2i = v128.load32_splat(twiddles, 12);
    const w3r = v128.load32_splat(twiddles, 16);
    const w3i = v128.load32_splat(twiddles, 20);
    twiddles += 24;
    for (let p0 = data + (usize(j) << 5); p0 < end; p0 += block) {
      const p1 = p0 + quarter;
      const p2 = p1 + quarter;
      const p3 = p2 + quarter;
      const ar = v128.load(p0);
      const ai = v128.load(p0, 16);
      let xr = v128.load(p1);
      let xi = v128.load(p1, 16);
      const br = f32x4.add(f32x4.mul(xr, w1r), f32x4.mul(xi, w1i));
      const bi = f32x4.sub(f32x4.mul(xi, w1r), f32x4.mul(xr, w1i));
      xr = v128.load(p2);
      xi = v128.load(p2, 16);
      const cr = f32x4.add(f32x4.mul(xr, w2r), f32x4.mul(xi, w2i));
      const ci = f32x4.sub(f32x4.mul(xi, w2r), f32x4.mul(xr, w2i));
      xr = v128.load(p3);
      xi = v128.load(p3, 16);
      const dr = f32x4.add(f32x4.mul(xr, w3r), f32x4.mul(xi, w3i));
      const di = f32x4.sub(f32x4.mul(xi, w3r), f32x4.mul(xr, w3i));
      const acr = f32x4.add(ar, cr);
      const aci = f32x4.add(ai, ci);
      const amr = f32x4.sub(ar, cr);
      const ami = f32x4.sub(ai, ci);
      const bdr = f32x4.add(br, dr);
      const bdi = f32x4.add(bi, di);
      const bmr = f32x4.sub(br, dr);
      const bmi = f32x4.sub(bi, di);
      v128.store(p0, f32x4.add(acr, bdr));
      v128.store(p0, f32x4.add(aci, bdi), 16);
      v128.store(p1, f32x4.sub(amr, bmi));
      v128.store(p1, f32x4.add(ami, bmr), 16);
      v128.store(p2, f32x4.sub(acr, bdr));
      v128.store(p2, f32x4.sub(aci, bdi), 16);
      v128.store(p3, f32x4.add(amr, bmi));
      v128.store(p3, f32x4.sub(ami, bmr), 16);
    }
  }
}

/** Radix-2 over neighbours; its own inverse but for the scale. */
// @ts-ignore: decorator
@inline
function pairStage(data: usize): void {
  for (let at = data, end = data + SPECTRUM_BYTES; at < end; at += 64) {
    const ar = v128.load(at);
    const ai = v128.load(at, 16);
    const br = v128.load(at, 32);
    const bi = v128.load(at, 48);
    v128.store(at, f32x4.add(ar, br));
    v128.store(at, f32x4.add(ai, bi), 16);
    v128.store(at, f32x4.sub(ar, br), 32);
    v128.store(at, f32x4.sub(ai, bi), 48);
  }
}

/** Transforms four twisted blocks in place. Audio thread; allocates nothing. */
export function fftForward(data: usize, tables: usize): void {
  forwardStage(data, 128, tables + TWIDDLES_128);
  forwardStage(data, 32, tables + TWIDDLES_32);
  forwardStage(data, 8, tables + TWIDDLES_8);
  pairStage(data);
}

/** Transforms four spectra back in place, 128 times too large and still twisted. Audio thread; allocates nothing. */
export function fftInverse(data: usize, tables: usize): void {
  pairStage(data);
  inverseStage(data, 8, tables + TWIDDLES_8);
  inverseStage(data, 32, tables + TWIDDLES_32);
  inverseStage(data, 128, tables + TWIDDLES_128);
}
