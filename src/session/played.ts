/** The session as its automation lets it sound. */
import type { AnyLaneTarget, LaneOwner } from './lane-owner.ts';
import type { AutomationMode, LanePoint, Lanes, Session } from './types.ts';

/** A parameter that a hand holds, and what is heard of it instead of its lane. */
export interface HeldParameter {
  readonly owner: LaneOwner;
  readonly target: AnyLaneTarget;
  readonly points: readonly LanePoint[];
}

interface Automated {
  readonly automation: AutomationMode;
  readonly lanes: Lanes<string>;
}

const NONE: Lanes<never> = {};
const quiet = new WeakMap<Automated, Automated>();

/** An owner without its lanes; the same object each time, so that the engine sees no change where there is none. */
function withoutLanes<Owner extends Automated>(owner: Owner): Owner {
  const known = quiet.get(owner);
  if (known) return known as Owner;
  const made: Owner = { ...owner, lanes: NONE };
  quiet.set(owner, made);
  return made;
}

const isOff = ({ automation, lanes }: Automated): boolean => {
  if (automation !== 'off') return false;
  for (const _ in lanes) return true;
  return false;
};

function offless<Owner extends Automated>(record: Readonly<Record<string, Owner>>) {
  let made: Record<string, Owner> | null = null;
  for (const id in record) {
    const owner = record[id];
    if (!owner || !isOff(owner)) continue;
    made ??= { ...record };
    made[id] = withoutLanes(owner);
  }
  return made ?? record;
}

/** The session without the lanes of what is switched off; the same object where nothing is. Pure. */
export function playedSession(session: Session): Session {
  const tracks = offless(session.tracks);
  const families = offless(session.families);
  const vcas = offless(session.vcas);
  const spaces = offless(session.spaces);
  const same =
    tracks === session.tracks &&
    families === session.families &&
    vcas === session.vcas &&
    spaces === session.spaces;
  return same ? session : ({ ...session, tracks, families, vcas, spaces } as Session);
}

const RECORDS = { track: 'tracks', family: 'families', vca: 'vcas', space: 'spaces' } as const;

/**
 * The session with the lanes of held parameters replaced by what the hands hold: what is heard of a parameter while it is
 * recorded or previewed. Automation that is off comes on for nothing but what is held. Pure; the document never sees it.
 */
export function heldSession(session: Session, held: readonly HeldParameter[]): Session {
  if (held.length === 0) return session;
  const played = playedSession(session);
  const made: Record<string, Record<string, Automated>> = {};
  for (const { owner, target, points } of held) {
    const name = RECORDS[owner.kind];
    const id = owner.kind === 'family' ? owner.name : owner.id;
    made[name] ??= { ...(played[name] as Record<string, Automated>) };
    const record = made[name];
    const before = record?.[id];
    if (!record || !before) continue;
    record[id] = {
      ...before,
      automation: 'read',
      lanes: { ...before.lanes, [target]: points },
    } as Automated;
  }
  return { ...played, ...made } as Session;
}
