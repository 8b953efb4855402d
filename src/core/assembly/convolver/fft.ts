/**
 * Real 256-point transforms, carried as 128 complex numbers: modulo x^128 − j a real polynomial of degree 255 folds into
 * x[n] + j x[n + 128]. Products of two such spectra are the linear convolution of two 128-sample blocks (255 samples, so
 * nothing wraps): no DC or Nyquist special case, no bin order to keep.
 *
 * The transform divides by polynomials: what is known modulo x^4N − c is, modulo x^N − r for each of the four r with r^4 = c,
 * a + r b + r² c + r³ d of its quarters. Three such levels and one by two leave values at the 128 roots of j. So factors belong to blocks,
 * not to places within them, and four neighbours are worked on at once: up to the second level neighbours of a block, from
 * then on four blocks side by side.
 *
 * A spectrum is, for every four values, a vector of real and one of imaginary parts, in the order this leaves.
 */
import { FIRST, REST, REST_BYTES, SECOND, SPECTRUM_BYTES } from './fft-tables';

/** Transforms the block whose samples are at `first` (128) and `second` (128) into a spectrum. Audio thread; allocates nothing. */
export function fftForward(to: usize, first: usize, second: usize, tables: usize): void {
  fold(first, second, tables);
  let work = tables;
  let factors = tables + SECOND;
  let rest = tables + REST;
  for (const stop = to + SPECTRUM_BYTES; to < stop; to += 256, work += 256, factors += 32, rest += REST_BYTES) {
    splitBlock(work, factors);
    splitBlock(work + 32, factors);
    splitFour(work, rest);
    finishFour(to, work, rest);
  }
}

/** Divides four neighbours of each quarter of a block; what four blocks they become hold lies side by side then. */
// @ts-ignore: decorator
@inline
function splitBlock(work: usize, factors: usize): void {
  const ar = v128.load(work);
  const ai = v128.load(work, 16);
  const br = v128.load(work, 64);
  const bi = v128.load(work, 80);
  const cr = v128.load(work, 128);
  const ci = v128.load(work, 144);
  const dr = v128.load(work, 192);
  const di = v128.load(work, 208);
  const rr = v128.load32_splat(factors);
  const ri = v128.load32_splat(factors, 4);
  const sr = v128.load32_splat(factors, 8);
  const si = v128.load32_splat(factors, 12);
  const tr = v128.load32_splat(factors, 16);
  const ti = v128.load32_splat(factors, 20);
  const Br = f32x4.sub(f32x4.mul(br, rr), f32x4.mul(bi, ri));
  const Bi = f32x4.add(f32x4.mul(br, ri), f32x4.mul(bi, rr));
  const Cr = f32x4.sub(f32x4.mul(cr, sr), f32x4.mul(ci, si));
  const Ci = f32x4.add(f32x4.mul(cr, si), f32x4.mul(ci, sr));
  const Dr = f32x4.sub(f32x4.mul(dr, tr), f32x4.mul(di, ti));
  const Di = f32x4.add(f32x4.mul(dr, ti), f32x4.mul(di, tr));
  const upr = f32x4.add(ar, Cr);
  const upi = f32x4.add(ai, Ci);
  const umr = f32x4.sub(ar, Cr);
  const umi = f32x4.sub(ai, Ci);
  const uqr = f32x4.add(Br, Dr);
  const uqi = f32x4.add(Bi, Di);
  const unr = f32x4.sub(Br, Dr);
  const uni = f32x4.sub(Bi, Di);
  const v0r = f32x4.add(upr, uqr);
  const v0i = f32x4.add(upi, uqi);
  const v1r = f32x4.sub(umr, uni);
  const v1i = f32x4.add(umi, unr);
  const v2r = f32x4.sub(upr, uqr);
  const v2i = f32x4.sub(upi, uqi);
  const v3r = f32x4.add(umr, uni);
  const v3i = f32x4.sub(umi, unr);
  const xar = v128.shuffle<f32>(v0r, v1r, 0, 4, 1, 5);
  const xbr = v128.shuffle<f32>(v2r, v3r, 0, 4, 1, 5);
  const xcr = v128.shuffle<f32>(v0r, v1r, 2, 6, 3, 7);
  const xdr = v128.shuffle<f32>(v2r, v3r, 2, 6, 3, 7);
  const p0r = v128.shuffle<f32>(xar, xbr, 0, 1, 4, 5);
  const p1r = v128.shuffle<f32>(xar, xbr, 2, 3, 6, 7);
  const p2r = v128.shuffle<f32>(xcr, xdr, 0, 1, 4, 5);
  const p3r = v128.shuffle<f32>(xcr, xdr, 2, 3, 6, 7);
  const xai = v128.shuffle<f32>(v0i, v1i, 0, 4, 1, 5);
  const xbi = v128.shuffle<f32>(v2i, v3i, 0, 4, 1, 5);
  const xci = v128.shuffle<f32>(v0i, v1i, 2, 6, 3, 7);
  const xdi = v128.shuffle<f32>(v2i, v3i, 2, 6, 3, 7);
  const p0i = v128.shuffle<f32>(xai, xbi, 0, 1, 4, 5);
  const p1i = v128.shuffle<f32>(xai, xbi, 2, 3, 6, 7);
  const p2i = v128.shuffle<f32>(xci, xdi, 0, 1, 4, 5);
  const p3i = v128.shuffle<f32>(xci, xdi, 2, 3, 6, 7);
  v128.store(work, p0r);
  v128.store(work, p0i, 16);
  v128.store(work, p1r, 64);
  v128.store(work, p1i, 80);
  v128.store(work, p2r, 128);
  v128.store(work, p2i, 144);
  v128.store(work, p3r, 192);
  v128.store(work, p3i, 208);
}

