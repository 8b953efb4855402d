import {
  FAMILIES,
  FAMILY_CHANNELS,
  LOUDNESS_CENTRE,
  LOUDNESS_CORRELATION,
  LOUDNESS_FAMILY_PEAKS,
  LOUDNESS_FAMILY_SQUARES,
  LOUDNESS_FAMILY_TOPS,
  LOUDNESS_FOLD,
  LOUDNESS_INTEGRATED,
  LOUDNESS_MOMENTARY,
  LOUDNESS_MOST,
  LOUDNESS_PEAKS,
  LOUDNESS_READINGS,
  LOUDNESS_SECONDS,
  LOUDNESS_SHORT,
} from './contract.ts';

/** Values in a set of readings of the 5.1 beside. */
export const LOUDNESS_COUNT: number = LOUDNESS_READINGS;

/** Loudness of a mean K-weighted power in LKFS (ITU-R BS.1770-5); −∞ for silence. For display: never touches a sample. */
export const lkfsOf = (power: number): number =>
  power > 0 ? -0.691 + 10 * Math.log10(power) : Number.NEGATIVE_INFINITY;

/** What a loudness is of: the whole 5.1, or one family in it. */
export type Programme = 'total' | 0 | 1 | 2 | 3;

const indexOf = (programme: Programme): number => (programme === 'total' ? 0 : 1 + programme);

/** Names for the places in a set of readings, wherever they are kept. Allocates nothing. */
export const loudnessIn = {
  /** Over 400 ms, LKFS. */
  momentary: (readings: ArrayLike<number>, of: Programme): number =>
    lkfsOf(readings[LOUDNESS_MOMENTARY + indexOf(of)] ?? 0),
  /** Over 3 s, LKFS. */
  shortTerm: (readings: ArrayLike<number>, of: Programme): number =>
    lkfsOf(readings[LOUDNESS_SHORT + indexOf(of)] ?? 0),
  /** Gated since the reset, LKFS. */
  integrated: (readings: ArrayLike<number>, of: Programme): number =>
    lkfsOf(readings[LOUDNESS_INTEGRATED + indexOf(of)] ?? 0),
  /** Largest momentary and short-term loudness of the whole since the reset, LKFS. */
  mostMomentary: (readings: ArrayLike<number>): number => lkfsOf(readings[LOUDNESS_MOST] ?? 0),
  mostShortTerm: (readings: ArrayLike<number>): number => lkfsOf(readings[LOUDNESS_MOST + 1] ?? 0),
  /** Seconds the integrated loudness has counted. */
  seconds: (readings: ArrayLike<number>): number => readings[LOUDNESS_SECONDS] ?? 0,
  /** A family's loudness in the centre channel over 3 s, LKFS. */
  centre: (readings: ArrayLike<number>, family: number): number =>
    lkfsOf(readings[LOUDNESS_CENTRE + family] ?? 0),
  /** Share a family has of the K-weighted power in the centre channel over 3 s, 0 … 1; 0 if it is silent. */
  centreShare: (readings: ArrayLike<number>, family: number): number => {
    let sum = 0;
    for (let index = 0; index < FAMILIES; index++) sum += readings[LOUDNESS_CENTRE + index] ?? 0;
    return sum > 0 ? (readings[LOUDNESS_CENTRE + family] ?? 0) / sum : 0;
  },
  /** Correlation of left and right over 400 ms, −1 … 1; 0 while one of them is silent. */
  correlation: (readings: ArrayLike<number>): number => readings[LOUDNESS_CORRELATION] ?? 0,
  /** The same of the two channels of the Lo/Ro fold. */
  foldCorrelation: (readings: ArrayLike<number>): number => readings[LOUDNESS_FOLD] ?? 0,
  /** Peak of a channel (L R C LFE Ls Rs), linear, with the meters' fall. */
  peak: (readings: ArrayLike<number>, channel: number): number =>
    channel < FAMILY_CHANNELS ? (readings[LOUDNESS_PEAKS + channel] ?? 0) : 0,
  /** Peak of a family's loudest channel of 5.1, linear, with the meters' fall. */
  familyPeak: (readings: ArrayLike<number>, family: number): number =>
    readings[LOUDNESS_FAMILY_PEAKS + family] ?? 0,
  /** RMS of a family's loudest channel of 5.1 over about 300 ms, linear. */
  familyRms: (readings: ArrayLike<number>, family: number): number =>
    Math.sqrt(readings[LOUDNESS_FAMILY_SQUARES + family] ?? 0),
  /** Largest sample of a family in 5.1 since the strips' reset, linear. */
  familyTop: (readings: ArrayLike<number>, family: number): number =>
    readings[LOUDNESS_FAMILY_TOPS + family] ?? 0,
} as const;
