import { useCallback, useEffect, useRef } from 'react';

/** Milliseconds without another key or wheel notch after which the gesture is one finished undo step. */
const IDLE_MS = 500;

/**
 * Ends gestures that have no release of their own (wheel, repeated keys): `later` commits after a pause,
 * `now` at once. Unmounting commits what is open.
 */
export function useGestureEnd(onCommit: () => void): { later(): void; now(): void; drop(): void } {
  const commit = useRef(onCommit);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(() => {
    commit.current = onCommit;
  });
  const now = useCallback(() => {
    if (timer.current === null) return;
    clearTimeout(timer.current);
    timer.current = null;
    commit.current();
  }, []);
  const later = useCallback(() => {
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = setTimeout(now, IDLE_MS);
  }, [now]);
  const drop = useCallback(() => {
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = null;
  }, []);
  useEffect(() => now, [now]);
  return { later, now, drop };
}
