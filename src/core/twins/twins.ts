import type { BandProgram, DynamicsProgram } from '../program.ts';
import { bell, highShelf, lowShelf, notch, pass, type Section, tilt } from './sections.ts';

const amplitude = (db: number): number => 10 ** (db / 20);

function sectionsOf(band: BandProgram, sampleRate: number): readonly Section[] {
  const omega = (2 * Math.PI * band.frequency) / sampleRate;
  switch (band.kind) {
    case 'low-pass':
    case 'high-pass':
      return pass(band.kind === 'low-pass', band.order, omega);
    case 'bell':
      return [bell(omega, amplitude(band.gainDb), band.q)];
    case 'low-shelf':
      return [lowShelf(omega, amplitude(band.gainDb), band.q)];
    case 'high-shelf':
      return [highShelf(omega, amplitude(band.gainDb), band.q)];
    case 'notch':
      return [notch(omega, band.q)];
    case 'tilt':
      return [tilt(omega, amplitude(band.gainDb))];
  }
}

/** Square of |x + y·z⁻¹ + w·z⁻²| where sin²(ω/2) is s; exact where the parts nearly cancel. */
const squared = (x: number, y: number, w: number, s: number): number =>
  (x + y + w) ** 2 * (1 - s) + (x - y + w) ** 2 * s - 16 * x * w * s * (1 - s);

/**
 * Adds what a band does to levels at frequencies, as the core does it at this rate: for drawing. Main thread; allocates little.
 * @param frequencies Hz; at half the rate and above nothing is added
 * @param into dB, one for each frequency
 */
export function addBandDb(
  band: BandProgram,
  sampleRate: number,
  frequencies: ArrayLike<number>,
  into: Float64Array,
): void {
  for (const { b0, b1, b2, a1, a2 } of sectionsOf(band, sampleRate)) {
    for (let index = 0; index < into.length; index++) {
      const frequency = frequencies[index] ?? 0;
      if (2 * frequency >= sampleRate) continue;
      const s = Math.sin((Math.PI * frequency) / sampleRate) ** 2;
      const power = squared(b0, b1, b2, s) / squared(1, a1, a2, s);
      into[index] = (into[index] ?? 0) + 10 * Math.log10(Math.max(power, 1e-20));
    }
  }
}

/** Settings the static curve depends on. */
export type CurveSettings = Pick<
  DynamicsProgram,
  'kind' | 'thresholdDb' | 'ratio' | 'kneeDb' | 'makeUpDb' | 'mix' | 'rangeDb'
>;

/** dB ≥ 0 dynamics turn down a steady level. CONTRACT: assembly/dynamics/dynamics.ts `bend`; twins.test.ts */
export function reductionDb(settings: CurveSettings, levelDb: number): number {
  const { kind, thresholdDb, ratio, kneeDb, rangeDb } = settings;
  const expands = kind === 'expander';
  const over = expands ? thresholdDb - levelDb : levelDb - thresholdDb;
  const inKnee = Math.max(0, Math.min(over + kneeDb / 2, kneeDb));
  const bent = kneeDb > 0 ? (inKnee * inKnee) / (2 * kneeDb) : 0;
  const wanted = (expands ? ratio - 1 : 1 - 1 / ratio) * (bent + Math.max(over - kneeDb / 2, 0));
  return expands ? Math.min(wanted, rangeDb) : wanted;
}

/** Level in dB that comes out of dynamics for a steady level in dB: reduction, make-up and mix. */
export function outputDb(settings: CurveSettings, levelDb: number): number {
  const wet = amplitude(settings.makeUpDb - reductionDb(settings, levelDb));
  return levelDb + 20 * Math.log10(Math.max(1 - settings.mix + settings.mix * wet, 1e-10));
}
