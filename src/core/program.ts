import type { BinauralMode, ZoneBox } from '../units/index.ts';
import type { FadeShape, LaneCurve } from './shapes.ts';
import type { SendProgram, SpaceProgram } from './space-program.ts';

/** Sends a share of an object's power to two places beside it: v/(1 + v) each, (1 − v)/(1 + v) stays (BS.2127-1 §7.3). */
export interface DivergenceProgram {
  /** 0 … 1 */
  readonly value: number;
  /** Distance of the two along x, 0 … 1 in room units. */
  readonly range: number;
}

/** A breakpoint lane as the core takes it: times in timeline samples, values in the parameter's own unit. */
export interface LaneProgram {
  readonly times: readonly number[];
  readonly values: readonly number[];
  readonly curves: readonly LaneCurve[];
  /**
   * How far the exponential way from each point bends, −1 … 1; default 0, a line. With k = 6 · bend it goes
   * (e^(k·t) − 1)/(e^k − 1), so that positive bends start slowly.
   */
  readonly bends?: readonly number[];
}

/** A clip as the core plays it. Times are timeline samples. */
export interface ClipProgram {
  readonly id: string;
  readonly start: number;
  readonly length: number;
  /** Stem frame under `start`. */
  readonly sourceOffset: number;
  /** Linear gain. */
  readonly gain: number;
  readonly fadeInLength: number;
  readonly fadeInShape: FadeShape;
  readonly fadeOutLength: number;
  readonly fadeOutShape: FadeShape;
  /** Voice that feeds each strip channel; −1 leaves the channel silent. Voices are allotted by the host. */
  readonly voices: readonly number[];
}

/**
 * Gains of one channel over time: points with one linear gain per speaker of the layout. Silent before the first point; the
 * last one's gains stay. Of several points at one time the last holds, so two make a step on the sample.
 */
export interface GainSequence {
  /** Timeline samples, not falling; a point may lie between two samples. */
  readonly times: readonly number[];
  /** True where the gains run as straight lines to the next point, false where they stand until it. */
  readonly ramps: readonly boolean[];
  /** As many gains at every point, in the order of the layout's speakers. */
  readonly gains: readonly (readonly number[])[];
}

/** Where a strip goes. Bed channels follow 7.1.2: L R C LFE Lss Rss Lrs Rrs Ltm Rtm. */
export type OutputProgram =
  | {
      readonly kind: 'bed';
      readonly pan: number;
      readonly width: number;
      readonly frontBack: number;
      readonly height: number;
      /** Linear gain of the LFE send; 0 is none. */
      readonly lfeGain: number;
      /**
       * 0 … 1: power share of a middle that may use the centre speaker. 0 (default) makes a phantom between L and R, as
       * music wants it; 1 a hard centre, as dialogue wants it. A channel labelled C always uses the speaker.
       */
      readonly centre?: number;
      /** Turn about the listener in degrees, positive to the left; default 0. */
      readonly rotationDeg?: number;
      /** 0 (default) … 1: what stands between the side walls spreads to them. */
      readonly divergence?: number;
    }
  | {
      readonly kind: 'object';
      readonly x: number;
      readonly y: number;
      readonly z: number;
      readonly size: number;
      /** Half distance of the two objects of a stereo strip along x. */
      readonly spread: number;
      /** Turn of those two about their middle along the floor, degrees, positive to the left; default 0. */
      readonly pairTurnDeg?: number;
      /** Go to the nearest speaker alone, if one is no farther than `maxDistance` (null: any). Default: don't. */
      readonly snap?: { readonly maxDistance: number | null } | null;
      /** The speakers inside these boxes take no part; if none were left, all do. Default none; at most 64. */
      readonly zones?: readonly ZoneBox[];
      readonly divergence?: DivergenceProgram;
      /** 0 (default) … 1: share of the power that goes through the speakers' decorrelators (BS.2127-1 §7.4). */
      readonly diffuse?: number;
    }
  | {
      /**
       * Straight to the speakers of one layout, by gains worked out elsewhere (polar objects, DirectSpeakers): whoever
       * makes the program makes it anew for another target. Beside the ride there are no lanes, and trims are not applied.
       */
      readonly kind: 'gains';
      /** One per channel. */
      readonly sequences: readonly GainSequence[];
      /** What goes through the speakers' decorrelators, one per channel, null for a channel without. Default none. */
      readonly diffuse?: readonly (GainSequence | null)[];
    }
  /** Into key buses alone, behind the fader, as the mono sum of the channels. Such a strip follows no controls. */
  | { readonly kind: 'keys'; readonly buses: readonly number[] };

