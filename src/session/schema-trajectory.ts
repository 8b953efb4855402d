/** Shape of a track's trajectories as a valibot schema. */
import * as v from 'valibot';
import { LIMITS } from './limits.ts';
import { entity, number, time } from './schema-parts.ts';
import { DIRECTIONS, PERIOD_UNITS, TRAJECTORY_KINDS, TRAJECTORY_RANGES } from './trajectories.ts';

const { place: placeRange, radius, degrees, period: periodRange } = TRAJECTORY_RANGES;
const place = entity({ x: number(placeRange), y: number(placeRange), z: number(placeRange) });
const round = {
  centre: place,
  radius: number(radius),
  startDeg: number(degrees),
  period: entity({
    value: number(periodRange),
    unit: v.picklist(PERIOD_UNITS, `must be one of ${PERIOD_UNITS.join(', ')}`),
  }),
  direction: v.picklist(DIRECTIONS, `must be one of ${DIRECTIONS.join(', ')}`),
};

const shape = v.variant(
  'kind',
  [
    entity({ kind: v.literal('line'), from: place, to: place }),
    entity({
      kind: v.literal('arc'),
      centre: place,
      radius: number(radius),
      fromDeg: number(degrees),
      toDeg: number(degrees),
      toZ: number(placeRange),
    }),
    entity({ kind: v.literal('orbit'), ...round }),
    entity({ kind: v.literal('spiral'), ...round, toRadius: number(radius), toZ: number(placeRange) }),
  ],
  `must be one of ${TRAJECTORY_KINDS.join(', ')}`,
);

/** In order of time, none reaching into the next. */
export const trajectories = v.pipe(
  v.array(entity({ start: time, end: time, shape }), 'must be a list of trajectories'),
  v.maxLength(LIMITS.trajectories, `must not have more than ${LIMITS.trajectories}`),
  v.check(
    (list) => list.every(({ start, end }, index) => start < end && start >= (list[index - 1]?.end ?? 0)),
    'must be in order of time, each ending before the next begins',
  ),
);
