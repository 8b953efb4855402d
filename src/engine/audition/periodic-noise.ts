import { cos, sin } from '../../core/index.ts';

const TURN = 2 * Math.PI;

/** Numbers in [0, 1), the same for a seed on every host (mulberry32). */
export function seededNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** In place: values in bit-reversed order of their index. */
function reverse(real: Float64Array, imaginary: Float64Array): void {
  const size = real.length;
  for (let from = 1, to = 0; from < size; from++) {
    let bit = size >> 1;
    for (; to & bit; bit >>= 1) to ^= bit;
    to |= bit;
    if (from >= to) continue;
    for (const values of [real, imaginary]) {
      const value = values[from] ?? 0;
      values[from] = values[to] ?? 0;
      values[to] = value;
    }
  }
}

/** Sum of e^(+2πi·k·n/N) over bins k, in place; the length is a power of two. Radix 2, deterministic math. */
function toTime(real: Float64Array, imaginary: Float64Array): void {
  const size = real.length;
  reverse(real, imaginary);
  const wheelReal = new Float64Array(size / 2);
  const wheelImaginary = new Float64Array(size / 2);
  for (let n = 0; n < size / 2; n++) {
    wheelReal[n] = cos((TURN * n) / size);
    wheelImaginary[n] = sin((TURN * n) / size);
  }
  for (let half = 1; half < size; half *= 2) {
    const stride = size / (2 * half);
    for (let start = 0; start < size; start += 2 * half) {
      for (let n = 0; n < half; n++) {
        const [one, other] = [start + n, start + n + half];
        const [c, s] = [wheelReal[n * stride] ?? 0, wheelImaginary[n * stride] ?? 0];
        const [x, y] = [real[other] ?? 0, imaginary[other] ?? 0];
        const turnedReal = x * c - y * s;
        const turnedImaginary = x * s + y * c;
        const [a, b] = [real[one] ?? 0, imaginary[one] ?? 0];
        real[one] = a + turnedReal;
        imaginary[one] = b + turnedImaginary;
        real[other] = a - turnedReal;
        imaginary[other] = b - turnedImaginary;
      }
    }
  }
}

/**
 * One period of noise that repeats without a seam: every line of its spectrum has the power asked for and a phase by chance.
 * @param frames length of the period, a power of two
 * @param power of a line at a frequency in hertz, ≥ 0; any scale
 */
export function periodicNoise(
  frames: number,
  sampleRate: number,
  power: (hertz: number) => number,
  seed: number,
): Float32Array {
  const random = seededNumbers(seed);
  const real = new Float64Array(frames);
  const imaginary = new Float64Array(frames);
  for (let line = 1; line < frames / 2; line++) {
    const amplitude = Math.sqrt(power((line * sampleRate) / frames));
    const phase = TURN * random();
    real[line] = amplitude * cos(phase);
    imaginary[line] = amplitude * sin(phase);
  }
  toTime(real, imaginary);
  return Float32Array.from(real);
}
