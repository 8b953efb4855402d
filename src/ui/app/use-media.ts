import { useCallback, useSyncExternalStore } from 'react';

/** Whether a media query holds now; the component follows it. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const list = matchMedia(query);
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches);
}

/** Below this the window is one column with tabs. */
export const NARROW = '(max-width: 820px)';
