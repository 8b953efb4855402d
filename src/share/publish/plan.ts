/** What of a session is published, worked out without touching any audio. */
import {
  type Clip,
  FAMILIES,
  type FamilyName,
  longestTail,
  markersInOrder,
  type Session,
  type Space,
  type Stem,
  silencedBy,
  type Track,
  type Vca,
  vcasOver,
} from '../../session/index.ts';
import { type Manifest, SHARE_LIMITS } from '../schema/index.ts';

/** A stretch of the timeline, samples at the session rate. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Seconds before a range that are published with it, beside the longest reverb: dynamics and ducks hear what came before. */
const LEAD_SECONDS = 20;
/** Seconds behind a range that are published with it: lookahead and latency read ahead. */
const AHEAD_SECONDS = 1;

type Record_<Value> = Readonly<Record<string, Value>>;

function mapValues<Value>(record: Record_<Value>, change: (value: Value) => Value): Record_<Value> {
  return Object.fromEntries(Object.entries(record).map(([id, value]) => [id, change(value)]));
}

/** The session with no solo pressed: solos change what is listened to, not the mix. */
function withoutSolos(session: Session): Session {
  return {
    ...session,
    tracks: mapValues<Track>(session.tracks, (track) => ({
      ...track,
      strip: { ...track.strip, soloed: false },
    })) as Session['tracks'],
    families: Object.fromEntries(
      FAMILIES.map((name) => [name, { ...session.families[name], soloed: false }]),
    ) as unknown as Session['families'],
    vcas: mapValues<Vca>(session.vcas, (vca) => ({ ...vca, soloed: false })) as Session['vcas'],
    spaces: mapValues<Space>(session.spaces, (space) => ({ ...space, soloed: false })) as Session['spaces'],
  };
}

/** The session as it sounds when one family is soloed, its reverb with it. Keys of ducks and dynamics stay. */
export function soloedFamily(session: Session, name: FamilyName): Session {
  return {
    ...session,
    tracks: mapValues<Track>(session.tracks, (track) => ({
      ...track,
      strip: { ...track.strip, soloSafe: false },
    })) as Session['tracks'],
    families: { ...session.families, [name]: { ...session.families[name], soloed: true } },
  };
}

/** True if nothing but another edit lets a track sound: a mute with no automation behind it. */
function silent(session: Session, track: Track): boolean {
  if (silencedBy(session, track.id) === null) return false;
  const owners = [track, session.families[track.family], ...vcasOver(session, track.id)];
  return owners.every(({ lanes }) => (lanes as Record_<unknown>)['muted'] === undefined);
}

/**
 * The session as it is published: its solos lifted, without the clips that can't be heard in the range, without stems that neither
 * a clip nor a response asks for, and without scenes and notes, which are the composer's own. Places on the timeline stay. Pure.
 */
export function publishedSession(session: Session, range: Stretch): Session {
  const lifted = withoutSolos(session);
  const lead = Math.ceil((longestTail(session) + LEAD_SECONDS) * session.sampleRate);
  const from = range.start - lead;
  const to = range.end + AHEAD_SECONDS * session.sampleRate;
  const clips = Object.values<Clip>(lifted.clips).filter((clip) => {
    const track = lifted.tracks[clip.trackId];
    if (clip.muted || !track || silent(lifted, track)) return false;
    return clip.start < to && clip.start + clip.length > from;
  });
  const used = new Set<string>(clips.map(({ stemId }) => stemId));
  for (const { response } of Object.values<Space>(lifted.spaces)) if (response) used.add(response.stemId);
  return {
    ...lifted,
    scenes: {},
    reviewNotes: {},
    clips: Object.fromEntries(clips.map((clip) => [clip.id, clip])) as Session['clips'],
    stems: Object.fromEntries(
      Object.entries<Stem>(lifted.stems).filter(([id]) => used.has(id)),
    ) as Session['stems'],
  };
}

/** The stems of a published session, each file once. */
export const stemsOf = (published: Session): readonly Stem[] => [
  ...new Map(Object.values<Stem>(published.stems).map((stem) => [stem.sha256, stem])).values(),
];

/** Families that have something to play, in the order they are shown. */
export function familiesOf(published: Session): readonly FamilyName[] {
  const heard = new Set(
    Object.values<Clip>(published.clips).map(({ trackId }) => published.tracks[trackId]?.family),
  );
  return FAMILIES.filter((name) => heard.has(name));
}

/** Controls and marks that turn the direction of text, which names of mix links may not hold (schema/parts.ts). */
const UNFIT = /[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu;

/** A name as mix links take it. @param fallback stands where nothing is left */
export function fitName(name: string, fallback: string): string {
  const fit = name.normalize('NFC').replace(UNFIT, ' ').replace(/\s+/g, ' ').trim();
  const cut = fit
    .slice(0, SHARE_LIMITS.name)
    .replace(/[\ud800-\udbff]$/, '')
    .trim();
  return cut === '' ? fallback : cut;
}

/** Cues and markers of a session as a manifest names them: those that meet the range. */
export function spansOf(session: Session, range: Stretch): Pick<Manifest, 'cues' | 'markers'> {
  const met = markersInOrder(session).filter(
    ({ start, end }) => start < range.end && Math.max(end ?? start, start + 1) > range.start,
  );
  const spans = met.flatMap(({ kind, name, start, end }, index) =>
    end !== null && end > start && (kind === 'cue' || kind === 'range')
      ? [{ name: fitName(name, `Cue ${index + 1}`), start, end }]
      : [],
  );
  const points = met.flatMap(({ kind, name, start, end }, index) =>
    kind === 'marker' || kind === 'hit' || end === null
      ? [{ name: fitName(name, `Marker ${index + 1}`), at: start }]
      : [],
  );
  return { cues: spans.slice(0, SHARE_LIMITS.spans), markers: points.slice(0, SHARE_LIMITS.spans) };
}
