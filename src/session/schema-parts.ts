/** What the schemas of the document are made of: numbers in range, levels, ids, records. */
import * as v from 'valibot';
import { type Decibels, type Samples, TRACK_FORMATS, type TrackFormat } from '../units/index.ts';
import { isId, LIMITS } from './limits.ts';
import { LANE_CURVES, type Lanes } from './types.ts';

/** Where a schema's input comes from: `json` reads null as −∞ dB, `memory` takes nothing but the document's own types. */
export type Source = 'json' | 'memory';

export const trackFormats = Object.keys(TRACK_FORMATS) as TrackFormat[];

/** Fields for `v.strictObject` whose message says what is missing or unknown; see `describeIssue`. */
export const entity = <Entries extends v.ObjectEntries>(entries: Entries) => v.strictObject(entries);

export const id = <Id extends string>() =>
  v.pipe(
    v.string('must be an id'),
    v.check(isId, 'must be an id of 1–64 letters, digits, "_" or "-"'),
    v.transform((text) => text as Id),
  );

/** valibot takes arrays for objects; where no field need be there, an empty one would slip through. */
export const notList = v.check((value: unknown) => !Array.isArray(value), 'must be an object');

/** Members by id; valibot types each as possibly undefined because an id type could be a finite set of names. */
export const record = <Id extends string, Member extends v.GenericSchema>(
  key: v.GenericSchema<string, Id>,
  member: Member,
) =>
  v.pipe(
    v.unknown(),
    notList,
    v.record(key, member),
    v.transform((members) => members as Record<Id, v.InferOutput<Member>>),
  );

export const text = (limit: number) =>
  v.pipe(v.string('must be text'), v.maxLength(limit, `must not be longer than ${limit} characters`));

export const flag = v.boolean('must be true or false');

export const number = ([low, high]: readonly [number, number]) =>
  v.pipe(
    v.number('must be a number'),
    v.check((value) => value >= low && value <= high, `must lie between ${low} and ${high}`),
    // JSON can spell −0, which would not survive being written again.
    v.transform((value) => value + 0),
  );

export const integer = (low: number, high: number) =>
  v.pipe(number([low, high]), v.integer('must be a whole number'));

export const time = v.pipe(
  integer(0, LIMITS.time),
  v.transform((value) => value as Samples),
);

export const finiteLevel = (range: readonly [number, number]) =>
  v.pipe(
    number(range),
    v.transform((value) => value as Decibels),
  );

/** A level that can be off. */
export const level = (source: Source, [low, high]: readonly [number, number]) => {
  return v.pipe(
    v.union(
      source === 'json' ? [v.number(), v.null()] : [v.number()],
      source === 'json' ? 'must be a level in dB, or null for −∞' : 'must be a level in dB',
    ),
    v.transform((value) => (value === null ? Number.NEGATIVE_INFINITY : value + 0)),
    v.check(
      (value) => value === Number.NEGATIVE_INFINITY || (value >= low && value <= high),
      `must be −∞ or lie between ${low} and ${high}`,
    ),
    v.transform((value) => value as Decibels),
  );
};

/** Points of a lane; that they fit what it moves and are sorted is checked with the lanes (invariants). */
export const lanePoints = v.pipe(
  v.array(
    entity({
      time,
      value: v.pipe(
        v.number('must be a number'),
        v.transform((value) => value + 0),
      ),
      curve: v.picklist(LANE_CURVES, `must be one of ${LANE_CURVES.join(', ')}`),
      bend: v.exactOptional(number([-1, 1])),
    }),
    'must be a list of points',
  ),
  v.maxLength(LIMITS.lanePoints, `must not have more than ${LIMITS.lanePoints} points`),
);

/** Lanes by what they move. */
export const lanesOf = <Target extends string>(isTarget: (target: string) => boolean) =>
  v.pipe(
    v.unknown(),
    notList,
    v.record(v.pipe(v.string(), v.check(isTarget, 'is not a lane this version knows')), lanePoints),
    v.transform((lanes) => lanes as unknown as Lanes<Target>),
  );
