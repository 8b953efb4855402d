/** Shapes of trajectories as the inspector names and begins them. */
import {
  barPosition,
  meterAt,
  type Session,
  samplesToTicks,
  TRAJECTORY_RANGES,
  type Trajectory,
  type TrajectoryShape,
  ticksPerBar,
  ticksToSamples,
} from '../../session/index.ts';
import { type RoomPosition, samples } from '../../units/index.ts';
import type { ValueRange } from '../kit/value-range.ts';

/** Names of the shapes. */
export const SHAPE_TITLES: Readonly<Record<TrajectoryShape['kind'], string>> = {
  line: 'Line',
  arc: 'Arc',
  orbit: 'Orbit',
  spiral: 'Spiral',
};

/** Bars a new trajectory takes where no loop says how long. */
const NEW_BARS = 4;

/** The span of a new trajectory: the loop while it is on, else some bars from a time on. */
export function newSpan(session: Session, at: number): Pick<Trajectory, 'start' | 'end'> {
  const { loop, tempo, sampleRate } = session;
  if (loop.enabled && loop.end > loop.start) return { start: loop.start, end: loop.end };
  const start = Math.max(0, Math.round(at));
  const tick = samplesToTicks(tempo, sampleRate, start);
  const bar = ticksPerBar(meterAt(tempo, barPosition(tempo, Math.floor(tick)).bar));
  const end = ticksToSamples(tempo, sampleRate, tick + NEW_BARS * bar);
  return { start: samples(start), end: samples(Math.max(start + 1, end)) };
}

/** A shape to begin with, from where the object is. */
export function newShape(kind: TrajectoryShape['kind'], from: RoomPosition): TrajectoryShape {
  const radius = Math.min(1, Math.max(0.3, Math.hypot(from.x, from.y)));
  const degrees = Math.round((Math.atan2(-from.x, from.y) * 180) / Math.PI);
  const centre = { x: 0, y: 0, z: Math.max(0, from.z) };
  const turning = {
    centre,
    radius: Number(radius.toFixed(2)),
    startDeg: degrees,
    period: { value: 2, unit: 'bars' },
    direction: 'clockwise',
  } as const;
  switch (kind) {
    case 'line':
      return { kind, from, to: { x: -from.x, y: from.y, z: from.z } };
    case 'arc':
      return { kind, centre, radius: turning.radius, fromDeg: degrees, toDeg: degrees - 180, toZ: centre.z };
    case 'orbit':
      return { kind, ...turning };
    case 'spiral':
      return { kind, ...turning, toRadius: 0.2, toZ: 1 };
  }
}

/** A number of a shape that can be turned. */
export interface ShapeField {
  readonly label: string;
  /** Full name for screen readers. */
  readonly name: string;
  readonly range: ValueRange;
  readonly unit: '' | '°';
  read(shape: TrajectoryShape): number;
  write(shape: TrajectoryShape, value: number): TrajectoryShape;
}

const ROOM: ValueRange = {
  min: TRAJECTORY_RANGES.place[0],
  max: TRAJECTORY_RANGES.place[1],
  step: 0.05,
  fine: 0.01,
  page: 0.25,
  default: 0,
};
const HEIGHT: ValueRange = { ...ROOM, min: 0, max: 1 };
const RADIUS: ValueRange = { ...ROOM, min: 0, max: TRAJECTORY_RANGES.radius[1], default: 0.8 };
const DEGREES: ValueRange = {
  min: TRAJECTORY_RANGES.degrees[0],
  max: TRAJECTORY_RANGES.degrees[1],
  step: 5,
  fine: 1,
  page: 45,
  default: 0,
};

const AXES = [
  ['x', 'Left to right'],
  ['y', 'Back to front'],
  ['z', 'Height'],
] as const;

/** The three coordinates of a place of a shape. */
const placeFields = (key: 'from' | 'to' | 'centre', words: string): readonly ShapeField[] =>
  AXES.map(([axis, name]) => ({
    label: `${words} ${axis}`,
    name: `${name} of the ${words}`,
    range: axis === 'z' ? HEIGHT : ROOM,
    unit: '',
    read: (shape) => placeOf(shape, key)[axis],
    write: (shape, value) =>
      ({ ...shape, [key]: { ...placeOf(shape, key), [axis]: value } }) as TrajectoryShape,
  }));

const placeOf = (shape: TrajectoryShape, key: 'from' | 'to' | 'centre'): RoomPosition => {
  const place: unknown = Reflect.get(shape, key);
  return place as RoomPosition;
};

const field = (
  key: 'radius' | 'toRadius' | 'toZ' | 'startDeg' | 'fromDeg' | 'toDeg',
  label: string,
  name: string,
  range: ValueRange,
  unit: ShapeField['unit'] = '',
): ShapeField => ({
  label,
  name,
  range,
  unit,
  read: (shape) => Number(Reflect.get(shape, key)),
  write: (shape, value) => ({ ...shape, [key]: value }),
});

/** What of each shape is a number, in its order in the panel; periods and directions have controls of their own. */
export const SHAPE_FIELDS: Readonly<Record<TrajectoryShape['kind'], readonly ShapeField[]>> = {
  line: [...placeFields('from', 'start'), ...placeFields('to', 'end')],
  arc: [
    ...placeFields('centre', 'centre'),
    field('radius', 'radius', 'Radius', RADIUS),
    field('fromDeg', 'from', 'Angle at the start', DEGREES, '°'),
    field('toDeg', 'to', 'Angle at the end', DEGREES, '°'),
    field('toZ', 'end z', 'Height at the end', HEIGHT),
  ],
  orbit: [
    ...placeFields('centre', 'centre'),
    field('radius', 'radius', 'Radius', RADIUS),
    field('startDeg', 'from', 'Angle at the start', DEGREES, '°'),
  ],
  spiral: [
    ...placeFields('centre', 'centre'),
    field('radius', 'radius', 'Radius at the start', RADIUS),
    field('toRadius', 'end radius', 'Radius at the end', RADIUS),
    field('toZ', 'end z', 'Height at the end', HEIGHT),
    field('startDeg', 'from', 'Angle at the start', DEGREES, '°'),
  ],
};
