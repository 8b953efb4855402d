import { choir, pad, pulse } from './choir-synths.ts';
import { celesta, harp, piano } from './keys.ts';
import type { Part } from './part.ts';
import { highPercussion, lowPercussion } from './percussion.ts';
import { highStrings, lowStrings, soloCello } from './strings.ts';
import { brass, winds } from './winds-brass.ts';

/** How a music stem is made from its score. */
export interface MusicStem {
  readonly file: string;
  /** One part for the front pair; a second for the rear pair of a quad stem. */
  readonly parts: readonly (() => Part)[];
  readonly mono: boolean;
  /** Hall sound mixed to the dry sound, linear; and the dry share. */
  readonly wet: number;
  readonly dry: number;
  /** Peak the stem is brought to, dBFS. */
  readonly peakDb: number;
}

/** The thirteen music stems of the demo. */
export const MUSIC: readonly MusicStem[] = [
  { file: 'mx-high-strings', parts: [highStrings], mono: false, wet: 0.34, dry: 0.8, peakDb: -3 },
  { file: 'mx-low-strings', parts: [lowStrings], mono: false, wet: 0.26, dry: 0.85, peakDb: -3 },
  { file: 'mx-winds', parts: [winds], mono: false, wet: 0.38, dry: 0.75, peakDb: -3 },
  { file: 'mx-brass', parts: [brass], mono: false, wet: 0.4, dry: 0.75, peakDb: -3 },
  { file: 'mx-perc-high', parts: [highPercussion], mono: false, wet: 0.34, dry: 0.8, peakDb: -3 },
  { file: 'mx-perc-low', parts: [lowPercussion], mono: false, wet: 0.3, dry: 0.9, peakDb: -3 },
  {
    file: 'mx-choir',
    parts: [() => choir(false), () => choir(true)],
    mono: false,
    wet: 0.5,
    dry: 0.6,
    peakDb: -3,
  },
  { file: 'mx-piano', parts: [piano], mono: false, wet: 0.28, dry: 0.85, peakDb: -3 },
  { file: 'mx-solo-cello', parts: [soloCello], mono: true, wet: 0.22, dry: 0.9, peakDb: -3 },
  { file: 'mx-pad', parts: [() => pad(false), () => pad(true)], mono: false, wet: 0.3, dry: 0.8, peakDb: -3 },
  { file: 'mx-pulse', parts: [pulse], mono: false, wet: 0.12, dry: 0.95, peakDb: -3 },
  { file: 'mx-harp', parts: [harp], mono: false, wet: 0.32, dry: 0.85, peakDb: -3 },
  { file: 'mx-celesta', parts: [celesta], mono: false, wet: 0.36, dry: 0.8, peakDb: -3 },
];
