import { RANGES } from '../../session/index.ts';
import { formatNumber, parseNumber, speakDb, speakNumber, type ValueRange } from '../kit/value-range.ts';

/**
 * A number of a processor: its range, how a hand steps through it, how it is written and spoken. Fields of ratios (frequencies,
 * times, Q) step in twelfths of an octave, so that a step is as large to the ear wherever it is taken.
 */
export interface Param {
  readonly range: ValueRange;
  /** Number of the document to that of the field, and back, rounded as it is shown. */
  toField(value: number): number;
  fromField(field: number): number;
  format(value: number): string;
  speak(value: number): string;
  /** Reads typed text as a number of the document; null refuses it. */
  parse(text: string): number | null;
}

type Bounds = readonly [number, number];

interface Written {
  format(value: number): string;
  speak(value: number): string;
  parse?(text: string): number | null;
}

const identity = (value: number): number => value;

function linear(
  [min, max]: Bounds,
  steps: { readonly step: number; readonly fine: number; readonly page: number; readonly default: number },
  written: Written,
): Param {
  return {
    range: { min, max, ...steps },
    toField: identity,
    fromField: identity,
    parse: parseNumber,
    ...written,
  };
}

/** Four digits: enough for every ear, and a frequency typed stays as it was typed. */
const fourDigits = (value: number): number => Number(value.toPrecision(4));

function ratio([min, max]: Bounds, fallback: number, written: Written): Param {
  const toField = (value: number): number => 12 * Math.log2(value / min);
  return {
    range: { min: 0, max: toField(max), step: 1, fine: 0.1, page: 4, default: toField(fallback) },
    toField,
    fromField: (field) => Math.min(max, Math.max(min, fourDigits(min * 2 ** (field / 12)))),
    parse: parseNumber,
    ...written,
  };
}

/** A frequency, e.g. "245 Hz" or "2.5 k". */
function parseFrequency(text: string): number | null {
  const value = parseNumber(text.replace(/k(hz)?\s*$/i, ' khz'));
  return value === null ? null : /k/i.test(text) ? value * 1000 : value;
}

/** A time in milliseconds; "0.2 s" is 200. */
function parseTime(text: string): number | null {
  const value = parseNumber(text);
  return value !== null && /\d\s*s\s*$/i.test(text) ? value * 1000 : value;
}

const digits = (value: number): number => (value < 10 ? 2 : value < 100 ? 1 : 0);

/** A frequency with its unit. */
export const frequencyText = (value: number): string =>
  value < 1000 ? `${formatNumber(value, value < 100 ? 1 : 0)} Hz` : `${formatNumber(value / 1000, 2)} kHz`;
const frequencySpoken = (value: number): string =>
  value < 1000 ? `${formatNumber(value, 0)} hertz` : `${formatNumber(value / 1000, 2)} kilohertz`;
/** A level with its unit. */
export const decibelText = (value: number): string => `${formatNumber(value, 1)} dB`;

const FREQUENCY: Written = { format: frequencyText, speak: frequencySpoken, parse: parseFrequency };
const LEVEL: Written = { format: decibelText, speak: speakDb };
const TIME: Written = {
  format: (value) => `${formatNumber(value, digits(value))} ms`,
  speak: (value) => speakNumber(value, digits(value), 'milliseconds'),
  parse: parseTime,
};
const PLAIN: Written = {
  format: (value) => formatNumber(value, digits(value)),
  speak: (value) => speakNumber(value, digits(value)),
};
const RATIO: Written = {
  format: (value) => `${formatNumber(value, digits(value))} : 1`,
  speak: (value) => `${speakNumber(value, digits(value))} to 1`,
  parse: (text) => parseNumber(text.replace(/:\s*1\s*$/, '')),
};
const level = { step: 0.5, fine: 0.1, page: 3 };

/** A band's frequency, which returns to `fallback`. */
export const frequencyParam = (fallback: number): Param => ratio(RANGES.frequency, fallback, FREQUENCY);

/** Every other number of the processors. */
export const PARAMS = {
  gain: linear(RANGES.bandGainDb, { ...level, default: 0 }, LEVEL),
  q: ratio(RANGES.q, 1, PLAIN),
  threshold: linear(RANGES.thresholdDb, { ...level, default: -24 }, LEVEL),
  ratio: ratio(RANGES.ratio, 2, RATIO),
  knee: linear(RANGES.kneeDb, { ...level, default: 6 }, LEVEL),
  makeUp: linear(RANGES.makeUpDb, { ...level, default: 0 }, LEVEL),
  range: linear(RANGES.rangeDb, { step: 1, fine: 0.1, page: 6, default: 24 }, LEVEL),
  attack: ratio(RANGES.attackMs, 10, TIME),
  hold: linear(RANGES.holdMs, { step: 5, fine: 1, page: 50, default: 0 }, TIME),
  release: ratio(RANGES.releaseMs, 150, TIME),
  lookahead: linear(RANGES.lookaheadMs, { step: 1, fine: 0.1, page: 5, default: 0 }, TIME),
  window: ratio(RANGES.windowMs, 10, TIME),
  mix: linear(
    RANGES.mix,
    { step: 0.05, fine: 0.01, page: 0.25, default: 1 },
    {
      format: (value) => `${formatNumber(value * 100, 0)} %`,
      speak: (value) => `${formatNumber(value * 100, 0)} per cent`,
      parse: (text) => {
        const value = parseNumber(text);
        return value === null ? null : value / 100;
      },
    },
  ),
} as const satisfies Record<string, Param>;
