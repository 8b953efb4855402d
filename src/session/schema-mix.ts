/** Shapes of strips, outputs, sends, families, VCAs, groups, folders, spaces and scenes as valibot schemas. */
import * as v from 'valibot';
import { BINAURAL_MODES, MAX_TRACK_CHANNELS, ZONE_NAMES } from '../units/index.ts';
import { ELEVATION_MODES } from './elevation.ts';
import { LIMITS, RANGES } from './limits.ts';
import {
  entity,
  finiteLevel,
  flag,
  id,
  integer,
  lanesOf,
  level,
  notList,
  number,
  record,
  type Source,
  text,
} from './schema-parts.ts';
import {
  AUTOMATION_MODES,
  BAND_COUNT,
  BAND_KINDS,
  type ControlTarget,
  controlRangeOf,
  DETECTORS,
  DUCK_MODES,
  type DuckTarget,
  DYNAMICS_KINDS,
  duckRangeOf,
  FAMILIES,
  type FolderId,
  type GroupId,
  type LaneTarget,
  laneRangeOf,
  PROCESSOR_ORDERS,
  RESPONSE_LAYOUTS,
  type SceneId,
  SLOPES,
  SPACE_KINDS,
  type SpaceId,
  type SpaceTarget,
  type StemId,
  spaceRangeOf,
  type TrackId,
  type VcaId,
} from './types.ts';

export const position = entity({ x: number(RANGES.x), y: number(RANGES.y), z: number(RANGES.z) });

export const binaural = v.picklist(BINAURAL_MODES, `must be one of ${BINAURAL_MODES.join(', ')}`);

export const bedOutput = (source: Source) =>
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

export const objectOutput = entity({
  kind: v.literal('object'),
  position,
  size: number(RANGES.size),
  spread: number(RANGES.spread),
  pairTurnDeg: number(RANGES.pairTurnDeg),
  snap: entity({ on: flag, maxDistance: v.nullable(number(RANGES.snapDistance)) }),
  zones: v.pipe(
    v.array(v.picklist(ZONE_NAMES, `must be one of ${ZONE_NAMES.join(', ')}`), 'must be a list of zones'),
    v.check((zones) => new Set(zones).size === zones.length, 'must name each zone once'),
  ),
  divergence: number(RANGES.divergence),
  divergenceRange: number(RANGES.divergenceRange),
  diffuse: number(RANGES.diffuse),
  elevation: v.picklist(['on', 'off'], 'must be on or off'),
  elevationMode: v.picklist(ELEVATION_MODES, `must be one of ${ELEVATION_MODES.join(', ')}`),
  binaural,
});

export const lanes = lanesOf<LaneTarget>((target) => laneRangeOf(target) !== null);
export const controlLanes = lanesOf<ControlTarget>((target) => controlRangeOf(target) !== null);

export const pick = <const Options extends readonly string[]>(options: Options) =>
  v.picklist(options, `must be one of ${options.join(', ')}`);

export const automationMode = pick(AUTOMATION_MODES);

export const passFilter = entity({
  on: flag,
  frequency: number(RANGES.frequency),
  slope: v.picklist(SLOPES, `must be one of ${SLOPES.join(', ')}`),
});

export const equaliser = entity({
  on: flag,
  highPass: passFilter,
  lowPass: passFilter,
  bands: v.pipe(
    v.array(
      entity({
        on: flag,
        kind: pick(BAND_KINDS),
        frequency: number(RANGES.frequency),
        gainDb: finiteLevel(RANGES.bandGainDb),
        q: number(RANGES.q),
      }),
      'must be a list of bands',
    ),
    v.length(BAND_COUNT, `must have ${BAND_COUNT} bands`),
  ),
});

export const dynamics = entity({
  on: flag,
  kind: pick(DYNAMICS_KINDS),
  detector: pick(DETECTORS),
  windowMs: number(RANGES.windowMs),
  thresholdDb: finiteLevel(RANGES.thresholdDb),
  ratio: number(RANGES.ratio),
  kneeDb: finiteLevel(RANGES.kneeDb),
  attackMs: number(RANGES.attackMs),
  holdMs: number(RANGES.holdMs),
  releaseMs: number(RANGES.releaseMs),
  lookaheadMs: number(RANGES.lookaheadMs),
  makeUpDb: finiteLevel(RANGES.makeUpDb),
  mix: number(RANGES.mix),
  rangeDb: finiteLevel(RANGES.rangeDb),
  key: v.nullable(id<TrackId>()),
});

export const sends = (source: Source) =>
  record(id<SpaceId>(), entity({ on: flag, levelDb: level(source, RANGES.sendDb), preFader: flag }));

export const strip = (source: Source) =>
  entity({
    trimDb: finiteLevel(RANGES.trimDb),
    polarityInverted: flag,
    eq: equaliser,
    dynamics,
    order: pick(PROCESSOR_ORDERS),
    faderDb: level(source, RANGES.faderDb),
    muted: flag,
    soloed: flag,
    soloSafe: flag,
  });

export const output = (source: Source) =>
  v.variant('kind', [bedOutput(source), objectOutput], 'must be a bed or an object');

