import { type CurveSettings, outputDb } from '../../engine/index.ts';
import type { Dynamics, RANGES } from '../../session/index.ts';

/** Edges of both axes of the static curve, dBFS. */
export const CURVE_AXIS = { low: -80, high: 0 } as const;

/** What a static curve depends on. */
export const curveOf = ({
  kind,
  thresholdDb,
  ratio,
  kneeDb,
  makeUpDb,
  mix,
  rangeDb,
}: Dynamics): CurveSettings => ({
  kind,
  thresholdDb,
  ratio,
  kneeDb,
  makeUpDb,
  mix,
  rangeDb,
});

/** Parts of the curve one can take hold of. */
export const CURVE_GRIPS = ['threshold', 'ratio', 'knee', 'makeUp'] as const;
export type CurveGrip = (typeof CURVE_GRIPS)[number];

/** Field of the dynamics a grip moves. */
export const GRIP_FIELDS = {
  threshold: 'thresholdDb',
  ratio: 'ratio',
  knee: 'kneeDb',
  makeUp: 'makeUpDb',
} as const satisfies Record<CurveGrip, keyof Dynamics & keyof typeof RANGES>;

const held = (levelDb: number): number =>
  Math.max(CURVE_AXIS.low + 2, Math.min(CURVE_AXIS.high - 1, levelDb));

/** How far beyond the threshold the ratio's grip of an expander lies, dB. */
const BELOW = 16;

/** Level that goes in where a grip lies on the curve, dBFS. */
export function gripInput(dynamics: Dynamics, grip: CurveGrip): number {
  const { kind, thresholdDb, kneeDb } = dynamics;
  const away = kind === 'compressor' ? 1 : -1;
  switch (grip) {
    case 'threshold':
      return held(thresholdDb);
    case 'knee':
      return held(thresholdDb + (away * kneeDb) / 2);
    case 'ratio':
      return kind === 'compressor' ? CURVE_AXIS.high - 1 : held(thresholdDb - kneeDb / 2 - BELOW);
    case 'makeUp':
      // Where the curve is a line beside the diagonal: below a compressor's threshold, above an expander's.
      return kind === 'compressor' ? held(Math.min(CURVE_AXIS.low + 12, thresholdDb - kneeDb / 2 - 6)) : -4;
  }
}

/** What a drag of a grip to a place of the plot sets: levels in and out, dBFS. */
export function gripValue(dynamics: Dynamics, grip: CurveGrip, inDb: number, outDb: number): number {
  const { kind, thresholdDb, makeUpDb } = dynamics;
  const tenth = (value: number): number => Math.round(value * 10) / 10;
  switch (grip) {
    case 'threshold':
      return tenth(inDb);
    case 'knee':
      return tenth(2 * Math.abs(inDb - thresholdDb));
    case 'makeUp':
      return tenth(makeUpDb + outDb - outputDb(curveOf(dynamics), inDb));
    case 'ratio': {
      // Of the wet signal, beyond the knee.
      const wet = outDb - makeUpDb;
      if (kind === 'compressor') {
        const over = Math.max(0.1, inDb - thresholdDb);
        return Number((over / Math.max(over / 100, Math.min(over, wet - thresholdDb))).toPrecision(3));
      }
      const under = Math.max(0.1, thresholdDb - inDb);
      return Number(Math.max(1, Math.min(100, 1 + (inDb - wet) / under)).toPrecision(3));
    }
  }
}
