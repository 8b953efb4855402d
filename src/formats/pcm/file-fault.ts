import { type Failure, fail } from '../../units/index.ts';
import type { FormatFailureCode } from './file-info.ts';

const EXPORT_AGAIN = 'Export it again from the program it came from, as WAV, AIFF or FLAC.';

/**
 * Shows a hostile name safely in a sentence: control characters and direction overrides are dropped, and it is cut
 * at 120 characters. Never a path, never markup.
 */
export function quoteName(name: string): string {
  const clean = name.replace(/[\p{Cc}\p{Cf}]/gu, '');
  return `“${clean.length > 120 ? `${clean.slice(0, 119)}…` : clean}”`;
}

/** Shows up to four raw bytes as a chunk or codec name, or in hex where they aren't printable. */
export function showTag(tag: string): string {
  if (/^[\x20-\x7e]{4}$/.test(tag)) return `‘${tag.trimEnd()}’`;
  return `0x${[...tag].map((char) => char.charCodeAt(0).toString(16).padStart(2, '0')).join('')}`;
}

/** Builds the failure of one file: its name, what is wrong, and what to do. */
export const fileFault = (
  fileName: string,
  code: FormatFailureCode,
  fault: string,
  remedy: string = EXPORT_AGAIN,
): Failure<FormatFailureCode> => fail(code, `${quoteName(fileName)} ${fault}`, remedy);

/** Bytes for people: "384 bytes", "5.4 GB" (decimal units, as file managers show them). */
export function showBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  const units = ['kB', 'MB', 'GB', 'TB', 'PB', 'EB'];
  const step = Math.min(units.length, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1_000 ** step).toFixed(1)} ${units[step - 1]}`;
}
