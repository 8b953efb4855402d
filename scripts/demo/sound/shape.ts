import { RATE } from '../plan.ts';
import { seeded } from './random.ts';

/** White noise in ±1. */
export function noise(length: number, seed: number): Float32Array {
  const random = seeded(seed);
  return Float32Array.from({ length }, () => random() * 2 - 1);
}

/** Pink noise (Kellet's three-pole economy filter), about ±0.5. */
export function pinkNoise(length: number, seed: number): Float32Array {
  const random = seeded(seed);
  const out = new Float32Array(length);
  let [a, b, c] = [0, 0, 0];
  for (let index = 0; index < length; index++) {
    const white = random() * 2 - 1;
    a = 0.99765 * a + white * 0.099046;
    b = 0.963 * b + white * 0.2965164;
    c = 0.57 * c + white * 1.0526913;
    out[index] = (a + b + c + white * 0.1848) * 0.2;
  }
  return out;
}

/** A value that changes over time, in seconds. */
export type Motion = (seconds: number) => number;

const FILTER_STEP = 32;

/** State-variable filter whose frequency (Hz) moves; `resonance` is Q. Returns the asked-for output. */
export function filter(
  kind: 'low' | 'band' | 'high',
  sound: Float32Array,
  hertz: number | Motion,
  resonance = Math.SQRT1_2,
): Float32Array {
  const out = new Float32Array(sound.length);
  let low = 0;
  let band = 0;
  let g = 0;
  for (let index = 0; index < sound.length; index++) {
    if (index % FILTER_STEP === 0) {
      const frequency = typeof hertz === 'number' ? hertz : hertz(index / RATE);
      g = Math.tan((Math.PI * Math.min(frequency, RATE * 0.45)) / RATE);
    }
    // Topology-preserving form (trapezoidal integrators): stable while the frequency moves.
    const damping = 1 / resonance;
    const high = ((sound[index] ?? 0) - (damping + g) * band - low) / (1 + g * (g + damping));
    const nextBand = g * high + band;
    const nextLow = g * nextBand + low;
    band = g * high + nextBand;
    low = g * nextBand + nextLow;
    out[index] = kind === 'low' ? nextLow : kind === 'band' ? nextBand * damping : high;
  }
  return out;
}

/** Multiplies by a moving gain, in place, and returns it. */
export function shaped(sound: Float32Array, gain: Motion): Float32Array {
  for (let index = 0; index < sound.length; index++) sound[index] = (sound[index] ?? 0) * gain(index / RATE);
  return sound;
}

/** Envelope that rises over `attack` seconds and then dies by `decay` (seconds to −60 dB). */
export const strike =
  (attack: number, decay: number): Motion =>
  (at) =>
    at < attack ? at / attack : Math.exp((-6.91 * (at - attack)) / decay);

/** Straight lines between `[seconds, value]` points. */
export function path(points: readonly (readonly [number, number])[]): Motion {
  return (at) => {
    let [fromAt, from] = points[0] ?? [0, 0];
    for (const [toAt, to] of points) {
      if (toAt >= at) return toAt === fromAt ? to : from + ((to - from) * (at - fromAt)) / (toAt - fromAt);
      [fromAt, from] = [toAt, to];
    }
    return from;
  };
}

/** A tone of harmonics with moving pitch: `levels[n]` is the level of harmonic n + 1. */
export function tone(seconds: number, hertz: Motion, levels: readonly number[]): Float32Array {
  const out = new Float32Array(Math.round(seconds * RATE));
  let phase = 0;
  for (let index = 0; index < out.length; index++) {
    phase += hertz(index / RATE) / RATE;
    let value = 0;
    levels.forEach((level, harmonic) => {
      value += level * Math.sin(2 * Math.PI * phase * (harmonic + 1));
    });
    out[index] = value;
  }
  return out;
}
