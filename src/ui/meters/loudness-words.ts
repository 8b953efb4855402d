import { formatNumber, speakNumber } from '../kit/value-range.ts';

/** What a delivery asks for, as the bridge can judge it while the mix plays. Figures: the standards' and platforms' own pages. */
export interface LoudnessTarget {
  readonly title: string;
  /** What is measured: the whole mix, or its dialogue. */
  readonly of: 'programme' | 'dialogue';
  /** LKFS. */
  readonly level: number;
  /** LU to either side; null where the level is only not to be passed. */
  readonly tolerance: number | null;
}

/** Targets to choose from, by id. */
export const LOUDNESS_TARGETS = {
  none: null,
  r128: { title: 'EBU R 128', of: 'programme', level: -23, tolerance: 0.5 },
  a85: { title: 'ATSC A/85, long form', of: 'dialogue', level: -24, tolerance: 2 },
  streaming: { title: 'Streaming films', of: 'dialogue', level: -27, tolerance: 2 },
  music: { title: 'Immersive music', of: 'programme', level: -18, tolerance: null },
} as const satisfies Readonly<Record<string, LoudnessTarget | null>>;

/** Id of a target. */
export type LoudnessTargetId = keyof typeof LOUDNESS_TARGETS;

/** Every id, in the order they are offered. */
export const LOUDNESS_TARGET_IDS = Object.keys(LOUDNESS_TARGETS) as LoudnessTargetId[];

/** A target's title with its figures, e.g. "EBU R 128: −23 ±0.5". */
export function targetWords(id: LoudnessTargetId): string {
  const target: LoudnessTarget | null = LOUDNESS_TARGETS[id];
  if (!target) return 'No target';
  const figure = formatNumber(target.level, 0);
  return `${target.title}: ${target.of === 'dialogue' ? 'dialogue ' : ''}${
    target.tolerance === null ? `≤ ${figure}` : `${figure} ±${target.tolerance}`
  }`;
}

/** Integrated loudness since the reset, LKFS; −∞ of what has not sounded. */
export interface Integrated {
  readonly programme: number;
  readonly music: number;
  readonly dialogue: number;
  /** True if effects or ambience have sounded. */
  readonly others: boolean;
}

/** What the numbers mean: `unjudged` wherever a target does not speak of what has been heard. */
export interface Verdict {
  readonly range: 'in' | 'above' | 'below' | 'unjudged';
  readonly words: string;
}

/** How far music lies from the dialogue, in words; empty unless both have sounded. */
export function underDialogue({ music, dialogue }: Integrated): string {
  if (!Number.isFinite(music) || !Number.isFinite(dialogue)) return '';
  const under = dialogue - music;
  return `Music ${Math.abs(under).toFixed(1)} LU ${under >= 0 ? 'under' : 'over'} the dialogue.`;
}

const NO_DIALOGUE =
  'Not judged: dialogue has the target, and none has sounded. Music alone has no such figure.';

/**
 * Judges what has been heard. A stem of music alone is never held against a target of whole programmes or of dialogue; a
 * target by dialogue is held against the dialogue family's own gated loudness, which deliveries only come close to.
 */
export function judge(id: LoudnessTargetId, heard: Integrated): Verdict {
  const target: LoudnessTarget | null = LOUDNESS_TARGETS[id];
  const relation = underDialogue(heard);
  const unjudged = (words: string): Verdict => ({ range: 'unjudged', words });
  if (!Number.isFinite(heard.programme)) return unjudged('Nothing measured yet: play.');
  if (!target) return unjudged(relation === '' ? 'Integrated since the reset.' : relation);
  if (target.of === 'dialogue' && !Number.isFinite(heard.dialogue)) return unjudged(NO_DIALOGUE);
  const onlyMusic = !Number.isFinite(heard.dialogue) && !heard.others;
  if (target.of === 'programme' && target.tolerance !== null && onlyMusic)
    return unjudged('Not judged: only music has sounded. A stem is no programme.');
  const value = target.of === 'dialogue' ? heard.dialogue : heard.programme;
  // Read to a tenth, as it is shown: what is shown as in range must be told so.
  const away = Math.round((value - target.level) * 10) / 10;
  const range =
    away > (target.tolerance ?? 0)
      ? 'above'
      : target.tolerance !== null && away < -target.tolerance
        ? 'below'
        : 'in';
  const what = target.of === 'dialogue' ? 'Dialogue' : 'Programme';
  const far = `${Math.abs(away).toFixed(1)} LU ${away >= 0 ? 'above' : 'below'} ${formatNumber(target.level, 0)}`;
  const said = range === 'in' ? `${what} in range: ${far}.` : `${what} out of range: ${far}.`;
  return { range, words: relation === '' ? said : `${said} ${relation}` };
}

/** A loudness for a narrow place, e.g. "−23.4"; a dash below −99. */
export const shortLkfs = (value: number): string => (value > -99 ? formatNumber(value, 1) : '–');

/** A loudness for the ear, e.g. "minus 23.4 LKFS". */
export const speakLkfs = (value: number): string => (value > -99 ? speakNumber(value, 1, 'LKFS') : 'silent');

/** Minutes and seconds, e.g. "1:05". */
export function clockWords(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** A correlation in words: what it does to a fold to mono. */
export function correlationWords(value: number): string {
  if (value < -0.2) return 'cancels in mono';
  return value > 0.9 ? 'nearly mono' : 'holds in mono';
}
