import { useEffect, useRef } from 'react';
import { usePaint } from './use-paint.ts';

/**
 * Paints a control that moves by itself (automation) without React: once a frame `apply` is given what `live` says, or the
 * control's own value while that is null. Without `live` nothing is painted.
 */
export function useLive(
  live: (() => number | null) | undefined,
  value: number,
  apply: (value: number) => void,
): void {
  const last = useRef<number | null>(null);
  // What React has rendered is the control's own value again.
  useEffect(() => {
    last.current = value;
  });
  usePaint(() => {
    if (!live) return;
    const now = live() ?? value;
    if (now === last.current) return;
    last.current = now;
    apply(now);
  });
}
