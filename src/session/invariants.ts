/** What must hold between the parts of a document, beyond the shape of each. */
import * as v from 'valibot';
import { FRAME_RATE_FACTS, MAX_OBJECTS, TRACK_FORMATS } from '../units/index.ts';
import { type Fault, fault, firstFault, own } from './fault.ts';
import { laneSetFault, lanesFault } from './lane-rules.ts';
import { LIMITS } from './limits.ts';
import type { Patch } from './patches.ts';
import { routingFault } from './routing-rules.ts';
import { describeIssue, issuePath, partSchemas } from './schema.ts';
import type { Clip, Marker, Session, SessionNote, Track } from './types.ts';

const RECORDS = [
  'stems',
  'tracks',
  'clips',
  'markers',
  'reviewNotes',
  'vcas',
  'groups',
  'folders',
  'spaces',
  'scenes',
] as const;
type RecordName = (typeof RECORDS)[number];

export { type Fault, own } from './fault.ts';

/** Objects a track takes of the session's 118: none in the bed, one for mono, two for stereo. */
export const trackObjects = (track: Pick<Track, 'output' | 'format'>): number =>
  track.output.kind === 'object' ? TRACK_FORMATS[track.format].length : 0;

/** Objects of the whole session. */
export const totalObjects = (tracks: Session['tracks']): number =>
  Object.values<Track>(tracks).reduce((sum, track) => sum + trackObjects(track), 0);

/**
 * The first broken rule of a whole document whose parts have the right shape, or null.
 * Cost is in proportion to the document.
 */
export function sessionFault(session: Session): Fault | null {
  for (const name of RECORDS) {
    const count = Object.keys(session[name]).length;
    if (count > LIMITS[name])
      return fault(name, `must not have more than ${LIMITS[name]} members, has ${count}`);
    for (const [key, member] of Object.entries<{ readonly id: string }>(session[name])) {
      if (key !== member.id) return fault(`${name}.${key}.id`, 'must equal the key it is stored under');
    }
  }
  for (const track of Object.values<Track>(session.tracks)) {
    const found = trackFault(track);
    if (found) return found;
  }
  return (
    lanesFault(session) ??
    firstFault(Object.values<Clip>(session.clips), (clip) => clipFault(session, clip)) ??
    firstFault(Object.values<Marker>(session.markers), markerFault) ??
    firstFault(Object.values<SessionNote>(session.reviewNotes), noteFault) ??
    orderFault(session) ??
    objectsFault(session) ??
    routingFault(session) ??
    settingsFault(session)
  );
}

/**
 * The first rule broken by a change, looking only at what the patches touched (shape and relations), or null.
 * The document before the change is taken to be valid.
 */
export function changeFault(session: Session, patches: readonly Patch[]): Fault | null {
  const touched: Touched = {
    stems: new Set(),
    tracks: new Set(),
    clips: new Set(),
    markers: new Set(),
    reviewNotes: new Set(),
    vcas: new Set(),
    groups: new Set(),
    folders: new Set(),
    spaces: new Set(),
    scenes: new Set(),
    homes: new Set(),
    fields: new Set(),
  };
  let routed = false;
  for (const { path } of patches) {
    const [top, id, field] = path;
    const record = RECORDS.find((name) => name === top);
    if (!record) touched.fields.add(String(top));
    else if (typeof id !== 'string') return fault(String(top), 'must be changed member by member');
    else {
      touched[record].add(id);
      if (record === 'tracks' && (field === undefined || field === 'format' || field === 'output'))
        touched.homes.add(id);
      routed ||= ROUTED.has(record) && (field === undefined || ROUTES.has(String(field)));
    }
  }
  return (
    shapeFault(session, touched) ??
    firstFault(patches, (patch) => laneSetFault(session, patch.path)) ??
    relationFault(session, touched) ??
    (routed ? routingFault(session) : null)
  );
}

/** Records whose members name one another, and the fields they do it in. */
const ROUTED: ReadonlySet<string> = new Set([
  'stems',
  'tracks',
  'vcas',
  'groups',
  'folders',
  'spaces',
  'scenes',
]);
const ROUTES: ReadonlySet<string> = new Set([
  'strip',
  'sends',
  'vcaId',
  'folderId',
  'family',
  'parentId',
  'ownerVcaId',
  'trackIds',
  'response',
  'followsId',
]);

/** Ids of changed members by record, changed fields of the document itself. */
type Touched = Readonly<Record<RecordName, Set<string>>> & {
  /** Tracks that came, went, or changed what clips and object counts depend on. */
  readonly homes: Set<string>;
  readonly fields: Set<string>;
};

function shapeFault(session: Session, touched: Touched): Fault | null {
  for (const name of RECORDS) {
    const count = touched[name].size > 0 ? Object.keys(session[name]).length : 0;
    if (count > LIMITS[name])
      return fault(name, `must not have more than ${LIMITS[name]} members, has ${count}`);
    for (const id of touched[name]) {
      const member = own<unknown>(session[name], id);
      if (member === undefined) continue;
      const found = partFault(partSchemas[name], member, `${name}.${id}`);
      if (found) return found;
      if (!(typeof member === 'object' && member !== null && 'id' in member && member.id === id)) {
        return fault(`${name}.${id}.id`, 'must equal the key it is stored under');
      }
    }
  }
  for (const field of touched.fields) {
    const schema = Object.entries(partSchemas).find(([name]) => name === field)?.[1];
    const value = Object.entries(session).find(([name]) => name === field)?.[1];
    const found = schema
      ? partFault(schema, value, field)
      : fault(field, 'is not a field this version knows');
    if (found) return found;
  }
  return null;
}

