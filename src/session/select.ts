/** Reading the document: what follows from it, worked out once per version and shared by everyone. */
import { AUTOMATIC_TRIMS, MAX_OBJECTS, type Rendering } from '../units/index.ts';
import { own, totalObjects } from './invariants.ts';
import {
  type Clip,
  type Delivery,
  FAMILIES,
  type FamilyName,
  type Marker,
  type Session,
  type Track,
  type TrackId,
} from './types.ts';

/** Remembers an answer per immutable part of the document; forgotten with it. */
function memo<Key extends object, Answer>(work: (key: Key) => Answer): (key: Key) => Answer {
  const known = new WeakMap<Key, { readonly answer: Answer }>();
  return (key) => {
    const found = known.get(key);
    if (found) return found.answer;
    const answer = work(key);
    known.set(key, { answer });
    return answer;
  };
}

/** How the session is rendered: its downmixes, and the trims in force. The same object while its delivery is. */
export const renderingOf: (delivery: Delivery) => Rendering = memo(
  ({ downmix51, downmix20, trimMode, trims }: Delivery) => ({
    downmix51,
    downmix20,
    trims: trimMode === 'automatic' ? AUTOMATIC_TRIMS : trims,
  }),
);

const NO_CLIPS: readonly Clip[] = [];

/** Clips of each track by start, then id. */
const clipsByTrack = memo((clips: Session['clips']): ReadonlyMap<TrackId, readonly Clip[]> => {
  const lists = new Map<TrackId, Clip[]>();
  for (const clip of Object.values<Clip>(clips)) {
    const list = lists.get(clip.trackId);
    if (list) list.push(clip);
    else lists.set(clip.trackId, [clip]);
  }
  for (const list of lists.values()) list.sort((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1));
  return lists;
});

/** A track's clips by start; equal lists of later versions are the same array, so identity tells a change. */
const lastLists = new WeakMap<Track, readonly Clip[]>();

/** Clips of a track in order of start (then id). The array stays the same object while the track and its clips do. */
export function clipsOfTrack(session: Session, trackId: TrackId): readonly Clip[] {
  const list = clipsByTrack(session.clips).get(trackId) ?? NO_CLIPS;
  const track = own<Track>(session.tracks, trackId);
  if (!track) return list;
  const last = lastLists.get(track);
  if (last && last.length === list.length && last.every((clip, index) => clip === list[index])) return last;
  lastLists.set(track, list);
  return list;
}

const orderedTracks = memo((tracks: Session['tracks']) =>
  memo((order: Session['trackOrder']): readonly Track[] => order.flatMap((id) => tracks[id] ?? [])),
);

/** Tracks from top to bottom. */
export const tracksInOrder = (session: Session): readonly Track[] =>
  orderedTracks(session.tracks)(session.trackOrder);

const markersByTime = memo((markers: Session['markers']): readonly Marker[] =>
  Object.values<Marker>(markers).sort((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1)),
);

/** Markers by start (then id). */
export const markersInOrder = (session: Session): readonly Marker[] => markersByTime(session.markers);

/** The first marker that starts after a position, null at the end. */
export const nextMarker = (session: Session, position: number): Marker | null =>
  markersInOrder(session).find(({ start }) => start > position) ?? null;

/** The last marker that starts before a position, null at the start. */
export const previousMarker = (session: Session, position: number): Marker | null =>
  markersInOrder(session).findLast(({ start }) => start < position) ?? null;

const objects = memo(totalObjects);

/** Objects in use: one per mono, two per stereo object track. */
export const objectCount = (session: Session): number => objects(session.tracks);

/** Objects still free of the session's 118. */
export const freeObjects = (session: Session): number => MAX_OBJECTS - objectCount(session);

const lastSample = memo((clips: Session['clips']): number =>
  Object.values<Clip>(clips).reduce((end, { start, length }) => Math.max(end, start + length), 0),
);

/** Where the last clip ends, timeline samples; 0 for an empty session. */
export const sessionEnd = (session: Session): number => lastSample(session.clips);

/** Why a track does not sound, null if it does. */
export type SilencedBy = 'mute' | 'family-mute' | 'solo';

/** Families with a solo pressed on them, and whether any solo at all is. */
const soloState = memo((tracks: Session['tracks']) =>
  memo((families: Session['families']) => {
    const soloedFamilies = new Set<FamilyName>(FAMILIES.filter((name) => families[name].soloed));
    const any = soloedFamilies.size > 0 || Object.values<Track>(tracks).some(({ strip }) => strip.soloed);
    return { any, soloedFamilies };
  }),
);

/** True while a track or family is soloed anywhere. */
export const anySolo = (session: Session): boolean => soloState(session.tracks)(session.families).any;

/**
 * What silences a track: its own mute first (also when soloed), then its family's, then solos elsewhere. Solo is in
 * place: while any track or family is soloed, only soloed tracks, tracks of soloed families and solo-safe tracks sound.
 */
export function silencedBy(session: Session, trackId: TrackId): SilencedBy | null {
  const track = own<Track>(session.tracks, trackId);
  if (!track) return null;
  if (track.strip.muted) return 'mute';
  if (session.families[track.family].muted) return 'family-mute';
  const { any, soloedFamilies } = soloState(session.tracks)(session.families);
  const heard = !any || track.strip.soloed || track.strip.soloSafe || soloedFamilies.has(track.family);
  return heard ? null : 'solo';
}

/**
 * Level of a track with everything but its ride lane: trim + fader + family fader, −∞ while silenced, in dB.
 * For display; the engine uses `effectiveGain`.
 */
export function effectiveLevelDb(session: Session, trackId: TrackId): number {
  const track = own<Track>(session.tracks, trackId);
  if (!track || silencedBy(session, trackId) !== null) return Number.NEGATIVE_INFINITY;
  return track.strip.trimDb + track.strip.faderDb + session.families[track.family].faderDb;
}

/**
 * Linear gain of a track: trim × polarity × fader × family, 0 while muted or soloed out. The single source of truth.
 * @param toGain decibels to linear gain; the engine passes the core's converter, whose bits agree on every machine
 * @returns negative where the polarity is inverted; 0 for an unknown track
 */
export function effectiveGain(
  session: Session,
  trackId: TrackId,
  toGain: (levelDb: number) => number,
): number {
  const levelDb = effectiveLevelDb(session, trackId);
  if (levelDb === Number.NEGATIVE_INFINITY) return 0;
  const gain = toGain(levelDb);
  return own<Track>(session.tracks, trackId)?.strip.polarityInverted ? -gain : gain;
}
