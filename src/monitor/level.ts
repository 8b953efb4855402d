/** How loud the monitor is. */

/** Steps below the set level, dB. */
export const LEVEL_STEPS = [0, -3, -6] as const;
export type LevelStep = (typeof LEVEL_STEPS)[number];

/** How far Dim turns the monitor down, dB. */
const DIM_DB = 20;

/** What the level is made of. */
export interface LevelState {
  /** −60…+12 dB. */
  readonly levelDb: number;
  readonly dimmed: boolean;
  readonly step: LevelStep;
  /** Added to match the layout listened to with the one it is compared with, dB. */
  readonly matchDb: number;
}

/** Level of the monitor, dB. */
export const monitorLevelDb = ({ levelDb, dimmed, step, matchDb }: LevelState): number =>
  levelDb + step + matchDb - (dimmed ? DIM_DB : 0);
