import type { LaneProgram } from '../../core/index.ts';
import type { LanePoint } from '../../session/index.ts';

const known = new WeakMap<readonly LanePoint[], Map<number, LaneProgram>>();

/**
 * Compiles a lane, its values times `scale` (milliseconds to seconds: 1e-3). Compiled lanes are kept per points array: the document
 * shares unchanged arrays between versions.
 */
export function compileLane(points: readonly LanePoint[], scale = 1): LaneProgram {
  const scales = known.get(points) ?? new Map<number, LaneProgram>();
  known.set(points, scales);
  const made = scales.get(scale);
  if (made) return made;
  const lane: LaneProgram = {
    times: points.map((point) => point.time),
    values: points.map((point) => point.value * scale),
    curves: points.map((point) => point.curve),
    ...(points.some(({ bend }) => bend) && { bends: points.map(({ bend = 0 }) => bend) }),
  };
  scales.set(scale, lane);
  return lane;
}
