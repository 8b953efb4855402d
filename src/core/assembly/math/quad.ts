/**
 * Logarithm and exponential to the base 2 of four f32 values at once, for levels and gains in dB: to 3·10⁻⁷ of the larger of 1 and
 * the result, and 3·10⁻⁷ relative. Coefficients are loaded: an engine takes longer to make one.
 */
const LOG: usize = memory.data<f32>([
  0.41219858, 0.41219858, 0.41219858, 0.41219858, // 2/(7 ln 2)
  0.57707802, 0.57707802, 0.57707802, 0.57707802,
  0.96179669, 0.96179669, 0.96179669, 0.96179669,
  2.88539008, 2.88539008, 2.88539008, 2.88539008,
  1.0, 1.0, 1.0, 1.0,
], 16);
/** The bits of √½. */
const ROOT: usize = memory.data<u32>([0x3f3504f3, 0x3f3504f3, 0x3f3504f3, 0x3f3504f3], 16);
const EXP: usize = memory.data<f32>([
  1.5403530e-4, 1.5403530e-4, 1.5403530e-4, 1.5403530e-4, // (ln 2)⁶/6!
  1.3333558e-3, 1.3333558e-3, 1.3333558e-3, 1.3333558e-3,
  9.6181291e-3, 9.6181291e-3, 9.6181291e-3, 9.6181291e-3,
  5.5504109e-2, 5.5504109e-2, 5.5504109e-2, 5.5504109e-2,
  2.4022651e-1, 2.4022651e-1, 2.4022651e-1, 2.4022651e-1,
  6.9314718e-1, 6.9314718e-1, 6.9314718e-1, 6.9314718e-1,
  1.0, 1.0, 1.0, 1.0,
  12582912.0, 12582912.0, 12582912.0, 12582912.0, // 1½ · 2²³
], 16);

// @ts-ignore: decorator
@inline
function horner(sum: v128, x: v128, at: usize): v128 {
  return f32x4.add(f32x4.mul(sum, x), v128.load(at));
}

/** log₂ x for ordinary x > 0. x = m · 2ⁿ with √½ ≤ m < √2, then the series of artanh((m − 1)/(m + 1)). */
// @ts-ignore: decorator
@inline
export function log2Quad(x: v128): v128 {
  const whole = i32x4.shr_s(i32x4.sub(x, v128.load(ROOT)), 23);
  const m = i32x4.sub(x, i32x4.shl(whole, 23));
  const one = v128.load(LOG, 64);
  const f = f32x4.div(f32x4.sub(m, one), f32x4.add(m, one));
  const s = f32x4.mul(f, f);
  let p = horner(v128.load(LOG), s, LOG + 16);
  p = horner(p, s, LOG + 32);
  p = horner(p, s, LOG + 48);
  return f32x4.add(f32x4.convert_i32x4_s(whole), f32x4.mul(f, p));
}

/** 2ˣ for −126 ≤ x ≤ 126. */
// @ts-ignore: decorator
@inline
export function exp2Quad(x: v128): v128 {
  // Added to so large a number, x keeps its whole part in the lowest bits.
  const whole = f32x4.add(x, v128.load(EXP, 112));
  const r = f32x4.sub(x, f32x4.sub(whole, v128.load(EXP, 112)));
  let p = horner(v128.load(EXP), r, EXP + 16);
  p = horner(p, r, EXP + 32);
  p = horner(p, r, EXP + 48);
  p = horner(p, r, EXP + 64);
  p = horner(p, r, EXP + 80);
  p = horner(p, r, EXP + 96);
  return i32x4.add(p, i32x4.shl(whole, 23));
}
