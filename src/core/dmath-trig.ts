/**
 * Sine and cosine with equal bits on every host; part of dmath.ts.
 * CONTRACT: equals assembly/math/trig.ts and reduce.ts bit for bit; src/core/math.test.ts compares them.
 */

const PART_1 = 1.5707963267341256;
const PART_2 = 6.077100506303966e-11;
const PART_3 = 2.0222662487111665e-21;
const PART_4 = 8.4784276603689e-32;
const HALF_PI = 1.5707963267948966;
const HALF_PI_LOW = 6.123233995736766e-17;
const TWO_OVER_PI = 0.6366197723675814;
const PARTS_LIMIT = 1647000;
const TWO_TO_MINUS_30 = 9.313225746154785e-10;
const TWO_TO_MINUS_32 = 2.3283064365386963e-10;

/** 2/π as fixed point behind 64 zero bits; 1280 bits in all. */
const TABLE = BigInt(
  '0x0000000000000000a2f9836e4e441529fc2757d1f534ddc0db6295993c439041fe5163abdebbc561b7246e3a424dd2e006492eea' +
    '09d1921cfe1deb1cb129a73ee88235f52ebb4484e99c7026b45f7e413991d639835339f49c845f8bbdf9283b1ff897ffde05980f' +
    'ef2f118b5a0a6d1f6d367ecf27cb09b74f463f669e5fea2d7527bac7ebe5f17b3d0739f78a5292ea6bfb5fb11f8d5d0856033046' +
    'fc7b6bab',
);
const TABLE_BITS = 1280n;
const WINDOW_MASK = (1n << 192n) - 1n;
const LIMB_MASK = 0xffffffffn;

const view = new DataView(new ArrayBuffer(8));
let remainderHigh = 0;
let remainderLow = 0;

function sumError(a: number, b: number, sum: number): number {
  const bPart = sum - a;
  return a - (sum - bPart) + (b - bPart);
}

/** Upper 26 bits of a number's mantissa. */
function upperHalf(value: number): number {
  view.setFloat64(0, value);
  view.setUint32(4, view.getUint32(4) & 0xf8000000);
  return view.getFloat64(0);
}

function productError(a: number, b: number, product: number): number {
  const aHigh = upperHalf(a);
  const aLow = a - aHigh;
  const bHigh = upperHalf(b);
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

function reduceByParts(x: number): number {
  const count = Math.floor(x * TWO_OVER_PI + 0.5);
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
  return count & 3;
}

/** Rare (sizes above 1.6 million), so whole numbers of any size may do the work the wasm does in limbs. */
function reduceLong(x: number): number {
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  const power = Number((bits >> 52n) & 0x7ffn) - 1075;
  const whole = (bits & 0xfffffffffffffn) | 0x10000000000000n;
  const window = (TABLE >> (TABLE_BITS - 192n - BigInt(power + 62))) & WINDOW_MASK;
  const turns = (window * whole) & WINDOW_MASK;

  const beyond = ((turns >> 189n) & 1n) === 1n;
  const quadrant = (Number(turns >> 190n) + (beyond ? 1 : 0)) & 3;
  const fraction = (beyond ? turns ^ WINDOW_MASK : turns) & (WINDOW_MASK >> 2n);
  let high = Number(fraction >> 160n) * TWO_TO_MINUS_30;
  let low = 0;
  let unit = TWO_TO_MINUS_30 * TWO_TO_MINUS_32;
  for (let limb = 4n; limb >= 0n; limb--) {
    const term = Number((fraction >> (32n * limb)) & LIMB_MASK) * unit;
    const sum = high + term;
    low += sumError(high, term, sum);
    high = sum;
    unit *= TWO_TO_MINUS_32;
  }
  const isNegative = x < 0;
  const negated = isNegative !== beyond;
  const product = high * HALF_PI;
  const rest = productError(high, HALF_PI, product) + high * HALF_PI_LOW + low * HALF_PI;
  const result = product + rest;
  const resultLow = sumError(product, rest, result);
  remainderHigh = negated ? -result : result;
  remainderLow = negated ? -resultLow : resultLow;
  return isNegative ? (4 - quadrant) & 3 : quadrant;
}

function reduceQuarterTurns(x: number): number {
  if (Math.abs(x) <= 0.7853981633974483) {
    remainderHigh = x;
    remainderLow = 0;
    return 0;
  }
  return Math.abs(x) < PARTS_LIMIT ? reduceByParts(x) : reduceLong(x);
}

function sineNearZero(a: number, tail: number): number {
  const z = a * a;
  let p = -1 / 121645100408832000;
  p = p * z + 1 / 355687428096000;
  p = p * z - 1 / 1307674368000;
  p = p * z + 1 / 6227020800;
  p = p * z - 1 / 39916800;
  p = p * z + 1 / 362880;
  p = p * z - 1 / 5040;
  p = p * z + 1 / 120;
  p = p * z - 1 / 6;
  return a + (a * z * p + tail * (1 - 0.5 * z));
}

function cosineNearZero(a: number, tail: number): number {
  const z = a * a;
  let p = -1 / 6402373705728000;
  p = p * z + 1 / 20922789888000;
  p = p * z - 1 / 87178291200;
  p = p * z + 1 / 479001600;
  p = p * z - 1 / 3628800;
  p = p * z + 1 / 40320;
  p = p * z - 1 / 720;
  p = p * z + 1 / 24;
  const half = 0.5 * z;
  const w = 1 - half;
  return w + (1 - w - half + (z * z * p - a * tail));
}

/** Sine of x radians, any finite size; NaN of anything else. Any thread; pure. */
export function sin(x: number): number {
  if (!Number.isFinite(x)) return Number.NaN;
  const quadrant = reduceQuarterTurns(x);
  const value =
    (quadrant & 1) === 0
      ? sineNearZero(remainderHigh, remainderLow)
      : cosineNearZero(remainderHigh, remainderLow);
  return quadrant > 1 ? -value : value;
}

/** Cosine of x radians, any finite size; NaN of anything else. Any thread; pure. */
export function cos(x: number): number {
  if (!Number.isFinite(x)) return Number.NaN;
  const quadrant = reduceQuarterTurns(x);
  const value =
    (quadrant & 1) === 0
      ? cosineNearZero(remainderHigh, remainderLow)
      : sineNearZero(remainderHigh, remainderLow);
  return quadrant === 1 || quadrant === 2 ? -value : value;
}
