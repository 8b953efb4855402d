/** What must hold between tracks, VCAs, groups, folders, spaces, scenes: names that exist, and no circles. */
import { type Fault, fault, firstFault, own } from './fault.ts';
import { LIMITS } from './limits.ts';
import type { Group, Scene, Session, Space, Stem, Track, Vca } from './types.ts';

/** The first broken relation, or null. Cost is in proportion to the tracks. */
export const routingFault = (session: Session): Fault | null =>
  firstFault(Object.values<Track>(session.tracks), (track) => trackFault(session, track)) ??
  firstFault(Object.values<Vca>(session.vcas), (vca) => vcaFault(session, vca)) ??
  firstFault(Object.values<Group>(session.groups), (group) => groupFault(session, group)) ??
  firstFault(Object.values<Space>(session.spaces), (space) => spaceFault(session, space)) ??
  firstFault(Object.values<Scene>(session.scenes), (scene) => sceneFault(session, scene));

function trackFault(session: Session, track: Track): Fault | null {
  const path = `tracks.${track.id}`;
  if (track.vcaId !== null && !Object.hasOwn(session.vcas, track.vcaId))
    return fault(`${path}.vcaId`, 'must name a VCA of the session');
  if (track.folderId !== null && !Object.hasOwn(session.folders, track.folderId))
    return fault(`${path}.folderId`, 'must name a folder of the session');
  for (const id of Object.keys(track.sends)) {
    if (!Object.hasOwn(session.spaces, id))
      return fault(`${path}.sends.${id}`, 'must name a space of the session');
  }
  return keyFault(session, track);
}

/** A track's key leads to another track and, from key to key, never back. */
function keyFault(session: Session, track: Track): Fault | null {
  const path = `tracks.${track.id}.strip.dynamics.key`;
  let steps = 0;
  for (let at: Track | undefined = track; at && at.strip.dynamics.key !== null; ) {
    const next: Track | undefined = own<Track>(session.tracks, at.strip.dynamics.key);
    if (!next) return at === track ? fault(path, 'must name a track of the session') : null;
    if (next === track) return fault(path, 'must not lead back to the track itself');
    steps += 1;
    if (steps > LIMITS.tracks) return fault(path, 'must not lead in a circle');
    at = next;
  }
  return null;
}

function vcaFault(session: Session, vca: Vca): Fault | null {
  const path = `vcas.${vca.id}.parentId`;
  let steps = 0;
  for (let at: Vca | undefined = vca; at && at.parentId !== null; ) {
    const next: Vca | undefined = own<Vca>(session.vcas, at.parentId);
    if (!next) return at === vca ? fault(path, 'must name a VCA of the session') : null;
    if (next === vca) return fault(path, 'must not lead back to the VCA itself');
    steps += 1;
    if (steps > LIMITS.vcas) return fault(path, 'must not lead in a circle');
    at = next;
  }
  return null;
}

function groupFault(session: Session, group: Group): Fault | null {
  const path = `groups.${group.id}.trackIds`;
  if (new Set(group.trackIds).size !== group.trackIds.length) return fault(path, 'must name each track once');
  return group.trackIds.every((id) => Object.hasOwn(session.tracks, id))
    ? null
    : fault(path, 'must name tracks of the session');
}

function sceneFault(session: Session, scene: Scene): Fault | null {
  const path = `scenes.${scene.id}.followsId`;
  let steps = 0;
  for (let at: Scene | undefined = scene; at && at.followsId !== null; ) {
    const next: Scene | undefined = own<Scene>(session.scenes, at.followsId);
    if (!next) return at === scene ? fault(path, 'must name a scene of the session') : null;
    if (next === scene) return fault(path, 'must not lead back to the scene itself');
    steps += 1;
    if (steps > LIMITS.scenes) return fault(path, 'must not lead in a circle');
    at = next;
  }
  return null;
}

function spaceFault(session: Session, space: Space): Fault | null {
  const path = `spaces.${space.id}`;
  if (space.ownerVcaId !== null && !Object.hasOwn(session.vcas, space.ownerVcaId))
    return fault(`${path}.ownerVcaId`, 'must name a VCA of the session');
  if (space.response === null) return null;
  const stem = own<Stem>(session.stems, space.response.stemId);
  if (!stem) return fault(`${path}.response.stemId`, 'must name a stem of the session');
  return space.response.channels.every((channel) => channel < stem.channels)
    ? null
    : fault(`${path}.response.channels`, `must name channels of the stem, which has ${stem.channels}`);
}
