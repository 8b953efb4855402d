import { addBandDb, type BandProgram } from '../../engine/index.ts';
import { BAND_COUNT, type Band, type Equaliser, type PassFilter } from '../../session/index.ts';

/** A point of the equaliser's curve that can be taken hold of: a band by its index, or a pass filter. */
export type EqPoint = number | 'highPass' | 'lowPass';

/** Every point, from low to high as they are listed. */
export const EQ_POINTS: readonly EqPoint[] = [
  'highPass',
  ...Array.from({ length: BAND_COUNT }, (_, index) => index),
  'lowPass',
];

/** Edges of the frequency axis, Hz. */
export const AXIS = { low: 20, high: 20_000 } as const;
const SPAN = Math.log(AXIS.high / AXIS.low);

/** Place of a frequency on the axis, 0 … 1; beyond it outside. */
export const frequencyToWay = (frequency: number): number => Math.log(frequency / AXIS.low) / SPAN;
/** Frequency at a place of the axis. */
export const wayToFrequency = (way: number): number => AXIS.low * Math.exp(way * SPAN);

/** Points a curve is worked out at; neighbours are 1/51 octave apart. */
export const CURVE_POINTS = 512;
/** Their frequencies, Hz. */
export const CURVE_FREQUENCIES: Float64Array = Float64Array.from({ length: CURVE_POINTS }, (_, index) =>
  wayToFrequency(index / (CURVE_POINTS - 1)),
);

const passBand = (kind: 'high-pass' | 'low-pass', { frequency, slope }: PassFilter): BandProgram => ({
  kind,
  frequency,
  order: slope / 6,
});

function bandProgram({ kind, frequency, gainDb, q }: Band): BandProgram {
  if (kind === 'notch') return { kind, frequency, q };
  if (kind === 'tilt') return { kind, frequency, gainDb };
  return { kind, frequency, gainDb, q };
}

/** What a point does while it is on. */
export function programOf(eq: Equaliser, point: EqPoint): BandProgram | null {
  if (point === 'highPass') return passBand('high-pass', eq.highPass);
  if (point === 'lowPass') return passBand('low-pass', eq.lowPass);
  const band = eq.bands[point];
  return band ? bandProgram(band) : null;
}

/** Whether a point is on. */
export function isOn(eq: Equaliser, point: EqPoint): boolean {
  if (point === 'highPass' || point === 'lowPass') return eq[point].on;
  return eq.bands[point]?.on ?? false;
}

/** Frequency of a point, Hz. */
export const frequencyOf = (eq: Equaliser, point: EqPoint): number =>
  point === 'highPass' || point === 'lowPass'
    ? eq[point].frequency
    : (eq.bands[point]?.frequency ?? AXIS.low);

/** Whether a point has a gain one can drag. */
export const hasGain = (eq: Equaliser, point: EqPoint): boolean =>
  typeof point === 'number' && eq.bands[point]?.kind !== 'notch';
/** Whether a point has a Q. */
export const hasQ = (eq: Equaliser, point: EqPoint): boolean =>
  typeof point === 'number' && eq.bands[point]?.kind !== 'tilt';

/** Gain of a point, dB; 0 for what has none. */
export const gainOf = (eq: Equaliser, point: EqPoint): number =>
  typeof point === 'number' && hasGain(eq, point) ? (eq.bands[point]?.gainDb ?? 0) : 0;

/** True if the equaliser changes nothing: off, or nothing in it is on. */
export const isFlat = (eq: Equaliser): boolean => !eq.on || !EQ_POINTS.some((point) => isOn(eq, point));

/** Level of one point's own curve in dB at each of `frequencies`. */
export function pointCurve(
  eq: Equaliser,
  point: EqPoint,
  sampleRate: number,
  frequencies: Float64Array,
): Float64Array {
  const curve = new Float64Array(frequencies.length);
  const program = programOf(eq, point);
  if (program) addBandDb(program, sampleRate, frequencies, curve);
  return curve;
}

/** Level of everything that is on together, in dB at each of `frequencies`; 0 while the equaliser is bypassed. */
export function sumCurve(
  eq: Equaliser,
  sampleRate: number,
  frequencies: Float64Array = CURVE_FREQUENCIES,
): Float64Array {
  const curve = new Float64Array(frequencies.length);
  if (!eq.on) return curve;
  for (const point of EQ_POINTS) {
    const program = isOn(eq, point) ? programOf(eq, point) : null;
    if (program) addBandDb(program, sampleRate, frequencies, curve);
  }
  return curve;
}

/** The point to put to use for a double-click: the first that is off, of a kind that suits the place. */
export function freeBand(eq: Equaliser, frequency: number): number | null {
  const off = eq.bands.flatMap((band, index) => (band.on ? [] : [index]));
  const wanted: Band['kind'] = frequency < 40 ? 'low-shelf' : frequency > 14_000 ? 'high-shelf' : 'bell';
  return off.find((index) => eq.bands[index]?.kind === wanted) ?? off[0] ?? null;
}
