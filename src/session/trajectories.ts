/** Paths an object takes through the room, given by a shape and written as lanes of x, y and z. */
import { type RoomPosition, type Samples, samples } from '../units/index.ts';
import type { LanePoint } from './automation.ts';
import { type ElevationMode, elevationOf } from './elevation.ts';
import { clampTo } from './limits.ts';
import { RANGES } from './ranges.ts';
import { barPosition, meterAt, samplesToTicks, ticksPerBeat } from './tempo.ts';
import type { TempoMap } from './types.ts';

export const PERIOD_UNITS = ['seconds', 'beats', 'bars'] as const;
export type PeriodUnit = (typeof PERIOD_UNITS)[number];

/** Time of one turn. Beats and bars follow the tempo map, through every change of tempo and metre. */
export interface Period {
  /** > 0 */
  readonly value: number;
  readonly unit: PeriodUnit;
}

/** Seen from above. */
export const DIRECTIONS = ['clockwise', 'anticlockwise'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** Straight from one place to another. */
export interface LineShape {
  readonly kind: 'line';
  readonly from: RoomPosition;
  readonly to: RoomPosition;
}

/** Along a part of a circle over the floor. Angles in degrees, 0 in front of the centre, positive to the left. */
export interface ArcShape {
  readonly kind: 'arc';
  readonly centre: RoomPosition;
  /** Room units, 0 … 2. */
  readonly radius: number;
  readonly fromDeg: number;
  /** More than a turn away from `fromDeg` goes round more than once. */
  readonly toDeg: number;
  /** Height at the end; it begins at the centre's. */
  readonly toZ: number;
}

/** Round and round. */
export interface OrbitShape {
  readonly kind: 'orbit';
  readonly centre: RoomPosition;
  readonly radius: number;
  readonly startDeg: number;
  readonly period: Period;
  readonly direction: Direction;
}

/** Round and round while radius and height change. */
export interface SpiralShape {
  readonly kind: 'spiral';
  readonly centre: RoomPosition;
  readonly radius: number;
  readonly toRadius: number;
  readonly toZ: number;
  readonly startDeg: number;
  readonly period: Period;
  readonly direction: Direction;
}

export type TrajectoryShape = LineShape | ArcShape | OrbitShape | SpiralShape;
export const TRAJECTORY_KINDS = ['line', 'arc', 'orbit', 'spiral'] as const;

/** A shape and the time it is taken over. What it says is in the lanes; changing it writes its stretch of them anew. */
export interface Trajectory {
  readonly start: Samples;
  /** > start */
  readonly end: Samples;
  readonly shape: TrajectoryShape;
}

/** Where an object is at a time. */
export interface PathPoint extends RoomPosition {
  /** Timeline samples. */
  readonly time: number;
}

/** Greatest distance along an axis between a shape and the straight lines it is written as, room units (half a room is 1). */
export const PATH_ERROR = 0.002;

/** Most turns one trajectory takes; faster ones would be a tremolo of the pan and millions of points. */
const MOST_TURNS = 1000;

const limited = ({ x, y, z }: RoomPosition): RoomPosition => ({
  x: clampTo(RANGES.x, x),
  y: clampTo(RANGES.y, y),
  z: clampTo([0, 1], z),
});

/** Beats from the map's origin to a tick, parts of one included; bars of every metre count their own. */
function beatsAt(tempo: TempoMap, tick: number): number {
  const whole = Math.floor(tick);
  const { bar, beat, tick: rest } = barPosition(tempo, whole);
  let beats = 0;
  tempo.meters.forEach((meter, index) => {
    const next = tempo.meters[index + 1]?.bar ?? Number.POSITIVE_INFINITY;
    // Bars before the map's first metre are counted in it, backwards.
    const from = index === 0 ? Math.min(bar, meter.bar) : meter.bar;
    const bars = Math.min(bar, next) - meter.bar;
    beats += (from < meter.bar ? bars : Math.max(0, bars)) * meter.numerator;
  });
  return beats + beat + (rest + tick - whole) / ticksPerBeat(meterAt(tempo, bar));
}

function barsAt(tempo: TempoMap, tick: number): number {
  const whole = Math.floor(tick);
  const { bar, beat, tick: rest } = barPosition(tempo, whole);
  const meter = meterAt(tempo, bar);
  return bar + (beat + (rest + tick - whole) / ticksPerBeat(meter)) / meter.numerator;
}

/** Turns made between two times, by the clock of a period. */
export function turnsBetween(
  { value, unit }: Period,
  from: number,
  to: number,
  { tempo, sampleRate }: { readonly tempo: TempoMap; readonly sampleRate: number },
): number {
  const period = Math.max(1e-3, value);
  if (unit === 'seconds') return (to - from) / sampleRate / period;
  const count = unit === 'beats' ? beatsAt : barsAt;
  const at = (time: number) => count(tempo, samplesToTicks(tempo, sampleRate, time));
  return (at(to) - at(from)) / period;
}

/** A trajectory moved through the room as a whole. @param by room units */
export function shiftedTrajectory(trajectory: Trajectory, by: RoomPosition): Trajectory {
  const move = ({ x, y, z }: RoomPosition): RoomPosition => ({ x: x + by.x, y: y + by.y, z: z + by.z });
  const { shape } = trajectory;
  switch (shape.kind) {
    case 'line':
      return shaped(trajectory, { ...shape, from: move(shape.from), to: move(shape.to) });
    case 'orbit':
      return shaped(trajectory, { ...shape, centre: move(shape.centre) });
    case 'arc':
    case 'spiral':
      return shaped(trajectory, { ...shape, centre: move(shape.centre), toZ: shape.toZ + by.z });
  }
}

const shaped = (trajectory: Trajectory, shape: TrajectoryShape): Trajectory => ({
  ...trajectory,
  shape: clampShape(shape),
});

const clampPlace = ({ x, y, z }: RoomPosition): RoomPosition => ({
  x: clampTo(PLACE, x),
  y: clampTo(PLACE, y),
  z: clampTo(PLACE, z),
});

/** Ranges of what shapes are made of. Places may lie outside the room: what leaves it runs along the wall. */
const PLACE = [-2, 2] as const;
const RADIUS = [0, 2] as const;
const DEGREES = [-36_000, 36_000] as const;
const PERIOD = [0.01, 10_000] as const;
export const TRAJECTORY_RANGES = { place: PLACE, radius: RADIUS, degrees: DEGREES, period: PERIOD } as const;

/** A shape with every number in its range. */
export function clampShape(shape: TrajectoryShape): TrajectoryShape {
  switch (shape.kind) {
    case 'line':
      return { kind: 'line', from: clampPlace(shape.from), to: clampPlace(shape.to) };
    case 'arc':
      return {
        kind: 'arc',
        centre: clampPlace(shape.centre),
        radius: clampTo(RADIUS, shape.radius),
        fromDeg: clampTo(DEGREES, shape.fromDeg),
        toDeg: clampTo(DEGREES, shape.toDeg),
        toZ: clampTo(PLACE, shape.toZ),
      };
    case 'orbit':
    case 'spiral': {
      const common = {
        centre: clampPlace(shape.centre),
        radius: clampTo(RADIUS, shape.radius),
        startDeg: clampTo(DEGREES, shape.startDeg),
        period: { value: clampTo(PERIOD, shape.period.value), unit: shape.period.unit },
        direction: shape.direction,
      };
      return shape.kind === 'orbit'
        ? { kind: 'orbit', ...common }
        : {
            kind: 'spiral',
            ...common,
            toRadius: clampTo(RADIUS, shape.toRadius),
            toZ: clampTo(PLACE, shape.toZ),
          };
    }
  }
}

/** What a trajectory is reckoned with besides its shape. */
export interface PathContext {
  readonly tempo: TempoMap;
  readonly sampleRate: number;
  /** Heights that follow from the place on the floor replace the shape's own. */
  readonly elevation: ElevationMode;
}

/** Place on a circle round a centre; degrees as in ArcShape. */
const onCircle = ({ x, y }: RoomPosition, radius: number, degrees: number, z: number): RoomPosition => {
  const angle = (degrees * Math.PI) / 180;
  return { x: x - radius * Math.sin(angle), y: y + radius * Math.cos(angle), z };
};

const between = (from: number, to: number, way: number): number => from + (to - from) * way;

/** Where a trajectory is at a time from its start to its end, inside the room. */
export function placeOn({ start, end, shape }: Trajectory, time: number, context: PathContext): RoomPosition {
  const way = clampTo([0, 1], (time - start) / (end - start));
  const place = limited(rawPlace(shape, way, start, time, context));
  const height = elevationOf(context.elevation, place.x, place.y);
  return height === null ? place : { ...place, z: height };
}

function rawPlace(
  shape: TrajectoryShape,
  way: number,
  start: number,
  time: number,
  context: PathContext,
): RoomPosition {
  switch (shape.kind) {
    case 'line': {
      const { from, to } = shape;
      return { x: between(from.x, to.x, way), y: between(from.y, to.y, way), z: between(from.z, to.z, way) };
    }
    case 'arc': {
      const { centre, radius, fromDeg, toDeg, toZ } = shape;
      return onCircle(centre, radius, between(fromDeg, toDeg, way), between(centre.z, toZ, way));
    }
    case 'orbit':
    case 'spiral': {
      const { centre, radius, startDeg, period, direction } = shape;
      const turns = turnsBetween(period, start, time, context) * (direction === 'clockwise' ? -1 : 1);
      const [toRadius, toZ] = shape.kind === 'spiral' ? [shape.toRadius, shape.toZ] : [radius, centre.z];
      return onCircle(
        centre,
        between(radius, toRadius, way),
        startDeg + 360 * turns,
        between(centre.z, toZ, way),
      );
    }
  }
}

/** Turns a shape makes from its start to its end. */
export function turnsOf({ start, end, shape }: Trajectory, context: PathContext): number {
  switch (shape.kind) {
    case 'line':
      return 0;
    case 'arc':
      return Math.abs(shape.toDeg - shape.fromDeg) / 360;
    case 'orbit':
    case 'spiral':
      return Math.abs(turnsBetween(shape.period, start, end, context));
  }
}

/** Steps a turn, a straight way or a wall's corner is sampled in before it is thinned. */
const STEPS = 512;

/**
 * The corners of a trajectory: straight lines between them stay within PATH_ERROR of it along every axis. Null if it goes
 * round more often than can be written.
 */
export function pathOf(trajectory: Trajectory, context: PathContext): readonly PathPoint[] | null {
  const { start, end } = trajectory;
  const turns = turnsOf(trajectory, context);
  if (turns > MOST_TURNS) return null;
  const count = Math.min(end - start, Math.ceil(STEPS * (1 + turns)));
  const path: PathPoint[] = [];
  for (let step = 0; step <= count; step += 1) {
    const time = Math.round(start + ((end - start) * step) / count);
    path.push({ time, ...placeOn(trajectory, time, context) });
  }
  return thinPath(path, PATH_ERROR);
}

/**
 * Fewest corners, from first to last, whose straight lines stay within `error` of all that are left out along each axis
 * (Ramer 1972, Douglas–Peucker 1973).
 */
export function thinPath(path: readonly PathPoint[], error: number): readonly PathPoint[] {
  if (path.length < 3) return path;
  const keep = new Uint8Array(path.length);
  keep[0] = 1;
  keep[path.length - 1] = 1;
  const todo: [number, number][] = [[0, path.length - 1]];
  for (let span = todo.pop(); span; span = todo.pop()) {
    const [from, to] = [path[span[0]], path[span[1]]];
    if (!from || !to) continue;
    let [worst, at] = [error, -1];
    for (let index = span[0] + 1; index < span[1]; index += 1) {
      const point = path[index];
      if (!point) continue;
      const way = to.time > from.time ? (point.time - from.time) / (to.time - from.time) : 0;
      const off = Math.max(
        Math.abs(point.x - between(from.x, to.x, way)),
        Math.abs(point.y - between(from.y, to.y, way)),
        Math.abs(point.z - between(from.z, to.z, way)),
      );
      if (off > worst) [worst, at] = [off, index];
    }
    if (at < 0) continue;
    keep[at] = 1;
    todo.push([span[0], at], [at, span[1]]);
  }
  return path.filter((_, index) => keep[index] === 1);
}

/** One axis of a path as points of its lane. */
export const axisOf = (path: readonly PathPoint[], axis: 'x' | 'y' | 'z'): readonly LanePoint[] =>
  path.map((point) => ({ time: samples(point.time), value: point[axis], curve: 'linear' }));
