import { fail, ok, type Result } from '../../units/index.ts';
import { NOTE_FILE_LIMITS, type NoteFileFault } from './note-marker.ts';

/** A row of a table and the line of the file it begins on, from 1. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Cells of one row; more is no list of notes. */
const MOST_CELLS = 64;

/** What separates cells: spreadsheets of some countries write semicolons, some programs tabs. */
function separatorOf(text: string): string {
  const end = text.search(/[\r\n]/);
  const header = end < 0 ? text : text.slice(0, end);
  const count = (mark: string) => header.split(mark).length;
  return [';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best), ',');
}

/** One row, quoted where it has to be; always quoted text survives programs that guess types. */
export const csvLine = (cells: readonly string[]): string =>
  `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\r\n`;

/**
 * Cuts a file into rows (RFC 4180; LF and CR alone end lines too; a byte-order mark and empty lines are passed over).
 * @param name what to call the file in messages
 */
export function csvRows(file: string, name: string): Result<readonly CsvRow[], NoteFileFault> {
  const text = file.startsWith('\ufeff') ? file.slice(1) : file;
  const separator = separatorOf(text);
  const rows: CsvRow[] = [];
  let cells: string[] = [];
  let line = 1;
  let rowLine = 1;
  let at = 0;
  const problem = (where: number, what: string, remedy: string) =>
    fail('notes-form' as const, `${name}, line ${where}: ${what}`, remedy);

  while (at <= text.length) {
    let cell = '';
    if (text[at] === '"') {
      const opened = line;
      for (let from = at + 1; ; ) {
        const quote = text.indexOf('"', from);
        if (quote < 0)
          return problem(
            opened,
            'a quotation mark is opened and never closed.',
            'Close it, or export the file again.',
          );
        cell += text.slice(from, quote);
        if (text[quote + 1] !== '"') {
          at = quote + 1;
          break;
        }
        cell += '"';
        from = quote + 2;
      }
      line += cell.match(/\r\n?|\n/g)?.length ?? 0;
      if (at < text.length && !`${separator}\r\n`.includes(text[at] ?? ''))
        return problem(
          line,
          'text follows a closing quotation mark.',
          'Write a quotation mark within text twice ("").',
        );
    } else {
      const from = at;
      while (at < text.length && text[at] !== separator && text[at] !== '\r' && text[at] !== '\n') at++;
      cell = text.slice(from, at);
    }
    if (cells.length === MOST_CELLS)
      return problem(rowLine, `more than ${MOST_CELLS} columns.`, 'Export the notes alone.');
    cells.push(cell);
    if (text[at] === separator) {
      at++;
      continue;
    }
    if (cells.length > 1 || cell.trim() !== '') rows.push({ line: rowLine, cells });
    // The header is a row too.
    if (rows.length > NOTE_FILE_LIMITS.notes + 1)
      return problem(
        rowLine,
        `more than ${NOTE_FILE_LIMITS.notes} rows.`,
        'Export the notes of one reel at a time.',
      );
    cells = [];
    if (at >= text.length) break;
    at += text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1;
    line++;
    rowLine = line;
  }
  return ok(rows);
}
