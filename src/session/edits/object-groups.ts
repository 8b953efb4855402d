import { type RoomPosition, samples } from '../../units/index.ts';
import type { SessionDraft } from '../document.ts';
import { laneValueAt } from '../lane-value.ts';
import { clampTo, LIMITS, RANGES } from '../limits.ts';
import { type LanePoint, laneRange, type Track, type TrackId } from '../types.ts';
import { type Refusal, trackOf } from './draft.ts';

/**
 * Objects turned, scaled and mirrored together. Each works from given tracks, not from what the draft holds: the parts
 * of a drag all start from where it began, so that nothing is lost at a wall that the drag comes back from. Paths of
 * lanes follow; what would leave the room stops at its wall. Bed tracks are passed over.
 */
export const MIRROR_AXES = ['x', 'y'] as const;
/** `x` exchanges left and right, `y` front and back. */
export type MirrorAxis = (typeof MIRROR_AXES)[number];

type Axis = keyof RoomPosition;
type Points = readonly LanePoint[];

/** Pieces a curve is cut into where a turn mixes it with a path of another shape. */
const PIECES = 16;

/** Nine decimals: what is left of a quarter turn there and back must be nothing. */
const tidy = (value: number): number => Math.round(value * 1e9) / 1e9 + 0;

/** Middle of the space the objects take at a timeline sample, for turning and scaling about it; null without objects. */
export function objectsMiddle(from: readonly Track[], at: number): RoomPosition | null {
  const places = from.flatMap(({ output, lanes }) =>
    output.kind === 'object'
      ? [
          {
            x: laneValueAt(lanes.x, at, output.position.x),
            y: laneValueAt(lanes.y, at, output.position.y),
            z: laneValueAt(lanes.z, at, output.position.z),
          },
        ]
      : [],
  );
  if (places.length === 0) return null;
  const middle = (axis: Axis): number => {
    const values = places.map((place) => place[axis]);
    return tidy((Math.min(...values) + Math.max(...values)) / 2);
  };
  return { x: middle('x'), y: middle('y'), z: middle('z') };
}

/** Gives each object a new place and new paths. */
function place(
  draft: SessionDraft,
  from: readonly Track[],
  move: (position: RoomPosition) => RoomPosition,
  path: (track: Track, axis: Axis) => Points | undefined,
  grow = 1,
): Refusal {
  for (const start of from) {
    const track = trackOf(draft, start.id as TrackId);
    if (track?.output.kind !== 'object' || start.output.kind !== 'object') continue;
    const to = move(start.output.position);
    for (const axis of ['x', 'y', 'z'] as const) {
      track.output.position[axis] = clampTo(RANGES[axis], tidy(to[axis]));
      const points = path(start, axis);
      if (!points || points.length === 0) delete track.lanes[axis];
      else
        track.lanes[axis] = points.map((point) => ({
          ...point,
          value: clampTo(laneRange(axis), tidy(point.value)),
        }));
    }
    // A shape that is turned or squeezed is another shape: its path stays, its numbers no longer say it.
    if (track.trajectories.length > 0) track.trajectories = [];
    track.output.spread = clampTo(RANGES.spread, tidy(start.output.spread * grow));
  }
  return null;
}

/**
 * Turns objects about an upright axis.
 * @param from tracks as they were before
 * @param degrees positive to the left as seen from above (ITU-R BS.2076 azimuth)
 */
export function rotateObjects(
  draft: SessionDraft,
  from: readonly Track[],
  degrees: number,
  centre: Pick<RoomPosition, 'x' | 'y'>,
): Refusal {
  const [cosine, sine] = turnOf(degrees);
  const turnX = (x: number, y: number): number => centre.x + cosine * (x - centre.x) - sine * (y - centre.y);
  const turnY = (x: number, y: number): number => centre.y + sine * (x - centre.x) + cosine * (y - centre.y);
  return place(
    draft,
    from,
    ({ x, y, z }) => ({ x: turnX(x, y), y: turnY(x, y), z }),
    (track, axis) => {
      if (axis === 'z') return track.lanes.z;
      return mixLanes(track, axis === 'x' ? turnX : turnY);
    },
  );
}

