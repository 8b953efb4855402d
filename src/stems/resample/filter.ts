import { besselI0, sinPi } from './exact-math.ts';

/** Design attenuation of the stop band, dB. The bar is 100; see the test for what is measured. */
const ATTENUATION_DB = 130;
/** End of the pass band as a share of the lower rate's half: 20 kHz at 44.1 kHz. The stop band begins at 1. */
const PASS_SHARE = 20_000 / 22_050;
/** Most phases kept in a table; beyond, phases are interpolated linearly (error below −140 dB at this number). */
const MOST_PHASES = 4096;

/** A polyphase low-pass: for each of `phases` steps between two input samples, `taps` coefficients. */
export interface PolyphaseFilter {
  readonly taps: number;
  readonly phases: number;
  /** Whether `phases` divides time exactly (`phases` = the interpolation factor), so that nothing is interpolated. */
  readonly exact: boolean;
  /** (`phases` + 1) rows of `taps`; the last row is the first one moved by a sample, for interpolation. */
  readonly table: Float64Array;
}

function greatestDivisor(one: number, other: number): number {
  return other === 0 ? one : greatestDivisor(other, one % other);
}

/** The ratio `to`/`from` in lowest terms. */
export function rateRatio(from: number, to: number): { readonly up: number; readonly down: number } {
  const divisor = greatestDivisor(from, to);
  return { up: to / divisor, down: from / divisor };
}

/** Filters kept: a drop of many files at one rate designs once. Read-only once made, so sharing them is safe. */
const KEPT_FILTERS = 4;
const kept = new Map<string, PolyphaseFilter>();

/** The filter between two rates, designed at its first use. */
export function filterFor(from: number, to: number): PolyphaseFilter {
  const { up, down } = rateRatio(from, to);
  const name = `${up}/${down}`;
  const known = kept.get(name);
  if (known !== undefined) return known;
  const made = designFilter(from, to);
  const [oldest] = kept.keys();
  if (kept.size >= KEPT_FILTERS && oldest !== undefined) kept.delete(oldest);
  kept.set(name, made);
  return made;
}

/** Designs the filter between two rates: a sinc under a Kaiser window, each phase scaled to unity at 0 Hz. */
function designFilter(from: number, to: number): PolyphaseFilter {
  const { up } = rateRatio(from, to);
  // The lower the cut-off against the input rate, the smoother the prototype: fewer phases interpolate as well.
  const narrowing = Math.min(1, to / from);
  const mostPhases = Math.max(64, Math.ceil(MOST_PHASES * narrowing));
  const exact = up <= mostPhases;
  const phases = exact ? up : mostPhases;
  const transition = ((1 - PASS_SHARE) / 2) * narrowing;
  // Kaiser's formula, transition in cycles per input sample.
  const half = Math.ceil((ATTENUATION_DB - 7.95) / (14.36 * transition) / 2);
  const taps = 2 * half;
  const beta = 0.1102 * (ATTENUATION_DB - 8.7);
  const cutoff = ((1 + PASS_SHARE) / 4) * narrowing;
  const windowScale = 1 / besselI0(beta);
  const table = new Float64Array((phases + 1) * taps);
  for (let phase = 0; phase <= phases; phase += 1) {
    const row = table.subarray(phase * taps, (phase + 1) * taps);
    let sum = 0;
    for (let tap = 0; tap < taps; tap += 1) {
      // Distance from the output instant to input sample `tap − half + 1`.
      const distance = tap - half + 1 - phase / phases;
      const edge = 1 - (distance / half) * (distance / half);
      const window = edge <= 0 ? 0 : besselI0(beta * Math.sqrt(edge)) * windowScale;
      const angle = 2 * cutoff * distance;
      const sinc = distance === 0 ? 1 : sinPi(angle) / (Math.PI * angle);
      row[tap] = sinc * window;
      sum += sinc * window;
    }
    for (let tap = 0; tap < taps; tap += 1) row[tap] = (row[tap] ?? 0) / sum;
  }
  return { taps, phases, exact, table };
}
