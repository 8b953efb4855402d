/** Most of each kind a document holds, and the longest texts; parsing refuses more, edits never make more. */
export const LIMITS = {
  tracks: 4096,
  stems: 16_384,
  clips: 65_536,
  markers: 16_384,
  reviewNotes: 10_000,
  vcas: 256,
  groups: 256,
  folders: 512,
  /** Spaces a session has; the engine plays at most this many. */
  spaces: 32,
  scenes: 512,
  /** Points of one lane. */
  lanePoints: 200_000,
  /** Trajectories of one track. */
  trajectories: 1024,
  tempoPoints: 10_000,
  /** Characters (UTF-16) of names given by people. */
  name: 200,
  /** Characters of a source file's name. */
  fileName: 255,
  /** Characters of other texts (coding, media type). */
  text: 100,
  /** Characters of a review note with its answers. */
  noteText: 8_000,
  stemChannels: 128,
  /** Latest timeline position, samples: 132 days at 96 kHz, far inside exact integers. */
  time: 2 ** 40,
  /** Characters of a document's JSON. */
  json: 256 * 1024 * 1024,
  /** Nesting of a document's JSON. */
  depth: 16,
} as const;

/** Note values a bar can count in. */
export const METER_DENOMINATORS = [1, 2, 4, 8, 16, 32] as const;

const ID_PATTERN = /^[A-Za-z0-9_-]{1,64}$/;

/** True for a text that may serve as an id: 1–64 of A–Z a–z 0–9 _ -, and no name every object answers to. */
export const isId = (text: string): boolean => ID_PATTERN.test(text) && !(text in Object.prototype);

/** Brings a number into an inclusive range; NaN becomes the lower end, −0 becomes 0. */
export const clampTo = ([low, high]: readonly [number, number], value: number): number =>
  value > high ? high : value >= low ? value + 0 : low;

/** Clamps a level that may be off: at or below the range it is −∞. */
export const clampLevel = (range: readonly [number, number], levelDb: number): number =>
  levelDb > range[0] ? clampTo(range, levelDb) : levelDb === range[0] ? levelDb : Number.NEGATIVE_INFINITY;

/** Brings a timeline position to a whole sample of 0…`LIMITS.time`; NaN becomes 0. */
export const clampTime = (sample: number): number => clampTo([0, LIMITS.time], Math.round(sample));

/** A name fit for the document: control characters become spaces, ends are trimmed, length is held. May be empty. */
export function cleanName(text: string, limit: number = LIMITS.name): string {
  const plain = text
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/\p{Cs}/gu, '\uFFFD')
    .trim();
  // Cutting must not leave half of a surrogate pair.
  return plain.length <= limit
    ? plain
    : plain
        .slice(0, limit)
        .replace(/[\uD800-\uDBFF]$/, '')
        .trimEnd();
}

export { RANGES } from './ranges.ts';
