import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Writable } from 'node:stream';
import { createWavWriter, packInt24, writePackage } from '../../src/formats/index.ts';
import {
  type Clip,
  type ClipId,
  countedIds,
  newSession,
  noFade,
  type Output,
  plainBed,
  plainObject,
  plainRouting,
  plainStrip,
  type Session,
  type Stem,
  type StemId,
  serialiseSession,
  type Track,
  type TrackId,
} from '../../src/session/index.ts';
import {
  decibels,
  LAYOUT_SPEAKERS,
  type SpeakerLayout,
  samples,
  type TrackFormat,
} from '../../src/units/index.ts';
import { seededWords } from '../fixtures/large/seeded-words.ts';

const RATE = 48_000;

/** A 24-bit WAV of one second: noise in the first channel, silence in the second. */
function noiseWav(): Uint8Array<ArrayBuffer> {
  const writer = createWavWriter({ rate: RATE, channels: 2, coding: 'int24', frames: RATE });
  const next = seededWords(12);
  const plane = Int32Array.from({ length: RATE }, () => (next() % 2_000_000) - 1_000_000);
  const data = new Uint8Array(RATE * 6);
  packInt24([plane, new Int32Array(RATE)], RATE, data);
  const file = new Uint8Array(writer.header.length + data.length);
  file.set(writer.header);
  file.set(data, writer.accept(data.length));
  for (const { bytes, offset } of writer.finish()) file.set(bytes, offset);
  return file;
}

/**
 * A session that sends a second of noise to one speaker of a layout after another: an object where each speaker stands,
 * and a 5.1 bed track whose LFE alone is fed for the LFE.
 */
export function walkSession(layout: SpeakerLayout, wav: Uint8Array): Session {
  const ids = countedIds('walk-');
  const base = newSession({ name: 'Speaker walk', sampleRate: RATE, frameRate: '24', ids });
  const stem: Stem = {
    id: ids.stem(),
    sha256: createHash('sha256').update(wav).digest('hex'),
    fileName: 'noise.wav',
    coding: 'WAV 24-bit',
    bytes: wav.length,
    channels: 2,
    length: samples(RATE),
    sourceRate: RATE,
    timeReference: null,
  };
  const tracks: Record<TrackId, Track> = {};
  const clips: Record<ClipId, Clip> = {};
  const trackOrder: TrackId[] = [];
  LAYOUT_SPEAKERS[layout].forEach(({ label, room }, index) => {
    const format: TrackFormat = room ? 'mono' : '5.1';
    const output: Output = room ? plainObject(room) : plainBed(format);
    const [id, clipId] = [ids.track(), ids.clip()];
    trackOrder.push(id);
    tracks[id] = {
      id,
      name: label,
      family: 'effects',
      colour: null,
      format,
      strip: plainStrip(),
      ...plainRouting(),
      output,
      lanes: {},
    };
    clips[clipId] = {
      id: clipId,
      trackId: id,
      stemId: stem.id,
      name: label,
      channels: room ? [0] : [1, 1, 1, 0, 1, 1],
      start: samples(index * RATE),
      sourceOffset: samples(0),
      length: samples(RATE),
      gainDb: decibels(0),
      fadeIn: noFade(),
      fadeOut: noFade(),
      muted: false,
    };
  });
  return { ...base, stems: { [stem.id]: stem } as Record<StemId, Stem>, tracks, clips, trackOrder };
}

/** Writes the walk as a package. */
export async function writeWalkPackage(path: string, layout: SpeakerLayout): Promise<void> {
  const wav = noiseWav();
  const session = walkSession(layout, wav);
  const sha256 = createHash('sha256').update(wav).digest('hex');
  const written = await writePackage(
    {
      sessionJson: serialiseSession(session),
      assets: [{ kind: 'stem', sha256, extension: 'wav', content: new Blob([wav]) }],
    },
    Writable.toWeb(createWriteStream(path)) as WritableStream<Uint8Array>,
  );
  if (!written.ok) throw new Error(`${written.message} ${written.remedy}`);
}
