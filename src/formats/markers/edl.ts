import { FRAME_RATE_FACTS, fail, ok, type Result } from '../../units/index.ts';
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
  noteLabels,
  sampleAt,
  tooLarge,
  tooMany,
  unplaced,
} from './note-marker.ts';

/** Events of a CMX 3600 list: their numbers have three digits. */
export const EDL_MOST_NOTES = 999;

/** Colours of Avid's locators; files of others have some more. */
const COLOURS = new Set(
  'RED GREEN BLUE CYAN MAGENTA YELLOW BLACK WHITE ORANGE PURPLE PINK BROWN GREY GRAY GOLD FOREST DENIM VIOLET PLUM'.split(
    ' ',
  ),
);

/** What a list counts by: `DROP FRAME` or `NON-DROP FRAME`. */
const counting = (drop: boolean): string => (drop ? 'DROP FRAME' : 'NON-DROP FRAME');

/** Text on the one line a locator has. */
const onOneLine = (text: string): string => text.replace(/\s*[\t\n]\s*/g, ' / ');

/**
 * Notes as a CMX 3600 list (UTF-8): one event of black for each, with its locator. Open notes are red, resolved ones green.
 * What a locator has no field for goes into comments that other programs pass over: `* NOTE OUT`, `AUTHOR`, `TARGET`,
 * `STATUS`, and `TEXT` line by line where the locator's one line is not all of it.
 * @param title of the list, one line
 */
export function writeNotesEdl(
  notes: readonly NoteMarker[],
  clock: NoteClock,
  title: string,
): Result<string, NoteFileFault> {
  if (notes.length > EDL_MOST_NOTES) return tooMany('A CMX 3600 list', EDL_MOST_NOTES);
  const lines = [
    `TITLE: ${cleanNoteName(title).slice(0, 70)}`.trimEnd(),
    `FCM: ${counting(FRAME_RATE_FACTS[clock.rate].drop)}`,
  ];
  for (const [index, note] of notes.entries()) {
    const labels = noteLabels(note, clock);
    if (!labels) return unplaced(note);
    const { from, to } = labels;
    const text = cleanNoteText(note.text);
    const line = onOneLine(text);
    const author = cleanNoteName(note.author);
    const target = cleanNoteName(note.target);
    lines.push(
      '',
      `${String(index + 1).padStart(3, '0')}  BL       V     C        ${from} ${to} ${from} ${to}`,
      `* LOC: ${from} ${note.resolved ? 'GREEN  ' : 'RED    '} ${line}`,
    );
    if (note.end !== null) lines.push(`* NOTE OUT: ${to}`);
    if (author !== '') lines.push(`* NOTE AUTHOR: ${author}`);
    if (target !== '') lines.push(`* NOTE TARGET: ${target}`);
    if (note.resolved) lines.push('* NOTE STATUS: RESOLVED');
    if (line !== text) for (const part of text.split('\n')) lines.push(`* NOTE TEXT: ${part}`);
  }
  return ok(`${lines.join('\r\n')}\r\n`);
}

/** A locator while its comments are still read. */
interface Locator {
  readonly line: number;
  readonly timecode: string;
  readonly title: string;
  out: string | null;
  author: string;
  target: string;
  resolved: boolean;
  readonly text: string[];
}

const LOCATOR = /^\*\s*LOC:\s*(\S+)(?:\s+(.*))?$/i;
const FIELD = /^\*\s*NOTE (OUT|AUTHOR|TARGET|STATUS|TEXT):(?: (.*))?$/;
const COUNT = /^FCM:\s*(.*)$/i;

/** A locator's words without its colour. */
function withoutColour(words: string): string {
  const [colour = ''] = words.split(/\s/, 1);
  return COLOURS.has(colour.toUpperCase()) ? words.slice(colour.length).trim() : words.trim();
}

