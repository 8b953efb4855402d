/** Reading the document: what follows from it, worked out once per version and shared by everyone. */
import { AUTOMATIC_TRIMS, MAX_OBJECTS, type Rendering } from '../units/index.ts';
import { own, totalObjects } from './invariants.ts';
import {
  type Clip,
  type Delivery,
  FAMILIES,
  type Marker,
  type Session,
  type SessionNote,
  type Track,
  type TrackId,
  type Vca,
  type VcaId,
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

const notesByTime = memo((notes: Session['reviewNotes']): readonly SessionNote[] =>
  Object.values<SessionNote>(notes).sort((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1)),
);

/** Review notes by start (then id). */
export const notesInOrder = (session: Pick<Session, 'reviewNotes'>): readonly SessionNote[] =>
  notesByTime(session.reviewNotes);

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
export type SilencedBy = 'mute' | 'family-mute' | 'vca-mute' | 'solo';

const NO_VCAS: readonly Vca[] = [];

/** Each VCA with those above it, nearest first. */
const vcaChains = memo((vcas: Session['vcas']): ReadonlyMap<VcaId, readonly Vca[]> => {
  const chains = new Map<VcaId, readonly Vca[]>();
  for (const vca of Object.values<Vca>(vcas)) {
    const chain: Vca[] = [];
    let at: Vca | undefined = vca;
    // A document has no circles; a draft being written may, and must not hang what reads it.
    while (at && !chain.includes(at)) {
      chain.push(at);
      at = at.parentId === null ? undefined : own<Vca>(vcas, at.parentId);
    }
    chains.set(vca.id, chain);
  }
  return chains;
});

/** A VCA and those above it, nearest first; none for null or an unknown one. */
export const vcasFrom = (session: Session, id: VcaId | null): readonly Vca[] =>
  id === null ? NO_VCAS : (vcaChains(session.vcas).get(id) ?? NO_VCAS);

/** The VCAs over a track, nearest first. */
export const vcasOver = (session: Session, trackId: TrackId): readonly Vca[] =>
  vcasFrom(session, own<Track>(session.tracks, trackId)?.vcaId ?? null);

const membersOfVcas = memo((vcas: Session['vcas']) =>
  memo((tracks: Session['tracks']) =>
    memo((order: Session['trackOrder']): ReadonlyMap<VcaId, readonly TrackId[]> => {
      const members = new Map<VcaId, TrackId[]>();
      for (const id of order) {
        const vcaId = tracks[id]?.vcaId ?? null;
        for (const vca of (vcaId !== null && vcaChains(vcas).get(vcaId)) || NO_VCAS) {
          const list = members.get(vca.id);
          if (list) list.push(id);
          else members.set(vca.id, [id]);
        }
      }
      return members;
    }),
  ),
);

const NO_TRACKS: readonly TrackId[] = [];

/** Tracks a VCA moves, in the order of the tracks: its own and those of the VCAs below it. */
export const vcaMembers = (session: Session, id: VcaId): readonly TrackId[] =>
  membersOfVcas(session.vcas)(session.tracks)(session.trackOrder).get(id) ?? NO_TRACKS;

/** Whether any solo at all is pressed, on tracks, families or VCAs. */
const soloState = memo((tracks: Session['tracks']) =>
  memo((families: Session['families']) =>
    memo(
      (vcas: Session['vcas']): boolean =>
        FAMILIES.some((name) => families[name].soloed) ||
        Object.values<Vca>(vcas).some(({ soloed }) => soloed) ||
        Object.values<Track>(tracks).some(({ strip }) => strip.soloed),
    ),
  ),
);

/** True while a track, family or VCA is soloed anywhere. */
export const anySolo = ({ tracks, families, vcas }: Session): boolean => soloState(tracks)(families)(vcas);

/**
 * What silences a track: its own mute first (also when soloed), then its family's, then that of a VCA over it, then solos
 * elsewhere. Solo is in place: while anything is soloed, only soloed tracks, tracks of soloed families, tracks under soloed
 * VCAs and solo-safe tracks sound.
 */
export function silencedBy(session: Session, trackId: TrackId): SilencedBy | null {
  const track = own<Track>(session.tracks, trackId);
  if (!track) return null;
  if (track.strip.muted) return 'mute';
  const family = session.families[track.family];
  if (family.muted) return 'family-mute';
  const over = vcasFrom(session, track.vcaId);
  if (over.some(({ muted }) => muted)) return 'vca-mute';
  const heard =
    track.strip.soloed ||
    track.strip.soloSafe ||
    family.soloed ||
    over.some(({ soloed }) => soloed) ||
    !anySolo(session);
  return heard ? null : 'solo';
}

/**
 * Level of a track with everything but its lanes: trim + fader, trim + fader of the family, faders of the VCAs over it, −∞
 * while silenced, in dB. For display; the engine uses `stripGain` and takes families and VCAs as controls of their own.
 */
export function effectiveLevelDb(session: Session, trackId: TrackId): number {
  const track = own<Track>(session.tracks, trackId);
  if (!track || silencedBy(session, trackId) !== null) return Number.NEGATIVE_INFINITY;
  const family = session.families[track.family];
  const strip = track.strip.trimDb + track.strip.faderDb + family.trimDb + family.faderDb;
  return vcasFrom(session, track.vcaId).reduce((sum, { faderDb }) => sum + faderDb, strip);
}

/** Gain of a track's fader, whatever is pressed. */
const ownGain = ({ strip }: Track, toGain: (levelDb: number) => number): number =>
  strip.faderDb === Number.NEGATIVE_INFINITY ? 0 : toGain(strip.faderDb);

/**
 * Linear gain of a track's strip behind its processors: its fader, 0 while muted or soloed out. Trim and polarity are ahead of them.
 * Families and VCAs are controls above it: their mutes and solos count here, so that silence is digital silence, their levels do
 * not. The single source of truth.
 * @param toGain decibels to linear gain; the engine passes the core's converter, whose bits agree on every machine
 * @returns 0 for an unknown track
 */
export function stripGain(session: Session, trackId: TrackId, toGain: (levelDb: number) => number): number {
  const track = own<Track>(session.tracks, trackId);
  return !track || silencedBy(session, trackId) !== null ? 0 : ownGain(track, toGain);
}

/**
 * Linear gain with which others hear a track as their key: that of its strip, but for solos, which change what is listened to and
 * not the mix. 0 while a mute silences it.
 */
export function keyGain(session: Session, trackId: TrackId, toGain: (levelDb: number) => number): number {
  const track = own<Track>(session.tracks, trackId);
  const silenced = silencedBy(session, trackId);
  return !track || (silenced !== null && silenced !== 'solo') ? 0 : ownGain(track, toGain);
}
