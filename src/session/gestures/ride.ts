/** Moves added to a lane that is already there: the shape of a gesture rides on what was written before. */
import { samples } from '../../units/index.ts';
import { lanePiece, withLanePiece } from '../lane-pieces.ts';
import { laneValueAt } from '../lane-value.ts';
import type { LanePoint } from '../types.ts';
import { SILENT_DB } from './shapes.ts';

/** Lines that stand for the sum of two curves, which is no curve of ours. */
const SUM_LINES = 24;

const isFlat = (points: readonly LanePoint[]): boolean =>
  points.every(({ value }) => value === points[0]?.value);

const isLine = (points: readonly LanePoint[]): boolean =>
  points.length === 2 && points[0]?.curve === 'linear';

const raised = (points: readonly LanePoint[], by: number): LanePoint[] =>
  points.map((point) => ({ ...point, value: point.value + by }));

/** The sum of two stretches over the same time, neither of which has a point within it. */
function sumOf(one: readonly LanePoint[], other: readonly LanePoint[]): readonly LanePoint[] {
  const [first, last] = [one[0], one.at(-1)];
  const [otherFirst, otherLast] = [other[0], other.at(-1)];
  if (!first || !last || !otherFirst || !otherLast) return [];
  if (isFlat(other)) return raised(one, otherFirst.value);
  if (isFlat(one)) return raised(other, first.value);
  if (isLine(one) && isLine(other)) {
    return [
      { ...first, value: first.value + otherFirst.value },
      { ...last, value: last.value + otherLast.value },
    ];
  }
  const span = last.time - first.time;
  const lines = Math.max(1, Math.min(SUM_LINES, span));
  const points: LanePoint[] = [];
  for (let step = 0; step < lines; step += 1) {
    const time = samples(Math.round(first.time + (span * step) / lines));
    const value = laneValueAt(one, time, 0) + laneValueAt(other, time, 0);
    if (points.at(-1)?.time !== time) points.push({ time, value, curve: 'linear' });
  }
  return [...points, { ...last, value: last.value + otherLast.value }];
}

/**
 * A lane with a shape added to it from the shape's first point to its last; outside it stays as it was. Exact where the lane or
 * the shape stands still or both run as lines, else in 24 lines a stretch.
 * @param shape at least two points, in the lane's unit, relative
 * @param base value of the lane while it has no points
 */
export function withRide(
  points: readonly LanePoint[],
  shape: readonly LanePoint[],
  base: number,
): readonly LanePoint[] {
  const [from, to] = [shape[0]?.time, shape.at(-1)?.time];
  if (from === undefined || to === undefined || to <= from) return points;
  const inside = points.filter(({ time }) => time > from && time < to);
  const times = [...new Set([...shape, ...inside].map(({ time }) => time))].sort((a, b) => a - b);
  const piece: LanePoint[] = [];
  for (const [index, start] of times.entries()) {
    const end = times[index + 1];
    if (end === undefined) break;
    const part = sumOf(lanePiece(points, start, end, base), lanePiece(shape, start, end, 0));
    const last = piece.at(-1);
    // Where one part ends as the next begins, the next one's curve holds.
    if (last && last.time === part[0]?.time && last.value === part[0].value) piece.pop();
    piece.push(...part);
  }
  // What goes to silence is silent, however loud it was ridden before.
  const silenced = piece.map((point) =>
    laneValueAt(shape, point.time, 0) <= SILENT_DB ? { ...point, value: SILENT_DB } : point,
  );
  return withLanePiece(points, from, to, silenced, base);
}