/** Divides the even points of four blocks side by side. */
// @ts-ignore: decorator
@inline
function splitFour(work: usize, rest: usize): void {
  const ar = v128.load(work);
  const ai = v128.load(work, 16);
  const br = v128.load(work, 128);
  const bi = v128.load(work, 144);
  const cr = v128.load(work, 32);
  const ci = v128.load(work, 48);
  const dr = v128.load(work, 160);
  const di = v128.load(work, 176);
  const er = v128.load(rest);
  const ei = v128.load(rest, 16);
  const fr = v128.load(rest, 32);
  const fi = v128.load(rest, 48);
  const gr = v128.load(rest, 64);
  const gi = v128.load(rest, 80);
  const Br = f32x4.sub(f32x4.mul(br, er), f32x4.mul(bi, ei));
  const Bi = f32x4.add(f32x4.mul(br, ei), f32x4.mul(bi, er));
  const Cr = f32x4.sub(f32x4.mul(cr, fr), f32x4.mul(ci, fi));
  const Ci = f32x4.add(f32x4.mul(cr, fi), f32x4.mul(ci, fr));
  const Dr = f32x4.sub(f32x4.mul(dr, gr), f32x4.mul(di, gi));
  const Di = f32x4.add(f32x4.mul(dr, gi), f32x4.mul(di, gr));
  const upr = f32x4.add(ar, Cr);
  const upi = f32x4.add(ai, Ci);
  const umr = f32x4.sub(ar, Cr);
  const umi = f32x4.sub(ai, Ci);
  const uqr = f32x4.add(Br, Dr);
  const uqi = f32x4.add(Bi, Di);
  const unr = f32x4.sub(Br, Dr);
  const uni = f32x4.sub(Bi, Di);
  const v0r = f32x4.add(upr, uqr);
  const v0i = f32x4.add(upi, uqi);
  const v1r = f32x4.sub(umr, uni);
  const v1i = f32x4.add(umi, unr);
  const v2r = f32x4.sub(upr, uqr);
  const v2i = f32x4.sub(upi, uqi);
  const v3r = f32x4.add(umr, uni);
  const v3i = f32x4.sub(umi, unr);
  v128.store(work, v0r);
  v128.store(work, v0i, 16);
  v128.store(work, v1r, 128);
  v128.store(work, v1i, 144);
  v128.store(work, v2r, 32);
  v128.store(work, v2i, 48);
  v128.store(work, v3r, 160);
  v128.store(work, v3i, 176);
}

