/** Sessions and stems for the engine's tests: audio in memory whose samples follow from a formula. */
import { beforeAll } from 'vitest';
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
  type Track,
  type TrackId,
} from '../session/index.ts';
import { poolKey, type StemReader } from '../stems/index.ts';
import { decibels, type Result, samples, TRACK_FORMATS, type TrackFormat } from '../units/index.ts';
import type { BounceHost } from './bounce/bounce-session.ts';
import { loadNodeEngine, type NodeEngine } from './node.ts';
import { poolKeyId } from './stream/stream-program.ts';

export const RATE = 48_000;

/** A stem whose every sample is a fixed mix of two tones and noise drawn from its place. */
export function toneReader(seed: number, channels: number, length: number): StemReader {
  const sample = (channel: number, frame: number): number => {
    const noise = (Math.imul(frame + 1, 0x9e3779b1) ^ Math.imul(seed * 31 + channel + 1, 0x85ebca6b)) >>> 8;
    const ramp = ((frame * (7 + seed + 3 * channel)) % 480) / 480 - 0.5;
    return Math.fround(0.2 * ramp + 0.1 * (noise / 2 ** 24 - 0.5));
  };
  return {
    channels,
    length,
    decodedThrough: () => length,
    read(start, frames, wanted, into) {
      wanted.forEach((channel, index) => {
        const target = into[index];
        if (!target) return;
        for (let n = 0; n < frames; n++) {
          const frame = start + n;
          target[n] = frame >= 0 && frame < length ? sample(channel, frame) : 0;
        }
      });
    },
    close: () => undefined,
  };
}

/** What a test track is made of. */
export interface TestTrack {
  readonly name: string;
  readonly format: TrackFormat;
  readonly family?: FamilyName;
  readonly output?: Output;
  readonly lanes?: Track['lanes'];
  readonly faderDb?: number;
  /** Clips as [start, length, source offset]. */
  readonly clips: readonly (readonly [number, number, number])[];
}

/** A session of tracks, each with a stem of its own. */
export function testSession(tracks: readonly TestTrack[], stemFrames = 10 * RATE): Session {
  const base = newSession({ name: 'test', sampleRate: RATE, frameRate: '24', ids: countedIds() });
  const stems: Record<string, Stem> = {};
  const byId: Record<string, Track> = {};
  const clips: Record<string, Clip> = {};
  const order: TrackId[] = [];
  tracks.forEach((track, index) => {
    const channels = TRACK_FORMATS[track.format].length;
    const stem: Stem = {
      id: `stem${index}` as StemId,
      sha256: index.toString(16).padStart(64, '0'),
      fileName: `${track.name}.wav`,
      coding: 'WAV 24-bit',
      bytes: stemFrames * channels * 3,
      channels,
      length: samples(stemFrames),
      sourceRate: RATE,
      timeReference: null,
    };
    const id = `track${index}` as TrackId;
    stems[stem.id] = stem;
    order.push(id);
    byId[id] = {
      id,
      name: track.name,
      family: track.family ?? 'music',
      colour: null,
      format: track.format,
      strip: { ...plainStrip(), faderDb: decibels(track.faderDb ?? 0) },
      ...plainRouting(),
      output: track.output ?? plainBed(track.format),
      lanes: track.lanes ?? {},
    };
    track.clips.forEach(([start, length, sourceOffset], clip) => {
      const clipId = `clip${index}-${clip}` as ClipId;
      clips[clipId] = {
        id: clipId,
        trackId: id,
        stemId: stem.id,
        name: track.name,
        channels: TRACK_FORMATS[track.format].map((_, channel) => channel),
        start: samples(start),
        sourceOffset: samples(sourceOffset),
        length: samples(length),
        gainDb: decibels(0),
        fadeIn: { length: samples(Math.min(500, length >> 1)), shape: 'equal-power' },
        fadeOut: noFade(),
        muted: false,
      };
    });
  });
  return { ...base, stems, tracks: byId, trackOrder: order, clips };
}

/** Opens a session's stems as tones. */
export function toneStems(session: Session): BounceHost['openStem'] {
  const readers = new Map(
    Object.values<Stem>(session.stems).map((stem, index) => [
      poolKeyId(poolKey(stem.sha256, session.sampleRate)),
      () => toneReader(index, stem.channels, stem.length),
    ]),
  );
  return async (key): Promise<Result<StemReader>> => {
    const make = readers.get(poolKeyId(key));
    if (!make) throw new RangeError('the test has no such stem');
    return { ok: true, value: make() };
  };
}

/** A session that uses most of what a strip can do: bed and objects, lanes, overlapping clips, several families. */
export function richSession(): Session {
  const point = (time: number, value: number, curve: 'linear' | 'hold' | 's-curve' = 'linear') => ({
    time: samples(time),
    value,
    curve,
  });
  return testSession([
    {
      name: 'strings',
      format: 'stereo',
      clips: [
        [0, 2 * RATE, 100],
        [RATE + 333, 2 * RATE, 50_000],
      ],
      lanes: { rideDb: [point(0, -6), point(RATE, 0, 's-curve'), point(2 * RATE, -12)] },
    },
    { name: 'choir', format: '5.1', faderDb: -3, clips: [[1000, 3 * RATE, 0]] },
    { name: 'voice', format: 'mono', family: 'dialogue', clips: [[RATE >> 1, RATE, 7]] },
    {
      name: 'gulls',
      format: 'mono',
      family: 'ambience',
      output: plainObject({ x: -1, y: 0.5, z: 1 }, 0.3),
      lanes: { x: [point(0, -1), point(3 * RATE, 1)], z: [point(RATE, 1, 'hold'), point(2 * RATE, 0)] },
      clips: [[0, 3 * RATE, 999]],
    },
    {
      name: 'pulse',
      format: 'stereo',
      family: 'effects',
      output: plainObject({ x: 0, y: -0.5, z: 0.2 }, 0, 0.6),
      clips: [[12_345, RATE, 0]],
    },
    { name: 'room', format: '7.1.2', family: 'ambience', faderDb: -8, clips: [[0, 3 * RATE, 12_000]] },
  ]);
}

/** The engine as loaded before the tests of a file. */
export function nodeEngine(): () => NodeEngine {
  let engine: NodeEngine | null = null;
  beforeAll(async () => {
    engine = await loadNodeEngine();
  });
  return () => {
    if (!engine) throw new TypeError('the engine is loaded before the tests');
    return engine;
  };
}
