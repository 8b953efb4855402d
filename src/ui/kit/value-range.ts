import { parseDb } from '../../units/index.ts';

/** Range and steps of a number the user can move. */
export interface ValueRange {
  readonly min: number;
  readonly max: number;
  /** Arrow keys and one wheel notch. */
  readonly step: number;
  /** The same with shift held. */
  readonly fine: number;
  /** Page Up and Page Down. */
  readonly page: number;
  /** Delete and Backspace. */
  readonly default: number;
  /** True for levels: everything at or below `min` is −∞. */
  readonly silent?: boolean;
}

/** How a control hands its value over: parts of one gesture, then its end. */
export interface ValueHandlers {
  /** A part of the gesture; called often. */
  onChange(value: number): void;
  /** The gesture is over: one undo step. */
  onCommit(): void;
  /** Escape: take the gesture back. */
  onCancel(): void;
}

/** Clamps a value into the range; a level at or below `min` becomes −∞. NaN becomes the default. */
export function clampValue(range: ValueRange, value: number): number {
  if (Number.isNaN(value)) return range.default;
  if (range.silent && value <= range.min) return Number.NEGATIVE_INFINITY;
  return Math.min(range.max, Math.max(range.min, value));
}

/** Moves a value by a number of steps and lands on the step's grid, so that repeated steps never drift. */
export function stepValue(range: ValueRange, value: number, steps: number, size: number): number {
  const from = Number.isFinite(value) ? value : range.min;
  // Rounded to a thousandth of the finest step, whatever the step: 0.1 + 0.2 must show and store as 0.3.
  const unit = range.fine / 1000;
  const grid = Math.round((from + steps * size) / unit) * unit;
  return clampValue(range, Number(grid.toFixed(9)));
}

/** Keys as far as `keyValue` reads them; fits DOM and React keyboard events. */
export interface KeyLike {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

/** The value a key asks for, or null when the key is not for this control. Modifiers but shift belong to commands. */
export function keyValue(
  range: ValueRange,
  value: number,
  event: KeyLike,
  axes: 'both' | 'vertical' = 'both',
): number | null {
  if (event.altKey || event.ctrlKey || event.metaKey) return null;
  const size = event.shiftKey ? range.fine : range.step;
  switch (event.key) {
    case 'ArrowUp':
      return stepValue(range, value, 1, size);
    case 'ArrowDown':
      return stepValue(range, value, -1, size);
    case 'ArrowRight':
      return axes === 'both' ? stepValue(range, value, 1, size) : null;
    case 'ArrowLeft':
      return axes === 'both' ? stepValue(range, value, -1, size) : null;
    case 'PageUp':
      return stepValue(range, value, 1, range.page);
    case 'PageDown':
      return stepValue(range, value, -1, range.page);
    case 'Home':
      return clampValue(range, range.min);
    case 'End':
      return range.max;
    case 'Delete':
    case 'Backspace':
      return range.default;
    default:
      return null;
  }
}

/** Number typed by a user: true minus, comma or point, an optional unit after it; null when it is no number. */
export function parseNumber(text: string): number | null {
  const plain = text.trim().replace(/[−–]/g, '-').replace(',', '.').toLowerCase();
  if (/^-?(inf(inity)?|∞|oo)/.test(plain)) return Number.NEGATIVE_INFINITY;
  const found = /^[+-]?(\d+\.?\d*|\.\d+)(?=\s*[a-z%°]*$)/.exec(plain);
  return found ? Number(found[0]) : null;
}

/** A number with a fixed number of decimals and a true minus; −0 shows as 0. */
export function formatNumber(value: number, decimals: number): string {
  if (value === Number.NEGATIVE_INFINITY) return '−∞';
  const text = value.toFixed(decimals);
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '−');
}

/** A level for narrow places, e.g. "−6.2"; the label or column names the unit. */
export const shortDb = (value: number): string => formatNumber(value, 1);

/** A level for the ear of a screen-reader user, e.g. "minus 6.2 decibels". */
export function speakDb(value: number): string {
  if (value === Number.NEGATIVE_INFINITY) return 'minus infinity decibels, silent';
  const size = Math.abs(value).toFixed(1);
  return `${value < 0 && size !== '0.0' ? 'minus ' : ''}${size} decibels`;
}

/** A signed number for the ear, e.g. "minus 0.32". */
export function speakNumber(value: number, decimals: number, unit = ''): string {
  const size = Math.abs(value).toFixed(decimals);
  return `${value < 0 && Number(size) !== 0 ? 'minus ' : ''}${size}${unit === '' ? '' : ` ${unit}`}`;
}

/** Reads a typed level: numbers, "−6.2 dB", "-inf", "off". */
export function parseLevel(text: string): number | null {
  const parsed = parseDb(text);
  return parsed.ok ? parsed.value : null;
}
