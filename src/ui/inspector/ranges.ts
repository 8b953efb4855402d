import { RANGES } from '../../session/index.ts';
import type { ValueRange } from '../kit/value-range.ts';

/** A range of the document with the steps of a hand: 0.05, fine 0.01, page 0.25 for unit quantities. */
const unit = ([min, max]: readonly [number, number], fallback: number): ValueRange => ({
  min,
  max,
  step: 0.05,
  fine: 0.01,
  page: 0.25,
  default: fallback,
});

const level = ([min, max]: readonly [number, number], fallback: number, silent: boolean): ValueRange => ({
  // Below −90 dB a hand has no business; what was typed lower elsewhere still shows.
  min: Math.max(min, -90),
  max,
  step: 0.5,
  fine: 0.1,
  page: 3,
  default: fallback,
  silent,
});

/** Ranges and steps of everything the inspector moves. CONTRACT: bounds come from the document's own RANGES. */
export const INSPECTOR_RANGES = {
  trim: level(RANGES.trimDb, 0, false),
  clipGain: level(RANGES.clipGainDb, 0, true),
  lfe: level(RANGES.lfeDb, Number.NEGATIVE_INFINITY, true),
  pan: unit(RANGES.pan, 0),
  width: unit(RANGES.width, 1),
  frontBack: unit(RANGES.frontBack, 1),
  height: unit(RANGES.height, 0),
  x: unit(RANGES.x, 0),
  y: unit(RANGES.y, 1),
  z: unit(RANGES.z, 0),
  size: unit(RANGES.size, 0),
  spread: unit(RANGES.spread, 0.5),
  pairTurnDeg: {
    min: RANGES.pairTurnDeg[0],
    max: RANGES.pairTurnDeg[1],
    step: 5,
    fine: 1,
    page: 45,
    default: 0,
  },
  snapDistance: unit(RANGES.snapDistance, RANGES.snapDistance[1]),
  divergence: unit(RANGES.divergence, 0),
  divergenceRange: unit(RANGES.divergenceRange, 1),
  diffuse: unit(RANGES.diffuse, 0),
  rotation: {
    min: RANGES.rotationDeg[0],
    max: RANGES.rotationDeg[1],
    step: 5,
    fine: 1,
    page: 45,
    default: 0,
  },
} as const;
