import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc32, decibels, samples } from '../units/index.ts';
import { plainObject } from './create.ts';
import { createDocument, type Recipe } from './document.ts';
import {
  applyRecords,
  createJournalFeed,
  decodeJournal,
  encodeRecord,
  type JournalRecord,
} from './journal-format.ts';
import { serialiseSession } from './parse.ts';
import { testSession } from './test-session.ts';
import type { ClipId, Session, TrackId } from './types.ts';

const join = (parts: readonly Uint8Array[]): Uint8Array => {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
};

/** A document at work with its journal and the canonical text of the document after each record. */
function recording() {
  const snapshot = testSession();
  const document = createDocument(snapshot);
  const parts: Uint8Array[] = [];
  const feed = createJournalFeed(document, (bytes) => parts.push(bytes));
  return { snapshot, document, feed, parts };
}

const setFader =
  (level: number): Recipe =>
  (draft) => {
    const track = draft.tracks['t-cello' as TrackId];
    if (track) track.strip.faderDb = decibels(level);
  };
const moveClip =
  (start: number): Recipe =>
  (draft) => {
    const clip = draft.clips['c-rain-1' as ClipId];
    if (clip) clip.start = samples(start);
  };
const dropMarkers: Recipe = (draft) => {
  for (const id of Object.keys(draft.markers)) Reflect.deleteProperty(draft.markers, id);
};

function replay(snapshot: Session, bytes: Uint8Array): Session {
  const result = applyRecords(snapshot, decodeJournal(bytes).records);
  if (!result.ok) throw new Error(result.message);
  return result.value;
}

describe('journal', () => {
  it('replays edits, −∞, undo, redo and finished gestures to the identical document', () => {
    const { snapshot, document, parts } = recording();
    document.transact('Fader', 'undoable', setFader(Number.NEGATIVE_INFINITY));
    document.transact('Markers', 'undoable', dropMarkers);
    document.undo();
    document.undo();
    document.redo();
    for (let start = 0; start < 100; start++) document.transact('Move', 'gesture', moveClip(start));
    document.commitGesture();
    expect(parts).toHaveLength(6);
    expect(serialiseSession(replay(snapshot, join(parts)))).toBe(serialiseSession(document.get()));
  });

  it('keeps the last flushed part of a gesture that a kill cut off', () => {
    const { snapshot, document, feed, parts } = recording();
    document.transact('Move', 'gesture', moveClip(100));
    document.transact('Move', 'gesture', moveClip(200));
    feed.flushGesture();
    feed.flushGesture();
    document.transact('Move', 'gesture', moveClip(300));
    expect(parts).toHaveLength(1);
    expect(replay(snapshot, join(parts)).clips['c-rain-1' as ClipId]?.start).toBe(200);
    document.commitGesture();
    expect(replay(snapshot, join(parts)).clips['c-rain-1' as ClipId]?.start).toBe(300);
  });

  it('takes back the flushed parts of a cancelled gesture', () => {
    const { snapshot, document, feed, parts } = recording();
    document.transact('Move', 'gesture', moveClip(100));
    feed.flushGesture();
    document.transact('Move', 'gesture', moveClip(200));
    document.cancelGesture();
    expect(serialiseSession(replay(snapshot, join(parts)))).toBe(serialiseSession(snapshot));
  });

  it('writes nothing for a gesture that changed nothing, and counts on from where it was told', () => {
    const document = createDocument(testSession());
    const records: JournalRecord[] = [];
    const feed = createJournalFeed(document, (_, record) => records.push(record), 41);
    document.transact('Fader', 'gesture', setFader(-3));
    document.transact('Fader', 'gesture', setFader(0));
    document.commitGesture();
    expect(records).toEqual([]);
    feed.markSnapshot('Saved');
    document.transact('Fader', 'undoable', setFader(-3));
    expect(records.map(({ sequence, kind }) => [sequence, kind])).toEqual([
      [42, 'snapshot'],
      [43, 'edit'],
    ]);
    feed.dispose();
    document.undo();
    expect(feed.sequence()).toBe(43);
  });
});

describe('a journal of version 1', () => {
  it('still plays on its migrated snapshot: outputs it put get the fields they lack', () => {
    const position = { x: 0.5, y: 0, z: 0 };
    const output = { kind: 'object', position, size: 0.2, spread: 0.1 };
    const record: JournalRecord = {
      sequence: 1,
      kind: 'edit',
      label: 'To object',
      patches: [
        { op: 'replace', path: ['tracks', 't-rain', 'output'], value: output },
        { op: 'replace', path: ['tracks', 't-rain', 'output', 'size'], value: 0.4 },
      ],
    };
    const session = replay(testSession(), encodeRecord(record));
    expect(session.tracks['t-rain' as TrackId]?.output).toEqual(plainObject(position, 0.4, 0.1));
  });
});

