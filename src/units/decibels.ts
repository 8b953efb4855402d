/**
 * Levels for reading and for hands: text, fader travel, meter scales. Host `Math` is good enough here because nothing
 * in this file touches a sample; gains that reach audio are converted by the core, whose bits agree everywhere.
 */
import { type Decibels, decibels } from './brand.ts';
import { fail, ok, type Result } from './result.ts';

/** Highest level of a fader, dB. */
export const FADER_MAX_DB = 12;

/** Linear gain of a level; −∞ dB is 0. For the interface only, never for samples. */
export const dbToGain = (levelDb: number): number => 10 ** (levelDb / 20);

/** Level of a linear gain (its sign is ignored); 0 is −∞ dB. For the interface only. */
export const gainToDb = (gain: number): Decibels => decibels(20 * Math.log10(Math.abs(gain)));

/**
 * Travel of a long console fader: fine around unity, coarse far down. Position, then dB; straight lines between.
 * Below the lowest pair gain falls in proportion to position, which reaches −∞ at 0 without a jump.
 */
const TAPER = [
  [0.04, -60],
  [0.2, -40],
  [0.35, -20],
  [0.5, -10],
  [0.75, 0],
  [1, FADER_MAX_DB],
] as const;
const [TOE_POSITION, TOE_DB] = TAPER[0];

/** Level at a fader position. @param position 0 (−∞) … 1 (+12 dB), clamped; unity lies at 0.75. */
export function faderToDb(position: number): Decibels {
  if (!(position > 0)) return decibels(Number.NEGATIVE_INFINITY);
  if (position <= TOE_POSITION) return decibels(TOE_DB + gainToDb(position / TOE_POSITION));
  let [fromPosition, fromDb]: readonly [number, number] = TAPER[0];
  for (const [toPosition, toDb] of TAPER) {
    if (position <= toPosition) {
      return decibels(fromDb + ((toDb - fromDb) * (position - fromPosition)) / (toPosition - fromPosition));
    }
    [fromPosition, fromDb] = [toPosition, toDb];
  }
  return decibels(FADER_MAX_DB);
}

/** Fader position of a level; the inverse of `faderToDb`. @param levelDb clamped to +12 dB. @returns 0…1. */
export function dbToFader(levelDb: number): number {
  if (!(levelDb > Number.NEGATIVE_INFINITY)) return 0;
  if (levelDb <= TOE_DB) return TOE_POSITION * dbToGain(levelDb - TOE_DB);
  let [fromPosition, fromDb]: readonly [number, number] = TAPER[0];
  for (const [toPosition, toDb] of TAPER) {
    if (levelDb <= toDb)
      return fromPosition + ((toPosition - fromPosition) * (levelDb - fromDb)) / (toDb - fromDb);
    [fromPosition, fromDb] = [toPosition, toDb];
  }
  return 1;
}

/** How `formatDb` writes. */
export interface DbFormat {
  /** Digits after the point; default 1. */
  readonly digits?: number;
  /** Writes "+" before gains; default true. */
  readonly plus?: boolean;
  /** Appends " dB"; default true. */
  readonly unit?: boolean;
}

/** Writes a level with a true minus: "−6.2 dB", "+3.0 dB", "0.0 dB", "−∞ dB". */
export function formatDb(levelDb: number, { digits = 1, plus = true, unit = true }: DbFormat = {}): string {
  const suffix = unit ? ' dB' : '';
  if (levelDb === Number.NEGATIVE_INFINITY) return `−∞${suffix}`;
  const text = Math.abs(levelDb).toFixed(digits);
  // A level that rounds to nothing has no sign.
  const sign = Number(text) === 0 ? '' : levelDb < 0 ? '−' : plus ? '+' : '';
  return `${sign}${text}${suffix}`;
}

/** Reads a level as people type it: "-6", "−6.2 dB", "+3", "-inf", "−∞", "off". Ranges are the caller's to hold. */
export function parseDb(text: string): Result<Decibels, 'level-form'> {
  const trimmed = text
    .trim()
    .toLowerCase()
    .replace(/[−–]/g, '-')
    .replace(/,/g, '.')
    .replace(/\s*db$/, '');
  if (/^(-\s*(∞|inf(inity)?)|off)$/.test(trimmed)) return ok(decibels(Number.NEGATIVE_INFINITY));
  if (/^[+-]?(\d{1,4}(\.\d{0,9})?|\.\d{1,9})$/.test(trimmed)) return ok(decibels(Number(trimmed) + 0));
  return fail(
    'level-form',
    `"${text.trim().slice(0, 40)}" is not a level.`,
    'Type decibels, like −6.2, +3 or −inf.',
  );
}
