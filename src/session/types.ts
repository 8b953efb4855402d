import type {
  BinauralMode,
  Decibels,
  Downmix20,
  Downmix51,
  FrameRate,
  RoomPosition,
  Samples,
  Ticks,
  TrackFormat,
  TrimTable,
  ZoneName,
} from '../units/index.ts';

import type { AutomationMode, Lanes, LaneTarget } from './automation.ts';
import type { ElevationMode } from './elevation.ts';
import type { Family, FamilyName, Folder, Group, Vca } from './families.ts';
import type {
  ClipId,
  FolderId,
  GroupId,
  MarkerId,
  NoteId,
  SceneId,
  SessionId,
  SpaceId,
  StemId,
  TrackId,
  VcaId,
} from './ids.ts';
import type { Dynamics, Equaliser, ProcessorOrder, Sends } from './processors.ts';
import type { Scene } from './scenes.ts';
import type { Space } from './spaces.ts';
import type { Trajectory } from './trajectories.ts';

export { FRAME_RATES, type FrameRate } from '../units/index.ts';
export * from './automation.ts';
export * from './families.ts';
export type * from './ids.ts';
export * from './processors.ts';
export type * from './scenes.ts';
export * from './spaces.ts';

/** Version of the document this build writes. */
export const FORMAT_VERSION = 5;

/** Rates a session can be created at, in hertz. */
export const SESSION_RATES = [48_000, 96_000] as const;
export type SessionRate = (typeof SESSION_RATES)[number];

/** An audio asset. The audio itself lives in the pool under (`sha256`, session rate, decoder version). */
export interface Stem {
  readonly id: StemId;
  /** SHA-256 of the source file's bytes, lower-case hex. */
  readonly sha256: string;
  /** Name of the source file; text only, never used as a path. */
  readonly fileName: string;
  /** Source container and coding, e.g. "WAV 24-bit", "Ogg Opus". */
  readonly coding: string;
  /** Bytes of the source file. */
  readonly bytes: number;
  readonly channels: number;
  /** Length at the session rate. */
  readonly length: Samples;
  /** Sample rate of the source file, hertz. */
  readonly sourceRate: number;
  /** bext TimeReference at the session rate (samples since midnight), where the file carries one. */
  readonly timeReference: Samples | null;
}

export const FADE_SHAPES = ['linear', 'equal-power', 's-curve'] as const;
export type FadeShape = (typeof FADE_SHAPES)[number];

export interface Fade {
  /** 0 is no fade. */
  readonly length: Samples;
  readonly shape: FadeShape;
}

/** A stretch of a stem placed on a track. */
export interface Clip {
  readonly id: ClipId;
  readonly trackId: TrackId;
  readonly stemId: StemId;
  readonly name: string;
  /** Stem channel (0-based) that feeds each channel of the track; as long as the track has channels. */
  readonly channels: readonly number[];
  /** Timeline position of the first sample, counted from the session's start (not timecode). */
  readonly start: Samples;
  /** Samples of the stem skipped before the clip begins. */
  readonly sourceOffset: Samples;
  readonly length: Samples;
  readonly gainDb: Decibels;
  readonly fadeIn: Fade;
  readonly fadeOut: Fade;
  readonly muted: boolean;
}

export interface Strip {
  /** Input trim, −60…+24 dB. */
  readonly trimDb: Decibels;
  readonly polarityInverted: boolean;
  readonly eq: Equaliser;
  readonly dynamics: Dynamics;
  readonly order: ProcessorOrder;
  /** Fader, −∞…+12 dB. JSON stores −∞ as null. */
  readonly faderDb: Decibels;
  readonly muted: boolean;
  readonly soloed: boolean;
  /** Never muted by another strip's solo. */
  readonly soloSafe: boolean;
}

/** Into the 7.1.2 bed. */
export interface BedOutput {
  readonly kind: 'bed';
  /** Left–right balance of the whole stem, −1…+1. */
  readonly pan: number;
  /** Width of stereo and surround stems: 0 mono … 1 as recorded … 2 pushed towards the sides. */
  readonly width: number;
  /** Front–back position of stems without surround channels, −1 back … +1 front; balance for surround stems. */
  readonly frontBack: number;
  /** Level into the top pair of the bed, 0 none … 1 all the way up. */
  readonly height: number;
  /** Turn of the whole stem about the listener along the walls, −180…+180 degrees, positive to the left; 0 none. */
  readonly rotationDeg: number;
  /** How far what stands between the side walls spreads to them, 0 not … 1 all of it; what stands at a wall stays. */
  readonly divergence: number;
  /** Send into the LFE, −∞ is none (JSON null). */
  readonly lfeDb: Decibels;
  readonly binaural: BinauralMode;
}

/** Whether an object goes to the nearest speaker alone. */
export interface Snap {
  readonly on: boolean;
  /** Speakers farther from the object than this (room units) are not snapped to; null: any distance. */
  readonly maxDistance: number | null;
}

