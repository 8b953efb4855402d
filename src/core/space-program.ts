import type { LaneProgram, StripFamily } from './program.ts';
import type { PreparedResponse } from './response-prepare.ts';

/** What a strip sends to a space. */
export interface SendProgram {
  /** Slot of the space, 0 … MAX_SPACES − 1. */
  readonly space: number;
  /** Linear; 0 sends nothing. */
  readonly gain: number;
  /** In dB, on top of `gain`. */
  readonly lane?: LaneProgram;
  /** Taken ahead of the strip's gain and ride, behind its chain. */
  readonly preFader: boolean;
  /** 0 (default) … 1: how an object's distance d (room units, 1 at the walls, at least 1/8) raises the send, by d^distance. */
  readonly distance?: number;
}

/** Parameters of a reverb that lanes may move. */
export type SpaceLane =
  | 'returnDb'
  | 'preDelayMs'
  | 'lowDecay'
  | 'midDecay'
  | 'highDecay'
  | 'earlyDb'
  | 'lateDb';

/**
 * An immersive reverb with everything resolved. At 0 dB its early reflections have the energy of what is sent to it, and so has
 * the tail of a lasting sound, whatever the decay times.
 */
export interface ReverbProgram {
  readonly kind: 'reverb';
  readonly id: string;
  /** Family its return is metered in; default 0, music. */
  readonly family?: StripFamily;
  /** Linear, of the return: 0 while muted or silenced by a solo. */
  readonly gain: number;
  /** dB, on top of `gain`. */
  readonly returnDb: number;
  /** 0 … 500 ms, ahead of the first reflection. */
  readonly preDelayMs: number;
  /** Length of the room, 2 … 80 m. */
  readonly sizeM: number;
  /** Seconds to −60 dB below, between and above the crossovers, 0.1 … 30. */
  readonly lowDecay: number;
  readonly midDecay: number;
  readonly highDecay: number;
  /** Hz, 50 … 1,000 and 1,000 … 12,000. */
  readonly lowCrossover: number;
  readonly highCrossover: number;
  /** dB, −144 … 24. */
  readonly earlyDb: number;
  readonly lateDb: number;
  /** Depth of the tail's movement, 0 … 1, and its rate, 0.05 … 5 Hz. */
  readonly modulation: number;
  readonly modulationHz: number;
  /** Cut-off frequencies of high-pass and low-pass, 10 … 20,000 Hz; from 20 down and 20,000 up they are none. */
  readonly lowCut: number;
  readonly highCut: number;
  readonly lanes?: Readonly<Partial<Record<SpaceLane, LaneProgram>>>;
}

/**
 * A room that was measured. A response of one channel belongs to every direction of the bed: each is convolved by itself and comes back
 * from where it came. For fewer channels than 7.1.2 the bed is folded, and each comes back from its own place. LFEs are none.
 */
export interface ConvolutionProgram {
  readonly kind: 'convolution';
  readonly id: string;
  readonly family?: StripFamily;
  /** Linear, of the return: 0 while muted or silenced by a solo. */
  readonly gain: number;
  /** dB, on top of `gain`. */
  readonly returnDb: number;
  /** 0 … 500 ms */
  readonly preDelayMs: number;
  /** Cut-off frequencies of high-pass and low-pass, 10 … 20,000 Hz; from 20 down and 20,000 up they are none. */
  readonly lowCut: number;
  readonly highCut: number;
  readonly lanes?: Readonly<Partial<Record<'returnDb' | 'preDelayMs', LaneProgram>>>;
  /** Another object is another response, to which the space fades over. */
  readonly response: PreparedResponse;
}

/** A space as the core plays it. */
export type SpaceProgram = ReverbProgram | ConvolutionProgram;
