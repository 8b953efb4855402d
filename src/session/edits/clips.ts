import {
  decibels,
  type FrameRate,
  framesToSamples,
  samples,
  samplesToFrames,
  TRACK_FORMATS,
} from '../../units/index.ts';
import { noFade } from '../create.ts';
import type { SessionDraft } from '../document.ts';
import { clampLevel, clampTime, clampTo, cleanName, LIMITS, RANGES } from '../limits.ts';
import { barPosition, meterAt, samplesToTicks, ticksPerBeat, ticksToSamples } from '../tempo.ts';
import type { ClipId, Fade, Session, StemId, TrackId } from '../types.ts';
import {
  type ClipDraft,
  clipOf,
  clipsOf,
  copyClip,
  type Refusal,
  roomFor,
  stemOf,
  trackOf,
} from './draft.ts';
import { carryLanes, clearLanes } from './follow-clips.ts';

/** A clip to be made. */
export interface NewClip {
  readonly id: ClipId;
  readonly trackId: TrackId;
  readonly stemId: StemId;
  /** Default: the stem's file name. */
  readonly name?: string;
  /** Stem channel of each track channel; default the first ones, the last repeated where the stem has fewer. */
  readonly channels?: readonly number[];
  /** Timeline samples. */
  readonly start: number;
  /** Samples of the stem skipped; default 0. */
  readonly sourceOffset?: number;
  /** Default: to the stem's end. */
  readonly length?: number;
}

/** Places a stretch of a stem on a track, held inside the stem. Passed over if stem or track are gone or the stem is empty. */
export function addClip(draft: SessionDraft, clip: NewClip): Refusal {
  const full = roomFor(draft, 'clips', 1);
  if (full) return full;
  const track = trackOf(draft, clip.trackId);
  const stem = stemOf(draft, clip.stemId);
  if (!track || !stem || stem.length < 1 || clipOf(draft, clip.id)) return null;
  const last = stem.channels - 1;
  const offset = Math.min(clampTime(clip.sourceOffset ?? 0), stem.length - 1);
  const length = Math.max(1, Math.min(clampTime(clip.length ?? stem.length), stem.length - offset));
  draft.clips[clip.id] = {
    id: clip.id,
    trackId: track.id,
    stemId: stem.id,
    name: cleanName(clip.name ?? stem.fileName) || 'Clip',
    channels: TRACK_FORMATS[track.format].map((_, index) =>
      clampTo([0, last], Math.round(clip.channels?.[index] ?? Math.min(index, last))),
    ),
    start: samples(Math.min(clampTime(clip.start), LIMITS.time - length)),
    sourceOffset: samples(offset),
    length: samples(length),
    gainDb: decibels(0),
    fadeIn: noFade(),
    fadeOut: noFade(),
    muted: false,
  };
  return null;
}

/** Where clips are moved to. */
export interface ClipMove {
  /** Later (+) or earlier (−), samples. All clips move together: none before 0. */
  readonly by: number;
  /** Tracks downwards (+) or upwards (−); only done if every clip lands on a track of its own format. Default 0. */
  readonly rows?: number;
  /** What the track's lanes do under the clips goes with them (see `carryLanes`). Default false. */
  readonly withLanes?: boolean;
}

/** How clips that are copied or deleted deal with the lanes of their tracks. */
export interface LaneFollowing {
  /** The lanes under the clips are copied, or cleared, with them. Default false. */
  readonly withLanes?: boolean;
}

/** Moves clips in time and across tracks, keeping their distances. */
export function moveClips(
  draft: SessionDraft,
  ids: readonly ClipId[],
  { by, rows = 0, withLanes = false }: ClipMove,
): Refusal {
  const clips = clipsOf(draft, ids);
  if (clips.length === 0) return null;
  const earliest = Math.min(...clips.map(({ start }) => start));
  const latest = Math.max(...clips.map(({ start, length }) => start + length));
  const step = Math.max(-earliest, Math.min(LIMITS.time - latest, Math.round(by) || 0));
  const homes = rows === 0 ? null : rowsFrom(draft, clips, Math.round(rows));
  const before = clips.map(({ trackId, start, length }) => ({ trackId, start, length }));
  for (const [index, clip] of clips.entries()) {
    clip.start = samples(clip.start + step);
    const home = homes?.[index];
    if (home) clip.trackId = home;
  }
  if (!withLanes) return null;
  const homeByTrack = new Map(
    before.map(({ trackId }, index) => [trackId, homes?.[index] ?? trackId] as const),
  );
  return carryLanes(draft, before, {
    by: step,
    homeOf: (from) => homeByTrack.get(from) ?? from,
    leave: 'hold',
  });
}

