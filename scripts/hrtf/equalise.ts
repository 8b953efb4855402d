/**
 * Takes the loudspeaker and the ear canal out of a measured set (diffuse-field equalisation) and gives it a
 * sane bass: below 150 Hz every response becomes a pure delay at the diffuse-field level, blended in up to 300 Hz.
 */
import { cos, exp, log, sin } from '../../src/core/dmath.ts';
import type { MeasuredSet } from './sofa.ts';
import { BINS, type Complex, minimumPhase, SIZE, spectrumOf, square, transform, zeros } from './spectrum.ts';

const BASS_END_HZ = 150;
const BLEND_END_HZ = 300;
/** The loudspeaker falls off steeply above 16 kHz; equalisation follows it up to this much (linear, re 150–500 Hz). */
const MOST_BOOST = 4;

const at = (array: Float64Array, index: number): number => array[index] ?? 0;

/** 0 below the blend, 1 above it, half a cosine between. */
function blend(frequency: number): number {
  if (frequency <= BASS_END_HZ) return 0;
  if (frequency >= BLEND_END_HZ) return 1;
  return 0.5 - 0.5 * cos((Math.PI * (frequency - BASS_END_HZ)) / (BLEND_END_HZ - BASS_END_HZ));
}

function response(set: MeasuredSet, direction: number, ear: number): Float64Array {
  const start = (direction * 2 + ear) * set.taps;
  return set.responses.subarray(start, start + set.taps);
}

/** Share of the sphere each direction stands for: its ring's band between neighbouring rings, evenly divided. */
function solidAngles(set: MeasuredSet): number[] {
  const rings = [...new Set(set.directions.map(({ elevationDeg }) => elevationDeg))].sort((a, b) => a - b);
  const edge = (ring: number, side: number): number => {
    const here = rings[ring] ?? 0;
    const next = rings[ring + side];
    return sin((Math.PI / 180) * (next === undefined ? Math.min(here + side * 5, 90) : (here + next) / 2));
  };
  const sizes = rings.map((_, ring) => edge(ring, 1) - edge(ring, -1));
  const counts = rings.map((ring) => set.directions.filter((d) => d.elevationDeg === ring).length);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return set.directions.map(({ elevationDeg }) => {
    const ring = rings.indexOf(elevationDeg);
    return (sizes[ring] ?? 0) / total / (counts[ring] ?? 1);
  });
}

/** Power of the set averaged over the sphere and both ears, smoothed over a sixth of an octave. */
function diffuseField(set: MeasuredSet): Float64Array {
  const power = new Float64Array(BINS);
  const weights = solidAngles(set);
  weights.forEach((weight, direction) => {
    for (const ear of [0, 1]) {
      const { re, im } = spectrumOf(response(set, direction, ear));
      for (let k = 0; k < BINS; k++)
        power[k] = at(power, k) + 0.5 * weight * (square(at(re, k)) + square(at(im, k)));
    }
  });
  const half = exp(log(2) / 12);
  const sums = new Float64Array(BINS + 1);
  for (let k = 0; k < BINS; k++) sums[k + 1] = at(sums, k) + at(power, k);
  return power.map((_, k) => {
    const from = Math.floor(k / half);
    const to = Math.min(BINS, Math.ceil(k * half) + 1);
    return (at(sums, to) - at(sums, from)) / (to - from);
  });
}

/** Magnitude of the equaliser: 1 over the diffuse field, relative to its level from 150 to 500 Hz. */
function equaliser(set: MeasuredSet): { magnitude: Float64Array; level: number } {
  const power = diffuseField(set);
  const bin = (frequency: number) => Math.round((frequency * SIZE) / set.sampleRate);
  const bass = power.subarray(bin(150), bin(500));
  const level = Math.sqrt(bass.reduce((sum, value) => sum + value, 0) / bass.length);
  return { magnitude: power.map((value) => Math.min(level / Math.sqrt(value), MOST_BOOST)), level };
}