/** Lanes every strip may have: dB on top of `trim`, dB on top of `gain`, and the mute, which is silence from 0.5 on and has no ways. */
export type LevelLane = 'trimDb' | 'rideDb' | 'muted';
/** Lanes of a bed strip. `lfeDb` replaces `lfeGain`. */
export type BedLane = 'pan' | 'width' | 'frontBack' | 'height' | 'lfeDb' | 'rotationDeg' | 'divergence';
/** Lanes of an object strip. */
export type ObjectLane = 'x' | 'y' | 'z' | 'size' | 'spread' | 'pairTurnDeg' | 'divergence' | 'diffuse';

/** Lanes of a strip; those its output has no use for rest. They replace the value in the output, but for the levels. */
export type LanesProgram = Readonly<Partial<Record<LevelLane | BedLane | ObjectLane, LaneProgram>>>;

/** A filter or band of a strip's equaliser. Frequencies in Hz, 10 … 20,000; gains in dB, −24 … 24; Q 0.1 … 30. */
export type BandProgram =
  | {
      /** Butterworth; the order 1 … 8 is 6 … 48 dB an octave. */
      readonly kind: 'low-pass' | 'high-pass';
      readonly frequency: number;
      readonly order: number;
    }
  | {
      /** The gain is that at the frequency (bell) or far beyond it (shelves, where Q √½ has no bump). */
      readonly kind: 'bell' | 'low-shelf' | 'high-shelf';
      readonly frequency: number;
      readonly gainDb: number;
      readonly q: number;
    }
  | { readonly kind: 'notch'; readonly frequency: number; readonly q: number }
  /** 6 dB an octave about the frequency: `gainDb` far above it, −`gainDb` far below. */
  | { readonly kind: 'tilt'; readonly frequency: number; readonly gainDb: number };

/** A compressor, or a downward expander. Levels in dB, times in seconds. */
export interface DynamicsProgram {
  readonly kind: 'compressor' | 'expander';
  readonly thresholdDb: number;
  /** ≥ 1 */
  readonly ratio: number;
  /** Width of the bend at the threshold, dB. */
  readonly kneeDb: number;
  readonly attack: number;
  readonly hold: number;
  readonly release: number;
  readonly makeUpDb: number;
  /** 0 (unchanged) … 1 */
  readonly mix: number;
  /** Most an expander turns down, dB. */
  readonly rangeDb: number;
  /** Seconds over which power is taken for the level; 0 takes peaks. */
  readonly rmsWindow: number;
  /** Frames the signal is late, so that it is turned down in time; part of the strip's `latencySamples`. */
  readonly lookAhead: number;
  /** Level of a key bus, `delay` samples back, instead of the strip's own. */
  readonly key?: KeyProgram;
}

/** What of a chain can follow a lane: bands by their index; in the units of BandProgram and DynamicsProgram. */
export type ChainParameter =
  | `band.${number}.${'frequency' | 'gainDb' | 'q'}`
  | `dynamics.${'thresholdDb' | 'ratio' | 'kneeDb' | 'attack' | 'hold' | 'release' | 'makeUpDb' | 'mix' | 'rangeDb'}`;

