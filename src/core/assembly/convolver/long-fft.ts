/**
 * Long transforms of 1,024, 4,096 and 16,384 complex numbers, on the plan of fft.ts: a real block of N samples and N zeros is a complex one
 * modulo x^N − j, and the product of two such spectra is their whole linear convolution, its first N samples the real parts, the next N
 * the imaginary. Each level divides by four until single values are left; the last works on four blocks side by side. A level is a
 * call of its own, so that a transform can be spread over time.
 *
 * A spectrum is, for every four values, a vector of real and one of imaginary parts, in the order this leaves. Factors belong to a
 * block's place in its level, whatever the length: one table serves all lengths.
 */
import { cos, sin } from '../math/f64';

const PI: f64 = 3.141592653589793;
/** Blocks of levels 0 … 5, 32 bytes each: r, r², r³. */
const PLAIN_BLOCKS: i32 = 1365;
/** Offsets of the last levels' factors, 96 bytes for four blocks. */
const LAST_SHORT: usize = 32 * <usize>PLAIN_BLOCKS;
const LAST_MIDDLE: usize = LAST_SHORT + 96 * 64;
const LAST_LONG: usize = LAST_MIDDLE + 96 * 256;
/** Bytes of the table. */
export const LONG_TABLE_BYTES: usize = (LAST_LONG + 96 * 1024 + 15) & ~15;

/** Levels of a transform of 1,024, of 4,096 and of 16,384. */
// @ts-ignore: decorator
@inline export const SHORT_LEVELS: i32 = 5;
// @ts-ignore: decorator
@inline export const MIDDLE_LEVELS: i32 = 6;
// @ts-ignore: decorator
@inline export const LONG_LEVELS: i32 = 7;

/** Angle of c of block `block` of a level, the block modulo x^M − c. */
function angleOf(level: i32, block: i32): f64 {
  if (level == 0) return 0.5 * PI;
  return 0.25 * angleOf(level - 1, block >> 2) + 0.5 * PI * f64(block & 3);
}

/** Fills LONG_TABLE_BYTES at `table` (16-byte aligned). */
export function longTables(table: usize): void {
  let to = table;
  for (let level = 0; level < 6; level++) {
    for (let block = 0; block < 1 << (2 * level); block++, to += 32) {
      for (let power = 0; power < 3; power++) {
        const angle = f64(power + 1) * 0.25 * angleOf(level, block);
        store<f32>(to + 8 * <usize>power, f32(cos(angle)));
        store<f32>(to + 8 * <usize>power, f32(sin(angle)), 4);
      }
    }
  }
  fillLast(table + LAST_SHORT, SHORT_LEVELS - 1);
  fillLast(table + LAST_MIDDLE, MIDDLE_LEVELS - 1);
  fillLast(table + LAST_LONG, LONG_LEVELS - 1);
}

function fillLast(to: usize, level: i32): void {
  for (let block = 0; block < 1 << (2 * level); block++) {
    const at = to + 96 * <usize>(block >> 2) + 4 * <usize>(block & 3);
    for (let power = 0; power < 3; power++) {
      const angle = f64(power + 1) * 0.25 * angleOf(level, block);
      store<f32>(at + 32 * <usize>power, f32(cos(angle)));
      store<f32>(at + 32 * <usize>power, f32(sin(angle)), 16);
    }
  }
}

/** Factors of the last level of a transform of so many levels. */
function lastTable(table: usize, levels: i32): usize {
  return table + (levels == SHORT_LEVELS ? LAST_SHORT : levels == MIDDLE_LEVELS ? LAST_MIDDLE : LAST_LONG);
}

function plainAt(table: usize, level: i32): usize {
  return table + 32 * <usize>(((1 << (2 * level)) - 1) / 3);
}

/** Puts `frames` real samples (a multiple of 4) up as complex ones. */
export function loadReal(at: usize, from: usize, frames: i32): void {
  const none = f32x4.splat(0.0);
  for (const end = from + (<usize>frames << 2); from < end; from += 16, at += 32) {
    v128.store(at, v128.load(from));
    v128.store(at, none, 16);
  }
}

/** Carries a transform of `levels` levels forwards by one of them (0 first), in place. Audio thread; allocates nothing. */
export function forwardLevel(at: usize, level: i32, levels: i32, table: usize): void {
  if (level == levels - 1) {
    lastForward(at, lastTable(table, levels), 1 << (2 * levels - 4));
    return;
  }
  const quarter: usize = (<usize>8 << (2 * (levels - level))) >> 2;
  let factors = plainAt(table, level);
  for (let block = 0; block < 1 << (2 * level); block++, factors += 32, at += 4 * quarter) divide(at, quarter, factors);
}

