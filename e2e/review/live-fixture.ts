/** A mix with stems, as publishing makes one: stems of known samples, proxies rendered by the core. Page side. */
import { loadEngineParts, startBounce } from '../../src/engine/browser.ts';
import { createWavWriter } from '../../src/formats/index.ts';
import {
  type Clip,
  type ClipId,
  countedIds,
  type FamilyName,
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
import type { Manifest } from '../../src/share/index.ts';
import { openStemHolder } from '../../src/stems/browser.ts';
import { type HeldStem, poolKey } from '../../src/stems/index.ts';
import { decibels, samples, TRACK_FORMATS, type TrackFormat } from '../../src/units/index.ts';
import { pulses, type Shelf, sha256Of } from './mix-fixture.ts';
import { encodeOpus } from './opus.ts';

const RATE = 48_000;

/** A track of the fixture. */
export interface FixtureTrack {
  readonly name: string;
  readonly family: FamilyName;
  readonly format: TrackFormat;
  readonly seed: number;
  readonly output?: Output;
  readonly faderDb?: number;
  /** How its stem travels. */
  readonly coding: 'f32' | 'opus';
}

/** Two tracks of music and one of effects that stands to the right. */
export const TRACKS: readonly FixtureTrack[] = [
  { name: 'Pad', family: 'music', format: 'stereo', seed: 1, coding: 'f32' },
  { name: 'Horn', family: 'music', format: 'mono', seed: 2, coding: 'f32' },
  {
    name: 'Door',
    family: 'effects',
    format: 'mono',
    seed: 3,
    coding: 'f32',
    output: plainObject({ x: 0.9, y: 0.2, z: 0.1 }, 0),
  },
];

interface MadeStem {
  readonly stem: Stem;
  readonly coded: Manifest['stems'][number];
  readonly held: HeldStem;
}

/** A published version of the fixture, and what the composer's render of it is. */
export interface MadeMix {
  readonly manifest: Manifest;
  /** Of the binaural render of all of it. */
  readonly rendered: readonly [Float32Array, Float32Array];
}

const interleave = (planes: readonly Float32Array[]): Float32Array<ArrayBuffer> => {
  const all = new Float32Array(planes.length * (planes[0]?.length ?? 0));
  planes.forEach((plane, channel) => {
    for (let n = 0; n < plane.length; n++) all[n * planes.length + channel] = plane[n] ?? 0;
  });
  return all;
};

function wavOf(planes: readonly Float32Array[]): Blob {
  const writer = createWavWriter({
    rate: RATE,
    channels: planes.length,
    coding: 'float32',
    frames: planes[0]?.length ?? 0,
  });
  const body = interleave(planes);
  writer.accept(body.byteLength);
  return new Blob([writer.header as Uint8Array<ArrayBuffer>, body]);
}

const bytesOf = async (blob: Blob): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await blob.arrayBuffer());

async function makeStem(
  shelf: Shelf,
  track: FixtureTrack,
  index: number,
  seconds: number,
): Promise<MadeStem> {
  const channels = TRACK_FORMATS[track.format].length;
  const planes = Array.from({ length: channels }, (_, channel) => pulses(seconds, 10 * track.seed + channel));
  const wav = wavOf(planes);
  const source = await sha256Of(await bytesOf(wav));
  const length = seconds * RATE;
  const all = planes.map((_, channel) => channel);
  const files =
    track.coding === 'opus'
      ? [
          new Blob([
            await encodeOpus(planes[0] ?? new Float32Array(0), planes[1] ?? planes[0] ?? new Float32Array(0)),
          ]),
        ]
      : [wav];
  const holder = openStemHolder();
  const request = {
    fileName: `${track.name}.wav`,
    channels,
    length,
    pcm: null,
    parts: files.map((file) => ({ file, channels: all, sha256: null })),
  };
  const unnamed = await holder.hold({ ...request, key: poolKey(source, RATE) });
  if (!unnamed.ok) throw new Error(unnamed.message);
  const pcm = await pcmHash(unnamed.value);
  holder.dispose();
  const blobs = await Promise.all(files.map(async (file) => shelf.put(await bytesOf(file))));
  return {
    stem: {
      id: `stem${index}` as StemId,
      sha256: source,
      fileName: `${track.name}.wav`,
      coding: 'WAV 32-bit float',
      bytes: wav.size,
      channels,
      length: samples(length),
      sourceRate: RATE,
      timeReference: null,
    },
    coded: {
      source,
      coding: track.coding,
      channels,
      length,
      pcm,
      parts: blobs.map((blob) => ({
        ...blob,
        type: track.coding === 'opus' ? ('audio/ogg' as const) : ('application/octet-stream' as const),
        channels: all,
      })),
    },
    held: unnamed.value,
  };
}

