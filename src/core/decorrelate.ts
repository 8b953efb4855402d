/**
 * Decorrelation filters of diffuse objects, ITU-R BS.2127-1 §7.4: for each loudspeaker an all-pass FIR filter of random phase.
 * A filter is known by its seed, the place of the loudspeaker's BS.2051 name in the layout's sorted names.
 */
import type { Speaker } from '../units/index.ts';
import { DECORRELATOR_TAPS, MAX_SPEAKERS } from './contract.ts';
import { cos, sin } from './dmath-trig.ts';
import { polarLayout } from './polar/room-layouts.ts';

const STATE_WORDS = 624;
const MIDDLE_WORD = 397;

/**
 * The first numbers of the Mersenne Twister MT19937 (Matsumoto and Nishimura, ACM TOMACS 8 (1998) 3–30) seeded with one word,
 * each of 32 bits.
 * @param seed 0 … 2³² − 1
 */
export function mersenneTwister(seed: number, count: number): Uint32Array {
  const state = new Uint32Array(STATE_WORDS);
  const word = (index: number): number => state[index % STATE_WORDS] ?? 0;
  state[0] = seed;
  for (let i = 1; i < STATE_WORDS; i++) {
    const before = word(i - 1);
    state[i] = Math.imul(1812433253, before ^ (before >>> 30)) + i;
  }
  const numbers = new Uint32Array(count);
  for (let n = 0; n < count; n++) {
    const mixed = (word(n) & 0x80000000) | (word(n + 1) & 0x7fffffff);
    let y = word(n + MIDDLE_WORD) ^ (mixed >>> 1) ^ (mixed & 1 ? 0x9908b0df : 0);
    state[n % STATE_WORDS] = y;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    numbers[n] = y ^ (y >>> 18);
  }
  return numbers;
}

/** A turn in steps of one part of DECORRELATOR_TAPS. */
const turnOf = (step: number): number => (2 * Math.PI * step) / DECORRELATOR_TAPS;

/**
 * Designs one filter: DECORRELATOR_TAPS taps whose spectrum has magnitude 1 and a phase that is uniformly random, but 0 at 0 Hz
 * and at half the sample rate. Equal bits on every host; any thread.
 */
export function designDecorrelator(seed: number): Float64Array {
  const half = DECORRELATOR_TAPS / 2;
  const numbers = mersenneTwister(seed, half - 1);
  const cosines = Float64Array.from({ length: DECORRELATOR_TAPS }, (_, step) => cos(turnOf(step)));
  const sines = Float64Array.from({ length: DECORRELATOR_TAPS }, (_, step) => sin(turnOf(step)));
  const taps = Float64Array.from({ length: DECORRELATOR_TAPS }, (_, n) => (n % 2 === 0 ? 2 : 0));
  numbers.forEach((number, index) => {
    const phase = (2 * Math.PI * number) / 2 ** 32;
    const re = 2 * cos(phase);
    const im = 2 * sin(phase);
    for (let n = 0, step = 0; n < DECORRELATOR_TAPS; n++) {
      const sum = (taps[n] ?? 0) + re * (cosines[step] ?? 0);
      taps[n] = sum - im * (sines[step] ?? 0);
      step = (step + index + 1) % DECORRELATOR_TAPS;
    }
  });
  return taps.map((tap) => tap / DECORRELATOR_TAPS);
}

/**
 * Seed of each speaker of a layout. The LFE has a name like the others, as in the EBU ADM Renderer; layouts beyond BS.2051 take
 * part with the names of `polarLayout`. @throws RangeError for a speaker without a name there
 */
export function decorrelatorSeeds(speakers: readonly Speaker[]): readonly number[] {
  const names = polarLayout(speakers).map(({ label }) => label);
  const sorted = [...names].sort();
  return names.map((name) => sorted.indexOf(name));
}

/** Designed once a realm, when first asked for: every core gets the same. */
let bank: Float32Array | null = null;

/** The filters of all seeds a layout can have, one after the other, in single precision. */
export function decorrelatorBank(): Float32Array {
  if (bank) return bank;
  bank = new Float32Array(MAX_SPEAKERS * DECORRELATOR_TAPS);
  for (let seed = 0; seed < MAX_SPEAKERS; seed++)
    bank.set(designDecorrelator(seed), seed * DECORRELATOR_TAPS);
  return bank;
}
