import {
  type Clip,
  type ClipId,
  FORMAT_VERSION,
  type LanePoint,
  type LaneTarget,
  type Marker,
  type MarkerId,
  type Output,
  plainDelivery,
  plainFamily,
  plainObject,
  plainRouting,
  plainStrip,
  type Session,
  type SessionId,
  type Stem,
  type StemId,
  type Track,
  type TrackId,
} from '../../../src/session/index.ts';
import { decibels, type Samples, samples, TRACK_FORMATS, ticks } from '../../../src/units/index.ts';
import { FRAME_SAMPLES, MOMENTS, START_FRAMES } from '../plan.ts';
import { BARS, TEMPOS } from '../score/time.ts';
import type { PlacedLine } from '../sound/voices.ts';
import type { Sound } from '../sound/wav.ts';
import { cutClips, type PlannedClip } from './clips.ts';
import { CUES, SCORE_MOVES } from './cues.ts';
import { glide, type PlainLanePoint, ride, type SpokenSpan, together } from './rides.ts';
import type { ClipWindow, TrackPlan } from './track-plan.ts';
import { TRACKS } from './tracks.ts';

/** An encoded stem and what it decodes to. */
export interface StemFile {
  readonly file: string;
  readonly fileName: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly length: number;
  readonly sound: Sound;
}

/** An encoded picture. */
export interface PictureFile {
  readonly fileName: string;
  readonly sha256: string;
  readonly bytes: number;
}

const at = (frame: number): Samples => samples(frame * FRAME_SAMPLES);
const root = (file: string): string => file.replace(/^(mx|dx|fx|amb)-/, '');

/** Frames the music gives way in: the spoken lines, trimmed of their reverberation. */
function spokenSpans(lines: readonly PlacedLine[]): SpokenSpan[] {
  return lines.map(({ start, length }) => ({
    from: Math.round(start / FRAME_SAMPLES),
    to: Math.round((start + length * 0.82) / FRAME_SAMPLES),
  }));
}

function windowsOf(plan: TrackPlan): readonly ClipWindow[] {
  if (plan.windows) return plan.windows;
  return CUES.map(({ number, title, from, to }) => ({
    name: `${number} ${title}`,
    from,
    to,
    gainDb: plan.cueGains?.[number] ?? 0,
    // The lamp takes the sound with it: two frames.
    ...(to === MOMENTS.lampDies ? { fadeOut: 2 } : {}),
    // The note may not begin before the look: one frame of fade covers the bow's noise.
    ...(number === '1m4' ? { fadeIn: 1 } : {}),
  }));
}

function lineClips(lines: readonly PlacedLine[]): PlannedClip[] {
  return lines.map(({ line, start, length }) => ({
    name: line.text,
    start,
    length,
    gainDb: 0,
    fadeIn: 240,
    fadeOut: Math.min(2400, length),
  }));
}

function outputOf({ output }: TrackPlan): Output {
  if (output.kind === 'object') {
    return {
      ...plainObject({ x: output.x, y: output.y, z: output.z }, output.size, output.spread),
    };
  }
  return {
    kind: 'bed',
    pan: output.pan ?? 0,
    width: output.width ?? 1,
    frontBack: output.frontBack ?? 1,
    height: output.height ?? 0,
    rotationDeg: 0,
    divergence: 0,
    binaural: 'mid',
    lfeDb: decibels(output.lfeDb ?? Number.NEGATIVE_INFINITY),
  };
}

function lanesOf(plan: TrackPlan, speech: readonly SpokenSpan[]): Track['lanes'] {
  const lanes: Partial<Record<LaneTarget, readonly LanePoint[]>> = {};
  const toLane = (points: readonly PlainLanePoint[]): LanePoint[] =>
    points.map((point) => ({ ...point, time: samples(point.time) }));
  if (plan.moves || plan.dipDb || plan.pullBack) {
    const own = plan.moves ?? [[0, 0]];
    const moves = plan.family === 'music' ? together(own, SCORE_MOVES) : own;
    const points = ride({ moves, dipDb: plan.dipDb ?? 0, speech, pullBack: plan.pullBack ?? false });
    lanes.rideDb = toLane(points);
  }
  for (const target of ['pan', 'width', 'frontBack', 'height', 'x', 'y', 'z', 'size'] as const) {
    const points = plan.lanes?.[target];
    if (points) lanes[target] = toLane(glide(points));
  }
  return lanes;
}

