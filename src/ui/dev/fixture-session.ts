import {
  addClip,
  addMarker,
  addStem,
  addTrack,
  countedIds,
  createDocument,
  type FamilyName,
  type LanePoint,
  newSession,
  type Output,
  plainBed,
  plainObject,
  type SessionDocument,
  setLane,
  setStrip,
  trackOwner,
} from '../../session/index.ts';
import { decibels, fail, samples, type TrackFormat } from '../../units/index.ts';

const RATE = 48_000;
const object = (x: number, y: number, z: number, size = 0.1, spread = 0): Output =>
  plainObject({ x, y, z }, size, spread);

type Row = readonly [
  name: string,
  family: FamilyName,
  format: TrackFormat,
  faderDb: number,
  output: Output | null,
];

const ROWS: readonly Row[] = [
  ['High strings', 'music', 'stereo', -2.1, null],
  ['Low strings', 'music', 'stereo', -2.6, null],
  ['Winds', 'music', 'stereo', -3.8, null],
  ['Brass', 'music', 'stereo', -5, null],
  ['Perc hi', 'music', 'stereo', -5.5, null],
  ['Perc lo', 'music', 'stereo', -5, { ...plainBed('stereo'), lfeDb: decibels(-12) }],
  ['Choir', 'music', 'quad', -4.5, { ...plainBed('quad'), height: 0.5 }],
  ['Solo cello', 'music', 'mono', -0.7, object(-0.32, 0.84, 0.18, 0.15)],
  ['Piano', 'music', 'stereo', -7.4, null],
  ['Pad', 'music', 'stereo', -6.2, object(0.6, -0.2, 0.55, 0.3, 0.4)],
  ['Mara', 'dialogue', 'mono', -0.2, null],
  ['Keeper', 'dialogue', 'mono', -0.2, null],
  ['Sea', 'ambience', 'stereo', -6.9, null],
  ['Door', 'effects', 'mono', -3.8, object(0.62, 0.96, 0.05, 0.05)],
  ['Gulls', 'ambience', 'mono', -8, object(0.2, -0.5, 0.95, 0.2)],
];

const point = (seconds: number, value: number): LanePoint => ({
  time: samples(seconds * RATE),
  value,
  curve: 's-curve',
});

/** A session of `count` strips shaped like the demo, for development. */
export function fixtureDocument(count: number): SessionDocument {
  const ids = countedIds('f');
  const document = createDocument(
    newSession({ name: 'The Lighthouse', sampleRate: RATE, frameRate: '24', ids }),
  );
  document.transact('fixture', 'silent', (draft) => {
    for (let index = 0; index < count; index++) {
      const row = ROWS[index % ROWS.length];
      if (!row) continue;
      const [base, family, format, faderDb, output] = row;
      const name = index < ROWS.length ? base : `${base} ${Math.floor(index / ROWS.length) + 1}`;
      const track = ids.track();
      const stem = ids.stem();
      const channels = { mono: 1, stereo: 2, quad: 4 }[format as 'mono' | 'stereo' | 'quad'] ?? 2;
      addStem(draft, {
        id: stem,
        sha256: index.toString(16).padStart(64, '0'),
        fileName: `${name}.wav`,
        coding: 'WAV 24-bit',
        bytes: 1_000_000,
        channels,
        length: samples(110 * RATE),
        sourceRate: RATE,
        timeReference: null,
      });
      const refused = addTrack(draft, {
        id: track,
        name,
        family,
        format,
        output: output ?? plainBed(format),
      });
      if (refused) return fail(refused.code, refused.message, refused.remedy);
      setStrip(draft, track, { faderDb: decibels(faderDb) });
      const spans: readonly (readonly [number, number])[] =
        family === 'dialogue'
          ? [
              [12, 9],
              [33, 6],
              [52, 11],
            ]
          : family === 'effects'
            ? [
                [40, 5],
                [61, 4],
              ]
            : [
                [1 + (index % 5), 40],
                [47, 42],
              ];
      for (const [start, length] of spans) {
        addClip(draft, {
          id: ids.clip(),
          trackId: track,
          stemId: stem,
          name,
          start: samples(start * RATE),
          sourceOffset: samples(start * RATE),
          length: samples(length * RATE),
        });
      }
      if (base === 'Solo cello')
        setLane(draft, trackOwner(track), 'rideDb', [
          point(20, 0),
          point(26, -9),
          point(29, -9),
          point(36, 2),
        ]);
    }
    addMarker(draft, {
      id: ids.marker(),
      kind: 'cue',
      name: '2m4 “The Door” v3',
      start: 10 * RATE,
      end: 44 * RATE,
    });
    addMarker(draft, { id: ids.marker(), kind: 'hit', name: 'latch', start: 41 * RATE });
    return undefined;
  });
  return document;
}
