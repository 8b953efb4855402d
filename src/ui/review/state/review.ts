import { createContext, useCallback, useContext, useMemo, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import {
  type FrameClock,
  frameClock,
  type LinkClient,
  type Manifest,
  type MixPlayer,
  type NamedPlace,
  type OpenedLink,
  type PlayerState,
  type Present,
  type ShownComment,
  type Thread,
  threadsOf,
  withWaiting,
} from '../../../share/index.ts';
import type { Talk, TalkState } from './talk.ts';
import type { ViewState, ViewStore } from './view.ts';

/** An open link with everything that works on it. Main thread. */
export interface Review {
  readonly facts: StoreApi<OpenedLink>;
  readonly client: LinkClient;
  readonly player: MixPlayer;
  readonly talk: Talk;
  readonly view: ViewStore;
  dispose(): Promise<void>;
}

/** Carries the open link to the components. */
export const ReviewContext = createContext<Review | null>(null);

/** The open link. @throws TypeError outside a ReviewContext */
export function useReview(): Review {
  const review = useContext(ReviewContext);
  if (review === null) throw new TypeError('useReview needs a ReviewContext around the component');
  return review;
}

/** Slice of the player's slow state; select primitives or objects of the state itself. */
export function usePlayer<T>(select: (state: PlayerState) => T): T {
  const { player } = useReview();
  const subscribe = useCallback((listener: () => void) => player.subscribe(listener), [player]);
  return useSyncExternalStore(subscribe, () => select(player.getState()));
}

/** Slice of what is said. */
export const useTalk = <T>(select: (state: TalkState) => T): T => useStore(useReview().talk.state, select);

/** Slice of what the page shows. */
export const useView = <T>(select: (state: ViewState) => T): T => useStore(useReview().view, select);

/** Slice of the link's facts. */
export const useFacts = <T>(select: (facts: OpenedLink) => T): T => useStore(useReview().facts, select);

/** Frames and timecode of the version shown; null until its manifest is here. */
export function useClock(): FrameClock | null {
  const manifest = usePlayer((state) => state.manifest);
  return useMemo(() => (manifest ? frameClock(manifest) : null), [manifest]);
}

/** Places of a version that can be mentioned. */
export const placesOf = (manifest: Manifest | null): readonly NamedPlace[] =>
  manifest
    ? [
        ...manifest.cues.map(({ name, start }) => ({ name, at: start })),
        ...manifest.markers.map(({ name, at }) => ({ name, at })),
      ]
    : [];

/** Every comment, with what waits laid over it. */
export function useComments(): readonly ShownComment[] {
  const comments = useTalk((state) => state.comments);
  const waiting = useTalk((state) => state.waiting);
  return useMemo(() => withWaiting(comments, waiting), [comments, waiting]);
}

/** Who else looks at this mix now. */
export function useOthers(): readonly Present[] {
  const here = useTalk((state) => state.here);
  const name = useView((state) => state.name);
  const recipient = useFacts((facts) => facts.recipient);
  return useMemo(() => {
    // One of that name is this page itself.
    const own = here.findIndex((each) => each.name === (name ?? recipient));
    return here.filter((_, index) => index !== own);
  }, [here, name, recipient]);
}

/** Every thread, in the order of places. */
export function useThreads(): readonly Thread[] {
  const comments = useComments();
  return useMemo(() => threadsOf(comments), [comments]);
}