/** As one object (mono track) or two objects side by side (stereo track). */
export interface ObjectOutput {
  readonly kind: 'object';
  readonly position: RoomPosition;
  /** 0 a point … 1 the whole room. */
  readonly size: number;
  /** Half distance along x between the two objects of a stereo track, 0…1. */
  readonly spread: number;
  /**
   * Turn of those two about their middle in the floor's plane, −180…+180 degrees, positive to the left; 90 puts the right one
   * in front, ±180 mirrors the pair.
   */
  readonly pairTurnDeg: number;
  readonly snap: Snap;
  /** Zones the object is kept out of (units ZONE_BOXES), each once. */
  readonly zones: readonly ZoneName[];
  /** Share that leaves the object's place for two places to its left and right, 0 none … 1 all (BS.2127-1 §7.3). */
  readonly divergence: number;
  /** Distance along x of those two places, 0…1 in room units. */
  readonly divergenceRange: number;
  /** Share of the power that is heard decorrelated, from no place in particular, 0 none … 1 all (BS.2127-1 §7.4). */
  readonly diffuse: number;
  /** Off: nothing above the listener takes part, whatever the height. */
  readonly elevation: 'on' | 'off';
  /** What its height follows from while it is moved or drawn. */
  readonly elevationMode: ElevationMode;
  readonly binaural: BinauralMode;
}

export type Output = BedOutput | ObjectOutput;

export interface Track {
  readonly id: TrackId;
  readonly name: string;
  readonly family: FamilyName;
  /** #rrggbb; null takes the family's colour. */
  readonly colour: string | null;
  readonly format: TrackFormat;
  readonly strip: Strip;
  readonly output: Output;
  readonly sends: Sends;
  /** The VCA over it, null for none. */
  readonly vcaId: VcaId | null;
  /** The folder it is listed in, null for none. */
  readonly folderId: FolderId | null;
  readonly automation: AutomationMode;
  readonly lanes: Lanes<LaneTarget>;
  /** Shapes that stretches of the lanes of x, y and z were written from, in order of time; they do not overlap. */
  readonly trajectories: readonly Trajectory[];
}

/** A point or span on the ruler. A span has `end`; hit points and plain markers do not. */
export interface Marker {
  readonly id: MarkerId;
  readonly kind: 'marker' | 'hit' | 'range' | 'cue';
  readonly name: string;
  readonly start: Samples;
  readonly end: Samples | null;
}

/**
 * What a reviewer said of a mix, brought into the session: a note of the review lane. One that came from a mix link has its
 * comment's id (see `noteIdOf`), so that bringing it in again renews it.
 */
export interface SessionNote {
  readonly id: NoteId;
  readonly start: Samples;
  /** First sample after the range; null: the note belongs to one frame. */
  readonly end: Samples | null;
  /** Who said it; empty: not known. */
  readonly author: string;
  /** May have lines; never empty. Answers follow it. */
  readonly text: string;
  /**
   * What it is about; null: the mix. The id is a track's or a family's of when it was said: what it names may be gone, and then
   * its name is still told.
   */
  readonly about: { readonly kind: 'track' | 'family'; readonly id: string; readonly name: string } | null;
  readonly resolved: boolean;
  /** Number of the published version it was said of; null: not known. */
  readonly version: number | null;
}

export interface TempoPoint {
  readonly at: Ticks;
  /** Quarter notes a minute, constant to the next point. */
  readonly bpm: number;
}

export interface MeterPoint {
  /** First bar (0-based) it holds for. */
  readonly bar: number;
  readonly numerator: number;
  readonly denominator: number;
}

/** The musical grid; `origin` is the sample where bar 0 beat 0 lies. */
export interface TempoMap {
  readonly origin: Samples;
  readonly tempos: readonly TempoPoint[];
  readonly meters: readonly MeterPoint[];
}

export interface Picture {
  readonly sha256: string;
  readonly fileName: string;
  readonly bytes: number;
  readonly mediaType: string;
  /** Timeline position of its first frame. */
  readonly start: Samples;
}

export interface Loop {
  readonly start: Samples;
  readonly end: Samples;
  readonly enabled: boolean;
}

/** How the mix comes to layouts it was not made on: heard while monitoring, rendered into bounces. */
export interface Delivery {
  readonly downmix51: Downmix51;
  readonly downmix20: Downmix20;
  /** `automatic` takes the product's own table (units AUTOMATIC_TRIMS); `manual` the session's. */
  readonly trimMode: 'automatic' | 'manual';
  /** Kept while the mode is automatic. */
  readonly trims: TrimTable;
}

/** The document: plain JSON, ids not references, integer samples at `sampleRate`. */
export interface Session {
  readonly formatVersion: typeof FORMAT_VERSION;
  readonly id: SessionId;
  readonly name: string;
  readonly sampleRate: SessionRate;
  readonly frameRate: FrameRate;
  /** Timecode of timeline sample 0, as a frame count at `frameRate` (drop-frame counted in real frames). */
  readonly startFrames: number;
  readonly tempo: TempoMap;
  readonly stems: Readonly<Record<StemId, Stem>>;
  readonly tracks: Readonly<Record<TrackId, Track>>;
  /** Tracks from top to bottom. */
  readonly trackOrder: readonly TrackId[];
  readonly clips: Readonly<Record<ClipId, Clip>>;
  readonly families: Readonly<Record<FamilyName, Family>>;
  readonly vcas: Readonly<Record<VcaId, Vca>>;
  readonly groups: Readonly<Record<GroupId, Group>>;
  readonly folders: Readonly<Record<FolderId, Folder>>;
  readonly spaces: Readonly<Record<SpaceId, Space>>;
  readonly scenes: Readonly<Record<SceneId, Scene>>;
  readonly markers: Readonly<Record<MarkerId, Marker>>;
  readonly reviewNotes: Readonly<Record<NoteId, SessionNote>>;
  readonly loop: Loop;
  readonly delivery: Delivery;
  readonly picture: Picture | null;
}
