/** Where a stem goes by what it is called: the habits of film-music layout as a starting point, never a rule. */
import { TRACK_FORMATS, type TrackFormat } from '../../units/index.ts';
import { plainBed, plainObject } from '../create.ts';
import { cleanName } from '../limits.ts';
import type { BedOutput, FamilyName, Output, Stem } from '../types.ts';

/** A track proposed for a stem, or for some of its channels. */
export interface TrackPlan {
  readonly name: string;
  readonly family: FamilyName;
  readonly format: TrackFormat;
  /** Stem channel of each track channel. */
  readonly channels: readonly number[];
  readonly output: Output;
}

/** Words that name a family outright, as in "MX_Brass" or "amb-sea". They are looked for before anything else. */
const FAMILY_TAGS: readonly (readonly [FamilyName, readonly string[]])[] = [
  ['music', ['mx', 'music', 'score', 'mus', 'source']],
  [
    'dialogue',
    ['dx', 'dia', 'dialog', 'dialogue', 'dial', 'vo', 'adr', 'narration', 'narrator', 'voiceover'],
  ],
  ['effects', ['fx', 'sfx', 'effects', 'foley', 'hardfx']],
  ['ambience', ['amb', 'ambience', 'ambiance', 'ambient', 'atmo', 'bg', 'background', 'roomtone', 'walla']],
];

const words = (text: string): readonly string[] => text.split(' ');

/** Words that only suggest a family; instruments win over noises ("wood winds" against "wind"). */
const FAMILY_HINTS: readonly (readonly [FamilyName, readonly string[]])[] = [
  [
    'music',
    words('strings violin violins vln viola violas vla cello celli cellos vc bass basses cb solo ensemble'),
  ],
  [
    'music',
    words('winds woodwinds woodwind ww flute flutes oboe clarinet bassoon brass horn horns trumpet trumpets'),
  ],
  [
    'music',
    words(
      'trombone trombones tuba perc percussion timpani drum drums cymbal taiko choir chorus soprano alto',
    ),
  ],
  [
    'music',
    words(
      'tenor piano keys harp celesta celeste guitar synth pad pads pulse arp organ reverb rev orchestra orch',
    ),
  ],
  ['dialogue', words('voice voices vox lines boom lav speech actor group')],
  [
    'effects',
    words('door steps footsteps feet hit hits impact whoosh explosion gun shot car engine thunder foghorn'),
  ],
  ['effects', words('latch creak mechanism bell')],
  ['ambience', words('atmos wind rain sea ocean waves room tone crowd birds gulls forest traffic street')],
  ['ambience', words('interior exterior int ext')],
];

/** The words of a file name, lower case: split at separators, digits and inner capitals. */
function wordsOf(fileName: string): readonly string[] {
  return fileName
    .replace(/\.[A-Za-z0-9]{1,5}$/, '')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '');
}

/** The family a stem most likely belongs to by its file name; music where nothing speaks for another. */
export function guessFamily(fileName: string): FamilyName {
  const found = new Set(wordsOf(fileName));
  for (const [family, known] of [...FAMILY_TAGS, ...FAMILY_HINTS]) {
    if (known.some((word) => found.has(word))) return family;
  }
  return 'music';
}

/** Track format of a channel count, null for counts that no single track takes. */
export function formatOfChannels(channels: number): TrackFormat | null {
  const formats = Object.entries(TRACK_FORMATS) as [TrackFormat, readonly string[]][];
  return formats.find(([, labels]) => labels.length === channels)?.[0] ?? null;
}

/** Bed placements by word, first match wins; they bear on mono and stereo stems, surround stems stay as recorded. */
const PLACEMENTS: readonly (readonly [readonly string[], Partial<BedOutput>])[] = [
  [['reverb', 'rev', 'return', 'verb', 'hall'], { width: 1.4, frontBack: -0.3, height: 0.35 }],
  [['choir', 'chorus'], { width: 1.5, frontBack: 0.1, height: 0.4 }],
  [['pad', 'pads', 'pulse', 'synth', 'arp', 'drone'], { width: 1.5, frontBack: 0.2, height: 0.2 }],
  [['brass', 'horns', 'trumpets', 'trombones'], { width: 1.1, frontBack: 0.8, height: 0.1 }],
  [['winds', 'woodwinds', 'woodwind', 'ww'], { width: 0.6, frontBack: 0.85 }],
  [['basses', 'celli', 'cellos', 'cb'], { width: 0.6, pan: 0.15 }],
  [['violins', 'vln', 'violas', 'vla', 'strings'], { width: 1.2, frontBack: 0.8 }],
  [['perc', 'percussion', 'drums', 'taiko', 'timpani'], { width: 1.2, frontBack: 0.9 }],
];

/** Words of a single player or singer, who stands a little off the centre of the screen as an object. */
const SOLOISTS = [
  'solo',
  'soloist',
  'cello',
  'violin',
  'viola',
  'flute',
  'oboe',
  'clarinet',
  'soprano',
  'tenor',
];

function placement(found: ReadonlySet<string>, family: FamilyName, format: TrackFormat): Output {
  const bed = plainBed(format);
  const small = TRACK_FORMATS[format].length <= 2;
  if (!small || family === 'dialogue') return bed;
  if (family === 'ambience') return { ...bed, width: 1.3, frontBack: 0, height: 0.15 };
  if (family === 'effects') {
    return format === 'mono' ? plainObject({ x: 0, y: 1, z: 0 }) : bed;
  }
  if (format === 'mono' && SOLOISTS.some((word) => found.has(word))) {
    return plainObject({ x: 0.2, y: 1, z: 0 }, 0.05);
  }
  const low = found.has('low');
  const place = PLACEMENTS.find(([known]) => known.some((word) => found.has(word)))?.[1];
  return low ? { ...bed, ...place, width: 0.6 } : { ...bed, ...place };
}

const range = (from: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => from + index);

/**
 * The tracks a stem should become: one, where a track takes that many channels; a 7.1 track and two pairs of overhead
 * objects for twelve channels (7.1.4); else a mono track per channel.
 */
export function layoutForStem(stem: Pick<Stem, 'fileName' | 'channels'>): readonly TrackPlan[] {
  const found = new Set(wordsOf(stem.fileName));
  const family = guessFamily(stem.fileName);
  const name = cleanName(stem.fileName.replace(/\.[A-Za-z0-9]{1,5}$/, '').replace(/_+/g, ' ')) || 'Stem';
  const format = formatOfChannels(stem.channels);
  if (format) {
    return [
      { name, family, format, channels: range(0, stem.channels), output: placement(found, family, format) },
    ];
  }
  if (stem.channels === 12) {
    const overhead = (where: string, y: number, from: number): TrackPlan => ({
      name: cleanName(`${name} ${where}`),
      family,
      format: 'stereo',
      channels: range(from, 2),
      output: plainObject({ x: 0, y, z: 1 }, 0, 1),
    });
    return [
      { name, family, format: '7.1', channels: range(0, 8), output: plainBed('7.1') },
      overhead('top front', 1, 8),
      overhead('top rear', -1, 10),
    ];
  }
  return range(0, stem.channels).map((channel) => ({
    name: cleanName(`${name} ${channel + 1}`),
    family,
    format: 'mono',
    channels: [channel],
    output: plainBed('mono'),
  }));
}