/** Takes what a comment says of the locator above it. */
function takeField(locator: Locator, field: string, value: string): void {
  if (field === 'OUT') locator.out = value;
  else if (field === 'AUTHOR') locator.author = cleanNoteName(value);
  else if (field === 'TARGET') locator.target = cleanNoteName(value);
  else if (field === 'STATUS') locator.resolved = value.trim().toUpperCase() === 'RESOLVED';
  else locator.text.push(value);
}

/** The note of a locator, or why it is none. */
function noteOf(locator: Locator, clock: NoteClock): Result<NoteMarker> {
  const first = frameAt(locator.timecode, clock);
  if (!first.ok) return first;
  const after = locator.out === null ? null : frameAt(locator.out, clock);
  if (after && !after.ok) return after;
  if (after && after.value <= first.value)
    return fail('notes-position', 'Its out does not lie after its in.', 'Take the line “* NOTE OUT” away.');
  const text = cleanNoteText(locator.text.length > 0 ? locator.text.join('\n') : locator.title);
  if (text === '')
    return fail('notes-form', 'The locator has no text.', 'Write what it says after its colour.');
  if (text.length > NOTE_FILE_LIMITS.text)
    return fail(
      'notes-form',
      `The text has more than ${NOTE_FILE_LIMITS.text} characters.`,
      'Split it into two.',
    );
  const { author, target, resolved } = locator;
  if (author.length > NOTE_FILE_LIMITS.name || target.length > NOTE_FILE_LIMITS.name)
    return fail(
      'notes-form',
      `Author or target has more than ${NOTE_FILE_LIMITS.name} characters.`,
      'Shorten it.',
    );
  const end = after ? sampleAt(after.value, clock) : null;
  return ok({ at: sampleAt(first.value, clock), end, author, target, resolved, text });
}

/**
 * Reads the locators of a CMX 3600 list, as Avid and others write them. A list that counts otherwise than the session
 * (`FCM`) is refused where its first locator would be read: its numbers are other frames. Bounded by `NOTE_FILE_LIMITS`.
 * @param name what to call the file in messages
 */
export function readNotesEdl(file: string, clock: NoteClock, name: string): Result<NoteFile, NoteFileFault> {
  const large = tooLarge(file, name);
  if (large) return large;
  const { drop } = FRAME_RATE_FACTS[clock.rate];
  const notes = collectNotes();
  let locator: Locator | null = null;
  let count = 0;
  let listDrops: boolean | null = null;
  const close = () => {
    if (!locator) return;
    const note = noteOf(locator, clock);
    if (note.ok) notes.add(note.value);
    else notes.problem(locator.line, note.message, note.remedy);
    locator = null;
  };
  let line = 0;
  for (const raw of file.replace(/^\ufeff/, '').split(/\r\n?|\n/)) {
    line++;
    const field = FIELD.exec(raw);
    const open = locator as Locator | null;
    if (field && open) {
      takeField(open, field[1] ?? '', field[2] ?? '');
      continue;
    }
    const fcm = COUNT.exec(raw);
    // FILM and PAL count every frame, as non-drop does.
    if (fcm) listDrops = /^DROP\b/i.test((fcm[1] ?? '').trim());
    const found = LOCATOR.exec(raw.trim());
    if (!found) {
      if (raw.trim() !== '' && !raw.startsWith('*')) close();
      continue;
    }
    close();
    if (++count > NOTE_FILE_LIMITS.notes) return tooMany(name, NOTE_FILE_LIMITS.notes);
    if (listDrops !== null && listDrops !== drop)
      return fail(
        'notes-count',
        `${name}, line ${line}: the list counts ${counting(listDrops).toLowerCase()}, the session ${counting(drop).toLowerCase()} (${clock.rate}).`,
        `Export the list as ${counting(drop)}, or give the session the picture's frame rate.`,
      );
    locator = {
      line,
      timecode: found[1] ?? '',
      title: withoutColour(found[2] ?? ''),
      out: null,
      author: '',
      target: '',
      resolved: false,
      text: [],
    };
  }
  close();
  return notes.finish(name);
}
