import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AuditionSource } from '../../engine/browser.ts';
import type { HeldSound } from '../../engine/index.ts';
import {
  FAMILIES,
  type Output,
  RANGES,
  type Session,
  type Track,
  type TrackId,
} from '../../session/index.ts';
import { decibels, type RenderTarget, type TrackFormat } from '../../units/index.ts';
import { shuffled } from '../kit/shuffled.ts';
import { placeLoudnessDb } from './place-loudness.ts';
import { soundSession } from './sound-session.ts';

/** Names of the places a placement can be held in. */
export const SLOTS = ['A', 'B', 'C', 'D'] as const;

/** What is being auditioned. Never part of the document: neither undo nor the journal sees it. */
export interface AuditionState {
  readonly track: TrackId | null;
  /** What is listened to in its place; null is the track's own clips. */
  readonly source: AuditionSource | null;
  /** What the engine holds of it: the source's samples, or those of the source before while they are made. */
  readonly sound: HeldSound | null;
  /** The source chosen last is not there yet. */
  readonly making: boolean;
  /** What A to D hold. */
  readonly placements: readonly (Output | null)[];
  /** Slot that is heard; null hears the track as it stands in the mix. */
  readonly heard: number | null;
  /** Slot to be heard from the next beat on. */
  readonly next: number | null;
  readonly matched: boolean;
  readonly onBeat: boolean;
  /** Slots in the order they are offered in, under numbers; null while one can see what is what. */
  readonly blind: readonly number[] | null;
  /** Only the track is heard. */
  readonly alone: boolean;
}

export type AuditionStore = StoreApi<AuditionState>;

/** Nothing is auditioned. */
export const idleAudition: AuditionState = {
  track: null,
  source: null,
  sound: null,
  making: false,
  placements: [null, null, null, null],
  heard: null,
  next: null,
  matched: true,
  onBeat: false,
  blind: null,
  alone: false,
};

/** Begins anew with a track (or none), listening to what was listened to before. */
export const startOver = (
  { source, sound, making }: AuditionState,
  track: TrackId | null,
): AuditionState => ({
  ...idleAudition,
  track,
  source,
  sound,
  making,
});

/** Makes the audition of a workspace. */
export const createAuditionStore = (): AuditionStore => createStore<AuditionState>(() => idleAudition);

/** Slots that hold something. */
export const filledSlots = ({ placements }: Pick<AuditionState, 'placements'>): readonly number[] =>
  placements.flatMap((output, slot) => (output ? [slot] : []));

/** Holds a placement in a slot (null empties it). What was heard there goes on to be heard. */
export function holdPlacement(
  state: AuditionState,
  slot: number,
  output: Output | null,
): Partial<AuditionState> {
  const placements = state.placements.map((before, index) => (index === slot ? output : before));
  const gone = output === null;
  return {
    placements,
    heard: gone && state.heard === slot ? null : state.heard,
    next: gone && state.next === slot ? null : state.next,
    // Whoever changes a placement knows it.
    blind: null,
  };
}

/** Shuffles the filled slots under numbers. `random` gives numbers in [0, 1). */
export function goBlind(state: AuditionState, random: () => number): Partial<AuditionState> {
  return { blind: shuffled(filledSlots(state), random), heard: null, next: null };
}

/** Lanes that move a track, and would move it away from a placement. */
export const PLACE_LANES = ['pan', 'width', 'frontBack', 'height', 'x', 'y', 'z', 'size'] as const;

/** True if automation moves the track. */
export const hasPlaceLanes = (track: Track): boolean =>
  PLACE_LANES.some((target) => (track.lanes[target]?.length ?? 0) > 0);

/** dB a slot is turned by, so that it is as loud as the quietest placement held. 0 where nothing is matched. */
export function matchDb(
  state: AuditionState,
  slot: number,
  trackFormat: TrackFormat,
  target: RenderTarget,
): number {
  const own = state.placements[slot];
  if (!state.matched || !own) return 0;
  const format = state.source === null ? trackFormat : 'mono';
  const loudness = state.placements.flatMap((output) =>
    output ? [placeLoudnessDb(output, format, target)] : [],
  );
  return Math.min(...loudness) - placeLoudnessDb(own, format, target);
}

/**
 * The session as the engine plays it while a placement is heard: the track's output replaced, the automation of its place at rest,
 * its level matched through the trim; or a sound alone at the placement. The same object when nothing is auditioned. Pure.
 */
export function auditioned(session: Session, state: AuditionState, target: RenderTarget): Session {
  const { track: id, heard, placements, source, sound } = state;
  const track = id === null ? undefined : session.tracks[id];
  const output = heard === null ? null : placements[heard];
  if (source !== null) {
    if (heard === null || !output || sound?.sampleRate !== session.sampleRate) return session;
    return soundSession(session, sound, output, matchDb(state, heard, 'mono', target));
  }
  // A track sent elsewhere meanwhile keeps where it was sent.
  if (id === null || heard === null || !track || !output || output.kind !== track.output.kind) return session;
  const lanes = { ...track.lanes };
  for (const lane of PLACE_LANES) delete lanes[lane];
  const [least, most] = RANGES.trimDb;
  const wanted = track.strip.trimDb + matchDb(state, heard, track.format, target);
  const trimDb = Math.min(most, Math.max(least, wanted));
  const changed: Track = { ...track, output, lanes, strip: { ...track.strip, trimDb: decibels(trimDb) } };
  const tracks = { ...session.tracks, [id]: changed };
  return state.alone ? alone({ ...session, tracks }, id) : { ...session, tracks };
}

/** The session with nothing but one track to be heard, whatever else is soloed or keeps sounding. */
function alone(session: Session, id: TrackId): Session {
  const tracks = { ...session.tracks };
  for (const other of session.trackOrder) {
    const track = tracks[other];
    if (track && other !== id) tracks[other] = { ...track, strip: { ...track.strip, muted: true } };
    else if (track) tracks[other] = { ...track, strip: { ...track.strip, muted: false, soloed: true } };
  }
  const families = { ...session.families };
  for (const name of FAMILIES) families[name] = { ...families[name], muted: false, soloed: false };
  return { ...session, tracks, families };
}
