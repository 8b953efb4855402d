import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FRAME_RATE_FACTS, FRAME_RATES, framesToSamples, samples } from '../../units/index.ts';
import { csvRows } from './csv-cells.ts';
import {
  NOTE_FILE_LIMITS,
  type NoteClock,
  type NoteMarker,
  readNotesCsv,
  readNotesEdl,
  writeNotesCsv,
  writeNotesEdl,
} from './index.ts';
import { asWritten, neutralised } from './neutralise.ts';
import { cleanNoteName, cleanNoteText } from './note-marker.ts';

const clocks: fc.Arbitrary<NoteClock> = fc
  .tuple(fc.constantFrom(...FRAME_RATES), fc.constantFrom(48_000, 96_000), fc.nat())
  .map(([rate, sampleRate, seed]) => ({
    rate,
    sampleRate,
    start: seed % FRAME_RATE_FACTS[rate].framesPerDay,
  }));

/** Texts as people and attackers write them: formulas, quotes, separators, lines, controls, other scripts. */
const fragment = fc.oneof(
  fc.constantFrom(
    '=1+1',
    '+',
    '-',
    '@SUM(A1)',
    "'",
    '"',
    ';',
    ',',
    '\t',
    '\n',
    '\r\n',
    ' ',
    '＝',
    '\u202e',
    '* LOC:',
    'RED ',
  ),
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.lorem({ maxCount: 4 }),
);
const texts = fc
  .array(fragment, { maxLength: 8 })
  .map((parts) => cleanNoteText(parts.join('')))
  .filter((text) => text !== '');
const names = fc
  .array(fragment, { maxLength: 4 })
  .map((parts) => cleanNoteName(parts.join('')).slice(0, 100))
  .map(cleanNoteName);

const notesFor = ({ rate, sampleRate }: NoteClock): fc.Arbitrary<readonly NoteMarker[]> => {
  const half = FRAME_RATE_FACTS[rate].framesPerDay / 2;
  return fc.array(
    fc
      .tuple(
        fc.nat(half - 2),
        fc.option(fc.integer({ min: 1, max: 5_000 })),
        names,
        names,
        fc.boolean(),
        texts,
      )
      .map(([frame, length, author, target, resolved, text]) => ({
        at: framesToSamples(frame, rate, sampleRate),
        end: length === null ? null : framesToSamples(Math.min(frame + length, half), rate, sampleRate),
        author,
        target,
        resolved,
        text,
      })),
    { maxLength: 12, minLength: 1 },
  );
};
const cases = clocks.chain((clock) => fc.tuple(fc.constant(clock), notesFor(clock)));

const clock24: NoteClock = { rate: '24', sampleRate: 48_000, start: 24 * 3600 };
const plain = (over: Partial<NoteMarker> = {}): NoteMarker => ({
  at: samples(48_000),
  end: null,
  author: 'Ada',
  target: 'Cello',
  resolved: false,
  text: 'Too loud here',
  ...over,
});

