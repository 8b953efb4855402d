/** Transforms for the preparation of HRTF sets, from the core's own functions so every machine gets the same bits. */
import { cos, exp, log, sin } from '../dmath.ts';

/** Points of every transform here. */
export const SIZE = 8192;
/** Bins from 0 to half the sample rate. */
export const BINS = SIZE / 2 + 1;

/** SIZE complex numbers. */
export interface Complex {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** Product of a number with itself (`**` may differ between engines in the last bit). */
export const square = (value: number): number => value * value;

/** A zeroed block. */
export const zeros = (): Complex => ({ re: new Float64Array(SIZE), im: new Float64Array(SIZE) });

const cosines = Float64Array.from({ length: SIZE / 2 }, (_, k) => cos((-2 * Math.PI * k) / SIZE));
const sines = Float64Array.from({ length: SIZE / 2 }, (_, k) => sin((-2 * Math.PI * k) / SIZE));

/** Element that is known to exist. */
const at = (array: Float64Array, index: number): number => array[index] ?? 0;

/** Fourier transform in place; `inverse` also divides by SIZE. */
export function transform({ re, im }: Complex, inverse: boolean): void {
  for (let i = 1, j = 0; i < SIZE; i++) {
    let bit = SIZE >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i >= j) continue;
    [re[i], re[j]] = [at(re, j), at(re, i)];
    [im[i], im[j]] = [at(im, j), at(im, i)];
  }
  for (let span = 1; span < SIZE; span *= 2) {
    const step = SIZE / (2 * span);
    for (let start = 0; start < SIZE; start += 2 * span) {
      for (let k = 0; k < span; k++) {
        const wr = at(cosines, k * step);
        const wi = inverse ? -at(sines, k * step) : at(sines, k * step);
        const a = start + k;
        const b = a + span;
        const xr = at(re, b) * wr - at(im, b) * wi;
        const xi = at(re, b) * wi + at(im, b) * wr;
        re[b] = at(re, a) - xr;
        im[b] = at(im, a) - xi;
        re[a] = at(re, a) + xr;
        im[a] = at(im, a) + xi;
      }
    }
  }
  if (!inverse) return;
  for (let i = 0; i < SIZE; i++) {
    re[i] = at(re, i) / SIZE;
    im[i] = at(im, i) / SIZE;
  }
}

/** Spectrum of a real signal of at most SIZE samples. */
export function spectrumOf(signal: Float64Array): Complex {
  const block = zeros();
  block.re.set(signal);
  transform(block, false);
  return block;
}

/** The minimum-phase spectrum with the given magnitudes (BINS of them, > 0), by folding the cepstrum. */
export function minimumPhase(magnitude: Float64Array): Complex {
  const block = zeros();
  for (let k = 0; k < BINS; k++) {
    const value = log(Math.max(at(magnitude, k), 1e-9));
    block.re[k] = value;
    block.re[(SIZE - k) % SIZE] = value;
  }
  transform(block, true);
  for (let n = 1; n < SIZE / 2; n++) {
    block.re[n] = 2 * at(block.re, n);
    block.re[SIZE - n] = 0;
  }
  block.im.fill(0);
  transform(block, false);
  for (let k = 0; k < SIZE; k++) {
    const size = exp(at(block.re, k));
    const angle = at(block.im, k);
    block.re[k] = size * cos(angle);
    block.im[k] = size * sin(angle);
  }
  return block;
}
