import { type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';
import type { TrackId } from '../../session/index.ts';
import { onEscape } from '../kit/on-escape.ts';
import { useWorkspace } from '../state/workspace.ts';
import type { ConsoleItem } from './console-items.ts';
import { groupOf } from './gang.ts';
import { dropStrips } from './holding-edits.ts';
import { type RowLayout, stripAt } from './strip-geometry.ts';

/** Pixels a press may wander before it is a drag. */
const THRESHOLD = 6;

/** A drag of strips along the row. */
export interface StripDrag {
  readonly active: boolean;
  /** Index of the item the strips would stand before; null while nothing is dragged. */
  readonly at: number | null;
  onPointerDown(event: PointerEvent<HTMLElement>): void;
}

/**
 * Moves a strip, with what is selected with it, by its name. Dropped between two tracks of a folder, or right behind its
 * head, strips come into it; anywhere else they come out. Fingers scroll instead: for them, and for the keyboard, moving
 * is a command.
 */
export function useStripDrag(
  scroller: RefObject<HTMLElement | null>,
  items: readonly ConsoleItem[],
  layout: RowLayout,
): StripDrag {
  const workspace = useWorkspace();
  const from = useRef<{ readonly x: number; readonly id: TrackId; readonly pointer: number } | null>(null);
  const latest = useRef({ items, layout });
  useEffect(() => {
    latest.current = { items, layout };
  });
  const [at, setAt] = useState<number | null>(null);
  const target = useRef<number | null>(null);
  const stop = useRef<(() => void) | null>(null);
  useEffect(() => () => stop.current?.(), []);

  const begin = (event: PointerEvent<HTMLElement>) => {
    const name = event.target instanceof Element ? event.target.closest('.strip-name') : null;
    const key = name?.closest<HTMLElement>('[data-strip]')?.dataset['strip'];
    const item = items.find((other) => other.key === key);
    if (event.button !== 0 || event.pointerType === 'touch' || item?.kind !== 'track') return;
    stop.current?.();
    from.current = { x: event.clientX, id: item.id, pointer: event.pointerId };
    const place = (to: number | null) => {
      target.current = to;
      setAt(to);
    };
    const move = (moved: globalThis.PointerEvent) => {
      const element = scroller.current;
      const start = from.current;
      if (!element || !start || moved.pointerId !== start.pointer) return;
      if (target.current === null && Math.abs(moved.clientX - start.x) < THRESHOLD) return;
      const { lefts } = latest.current.layout;
      const x = moved.clientX - element.getBoundingClientRect().left + element.scrollLeft;
      const index = Math.min(stripAt(latest.current.layout, x), latest.current.items.length - 1);
      const middle = ((lefts[index] ?? 0) + (lefts[index + 1] ?? 0)) / 2;
      place(x > middle ? index + 1 : index);
    };
    const end = () => {
      for (const off of [() => stopEscape(), unlisten]) off();
      stop.current = null;
      from.current = null;
      place(null);
    };
    const drop = (released: globalThis.PointerEvent) => {
      const start = from.current;
      if (!start || released.pointerId !== start.pointer) return;
      if (target.current !== null)
        dropStrips(workspace, groupOf(workspace, start.id), latest.current.items, target.current);
      end();
    };
    const stopEscape = onEscape(() => {
      if (target.current === null) return false;
      end();
      return true;
    });
    const unlisten = () => {
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', drop);
      window.removeEventListener('pointercancel', end);
    };
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', drop);
    window.addEventListener('pointercancel', end);
    stop.current = end;
  };
  return { active: at !== null, at, onPointerDown: begin };
}