function markers(): Marker[] {
  const list: Omit<Marker, 'id'>[] = CUES.map(({ number, title, from, to }) => ({
    kind: 'cue' as const,
    name: `${number} ${title}`,
    start: at(number === '1m4' ? MOMENTS.look : from),
    end: at(number === '1m4' ? MOMENTS.scare : to),
  }));
  const point = (kind: 'marker' | 'hit', name: string, frame: number): void =>
    void list.push({ kind, name, start: at(frame), end: null });
  point('marker', 'Title', 84);
  point('hit', 'Knock', 531);
  point('hit', 'Door opens', MOMENTS.doorOpens);
  point('marker', 'Storm', MOMENTS.storm);
  point('hit', 'Lamp dies', MOMENTS.lampDies);
  list.push({ kind: 'range', name: 'Silence', start: at(MOMENTS.lampDies), end: at(MOMENTS.look) });
  point('hit', 'The look: solo cello', MOMENTS.look);
  list.push({ kind: 'range', name: 'Pull-back', start: at(MOMENTS.pullBackStart), end: at(MOMENTS.scare) });
  point('hit', 'The wave', MOMENTS.scare);
  point('marker', 'Dark return', MOMENTS.darkReturn);
  point('hit', 'Match', MOMENTS.match);
  point('hit', 'Lamp lit', MOMENTS.relit);
  point('marker', 'Dawn', MOMENTS.dawn);
  return list.map((marker, index) => ({ ...marker, id: `m-${index + 1}` as MarkerId }));
}

/** Builds the session document of the demo from its finished files. */
export function buildSession(
  stemFiles: readonly StemFile[],
  lines: readonly PlacedLine[],
  picture: PictureFile,
): Session {
  const speech = spokenSpans(lines);
  const stems: Record<StemId, Stem> = {};
  const tracks: Record<TrackId, Track> = {};
  const clips: Record<ClipId, Clip> = {};
  for (const plan of TRACKS) {
    const file = stemFiles.find((stem) => stem.file === plan.file);
    if (!file) throw new Error(`no stem was rendered for ${plan.name}`);
    const stemId = `a-${root(plan.file)}` as StemId;
    const trackId = `t-${root(plan.file)}` as TrackId;
    stems[stemId] = {
      id: stemId,
      sha256: file.sha256,
      fileName: file.fileName,
      coding: 'Ogg Opus',
      bytes: file.bytes,
      channels: file.sound.length,
      length: samples(file.length),
      sourceRate: 48_000,
      timeReference: null,
    };
    tracks[trackId] = {
      id: trackId,
      name: plan.name,
      family: plan.family,
      colour: null,
      format: plan.format,
      strip: { ...plainStrip(), faderDb: decibels(plan.faderDb) },
      ...plainRouting(),
      output: outputOf(plan),
      lanes: lanesOf(plan, speech),
    };
    const own =
      plan.family === 'dialogue'
        ? lineClips(lines.filter(({ line }) => line.who === root(plan.file)))
        : cutClips(file.sound, windowsOf(plan));
    own.forEach((planned, index) => {
      const id = `c-${root(plan.file)}-${index + 1}` as ClipId;
      clips[id] = {
        id,
        trackId,
        stemId,
        name: planned.name,
        channels: TRACK_FORMATS[plan.format].map((_, channel) => channel),
        start: samples(planned.start),
        sourceOffset: samples(planned.start),
        length: samples(planned.length),
        gainDb: decibels(planned.gainDb),
        fadeIn: { length: samples(planned.fadeIn), shape: 'equal-power' },
        fadeOut: {
          length: samples(planned.fadeOut),
          shape: planned.fadeOut > 9600 ? 'equal-power' : 's-curve',
        },
        muted: false,
      };
    });
  }
  return {
    formatVersion: FORMAT_VERSION,
    id: 's-the-lighthouse' as SessionId,
    name: 'The Lighthouse',
    sampleRate: 48_000,
    frameRate: '24',
    startFrames: START_FRAMES,
    tempo: {
      origin: samples(0),
      tempos: TEMPOS.map(({ tick, bpm }) => ({ at: ticks(tick), bpm: Math.round(bpm * 1e6) / 1e6 })),
      meters: BARS.flatMap((bar, index) => {
        const before = BARS[index - 1];
        return before?.numerator === bar.numerator && before.denominator === bar.denominator
          ? []
          : [{ bar: index, numerator: bar.numerator, denominator: bar.denominator }];
      }),
    },
    stems,
    tracks,
    trackOrder: TRACKS.map(({ file }) => `t-${root(file)}` as TrackId),
    clips,
    families: {
      music: plainFamily(),
      dialogue: plainFamily(),
      effects: plainFamily(),
      ambience: plainFamily(),
    },
    vcas: {},
    groups: {},
    folders: {},
    spaces: {},
    scenes: {},
    reviewNotes: {},
    markers: Object.fromEntries(markers().map((marker) => [marker.id, marker])),
    loop: { start: at(MOMENTS.window), end: at(MOMENTS.darkReturn), enabled: false },
    delivery: plainDelivery(),
    picture: { ...picture, mediaType: 'video/webm', start: samples(0) },
  };
}
