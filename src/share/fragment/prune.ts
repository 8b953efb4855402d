import type { Clip, Session, Space, Stem, Track, TrackId, Vca } from '../../session/index.ts';

/** Short names in the order of the long ones, so that nothing that goes by ids changes its order. */
function shortNames(ids: Iterable<string>, letter: string): ReadonlyMap<string, string> {
  const sorted = [...ids].sort((one, other) => (one < other ? -1 : 1));
  const width = Math.max(1, (sorted.length - 1).toString(36).length);
  return new Map(sorted.map((id, index) => [id, `${letter}${index.toString(36).padStart(width, '0')}`]));
}

/** Tracks with clips, and what their dynamics listen to: a key that never sounds is not the same as none. */
function keptTracks(session: Session, clips: readonly Clip[]): ReadonlySet<TrackId> {
  const kept = new Set<TrackId>(clips.map(({ trackId }) => trackId));
  // A set hands out what is added while it is walked.
  for (const id of kept) {
    const key = session.tracks[id]?.strip.dynamics.key;
    if (key && session.tracks[key]) kept.add(key);
  }
  return kept;
}

/**
 * What of a session is heard, under short ids: without clips that are muted, tracks without clips and keys, stems nobody reads, scenes,
 * markers, notes, groups, folders, paths as they were drawn, and the picture. It sounds the same to the bit.
 */
export function pruneSession(session: Session): Session {
  const clips = Object.values<Clip>(session.clips).filter(({ muted }) => !muted);
  const sounding = keptTracks(session, clips);
  const tracks = Object.values<Track>(session.tracks).filter(({ id }) => sounding.has(id));
  const spaces = Object.values<Space>(session.spaces);
  const read = new Set<string>(clips.map(({ stemId }) => stemId));
  for (const { response } of spaces) if (response) read.add(response.stemId);
  const stems = Object.values<Stem>(session.stems).filter(({ id }) => read.has(id));

  const trackNames = shortNames(sounding, 't');
  const stemNames = shortNames(read, 's');
  const spaceNames = shortNames(Object.keys(session.spaces), 'r');
  const vcaNames = shortNames(Object.keys(session.vcas), 'v');
  const clipNames = shortNames(
    clips.map(({ id }) => id),
    'c',
  );
  const rename = <Id extends string>(names: ReadonlyMap<string, string>, id: Id): Id =>
    (names.get(id) ?? id) as Id;
  const renameMaybe = <Id extends string>(names: ReadonlyMap<string, string>, id: Id | null): Id | null =>
    id === null ? null : rename(names, id);
  const byId = <Member extends { readonly id: string }>(members: readonly Member[]) =>
    Object.fromEntries(members.map((member) => [member.id, member])) as Record<Member['id'], Member>;

  return {
    ...session,
    id: 'm' as Session['id'],
    stems: byId(stems.map((stem) => ({ ...stem, id: rename(stemNames, stem.id) }))),
    tracks: byId(
      tracks.map((track) => ({
        ...track,
        id: rename(trackNames, track.id),
        vcaId: renameMaybe(vcaNames, track.vcaId),
        folderId: null,
        trajectories: [],
        sends: Object.fromEntries(
          Object.entries(track.sends).map(([space, send]) => [rename(spaceNames, space), send]),
        ) as Track['sends'],
        strip: {
          ...track.strip,
          dynamics: {
            ...track.strip.dynamics,
            key: renameMaybe(trackNames, track.strip.dynamics.key),
          },
        },
      })),
    ),
    trackOrder: session.trackOrder.filter((id) => sounding.has(id)).map((id) => rename(trackNames, id)),
    clips: byId(
      clips.map((clip) => ({
        ...clip,
        id: rename(clipNames, clip.id),
        trackId: rename(trackNames, clip.trackId),
        stemId: rename(stemNames, clip.stemId),
      })),
    ),
    vcas: byId(
      Object.values<Vca>(session.vcas).map((vca) => ({
        ...vca,
        id: rename(vcaNames, vca.id),
        parentId: renameMaybe(vcaNames, vca.parentId),
      })),
    ),
    spaces: byId(
      spaces.map((space) => ({
        ...space,
        id: rename(spaceNames, space.id),
        ownerVcaId: renameMaybe(vcaNames, space.ownerVcaId),
        response: space.response && {
          ...space.response,
          stemId: rename(stemNames, space.response.stemId),
        },
      })),
    ),
    groups: {},
    folders: {},
    scenes: {},
    markers: {},
    reviewNotes: {},
    picture: null,
  };
}