function partFault(schema: v.GenericSchema, value: unknown, path: string): Fault | null {
  const parsed = v.safeParse(schema, value, { abortEarly: true });
  if (parsed.success) return null;
  const [issue] = parsed.issues;
  return fault(issue.path ? `${path}.${issuePath(issue)}` : path, describeIssue(issue));
}

function relationFault(
  session: Session,
  { stems, tracks, clips, markers, reviewNotes, homes, fields }: Touched,
): Fault | null {
  const members = <Member>(
    record: Readonly<Record<string, Member>>,
    ids: ReadonlySet<string>,
  ): readonly Member[] => [...ids].flatMap((id) => own(record, id) ?? []);
  // Changed tracks and stems bear on clips that did not change themselves.
  const dependents =
    homes.size > 0 || stems.size > 0
      ? Object.values<Clip>(session.clips).filter(
          ({ trackId, stemId }) => homes.has(trackId) || stems.has(stemId),
        )
      : [];
  return (
    firstFault(members<Track>(session.tracks, tracks), trackFault) ??
    firstFault(members<Clip>(session.clips, clips), (clip) => clipFault(session, clip)) ??
    firstFault(dependents, (clip) => clipFault(session, clip)) ??
    firstFault(members<Marker>(session.markers, markers), markerFault) ??
    firstFault(members<SessionNote>(session.reviewNotes, reviewNotes), noteFault) ??
    (homes.size > 0 || fields.has('trackOrder') ? (orderFault(session) ?? objectsFault(session)) : null) ??
    (fields.size > 0 ? settingsFault(session) : null)
  );
}

function trackFault(track: Track): Fault | null {
  if (track.output.kind === 'object' && TRACK_FORMATS[track.format].length > 2) {
    return fault(
      `tracks.${track.id}.output`,
      `must be the bed: only mono and stereo tracks can be objects, this is ${track.format}`,
    );
  }
  return null;
}

function clipFault(session: Session, clip: Clip): Fault | null {
  const path = `clips.${clip.id}`;
  const track = own(session.tracks, clip.trackId);
  const stem = own(session.stems, clip.stemId);
  if (!track) return fault(`${path}.trackId`, 'must name a track of the session');
  if (!stem) return fault(`${path}.stemId`, 'must name a stem of the session');
  const wanted = TRACK_FORMATS[track.format].length;
  if (clip.channels.length !== wanted) {
    return fault(
      `${path}.channels`,
      `must name ${wanted} channels for a ${track.format} track, names ${clip.channels.length}`,
    );
  }
  if (clip.channels.some((channel) => channel >= stem.channels)) {
    return fault(`${path}.channels`, `must name channels of the stem, which has ${stem.channels}`);
  }
  if (clip.sourceOffset + clip.length > stem.length) {
    return fault(`${path}.length`, `must end within the stem, which has ${stem.length} samples`);
  }
  if (clip.start + clip.length > LIMITS.time)
    return fault(`${path}.start`, `must let the clip end by sample ${LIMITS.time}`);
  if (clip.fadeIn.length + clip.fadeOut.length > clip.length) {
    return fault(`${path}.fadeOut`, 'must leave the fades no longer than the clip together');
  }
  return null;
}

function markerFault(marker: Marker): Fault | null {
  const span = marker.kind === 'range' || marker.kind === 'cue';
  const path = `markers.${marker.id}.end`;
  if (span && !(marker.end !== null && marker.end > marker.start))
    return fault(path, `must lie after the start of a ${marker.kind}`);
  if (!span && marker.end !== null) return fault(path, `must be null for a ${marker.kind}`);
  return null;
}

const noteFault = ({ id, start, end }: SessionNote): Fault | null =>
  end === null || end > start ? null : fault(`reviewNotes.${id}.end`, 'must lie after the start of a note');

function orderFault(session: Session): Fault | null {
  const listed = new Set<string>(session.trackOrder);
  const complete =
    listed.size === session.trackOrder.length &&
    listed.size === Object.keys(session.tracks).length &&
    session.trackOrder.every((id) => Object.hasOwn(session.tracks, id));
  return complete ? null : fault('trackOrder', 'must list each track once');
}

function objectsFault(session: Session): Fault | null {
  const count = totalObjects(session.tracks);
  return count > MAX_OBJECTS
    ? fault('tracks', `must not hold more than ${MAX_OBJECTS} objects together, hold ${count}`)
    : null;
}

function settingsFault({ tempo, loop, startFrames, frameRate }: Session): Fault | null {
  const { framesPerDay } = FRAME_RATE_FACTS[frameRate];
  if (startFrames >= framesPerDay)
    return fault('startFrames', `must lie within a day, below ${framesPerDay}`);
  if (tempo.tempos[0]?.at !== 0) return fault('tempo.tempos.0.at', 'must be 0');
  if (tempo.meters[0]?.bar !== 0) return fault('tempo.meters.0.bar', 'must be 0');
  const sortedTempos = tempo.tempos.every(
    ({ at }, index) => index === 0 || at > (tempo.tempos[index - 1]?.at ?? 0),
  );
  if (!sortedTempos) return fault('tempo.tempos', 'must be sorted by tick, each later than the one before');
  const sortedMeters = tempo.meters.every(
    ({ bar }, index) => index === 0 || bar > (tempo.meters[index - 1]?.bar ?? 0),
  );
  if (!sortedMeters) return fault('tempo.meters', 'must be sorted by bar, each later than the one before');
  if (loop.end < loop.start) return fault('loop.end', 'must not lie before loop.start');
  if (loop.enabled && loop.end === loop.start)
    return fault('loop.enabled', 'must be false for an empty loop');
  return null;
}