/** As `forwardLevel` backwards: the highest level first. After level 0 all is 4^levels times too large. */
export function inverseLevel(at: usize, level: i32, levels: i32, table: usize): void {
  if (level == levels - 1) {
    lastInverse(at, lastTable(table, levels), 1 << (2 * levels - 4));
    return;
  }
  const quarter: usize = (<usize>8 << (2 * (levels - level))) >> 2;
  let factors = plainAt(table, level);
  for (let block = 0; block < 1 << (2 * level); block++, factors += 32, at += 4 * quarter) join(at, quarter, factors);
}

function divide(at: usize, quarter: usize, factors: usize): void {
  const rr = v128.load32_splat(factors);
  const ri = v128.load32_splat(factors, 4);
  const sr = v128.load32_splat(factors, 8);
  const si = v128.load32_splat(factors, 12);
  const tr = v128.load32_splat(factors, 16);
  const ti = v128.load32_splat(factors, 20);
  let b = at + quarter;
  let c = b + quarter;
  let d = c + quarter;
  for (const end = b; at < end; at += 32, b += 32, c += 32, d += 32) {
    const ar = v128.load(at);
    const ai = v128.load(at, 16);
    const br = v128.load(b);
    const bi = v128.load(b, 16);
    const cr = v128.load(c);
    const ci = v128.load(c, 16);
    const dr = v128.load(d);
    const di = v128.load(d, 16);
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
    v128.store(at, f32x4.add(upr, uqr));
    v128.store(at, f32x4.add(upi, uqi), 16);
    v128.store(b, f32x4.sub(umr, uni));
    v128.store(b, f32x4.add(umi, unr), 16);
    v128.store(c, f32x4.sub(upr, uqr));
    v128.store(c, f32x4.sub(upi, uqi), 16);
    v128.store(d, f32x4.add(umr, uni));
    v128.store(d, f32x4.sub(umi, unr), 16);
  }
}

function join(at: usize, quarter: usize, factors: usize): void {
  const rr = v128.load32_splat(factors);
  const ri = v128.load32_splat(factors, 4);
  const sr = v128.load32_splat(factors, 8);
  const si = v128.load32_splat(factors, 12);
  const tr = v128.load32_splat(factors, 16);
  const ti = v128.load32_splat(factors, 20);
  let b = at + quarter;
  let c = b + quarter;
  let d = c + quarter;
  for (const end = b; at < end; at += 32, b += 32, c += 32, d += 32) {
    const v0r = v128.load(at);
    const v0i = v128.load(at, 16);
    const v1r = v128.load(b);
    const v1i = v128.load(b, 16);
    const v2r = v128.load(c);
    const v2i = v128.load(c, 16);
    const v3r = v128.load(d);
    const v3i = v128.load(d, 16);
    const upr = f32x4.add(v0r, v2r);
    const upi = f32x4.add(v0i, v2i);
    const umr = f32x4.sub(v0r, v2r);
    const umi = f32x4.sub(v0i, v2i);
    const uqr = f32x4.add(v1r, v3r);
    const uqi = f32x4.add(v1i, v3i);
    const unr = f32x4.sub(v1r, v3r);
    const uni = f32x4.sub(v1i, v3i);
    const Br = f32x4.add(umr, uni);
    const Bi = f32x4.sub(umi, unr);
    const Cr = f32x4.sub(upr, uqr);
    const Ci = f32x4.sub(upi, uqi);
    const Dr = f32x4.sub(umr, uni);
    const Di = f32x4.add(umi, unr);
    v128.store(at, f32x4.add(upr, uqr));
    v128.store(at, f32x4.add(upi, uqi), 16);
    v128.store(b, f32x4.add(f32x4.mul(Br, rr), f32x4.mul(Bi, ri)));
    v128.store(b, f32x4.sub(f32x4.mul(Bi, rr), f32x4.mul(Br, ri)), 16);
    v128.store(c, f32x4.add(f32x4.mul(Cr, sr), f32x4.mul(Ci, si)));
    v128.store(c, f32x4.sub(f32x4.mul(Ci, sr), f32x4.mul(Cr, si)), 16);
    v128.store(d, f32x4.add(f32x4.mul(Dr, tr), f32x4.mul(Di, ti)));
    v128.store(d, f32x4.sub(f32x4.mul(Di, tr), f32x4.mul(Dr, ti)), 16);
  }
}

