/** Shapes of the document as valibot schemas: one family for JSON (−∞ dB is null), one for documents in memory. */
import * as v from 'valibot';
import {
  BINAURAL_MODES,
  type Decibels,
  DOWNMIXES_20,
  DOWNMIXES_51,
  MAX_TRACK_CHANNELS,
  type Samples,
  type Ticks,
  TRACK_FORMATS,
  TRIM_RANGES,
  type TrackFormat,
  ZONE_NAMES,
} from '../units/index.ts';
import { isId, LANE_RANGES, LIMITS, METER_DENOMINATORS, RANGES } from './limits.ts';
import {
  type ClipId,
  FADE_SHAPES,
  FAMILIES,
  FORMAT_VERSION,
  FRAME_RATES,
  LANE_CURVES,
  type LaneTarget,
  type MarkerId,
  SESSION_RATES,
  type SessionId,
  type StemId,
  type TrackId,
} from './types.ts';

/** Where a schema's input comes from: `json` reads null as −∞ dB, `memory` takes nothing but the document's own types. */
type Source = 'json' | 'memory';

const trackFormats = Object.keys(TRACK_FORMATS) as TrackFormat[];

/** Fields for `v.strictObject` whose message says what is missing or unknown; see `describeIssue`. */
const entity = <Entries extends v.ObjectEntries>(entries: Entries) => v.strictObject(entries);

const id = <Id extends string>() =>
  v.pipe(
    v.string('must be an id'),
    v.check(isId, 'must be an id of 1–64 letters, digits, "_" or "-"'),
    v.transform((text) => text as Id),
  );

/** valibot takes arrays for objects; where no field need be there, an empty one would slip through. */
const notList = v.check((value: unknown) => !Array.isArray(value), 'must be an object');

/** Members by id; valibot types each as possibly undefined because an id type could be a finite set of names. */
const record = <Id extends string, Member extends v.GenericSchema>(
  key: v.GenericSchema<string, Id>,
  member: Member,
) =>
  v.pipe(
    v.unknown(),
    notList,
    v.record(key, member),
    v.transform((members) => members as Record<Id, v.InferOutput<Member>>),
  );

const text = (limit: number) =>
  v.pipe(v.string('must be text'), v.maxLength(limit, `must not be longer than ${limit} characters`));

const flag = v.boolean('must be true or false');

const number = ([low, high]: readonly [number, number]) =>
  v.pipe(
    v.number('must be a number'),
    v.check((value) => value >= low && value <= high, `must lie between ${low} and ${high}`),
    // JSON can spell −0, which would not survive being written again.
    v.transform((value) => value + 0),
  );

const integer = (low: number, high: number) =>
  v.pipe(number([low, high]), v.integer('must be a whole number'));

const time = v.pipe(
  integer(0, LIMITS.time),
  v.transform((value) => value as Samples),
);

const finiteLevel = (range: readonly [number, number]) =>
  v.pipe(
    number(range),
    v.transform((value) => value as Decibels),
  );