describe('damaged journals', () => {
  const { snapshot, document, parts } = recording();
  const states = [serialiseSession(snapshot)];
  for (let step = 1; step <= 12; step++) {
    document.transact(`Step ${step}`, 'undoable', step % 3 === 0 ? moveClip(step * 1000) : setFader(-step));
    states.push(serialiseSession(document.get()));
  }
  const whole = join(parts);

  it('recover from a cut at any byte to the last whole change and say what was dropped', () => {
    let sound = 0;
    let end = 0;
    for (let cut = 0; cut <= whole.length; cut++) {
      while (parts[sound] && end + (parts[sound]?.length ?? 0) <= cut) {
        end += parts[sound]?.length ?? 0;
        sound += 1;
      }
      const decoded = decodeJournal(whole.subarray(0, cut));
      expect(decoded.records).toHaveLength(sound);
      expect(decoded.validBytes).toBe(end);
      if (cut === end) expect(decoded.dropped).toBeNull();
      else {
        expect(decoded.dropped).toMatchObject({
          bytes: cut - end,
          lastLabel: sound === 0 ? null : `Step ${sound}`,
        });
      }
    }
    expect(serialiseSession(replay(snapshot, whole.subarray(0, whole.length - 1)))).toBe(states.at(-2));
  });

  it('never take a flipped bit for a change', () => {
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(7), (at, bit) => {
        const bytes = whole.slice();
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
        const { records, dropped, validBytes } = decodeJournal(bytes);
        expect(dropped).not.toBeNull();
        expect(validBytes).toBeLessThanOrEqual(at);
        expect(serialiseSession(replay(snapshot, bytes))).toBe(states[records.length]);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('survive any bytes at all', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (tail) => {
        const { records } = decodeJournal(join([whole, tail]));
        expect(records).toHaveLength(12);
      }),
      { seed: 2 },
    );
  });

  it('stop at a gap in the sequence and at a length that claims gigabytes', () => {
    const gap = join([...parts.slice(0, 3), ...parts.slice(4)]);
    expect(decodeJournal(gap)).toMatchObject({
      dropped: { reason: expect.stringContaining('5 follows change 3'), lastLabel: 'Step 3' },
    });
    const huge = new TextEncoder().encode('ffffffff 00000000 1 edit {}\n');
    expect(decodeJournal(huge)).toMatchObject({
      records: [],
      validBytes: 0,
      dropped: { bytes: huge.length },
    });
  });

  it('do not follow what a matching checksum hides', () => {
    const forge = (body: string) => {
      const bytes = new TextEncoder().encode(body);
      const hex = (value: number) => value.toString(16).padStart(8, '0');
      return join([
        new TextEncoder().encode(`${hex(bytes.length)} ${hex(crc32(bytes))} `),
        bytes,
        Uint8Array.of(10),
      ]);
    };
    for (const body of [
      '',
      '1 edit',
      '1 party {"label":"","patches":[]}',
      '1 edit {"label":1,"patches":[]}',
      '1 edit {"label":"","patches":[{"op":"move","path":[]}]}',
      '1 edit {"label":"","patches":[{"op":"add","path":[{}],"value":1}]}',
      '1 edit {"__proto__":{},"label":"","patches":[]}',
    ]) {
      expect(decodeJournal(forge(body))).toMatchObject({
        records: [],
        dropped: { reason: 'a change cannot be understood' },
      });
    }
  });

  it('are refused when they belong to another session or bring invalid values', () => {
    const record = (patches: JournalRecord['patches']): JournalRecord => ({
      sequence: 1,
      kind: 'edit',
      label: 'x',
      patches,
    });
    const tryOut = (patches: JournalRecord['patches']) =>
      applyRecords(snapshot, decodeJournal(encodeRecord(record(patches))).records);
    expect(tryOut([{ op: 'remove', path: ['clips', 'c-unknown'] }])).toMatchObject({
      code: 'journal-mismatch',
    });
    expect(tryOut([{ op: 'replace', path: ['sampleRate'], value: 44_100 }])).toMatchObject({
      code: 'journal-mismatch',
      message: expect.stringContaining('sampleRate must be one of'),
    });
    expect(tryOut([{ op: 'replace', path: ['__proto__'], value: 1 }])).toMatchObject({
      code: 'journal-mismatch',
    });
  });
});