/** Divides the odd points, and last of all what both have left by two. */
// @ts-ignore: decorator
@inline
function finishFour(to: usize, work: usize, rest: usize): void {
  const ar = v128.load(work, 64);
  const ai = v128.load(work, 80);
  const br = v128.load(work, 192);
  const bi = v128.load(work, 208);
  const cr = v128.load(work, 96);
  const ci = v128.load(work, 112);
  const dr = v128.load(work, 224);
  const di = v128.load(work, 240);
  const er = v128.load(rest);
  const ei = v128.load(rest, 16);
  const fr = v128.load(rest, 32);
  const fi = v128.load(rest, 48);
  const gr = v128.load(rest, 64);
  const gi = v128.load(rest, 80);
  const Br = f32x4.sub(f32x4.mul(br, er), f32x4.mul(bi, ei));
  const Bi = f32x4.add(f32x4.mul(br, ei), f32x4.mul(bi, er));
  const Cr = f32x4.sub(f32x4.mul(cr, fr), f32x4.mul(ci, fi));
  const Ci = f32x4.add(f32x4.mul(cr, fi), f32x4.mul(ci, fr));
  const Dr = f32x4.sub(f32x4.mul(dr, gr), f32x4.mul(di, gi));
  const Di = f32x4.add(f32x4.mul(dr, gi), f32x4.mul(di, gr));
  const upr = f32x4.add(ar, Cr);
  const upi = f32x4.add(ai, Ci);
  const umr = f32x4.sub(ar, Cr);
  const umi = f32x4.sub(ai, Ci);
  const uqr = f32x4.add(Br, Dr);
  const uqi = f32x4.add(Bi, Di);
  const unr = f32x4.sub(Br, Dr);
  const uni = f32x4.sub(Bi, Di);
  const v0r = f32x4.add(upr, uqr);
  const v0i = f32x4.add(upi, uqi);
  const v1r = f32x4.sub(umr, uni);
  const v1i = f32x4.add(umi, unr);
  const v2r = f32x4.sub(upr, uqr);
  const v2i = f32x4.sub(upi, uqi);
  const v3r = f32x4.add(umr, uni);
  const v3i = f32x4.sub(umi, unr);
  const hr = v128.load(rest, 96);
  const hi = v128.load(rest, 112);
  const kr = v128.load(rest, 128);
  const ki = v128.load(rest, 144);
  const z0r = f32x4.sub(f32x4.mul(v0r, hr), f32x4.mul(v0i, hi));
  const z0i = f32x4.add(f32x4.mul(v0r, hi), f32x4.mul(v0i, hr));
  const w0r = v128.load(work);
  const w0i = v128.load(work, 16);
  v128.store(to, f32x4.add(w0r, z0r));
  v128.store(to, f32x4.add(w0i, z0i), 16);
  v128.store(to, f32x4.sub(w0r, z0r), 32);
  v128.store(to, f32x4.sub(w0i, z0i), 48);
  const z1r = f32x4.sub(f32x4.mul(v1r, kr), f32x4.mul(v1i, ki));
  const z1i = f32x4.add(f32x4.mul(v1r, ki), f32x4.mul(v1i, kr));
  const w1r = v128.load(work, 128);
  const w1i = v128.load(work, 144);
  v128.store(to, f32x4.add(w1r, z1r), 64);
  v128.store(to, f32x4.add(w1i, z1i), 80);
  v128.store(to, f32x4.sub(w1r, z1r), 96);
  v128.store(to, f32x4.sub(w1i, z1i), 112);
  const z2r = f32x4.sub(f32x4.mul(v2r, hr), f32x4.mul(v2i, hi));
  const z2i = f32x4.add(f32x4.mul(v2r, hi), f32x4.mul(v2i, hr));
  const w2r = v128.load(work, 32);
  const w2i = v128.load(work, 48);
  v128.store(to, f32x4.sub(w2r, z2i), 128);
  v128.store(to, f32x4.add(w2i, z2r), 144);
  v128.store(to, f32x4.add(w2r, z2i), 160);
  v128.store(to, f32x4.sub(w2i, z2r), 176);
  const z3r = f32x4.sub(f32x4.mul(v3r, kr), f32x4.mul(v3i, ki));
  const z3i = f32x4.add(f32x4.mul(v3r, ki), f32x4.mul(v3i, kr));
  const w3r = v128.load(work, 160);
  const w3i = v128.load(work, 176);
  v128.store(to, f32x4.sub(w3r, z3i), 192);
  v128.store(to, f32x4.add(w3i, z3r), 208);
  v128.store(to, f32x4.add(w3r, z3i), 224);
  v128.store(to, f32x4.sub(w3i, z3r), 240);
}

