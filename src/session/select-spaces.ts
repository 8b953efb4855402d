/** Reading spaces: their order, whether their returns sound, and how long they ring. */
import { anySolo, sessionEnd, vcasFrom } from './select.ts';
import type { Session, Space, SpaceId } from './types.ts';

/** Spaces by name, then id: the order they are shown in. */
export const spacesInOrder = ({ spaces }: Pick<Session, 'spaces'>): readonly Space[] =>
  Object.values<Space>(spaces).sort((a, b) =>
    a.name === b.name ? (a.id < b.id ? -1 : 1) : a.name < b.name ? -1 : 1,
  );

/**
 * True if a space's return sounds: not muted, nor its family, nor a VCA over it. While spaces are soloed, only those; while VCAs
 * are soloed, returns that belong to others are silent. Solos of tracks leave returns alone: what is soloed keeps its reverb.
 */
export function spaceHeard(session: Session, id: SpaceId): boolean {
  const space = session.spaces[id];
  if (!space || space.muted || session.families[space.family].muted) return false;
  const over = vcasFrom(session, space.ownerVcaId);
  if (over.some(({ muted }) => muted)) return false;
  if (space.soloed) return true;
  if (Object.values<Space>(session.spaces).some(({ soloed }) => soloed)) return false;
  return over.length === 0 || !anyVcaSolo(session) || over.some(({ soloed }) => soloed);
}

const anyVcaSolo = (session: Session): boolean =>
  anySolo(session) && Object.values(session.vcas).some(({ soloed }) => soloed);

/** Seconds after its last sound in which a space that is sent to falls by 60 dB, 0 if nothing is sent to any. */
export function longestTail(session: Session): number {
  const sent = new Set(
    Object.values(session.tracks).flatMap(({ sends }) =>
      Object.entries(sends).flatMap(([id, { on }]) => (on ? [id] : [])),
    ),
  );
  return Object.values<Space>(session.spaces).reduce(
    (longest, space) => (sent.has(space.id) ? Math.max(longest, tailOf(space)) : longest),
    0,
  );
}

function tailOf({ preDelayMs, lowDecay, midDecay, highDecay, lanes }: Space): number {
  const moved = [lanes.lowDecay, lanes.midDecay, lanes.highDecay].flatMap(
    (points) => points?.map(({ value }) => value) ?? [],
  );
  return preDelayMs / 1000 + Math.max(lowDecay, midDecay, highDecay, ...moved);
}

/** Where the last sound of a session ends, timeline samples: its last clip, and what rings on in spaces until it fell by 60 dB. */
export function soundEnd(session: Session): number {
  const end = sessionEnd(session);
  return end === 0 ? 0 : end + Math.ceil(longestTail(session) * session.sampleRate);
}
