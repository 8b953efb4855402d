import {
  decibels,
  everyLayout,
  FRAME_RATE_FACTS,
  type FrameRate,
  NO_TRIMS,
  type RoomPosition,
  samples,
  TRACK_FORMATS,
  type TrackFormat,
  ticks,
} from '../units/index.ts';
import { cleanName } from './limits.ts';
import {
  type BedOutput,
  type ClipId,
  type Delivery,
  type Fade,
  FORMAT_VERSION,
  type FolderId,
  type GroupId,
  type MarkerId,
  type NoteId,
  type ObjectOutput,
  plainDynamics,
  plainEqualiser,
  plainFamily,
  type SceneId,
  type Session,
  type SessionId,
  type SessionRate,
  type SpaceId,
  type StemId,
  type TempoMap,
  type Track,
  type TrackId,
  type VcaId,
} from './types.ts';

/** Makes ids that no other document or tab makes. */
export interface IdSource {
  session(): SessionId;
  stem(): StemId;
  track(): TrackId;
  clip(): ClipId;
  marker(): MarkerId;
  vca(): VcaId;
  group(): GroupId;
  folder(): FolderId;
  space(): SpaceId;
  scene(): SceneId;
  note(): NoteId;
}

/** Ids out of a source of unique texts. @param unique gives a new text of letters, digits, "_" or "-", ≤ 60 characters */
export function idSource(unique: () => string): IdSource {
  return {
    session: () => `s-${unique()}` as SessionId,
    stem: () => `a-${unique()}` as StemId,
    track: () => `t-${unique()}` as TrackId,
    clip: () => `c-${unique()}` as ClipId,
    marker: () => `m-${unique()}` as MarkerId,
    vca: () => `v-${unique()}` as VcaId,
    group: () => `g-${unique()}` as GroupId,
    folder: () => `f-${unique()}` as FolderId,
    space: () => `r-${unique()}` as SpaceId,
    scene: () => `n-${unique()}` as SceneId,
    note: () => `w-${unique()}` as NoteId,
  };
}

/** Ids for real documents: random UUIDs. */
export const randomIds = (): IdSource => idSource(() => globalThis.crypto.randomUUID());

/** Ids for tests and generated sessions: counted, the same every time. */
export function countedIds(prefix = ''): IdSource {
  let count = 0;
  return idSource(() => {
    count += 1;
    return `${prefix}${count}`;
  });
}

/** What a new session is made of. */
export interface NewSession {
  readonly name: string;
  readonly sampleRate: SessionRate;
  readonly frameRate: FrameRate;
  /** Timecode of the timeline's start, frames since midnight; default one hour, as for reel 1. */
  readonly startFrames?: number;
  readonly ids?: Pick<IdSource, 'session'>;
}

/** 120 quarter notes a minute, four to the bar, from the timeline's start. */
const plainTempo = (): TempoMap => ({
  origin: samples(0),
  tempos: [{ at: ticks(0), bpm: 120 }],
  meters: [{ bar: 0, numerator: 4, denominator: 4 }],
});

/** An empty session. Its rate is fixed from here on; `convertRate` makes a copy at the other one. */
export function newSession({
  name,
  sampleRate,
  frameRate,
  startFrames,
  ids = randomIds(),
}: NewSession): Session {
  const { nominal, framesPerDay } = FRAME_RATE_FACTS[frameRate];
  const hour = frameRate === '29.97df' ? framesPerDay / 24 : nominal * 3600;
  return {
    formatVersion: FORMAT_VERSION,
    id: ids.session(),
    name: cleanName(name) || 'Untitled',
    sampleRate,
    frameRate,
    startFrames:
      startFrames === undefined ? hour : Math.min(framesPerDay - 1, Math.max(0, Math.round(startFrames))),
    tempo: plainTempo(),
    stems: {},
    tracks: {},
    trackOrder: [],
    clips: {},
    families: {
      music: plainFamily(),
      dialogue: plainFamily(),
      effects: plainFamily(),
      ambience: plainFamily(),
    },
    vcas: {},
    groups: {},
    folders: {},
    spaces: {},
    scenes: {},
    markers: {},
    reviewNotes: {},
    loop: { start: samples(0), end: samples(0), enabled: false },
    delivery: plainDelivery(),
    picture: null,
  };
}

/** Downmixes as the plain renderer makes them, no trims. */
export const plainDelivery = (): Delivery => ({
  downmix51: 'direct',
  downmix20: 'lo-ro',
  trimMode: 'manual',
  trims: everyLayout(NO_TRIMS),
});

/** A strip at unity with nothing pressed. */
export const plainStrip = (): Track['strip'] => ({
  trimDb: decibels(0),
  polarityInverted: false,
  eq: plainEqualiser(),
  dynamics: plainDynamics(),
  order: 'eq-first',
  faderDb: decibels(0),
  muted: false,
  soloed: false,
  soloSafe: false,
});

/** No sends, no VCA, no folder; lanes are played. */
export const plainRouting = (): Pick<
  Track,
  'sends' | 'vcaId' | 'folderId' | 'automation' | 'trajectories'
> => ({
  sends: {},
  vcaId: null,
  folderId: null,
  automation: 'read',
  trajectories: [],
});

/** True for formats with channels beside or behind the listener. */
export const hasSurrounds = (format: TrackFormat): boolean =>
  TRACK_FORMATS[format].some((label) => /^[LR](s|ss|rs)$/.test(label));

/** Into the bed as recorded: no pan, full width, no height; stems without surrounds stand at the front. */
export const plainBed = (format: TrackFormat): BedOutput => ({
  kind: 'bed',
  pan: 0,
  width: 1,
  frontBack: hasSurrounds(format) ? 0 : 1,
  height: 0,
  rotationDeg: 0,
  divergence: 0,
  lfeDb: decibels(Number.NEGATIVE_INFINITY),
  binaural: 'mid',
});

/** An object in the open room: free to move, everywhere heard, going to no speaker alone. */
export const plainObject = (position: RoomPosition, size = 0, spread = 0): ObjectOutput => ({
  kind: 'object',
  position: { ...position },
  size,
  spread,
  pairTurnDeg: 0,
  snap: { on: false, maxDistance: null },
  zones: [],
  divergence: 0,
  divergenceRange: 1,
  diffuse: 0,
  elevation: 'on',
  elevationMode: 'free',
  binaural: 'mid',
});

/** No fade. */
export const noFade = (): Fade => ({ length: samples(0), shape: 'equal-power' });
