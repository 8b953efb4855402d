/** Makes the application's sets of head-related responses from measurements (what is done: public/hrtf/README.md). */
import { log10 } from '../dmath.ts';
import type { HrtfDirection, HrtfSet } from '../hrtf.ts';
import { equaliserOf, onsetOf } from './equalise.ts';
import { fadeEnds, resampler } from './resample.ts';
import { SIZE, spectrumOf, square } from './spectrum.ts';
import { thinned } from './thin.ts';

/** Measured responses as they stand in a SOFA file. */
export interface MeasuredSet {
  /** Hz. */
  readonly sampleRate: number;
  readonly taps: number;
  readonly directions: readonly HrtfDirection[];
  /** [direction][ear: left, right][tap]. */
  readonly responses: Float64Array;
  /** [direction][ear]: samples by which a response starts later than it stands; 0 or more. */
  readonly delays: Float64Array;
}

/** What becomes of a set. */
export interface PreparedSets {
  /** One for each rate asked for. */
  readonly sets: readonly HrtfSet[];
  /** Gain that was applied to all responses, dB. */
  readonly gainDb: number;
  /** Seconds cut off the start of all responses. */
  readonly startSeconds: number;
}

/** How sets are made. */
export interface PrepareOptions {
  /** Rates in Hz; a response is 5.33 ms long at each. */
  readonly sampleRates: readonly number[];
  /** Keep the left half only: the set is known to be the same on both sides. */
  readonly mirrored: boolean;
  /** Told after every response, 0…1. */
  readonly onProgress?: (share: number) => void;
}

/** The earliest sound stands this long after a response's start. */
const PREROLL_SECONDS = 0.00025;
/** Length of a response at 48 kHz, samples. */
const TAPS_48K = 256;
/** Samples kept of an equalised response: its body and what the resampler's kernel reads before it. */
const HEAD = 4096;
const TAIL = 1024;
/** Directions kept; measurements are thinned out beyond. */
const MOST_DIRECTIONS = 1500;
/** Responses that begin later than this are moved towards the start first, seconds. */
const LATEST_START_SECONDS = 0.004;

const at = (array: Float64Array, index: number): number => array[index] ?? 0;

/** A set without the silence all its responses begin with, and no longer than the transform allows. */
function cropped(set: MeasuredSet): MeasuredSet {
  const { taps, sampleRate, responses } = set;
  // A delay that all have in common is silence too.
  const common = set.delays.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const delays = common > 0 ? set.delays.map((value) => value - common) : set.delays;
  const latest = delays.reduce((most, value) => Math.max(most, value), 0);
  let first = taps;
  for (let row = 0; row < delays.length; row++) {
    first = Math.min(first, onsetOf(responses.subarray(row * taps, (row + 1) * taps)));
  }
  const lead = first > LATEST_START_SECONDS * sampleRate ? Math.floor(first - 0.002 * sampleRate) : 0;
  // The transform wraps around: a response and its delay must fit.
  const length = Math.max(1, Math.min(taps - lead, SIZE / 2, SIZE - Math.ceil(latest) - 1));
  if (lead === 0 && length === taps) return { ...set, delays };
  const short = new Float64Array(delays.length * length);
  for (let row = 0; row < delays.length; row++) {
    short.set(responses.subarray(row * taps + lead, row * taps + lead + length), row * length);
  }
  return { ...set, taps: length, responses: short, delays };
}

/** Gain that gives a frontal source power 1 over both ears, every octave from 200 Hz to 8 kHz counting alike. */
function frontalGain(ears: readonly Float64Array[], sampleRate: number): number {
  const spectra = ears.map((ear) => spectrumOf(ear));
  let sum = 0;
  let weights = 0;
  for (let k = Math.ceil((200 * SIZE) / sampleRate); (k * sampleRate) / SIZE <= 8000; k++) {
    weights += 1 / k;
    for (const { re, im } of spectra) sum += (square(at(re, k)) + square(at(im, k))) / k;
  }
  return 1 / Math.sqrt(sum / weights);
}

/** Index of the direction nearest to the front. */
function frontOf(directions: readonly HrtfDirection[]): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  directions.forEach(({ azimuthDeg, elevationDeg }, index) => {
    const off = square(azimuthDeg) + square(elevationDeg);
    if (off < least) [best, least] = [index, off];
  });
  return best;
}

/**
 * Equalises a measured set to its diffuse field, moves it to each rate, crops all responses alike and sets one level for
 * all: a frontal source is as loud as on loudspeakers. Takes some 10 ms a response; a worker or Node, never while rendering.
 * Sets of more than 1,500 directions are thinned out evenly.
 * @throws RangeError if the set has no direction
 */
export function prepareMeasured(measured: MeasuredSet, options: PrepareOptions): PreparedSets {
  if (measured.directions.length === 0) throw new RangeError('a measured set needs a direction');
  const set = cropped(thinned(measured, MOST_DIRECTIONS));
  const equalise = equaliserOf(set);
  const kept = set.directions.map((direction, index) => ({ ...direction, index }));
  const half = options.mirrored ? kept.filter(({ azimuthDeg }) => azimuthDeg >= 0) : kept;
  const rows = half.flatMap(({ index }) => [0, 1].map((ear) => ({ index, ear })));
  const heads = new Float64Array(rows.length * HEAD);
  const tails = new Float64Array(rows.length * TAIL);
  let first = SIZE;
  rows.forEach(({ index, ear }, row) => {
    const signal = equalise(index, ear);
    first = Math.min(first, onsetOf(signal));
    heads.set(signal.subarray(0, HEAD), row * HEAD);
    tails.set(signal.subarray(SIZE - TAIL), row * TAIL);
    options.onProgress?.((0.9 * (row + 1)) / rows.length);
  });
  const front = frontOf(set.directions);
  const gain = frontalGain([equalise(front, 0), equalise(front, 1)], set.sampleRate);
  const startSeconds = first / set.sampleRate - PREROLL_SECONDS;
  const directions = half.map(({ azimuthDeg, elevationDeg }) => ({ azimuthDeg, elevationDeg }));
  const signal = new Float64Array(SIZE);
  const sets = options.sampleRates.map((sampleRate, rateIndex): HrtfSet => {
    const taps = Math.round((TAPS_48K * sampleRate) / 48_000);
    const { run } = resampler(set.sampleRate, sampleRate, startSeconds * sampleRate, taps);
    const responses = new Float32Array(rows.length * taps);
    rows.forEach((_, row) => {
      signal.set(heads.subarray(row * HEAD, (row + 1) * HEAD));
      signal.set(tails.subarray(row * TAIL, (row + 1) * TAIL), SIZE - TAIL);
      const moved = run(signal);
      fadeEnds(moved, Math.round(sampleRate / 6000), taps / 4);
      moved.forEach((value, tap) => {
        responses[row * taps + tap] = value * gain;
      });
      const share = (rateIndex + (row + 1) / rows.length) / options.sampleRates.length;
      options.onProgress?.(0.9 + 0.1 * share);
    });
    return { sampleRate, taps, directions, mirrored: options.mirrored, responses };
  });
  return { sets, gainDb: 20 * log10(gain), startSeconds };
}
