/** Spectra for drawing: a small transform of real signals and its smoothing. Main thread; allocates when made, not when used. */

/** Transforms blocks of a fixed length (a power of two) of real samples into powers, window included. */
export class PowerSpectrum {
  readonly size: number;
  readonly #window: Float64Array;
  readonly #re: Float64Array;
  readonly #im: Float64Array;
  readonly #cos: Float64Array;
  readonly #sin: Float64Array;
  readonly #order: Uint32Array;
  /** Power that a full-scale sine has in its bin: its level reads 0 dB. */
  readonly #full: number;

  /** @throws RangeError unless `size` is a power of two of 4 or more */
  constructor(size: number) {
    if (!(size >= 4) || !Number.isInteger(Math.log2(size)))
      throw new RangeError(`the size must be a power of two, not ${size}`);
    this.size = size;
    // Hann's window: its side lobes fall 18 dB an octave, and a sine reads alike wherever it lies within 1.4 dB.
    this.#window = Float64Array.from(
      { length: size },
      (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / size),
    );
    this.#re = new Float64Array(size);
    this.#im = new Float64Array(size);
    this.#cos = Float64Array.from({ length: size / 2 }, (_, n) => Math.cos((2 * Math.PI * n) / size));
    this.#sin = Float64Array.from({ length: size / 2 }, (_, n) => Math.sin((2 * Math.PI * n) / size));
    const bits = Math.log2(size);
    this.#order = Uint32Array.from({ length: size }, (_, n) => {
      let turned = 0;
      for (let bit = 0; bit < bits; bit++) turned |= ((n >> bit) & 1) << (bits - 1 - bit);
      return turned >>> 0;
    });
    this.#full = (size / 4) ** 2;
  }

  /** Powers of bins 0 … size / 2 of `size` samples; a full-scale sine has 1 in its bin. */
  run(samples: Float32Array, powers: Float64Array): void {
    const re = this.#re;
    const im = this.#im;
    for (let n = 0; n < this.size; n++) {
      const from = this.#order[n] ?? 0;
      re[n] = (samples[from] ?? 0) * (this.#window[from] ?? 0);
      im[n] = 0;
    }
    for (let half = 1; half < this.size; half *= 2) this.#pass(half);
    for (let bin = 0; bin <= this.size / 2; bin++)
      powers[bin] = ((re[bin] ?? 0) ** 2 + (im[bin] ?? 0) ** 2) / this.#full;
  }

  /** One turn of butterflies between values `half` apart. */
  #pass(half: number): void {
    const re = this.#re;
    const im = this.#im;
    const step = this.size / (2 * half);
    for (let start = 0; start < this.size; start += 2 * half) {
      for (let n = 0; n < half; n++) {
        const c = this.#cos[n * step] ?? 0;
        const s = this.#sin[n * step] ?? 0;
        const low = start + n;
        const high = low + half;
        const [x, y] = [re[high] ?? 0, im[high] ?? 0];
        const turnedRe = x * c + y * s;
        const turnedIm = y * c - x * s;
        re[high] = (re[low] ?? 0) - turnedRe;
        im[high] = (im[low] ?? 0) - turnedIm;
        re[low] = (re[low] ?? 0) + turnedRe;
        im[low] = (im[low] ?? 0) + turnedIm;
      }
    }
  }
}

/** Spectra rise at once and fall this fast, dB a second. */
const FALL_DB = 36;
/** Below this nothing is drawn, dBFS. */
export const SPECTRUM_FLOOR = -102;
/** Rise of what is drawn, dB an octave about 1 kHz: pink noise lies level. */
export const SPECTRUM_TILT = 3;
/** Widest stretch around a point of the axis whose strongest part is taken, octaves each way. */
const SMOOTHING = 1 / 24;

/** A spectrum on an axis of frequencies that falls slowly, in dB re a full-scale sine, tilted. */
export class FallingSpectrum {
  readonly levels: Float32Array;
  readonly #tilt: Float32Array;
  readonly #first: Float64Array;
  readonly #last: Float64Array;

  /** @param frequencies of the axis in Hz, rising; `size` of the transform */
  constructor(frequencies: ArrayLike<number>, size: number, sampleRate: number) {
    const count = frequencies.length;
    const bin = (frequency: number): number => (frequency * size) / sampleRate;
    this.levels = new Float32Array(count).fill(SPECTRUM_FLOOR);
    this.#tilt = Float32Array.from({ length: count }, (_, index) => {
      return SPECTRUM_TILT * Math.log2((frequencies[index] ?? 1) / 1000);
    });
    const edge = (index: number, way: number) =>
      Math.min(size / 2 - 1, bin((frequencies[index] ?? 1) * 2 ** way));
    this.#first = Float64Array.from({ length: count }, (_, index) => edge(index, -SMOOTHING));
    this.#last = Float64Array.from({ length: count }, (_, index) => edge(index, SMOOTHING));
  }

  /** Takes new powers over, `seconds` after the last. */
  take(powers: Float64Array, seconds: number): void {
    const fall = FALL_DB * seconds;
    for (let index = 0; index < this.levels.length; index++) {
      const first = this.#first[index] ?? 0;
      const last = this.#last[index] ?? 0;
      const power =
        last - first < 1 ? between(powers, (first + last) / 2) : strongest(powers, Math.ceil(first), last);
      const level = 10 * Math.log10(Math.max(power, 1e-12)) + (this.#tilt[index] ?? 0);
      this.levels[index] = Math.max(level, (this.levels[index] ?? 0) - fall, SPECTRUM_FLOOR);
    }
  }

  /** Empties it. @returns false if it was empty */
  clear(): boolean {
    const was = this.levels.some((level) => level > SPECTRUM_FLOOR);
    this.levels.fill(SPECTRUM_FLOOR);
    return was;
  }
}

function strongest(powers: Float64Array, first: number, last: number): number {
  let most = 0;
  for (let bin = first; bin <= last; bin++) most = Math.max(most, powers[bin] ?? 0);
  return most;
}

/** Power between two bins, in dB as a line. */
function between(powers: Float64Array, at: number): number {
  const low = Math.floor(at);
  const a = Math.max(powers[low] ?? 0, 1e-12);
  const b = Math.max(powers[low + 1] ?? 0, 1e-12);
  return a * (b / a) ** (at - low);
}