/** Four vectors become four others: their first values, their second ones, … In work, 16 bytes each at 0, 32, 64, 96. */
// @ts-ignore: decorator
@inline
function transpose(at: usize): void {
  const a = v128.load(at);
  const b = v128.load(at, 32);
  const c = v128.load(at, 64);
  const d = v128.load(at, 96);
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const AB = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const CD = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(at, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
  v128.store(at, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7), 32);
  v128.store(at, v128.shuffle<f32>(AB, CD, 0, 1, 4, 5), 64);
  v128.store(at, v128.shuffle<f32>(AB, CD, 2, 3, 6, 7), 96);
}

function lastForward(at: usize, factors: usize, fours: i32): void {
  for (let i = 0; i < fours; i++, at += 128, factors += 96) {
    transpose(at);
    transpose(at + 16);
    const rr = v128.load(factors);
    const ri = v128.load(factors, 16);
    const sr = v128.load(factors, 32);
    const si = v128.load(factors, 48);
    const tr = v128.load(factors, 64);
    const ti = v128.load(factors, 80);
    const ar = v128.load(at);
    const ai = v128.load(at, 16);
    const br = v128.load(at, 32);
    const bi = v128.load(at, 48);
    const cr = v128.load(at, 64);
    const ci = v128.load(at, 80);
    const dr = v128.load(at, 96);
    const di = v128.load(at, 112);
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
    v128.store(at, f32x4.add(upr, uqr));
    v128.store(at, f32x4.add(upi, uqi), 16);
    v128.store(at, f32x4.sub(umr, uni), 32);
    v128.store(at, f32x4.add(umi, unr), 48);
    v128.store(at, f32x4.sub(upr, uqr), 64);
    v128.store(at, f32x4.sub(upi, uqi), 80);
    v128.store(at, f32x4.add(umr, uni), 96);
    v128.store(at, f32x4.sub(umi, unr), 112);
  }
}

function lastInverse(at: usize, factors: usize, fours: i32): void {
  for (let i = 0; i < fours; i++, at += 128, factors += 96) {
    const rr = v128.load(factors);
    const ri = v128.load(factors, 16);
    const sr = v128.load(factors, 32);
    const si = v128.load(factors, 48);
    const tr = v128.load(factors, 64);
    const ti = v128.load(factors, 80);
    const v0r = v128.load(at);
    const v0i = v128.load(at, 16);
    const v1r = v128.load(at, 32);
    const v1i = v128.load(at, 48);
    const v2r = v128.load(at, 64);
    const v2i = v128.load(at, 80);
    const v3r = v128.load(at, 96);
    const v3i = v128.load(at, 112);
    const upr = f32x4.add(v0r, v2r);
    const upi = f32x4.add(v0i, v2i);
    const umr = f32x4.sub(v0r, v2r);
    const umi = f32x4.sub(v0i, v2i);
    const uqr = f32x4.add(v1r, v3r);
    const uqi = f32x4.add(v1i, v3i);
    const unr = f32x4.sub(v1r, v3r);
    const uni = f32x4.sub(v1i, v3i);
    const Br = f32x4.add(umr, uni);
    const Bi = f32x4.sub(umi, unr);
    const Cr = f32x4.sub(upr, uqr);
    const Ci = f32x4.sub(upi, uqi);
    const Dr = f32x4.sub(umr, uni);
    const Di = f32x4.add(umi, unr);
    v128.store(at, f32x4.add(upr, uqr));
    v128.store(at, f32x4.add(upi, uqi), 16);
    v128.store(at, f32x4.add(f32x4.mul(Br, rr), f32x4.mul(Bi, ri)), 32);
    v128.store(at, f32x4.sub(f32x4.mul(Bi, rr), f32x4.mul(Br, ri)), 48);
    v128.store(at, f32x4.add(f32x4.mul(Cr, sr), f32x4.mul(Ci, si)), 64);
    v128.store(at, f32x4.sub(f32x4.mul(Ci, sr), f32x4.mul(Cr, si)), 80);
    v128.store(at, f32x4.add(f32x4.mul(Dr, tr), f32x4.mul(Di, ti)), 96);
    v128.store(at, f32x4.sub(f32x4.mul(Di, tr), f32x4.mul(Dr, ti)), 112);
    transpose(at);
    transpose(at + 16);
  }
}
