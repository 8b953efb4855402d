/** The transform of fft.ts backwards, step by step. */
import { FIRST, REST, REST_BYTES, SECOND, SPECTRUM_BYTES } from './fft-tables';

/** Transforms a spectrum back, 128 times too large, into its first and its second 128 samples. Audio thread; allocates nothing. */
export function fftInverse(first: usize, second: usize, from: usize, tables: usize): void {
  let work = tables;
  let factors = tables + SECOND;
  let rest = tables + REST;
  for (const stop = from + SPECTRUM_BYTES; from < stop; from += 256, work += 256, factors += 32, rest += REST_BYTES) {
    joinPairs(work, from, rest);
    joinFour(work, rest);
    joinFour(work + 64, rest);
    joinBlock(work, factors);
    joinBlock(work + 32, factors);
  }
  unfold(first, second, tables);
}

/** The mirror images of the steps forwards. */
// @ts-ignore: decorator
@inline
function joinPairs(work: usize, from: usize, rest: usize): void {
  const hr = v128.load(rest, 96);
  const hi = v128.load(rest, 112);
  const kr = v128.load(rest, 128);
  const ki = v128.load(rest, 144);
  const m0r = v128.load(from);
  const m0i = v128.load(from, 16);
  const n0r = v128.load(from, 32);
  const n0i = v128.load(from, 48);
  const o0r = f32x4.sub(m0r, n0r);
  const o0i = f32x4.sub(m0i, n0i);
  const w0r = f32x4.add(f32x4.mul(o0r, hr), f32x4.mul(o0i, hi));
  const w0i = f32x4.sub(f32x4.mul(o0i, hr), f32x4.mul(o0r, hi));
  v128.store(work, f32x4.add(m0r, n0r));
  v128.store(work, f32x4.add(m0i, n0i), 16);
  v128.store(work, w0r, 64);
  v128.store(work, w0i, 80);
  const m1r = v128.load(from, 64);
  const m1i = v128.load(from, 80);
  const n1r = v128.load(from, 96);
  const n1i = v128.load(from, 112);
  const o1r = f32x4.sub(m1r, n1r);
  const o1i = f32x4.sub(m1i, n1i);
  const w1r = f32x4.add(f32x4.mul(o1r, kr), f32x4.mul(o1i, ki));
  const w1i = f32x4.sub(f32x4.mul(o1i, kr), f32x4.mul(o1r, ki));
  v128.store(work, f32x4.add(m1r, n1r), 128);
  v128.store(work, f32x4.add(m1i, n1i), 144);
  v128.store(work, w1r, 192);
  v128.store(work, w1i, 208);
  const m2r = v128.load(from, 128);
  const m2i = v128.load(from, 144);
  const n2r = v128.load(from, 160);
  const n2i = v128.load(from, 176);
  const o2r = f32x4.sub(m2i, n2i);
  const o2i = f32x4.sub(n2r, m2r);
  const w2r = f32x4.add(f32x4.mul(o2r, hr), f32x4.mul(o2i, hi));
  const w2i = f32x4.sub(f32x4.mul(o2i, hr), f32x4.mul(o2r, hi));
  v128.store(work, f32x4.add(m2r, n2r), 32);
  v128.store(work, f32x4.add(m2i, n2i), 48);
  v128.store(work, w2r, 96);
  v128.store(work, w2i, 112);
  const m3r = v128.load(from, 192);
  const m3i = v128.load(from, 208);
  const n3r = v128.load(from, 224);
  const n3i = v128.load(from, 240);
  const o3r = f32x4.sub(m3i, n3i);
  const o3i = f32x4.sub(n3r, m3r);
  const w3r = f32x4.add(f32x4.mul(o3r, kr), f32x4.mul(o3i, ki));
  const w3i = f32x4.sub(f32x4.mul(o3i, kr), f32x4.mul(o3r, ki));
  v128.store(work, f32x4.add(m3r, n3r), 160);
  v128.store(work, f32x4.add(m3i, n3i), 176);
  v128.store(work, w3r, 224);
  v128.store(work, w3i, 240);
}

