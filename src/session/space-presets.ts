/** Spaces a scoring mixer starts from. Figures: halls after Beranek, "Concert Halls and Opera Houses" (2004), occupied; the rest by ear and size. */
import { decibels } from '../units/index.ts';
import type { Space } from './spaces.ts';

/** Settings a preset brings; the name and what the space belongs to are the session's. */
export type SpaceSettings = Omit<
  Space,
  | 'id'
  | 'name'
  | 'family'
  | 'ownerVcaId'
  | 'returnDb'
  | 'muted'
  | 'soloed'
  | 'response'
  | 'automation'
  | 'lanes'
>;

/** A preset by name. */
export interface SpacePreset {
  readonly name: string;
  /** What it is for, in a line. */
  readonly use: string;
  readonly settings: SpaceSettings;
}

const STAGE: SpaceSettings = {
  kind: 'reverb',
  preDelayMs: 12,
  sizeM: 28,
  lowDecay: 1.9,
  midDecay: 1.7,
  highDecay: 1.1,
  lowCrossover: 250,
  highCrossover: 4000,
  earlyDb: decibels(-4),
  lateDb: decibels(-2),
  modulation: 0.2,
  modulationHz: 0.5,
  distance: 0.5,
  lowCut: 30,
  highCut: 16_000,
};

/** In the order they are shown. */
export const SPACE_PRESETS: readonly SpacePreset[] = [
  { name: 'Scoring stage', use: 'An orchestra in one room: wide, present, 1.7 s.', settings: STAGE },
  {
    name: 'Chapel',
    use: 'Voices and small ensembles: stone, long and bright, 3.2 s.',
    settings: {
      ...STAGE,
      preDelayMs: 24,
      sizeM: 24,
      lowDecay: 3.4,
      midDecay: 3.2,
      highDecay: 1.9,
      earlyDb: decibels(-8),
      lateDb: decibels(0),
      modulation: 0.3,
    },
  },
  {
    name: 'Hall',
    use: 'A concert hall around everybody: warm, 2.1 s.',
    settings: {
      ...STAGE,
      preDelayMs: 26,
      sizeM: 45,
      lowDecay: 2.5,
      midDecay: 2.1,
      highDecay: 1.2,
      earlyDb: decibels(-6),
      lateDb: decibels(0),
    },
  },
  {
    name: 'Plate',
    use: 'A sheet of steel: dense at once, no room to be heard, 1.8 s.',
    settings: {
      ...STAGE,
      preDelayMs: 0,
      sizeM: 12,
      lowDecay: 1.6,
      midDecay: 1.8,
      highDecay: 1.5,
      highCrossover: 6000,
      earlyDb: decibels(-60),
      lateDb: decibels(0),
      modulation: 0.5,
      modulationHz: 0.8,
      distance: 0,
      lowCut: 120,
    },
  },
  {
    name: 'Room tone',
    use: 'A treated room: what a close microphone lacks, 0.4 s.',
    settings: {
      ...STAGE,
      preDelayMs: 0,
      sizeM: 7,
      lowDecay: 0.5,
      midDecay: 0.4,
      highDecay: 0.3,
      earlyDb: decibels(0),
      lateDb: decibels(-6),
      modulation: 0.1,
      lowCut: 60,
    },
  },
];