/** Folds a block and divides it the first time, into the space to work in. */
// @ts-ignore: decorator
@inline
function fold(first: usize, second: usize, tables: usize): void {
  const rr = v128.load32_splat(tables + FIRST);
  const ri = v128.load32_splat(tables + FIRST, 4);
  const sr = v128.load32_splat(tables + FIRST, 8);
  const si = v128.load32_splat(tables + FIRST, 12);
  const tr = v128.load32_splat(tables + FIRST, 16);
  const ti = v128.load32_splat(tables + FIRST, 20);
  let work = tables;
  for (const stop = first + 128; first < stop; first += 16, second += 16, work += 32) {
    const ar = v128.load(first);
    const ai = v128.load(second);
    const br = v128.load(first, 128);
    const bi = v128.load(second, 128);
    const cr = v128.load(first, 256);
    const ci = v128.load(second, 256);
    const dr = v128.load(first, 384);
    const di = v128.load(second, 384);
    const Br = f32x4.sub(f32x4.mul(br, rr), f32x4.mul(bi, ri));
    const Bi = f32x4.add(f32x4.mul(br, ri), f32x4.mul(bi, rr));
    const Cr = f32x4.sub(f32x4.mul(cr, sr), f32x4.mul(ci, si));
    const Ci = f32x4.add(f32x4.mul(cr, si), f32x4.mul(ci, sr));
    const Dr = f32x4.sub(f32x4.mul(dr, tr), f32x4.mul(di, ti));
    const Di = f32x4.add(f32x4.mul(dr, ti), f32x4.mul(di, tr));
    const upr = f32x4.add(ar, Cr);
    const upi = f32x4.add(ai, Ci);
    const umr = f32x4.sub(ar, Cr);
    const umi = f32x4.sub(ai, Ci);
    const uqr = f32x4.add(Br, Dr);
    const uqi = f32x4.add(Bi, Di);
    const unr = f32x4.sub(Br, Dr);
    const uni = f32x4.sub(Bi, Di);
    const v0r = f32x4.add(upr, uqr);
    const v0i = f32x4.add(upi, uqi);
    const v1r = f32x4.sub(umr, uni);
    const v1i = f32x4.add(umi, unr);
    const v2r = f32x4.sub(upr, uqr);
    const v2i = f32x4.sub(upi, uqi);
    const v3r = f32x4.add(umr, uni);
    const v3i = f32x4.sub(umi, unr);
    v128.store(work, v0r);
    v128.store(work, v0i, 16);
    v128.store(work, v1r, 256);
    v128.store(work, v1i, 272);
    v128.store(work, v2r, 512);
    v128.store(work, v2i, 528);
    v128.store(work, v3r, 768);
    v128.store(work, v3i, 784);
  }
}
