import {
  type Failure,
  FRAME_RATE_FACTS,
  type FrameRate,
  type Frames,
  fail,
  formatTimecode,
  framesToSamples,
  ok,
  parseTimecode,
  type Result,
  type Samples,
  samplesToFrames,
} from '../../units/index.ts';

/** A note at a frame or a range, as marker files carry it. */
export interface NoteMarker {
  /** Timeline samples at the clock's rate. A file holds frames: any sample of a frame is written as that frame. */
  readonly at: Samples;
  /** First sample after the range; null: the note belongs to one frame. A frame begun is written as a whole one. */
  readonly end: Samples | null;
  /** Who wrote it; empty: not known. */
  readonly author: string;
  /** Name of what it is about, a track or a family; empty: the mix. */
  readonly target: string;
  readonly resolved: boolean;
  /** What it says; may have lines, never empty. */
  readonly text: string;
}

/** How timecode and the timeline's samples belong together. */
export interface NoteClock {
  readonly rate: FrameRate;
  /** Frames since midnight of the timeline's first frame, by the rate's own count. */
  readonly start: Frames | number;
  /** Hertz. */
  readonly sampleRate: number;
}

/** Bounds of marker files. */
export const NOTE_FILE_LIMITS = {
  /** Characters of a file. */
  characters: 8 * 2 ** 20,
  /** Notes of a file. */
  notes: 10_000,
  /** Characters of a note's text; as many as a comment on a mix link has. */
  text: 4_000,
  /** Characters of an author's or target's name. */
  name: 120,
  /** Faults told one by one; the rest are counted. */
  faults: 100,
} as const;

/** Codes of the failures of marker files. */
export type NoteFileFault =
  | 'notes-too-large'
  | 'notes-none'
  | 'notes-form'
  | 'notes-count'
  | 'notes-position'
  | 'notes-too-many';

/** A line that could not be read, and what to do about it. */
export interface NoteFileProblem {
  /** Line of the file, from 1. */
  readonly line: number;
  readonly message: string;
  readonly remedy: string;
}

/** What a file said: its notes, in its order, and the lines that were left out. */
export interface NoteFile {
  readonly notes: readonly NoteMarker[];
  /** At most `NOTE_FILE_LIMITS.faults` of them. */
  readonly problems: readonly NoteFileProblem[];
  /** How many lines were left out in all. */
  readonly leftOut: number;
}

/** Collects notes and faults, so that one bad line costs that line alone. */
export interface NoteCollector {
  add(note: NoteMarker): void;
  problem(line: number, message: string, remedy: string): void;
  /** @param name what to call the file in messages */
  finish(name: string): Result<NoteFile, NoteFileFault>;
}

/** Starts a collection. */
export function collectNotes(): NoteCollector {
  const notes: NoteMarker[] = [];
  const problems: NoteFileProblem[] = [];
  let leftOut = 0;
  return {
    add: (note) => void notes.push(note),
    problem(line, message, remedy) {
      leftOut++;
      if (problems.length < NOTE_FILE_LIMITS.faults) problems.push({ line, message, remedy });
    },
    finish(name) {
      if (notes.length > 0) return ok({ notes, problems, leftOut });
      const [first] = problems;
      if (first) return fail('notes-none', `${name}, line ${first.line}: ${first.message}`, first.remedy);
      return fail(
        'notes-none',
        `${name} holds no notes.`,
        'Export the notes again and see that some are chosen.',
      );
    },
  };
}

/** Refuses a file that is longer than any list of notes. */
export function tooLarge(text: string, name: string): Failure<NoteFileFault> | null {
  if (text.length <= NOTE_FILE_LIMITS.characters) return null;
  return fail(
    'notes-too-large',
    `${name} has ${text.length} characters; a list of notes has at most ${NOTE_FILE_LIMITS.characters}.`,
    'Export the notes of one reel or version at a time.',
  );
}

