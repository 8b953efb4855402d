/** Ducking of families under dialogue: how, how far, and what was printed of it. */
import { decibels, samples } from '../../units/index.ts';
import type { SessionDraft } from '../document.ts';
import { clampTime, clampTo, LIMITS, RANGES } from '../limits.ts';
import {
  DUCK_TARGETS,
  type Duck,
  type DuckMode,
  type DuckSettings,
  type DuckTarget,
  FAMILIES,
  type FamilyName,
  type Lanes,
  type Session,
} from '../types.ts';
import { familyOf, type Refusal } from './draft.ts';

/** The two kinds of ducking, each with settings of its own. */
export type DuckKind = 'level' | 'spectral';

/** Follows the dialogue, plays what was printed, or does nothing; settings and prints stay. Dialogue is never ducked. */
export function setDuckMode(draft: SessionDraft, name: FamilyName, mode: DuckMode): Refusal {
  if (name !== 'dialogue') familyOf(draft, name).duck.mode = mode;
  return null;
}

/** Changes settings of one kind; values are brought into their ranges. */
export function setDuck(
  draft: SessionDraft,
  name: FamilyName,
  kind: DuckKind,
  changes: Partial<DuckSettings>,
): Refusal {
  const duck = familyOf(draft, name).duck[kind];
  const { on, rangeDb, thresholdDb, attackMs, holdMs, releaseMs, lookaheadMs } = { ...duck, ...changes };
  duck.on = on;
  duck.rangeDb = decibels(clampTo(RANGES.duckRangeDb, rangeDb));
  duck.thresholdDb = decibels(clampTo(RANGES.thresholdDb, thresholdDb));
  duck.attackMs = clampTo(RANGES.duckAttackMs, attackMs);
  duck.holdMs = clampTo(RANGES.duckHoldMs, holdMs);
  duck.releaseMs = clampTo(RANGES.duckReleaseMs, releaseMs);
  duck.lookaheadMs = clampTo(RANGES.duckLookaheadMs, lookaheadMs);
  return null;
}

/** Writes what a ducker did as lanes, in place of what was printed before, and plays them instead of it. */
export function printDuck(draft: SessionDraft, name: FamilyName, lanes: Lanes<DuckTarget>): Refusal {
  if (name === 'dialogue') return null;
  const { duck } = familyOf(draft, name);
  duck.printed = {};
  for (const target of DUCK_TARGETS) {
    const points = lanes[target]?.slice(0, LIMITS.lanePoints) ?? [];
    if (points.length === 0) continue;
    duck.printed[target] = points.map(({ time, value, curve }) => ({
      time: samples(clampTime(time)),
      value: clampTo([-60, 0], value),
      curve,
    }));
  }
  duck.mode = 'printed';
  return null;
}

/** Takes what was printed away; a family that played it follows the dialogue again. */
export function removeDuckPrint(draft: SessionDraft, name: FamilyName): Refusal {
  const { duck } = familyOf(draft, name);
  duck.printed = {};
  if (duck.mode === 'printed') duck.mode = 'live';
  return null;
}

const OFF = new WeakMap<Duck, Duck>();

/** The session with nothing ducked: music as it is delivered beside dialogue. The same object where nothing is. Pure. */
export function undippedSession(session: Session): Session {
  if (FAMILIES.every((name) => session.families[name].duck.mode === 'off')) return session;
  const undipped = (name: FamilyName) => {
    const { duck } = session.families[name];
    const off = OFF.get(duck) ?? { ...duck, mode: 'off' as const };
    OFF.set(duck, off);
    return { ...session.families[name], duck: off };
  };
  return {
    ...session,
    families: {
      music: undipped('music'),
      dialogue: undipped('dialogue'),
      effects: undipped('effects'),
      ambience: undipped('ambience'),
    },
  };
}
