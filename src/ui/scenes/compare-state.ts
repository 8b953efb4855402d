import { createStore, type StoreApi } from 'zustand/vanilla';
import { type SceneId, type Session, withScene } from '../../session/index.ts';
import { shuffled } from '../kit/shuffled.ts';

/** Names of the places a scene can be held in for comparing. */
export const SCENE_SLOTS = ['A', 'B', 'C', 'D'] as const;

/** Loudness of the mix as it stands and of the slots over one stretch, LKFS without gates; null for an empty slot. */
export interface SceneLoudness {
  /** The session that was measured: any edit makes the figures those of another mix. */
  readonly session: Session;
  readonly mix: number;
  readonly slots: readonly (number | null)[];
}

/** Scenes held side by side. Never part of the document: neither undo nor the journal sees it. */
export interface SceneCompare {
  readonly slots: readonly (SceneId | null)[];
  /** Slot that is heard; null hears the mix as it stands. */
  readonly heard: number | null;
  readonly loudness: SceneLoudness | null;
  readonly measuring: boolean;
  /** Slots in the order they are offered in, under numbers; null while one can see what is what. */
  readonly blind: readonly number[] | null;
}

export type SceneCompareStore = StoreApi<SceneCompare>;

/** Nothing is compared. */
export const idleCompare: SceneCompare = {
  slots: [null, null, null, null],
  heard: null,
  loudness: null,
  measuring: false,
  blind: null,
};

/** Makes the comparison of a workspace. */
export const createSceneCompare = (): SceneCompareStore => createStore<SceneCompare>(() => idleCompare);

/** Slots whose scene is still there. */
export const heldSlots = ({ slots }: SceneCompare, session: Session): readonly number[] =>
  slots.flatMap((id, slot) => (id !== null && Object.hasOwn(session.scenes, id) ? [slot] : []));

/** Holds a scene in a slot; null empties it. Levels have to be measured again, and whoever changes a slot knows what is in it. */
export function holdScene(state: SceneCompare, slot: number, id: SceneId | null): Partial<SceneCompare> {
  return {
    slots: state.slots.map((held, index) => (index === slot ? id : held)),
    heard: id === null && state.heard === slot ? null : state.heard,
    loudness: null,
    blind: null,
  };
}

/** Shuffles the held slots under numbers. `random` gives numbers in [0, 1). */
export function shuffleScenes(
  state: SceneCompare,
  session: Session,
  random: () => number,
): Partial<SceneCompare> {
  return { blind: shuffled(heldSlots(state, session), random), heard: null };
}

/**
 * dB by which what is heard is lowered, so that it is as loud as the quietest of what is compared; ≤ 0. 0 while nothing is
 * measured, after an edit, and for what is silent.
 */
export function sceneMatchDb({ loudness, heard, slots }: SceneCompare, session: Session): number {
  if (!loudness || loudness.session !== session) return 0;
  if (slots.every((id) => id === null)) return 0;
  const own = heard === null ? loudness.mix : (loudness.slots[heard] ?? null);
  const levels = [loudness.mix, ...loudness.slots].filter(
    (level): level is number => level !== null && Number.isFinite(level),
  );
  return own === null || !Number.isFinite(own) ? 0 : Math.min(...levels) - own;
}

let last: { readonly session: Session; readonly id: SceneId; readonly heard: Session } | null = null;

/** The session as the engine plays it while a scene is heard; the same object while neither changes. */
export function sceneHeard(session: Session, { heard, slots }: SceneCompare): Session {
  const id = heard === null ? null : (slots[heard] ?? null);
  if (id === null || !Object.hasOwn(session.scenes, id)) return session;
  if (last?.session !== session || last.id !== id) last = { session, id, heard: withScene(session, id) };
  return last.heard;
}
