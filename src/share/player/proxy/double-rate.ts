/**
 * Twice the rate: a half-band filter (windowed sinc, Kaiser β = 8, 64 taps between samples; −80 dB from 26 kHz on at 96 kHz) puts a sample between every
 * two. Known samples stay as they are, so places don't shift.
 */

/** Known samples on each side of a new one. */
export const HALF_TAPS = 32;

function bessel(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; k < 40; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

/** Weights of the known samples at distances ½, 1½ … on either side; together they pass 0 Hz unchanged. */
const WEIGHTS = (() => {
  const beta = 8;
  const weights = Float64Array.from({ length: HALF_TAPS }, (_, k) => {
    const distance = k + 0.5;
    const window = bessel(beta * Math.sqrt(1 - (distance / HALF_TAPS) ** 2)) / bessel(beta);
    return (Math.sin(Math.PI * distance) / (Math.PI * distance)) * window;
  });
  const sum = 2 * weights.reduce((all, weight) => all + weight, 0);
  return weights.map((weight) => weight / sum);
})();

/**
 * Doubles a stretch. `known` holds `HALF_TAPS` samples ahead of the stretch and as many behind it.
 * @returns twice as many samples as the stretch had
 */
export function doubleRate(known: Float32Array): Float32Array<ArrayBuffer> {
  const frames = known.length - 2 * HALF_TAPS;
  const doubled = new Float32Array(2 * frames);
  for (let n = 0; n < frames; n++) {
    const at = n + HALF_TAPS;
    doubled[2 * n] = known[at] ?? 0;
    let sum = 0;
    for (let k = 0; k < HALF_TAPS; k++)
      sum += (WEIGHTS[k] ?? 0) * ((known[at - k] ?? 0) + (known[at + 1 + k] ?? 0));
    doubled[2 * n + 1] = sum;
  }
  return doubled;
}