/** The track of each clip so many rows further, or null unless all of them can go. */
function rowsFrom(draft: SessionDraft, clips: readonly ClipDraft[], rows: number): readonly TrackId[] | null {
  const homes: TrackId[] = [];
  for (const clip of clips) {
    const home = draft.trackOrder[draft.trackOrder.indexOf(clip.trackId) + rows];
    if (!home || trackOf(draft, home)?.format !== trackOf(draft, clip.trackId)?.format) return null;
    homes.push(home);
  }
  return homes;
}

/** Steps by which clips are nudged. */
export const NUDGE_UNITS = ['frame', 'quarter-frame', '10ms', 'sample', 'beat'] as const;
export type NudgeUnit = (typeof NUDGE_UNITS)[number];

/**
 * Samples of a number of nudges from a place on the timeline. Frames and beats go from edge to edge of their grid, so
 * that ten nudges of a frame are ten frames also at rates where a frame is no whole number of samples.
 * @param count steps; negative is earlier
 */
export function nudgeSamples(
  session: Pick<Session, 'frameRate' | 'sampleRate' | 'tempo'>,
  unit: NudgeUnit,
  count: number,
  from: number,
): number {
  const { frameRate, sampleRate, tempo } = session;
  switch (unit) {
    case 'sample':
      return count;
    case '10ms':
      return roundEvenly((count * sampleRate) / 100);
    case 'frame':
      return frameStep(frameRate, sampleRate, count, from);
    case 'quarter-frame':
      return roundEvenly(frameStep(frameRate, sampleRate, count, from) / 4);
    case 'beat': {
      const tick = samplesToTicks(tempo, sampleRate, from);
      const beat = ticksPerBeat(meterAt(tempo, barPosition(tempo, tick).bar));
      return ticksToSamples(tempo, sampleRate, tick + count * beat) - from;
    }
  }
}

/** Rounds halves away from 0, so that a step back undoes a step forth. */
const roundEvenly = (value: number): number => Math.sign(value) * Math.round(Math.abs(value));

function frameStep(rate: FrameRate, sampleRate: number, count: number, from: number): number {
  const frame = samplesToFrames(from, rate, sampleRate);
  return framesToSamples(frame + count, rate, sampleRate) - framesToSamples(frame, rate, sampleRate);
}

/** Nudges clips together by a number of units, reckoned from the earliest. */
export function nudgeClips(
  draft: SessionDraft,
  ids: readonly ClipId[],
  unit: NudgeUnit,
  count: number,
  { withLanes = false }: LaneFollowing = {},
): Refusal {
  const starts = clipsOf(draft, ids).map(({ start }) => start);
  if (starts.length === 0) return null;
  return moveClips(draft, ids, { by: nudgeSamples(draft, unit, count, Math.min(...starts)), withLanes });
}

/** Shortens fades to the clip: the fade-in first keeps what it has. */
function holdFades(clip: ClipDraft): void {
  clip.fadeIn.length = samples(Math.min(clip.fadeIn.length, clip.length));
  clip.fadeOut.length = samples(Math.min(clip.fadeOut.length, clip.length - clip.fadeIn.length));
}

/** Moves a clip's first sample to a timeline position; what is heard stays where it is. Held by the stem's start and the clip's end. */
export function trimClipStart(draft: SessionDraft, id: ClipId, to: number): Refusal {
  const clip = clipOf(draft, id);
  if (!clip) return null;
  const earliest = Math.max(0, clip.start - clip.sourceOffset);
  const step = Math.max(earliest, Math.min(clip.start + clip.length - 1, clampTime(to))) - clip.start;
  clip.start = samples(clip.start + step);
  clip.sourceOffset = samples(clip.sourceOffset + step);
  clip.length = samples(clip.length - step);
  holdFades(clip);
  return null;
}