/** Delay in samples that explains the all-pass part from 200 to 700 Hz best. */
function bassDelay(allPass: Complex, sampleRate: number): number {
  const from = Math.round((200 * SIZE) / sampleRate);
  const to = Math.round((700 * SIZE) / sampleRate);
  const match = (delay: number): number => {
    let sum = 0;
    for (let k = from; k <= to; k++) {
      const turn = (2 * Math.PI * k * delay) / SIZE;
      sum += at(allPass.re, k) * cos(turn) - at(allPass.im, k) * sin(turn);
    }
    return sum;
  };
  let best = 0;
  let most = Number.NEGATIVE_INFINITY;
  for (let delay = 0; delay < 128; delay += 0.5) {
    const value = match(delay);
    if (value > most) [best, most] = [delay, value];
  }
  for (let step = 0.25; step > 1e-4; step /= 2) {
    for (const delay of [best - step, best + step]) {
      const value = match(delay);
      if (value > most) [best, most] = [delay, value];
    }
  }
  return best;
}

/** One response, equalised: measured magnitude and phase above the blend, delay below it. */
function equalised(
  signal: Float64Array,
  magnitude: Float64Array,
  level: number,
  sampleRate: number,
): Float64Array {
  const measured = spectrumOf(signal);
  const size = new Float64Array(BINS);
  for (let k = 0; k < BINS; k++) size[k] = Math.sqrt(square(at(measured.re, k)) + square(at(measured.im, k)));

  // The phase beyond minimum phase: interaural delay and what the measurement adds.
  const plain = minimumPhase(size);
  const allPass = zeros();
  for (let k = 0; k < BINS; k++) {
    const scale = 1 / Math.max(square(at(size, k)), 1e-18);
    allPass.re[k] = (at(measured.re, k) * at(plain.re, k) + at(measured.im, k) * at(plain.im, k)) * scale;
    allPass.im[k] = (at(measured.im, k) * at(plain.re, k) - at(measured.re, k) * at(plain.im, k)) * scale;
  }
  const delay = bassDelay(allPass, sampleRate);

  const wanted = size.map((value, k) => {
    const share = blend((k * sampleRate) / SIZE);
    return share === 0 ? 1 : exp(share * log(Math.max((value * at(magnitude, k)) / level, 1e-6)));
  });
  const result = minimumPhase(wanted);
  for (let k = 0; k < BINS; k++) {
    const share = blend((k * sampleRate) / SIZE);
    const turn = (-2 * Math.PI * k * delay) / SIZE;
    const pr = share * at(allPass.re, k) + (1 - share) * cos(turn);
    const pi = share * at(allPass.im, k) + (1 - share) * sin(turn);
    const length = Math.max(Math.sqrt(pr * pr + pi * pi), 1e-9);
    const re = (at(result.re, k) * pr - at(result.im, k) * pi) / length;
    const im = k === 0 || k === BINS - 1 ? 0 : (at(result.re, k) * pi + at(result.im, k) * pr) / length;
    result.re[k] = re;
    result.im[k] = im;
    if (k > 0 && k < BINS - 1) {
      result.re[SIZE - k] = re;
      result.im[SIZE - k] = -im;
    }
  }
  transform(result, true);
  return result.re;
}

/** Equalises the whole set; responses come back SIZE samples long. Level: the diffuse field of either ear has power 1. */
export function equaliseSet(set: MeasuredSet): MeasuredSet {
  const { magnitude, level } = equaliser(set);
  const responses = new Float64Array(set.directions.length * 2 * SIZE);
  set.directions.forEach((_, direction) => {
    for (const ear of [0, 1]) {
      const signal = equalised(response(set, direction, ear), magnitude, level, set.sampleRate);
      responses.set(signal, (direction * 2 + ear) * SIZE);
    }
  });
  return { ...set, taps: SIZE, responses };
}
