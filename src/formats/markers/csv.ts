import { fail, ok, type Result } from '../../units/index.ts';
import { csvLine, csvRows } from './csv-cells.ts';
import { asWritten, neutralised } from './neutralise.ts';
import {
  cleanNoteName,
  cleanNoteText,
  collectNotes,
  frameAt,
  NOTE_FILE_LIMITS,
  type NoteClock,
  type NoteFile,
  type NoteFileFault,
  type NoteMarker,
  noteHeadline,
  noteLabels,
  sampleAt,
  tooLarge,
  tooMany,
  unplaced,
} from './note-marker.ts';

/** Columns as they are written, and by what other names they are found. */
const COLUMNS = [
  { title: 'Name', also: ['marker name', 'marker', 'title'] },
  {
    title: 'Timecode In',
    also: ['timecode', 'tc', 'in', 'start', 'start time', 'position', 'time', 'marker in', 'record in'],
  },
  { title: 'Timecode Out', also: ['out', 'end', 'end time', 'marker out', 'record out'] },
  { title: 'Duration', also: ['length', 'marker duration'] },
  { title: 'Author', also: ['user', 'by', 'commenter', 'reviewer', 'creator'] },
  { title: 'Target', also: ['track', 'stem', 'object'] },
  { title: 'Status', also: ['state', 'resolved'] },
  { title: 'Text', also: ['comment', 'comments', 'note', 'notes', 'description', 'body'] },
] as const;
type Column = (typeof COLUMNS)[number]['title'];

const RESOLVED = /^(resolved|done|closed|fixed|completed?|yes|true|x)$/i;

/**
 * Notes as a table for spreadsheets (RFC 4180, UTF-8 with byte-order mark). What a spreadsheet would run as a formula has an
 * apostrophe before it, which `readNotesCsv` takes away again. Out is the first frame after the range; a note of one
 * frame has neither out nor duration.
 */
export function writeNotesCsv(notes: readonly NoteMarker[], clock: NoteClock): Result<string, NoteFileFault> {
  if (notes.length > NOTE_FILE_LIMITS.notes) return tooMany('The table', NOTE_FILE_LIMITS.notes);
  let text = `\ufeff${csvLine(COLUMNS.map(({ title }) => title))}`;
  for (const note of notes) {
    const labels = noteLabels(note, clock);
    if (!labels) return unplaced(note);
    const words = cleanNoteText(note.text);
    text += csvLine([
      neutralised(noteHeadline(words)),
      labels.from,
      note.end === null ? '' : labels.to,
      note.end === null ? '' : labels.duration,
      neutralised(cleanNoteName(note.author)),
      neutralised(cleanNoteName(note.target)),
      note.resolved ? 'resolved' : 'open',
      neutralised(words),
    ]);
  }
  return ok(text);
}

/** Frames of a duration written as timecode, or as a bare number of frames. */
function durationFrames(text: string, clock: NoteClock): Result<number> {
  if (/^\d{1,7}$/.test(text)) return ok(Number(text));
  return frameAt(text, { ...clock, start: 0 });
}

/** Where a row begins and ends. */
function spanOf(cell: (column: Column) => string, clock: NoteClock): Result<Pick<NoteMarker, 'at' | 'end'>> {
  const first = frameAt(cell('Timecode In'), clock);
  if (!first.ok) return first;
  const at = sampleAt(first.value, clock);
  const out = cell('Timecode Out');
  const duration = cell('Duration');
  if (out !== '') {
    const after = frameAt(out, clock);
    if (!after.ok) return after;
    // Some programs give a point the same out as in.
    if (after.value === first.value) return ok({ at, end: null });
    if (after.value < first.value)
      return fail(
        'notes-position',
        'Its out lies before its in.',
        'Exchange the two, or leave the out empty.',
      );
    return ok({ at, end: sampleAt(after.value, clock) });
  }
  if (duration === '') return ok({ at, end: null });
  const frames = durationFrames(duration, clock);
  if (!frames.ok) return frames;
  return ok({ at, end: frames.value === 0 ? null : sampleAt(first.value + frames.value, clock) });
}

/** A row's words: its text, with the name before it where the name says something else. */
function wordsOf(name: string, text: string): string {
  if (text === '') return name;
  return name === '' || name === noteHeadline(text) ? text : `${name}: ${text}`;
}

/**
 * Reads a table of notes: any order of columns, found by their names; commas, semicolons or tabs. Hostile input: bounded by
 * `NOTE_FILE_LIMITS`; a row that cannot be read is left out and told with its line.
 * @param name what to call the file in messages
 */
export function readNotesCsv(file: string, clock: NoteClock, name: string): Result<NoteFile, NoteFileFault> {
  const large = tooLarge(file, name);
  if (large) return large;
  const rows = csvRows(file, name);
  if (!rows.ok) return rows;
  const [header, ...body] = rows.value;
  const titles = (header?.cells ?? []).map((cell) => cell.trim().toLowerCase());
  const places = new Map<Column, number>();
  for (const { title, also } of COLUMNS) {
    const names: readonly string[] = [title.toLowerCase(), ...also];
    const place = names.map((known) => titles.indexOf(known)).find((found) => found >= 0);
    if (place !== undefined) places.set(title, place);
  }
  if (!places.has('Timecode In') || !(places.has('Text') || places.has('Name')))
    return fail(
      'notes-form',
      `${name}, line ${header?.line ?? 1}: no columns named ${places.has('Timecode In') ? '“Text” or “Name”' : '“Timecode In”'}.`,
      `Let the first line name the columns: ${COLUMNS.map(({ title }) => title).join(', ')}.`,
    );
  const notes = collectNotes();
  for (const { line, cells } of body) {
    const cell = (column: Column): string => (cells[places.get(column) ?? -1] ?? '').trim();
    const words = (column: Column): string => asWritten(cells[places.get(column) ?? -1] ?? '');
    const span = spanOf(cell, clock);
    if (!span.ok) {
      notes.problem(line, span.message, span.remedy);
      continue;
    }
    const text = wordsOf(cleanNoteName(words('Name')), cleanNoteText(words('Text')));
    const [author, target] = [cleanNoteName(words('Author')), cleanNoteName(words('Target'))];
    if (text === '') notes.problem(line, 'The note has no text.', 'Write what it says under “Text”.');
    else if (text.length > NOTE_FILE_LIMITS.text)
      notes.problem(
        line,
        `The text has more than ${NOTE_FILE_LIMITS.text} characters.`,
        'Split it into two notes.',
      );
    else if (author.length > NOTE_FILE_LIMITS.name || target.length > NOTE_FILE_LIMITS.name)
      notes.problem(
        line,
        `Author or target has more than ${NOTE_FILE_LIMITS.name} characters.`,
        'Shorten it.',
      );
    else notes.add({ ...span.value, author, target, resolved: RESOLVED.test(cell('Status')), text });
  }
  return notes.finish(name);
}
