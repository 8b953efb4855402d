/**
 * The dither of a bounce, plainly: what the core's loop (core/assembly/output/delivery.ts) must give word for word.
 * CONTRACT: changed together; delivery.test.ts compares them.
 */

/** Integer word lengths a bounce can have. */
export type IntegerBits = 16 | 24;

/** 2⁻³²: makes an unsigned 32-bit integer a fraction. */
const TO_FRACTION = 2 ** -32;

/**
 * A well-mixed 32-bit hash of three integers: multiply–xor–shift rounds over each in turn, with odd constants chosen for
 * avalanche. Only integer arithmetic, so every machine draws the same noise.
 */
function hash(low: number, high: number, salt: number): number {
  let h = Math.imul(low ^ 0x9e3779b9, 0x85ebca6b);
  h ^= h >>> 15;
  h = Math.imul(h ^ Math.imul(high, 0xc2b2ae35), 0x2c1b3c6d);
  h ^= h >>> 13;
  h = Math.imul(h ^ Math.imul(salt, 0x27d4eb2f), 0x297a2d39);
  h ^= h >>> 16;
  h = Math.imul(h, 0x7feb352d);
  h ^= h >>> 15;
  return h >>> 0;
}

/**
 * Triangular dither of one sample in units of the last bit, in (−1, 1): the sum of two uniform draws that depend only on
 * the timeline sample and the channel. A range therefore gets the same dither as the whole.
 */
export function tpdf(position: number, channel: number): number {
  const low = position | 0;
  const high = Math.floor(position / 0x1_0000_0000) | 0;
  return (hash(low, high, 2 * channel + 1) + hash(low, high, 2 * channel + 2)) * TO_FRACTION - 1;
}

/**
 * Dithers and quantises one channel. `position` is the timeline sample of the first value. Writes whole numbers of the
 * word length into `into`; values beyond full scale are clipped here and only here.
 * Returns how many samples were clipped.
 */
export function quantise(
  from: Float32Array,
  into: Int32Array,
  bits: IntegerBits,
  position: number,
  channel: number,
): number {
  const scale = 2 ** (bits - 1);
  const most = scale - 1;
  let clipped = 0;
  for (let index = 0; index < from.length; index++) {
    const value = from[index] ?? 0;
    let whole = Math.floor(value * scale + tpdf(position + index, channel) + 0.5);
    if (whole > most || whole < -scale) {
      // Dither alone may push a full-scale peak over by one step; only audio beyond full scale counts as clipped.
      if (value > 1 || value < -1) clipped++;
      whole = whole > most ? most : -scale;
    }
    into[index] = whole;
  }
  return clipped;
}
