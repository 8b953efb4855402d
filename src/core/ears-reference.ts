/** The ears in double precision, sample by sample, for the core's tests: what the core approximates by blocks. */
import { HRTF_AZIMUTHS, HRTF_ELEVATIONS, HRTF_TAPS } from './contract.ts';
import type { CoreHrtf } from './hrtf-prepare.ts';

/** A direction in degrees, azimuth positive to the left. */
export interface EarDirection {
  readonly azimuth: number;
  readonly elevation: number;
}

/** CONTRACT: assembly/ears/direction.ts `directionOf` with the head at rest. */
export function directionOf(px: number, py: number, pz: number): EarDirection {
  const clip = (value: number): number => Math.max(-1, Math.min(1, value));
  const [x, y, z] = [clip(px), clip(py), clip(pz)];
  const reach = Math.max(Math.abs(x), Math.abs(y));
  const rise = 0.15 - reach > Math.abs(z) ? 0.15 - reach : z;
  const elevation = (Math.atan2(rise, reach) * 180) / Math.PI;
  if (reach === 0) return { azimuth: 0, elevation };
  const angle = (Math.atan2(Math.abs(x), y) * 180) / Math.PI;
  const stretched = angle >= 90 ? angle : angle <= 45 ? (angle * 30) / 45 : 30 + ((angle - 45) * 60) / 45;
  const share = Math.max(0, 1 - Math.abs(elevation) / 45);
  const heard = angle + share * (stretched - angle);
  return { azimuth: x > 0 ? -heard : heard, elevation };
}

/** Column and line of a direction on the grid, and how far beyond. */
function placeOf({ azimuth, elevation }: EarDirection): readonly [number, number, number, number] {
  const column = (((azimuth % 360) + 360) % 360) / (360 / HRTF_AZIMUTHS);
  const line = (elevation + 90) / (180 / (HRTF_ELEVATIONS - 1));
  const left = Math.floor(column);
  const low = Math.min(Math.floor(line), HRTF_ELEVATIONS - 2);
  return [left, low, column - left, line - low];
}

/** Samples by which the left ear hears a direction later: Catmull–Rom both ways. */
export function delayOf(hrtf: CoreHrtf, direction: EarDirection): number {
  const [left, low, across, up] = placeOf(direction);
  const at = (line: number, column: number): number => {
    const last = HRTF_ELEVATIONS - 1;
    const beyond = line < 0 || line > last;
    const folded = line < 0 ? -line : line > last ? 2 * last - line : line;
    const turned = (column + (beyond ? HRTF_AZIMUTHS / 2 : 0) + 2 * HRTF_AZIMUTHS) % HRTF_AZIMUTHS;
    return hrtf.delays[folded * HRTF_AZIMUTHS + turned] ?? Number.NaN;
  };
  const curve = (a: number, b: number, c: number, d: number, t: number): number =>
    b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
  const row = (line: number): number =>
    curve(at(line, left - 1), at(line, left), at(line, left + 1), at(line, left + 2), across);
  return curve(row(low - 1), row(low), row(low + 1), row(low + 2), up);
}

/** Both ears' aligned responses in a direction: the mean of the four round it. */
export function filterOf(hrtf: CoreHrtf, direction: EarDirection): readonly [Float64Array, Float64Array] {
  const [left, low, across, up] = placeOf(direction);
  const ears = [new Float64Array(HRTF_TAPS), new Float64Array(HRTF_TAPS)] as const;
  for (const [line, column, share] of [
    [low, left, (1 - across) * (1 - up)],
    [low, left + 1, across * (1 - up)],
    [low + 1, left, (1 - across) * up],
    [low + 1, left + 1, across * up],
  ] as const) {
    if (share === 0) continue;
    const start = (line * HRTF_AZIMUTHS + (column % HRTF_AZIMUTHS)) * 2 * HRTF_TAPS;
    ears.forEach((ear, which) => {
      for (let n = 0; n < HRTF_TAPS; n++)
        ear[n] = (ear[n] ?? 0) + share * (hrtf.responses[start + which * HRTF_TAPS + n] ?? 0);
    });
  }
  return ears;
}

const HALF = 6;
const SHAPE = 5.4;
function bessel(x: number): number {
  let sum = 1;
  for (let k = 1, term = 1; k < 40; k++) {
    term *= (x * x) / (4 * k * k);
    sum += term;
  }
  return sum;
}
const kernel = (t: number): number => {
  const way = (t / HALF) ** 2;
  if (way >= 1) return 0;
  return (
    (t === 0 ? 1 : Math.sin(Math.PI * t) / (Math.PI * t)) *
    (bessel(SHAPE * Math.sqrt(1 - way)) / bessel(SHAPE))
  );
};

/** A signal delayed by five samples and more: the core's kernel, evaluated where it is needed. */
function delayed(signal: (n: number) => number, n: number, delay: number): number {
  const whole = Math.floor(delay);
  const fraction = delay - whole;
  let sum = 0;
  let weights = 0;
  for (let k = -5; k <= 6; k++) {
    const weight = kernel(k - fraction);
    weights += weight;
    if (weight !== 0) sum += weight * signal(n - 5 - whole - k);
  }
  return sum / weights;
}

/** Renders frames 0 … frames − 1 of a source whose direction is known at every sample. */
export function renderEars(
  hrtf: CoreHrtf,
  frames: number,
  signal: (n: number) => number,
  directionAt: (n: number) => EarDirection,
): readonly [Float64Array, Float64Array] {
  const out = [new Float64Array(frames), new Float64Array(frames)] as const;
  const lines = [new Float64Array(frames), new Float64Array(frames)] as const;
  let known: EarDirection | null = null;
  let filters = filterOf(hrtf, { azimuth: 0, elevation: 0 });
  let delay = 0;
  for (let n = 0; n < frames; n++) {
    const direction = directionAt(n);
    if (known?.azimuth !== direction.azimuth || known.elevation !== direction.elevation) {
      filters = filterOf(hrtf, direction);
      delay = delayOf(hrtf, direction);
      known = direction;
    }
    for (const ear of [0, 1] as const) {
      lines[ear][n] = delayed(signal, n, Math.max(0, ear === 0 ? delay : -delay));
      let sum = 0;
      for (let k = Math.min(HRTF_TAPS - 1, n); k >= 0; k--)
        sum += (filters[ear][k] ?? 0) * (lines[ear][n - k] ?? 0);
      out[ear][n] = sum;
    }
  }
  return out;
}
