import { cos, sin } from '../dmath.ts';
import type { HrtfDirection } from '../hrtf.ts';
import type { MeasuredSet } from './measured-set.ts';

const DEGREE = Math.PI / 180;

/** Indices of directions that stand at least `apartDeg` from each other, first come first kept. */
function spread(directions: readonly HrtfDirection[], apartDeg: number): number[] {
  const closest = cos(apartDeg * DEGREE);
  const kept: number[] = [];
  const points: number[] = [];
  directions.forEach(({ azimuthDeg, elevationDeg }, index) => {
    const flat = cos(elevationDeg * DEGREE);
    const x = flat * cos(azimuthDeg * DEGREE);
    const y = flat * sin(azimuthDeg * DEGREE);
    const z = sin(elevationDeg * DEGREE);
    for (let other = 0; other < points.length; other += 3) {
      const near = x * (points[other] ?? 0) + y * (points[other + 1] ?? 0) + z * (points[other + 2] ?? 0);
      if (near > closest) return;
    }
    kept.push(index);
    points.push(x, y, z);
  });
  return kept;
}

/**
 * The set without directions measured twice (or at several distances; the first stays) and, while there are more than
 * `most`, with its directions ever further apart. The same object if there is nothing to leave out.
 */
export function thinned(set: MeasuredSet, most: number): MeasuredSet {
  let kept = spread(set.directions, 0.05);
  for (let apartDeg = 2; kept.length > most; apartDeg += 1) kept = spread(set.directions, apartDeg);
  if (kept.length === set.directions.length) return set;
  const row = 2 * set.taps;
  const responses = new Float64Array(kept.length * row);
  const delays = new Float64Array(kept.length * 2);
  const directions: HrtfDirection[] = [];
  kept.forEach((from, to) => {
    const direction = set.directions[from];
    if (direction) directions.push(direction);
    responses.set(set.responses.subarray(from * row, (from + 1) * row), to * row);
    delays.set(set.delays.subarray(from * 2, (from + 1) * 2), to * 2);
  });
  return { ...set, directions, responses, delays };
}