export const duckSettings = entity({
  on: flag,
  rangeDb: finiteLevel(RANGES.duckRangeDb),
  thresholdDb: finiteLevel(RANGES.thresholdDb),
  attackMs: number(RANGES.duckAttackMs),
  holdMs: number(RANGES.duckHoldMs),
  releaseMs: number(RANGES.duckReleaseMs),
  lookaheadMs: number(RANGES.duckLookaheadMs),
});

export const family = (source: Source) =>
  entity({
    trimDb: finiteLevel(RANGES.trimDb),
    faderDb: level(source, RANGES.faderDb),
    muted: flag,
    soloed: flag,
    duck: entity({
      mode: pick(DUCK_MODES),
      level: duckSettings,
      spectral: duckSettings,
      printed: lanesOf<DuckTarget>((target) => duckRangeOf(target) !== null),
    }),
    automation: automationMode,
    lanes: controlLanes,
  });

export const colour = v.nullable(
  v.pipe(v.string('must be text'), v.regex(/^#[0-9a-fA-F]{6}$/, 'must be a colour like #a1b2c3')),
);

export const vca = (source: Source) =>
  entity({
    id: id<VcaId>(),
    name: text(LIMITS.name),
    colour,
    faderDb: level(source, RANGES.faderDb),
    muted: flag,
    soloed: flag,
    parentId: v.nullable(id<VcaId>()),
    automation: automationMode,
    lanes: controlLanes,
  });

export const group = entity({
  id: id<GroupId>(),
  name: text(LIMITS.name),
  colour,
  on: flag,
  trackIds: v.pipe(
    v.array(id<TrackId>(), 'must be a list of tracks'),
    v.maxLength(LIMITS.tracks, `must not name more than ${LIMITS.tracks} tracks`),
  ),
  links: entity({ fader: flag, mute: flag, solo: flag, automation: flag }),
});

export const folder = entity({ id: id<FolderId>(), name: text(LIMITS.name), colour });

export const space = (source: Source) =>
  entity({
    id: id<SpaceId>(),
    name: text(LIMITS.name),
    kind: pick(SPACE_KINDS),
    family: pick(FAMILIES),
    ownerVcaId: v.nullable(id<VcaId>()),
    returnDb: level(source, RANGES.faderDb),
    muted: flag,
    soloed: flag,
    preDelayMs: number(RANGES.preDelayMs),
    sizeM: number(RANGES.sizeM),
    lowDecay: number(RANGES.decay),
    midDecay: number(RANGES.decay),
    highDecay: number(RANGES.decay),
    lowCrossover: number(RANGES.lowCrossover),
    highCrossover: number(RANGES.highCrossover),
    earlyDb: finiteLevel(RANGES.spaceLevelDb),
    lateDb: finiteLevel(RANGES.spaceLevelDb),
    modulation: number(RANGES.unit),
    modulationHz: number(RANGES.modulationHz),
    distance: number(RANGES.unit),
    lowCut: number(RANGES.frequency),
    highCut: number(RANGES.frequency),
    response: v.nullable(
      entity({
        stemId: id<StemId>(),
        channels: v.pipe(
          v.array(integer(0, LIMITS.stemChannels - 1), 'must be a list of channels'),
          v.minLength(1, 'must name at least one channel'),
          v.maxLength(MAX_TRACK_CHANNELS, `must not name more than ${MAX_TRACK_CHANNELS} channels`),
          v.check(
            ({ length }) => Object.hasOwn(RESPONSE_LAYOUTS, length),
            `must name ${Object.keys(RESPONSE_LAYOUTS).join(', ')} channels`,
          ),
        ),
        startMs: number(RANGES.responseStartMs),
        lengthMs: v.nullable(number(RANGES.responseLengthMs)),
        fadeMs: number(RANGES.responseFadeMs),
      }),
    ),
    automation: automationMode,
    lanes: lanesOf<SpaceTarget>((target) => spaceRangeOf(target) !== null),
  });

/** Entries by the name of a family, any of which may be missing. */
export const familyRecord = <Member extends v.GenericSchema>(member: Member) =>
  v.pipe(
    v.unknown(),
    notList,
    entity({
      music: v.exactOptional(member),
      dialogue: v.exactOptional(member),
      effects: v.exactOptional(member),
      ambience: v.exactOptional(member),
    }),
  );

export const scene = (source: Source) =>
  entity({
    id: id<SceneId>(),
    name: text(LIMITS.name),
    followsId: v.nullable(id<SceneId>()),
    tracks: record(
      id<TrackId>(),
      entity({ strip: strip(source), output: output(source), sends: sends(source) }),
    ),
    families: familyRecord(
      entity({ trimDb: finiteLevel(RANGES.trimDb), faderDb: level(source, RANGES.faderDb), muted: flag }),
    ),
    vcas: record(id<VcaId>(), entity({ faderDb: level(source, RANGES.faderDb), muted: flag })),
    spaces: record(id<SpaceId>(), entity({ returnDb: level(source, RANGES.faderDb), muted: flag })),
  });
