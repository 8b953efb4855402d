import { RANGES, SPACE_RANGES } from '../../session/index.ts';
import type { ValueRange } from '../kit/value-range.ts';

const steps = (
  [min, max]: readonly [number, number],
  [step, fine, page]: readonly [number, number, number],
  fallback: number,
): ValueRange => ({ min, max, step, fine, page, default: fallback });

/** A slider that moves by ratios: a fifth of its travel is a factor, wherever it stands. */
export const byRatio = ({ min, max }: ValueRange) => ({
  toTravel: (value: number) => Math.log(Math.max(min, value) / min) / Math.log(max / min),
  fromTravel: (travel: number) => Number((min * (max / min) ** travel).toPrecision(3)),
});

/** Ranges and steps of what the space panel moves. CONTRACT: bounds come from the document's own ranges. */
export const SPACE_STEPS = {
  preDelayMs: steps(SPACE_RANGES.preDelayMs, [1, 0.1, 10], 12),
  sizeM: steps(SPACE_RANGES.sizeM, [1, 0.1, 5], 28),
  lowDecay: steps(SPACE_RANGES.lowDecay, [0.1, 0.01, 0.5], 1.9),
  midDecay: steps(SPACE_RANGES.midDecay, [0.1, 0.01, 0.5], 1.7),
  highDecay: steps(SPACE_RANGES.highDecay, [0.1, 0.01, 0.5], 1.1),
  lowCrossover: steps(SPACE_RANGES.lowCrossover, [10, 1, 50], 250),
  highCrossover: steps(SPACE_RANGES.highCrossover, [100, 10, 1000], 4000),
  modulation: steps(SPACE_RANGES.modulation, [0.05, 0.01, 0.25], 0.2),
  modulationHz: steps(SPACE_RANGES.modulationHz, [0.05, 0.01, 0.5], 0.5),
  distance: steps(SPACE_RANGES.distance, [0.05, 0.01, 0.25], 0.5),
  lowCut: steps(SPACE_RANGES.lowCut, [10, 1, 100], 20),
  highCut: steps(SPACE_RANGES.highCut, [100, 10, 1000], 20_000),
  level: steps(RANGES.spaceLevelDb, [0.5, 0.1, 3], 0),
  send: {
    // Below −90 dB a hand has no business.
    min: -90,
    max: RANGES.sendDb[1],
    step: 0.5,
    fine: 0.1,
    page: 3,
    default: -12,
    silent: true,
  },
} as const satisfies Record<string, ValueRange>;