/** A level that can be off. */
const level = (source: Source, [low, high]: readonly [number, number]) => {
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

const position = entity({ x: number(RANGES.x), y: number(RANGES.y), z: number(RANGES.z) });

const lane = (target: LaneTarget) =>
  v.exactOptional(
    v.pipe(
      v.array(
        entity({
          time,
          value: number(LANE_RANGES[target]),
          curve: v.picklist(LANE_CURVES, `must be one of ${LANE_CURVES.join(', ')}`),
        }),
        'must be a list of points',
      ),
      v.maxLength(LIMITS.lanePoints, `must not have more than ${LIMITS.lanePoints} points`),
    ),
  );

const fade = entity({
  length: time,
  shape: v.picklist(FADE_SHAPES, `must be one of ${FADE_SHAPES.join(', ')}`),
});

const stem = entity({
  id: id<StemId>(),
  sha256: v.pipe(v.string('must be text'), v.regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in lower-case hex')),
  fileName: text(LIMITS.fileName),
  coding: text(LIMITS.text),
  bytes: integer(0, Number.MAX_SAFE_INTEGER),
  channels: integer(1, LIMITS.stemChannels),
  length: time,
  sourceRate: integer(1, 1_000_000),
  timeReference: v.nullable(
    v.pipe(
      integer(0, Number.MAX_SAFE_INTEGER),
      v.transform((value) => value as Samples),
    ),
  ),
});

const clip = (source: Source) =>
  entity({
    id: id<ClipId>(),
    trackId: id<TrackId>(),
    stemId: id<StemId>(),
    name: text(LIMITS.name),
    channels: v.pipe(
      v.array(integer(0, LIMITS.stemChannels - 1), 'must be a list of channels'),
      v.minLength(1, 'must name at least one channel'),
      v.maxLength(MAX_TRACK_CHANNELS, `must not name more than ${MAX_TRACK_CHANNELS} channels`),
    ),
    start: time,
    sourceOffset: time,
    length: v.pipe(
      integer(1, LIMITS.time),
      v.transform((value) => value as Samples),
    ),
    gainDb: level(source, RANGES.clipGainDb),
    fadeIn: fade,
    fadeOut: fade,
    muted: flag,
  });

const binaural = v.picklist(BINAURAL_MODES, `must be one of ${BINAURAL_MODES.join(', ')}`);

const bedOutput = (source: Source) =>
  entity({
    kind: v.literal('bed'),
    pan: number(RANGES.pan),
    width: number(RANGES.width),
    frontBack: number(RANGES.frontBack),
    height: number(RANGES.height),
    rotationDeg: number(RANGES.rotationDeg),
    divergence: number(RANGES.divergence),
    lfeDb: level(source, RANGES.lfeDb),
    binaural,
  });

const objectOutput = entity({
  kind: v.literal('object'),
  position,
  size: number(RANGES.size),
  spread: number(RANGES.spread),
  snap: entity({ on: flag, maxDistance: v.nullable(number(RANGES.snapDistance)) }),
  zones: v.pipe(
    v.array(v.picklist(ZONE_NAMES, `must be one of ${ZONE_NAMES.join(', ')}`), 'must be a list of zones'),
    v.check((zones) => new Set(zones).size === zones.length, 'must name each zone once'),
  ),
  divergence: number(RANGES.divergence),
  divergenceRange: number(RANGES.divergenceRange),
  diffuse: number(RANGES.diffuse),
  elevation: v.picklist(['on', 'off'], 'must be on or off'),
  binaural,
});

const lanes = v.pipe(
  v.unknown(),
  notList,
  entity({
    rideDb: lane('rideDb'),
    pan: lane('pan'),
    width: lane('width'),
    frontBack: lane('frontBack'),
    height: lane('height'),
    x: lane('x'),
    y: lane('y'),
    z: lane('z'),
    size: lane('size'),
  }),
);

const family = (source: Source) =>
  entity({ faderDb: level(source, RANGES.faderDb), muted: flag, soloed: flag });

const track = (source: Source) =>
  entity({
    id: id<TrackId>(),
    name: text(LIMITS.name),
    family: v.picklist(FAMILIES, `must be one of ${FAMILIES.join(', ')}`),
    colour: v.nullable(
      v.pipe(v.string('must be text'), v.regex(/^#[0-9a-fA-F]{6}$/, 'must be a colour like #a1b2c3')),
    ),
    format: v.picklist(trackFormats, `must be one of ${trackFormats.join(', ')}`),
    strip: entity({
      trimDb: finiteLevel(RANGES.trimDb),
      polarityInverted: flag,
      faderDb: level(source, RANGES.faderDb),
      muted: flag,
      soloed: flag,
      soloSafe: flag,
    }),
    output: v.variant('kind', [bedOutput(source), objectOutput], 'must be a bed or an object'),
    lanes,
  });

const marker = entity({
  id: id<MarkerId>(),
  kind: v.picklist(['marker', 'hit', 'range', 'cue'], 'must be one of marker, hit, range, cue'),
  name: text(LIMITS.name),
  start: time,
  end: v.nullable(time),
});

const tempo = entity({
  origin: v.pipe(
    integer(-LIMITS.time, LIMITS.time),
    v.transform((value) => value as Samples),
  ),
  tempos: v.pipe(
    v.array(
      entity({
        at: v.pipe(
          integer(0, LIMITS.time),
          v.transform((value) => value as Ticks),
        ),
        bpm: number(RANGES.bpm),
      }),
    ),
    v.minLength(1, 'must have at least one tempo'),
    v.maxLength(LIMITS.tempoPoints, `must not have more than ${LIMITS.tempoPoints} tempos`),
  ),
  meters: v.pipe(
    v.array(
      entity({
        bar: integer(0, 1_000_000),
        numerator: integer(...RANGES.numerator),
        denominator: v.picklist(METER_DENOMINATORS, `must be one of ${METER_DENOMINATORS.join(', ')}`),
      }),
    ),
    v.minLength(1, 'must have at least one meter'),
    v.maxLength(LIMITS.tempoPoints, `must not have more than ${LIMITS.tempoPoints} meters`),
  ),
});

const picture = entity({
  sha256: v.pipe(v.string('must be text'), v.regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in lower-case hex')),
  fileName: text(LIMITS.fileName),
  bytes: integer(0, Number.MAX_SAFE_INTEGER),
  mediaType: text(LIMITS.text),
  start: time,
});

const loop = entity({ start: time, end: time, enabled: flag });

const trims = entity({
  surroundDb: number(TRIM_RANGES.surroundDb),
  heightDb: number(TRIM_RANGES.heightDb),
  listenerBalanceDb: number(TRIM_RANGES.listenerBalanceDb),
  overheadBalanceDb: number(TRIM_RANGES.overheadBalanceDb),
});

const delivery = entity({
  downmix51: v.picklist(DOWNMIXES_51, `must be one of ${DOWNMIXES_51.join(', ')}`),
  downmix20: v.picklist(DOWNMIXES_20, `must be one of ${DOWNMIXES_20.join(', ')}`),
  trimMode: v.picklist(['automatic', 'manual'], 'must be automatic or manual'),
  trims: entity({ '2.0': trims, '5.1': trims, '5.1.2': trims, '5.1.4': trims, '7.1': trims }),
});

const session = (source: Source) =>
  entity({
    formatVersion: v.literal(FORMAT_VERSION, `must be ${FORMAT_VERSION}`),
    id: id<SessionId>(),
    name: text(LIMITS.name),
    sampleRate: v.picklist(SESSION_RATES, `must be one of ${SESSION_RATES.join(', ')}`),
    frameRate: v.picklist(FRAME_RATES, `must be one of ${FRAME_RATES.join(', ')}`),
    startFrames: integer(0, 24 * 3600 * 30 - 1),
    tempo,
    stems: record(id<StemId>(), stem),
    tracks: record(id<TrackId>(), track(source)),
    trackOrder: v.array(id<TrackId>()),
    clips: record(id<ClipId>(), clip(source)),
    families: entity({
      music: family(source),
      dialogue: family(source),
      effects: family(source),
      ambience: family(source),
    }),
    markers: record(id<MarkerId>(), marker),
    loop,
    delivery,
    picture: v.nullable(picture),
  });

/** Shape of a document as JSON tells it; its output is the document in memory. References are checked elsewhere. */
export const sessionJsonSchema = session('json');

const memory = session('memory').entries;

/**
 * Shapes of the document's parts in memory, by the name of the field or of the record's members. Lanes are left out of
 * a track's shape: long ones are checked only when they change (see invariants).
 */
export const partSchemas = {
  ...memory,
  stems: stem,
  tracks: v.strictObject({ ...track('memory').entries, lanes: v.any() }),
  clips: clip('memory'),
  markers: marker,
} as const;

/** An issue in words that follow the path of the field: "must be a number", "is missing". */
export function describeIssue(issue: v.BaseIssue<unknown>): string {
  if (issue.type === 'strict_object' && issue.expected === 'never')
    return 'is not a field this version knows';
  if (issue.received === 'undefined') return 'is missing';
  if (issue.type === 'strict_object' || issue.type === 'record') return 'must be an object';
  return /^(must|is)\b/.test(issue.message) ? issue.message : `must be ${issue.expected ?? 'something else'}`;
}

/** The path of an issue as text, "tracks.ab.strip.faderDb"; long hostile keys are cut. */
export const issuePath = (issue: v.BaseIssue<unknown>): string =>
  (issue.path ?? []).map(({ key }) => String(key).slice(0, 64)).join('.') || 'the document';
