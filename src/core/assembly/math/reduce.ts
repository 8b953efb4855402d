import { productError, sumError } from './bits';

/** High and low part of the remainder of the last `reduceQuarterTurns`. */
export let remainderHigh: f64 = 0.0;
export let remainderLow: f64 = 0.0;

// π/2 in four parts; the first three have 33 bits, so products with counts below 2^20 are exact.
// @ts-ignore: decorator
@inline const PART_1: f64 = 1.5707963267341256;
// @ts-ignore: decorator
@inline const PART_2: f64 = 6.077100506303966e-11;
// @ts-ignore: decorator
@inline const PART_3: f64 = 2.0222662487111665e-21;
// @ts-ignore: decorator
@inline const PART_4: f64 = 8.4784276603689e-32;
// @ts-ignore: decorator
@inline const HALF_PI: f64 = 1.5707963267948966;
// @ts-ignore: decorator
@inline const HALF_PI_LOW: f64 = 6.123233995736766e-17;
// @ts-ignore: decorator
@inline const TWO_OVER_PI: f64 = 0.6366197723675814;
// @ts-ignore: decorator
@inline const TWO_TO_MINUS_30: f64 = 9.313225746154785e-10;
// @ts-ignore: decorator
@inline const TWO_TO_MINUS_32: f64 = 2.3283064365386963e-10;

/** 2/π as fixed point behind 64 zero bits, 32 bits a word, most significant first. */
const TABLE: usize = memory.data<u32>([
  0x00000000, 0x00000000, 0xa2f9836e, 0x4e441529, 0xfc2757d1, 0xf534ddc0, 0xdb629599, 0x3c439041, 0xfe5163ab,
  0xdebbc561, 0xb7246e3a, 0x424dd2e0, 0x06492eea, 0x09d1921c, 0xfe1deb1c, 0xb129a73e, 0xe88235f5, 0x2ebb4484,
  0xe99c7026, 0xb45f7e41, 0x3991d639, 0x835339f4, 0x9c845f8b, 0xbdf9283b, 0x1ff897ff, 0xde05980f, 0xef2f118b,
  0x5a0a6d1f, 0x6d367ecf, 0x27cb09b7, 0x4f463f66, 0x9e5fea2d, 0x7527bac7, 0xebe5f17b, 0x3d0739f7, 0x8a5292ea,
  0x6bfb5fb1, 0x1f8d5d08, 0x56033046, 0xfc7b6bab,
]);
// State of the long multiplication. Globals, not memory: instances may share one memory, never their globals.
let factorLow: u64 = 0;
let factorHigh: u64 = 0;
let windowWord: usize = 0;
let windowShift: u64 = 0;
let carry: u64 = 0;
let previous: u64 = 0;

/** Largest size reduced by parts of π/2 (counts of quarter turns stay below 2^20). */
// @ts-ignore: decorator
@inline const PARTS_LIMIT: f64 = 1647000.0;

/**
 * Takes whole quarter turns from a finite x: returns their count modulo 4; x minus them is
 * remainderHigh + remainderLow, within ±(π/4 + ε). CONTRACT: bit-identical to src/core/dmath.ts `reduceQuarterTurns`.
 */
export function reduceQuarterTurns(x: f64): i32 {
  if (abs(x) <= 0.7853981633974483) {
    remainderHigh = x;
    remainderLow = 0.0;
    return 0;
  }
  return abs(x) < PARTS_LIMIT ? reduceByParts(x) : reduceLong(x);
}

function reduceByParts(x: f64): i32 {
  const count = floor(x * TWO_OVER_PI + 0.5);
  const a = x - count * PART_1;
  const b = count * PART_2;
  const c = count * PART_3;
  const first = a - b;
  const firstError = sumError(a, -b, first);
  const second = first - c;
  const rest = sumError(first, -c, second) + firstError - count * PART_4;
  const high = second + rest;
  remainderHigh = high;
  remainderLow = sumError(second, rest, high);
  return i32(count) & 3;
}

/** Next 32 bits, from the least significant on, of mantissa × the window of 2/π that starts at bit `windowShift` of a word. */
function nextLimb(): u64 {
  const pair = (u64(load<u32>(windowWord)) << 32) | u64(load<u32>(windowWord, 4));
  const window = (pair << windowShift) >> 32;
  // Each product is below 2^64 − 2^33, the high factor below 2^21: the sums cannot overflow.
  const low = window * factorLow + (carry & 0xffffffff);
  const high = previous * factorHigh + (low & 0xffffffff);
  carry = (low >> 32) + (carry >> 32) + (high >> 32);
  previous = window;
  windowWord -= 4;
  return high & 0xffffffff;
}

/** Adds a limb to the fraction remainderHigh + remainderLow. */
// @ts-ignore: decorator
@inline
function addLimb(limb: u64, inverted: u64, unit: f64): void {
  const term = f64(limb ^ inverted) * unit;
  const sum = remainderHigh + term;
  remainderLow += sumError(remainderHigh, term, sum);
  remainderHigh = sum;
}

/** Multiplies the mantissa with the 192 bits of 2/π that decide the fraction of a turn (Payne and Hanek). */
function reduceLong(x: f64): i32 {
  const bits = reinterpret<u64>(x);
  const power = i32((bits >> 52) & 0x7ff) - 1075;
  const whole = (bits & 0x000fffffffffffff) | 0x0010000000000000;
  factorLow = whole & 0xffffffff;
  factorHigh = whole >> 32;
  carry = 0;
  previous = 0;
  // Bits of weight 4 and more drop out, so the window starts at weight 2.
  const offset = power + 62;
  windowWord = TABLE + (usize((offset >> 5) + 5) << 2);
  windowShift = u64(offset & 31);
  const limb0 = nextLimb();
  const limb1 = nextLimb();
  const limb2 = nextLimb();
  const limb3 = nextLimb();
  const limb4 = nextLimb();
  const top = nextLimb();

  let quadrant = i32(top >> 30);
  // Fraction of a quarter turn in the lower 190 bits; above one half it is taken from the next quarter.
  const beyond = (top & 0x20000000) != 0;
  let inverted: u64 = 0;
  if (beyond) {
    quadrant = (quadrant + 1) & 3;
    inverted = 0xffffffff;
  }
  remainderHigh = f64((top ^ inverted) & 0x3fffffff) * TWO_TO_MINUS_30;
  remainderLow = 0.0;
  let unit: f64 = TWO_TO_MINUS_30 * TWO_TO_MINUS_32;
  addLimb(limb4, inverted, unit);
  unit *= TWO_TO_MINUS_32;
  addLimb(limb3, inverted, unit);
  unit *= TWO_TO_MINUS_32;
  addLimb(limb2, inverted, unit);
  unit *= TWO_TO_MINUS_32;
  addLimb(limb1, inverted, unit);
  unit *= TWO_TO_MINUS_32;
  addLimb(limb0, inverted, unit);
  const high = remainderHigh;
  const low = remainderLow;
  const negative = (bits >> 63 != 0) != beyond;
  const product = high * HALF_PI;
  const rest = productError(high, HALF_PI, product) + high * HALF_PI_LOW + low * HALF_PI;
  const result = product + rest;
  const resultLow = sumError(product, rest, result);
  remainderHigh = negative ? -result : result;
  remainderLow = negative ? -resultLow : resultLow;
  return bits >> 63 != 0 ? (4 - quadrant) & 3 : quadrant;
}
