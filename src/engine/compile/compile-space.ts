import type {
  LaneProgram,
  PreparedResponse,
  SendProgram,
  SpaceLane,
  SpaceProgram,
} from '../../core/index.ts';
import {
  type Session,
  SPACE_TARGETS,
  type Space,
  type SpaceId,
  silencedBy,
  spaceHeard,
  type Track,
} from '../../session/index.ts';
import { requestOf } from '../responses/response-request.ts';
import type { ResponseSource } from '../responses/response-source.ts';
import type { GainOf } from './compile-clip.ts';
import { compileLane } from './compile-lane.ts';
import { FAMILY_NUMBERS } from './compile-track.ts';
import { SlotTable } from './voice-table.ts';

/** The least level a return may have; below is silence. */
const SILENCE_DB = -144;

/** Compiles a space; null for a convolution whose response is not there. */
function compileSpace(
  session: Session,
  space: Space,
  response: PreparedResponse | null,
): SpaceProgram | null {
  const lanes: Partial<Record<SpaceLane, LaneProgram>> = {};
  for (const target of SPACE_TARGETS) {
    const points = space.lanes[target];
    if (points && points.length > 0) lanes[target] = compileLane(points);
  }
  const { preDelayMs, sizeM, lowDecay, midDecay, highDecay, lowCrossover, highCrossover } = space;
  const { earlyDb, lateDb, modulation, modulationHz, lowCut, highCut } = space;
  const common = {
    id: space.id,
    family: FAMILY_NUMBERS[space.family],
    gain: spaceHeard(session, space.id) ? 1 : 0,
    returnDb: Math.max(SILENCE_DB, space.returnDb),
    preDelayMs,
    lowCut,
    highCut,
    lanes,
  };
  if (space.kind === 'convolution') return response && { ...common, kind: 'convolution', response };
  return {
    ...common,
    kind: 'reverb',
    sizeM,
    lowDecay,
    midDecay,
    highDecay,
    lowCrossover,
    highCrossover,
    earlyDb,
    lateDb,
    modulation,
    modulationHz,
  };
}

const NO_SENDS: readonly SendProgram[] = [];

/**
 * What a track sends to spaces that have a slot. Mute and solo hold for all of it, ahead of the fader too.
 */
function compileSends(
  session: Session,
  track: Track,
  slotOf: (id: SpaceId) => number,
  toGain: GainOf,
): readonly SendProgram[] {
  const { sends } = track;
  const ids = Object.keys(sends) as SpaceId[];
  if (ids.length === 0 || silencedBy(session, track.id) !== null) return NO_SENDS;
  const made: SendProgram[] = [];
  for (const id of ids.sort()) {
    const send = sends[id];
    const space = session.spaces[id];
    const slot = slotOf(id);
    if (!send?.on || !space || slot < 0) continue;
    const points = track.lanes[`send.${id}`];
    const lane = points && points.length > 0 ? compileLane(points) : null;
    // A lane says the level itself.
    const gain = lane ? 1 : toGain(send.levelDb);
    made.push({
      space: slot,
      gain,
      preFader: send.preFader,
      ...(space.distance > 0 && { distance: space.distance }),
      ...(lane && { lane }),
    });
  }
  return made.length > 0 ? made : NO_SENDS;
}

/** True if two lists of sends are the same to the core. */
export const sameSends = (a: readonly SendProgram[], b: readonly SendProgram[]): boolean =>
  a === b ||
  (a.length === b.length &&
    a.every((send, index) => {
      const other = b[index];
      return (
        other !== undefined &&
        send.space === other.space &&
        send.gain === other.gain &&
        send.preFader === other.preFader &&
        send.lane === other.lane &&
        send.distance === other.distance
      );
    }));

interface Entry {
  readonly space: Space;
  readonly response: PreparedResponse | null;
  readonly program: SpaceProgram | null;
}

/** Compiles spaces, and what is sent to them, and keeps what did not change. */
export class SpaceCompiler {
  readonly #slots: SlotTable;
  readonly #toGain: GainOf;
  readonly #responses: ResponseSource;
  #entries = new Map<SpaceId, Entry>();

  constructor(maxSpaces: number, toGain: GainOf, responses: ResponseSource) {
    this.#slots = new SlotTable(maxSpaces);
    this.#toGain = toGain;
    this.#responses = responses;
  }

  /** Space at each slot, numbered by id where `canonical`. */
  compile(session: Session, canonical: boolean): readonly (SpaceProgram | null)[] {
    const ids = Object.keys(session.spaces).sort() as SpaceId[];
    this.#slots.assign(ids, canonical);
    const slots: (SpaceProgram | null)[] = [];
    const entries = new Map<SpaceId, Entry>();
    for (const id of ids) {
      const space = session.spaces[id];
      const slot = this.#slots.slotOf(id);
      if (!space || slot < 0) continue;
      const known = this.#entries.get(id);
      const request = requestOf(session, space);
      const response = request && this.#responses(request.key, id);
      const fresh = compileSpace(session, space, response);
      const same =
        known?.space === space && known.response === response && known.program?.gain === fresh?.gain;
      const program = same ? known.program : fresh;
      entries.set(id, { space, response, program });
      while (slots.length <= slot) slots.push(null);
      slots[slot] = program;
    }
    this.#entries = entries;
    return slots;
  }

  /** What a track sends to the spaces compiled last. */
  sendsOf(session: Session, track: Track): readonly SendProgram[] {
    const slotOf = (id: SpaceId): number => (this.#entries.get(id)?.program ? this.#slots.slotOf(id) : -1);
    return compileSends(session, track, slotOf, this.#toGain);
  }
}
