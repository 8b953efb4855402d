/** What stands in a strip between its trim and its fader, and what it sends to spaces: shapes and neutral settings. */
import { type Decibels, decibels } from '../units/index.ts';
import type { SpaceId, TrackId } from './ids.ts';

/** Slopes of the pass filters, dB an octave (Butterworth of order 1 … 8). */
export const SLOPES = [6, 12, 18, 24, 30, 36, 42, 48] as const;
export type Slope = (typeof SLOPES)[number];

/** A high-pass or low-pass filter. */
export interface PassFilter {
  readonly on: boolean;
  /** −3 dB point, 10 … 20,000 Hz. */
  readonly frequency: number;
  readonly slope: Slope;
}

export const BAND_KINDS = ['bell', 'low-shelf', 'high-shelf', 'notch', 'tilt'] as const;
export type BandKind = (typeof BAND_KINDS)[number];

/** A band of the equaliser. What its kind has no use for (a notch's gain, a tilt's Q) rests. */
export interface Band {
  readonly on: boolean;
  readonly kind: BandKind;
  /** 10 … 20,000 Hz */
  readonly frequency: number;
  /** −24 … +24 dB */
  readonly gainDb: Decibels;
  /** 0.1 … 30 */
  readonly q: number;
}

/** Bands of a strip's equaliser. */
export const BAND_COUNT = 6;

export interface Equaliser {
  /** Off: the filters and all bands are bypassed. */
  readonly on: boolean;
  readonly highPass: PassFilter;
  readonly lowPass: PassFilter;
  /** BAND_COUNT of them. */
  readonly bands: readonly Band[];
}

export const DYNAMICS_KINDS = ['compressor', 'expander'] as const;
export type DynamicsKind = (typeof DYNAMICS_KINDS)[number];
export const DETECTORS = ['peak', 'rms'] as const;
export type Detector = (typeof DETECTORS)[number];

/** A compressor, or a downward expander. All channels of the strip are turned down alike. */
export interface Dynamics {
  readonly on: boolean;
  readonly kind: DynamicsKind;
  readonly detector: Detector;
  /** Span the RMS detector takes its power over, 1 … 400 ms. */
  readonly windowMs: number;
  /** −80 … 0 dBFS */
  readonly thresholdDb: Decibels;
  /** 1 … 100 : 1 */
  readonly ratio: number;
  /** Width of the bend at the threshold, 0 … 24 dB. */
  readonly kneeDb: Decibels;
  /** 0.05 … 500 ms */
  readonly attackMs: number;
  /** 0 … 2,000 ms */
  readonly holdMs: number;
  /** 5 … 5,000 ms */
  readonly releaseMs: number;
  /** 0 … 50 ms; the strip is read that much early, so nothing comes late. */
  readonly lookaheadMs: number;
  /** −24 … +24 dB */
  readonly makeUpDb: Decibels;
  /** 0 unchanged … 1 all of it. */
  readonly mix: number;
  /** Most an expander turns down, 0 … 80 dB. */
  readonly rangeDb: Decibels;
  /** The track whose level is listened to (after its fader); null: the strip's own. */
  readonly key: TrackId | null;
}

export const PROCESSOR_ORDERS = ['eq-first', 'dynamics-first'] as const;
export type ProcessorOrder = (typeof PROCESSOR_ORDERS)[number];

/** What a strip sends to a space. */
export interface Send {
  readonly on: boolean;
  /** −∞ … +12 dB; JSON stores −∞ as null. */
  readonly levelDb: Decibels;
  /** Taken ahead of the fader (mute and solo still hold). */
  readonly preFader: boolean;
}

/** What a track sends, by space. */
export type Sends = Readonly<Record<SpaceId, Send>>;

const band = (kind: BandKind, frequency: number): Band => ({
  on: false,
  kind,
  frequency,
  gainDb: decibels(0),
  q: kind === 'bell' ? 1 : Math.SQRT1_2,
});

/** Everything flat and off: an equaliser that changes nothing. */
export const plainEqualiser = (): Equaliser => ({
  on: true,
  highPass: { on: false, frequency: 40, slope: 12 },
  lowPass: { on: false, frequency: 16_000, slope: 12 },
  bands: [
    band('low-shelf', 100),
    band('bell', 250),
    band('bell', 700),
    band('bell', 2000),
    band('bell', 5000),
    band('high-shelf', 10_000),
  ],
});

/** A gentle compressor, off. */
export const plainDynamics = (): Dynamics => ({
  on: false,
  kind: 'compressor',
  detector: 'rms',
  windowMs: 10,
  thresholdDb: decibels(-24),
  ratio: 2,
  kneeDb: decibels(6),
  attackMs: 10,
  holdMs: 0,
  releaseMs: 150,
  lookaheadMs: 0,
  makeUpDb: decibels(0),
  mix: 1,
  rangeDb: decibels(24),
  key: null,
});