/** SHA-256 of a held stem's samples, read as they lie. */
async function pcmHash({ parts, channels, length }: HeldStem): Promise<string> {
  const [part] = parts;
  if (parts.length !== 1 || !part || part.format !== 'f32le') throw new Error('one part of floats');
  const bytes = new Uint8Array(length * channels * 4);
  let at = -part.offset;
  for (const piece of part.pieces) {
    const size = typeof piece === 'number' ? piece : piece.size;
    if (typeof piece !== 'number') {
      const whole = new Uint8Array(await piece.arrayBuffer());
      const from = Math.max(0, -at);
      bytes.set(whole.subarray(from, Math.min(size, bytes.length - at)), at + from);
    }
    at += size;
  }
  return sha256Of(bytes);
}

function sessionOf(tracks: readonly FixtureTrack[], made: readonly MadeStem[], seconds: number): Session {
  const base = newSession({ name: 'Fixture', sampleRate: RATE, frameRate: '24', ids: countedIds() });
  const byId: Record<string, Track> = {};
  const clips: Record<string, Clip> = {};
  const stems: Record<string, Stem> = {};
  tracks.forEach((track, index) => {
    const id = `track${index}` as TrackId;
    const { stem } = made[index] as MadeStem;
    stems[stem.id] = stem;
    byId[id] = {
      id,
      name: track.name,
      family: track.family,
      colour: null,
      format: track.format,
      strip: { ...plainStrip(), faderDb: decibels(track.faderDb ?? -6) },
      ...plainRouting(),
      output: track.output ?? plainBed(track.format),
      lanes: {},
    };
    const clipId = `clip${index}` as ClipId;
    clips[clipId] = {
      id: clipId,
      trackId: id,
      stemId: stem.id,
      name: track.name,
      channels: TRACK_FORMATS[track.format].map((_, channel) => channel),
      start: samples(0),
      sourceOffset: samples(0),
      length: samples(seconds * RATE),
      gainDb: decibels(0),
      fadeIn: noFade(),
      fadeOut: noFade(),
      muted: false,
    };
  });
  return { ...base, stems, tracks: byId, trackOrder: Object.keys(byId) as TrackId[], clips };
}

const solo = (session: Session, family: FamilyName): Session => ({
  ...session,
  families: { ...session.families, [family]: { ...session.families[family], soloed: true } },
});

async function render(
  session: Session,
  held: readonly HeldStem[],
  target: 'binaural' | '2.0',
  seconds: number,
): Promise<{ hash: string; planes: readonly [Float32Array, Float32Array] }> {
  const range = { from: 0, to: seconds * RATE };
  const started = await startBounce(
    { session, target, coding: 'float32', range, limit: false, held },
    { kind: 'temporary', name: 'render.wav' },
  );
  const done = started.ok ? await started.value.finished : started;
  if (!done.ok || !done.value.file) throw new Error(done.ok ? 'no file' : done.message);
  const bytes = await done.value.file.arrayBuffer();
  const floats = new Float32Array(bytes.slice(bytes.byteLength - 2 * 4 * seconds * RATE));
  const left = new Float32Array(seconds * RATE);
  const right = new Float32Array(seconds * RATE);
  for (let n = 0; n < left.length; n++) {
    left[n] = floats[2 * n] ?? 0;
    right[n] = floats[2 * n + 1] ?? 0;
  }
  return { hash: done.value.report.hash, planes: [left, right] };
}

/** Makes a version of the fixture. */
export async function makeMix(
  shelf: Shelf,
  seconds: number,
  tracks: readonly FixtureTrack[] = TRACKS,
): Promise<MadeMix> {
  const made = await Promise.all(tracks.map((track, index) => makeStem(shelf, track, index, seconds)));
  const session = sessionOf(tracks, made, seconds);
  const held = made.map(({ held }) => held);
  const parts = await loadEngineParts(RATE);
  if (!parts.ok) throw new Error(parts.message);
  const proxies: Manifest['proxies'][number][] = [];
  const length = seconds * RATE;
  const code = async (
    name: Manifest['proxies'][number]['name'],
    target: 'binaural' | '2.0',
    planes: readonly [Float32Array, Float32Array],
  ): Promise<void> => {
    const blob = await shelf.put(await encodeOpus(...planes));
    proxies.push({ ...blob, type: 'audio/ogg', name, target, length, integratedLkfs: null });
  };
  const whole = await render(session, held, 'binaural', seconds);
  await code('mix', 'binaural', whole.planes);
  await code('mix', '2.0', (await render(session, held, '2.0', seconds)).planes);
  for (const family of new Set(tracks.map(({ family }) => family)))
    await code(family, 'binaural', (await render(solo(session, family), held, 'binaural', seconds)).planes);
  const text = new TextEncoder().encode(serialiseSession(session));
  const manifest: Manifest = {
    format: 'scorestage-mix',
    version: 1,
    title: 'Fixture',
    core: parts.value.core,
    hrtf: parts.value.hearing,
    sampleRate: RATE,
    frames: { numerator: 24, denominator: 1, drop: false, origin: 0 },
    length,
    range: { start: 0, end: length },
    render: whole.hash,
    integratedLkfs: null,
    truePeakDb: null,
    cues: [],
    markers: [],
    proxies,
    picture: null,
    session: { ...(await shelf.put(text as Uint8Array<ArrayBuffer>)), type: 'application/json' },
    stems: made.map(({ coded }) => coded),
  };
  return { manifest, rendered: whole.planes };
}
