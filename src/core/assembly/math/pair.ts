/**
 * Exponential and logarithm of two f64 values at once, for laws that need many: twice as fast as one after the other. For
 * ordinary arguments only; the functions of exp.ts and log.ts take every value there is. Coefficients are loaded, each
 * twice: an engine takes longer to make one.
 */
const FACTORS: usize = memory.data<f64>([
  1.6059043836821613e-10, 1.6059043836821613e-10, // 1/13!
  2.08767569878681e-9, 2.08767569878681e-9,
  2.505210838544172e-8, 2.505210838544172e-8,
  2.755731922398589e-7, 2.755731922398589e-7,
  2.7557319223985893e-6, 2.7557319223985893e-6,
  2.48015873015873e-5, 2.48015873015873e-5,
  1.984126984126984e-4, 1.984126984126984e-4,
  1.388888888888889e-3, 1.388888888888889e-3,
  8.333333333333333e-3, 8.333333333333333e-3,
  4.1666666666666664e-2, 4.1666666666666664e-2,
  1.6666666666666666e-1, 1.6666666666666666e-1,
  0.5, 0.5,
  1.0, 1.0,
  1.4426950408889634, 1.4426950408889634, // 1 / ln 2
  0.6931471805582987, 0.6931471805582987, // ln 2 in two parts
  1.6465949582897082e-12, 1.6465949582897082e-12,
], 16);
const INVERSE_LN2: usize = 208;
const LN2_HIGH: usize = 224;
const LN2_LOW: usize = 240;

/** 2/(2n + 1) for n = 9 … 0. */
const ODD: usize = memory.data<f64>([
  0.10526315789473684, 0.10526315789473684,
  0.11764705882352941, 0.11764705882352941,
  0.13333333333333333, 0.13333333333333333,
  0.15384615384615385, 0.15384615384615385,
  0.18181818181818182, 0.18181818181818182,
  0.2222222222222222, 0.2222222222222222,
  0.2857142857142857, 0.2857142857142857,
  0.4, 0.4,
  0.6666666666666666, 0.6666666666666666,
  2.0, 2.0,
], 16);

// @ts-ignore: decorator
@inline
function horner(sum: v128, x: v128, at: usize): v128 {
  return f64x2.add(f64x2.mul(sum, x), v128.load(at));
}

/**
 * e^x for −700 ≤ x ≤ 700, equal to 2·10⁻¹⁵. x = n·ln 2 + r with |r| ≤ ln 2 / 2; the power series of e^r up to r¹³, then n into the
 * exponent bits.
 */
// @ts-ignore: decorator
@inline
export function expPair(x: v128): v128 {
  const n = f64x2.nearest(f64x2.mul(x, v128.load(FACTORS, INVERSE_LN2)));
  const r = f64x2.sub(
    f64x2.sub(x, f64x2.mul(n, v128.load(FACTORS, LN2_HIGH))),
    f64x2.mul(n, v128.load(FACTORS, LN2_LOW)),
  );
  let p = horner(v128.load(FACTORS), r, FACTORS + 16);
  p = horner(p, r, FACTORS + 32);
  p = horner(p, r, FACTORS + 48);
  p = horner(p, r, FACTORS + 64);
  p = horner(p, r, FACTORS + 80);
  p = horner(p, r, FACTORS + 96);
  p = horner(p, r, FACTORS + 112);
  p = horner(p, r, FACTORS + 128);
  p = horner(p, r, FACTORS + 144);
  p = horner(p, r, FACTORS + 160);
  p = horner(p, r, FACTORS + 176);
  p = horner(p, r, FACTORS + 192);
  p = horner(p, r, FACTORS + 192);
  const exponents = i64x2.extend_low_i32x4_s(i32x4.trunc_sat_f64x2_s_zero(n));
  return i64x2.add(p, i64x2.shl(exponents, 52));
}

/**
 * ln x for ordinary x > 0, equal to 2·10⁻¹⁵ of the larger of 1 and the result. x = m · 2ⁿ with √½ ≤ m < √2; the power series of
 * 2·artanh((m − 1)/(m + 1)) up to the 19th power.
 */
// @ts-ignore: decorator
@inline
export function logPair(x: v128): v128 {
  const bits = i64x2.sub(x, i64x2.splat(0x3fe6a09e667f3bcd));
  const whole = i64x2.shr_s(bits, 52);
  const m = i64x2.sub(x, i64x2.shl(whole, 52));
  const n = f64x2.convert_low_i32x4_s(v128.shuffle<i32>(whole, whole, 0, 2, 0, 2));
  const one = f64x2.splat(1.0);
  const f = f64x2.div(f64x2.sub(m, one), f64x2.add(m, one));
  const s = f64x2.mul(f, f);
  let p = horner(v128.load(ODD), s, ODD + 16);
  p = horner(p, s, ODD + 32);
  p = horner(p, s, ODD + 48);
  p = horner(p, s, ODD + 64);
  p = horner(p, s, ODD + 80);
  p = horner(p, s, ODD + 96);
  p = horner(p, s, ODD + 112);
  p = horner(p, s, ODD + 128);
  p = horner(p, s, ODD + 144);
  const rest = f64x2.add(f64x2.mul(f, p), f64x2.mul(n, v128.load(FACTORS, LN2_LOW)));
  return f64x2.add(f64x2.mul(n, v128.load(FACTORS, LN2_HIGH)), rest);
}
