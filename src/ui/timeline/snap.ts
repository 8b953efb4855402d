import { type FrameRate, framesToSamples, samplesToFrames } from '../../units/index.ts';
import type { SnapUnit } from '../state/prefs-store.ts';

/** What the grid needs to know of the session. */
export interface Grid {
  readonly sampleRate: number;
  readonly frameRate: FrameRate;
  /** Nearest beat to a sample. */
  beat(sample: number): number;
}

/** Nearest grid line to a timeline sample, a whole sample ≥ 0. `off` only rounds. */
export function snapSample(sample: number, unit: SnapUnit, grid: Grid): number {
  const whole = Math.max(0, Math.round(sample));
  switch (unit) {
    case 'off':
      return whole;
    case 'frame': {
      const below = Math.floor(samplesToFrames(whole, grid.frameRate, grid.sampleRate));
      const [left, right] = [below, below + 1].map(
        (frame) => framesToSamples(frame, grid.frameRate, grid.sampleRate) as number,
      );
      return nearestOf(whole, [left ?? whole, right ?? whole]);
    }
    case 'beat':
      return Math.max(0, Math.round(grid.beat(whole)));
  }
}

/**
 * Where a dragged edge lands: on an anchor (playhead, marker, clip edge) within `reach` samples, else on the grid.
 * @param anchors timeline samples that attract before the grid does
 */
export function snapTo(
  sample: number,
  unit: SnapUnit,
  grid: Grid,
  anchors: readonly number[],
  reach: number,
): number {
  if (unit === 'off') return Math.max(0, Math.round(sample));
  const anchor = anchors.length > 0 ? nearestOf(sample, anchors) : Number.NaN;
  return Math.abs(anchor - sample) <= reach ? anchor : snapSample(sample, unit, grid);
}

function nearestOf(sample: number, candidates: readonly number[]): number {
  let best = candidates[0] ?? sample;
  for (const candidate of candidates)
    if (Math.abs(candidate - sample) < Math.abs(best - sample)) best = candidate;
  return best;
}
