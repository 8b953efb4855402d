/** Spaces: immersive reverbs that strips send to and that return to the bed. */
import { type Decibels, decibels } from '../units/index.ts';
import type { AutomationMode, Lanes, SpaceTarget } from './automation.ts';
import type { FamilyName } from './families.ts';
import type { SpaceId, StemId, VcaId } from './ids.ts';

export const SPACE_KINDS = ['reverb', 'convolution'] as const;
export type SpaceKind = (typeof SPACE_KINDS)[number];

/**
 * An impulse response: channels of a stem, one per channel it feeds; its layout follows from their number (`RESPONSE_LAYOUTS`). Of the
 * stem it takes `lengthMs` from `startMs` on, or what there is of that.
 */
export interface SpaceResponse {
  readonly stemId: StemId;
  readonly channels: readonly number[];
  /** Left out ahead of it, 0 … 60,000 ms. */
  readonly startMs: number;
  /** How much is taken, 1 … 60,000 ms; null takes all to the end. */
  readonly lengthMs: number | null;
  /** Faded out over its last 0 … 10,000 ms, by half a cosine. */
  readonly fadeMs: number;
}

/** Layouts of a response by its number of channels; others are refused. CONTRACT: RESPONSE_CHANNELS (core/response-prepare.ts). */
export const RESPONSE_LAYOUTS: Readonly<Record<number, string>> = {
  1: 'mono',
  2: 'stereo',
  6: '5.1',
  8: '7.1',
  10: '7.1.2',
};

export interface Space {
  readonly id: SpaceId;
  readonly name: string;
  readonly kind: SpaceKind;
  /** The family its return belongs to: its mute holds for it, and it is metered there. */
  readonly family: FamilyName;
  /** The VCA it belongs to as well, where stems have returns of their own; null for none. */
  readonly ownerVcaId: VcaId | null;
  /** Return, −∞ … +12 dB; JSON stores −∞ as null. */
  readonly returnDb: Decibels;
  readonly muted: boolean;
  readonly soloed: boolean;
  /** 0 … 500 ms */
  readonly preDelayMs: number;
  /** Longest side of the room, 2 … 80 m. */
  readonly sizeM: number;
  /** Seconds to −60 dB below, between and above the crossovers, 0.1 … 30. */
  readonly lowDecay: number;
  readonly midDecay: number;
  readonly highDecay: number;
  /** 50 … 1,000 Hz and 1,000 … 12,000 Hz. */
  readonly lowCrossover: number;
  readonly highCrossover: number;
  /** Levels of the early reflections and of the tail, −60 … +12 dB. */
  readonly earlyDb: Decibels;
  readonly lateDb: Decibels;
  /** Depth of the tail's movement, 0 … 1, and its rate, 0.05 … 5 Hz. */
  readonly modulation: number;
  readonly modulationHz: number;
  /** How far sends grow with the distance of what sends, 0 not … 1 all the way. */
  readonly distance: number;
  /** Filters of the return, 10 … 20,000 Hz. */
  readonly lowCut: number;
  readonly highCut: number;
  /** Of a convolution; null until one is chosen. */
  readonly response: SpaceResponse | null;
  readonly automation: AutomationMode;
  readonly lanes: Lanes<SpaceTarget>;
}

/** A scoring stage: 1.8 s, wide, some early reflections. */
export const plainSpace = (id: SpaceId, name: string): Space => ({
  id,
  name,
  kind: 'reverb',
  family: 'music',
  ownerVcaId: null,
  returnDb: decibels(0),
  muted: false,
  soloed: false,
  preDelayMs: 20,
  sizeM: 30,
  lowDecay: 2,
  midDecay: 1.8,
  highDecay: 1.2,
  lowCrossover: 250,
  highCrossover: 4000,
  earlyDb: decibels(-6),
  lateDb: decibels(0),
  modulation: 0.2,
  modulationHz: 0.5,
  distance: 0.5,
  lowCut: 20,
  highCut: 20_000,
  response: null,
  automation: 'read',
  lanes: {},
});