/** What stands between a strip's trim and its fader. */
export interface ChainProgram {
  readonly bands: readonly BandProgram[];
  readonly dynamics?: DynamicsProgram;
  /** Default: the bands come before the dynamics. */
  readonly order?: 'eq-first' | 'dynamics-first';
  /**
   * Lanes of parameters whose band or dynamics there are; others rest. They are read every 8 ms; in between coefficients, thresholds
   * and gains run as lines and times of attack, hold and release stand.
   */
  readonly lanes?: Readonly<Partial<Record<ChainParameter, LaneProgram>>>;
}

/** Families in their order: music, dialogue, effects, ambience. */
export type StripFamily = 0 | 1 | 2 | 3;

/** A strip with everything resolved: mute, solo and family are already in `gain`. */
export interface StripProgram {
  readonly id: string;
  /** Speaker label of each channel, e.g. ['L','R'] (units TRACK_FORMATS). */
  readonly channels: readonly string[];
  /** Linear: fader × family, 0 while muted or silenced by a solo; trim and polarity too where there is no chain. */
  readonly gain: number;
  /** Linear: trim × polarity ahead of the chain; default 1. */
  readonly trim?: number;
  readonly chain?: ChainProgram;
  /** Clips sorted by start. */
  readonly clips: readonly ClipProgram[];
  readonly lanes: LanesProgram;
  readonly output: OutputProgram;
  /** Family it is metered in: 0 music (default), 1 dialogue, 2 effects, 3 ambience. */
  readonly family?: StripFamily;
  /** Controls the strip follows, up to two: indices of `EngineProgram.controls`. Default none. */
  readonly controls?: readonly number[];
  /** What it sends to spaces. Not of a strip that goes by gain sequences: it has no place in the bed. */
  readonly sends?: readonly SendProgram[];
  /** How the strip is rendered on headphones; default 'mid'. */
  readonly binaural?: BinauralMode;
  /** Latency of the strip's processors; its clips are read this much early (compiler: longest path − this one at merges). */
  readonly latencySamples: number;
}

/** How dialogue on a key bus turns something down. Levels in dB, times in seconds. */
export interface DuckProgram {
  readonly key: KeyProgram;
  /** RMS of the key from which it works, dBFS; all of the range from 6 dB above. */
  readonly thresholdDb: number;
  /** Most it turns down, ≥ 0. */
  readonly rangeDb: number;
  /** The way through the whole range, a line in dB. */
  readonly attack: number;
  readonly hold: number;
  readonly release: number;
}

/** A key bus, heard some samples back. */
export interface KeyProgram {
  readonly bus: number;
  readonly delay: number;
}

/** Lanes of a control: the ride in dB; `muted`, silence from 0.5 up; printed gains of a duck in dB, ≤ 0, of the whole and by band. */
export type ControlLanes = Readonly<
  Partial<
    Record<
      'rideDb' | 'muted' | 'levelDb' | 'band1' | 'band2' | 'band3' | 'band4' | 'band5' | 'band6',
      LaneProgram
    >
  >
>;

/** A gain several strips follow: the fader of a family or a VCA, with what ducks it. */
export interface ControlProgram {
  readonly id: string;
  /** Linear. */
  readonly gain: number;
  readonly lanes: ControlLanes;
  /** Index of the control above it. No circles. */
  readonly parent?: number;
  /** Turns all of it down. */
  readonly level?: DuckProgram;
  /** Turns bands of speech down, as far as what follows the control covers the key there. */
  readonly spectral?: DuckProgram;
}

/** A whole session as the core plays it. */
export interface EngineProgram {
  readonly sampleRate: number;
  readonly strips: readonly StripProgram[];
  /** By slot; null leaves one empty. Default none. */
  readonly spaces?: readonly (SpaceProgram | null)[];
  /** By index; null where there is none. */
  readonly controls: readonly (ControlProgram | null)[];
}
