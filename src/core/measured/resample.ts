/** Moves impulse responses to another sample rate with a Kaiser-windowed sinc. */
import { cos, sin } from '../dmath.ts';
import { square } from './spectrum.ts';

/** Half the kernel's length at 44.1 kHz in input samples (as long in time at higher rates), and the Kaiser parameter: stop band below −120 dB. */
const REACH_44K = 96;
const BETA = 12.3;
/** Cutoff in Hz; the kernel is down by more than 100 dB from 22.05 kHz on. */
const CUTOFF_HZ = 20_900;

function bessel(x: number): number {
  let sum = 1;
  let term = 1;
  for (let n = 1; n < 60; n++) {
    term *= square(x / (2 * n));
    sum += term;
  }
  return sum;
}

const edge = bessel(BETA);

/** The interpolation kernel at a distance in input samples. */
function kernel(distance: number, cutoff: number, reach: number): number {
  if (Math.abs(distance) >= reach) return 0;
  const window = bessel(BETA * Math.sqrt(1 - square(distance / reach))) / edge;
  const phase = Math.PI * cutoff * distance;
  return Math.abs(phase) < 1e-9 ? cutoff * window : (cutoff * window * sin(phase)) / phase;
}

/** Kernel values for each output sample; shared by all responses. */
export interface Resampler {
  readonly run: (input: Float64Array) => Float64Array;
}

/**
 * Prepares `length` output samples at `outputRate`, the first at `startSample` (in output samples, may be fractional) of
 * the input. A response keeps its frequency response: values are scaled by the ratio of the rates. Input wraps around.
 */
export function resampler(
  inputRate: number,
  outputRate: number,
  startSample: number,
  length: number,
): Resampler {
  const ratio = inputRate / outputRate;
  // Never above what either rate can carry.
  const cutoff = Math.min((2 * CUTOFF_HZ) / inputRate, 0.948, (0.948 * outputRate) / inputRate);
  const reach = Math.ceil((REACH_44K * Math.max(inputRate, 44_100)) / 44_100);
  const rows = Array.from({ length }, (_, index) => {
    const position = (index + startSample) * ratio;
    const first = Math.ceil(position - reach);
    const weights = Float64Array.from(
      { length: 2 * reach },
      (_, k) => ratio * kernel(first + k - position, cutoff, reach),
    );
    return { first, weights };
  });
  return {
    run: (input) =>
      Float64Array.from(rows, ({ first, weights }) => {
        let sum = 0;
        for (let k = 0; k < weights.length; k++) {
          const index = first + k;
          const wrapped =
            index < 0 ? index + input.length : index < input.length ? index : index - input.length;
          sum += (weights[k] ?? 0) * (input[wrapped] ?? 0);
        }
        return sum;
      }),
  };
}

/** Fades both ends of a response in place with half cosines. */
export function fadeEnds(signal: Float64Array, fadeIn: number, fadeOut: number): void {
  for (let n = 0; n < fadeIn; n++)
    signal[n] = (signal[n] ?? 0) * (0.5 - 0.5 * cos((Math.PI * (n + 0.5)) / fadeIn));
  for (let n = 0; n < fadeOut; n++) {
    const index = signal.length - 1 - n;
    signal[index] = (signal[index] ?? 0) * (0.5 - 0.5 * cos((Math.PI * (n + 0.5)) / fadeOut));
  }
}