describe('notes as a table', () => {
  it('reads what it writes, at every rate, start and sample rate', () => {
    fc.assert(
      fc.property(cases, ([clock, notes]) => {
        const written = writeNotesCsv(notes, clock);
        if (!written.ok) throw new Error(written.message);
        expect(readNotesCsv(written.value, clock, 'notes.csv')).toEqual({
          ok: true,
          value: { notes, problems: [], leftOut: 0 },
        });
      }),
      { seed: 1, numRuns: 400 },
    );
  });

  it('writes one line a note, with in, out and duration as timecode', () => {
    const range = plain({
      at: samples(0),
      end: samples(96_000),
      resolved: true,
      text: 'Say "less",\nplease',
    });
    const written = writeNotesCsv([range, plain()], clock24);
    expect(written).toEqual({
      ok: true,
      value:
        '\ufeff"Name","Timecode In","Timecode Out","Duration","Author","Target","Status","Text"\r\n' +
        '"Say ""less"",","01:00:00:00","01:00:02:00","00:00:02:00","Ada","Cello","resolved","Say ""less"",\nplease"\r\n' +
        '"Too loud here","01:00:01:00","","","Ada","Cello","open","Too loud here"\r\n',
    });
  });

  it('writes the whole of a frame that is begun', () => {
    const written = writeNotesCsv([plain({ at: samples(1999), end: samples(2001) })], clock24);
    expect(written.ok && written.value.split('\r\n')[1]).toContain(
      '"01:00:00:00","01:00:00:02","00:00:00:02"',
    );
  });

  it('leaves no cell that a spreadsheet would run, whatever it cuts at', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const safe = neutralised(text);
        expect(asWritten(safe)).toBe(text);
        for (const cell of safe.split(/[;\t\r\n]/))
          expect(cell.replace(/^[ \u00a0"]+/, '')).not.toMatch(/^[=+\-@＝＋－＠]/);
      }),
      { seed: 2, numRuns: 2_000 },
    );
    const written = writeNotesCsv([plain({ text: '=HYPERLINK("http://x","y")', author: '@me' })], clock24);
    expect(written.ok && written.value).toContain(`"'@me"`);
    expect(written.ok && written.value).toContain(`"'=HYPERLINK(""http://x"",""y"")"`);
  });

  it('finds the columns of other programs by name, separated by semicolons or tabs', () => {
    const semicolons = 'Comment;Start;Duration\nlouder;01:00:01:00;12\nsofter;01:00:02:00;\n';
    expect(readNotesCsv(semicolons, clock24, 'a.csv')).toMatchObject({
      value: {
        notes: [
          { at: 48_000, end: 72_000, text: 'louder', author: '', resolved: false },
          { at: 96_000, end: null, text: 'softer' },
        ],
      },
    });
    const tabs = 'Marker Name\tIn\tOut\tNotes\tState\nReverb\t01:00:01:00\t01:00:01:00\ttoo long\tDone\n';
    expect(readNotesCsv(tabs, clock24, 'b.csv')).toMatchObject({
      value: { notes: [{ at: 48_000, end: null, text: 'Reverb: too long', resolved: true }] },
    });
  });

  it('leaves out lines it cannot read and says which, why and what to do', () => {
    const file = [
      'Timecode In,Timecode Out,Text',
      '01:00:00:24,,frame 24 of 24',
      '00:59:59:23,,early',
      '01:00:02:00,01:00:01:00,turned',
      '01:00:03:00,,',
      'soon,,no timecode',
      '01:00:04:00,,good',
    ].join('\n');
    const read = readNotesCsv(file, clock24, 'notes.csv');
    expect(read).toMatchObject({ ok: true, value: { notes: [{ text: 'good' }], leftOut: 5 } });
    expect(read.ok && read.value.problems.map(({ line, remedy }) => [line, remedy])).toEqual([
      [2, expect.stringContaining('frames to 23')],
      [3, 'Check the start timecode of the session, or of the list.'],
      [4, expect.stringContaining('Exchange')],
      [5, expect.stringContaining('Write what it says')],
      [6, expect.stringContaining('like 01:00:41:07')],
    ]);
  });

  it('refuses what is no table of notes, with its line', () => {
    const refused = (file: string) => readNotesCsv(file, clock24, 'x.csv');
    expect(refused('')).toMatchObject({ code: 'notes-form' });
    expect(refused('a,b\n1,2')).toMatchObject({
      code: 'notes-form',
      message: expect.stringContaining('line 1'),
    });
    expect(refused('In,Text\n01:00:00:00,"open')).toMatchObject({
      code: 'notes-form',
      message: expect.stringContaining('line 2'),
    });
    expect(refused('In,Text\n01:00:00:00,"a"b')).toMatchObject({ code: 'notes-form' });
    expect(refused(`In,Text\n${','.repeat(100)}`)).toMatchObject({ code: 'notes-form' });
    expect(refused(`In,Text${'\n01:00:00:00,x'.repeat(NOTE_FILE_LIMITS.notes + 1)}`)).toMatchObject({
      ok: false,
    });
    expect(refused('x'.repeat(NOTE_FILE_LIMITS.characters + 1))).toMatchObject({ code: 'notes-too-large' });
    expect(refused(`In,Text\n01:00:00:00,${'x'.repeat(NOTE_FILE_LIMITS.text + 1)}`)).toMatchObject({
      code: 'notes-none',
      message: expect.stringContaining('line 2'),
    });
  });

  it('never throws and never hangs on noise', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fragment, fc.constantFrom('01:00:00:00', 'In,Text\n'))),
        clocks,
        (parts, clock) => {
          const file = parts.join('');
          for (const read of [readNotesCsv, readNotesEdl])
            expect(typeof read(file, clock, 'noise').ok).toBe('boolean');
          expect(typeof csvRows(file, 'noise').ok).toBe('boolean');
        },
      ),
      { seed: 3, numRuns: 1_000 },
    );
  });
});

