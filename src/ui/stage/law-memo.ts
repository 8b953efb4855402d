import { LAYOUT_SPEAKERS, type RoomPosition, type Speaker } from '../../units/index.ts';
import { objectGains } from './law/object-gains.ts';
import type { ObjectLaw } from './stage-model.ts';

/** What the renderer does with one dot of an object. */
export interface Rendered {
  /** One linear gain per drawn speaker. */
  readonly gains: readonly number[];
  /** True for each drawn speaker its zones take away. */
  readonly excluded: readonly boolean[];
  /** Place of the speaker it is locked to; null when it is not. */
  readonly lock: RoomPosition | null;
  /** Where it is panned. */
  readonly from: RoomPosition;
}

interface Kept {
  readonly speakers: readonly Speaker[];
  readonly law: ObjectLaw;
  readonly place: RoomPosition;
  readonly size: number;
  readonly rendered: Rendered;
}

const STEREO = LAYOUT_SPEAKERS['2.0'];
const SURROUND = LAYOUT_SPEAKERS['5.1'];
/** Speakers of 5.1 that make up each side of Lo/Ro (ITU-R BS.775): the front at 1, centre and surround at √½. */
const FOLD = [
  ['L', 'C', 'Ls'],
  ['R', 'C', 'Rs'],
].map((labels) => labels.map((label) => SURROUND.findIndex((speaker) => speaker.label === label)));

/** Two speakers hear the fold of a 5.1 render; its parts of one object are the same signal, so their gains add. */
function foldToStereo(rendered: Rendered): Rendered {
  const fold = ([front = 0, ...others]: readonly number[]): number =>
    (rendered.gains[front] ?? 0) +
    others.reduce((sum, index) => sum + Math.SQRT1_2 * (rendered.gains[index] ?? 0), 0);
  return {
    ...rendered,
    gains: FOLD.map(fold),
    excluded: FOLD.map((parts) => parts.every((index) => rendered.excluded[index] === true)),
  };
}

/** Remembers the law's last answer for each dot: most frames ask about an object that has not moved. */
export class LawMemo {
  readonly #kept = new Map<string, Kept>();

  /** What the renderer does with a dot; computed anew only when something about it has changed. */
  ask(
    key: string,
    speakers: readonly Speaker[],
    law: ObjectLaw,
    place: RoomPosition,
    size: number,
  ): Rendered {
    const kept = this.#kept.get(key);
    if (
      kept?.speakers === speakers &&
      kept.law === law &&
      kept.size === size &&
      kept.place.x === place.x &&
      kept.place.y === place.y &&
      kept.place.z === place.z
    )
      return kept.rendered;
    const rendered =
      speakers === STEREO
        ? foldToStereo(render(SURROUND, law, place, size))
        : render(speakers, law, place, size);
    this.#kept.set(key, { speakers, law, place, size, rendered });
    return rendered;
  }
}

function render(
  speakers: readonly Speaker[],
  law: ObjectLaw,
  position: RoomPosition,
  size: number,
): Rendered {
  const { gains, excluded, lockedTo, sources } = objectGains(speakers, {
    ...law,
    position,
    size: { width: size, depth: size, height: size },
  });
  const lock = lockedTo === null ? null : (speakers[lockedTo]?.room ?? null);
  return { gains, excluded, lock, from: sources[0] ?? position };
}