/** Cosine and sine, exact at quarter turns. */
function turnOf(degrees: number): readonly [number, number] {
  const quarter = (((degrees / 90) % 4) + 4) % 4;
  const exact = (
    [
      [1, 0],
      [0, 1],
      [-1, 0],
      [0, -1],
    ] as const
  )[quarter];
  return exact ?? [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
}

/**
 * Draws objects together or apart, the spread of stereo objects with them.
 * @param factor 0 is all in one place, 1 as they are; negative is taken as 0
 */
export function scaleObjects(
  draft: SessionDraft,
  from: readonly Track[],
  factor: number,
  centre: RoomPosition,
): Refusal {
  const by = Math.max(0, factor);
  const scale = (axis: Axis, value: number): number => centre[axis] + by * (value - centre[axis]);
  return place(
    draft,
    from,
    ({ x, y, z }) => ({ x: scale('x', x), y: scale('y', y), z: scale('z', z) }),
    ({ lanes }, axis) => lanes[axis]?.map((point) => ({ ...point, value: scale(axis, point.value) })),
    by,
  );
}

/** Mirrors objects left to right or front to back. The two channels of a stereo object stay on their sides. */
export function mirrorObjects(
  draft: SessionDraft,
  from: readonly Track[],
  axis: MirrorAxis,
  centre: Pick<RoomPosition, 'x' | 'y'>,
): Refusal {
  const flip = (value: number): number => 2 * centre[axis] - value;
  return place(
    draft,
    from,
    (position) => ({ ...position, [axis]: flip(position[axis]) }),
    ({ lanes }, other) =>
      other === axis ? lanes[axis]?.map((point) => ({ ...point, value: flip(point.value) })) : lanes[other],
  );
}

/** One stretch of a lane between two times at which any of the mixed lanes has a point. */
interface Stretch {
  readonly curve: LanePoint['curve'];
  /** True if the lane's own curve runs from end to end of the stretch. */
  readonly whole: boolean;
}

function stretchOf(points: Points, from: number, to: number): Stretch {
  const before = points.findLast(({ time }) => time <= from);
  const after = points.find(({ time }) => time >= to);
  if (!before || !after) return { curve: 'hold', whole: true };
  return { curve: before.curve, whole: before.time === from && after.time === to };
}

/** Value of a lane just before a time: at a step, where it comes from. */
function valueBefore(points: Points, time: number, fallback: number): number {
  const first = points.findIndex((point) => point.time === time);
  if (first <= 0) return laneValueAt(points, time, fallback);
  const previous = points[first - 1];
  return previous?.curve === 'hold' ? previous.value : (points[first]?.value ?? fallback);
}

/**
 * One path out of an object's x and y paths. Straight stretches and holds stay what they are; a curve that runs against
 * a path of another shape becomes short straight pieces.
 */
function mixLanes({ lanes, output }: Track, mix: (x: number, y: number) => number): Points | undefined {
  const [xs, ys] = [lanes.x ?? [], lanes.y ?? []];
  if (output.kind !== 'object' || xs.length + ys.length === 0) return undefined;
  const { position } = output;
  const at = (time: number): number =>
    mix(laneValueAt(xs, time, position.x), laneValueAt(ys, time, position.y));
  const times = [...new Set([...xs, ...ys].map(({ time }) => Number(time)))].sort((a, b) => a - b);
  const mixed: LanePoint[] = [];
  times.forEach((time, index) => {
    const before = mix(valueBefore(xs, time, position.x), valueBefore(ys, time, position.y));
    const value = at(time);
    const arrives = mixed.at(-1)?.curve !== 'hold';
    if (index > 0 && arrives && before !== value)
      mixed.push({ time: samples(time), value: before, curve: 'hold' });
    const next = times[index + 1];
    const curve = next === undefined ? 'linear' : mixedCurve(xs, ys, time, next);
    mixed.push({ time: samples(time), value, curve: curve ?? 'linear' });
    if (next === undefined || curve !== null) return;
    for (let piece = 1; piece < PIECES; piece += 1) {
      const middle = Math.round(time + ((next - time) * piece) / PIECES);
      if (middle > (mixed.at(-1)?.time ?? 0) && middle < next)
        mixed.push({ time: samples(middle), value: at(middle), curve: 'linear' });
    }
  });
  return mixed.length <= LIMITS.lanePoints ? mixed : undefined;
}

/** The curve of both lanes over a stretch; null if they have none in common and it must be cut into pieces. */
function mixedCurve(xs: Points, ys: Points, from: number, to: number): LanePoint['curve'] | null {
  const [x, y] = [stretchOf(xs, from, to), stretchOf(ys, from, to)];
  if (x.curve === 'hold') return y.curve === 's-curve' && !y.whole ? null : y.curve;
  if (y.curve === 'hold') return x.curve === 's-curve' && !x.whole ? null : x.curve;
  if (x.curve === y.curve && (x.curve === 'linear' || (x.whole && y.whole))) return x.curve;
  return null;
}