/** The failure of a file with more notes than are taken. */
export const tooMany = (name: string, limit: number): Failure<NoteFileFault> =>
  fail(
    'notes-too-many',
    `${name}: more than ${limit} notes.`,
    'Choose fewer: the open ones, or one cue at a time.',
  );

/**
 * Text as notes keep it: lines end with LF; other controls and marks that turn the direction of writing are gone,
 * since they would make one note look like another; halves of surrogate pairs become U+FFFD.
 */
export const cleanNoteText = (text: string): string =>
  text
    .replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n')
    .replace(/(?![\t\n])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '')
    .replace(/\p{Cs}/gu, '\ufffd')
    .trim();

/** The same for a name, which has one line. */
export const cleanNoteName = (text: string): string => cleanNoteText(text).replace(/\s*[\t\n]\s*/g, ' ');

/** First words of a text on one line, at most 60 characters: what a list calls the note. */
export function noteHeadline(text: string): string {
  const line = cleanNoteName(text.split('\n', 1)[0] ?? '');
  if (line.length <= 60) return line;
  return `${line
    .slice(0, 59)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trimEnd()}…`;
}

/** Hours of timecode that a list covers from the timeline's start: timecode has no days, so what lies further looks as if before it. */
const HOURS_COVERED = 12;

const reach = (rate: FrameRate): number => (FRAME_RATE_FACTS[rate].framesPerDay * HOURS_COVERED) / 24;

/** Timecode of frame `frame` of the timeline. */
const label = (frame: number, { rate, start }: NoteClock): string => formatTimecode(start + frame, rate);

/** A note's place in timecode. */
export interface NoteLabels {
  readonly from: string;
  /** The first frame after it; a note of one frame ends with the next. */
  readonly to: string;
  /** Length, written as timecode. */
  readonly duration: string;
}

/** Where a note lies in timecode; null if timecode cannot tell it. */
export function noteLabels({ at, end }: NoteMarker, clock: NoteClock): NoteLabels | null {
  const { rate, sampleRate } = clock;
  const first = samplesToFrames(at, rate, sampleRate);
  const after = end === null ? first + 1 : Math.max(first, samplesToFrames(end - 1, rate, sampleRate)) + 1;
  if (first < 0 || after > reach(rate)) return null;
  return {
    from: label(first, clock),
    to: label(after, clock),
    duration: formatTimecode(after - first, rate),
  };
}

/** The failure of a note that timecode cannot place. */
export const unplaced = (note: NoteMarker): Failure<NoteFileFault> =>
  fail(
    'notes-position',
    `The note “${noteHeadline(note.text)}” lies more than ${HOURS_COVERED} hours from the session's start.`,
    'Leave it out, or split the session: timecode has no days.',
  );

/** Whole timecode with four groups, as files have it. */
export const FILE_TIMECODE = /^\d{1,2}:\d{2}:\d{2}[:;.]\d{2}$/;

/** Timeline frame of a timecode. */
export function frameAt(text: string, { rate, start }: NoteClock): Result<number> {
  const trimmed = text.trim();
  const { drop, framesPerDay } = FRAME_RATE_FACTS[rate];
  if (!FILE_TIMECODE.test(trimmed))
    return fail(
      'notes-position',
      `“${trimmed.slice(0, 40)}” is not a timecode.`,
      `Write hours, minutes, seconds and frames, like 01:00:41${drop ? ';' : ':'}07.`,
    );
  const count = parseTimecode(trimmed, rate);
  if (!count.ok) return count;
  const frame = (((count.value - start) % framesPerDay) + framesPerDay) % framesPerDay;
  if (frame <= reach(rate)) return ok(frame);
  return fail(
    'notes-position',
    `${trimmed} lies before the session's start (${formatTimecode(start, rate)}).`,
    'Check the start timecode of the session, or of the list.',
  );
}

/** First sample of a timeline frame. */
export const sampleAt = (frame: number, { rate, sampleRate }: NoteClock): Samples =>
  framesToSamples(frame, rate, sampleRate);
