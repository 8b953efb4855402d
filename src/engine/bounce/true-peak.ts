/** Phases between samples and taps of each, as in ITU-R BS.1770-5 annex 2 (four-fold, 48 taps in all). */
const PHASES = 4;
const TAPS = 12;
/** Frames looked at before the costly part is entered. */
const STRETCH = 64;
/** Shape of the Kaiser window; 6 puts the stop-band near −60 dB, the pass-band error below 0.1 dB to 20 kHz at 48 kHz. */
const KAISER_BETA = 6;

/** Modified Bessel function of the first kind, order 0, by its power series. */
function bessel0(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > 1e-17 * sum; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

/** Interpolating filters for a quarter, a half and three quarters of a sample; each passes DC at 1. */
function designPhases(): Float64Array[] {
  const phases: Float64Array[] = [];
  for (let phase = 1; phase < PHASES; phase++) {
    const taps = new Float64Array(TAPS);
    let sum = 0;
    for (let tap = 0; tap < TAPS; tap++) {
      const t = tap - (TAPS / 2 - 1) - phase / PHASES;
      const u = t / (TAPS / 2);
      const window = Math.abs(u) < 1 ? bessel0(KAISER_BETA * Math.sqrt(1 - u * u)) : 0;
      taps[tap] = (Math.sin(Math.PI * t) / (Math.PI * t)) * window;
      sum += taps[tap] ?? 0;
    }
    for (let tap = 0; tap < TAPS; tap++) taps[tap] = (taps[tap] ?? 0) / sum;
    phases.push(taps);
  }
  return phases;
}

/**
 * Largest true peak of each channel (ITU-R BS.1770-5 annex 2): four-fold oversampled. It only reads; its result is told,
 * not heard. Stretches that cannot hold a new peak are skipped, so quiet material costs next to nothing.
 */
export class TruePeakMeter {
  readonly #phases = designPhases();
  readonly #bound: number;
  readonly #history: Float64Array[];
  readonly #peaks: Float64Array;

  constructor(channels: number) {
    this.#history = Array.from({ length: channels }, () => new Float64Array(TAPS - 1 + STRETCH));
    this.#peaks = new Float64Array(channels);
    this.#bound = Math.max(...this.#phases.map((taps) => taps.reduce((sum, tap) => sum + Math.abs(tap), 0)));
  }

  /** Takes the first `frames` frames of each channel, following on from the call before. */
  process(planes: readonly Float32Array[], frames: number): void {
    planes.forEach((plane, channel) => {
      for (let from = 0; from < frames; from += STRETCH)
        this.#stretch(plane, from, Math.min(STRETCH, frames - from), channel);
    });
  }

  /** Largest true peak of a channel, or of all, linear. */
  peak(channel?: number): number {
    if (channel !== undefined) return this.#peaks[channel] ?? 0;
    return this.#peaks.reduce((most, peak) => Math.max(most, peak), 0);
  }

  #stretch(plane: Float32Array, from: number, count: number, channel: number): void {
    const line = this.#history[channel];
    if (!line) return;
    let largest = 0;
    for (let n = 0; n < count; n++) {
      const value = plane[from + n] ?? 0;
      line[TAPS - 1 + n] = value;
    }
    for (let n = 0; n < TAPS - 1 + count; n++) largest = Math.max(largest, Math.abs(line[n] ?? 0));
    let peak = this.#peaks[channel] ?? 0;
    if (largest * this.#bound > peak) {
      peak = Math.max(peak, largest);
      for (const taps of this.#phases) {
        for (let n = 0; n < count; n++) {
          let sum = 0;
          for (let tap = 0; tap < TAPS; tap++) sum += (taps[tap] ?? 0) * (line[n + tap] ?? 0);
          if (sum > peak) peak = sum;
          else if (-sum > peak) peak = -sum;
        }
      }
      this.#peaks[channel] = peak;
    }
    line.copyWithin(0, count, count + TAPS - 1);
  }
}
