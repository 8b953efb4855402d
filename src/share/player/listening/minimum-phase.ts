/** Impulse responses of a given magnitude that begin as early as they can. */

/** In place, of a power of two; `sign` −1 forwards, +1 backwards (not divided). */
function transform(real: Float64Array, imaginary: Float64Array, sign: 1 | -1): void {
  const size = real.length;
  for (let n = 1, j = 0; n < size; n++) {
    let bit = size >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (n >= j) continue;
    [real[n], real[j]] = [real[j] ?? 0, real[n] ?? 0];
    [imaginary[n], imaginary[j]] = [imaginary[j] ?? 0, imaginary[n] ?? 0];
  }
  for (let length = 2; length <= size; length *= 2) {
    const angle = (sign * 2 * Math.PI) / length;
    for (let k = 0; k < length / 2; k++) {
      const [cos, sin] = [Math.cos(angle * k), Math.sin(angle * k)];
      for (let at = k; at < size; at += length) {
        const other = at + length / 2;
        const [a, b] = [real[other] ?? 0, imaginary[other] ?? 0];
        const [x, y] = [a * cos - b * sin, a * sin + b * cos];
        real[other] = (real[at] ?? 0) - x;
        imaginary[other] = (imaginary[at] ?? 0) - y;
        real[at] = (real[at] ?? 0) + x;
        imaginary[at] = (imaginary[at] ?? 0) + y;
      }
    }
  }
}

/** dB at a frequency on straight lines over log frequency; held beyond the ends. */
export function curveDb(curve: readonly (readonly [number, number])[], hertz: number): number {
  const after = curve.findIndex(([at]) => at >= hertz);
  if (after === 0) return curve[0]?.[1] ?? 0;
  const [low, high] = [curve.at(after < 0 ? -1 : after - 1), curve.at(after)];
  if (after < 0 || !low || !high) return curve.at(-1)?.[1] ?? 0;
  const share = Math.log(hertz / low[0]) / Math.log(high[0] / low[0]);
  return low[1] + share * (high[1] - low[1]);
}

/**
 * The minimum-phase impulse response of a magnitude (by the real cepstrum, Oppenheim and Schafer §13), `taps` long, a power of two;
 * computed at eight times as many points, its end faded.
 */
export function minimumPhase(
  curve: readonly (readonly [number, number])[],
  sampleRate: number,
  taps: number,
): Float32Array<ArrayBuffer> {
  const size = 8 * taps;
  const real = new Float64Array(size);
  const imaginary = new Float64Array(size);
  for (let bin = 0; bin <= size / 2; bin++) {
    const hertz = Math.max(1, (bin * sampleRate) / size);
    const log = (curveDb(curve, hertz) * Math.LN10) / 20;
    real[bin] = log;
    real[(size - bin) % size] = log;
  }
  transform(real, imaginary, 1);
  for (let n = 0; n < size; n++) {
    const fold = n === 0 || n === size / 2 ? 1 : n < size / 2 ? 2 : 0;
    real[n] = ((real[n] ?? 0) * fold) / size;
    imaginary[n] = 0;
  }
  transform(real, imaginary, -1);
  for (let bin = 0; bin < size; bin++) {
    const magnitude = Math.exp(real[bin] ?? 0);
    const phase = imaginary[bin] ?? 0;
    real[bin] = magnitude * Math.cos(phase);
    imaginary[bin] = magnitude * Math.sin(phase);
  }
  transform(real, imaginary, 1);
  return Float32Array.from({ length: taps }, (_, n) => {
    const left = taps - n;
    const fade = left < taps / 4 ? 0.5 - 0.5 * Math.cos((Math.PI * left) / (taps / 4)) : 1;
    return ((real[n] ?? 0) / size) * fade;
  });
}
