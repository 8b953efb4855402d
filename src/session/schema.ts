/** Shapes of the document as valibot schemas: one family for JSON (−∞ dB is null), one for documents in memory. */
import * as v from 'valibot';
import {
  DOWNMIXES_20,
  DOWNMIXES_51,
  MAX_TRACK_CHANNELS,
  type Samples,
  type Ticks,
  TRIM_RANGES,
} from '../units/index.ts';
import { LIMITS, METER_DENOMINATORS, RANGES } from './limits.ts';
import {
  automationMode,
  colour,
  family,
  folder,
  group,
  lanes,
  output,
  scene,
  sends,
  space,
  strip,
  vca,
} from './schema-mix.ts';
import {
  entity,
  flag,
  id,
  integer,
  level,
  number,
  record,
  type Source,
  text,
  time,
  trackFormats,
} from './schema-parts.ts';
import { trajectories } from './schema-trajectory.ts';
import {
  type ClipId,
  FADE_SHAPES,
  FAMILIES,
  FORMAT_VERSION,
  type FolderId,
  FRAME_RATES,
  type GroupId,
  type MarkerId,
  type NoteId,
  type SceneId,
  SESSION_RATES,
  type SessionId,
  type SpaceId,
  type StemId,
  type TrackId,
  type VcaId,
} from './types.ts';

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

const track = (source: Source) =>
  entity({
    id: id<TrackId>(),
    name: text(LIMITS.name),
    family: v.picklist(FAMILIES, `must be one of ${FAMILIES.join(', ')}`),
    colour,
    format: v.picklist(trackFormats, `must be one of ${trackFormats.join(', ')}`),
    strip: strip(source),
    output: output(source),
    sends: sends(source),
    vcaId: v.nullable(id<VcaId>()),
    folderId: v.nullable(id<FolderId>()),
    trajectories,
    automation: automationMode,
    lanes,
  });

const note = entity({
  id: id<NoteId>(),
  start: time,
  end: v.nullable(time),
  author: text(LIMITS.name),
  text: v.pipe(text(LIMITS.noteText), v.minLength(1, 'must not be empty')),
  about: v.nullable(
    entity({
      kind: v.picklist(['track', 'family'], 'must be one of track, family'),
      id: text(64),
      name: text(LIMITS.name),
    }),
  ),
  resolved: flag,
  version: v.nullable(integer(1, 1_000_000)),
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
    vcas: record(id<VcaId>(), vca(source)),
    groups: record(id<GroupId>(), group),
    folders: record(id<FolderId>(), folder),
    spaces: record(id<SpaceId>(), space(source)),
    scenes: record(id<SceneId>(), scene(source)),
    markers: record(id<MarkerId>(), marker),
    reviewNotes: record(id<NoteId>(), note),
    loop,
    delivery,
    picture: v.nullable(picture),
  });

/** Shape of a document as JSON tells it; its output is the document in memory. References are checked elsewhere. */
export const sessionJsonSchema = session('json');

const memory = session('memory').entries;

const familyPart = entity({
  ...family('memory').entries,
  lanes: v.any(),
  duck: entity({ ...family('memory').entries.duck.entries, printed: v.any() }),
});

/**
 * Shapes of the document's parts in memory, by the name of the field or of the record's members. Lanes are left out:
 * long ones are checked only when they change (see invariants).
 */
export const partSchemas = {
  ...memory,
  stems: stem,
  tracks: v.strictObject({ ...track('memory').entries, lanes: v.any() }),
  clips: clip('memory'),
  markers: marker,
  reviewNotes: note,
  families: entity({ music: familyPart, dialogue: familyPart, effects: familyPart, ambience: familyPart }),
  vcas: v.strictObject({ ...vca('memory').entries, lanes: v.any() }),
  groups: group,
  folders: folder,
  spaces: v.strictObject({ ...space('memory').entries, lanes: v.any() }),
  scenes: scene('memory'),
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
