import type { BinauralMode, ZoneBox } from '../units/index.ts';
import type { FadeShape, LaneCurve } from './shapes.ts';

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
      readonly spread: number;
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
    };

/** Lanes of a strip; those of a bed strip and of an object strip differ. `rideDb` is in dB, added to `gain`. */
export type LanesProgram = Readonly<
  Partial<Record<'rideDb' | 'pan' | 'width' | 'frontBack' | 'height' | 'x' | 'y' | 'z' | 'size', LaneProgram>>
>;

/** A strip with everything resolved: mute, solo and family are already in `gain`. */
export interface StripProgram {
  readonly id: string;
  /** Speaker label of each channel, e.g. ['L','R'] (units TRACK_FORMATS). */
  readonly channels: readonly string[];
  /** Linear: trim × polarity × fader × family, 0 while muted or silenced by a solo. */
  readonly gain: number;
  /** Clips sorted by start. */
  readonly clips: readonly ClipProgram[];
  readonly lanes: LanesProgram;
  readonly output: OutputProgram;
  /** How the strip is rendered on headphones; default 'mid'. */
  readonly binaural?: BinauralMode;
  /** Latency of the strip's processors; its clips are read this much early (compiler: longest path − this one at merges). */
  readonly latencySamples: number;
}

/** A whole session as the core plays it. */
export interface EngineProgram {
  readonly sampleRate: number;
  readonly strips: readonly StripProgram[];
}
