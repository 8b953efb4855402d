/**
 * Takes the loudspeaker and the ear canal out of a measured set (diffuse-field equalisation) and gives it a
 * sane bass: below 150 Hz every response becomes a pure delay at the diffuse-field level, blended in up to 300 Hz.
 */
import { cos, exp, log, sin } from '../dmath.ts';
import type { MeasuredSet } from './measured-set.ts';
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
  const places = new Map(rings.map((ring, index) => [ring, index]));
  const counts = rings.map(() => 0);
  for (const { elevationDeg } of set.directions) {
    const ring = places.get(elevationDeg) ?? 0;
    counts[ring] = (counts[ring] ?? 0) + 1;
  }
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return set.directions.map(({ elevationDeg }) => {
    const ring = places.get(elevationDeg) ?? 0;
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

/** Samples looked through for the delay of the bass, at least; a response that begins late is given more. */
const DELAYS = 128;

/** Delay in samples, below `end`, that explains the all-pass part from 200 to 700 Hz best. */
function bassDelay(allPass: Complex, sampleRate: number, end: number): number {
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
  for (let delay = 0; delay < end; delay += 0.5) {
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

/** Delays a spectrum by samples, whole or not. */
function delaySpectrum({ re, im }: Complex, samples: number): void {
  for (let k = 1; k < BINS; k++) {
    const turn = (-2 * Math.PI * k * samples) / SIZE;
    const [c, s] = [cos(turn), sin(turn)];
    const [x, y] = [at(re, k), at(im, k)];
    re[k] = x * c - y * s;
    im[k] = x * s + y * c;
  }
}

/** One response, equalised and delayed: measured magnitude and phase above the blend, delay below it. */
function equalised(
  signal: Float64Array,
  late: number,
  magnitude: Float64Array,
  level: number,
  sampleRate: number,
): Float64Array {
  const measured = spectrumOf(signal);
  if (late > 0) delaySpectrum(measured, late);
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
  const begins = Math.ceil(onsetOf(signal) + late);
  const delay = bassDelay(allPass, sampleRate, Math.max(DELAYS, begins + DELAYS / 2));

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

/** Index of the first sample that reaches a tenth of the peak. */
export function onsetOf(signal: Float64Array): number {
  const peak = signal.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return signal.findIndex((value) => Math.abs(value) >= peak / 10);
}

/** Makes equalised responses of a set, SIZE samples long. Level: the diffuse field of either ear has power 1. */
export function equaliserOf(set: MeasuredSet): (direction: number, ear: number) => Float64Array {
  const { magnitude, level } = equaliser(set);
  return (direction, ear) =>
    equalised(
      response(set, direction, ear),
      set.delays[direction * 2 + ear] ?? 0,
      magnitude,
      level,
      set.sampleRate,
    );
}
