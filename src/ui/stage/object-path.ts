/** The path an object's lanes draw through the room, as the stage shows and edits it. */
import type { LanePoint, PathPoint } from '../../session/index.ts';
import { positionAt, type StageObject } from './stage-model.ts';

/** Stretch shown to each side of the playhead where no trajectory says how far its path goes, seconds. */
const AROUND_SECONDS = 8;
/** Most points of a path that are shown and can be taken: more could not be told apart. */
const MOST_POINTS = 240;

/** The stretch of an object's lanes that is shown at a time: of the trajectory it is in, else what is around it. */
export function pathSpan(
  { trajectories }: Pick<StageObject, 'trajectories'>,
  time: number,
  sampleRate: number,
): readonly [from: number, to: number] {
  const inside = trajectories.find(({ start, end }) => time >= start && time <= end);
  if (inside) return [inside.start, inside.end];
  const reach = AROUND_SECONDS * sampleRate;
  return [time - reach, time + reach];
}

function timesWithin(
  points: readonly LanePoint[] | undefined,
  from: number,
  to: number,
  into: Set<number>,
): void {
  if (!points) return;
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle]?.time ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  for (let index = low; index < points.length; index += 1) {
    const time = points[index]?.time ?? 0;
    if (time > to) return;
    into.add(time);
  }
}

/** Points of an object's path in a stretch: wherever one of its lanes has one; every so manyth where there are too many. */
export function pathPoints(
  object: Pick<StageObject, 'lanes' | 'position' | 'moves'>,
  [from, to]: readonly [from: number, to: number],
): readonly PathPoint[] {
  if (!object.moves) return [];
  const found = new Set<number>();
  for (const axis of ['x', 'y', 'z'] as const) timesWithin(object.lanes[axis], from, to, found);
  const times = [...found].sort((a, b) => a - b);
  const stride = Math.max(1, Math.ceil(times.length / MOST_POINTS));
  return times
    .filter((_, index) => index % stride === 0 || index === times.length - 1)
    .map((time) => ({ time, ...positionAt(object, time) }));
}
