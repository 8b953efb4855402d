import { type RefObject, useEffect, useRef } from 'react';
import { measureStrip, type StripBoxes } from './strip-geometry.ts';

/**
 * Measures the painted parts of the strips in a row: when one comes, and when its meter or its view of the room changes
 * size. `current` is by `data-strip` and is replaced as a whole, so that its identity tells a change.
 */
export function useStripBoxes(
  row: RefObject<HTMLElement | null>,
): RefObject<ReadonlyMap<string, StripBoxes>> {
  const boxes = useRef<ReadonlyMap<string, StripBoxes>>(new Map());
  const watched = useRef(new Map<Element, string>());
  const observer = useRef<ResizeObserver | null>(null);

  useEffect(() => {
    const elements = watched.current;
    const made = new ResizeObserver((entries) => {
      const next = new Map(boxes.current);
      for (const { target } of entries) {
        const strip = target.closest('[data-strip]');
        const key = elements.get(target);
        if (strip && key !== undefined) next.set(key, measureStrip(strip));
      }
      boxes.current = next;
    });
    observer.current = made;
    return () => {
      made.disconnect();
      elements.clear();
      observer.current = null;
    };
  }, []);

  // After each render of the row: strips that came are watched, those that went forgotten.
  useEffect(() => {
    const element = row.current;
    const watcher = observer.current;
    if (!element || !watcher) return;
    const standing = new Set<Element>(element.querySelectorAll('[data-part="meter"], [data-part="pan"]'));
    for (const [part] of watched.current) {
      if (standing.has(part)) continue;
      watcher.unobserve(part);
      watched.current.delete(part);
    }
    for (const part of standing) {
      if (watched.current.has(part)) continue;
      const key = part.closest<HTMLElement>('[data-strip]')?.dataset['strip'];
      if (key === undefined) continue;
      watched.current.set(part, key);
      watcher.observe(part);
    }
  });
  return boxes;
}
