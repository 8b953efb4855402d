/** Stretches of lanes: cut out, put in elsewhere, exact at their borders. Pure; times are whole samples. */
import { samples } from '../units/index.ts';
import { laneValueAt, shapedWay } from './lane-value.ts';
import type { LanePoint } from './types.ts';

/** Lines that stand for a part of an s-curve: such a part is no s-curve itself. Off by less than 0.04 % of its height. */
const S_CURVE_LINES = 24;

const pointAt = (time: number, value: number, curve: LanePoint['curve'] = 'linear'): LanePoint => ({
  time: samples(time),
  value,
  curve,
});

/** The part of a way between two points from `start` to `end`, both within it, as points; the last one only ends it. */
function wayPart(from: LanePoint, to: LanePoint, start: number, end: number): readonly LanePoint[] {
  const span = to.time - from.time;
  const valueAt = (time: number): number => {
    if (time >= to.time) return from.curve === 'hold' ? from.value : to.value;
    if (from.curve === 'hold') return from.value;
    return from.value + (to.value - from.value) * shapedWay(from, (time - from.time) / span);
  };
  const last = pointAt(end, valueAt(end));
  const first = valueAt(start);
  switch (from.curve) {
    case 'linear':
    case 'hold':
      return [pointAt(start, first, from.curve), last];
    case 'exponential':
      // Any part of an exponential is one: its exponent is the part of the whole one's.
      return [
        { ...pointAt(start, first, 'exponential'), bend: ((from.bend ?? 0) * (end - start)) / span },
        last,
      ];
    case 's-curve': {
      if (start === from.time && end === to.time) return [from, last];
      const lines = Math.max(1, Math.min(S_CURVE_LINES, end - start));
      const points: LanePoint[] = [];
      for (let step = 0; step < lines; step += 1) {
        const time = Math.round(start + ((end - start) * step) / lines);
        if (points.at(-1)?.time !== time) points.push(pointAt(time, valueAt(time)));
      }
      return [...points, last];
    }
  }
}

/** Index of the first point later than a time. */
function indexAfter(points: readonly LanePoint[], time: number): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle]?.time ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Everything up to a time, ended by a point at it that has the value just before (of a step, the earlier one). */
function headOf(points: readonly LanePoint[], time: number, base: number): readonly LanePoint[] {
  const at = indexAfter(points, time - 1);
  const from = points[at - 1];
  const to = points[at];
  if (!from) return [pointAt(time, to?.value ?? base)];
  if (!to) return [...points.slice(0, at), pointAt(time, from.value)];
  return [...points.slice(0, at - 1), ...wayPart(from, to, from.time, time)];
}

/** Everything from a time on, begun by a point at it that has the value it has there (of a step, the later one). */
function tailOf(points: readonly LanePoint[], time: number, base: number): readonly LanePoint[] {
  const after = indexAfter(points, time);
  const from = points[after - 1];
  const to = points[after];
  if (!from) return [pointAt(time, to?.value ?? base), ...points.slice(after)];
  if (from.time === time || !to) return [{ ...from, time: samples(time) }, ...points.slice(after)];
  return [...wayPart(from, to, time, to.time).slice(0, -1), ...points.slice(after)];
}

/**
 * A copy of a lane's stretch from `from` to `to` (> from), with a point at each end; it plays as the lane does there.
 * @param base value of the lane while it has no points
 */
export const lanePiece = (
  points: readonly LanePoint[],
  from: number,
  to: number,
  base: number,
): readonly LanePoint[] => headOf(tailOf(points, from, base), to, base);

/**
 * A lane with its stretch from `from` to `to` (> from) replaced by a piece whose points lie in it. What is outside keeps its
 * values: where the piece does not meet them there is a step.
 */
export function withLanePiece(
  points: readonly LanePoint[],
  from: number,
  to: number,
  piece: readonly LanePoint[],
  base: number,
): readonly LanePoint[] {
  const head = from > 0 ? headOf(points, from, base) : [];
  const borders = new Set<LanePoint | undefined>([head.at(-1), piece[0], piece.at(-1)]);
  const tail = tailOf(points, to, base);
  borders.add(tail[0]);
  return withoutIdle([...head, ...piece, ...tail], borders);
}

/** A lane whose stretch from `from` to `to` holds the value before it: what was there is gone. */
export function withoutLanePiece(
  points: readonly LanePoint[],
  from: number,
  to: number,
  base: number,
): readonly LanePoint[] {
  const before =
    from > 0 ? (headOf(points, from, base).at(-1)?.value ?? base) : laneValueAt(points, to, base);
  return withLanePiece(points, from, to, [pointAt(from, before, 'hold')], base);
}

/** Takes out points at borders that change nothing: doubles, and those in the middle of a value that stays. */
function withoutIdle(
  points: readonly LanePoint[],
  borders: ReadonlySet<LanePoint | undefined>,
): readonly LanePoint[] {
  const kept: LanePoint[] = [];
  points.forEach((point, index) => {
    const [before, after] = [kept.at(-1), points[index + 1]];
    if (before && before.time === point.time && before.value === point.value) {
      // The later one's curve is what is heard.
      kept[kept.length - 1] = point;
      return;
    }
    const flat = (!before || before.value === point.value) && (!after || after.value === point.value);
    const heldOn = before?.curve === 'hold' && before.value === point.value && after?.time === point.time;
    if (borders.has(point) && (before || after) && (flat || heldOn)) return;
    kept.push(point);
  });
  return kept;
}
