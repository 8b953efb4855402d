import {
  type Band,
  type Dynamics,
  type Equaliser,
  type PassFilter,
  type Processors,
  plainDynamics,
  plainEqualiser,
} from '../../session/index.ts';
import { decibels } from '../../units/index.ts';

/** Kinds of stems presets are listed by. */
export const PRESET_GROUPS = [
  'Strings',
  'Brass',
  'Woodwinds',
  'Percussion',
  'Choir',
  'Solo',
  'Synth',
  'Dialogue',
  'Effects',
  'Ambience',
  'All',
] as const;
export type PresetGroup = (typeof PRESET_GROUPS)[number];

/** A place to begin: equaliser and dynamics, named by what they do. */
export interface Preset {
  readonly id: string;
  readonly group: PresetGroup;
  readonly name: string;
  readonly processors: Pick<Processors, 'eq' | 'dynamics'>;
}

type BandWords = readonly [index: number, kind: Band['kind'], frequency: number, gainDb: number, q?: number];

interface EqWords {
  readonly low?: readonly [frequency: number, slope: PassFilter['slope']];
  readonly high?: readonly [frequency: number, slope: PassFilter['slope']];
  readonly bands?: readonly BandWords[];
}

function eqOf({ low, high, bands = [] }: EqWords): Equaliser {
  const plain = plainEqualiser();
  const set = new Map(bands.map((words) => [words[0], words]));
  return {
    ...plain,
    highPass: low ? { on: true, frequency: low[0], slope: low[1] } : plain.highPass,
    lowPass: high ? { on: true, frequency: high[0], slope: high[1] } : plain.lowPass,
    bands: plain.bands.map((band, index) => {
      const words = set.get(index);
      if (!words) return band;
      const [, kind, frequency, gainDb, q = kind === 'bell' ? 1 : Math.SQRT1_2] = words;
      return { on: true, kind, frequency, gainDb: decibels(gainDb), q };
    }),
  };
}

type DynamicsWords = Partial<Omit<Dynamics, 'thresholdDb' | 'kneeDb' | 'makeUpDb' | 'rangeDb'>> & {
  readonly thresholdDb?: number;
  readonly kneeDb?: number;
  readonly makeUpDb?: number;
  readonly rangeDb?: number;
};

function dynamicsOf(words: DynamicsWords | null): Dynamics {
  const plain = plainDynamics();
  if (!words) return plain;
  const { thresholdDb, kneeDb, makeUpDb, rangeDb, ...rest } = words;
  return {
    ...plain,
    ...rest,
    on: true,
    thresholdDb: decibels(thresholdDb ?? plain.thresholdDb),
    kneeDb: decibels(kneeDb ?? plain.kneeDb),
    makeUpDb: decibels(makeUpDb ?? plain.makeUpDb),
    rangeDb: decibels(rangeDb ?? plain.rangeDb),
  };
}

const preset = (
  group: PresetGroup,
  name: string,
  eq: EqWords,
  dynamics: DynamicsWords | null = null,
): Preset => ({
  id: `${group}-${name}`.toLowerCase().replace(/[^a-z0-9]+/g, '-'),
  group,
  name,
  processors: { eq: eqOf(eq), dynamics: dynamicsOf(dynamics) },
});

/** Evens out by a few dB without being noticed. */
const GENTLE: DynamicsWords = { thresholdDb: -26, ratio: 1.6, kneeDb: 12, attackMs: 30, releaseMs: 300 };
/** Lets peaks through up to a level, no further. */
const PEAKS: DynamicsWords = {
  detector: 'peak',
  thresholdDb: -10,
  ratio: 6,
  kneeDb: 6,
  attackMs: 3,
  releaseMs: 120,
  lookaheadMs: 3,
};

/**
 * Starting points by kind of stem; figures of our own, from common practice. They replace equaliser and dynamics together, so that
 * nothing of the setting before is left over.
 */
