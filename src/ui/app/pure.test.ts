import { describe, expect, test } from 'vitest';
import {
  addClip,
  addStem,
  addTrack,
  countedIds,
  createDocument,
  newSession,
  plainBed,
  type Session,
} from '../../session/index.ts';
import { PEAK_LEVELS } from '../../stems/index.ts';
import { samples } from '../../units/index.ts';
import { keyFromEvent } from '../commands/keys.ts';
import { byFirstSound } from './demo.ts';
import { safeFileName } from './files.ts';
import { drawLevel } from './peak-source.ts';
import { playableSession } from './playable.ts';

/** Two stems; the second sounds first. */
function twoStems(): Session {
  const ids = countedIds();
  const document = createDocument(newSession({ name: 'Scene', sampleRate: 48_000, frameRate: '24', ids }));
  document.transact('fill', 'silent', (draft) => {
    for (const [index, start] of [96_000, 0].entries()) {
      const track = ids.track();
      const stem = ids.stem();
      addStem(draft, {
        id: stem,
        sha256: String(index).repeat(64),
        fileName: `stem ${index}.wav`,
        coding: 'WAV 24-bit',
        bytes: 1000,
        channels: 1,
        length: samples(48_000),
        sourceRate: 48_000,
        timeReference: null,
      });
      addTrack(draft, {
        id: track,
        name: `stem ${index}`,
        family: 'music',
        format: 'mono',
        output: plainBed('mono'),
      });
      addClip(draft, { id: ids.clip(), trackId: track, stemId: stem, start: samples(start) });
    }
  });
  return document.get();
}

describe('what the engine may play', () => {
  test('is the document itself once all audio is here', () => {
    const session = twoStems();
    expect(playableSession(session, new Set())).toBe(session);
  });

  test('leaves out clips whose stem is still on its way, and nothing else', () => {
    const session = twoStems();
    const view = playableSession(session, new Set(['0'.repeat(64)]));
    expect(Object.values(view.clips)).toHaveLength(1);
    expect(view.tracks).toBe(session.tracks);
    expect(view.stems).toBe(session.stems);
  });
});

test('the demo fetches first what is heard first', () => {
  expect(byFirstSound(twoStems()).map(({ fileName }) => fileName)).toEqual(['stem 1.wav', 'stem 0.wav']);
});

test('no waveform is drawn from more bins than a strip may hold', () => {
  const twoHours = 2 * 3600 * 48_000;
  for (const zoom of [0.1, 1, 300, 5000, 1e6]) {
    const level = drawLevel(zoom, twoHours);
    expect(twoHours / (PEAK_LEVELS[level] ?? 1)).toBeLessThanOrEqual(400_000);
  }
  expect(drawLevel(300, 48_000)).toBe(0);
});

test.each([
  ['a/b\\c:d', 'a-b-c-d'],
  ['..', 'Untitled'],
  ['  The Door  ', 'The Door'],
  ['x\u0000y', 'x-y'],
])('the file name %j becomes %j', (name, expected) => {
  expect(safeFileName(name)).toBe(expected);
});

test('a pressed key is written in the grammar of the table', () => {
  const event = { key: '', code: '', shiftKey: false, altKey: false, ctrlKey: false, metaKey: false };
  expect(keyFromEvent({ ...event, key: 'Shift', shiftKey: true }, false)).toBeNull();
  expect(keyFromEvent({ ...event, key: 'q', code: 'KeyQ' }, false)).toBe('q');
  expect(keyFromEvent({ ...event, key: 'Q', code: 'KeyQ', shiftKey: true }, false)).toBe('Shift+q');
  expect(keyFromEvent({ ...event, key: '%', code: 'Digit5', shiftKey: true }, false)).toBe('[Shift]+%');
  expect(keyFromEvent({ ...event, key: 'k', code: 'KeyK', ctrlKey: true }, false)).toBe('$mod+k');
  expect(keyFromEvent({ ...event, key: 'ß', code: 'KeyS', altKey: true }, false)).toBe('Alt+KeyS');
  expect(keyFromEvent({ ...event, key: ' ', code: 'Space' }, false)).toBe('Space');
});
