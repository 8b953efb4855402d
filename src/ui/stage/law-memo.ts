import type { RoomPosition, Speaker } from '../../units/index.ts';
import { type LawResult, objectGains } from './law/object-gains.ts';
import type { ObjectLaw } from './stage-model.ts';

interface Kept {
  readonly speakers: readonly Speaker[];
  readonly law: ObjectLaw;
  readonly place: RoomPosition;
  readonly size: number;
  readonly result: LawResult;
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
  ): LawResult {
    const kept = this.#kept.get(key);
    if (
      kept?.speakers === speakers &&
      kept.law === law &&
      kept.size === size &&
      kept.place.x === place.x &&
      kept.place.y === place.y &&
      kept.place.z === place.z
    )
      return kept.result;
    const result = objectGains(speakers, {
      ...law,
      position: place,
      size: { width: size, depth: size, height: size },
    });
    this.#kept.set(key, { speakers, law, place, size, result });
    return result;
  }
}
