/** What a response does over time: levels, energy still to come (Schroeder, JASA 37, 1965), decay time (ISO 3382-1). Pure. */

/** A stretch of a response's energy, as it is measured. */
export interface MeasuredStretch {
  /** Energy of each millisecond, all channels together. */
  readonly energies: Float64Array;
  /** First millisecond that is taken, and the one behind the last; may lie between two. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** How a response falls. */
export interface Decay {
  /** Seconds to −60 dB; null where it falls too little above its noise to tell. */
  readonly rt60: number | null;
  /** The stretch the line was laid through, dB below the whole: 30 (T30) or 20 (T20). */
  readonly rangeDb: 30 | 20;
  /** dB of the energy still to come from each millisecond on, 0 at the first; −∞ where nothing comes. */
  readonly remainingDb: Float64Array;
}

/** Part at the end of a response that is taken for its noise. */
const NOISE_PART = 0.1;
/** Milliseconds whose mean decides where the noise begins: one reflection more or less must not. */
const MEAN_MS = 20;
/** dB above the noise down to which the decay is believed (ISO 3382-1 wants 10 or more). */
const ABOVE_NOISE_DB = 10;

const db = (ratio: number): number => (ratio > 0 ? 10 * Math.log10(ratio) : Number.NEGATIVE_INFINITY);

const sum = (values: Float64Array): number => {
  let total = 0;
  for (const value of values) total += value;
  return total;
};

/** The end of what lies above the noise, in bins; all of it where the last tenth is no louder than a decay would be there. */
function noiseStart(bins: Float64Array): number {
  const tail = bins.subarray(Math.floor(bins.length * (1 - NOISE_PART)));
  const half = Math.floor(tail.length / 2);
  const early = sum(tail.subarray(0, half));
  const late = sum(tail.subarray(tail.length - half));
  // A tail that still falls by more than 3 dB from its first half to its second is decay, not noise.
  if (half === 0 || late < early / 2) return bins.length;
  const floor = ((early + late) / (2 * half)) * 10 ** (ABOVE_NOISE_DB / 10);
  for (let end = bins.length; end > MEAN_MS; end -= 1) {
    if (sum(bins.subarray(end - MEAN_MS, end)) / MEAN_MS > floor) return end;
  }
  return 0;
}

/** Slope of the line of least squares through a curve between two levels, dB a bin; null if it never gets there. */
function slopeBetween(curve: Float64Array, highDb: number, lowDb: number): number | null {
  const first = curve.findIndex((level) => level <= highDb);
  const last = curve.findIndex((level) => level <= lowDb);
  if (first < 0 || last < 0 || last - first < 2) return null;
  const count = last - first;
  let [sumY, sumXY] = [0, 0];
  for (let n = 0; n < count; n++) {
    const level = curve[first + n] ?? 0;
    sumY += level;
    sumXY += n * level;
  }
  const sumX = (count * (count - 1)) / 2;
  const sumXX = ((count - 1) * count * (2 * count - 1)) / 6;
  return (count * sumXY - sumX * sumY) / (count * sumXX - sumX * sumX);
}

/** Energy still to come from each bin on, over that of all; `beyond` comes behind the last. */
function remaining(bins: Float64Array, beyond: number): Float64Array {
  const curve = new Float64Array(bins.length);
  let left = beyond;
  for (let bin = bins.length - 1; bin >= 0; bin--) {
    left += bins[bin] ?? 0;
    curve[bin] = left;
  }
  return curve.map((value) => db(value / left));
}

/** The bins of a stretch. */
export const binsOf = ({ energies, fromMs, toMs }: MeasuredStretch): Float64Array =>
  energies.subarray(Math.max(0, Math.floor(fromMs)), Math.max(0, Math.ceil(toMs)));

/**
 * Measures how a response falls: backward integration from where it stands clear of its noise, and a line through −5 … −35 dB
 * (−5 … −25 where that is all there is), lengthened to 60 dB. What the noise hides is put back as if it fell on alike.
 */
export function measureDecay(stretch: MeasuredStretch): Decay {
  const bins = binsOf(stretch);
  const remainingDb = remaining(bins, 0);
  const clear = bins.subarray(0, noiseStart(bins));
  for (const rangeDb of [30, 20] as const) {
    const first = slopeBetween(remaining(clear, 0), -5, -5 - rangeDb);
    if (first === null || first >= 0) continue;
    const last = sum(clear.subarray(-MEAN_MS)) / Math.min(MEAN_MS, clear.length);
    // The missing end of an exponential: its last bin over its fall a bin.
    const beyond = clear.length < bins.length ? last / (10 ** (-first / 10) - 1) : 0;
    const slope = slopeBetween(remaining(clear, beyond), -5, -5 - rangeDb);
    if (slope === null || slope >= 0) continue;
    return { rt60: -60 / slope / 1000, rangeDb, remainingDb };
  }
  return { rt60: null, rangeDb: 20, remainingDb };
}

/** The loudest millisecond of each of `columns` equal parts of a stretch, dB under the loudest of all; −∞ is silence. */
export function levelColumns(stretch: MeasuredStretch, columns: number): Float64Array {
  const bins = binsOf(stretch);
  let loudest = 0;
  const levels = new Float64Array(columns);
  for (let column = 0; column < columns; column++) {
    const from = Math.floor((column / columns) * bins.length);
    const to = Math.max(from + 1, Math.floor(((column + 1) / columns) * bins.length));
    let most = 0;
    for (let bin = from; bin < Math.min(to, bins.length); bin++) most = Math.max(most, bins[bin] ?? 0);
    levels[column] = most;
    loudest = Math.max(loudest, most);
  }
  return levels.map((value) => db(value / (loudest || 1)));
}