// @ts-ignore: decorator
@inline
function joinFour(work: usize, rest: usize): void {
  const v0r = v128.load(work);
  const v0i = v128.load(work, 16);
  const v1r = v128.load(work, 128);
  const v1i = v128.load(work, 144);
  const v2r = v128.load(work, 32);
  const v2i = v128.load(work, 48);
  const v3r = v128.load(work, 160);
  const v3i = v128.load(work, 176);
  const er = v128.load(rest);
  const ei = v128.load(rest, 16);
  const fr = v128.load(rest, 32);
  const fi = v128.load(rest, 48);
  const gr = v128.load(rest, 64);
  const gi = v128.load(rest, 80);
  const upr = f32x4.add(v0r, v2r);
  const upi = f32x4.add(v0i, v2i);
  const umr = f32x4.sub(v0r, v2r);
  const umi = f32x4.sub(v0i, v2i);
  const uqr = f32x4.add(v1r, v3r);
  const uqi = f32x4.add(v1i, v3i);
  const unr = f32x4.sub(v1r, v3r);
  const uni = f32x4.sub(v1i, v3i);
  const ar = f32x4.add(upr, uqr);
  const ai = f32x4.add(upi, uqi);
  const Br = f32x4.add(umr, uni);
  const Bi = f32x4.sub(umi, unr);
  const Cr = f32x4.sub(upr, uqr);
  const Ci = f32x4.sub(upi, uqi);
  const Dr = f32x4.sub(umr, uni);
  const Di = f32x4.add(umi, unr);
  const br = f32x4.add(f32x4.mul(Br, er), f32x4.mul(Bi, ei));
  const bi = f32x4.sub(f32x4.mul(Bi, er), f32x4.mul(Br, ei));
  const cr = f32x4.add(f32x4.mul(Cr, fr), f32x4.mul(Ci, fi));
  const ci = f32x4.sub(f32x4.mul(Ci, fr), f32x4.mul(Cr, fi));
  const dr = f32x4.add(f32x4.mul(Dr, gr), f32x4.mul(Di, gi));
  const di = f32x4.sub(f32x4.mul(Di, gr), f32x4.mul(Dr, gi));
  v128.store(work, ar);
  v128.store(work, ai, 16);
  v128.store(work, br, 128);
  v128.store(work, bi, 144);
  v128.store(work, cr, 32);
  v128.store(work, ci, 48);
  v128.store(work, dr, 160);
  v128.store(work, di, 176);
}

// @ts-ignore: decorator
@inline
function joinBlock(work: usize, factors: usize): void {
  const p0r = v128.load(work);
  const p0i = v128.load(work, 16);
  const p1r = v128.load(work, 64);
  const p1i = v128.load(work, 80);
  const p2r = v128.load(work, 128);
  const p2i = v128.load(work, 144);
  const p3r = v128.load(work, 192);
  const p3i = v128.load(work, 208);
  const rr = v128.load32_splat(factors);
  const ri = v128.load32_splat(factors, 4);
  const sr = v128.load32_splat(factors, 8);
  const si = v128.load32_splat(factors, 12);
  const tr = v128.load32_splat(factors, 16);
  const ti = v128.load32_splat(factors, 20);
  const xar = v128.shuffle<f32>(p0r, p1r, 0, 4, 1, 5);
  const xbr = v128.shuffle<f32>(p2r, p3r, 0, 4, 1, 5);
  const xcr = v128.shuffle<f32>(p0r, p1r, 2, 6, 3, 7);
  const xdr = v128.shuffle<f32>(p2r, p3r, 2, 6, 3, 7);
  const v0r = v128.shuffle<f32>(xar, xbr, 0, 1, 4, 5);
  const v1r = v128.shuffle<f32>(xar, xbr, 2, 3, 6, 7);
  const v2r = v128.shuffle<f32>(xcr, xdr, 0, 1, 4, 5);
  const v3r = v128.shuffle<f32>(xcr, xdr, 2, 3, 6, 7);
  const xai = v128.shuffle<f32>(p0i, p1i, 0, 4, 1, 5);
  const xbi = v128.shuffle<f32>(p2i, p3i, 0, 4, 1, 5);
  const xci = v128.shuffle<f32>(p0i, p1i, 2, 6, 3, 7);
  const xdi = v128.shuffle<f32>(p2i, p3i, 2, 6, 3, 7);
  const v0i = v128.shuffle<f32>(xai, xbi, 0, 1, 4, 5);
  const v1i = v128.shuffle<f32>(xai, xbi, 2, 3, 6, 7);
  const v2i = v128.shuffle<f32>(xci, xdi, 0, 1, 4, 5);
  const v3i = v128.shuffle<f32>(xci, xdi, 2, 3, 6, 7);
  const upr = f32x4.add(v0r, v2r);
  const upi = f32x4.add(v0i, v2i);
  const umr = f32x4.sub(v0r, v2r);
  const umi = f32x4.sub(v0i, v2i);
  const uqr = f32x4.add(v1r, v3r);
  const uqi = f32x4.add(v1i, v3i);
  const unr = f32x4.sub(v1r, v3r);
  const uni = f32x4.sub(v1i, v3i);
  const ar = f32x4.add(upr, uqr);
  const ai = f32x4.add(upi, uqi);
  const Br = f32x4.add(umr, uni);
  const Bi = f32x4.sub(umi, unr);
  const Cr = f32x4.sub(upr, uqr);
  const Ci = f32x4.sub(upi, uqi);
  const Dr = f32x4.sub(umr, uni);
  const Di = f32x4.add(umi, unr);
  const br = f32x4.add(f32x4.mul(Br, rr), f32x4.mul(Bi, ri));
  const bi = f32x4.sub(f32x4.mul(Bi, rr), f32x4.mul(Br, ri));
  const cr = f32x4.add(f32x4.mul(Cr, sr), f32x4.mul(Ci, si));
  const ci = f32x4.sub(f32x4.mul(Ci, sr), f32x4.mul(Cr, si));
  const dr = f32x4.add(f32x4.mul(Dr, tr), f32x4.mul(Di, ti));
  const di = f32x4.sub(f32x4.mul(Di, tr), f32x4.mul(Dr, ti));
  v128.store(work, ar);
  v128.store(work, ai, 16);
  v128.store(work, br, 64);
  v128.store(work, bi, 80);
  v128.store(work, cr, 128);
  v128.store(work, ci, 144);
  v128.store(work, dr, 192);
  v128.store(work, di, 208);
}

