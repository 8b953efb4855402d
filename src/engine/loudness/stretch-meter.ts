import { LAYOUT_SPEAKERS, type RenderTarget } from '../../units/index.ts';

/** Corner frequencies, qualities and gain of the K-weighting's analogue prototypes (ITU-R BS.1770-5 annex 1). */
const SHELF_HZ = 1681.974450955533;
const SHELF_Q = 0.7071752369554196;
const SHELF_DB = 3.999843853973347;
/** Exponent that gives the shelf its slope at the corner. */
const SHELF_BAND = 0.4996667741545416;
const HIGH_PASS_HZ = 38.13547087602444;
const HIGH_PASS_Q = 0.5003270373238773;
/** Loudness of a mean square of one, LKFS. */
const OFFSET_DB = -0.691;

/** Weight of speakers at ear height 60° to 120° off the front (BS.1770-5 annex 3, table 4). */
const SIDE_WEIGHT = 1.41;
const SIDES: readonly string[] = ['Ls', 'Rs', 'Lss', 'Rss', 'Lw', 'Rw'];

/** Weight of each channel of a target in a loudness. Ears count as the channels of 2.0: no standard says otherwise. */
export const loudnessWeights = (target: RenderTarget): readonly number[] =>
  LAYOUT_SPEAKERS[target === 'binaural' ? '2.0' : target].map(({ label, room }) =>
    room ? (SIDES.includes(label) ? SIDE_WEIGHT : 1) : 0,
  );

/** One biquad, transposed direct form II, in place. */
class Biquad {
  readonly #b: readonly [number, number, number];
  readonly #a: readonly [number, number];
  #first = 0;
  #second = 0;

  constructor(b: readonly [number, number, number], a: readonly [number, number]) {
    this.#b = b;
    this.#a = a;
  }

  step(x: number): number {
    const y = this.#b[0] * x + this.#first;
    this.#first = this.#b[1] * x - this.#a[0] * y + this.#second;
    this.#second = this.#b[2] * x - this.#a[1] * y;
    return y;
  }
}

function shelf(sampleRate: number): Biquad {
  const k = Math.tan((Math.PI * SHELF_HZ) / sampleRate);
  const high = 10 ** (SHELF_DB / 20);
  const band = high ** SHELF_BAND;
  const norm = 1 + k / SHELF_Q + k * k;
  return new Biquad(
    [
      (high + (band * k) / SHELF_Q + k * k) / norm,
      (2 * (k * k - high)) / norm,
      (high - (band * k) / SHELF_Q + k * k) / norm,
    ],
    [(2 * (k * k - 1)) / norm, (1 - k / SHELF_Q + k * k) / norm],
  );
}

function highPass(sampleRate: number): Biquad {
  const { k, norm } = highPassAt(sampleRate);
  // The recommendation gives the section for 48 kHz with a gain that is not quite 1: every rate gets that one.
  const gain = highPassAt(48_000).norm / norm;
  return new Biquad(
    [gain, -2 * gain, gain],
    [(2 * (k * k - 1)) / norm, (1 - k / HIGH_PASS_Q + k * k) / norm],
  );
}

function highPassAt(sampleRate: number): { readonly k: number; readonly norm: number } {
  const k = Math.tan((Math.PI * HIGH_PASS_HZ) / sampleRate);
  return { k, norm: 1 + k / HIGH_PASS_Q + k * k };
}

/** The K-weighting of one channel: adds up the weighted energy of what passes through. */
export class KWeighting {
  readonly #first: Biquad;
  readonly #second: Biquad;

  constructor(sampleRate: number) {
    this.#first = shelf(sampleRate);
    this.#second = highPass(sampleRate);
  }

  /** Sum of the squares of samples `from` ≤ n < `to` behind the filters. */
  energy(plane: Float32Array, from: number, to: number): number {
    let sum = 0;
    for (let n = from; n < to; n++) {
      const value = this.#second.step(this.#first.step(plane[n] ?? 0));
      sum += value * value;
    }
    return sum;
  }
}

/** LKFS of a sum of weighted mean squares; −∞ for silence. */
export const loudnessOf = (power: number): number =>
  power > 0 ? OFFSET_DB + 10 * Math.log10(power) : Number.NEGATIVE_INFINITY;

/**
 * Loudness of a stretch: K-weighted energy of its channels without gates, so that the same stretch heard on two layouts is
 * compared sample for sample. For listening side by side; deliveries are measured with gates.
 */
export class StretchMeter {
  readonly #weights: readonly number[];
  readonly #filters: readonly KWeighting[];
  #energy = 0;
  #frames = 0;

  constructor(sampleRate: number, target: RenderTarget) {
    this.#weights = loudnessWeights(target);
    this.#filters = this.#weights.map(() => new KWeighting(sampleRate));
  }

  /** Takes the next `frames` frames of every channel. */
  push(planes: readonly Float32Array[], frames: number): void {
    this.#filters.forEach((filter, channel) => {
      const weight = this.#weights[channel] ?? 0;
      const plane = planes[channel];
      if (weight > 0 && plane) this.#energy += weight * filter.energy(plane, 0, frames);
    });
    this.#frames += frames;
  }

  /** LKFS of everything so far; −∞ for silence. */
  level(): number {
    return loudnessOf(this.#energy / this.#frames);
  }
}
