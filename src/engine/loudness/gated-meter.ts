import { KWeighting, loudnessOf } from './stretch-meter.ts';

/** Blocks below it are left out, LKFS (ITU-R BS.1770-5 annex 1). */
const ABSOLUTE_GATE = -70;
/** Blocks so much below the rest are left out, dB. */
const RELATIVE_GATE = -10;
/** Hops of a block of 400 ms; blocks overlap by three quarters. */
const HOPS = 4;

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Integrated loudness of what comes in pieces (ITU-R BS.1770-5 annex 1). One thread; keeps a number for each 100 ms. */
export class GatedMeter {
  readonly #weights: readonly number[];
  readonly #filters: readonly KWeighting[];
  readonly #hop: number;
  readonly #hops: number[] = [];
  #energy = 0;
  #filled = 0;

  /** @param weights one a channel, see `loudnessWeights` */
  constructor(sampleRate: number, weights: readonly number[]) {
    this.#weights = weights;
    this.#filters = weights.map(() => new KWeighting(sampleRate));
    this.#hop = Math.round(sampleRate / 10);
  }

  /** Takes the next `frames` frames of every channel. */
  push(planes: readonly Float32Array[], frames: number): void {
    for (let done = 0; done < frames; ) {
      const count = Math.min(frames - done, this.#hop - this.#filled);
      this.#filters.forEach((filter, channel) => {
        const weight = this.#weights[channel] ?? 0;
        const plane = planes[channel];
        if (weight > 0 && plane) this.#energy += weight * filter.energy(plane, done, done + count);
      });
      this.#filled += count;
      done += count;
      if (this.#filled < this.#hop) continue;
      this.#hops.push(this.#energy);
      this.#energy = 0;
      this.#filled = 0;
    }
  }

  /** Gated loudness of everything so far, LKFS; −∞ if nothing was above the gates. */
  integrated(): number {
    const blocks: number[] = [];
    let sum = 0;
    for (const [index, energy] of this.#hops.entries()) {
      sum += energy - (this.#hops[index - HOPS] ?? 0);
      if (index >= HOPS - 1) blocks.push(sum / (HOPS * this.#hop));
    }
    const loud = blocks.filter((power) => loudnessOf(power) > ABSOLUTE_GATE);
    if (loud.length === 0) return Number.NEGATIVE_INFINITY;
    const gate = loudnessOf(mean(loud)) + RELATIVE_GATE;
    return loudnessOf(mean(loud.filter((power) => loudnessOf(power) > gate)));
  }
}