/** The mirror image of `fold`. */
// @ts-ignore: decorator
@inline
function unfold(first: usize, second: usize, tables: usize): void {
  const rr = v128.load32_splat(tables + FIRST);
  const ri = v128.load32_splat(tables + FIRST, 4);
  const sr = v128.load32_splat(tables + FIRST, 8);
  const si = v128.load32_splat(tables + FIRST, 12);
  const tr = v128.load32_splat(tables + FIRST, 16);
  const ti = v128.load32_splat(tables + FIRST, 20);
  let work = tables;
  for (const stop = first + 128; first < stop; first += 16, second += 16, work += 32) {
    const v0r = v128.load(work);
    const v0i = v128.load(work, 16);
    const v1r = v128.load(work, 256);
    const v1i = v128.load(work, 272);
    const v2r = v128.load(work, 512);
    const v2i = v128.load(work, 528);
    const v3r = v128.load(work, 768);
    const v3i = v128.load(work, 784);
    const upr = f32x4.add(v0r, v2r);
    const upi = f32x4.add(v0i, v2i);
    const umr = f32x4.sub(v0r, v2r);
    const umi = f32x4.sub(v0i, v2i);
    const uqr = f32x4.add(v1r, v3r);
    const uqi = f32x4.add(v1i, v3i);
    const unr = f32x4.sub(v1r, v3r);
    const uni = f32x4.sub(v1i, v3i);
    const ar = f32x4.add(upr, uqr);
    const ai = f32x4.add(upi, uqi);
    const Br = f32x4.add(umr, uni);
    const Bi = f32x4.sub(umi, unr);
    const Cr = f32x4.sub(upr, uqr);
    const Ci = f32x4.sub(upi, uqi);
    const Dr = f32x4.sub(umr, uni);
    const Di = f32x4.add(umi, unr);
    const br = f32x4.add(f32x4.mul(Br, rr), f32x4.mul(Bi, ri));
    const bi = f32x4.sub(f32x4.mul(Bi, rr), f32x4.mul(Br, ri));
    const cr = f32x4.add(f32x4.mul(Cr, sr), f32x4.mul(Ci, si));
    const ci = f32x4.sub(f32x4.mul(Ci, sr), f32x4.mul(Cr, si));
    const dr = f32x4.add(f32x4.mul(Dr, tr), f32x4.mul(Di, ti));
    const di = f32x4.sub(f32x4.mul(Di, tr), f32x4.mul(Dr, ti));
    v128.store(first, ar);
    v128.store(second, ai);
    v128.store(first, br, 128);
    v128.store(second, bi, 128);
    v128.store(first, cr, 256);
    v128.store(second, ci, 256);
    v128.store(first, dr, 384);
    v128.store(second, di, 384);
  }
}
