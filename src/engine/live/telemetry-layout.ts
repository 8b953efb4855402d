import { LOUDNESS_COUNT } from '../../core/index.ts';

/**
 * CONTRACT: the block of shared memory in which the audio thread reports what the interface paints, written by
 * `TelemetryWriter`, read by `TelemetryReader`. Int32 sequence number, then Float64 facts and readings of the 5.1 beside, then
 * Float32 levels.
 * A writer makes the sequence odd, writes, makes it even; a reader retries while it is odd or has changed.
 */

/** Index of each Float64 fact. */
export const FACT = {
  /** Timeline sample after the last frame given to the device. */
  position: 0,
  /** Context frame at which `position` is due. */
  contextFrame: 1,
  playing: 2,
  /** Frames played since the start or the last jump. */
  sinceJump: 3,
  /** Frames played since the playhead last went round the loop; −1 if it has not since the last jump. */
  sinceWrap: 4,
  loopStart: 5,
  loopEnd: 6,
  outputChannels: 7,
  clipCount: 8,
  /** Linear gain of the monitor limiter now, ≤ 1. */
  limiterGain: 9,
  missedSlots: 10,
  faults: 11,
  /** Frames the monitor output lags behind the engine output. */
  monitorLatency: 12,
  /** Timeline samples a frame: 0 stopped, 1 playing, else that of the shuttle. */
  speed: 13,
  shuttleMisses: 14,
} as const;

/** Readings of the ducks: of each of the four families how far the whole and each of six bands are turned down. */
export const DUCK_READINGS = 7;
const DUCKS = 4 * DUCK_READINGS;
/** Channels of the bed. */
const BED = 10;
const FACTS = 16;
const FACT_OFFSET = 8;
const LOUDNESS_OFFSET = FACT_OFFSET + FACTS * 8;
const LEVEL_OFFSET = LOUDNESS_OFFSET + LOUDNESS_COUNT * 8;

/** Bytes for so many strips and output channels. */
export const telemetryBytes = (strips: number, channels: number): number =>
  LEVEL_OFFSET + (4 * strips + channels + 2 * BED + DUCKS) * 4;

/** Views of a telemetry block. */
export interface TelemetryViews {
  readonly sequence: Int32Array;
  readonly facts: Float64Array;
  /** Readings of the 5.1 beside, for the core's `loudnessIn`. */
  readonly loudness: Float64Array;
  readonly stripPeaks: Float32Array;
  readonly stripRms: Float32Array;
  /** Mean K-weighted power over 400 ms. */
  readonly stripPowers: Float32Array;
  /** Largest sample since the reset. */
  readonly stripTops: Float32Array;
  readonly outputPeaks: Float32Array;
  /** The bed's ten channels, in its order. */
  readonly bedPeaks: Float32Array;
  readonly bedRms: Float32Array;
  /** DUCK_READINGS of each family, dB ≥ 0. */
  readonly ducks: Float32Array;
}

/** Lays views over a telemetry block. */
export function telemetryViews(
  buffer: ArrayBuffer | SharedArrayBuffer,
  strips: number,
  channels: number,
): TelemetryViews {
  const level = (place: number, length: number): Float32Array =>
    new Float32Array(buffer, LEVEL_OFFSET + place * 4, length);
  return {
    sequence: new Int32Array(buffer, 0, 1),
    facts: new Float64Array(buffer, FACT_OFFSET, FACTS),
    loudness: new Float64Array(buffer, LOUDNESS_OFFSET, LOUDNESS_COUNT),
    stripPeaks: level(0, strips),
    stripRms: level(strips, strips),
    stripPowers: level(2 * strips, strips),
    stripTops: level(3 * strips, strips),
    outputPeaks: level(4 * strips, channels),
    bedPeaks: level(4 * strips + channels, BED),
    bedRms: level(4 * strips + channels + BED, BED),
    ducks: level(4 * strips + channels + 2 * BED, DUCKS),
  };
}

/** Opens a write: readers that see an odd sequence try again. Audio thread. */
export const beginWrite = (views: TelemetryViews): void => {
  Atomics.add(views.sequence, 0, 1);
};

/** Closes a write. Audio thread. */
export const endWrite = (views: TelemetryViews): void => {
  Atomics.add(views.sequence, 0, 1);
};