describe('notes as a CMX 3600 list', () => {
  it('reads what it writes, at every rate, start and sample rate', () => {
    fc.assert(
      fc.property(cases, ([clock, notes]) => {
        const written = writeNotesEdl(notes, clock, 'Reel 1');
        if (!written.ok) throw new Error(written.message);
        expect(readNotesEdl(written.value, clock, 'notes.edl')).toEqual({
          ok: true,
          value: { notes, problems: [], leftOut: 0 },
        });
      }),
      { seed: 4, numRuns: 400 },
    );
  });

  it('writes events with locators, and by FCM how frames are counted', () => {
    const dropping: NoteClock = { rate: '29.97df', sampleRate: 48_000, start: 107_892 };
    const written = writeNotesEdl(
      [plain({ at: samples(0), end: samples(96_000), resolved: true })],
      dropping,
      'R1',
    );
    expect(written.ok && written.value.split('\r\n')).toEqual([
      'TITLE: R1',
      'FCM: DROP FRAME',
      '',
      '001  BL       V     C        01:00:00;00 01:00:02;00 01:00:00;00 01:00:02;00',
      '* LOC: 01:00:00;00 GREEN   Too loud here',
      '* NOTE OUT: 01:00:02;00',
      '* NOTE AUTHOR: Ada',
      '* NOTE TARGET: Cello',
      '* NOTE STATUS: RESOLVED',
      '',
    ]);
    const plainList = writeNotesEdl([plain()], clock24, 'R1');
    expect(plainList.ok && plainList.value).toContain('FCM: NON-DROP FRAME\r\n');
  });

  it('reads locators of other programs, before, between and after their events', () => {
    const file = `TITLE: REEL 3
FCM: NON-DROP FRAME
* LOC: 01:00:01:00 red   VFX - fade in
001  A001C001 V     C        00:10:00:00 00:10:05:00 01:00:00:00 01:00:05:00
* FROM CLIP NAME:  A001C001.MOV
* LOC: 01:00:02:12 CYAN    HIT: door slams
M2   A001C001 025.0  00:10:00:00
* LOC: 01:00:03:00 no colour named
`;
    expect(readNotesEdl(file, clock24, 'avid.edl')).toMatchObject({
      ok: true,
      value: {
        notes: [
          { at: 48_000, end: null, text: 'VFX - fade in' },
          { at: 120_000, end: null, text: 'HIT: door slams' },
          { at: 144_000, text: 'no colour named' },
        ],
        leftOut: 0,
      },
    });
  });

  it('refuses a list that counts frames otherwise than the session', () => {
    const file = 'FCM: DROP FRAME\n* LOC: 01:00:01:00 RED x\n';
    expect(readNotesEdl(file, { ...clock24, rate: '29.97' }, 'a.edl')).toMatchObject({
      code: 'notes-count',
      message: expect.stringContaining('line 2'),
      remedy: expect.stringContaining('NON-DROP FRAME'),
    });
    expect(
      readNotesEdl('* LOC: 01:01:00;02 RED x\n', { ...clock24, rate: '29.97df' }, 'a.edl'),
    ).toMatchObject({
      ok: true,
    });
  });

  it('says the line of a locator that cannot be placed', () => {
    const file = 'FCM: NON-DROP FRAME\n\n* LOC: 01:00:00:99 RED x\n* LOC: 01:00:01:00 RED\n';
    expect(readNotesEdl(file, clock24, 'a.edl')).toMatchObject({
      code: 'notes-none',
      message: expect.stringContaining('a.edl, line 3'),
    });
  });

  it('holds 999 events and refuses more, which a table can hold', () => {
    expect(
      writeNotesEdl(
        Array.from({ length: 1_000 }, () => plain()),
        clock24,
        'x',
      ),
    ).toMatchObject({
      code: 'notes-too-many',
    });
  });

  it('says when timecode cannot place a note', () => {
    const far = plain({ at: samples(13 * 3600 * 48_000) });
    expect(writeNotesEdl([far], clock24, 'x')).toMatchObject({ code: 'notes-position' });
    expect(writeNotesCsv([far], clock24)).toMatchObject({ code: 'notes-position' });
  });
});
