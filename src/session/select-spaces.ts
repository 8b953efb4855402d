/** Reading spaces: their order, whether their returns sound, and how long they ring. */
import { anySolo, sessionEnd, vcasFrom } from './select.ts';
import type { LanePoint, Session, Space, SpaceId, SpaceResponse, Stem } from './types.ts';

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

/** Seconds after its last sound in which a space that is sent to falls by 60 dB, or its response ends; 0 if nothing is sent to any. */
export function longestTail(session: Session): number {
  const sent = new Set(
    Object.values(session.tracks).flatMap(({ sends }) =>
      Object.entries(sends).flatMap(([id, { on }]) => (on ? [id] : [])),
    ),
  );
  return Object.values<Space>(session.spaces).reduce(
    (longest, space) => (sent.has(space.id) ? Math.max(longest, tailOf(session, space)) : longest),
    0,
  );
}

/** What of its stem a response takes, samples: at most as many as there are, none if it begins behind the end. */
export function responseSpan(
  { startMs, lengthMs, fadeMs }: SpaceResponse,
  { length }: Pick<Stem, 'length'>,
  sampleRate: number,
): { readonly start: number; readonly frames: number; readonly fade: number } {
  const samplesIn = (milliseconds: number): number => Math.round((milliseconds * sampleRate) / 1000);
  const start = samplesIn(startMs);
  const left = Math.max(0, length - start);
  const frames = lengthMs === null ? left : Math.min(left, samplesIn(lengthMs));
  return { start, frames, fade: Math.min(frames, samplesIn(fadeMs)) };
}

function tailOf({ stems, sampleRate }: Session, space: Space): number {
  const { kind, response, preDelayMs, lowDecay, midDecay, highDecay, lanes } = space;
  const delay = Math.max(preDelayMs, ...valuesOf(lanes.preDelayMs)) / 1000;
  if (kind === 'convolution') {
    const stem = response && stems[response.stemId];
    return stem ? delay + responseSpan(response, stem, sampleRate).frames / sampleRate : 0;
  }
  const moved = [lanes.lowDecay, lanes.midDecay, lanes.highDecay].flatMap(valuesOf);
  return delay + Math.max(lowDecay, midDecay, highDecay, ...moved);
}

const valuesOf = (points: readonly LanePoint[] | undefined): readonly number[] =>
  points?.map(({ value }) => value) ?? [];

/** Where the last sound of a session ends, timeline samples: its last clip, and what rings on in spaces (`longestTail`). */
export function soundEnd(session: Session): number {
  const end = sessionEnd(session);
  return end === 0 ? 0 : end + Math.ceil(longestTail(session) * session.sampleRate);
}