export const PRESETS: readonly Preset[] = [
  preset('All', 'Flat, no dynamics', {}),
  preset('All', 'Rumble out', { low: [30, 24] }),
  preset('Strings', 'Less edge', {
    low: [30, 12],
    bands: [
      [3, 'bell', 3200, -2.5, 1.2],
      [5, 'high-shelf', 9000, -1],
    ],
  }),
  preset(
    'Strings',
    'Warm and even',
    {
      bands: [
        [1, 'bell', 240, 1.5, 0.8],
        [3, 'bell', 2800, -1.5, 1],
      ],
    },
    GENTLE,
  ),
  preset('Strings', 'Basses clear of the boom', {
    low: [32, 24],
    bands: [
      [1, 'bell', 160, -2.5, 1.4],
      [2, 'bell', 800, 1.5, 0.9],
    ],
  }),
  preset(
    'Brass',
    'Blare tamed',
    {
      bands: [
        [3, 'bell', 1600, -2, 1.1],
        [4, 'bell', 4200, -2, 1],
      ],
    },
    {
      ...GENTLE,
      thresholdDb: -20,
      ratio: 2,
      attackMs: 12,
    },
  ),
  preset('Brass', 'Low brass weight', {
    low: [30, 12],
    bands: [
      [0, 'low-shelf', 110, 2],
      [2, 'bell', 420, -2, 1.2],
    ],
  }),
  preset('Woodwinds', 'Breath and key noise down', {
    low: [70, 12],
    bands: [
      [4, 'bell', 5500, -2, 1.2],
      [5, 'high-shelf', 11_000, -2.5],
    ],
  }),
  preset('Woodwinds', 'Forward', { low: [80, 12], bands: [[3, 'bell', 2200, 2, 0.9]] }, GENTLE),
  preset('Percussion', 'Drums: weight and snap', {
    low: [25, 24],
    bands: [
      [0, 'low-shelf', 80, 2.5],
      [1, 'bell', 350, -3, 1.2],
      [4, 'bell', 4500, 2, 0.9],
    ],
  }),
  preset('Percussion', 'Hits held back', {}, PEAKS),
  preset('Percussion', 'Metals softened', { low: [200, 12], bands: [[5, 'high-shelf', 7000, -3]] }),
  preset('Choir', 'Sibilants softer', { low: [60, 12], bands: [[4, 'bell', 6800, -3, 1.8]] }),
  preset(
    'Choir',
    'Even, with air',
    {
      low: [70, 12],
      bands: [
        [2, 'bell', 900, -1.5, 1],
        [5, 'high-shelf', 12_000, 2],
      ],
    },
    GENTLE,
  ),
  preset(
    'Solo',
    'In front of the orchestra',
    {
      low: [60, 12],
      bands: [
        [1, 'bell', 300, -1.5, 1],
        [3, 'bell', 2500, 1.5, 0.9],
        [5, 'high-shelf', 12_000, 1.5],
      ],
    },
    { ...GENTLE, thresholdDb: -24, ratio: 2, attackMs: 20 },
  ),
  preset('Synth', 'Sub kept, low mids out', {
    bands: [
      [0, 'low-shelf', 60, 1.5],
      [1, 'bell', 280, -3, 1],
    ],
  }),
  preset('Synth', 'Bright pads behind the voice', { low: [120, 12], bands: [[3, 'bell', 2400, -3, 0.7]] }),
  preset(
    'Dialogue',
    'Speech, clean and level',
    {
      low: [80, 18],
      bands: [
        [1, 'bell', 250, -2, 1.2],
        [3, 'bell', 3000, 1.5, 0.9],
      ],
    },
    { thresholdDb: -28, ratio: 2.5, kneeDb: 8, attackMs: 6, releaseMs: 140, makeUpDb: 3, lookaheadMs: 2 },
  ),
  preset(
    'Dialogue',
    'Hiss and hum below speech',
    {
      low: [70, 24],
      bands: [
        [0, 'notch', 50, 0, 12],
        [1, 'notch', 100, 0, 14],
      ],
    },
    {
      kind: 'expander',
      thresholdDb: -48,
      ratio: 2,
      kneeDb: 10,
      rangeDb: 12,
      attackMs: 4,
      holdMs: 80,
      releaseMs: 220,
    },
  ),
  preset('Dialogue', 'Telephone', { low: [320, 24], high: [3400, 24], bands: [[3, 'bell', 1800, 4, 1]] }),
  preset('Effects', 'Impacts held back', { low: [25, 24] }, { ...PEAKS, thresholdDb: -8, releaseMs: 250 }),
  preset('Effects', 'Distant', { low: [90, 12], high: [6500, 12] }),
  preset('Ambience', 'Room for the voice', { low: [50, 12], bands: [[3, 'bell', 2200, -3, 0.6]] }),
  preset('Ambience', 'Beds without birds and hiss', { low: [40, 12], high: [9000, 12] }),
];