/** Moves a clip's end to a timeline position, held by the clip's start and the stem's end. */
export function trimClipEnd(draft: SessionDraft, id: ClipId, to: number): Refusal {
  const clip = clipOf(draft, id);
  const stem = clip && stemOf(draft, clip.stemId);
  if (!clip || !stem) return null;
  const longest = Math.min(stem.length - clip.sourceOffset, LIMITS.time - clip.start);
  clip.length = samples(Math.max(1, Math.min(longest, clampTime(to) - clip.start)));
  holdFades(clip);
  return null;
}

/**
 * Splits the clips that sound at a timeline position; the parts play as the whole did, except that a fade the cut goes
 * through ends or begins at the cut. @param newId ids for the right parts
 */
export function splitClips(
  draft: SessionDraft,
  ids: readonly ClipId[],
  at: number,
  newId: () => ClipId,
): Refusal {
  const cut = clampTime(at);
  const split = clipsOf(draft, ids).filter(({ start, length }) => cut > start && cut < start + length);
  const full = roomFor(draft, 'clips', split.length);
  if (full) return full;
  for (const clip of split) {
    const left = cut - clip.start;
    const right = copyClip(clip);
    right.id = newId();
    right.start = samples(cut);
    right.sourceOffset = samples(clip.sourceOffset + left);
    right.length = samples(clip.length - left);
    right.fadeIn = noFade();
    clip.length = samples(left);
    clip.fadeOut = noFade();
    holdFades(clip);
    holdFades(right);
    draft.clips[right.id] = right;
  }
  return null;
}

/** Sets a clip's fade, held so that both fades fit into the clip. */
export function setFade(draft: SessionDraft, id: ClipId, side: 'in' | 'out', fade: Partial<Fade>): Refusal {
  const clip = clipOf(draft, id);
  if (!clip) return null;
  const [own, other] = side === 'in' ? [clip.fadeIn, clip.fadeOut] : [clip.fadeOut, clip.fadeIn];
  if (fade.length !== undefined)
    own.length = samples(Math.min(clampTime(fade.length), clip.length - other.length));
  if (fade.shape !== undefined) own.shape = fade.shape;
  return null;
}

/** Sets the gain of clips, −∞ or clamped to −144…+24 dB. */
export function setClipGain(draft: SessionDraft, ids: readonly ClipId[], gainDb: number): Refusal {
  for (const clip of clipsOf(draft, ids)) clip.gainDb = decibels(clampLevel(RANGES.clipGainDb, gainDb));
  return null;
}

/** Mutes or unmutes clips. */
export function setClipsMuted(draft: SessionDraft, ids: readonly ClipId[], muted: boolean): Refusal {
  for (const clip of clipsOf(draft, ids)) clip.muted = muted;
  return null;
}

/** Renames a clip; an empty name is passed over. */
export function renameClip(draft: SessionDraft, id: ClipId, name: string): Refusal {
  const clip = clipOf(draft, id);
  if (clip) clip.name = cleanName(name) || clip.name;
  return null;
}

/**
 * Duplicates clips on their tracks. @param newId ids for the copies, asked in the order of `ids`
 * @param by distance of the copies, samples; default the length of the whole selection, so they follow it
 */
export function duplicateClips(
  draft: SessionDraft,
  ids: readonly ClipId[],
  newId: () => ClipId,
  by?: number,
  { withLanes = false }: LaneFollowing = {},
): Refusal {
  const clips = clipsOf(draft, ids);
  if (clips.length === 0) return null;
  const full = roomFor(draft, 'clips', clips.length);
  if (full) return full;
  const earliest = Math.min(...clips.map(({ start }) => start));
  const latest = Math.max(...clips.map(({ start, length }) => start + length));
  const step = Math.max(-earliest, Math.min(LIMITS.time - latest, Math.round(by ?? latest - earliest) || 0));
  for (const clip of clips) {
    const copy = copyClip(clip);
    copy.id = newId();
    copy.start = samples(clip.start + step);
    draft.clips[copy.id] = copy;
  }
  return withLanes ? carryLanes(draft, clips, { by: step, leave: 'copy' }) : null;
}

/** Deletes clips; their stems stay. */
export function deleteClips(
  draft: SessionDraft,
  ids: readonly ClipId[],
  { withLanes = false }: LaneFollowing = {},
): Refusal {
  const gone = clipsOf(draft, ids).map(({ id, trackId, start, length }) => ({ id, trackId, start, length }));
  for (const { id } of gone) delete draft.clips[id];
  return withLanes ? clearLanes(draft, gone) : null;
}
