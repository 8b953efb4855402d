import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import './splitter.css';

/** Properties of a splitter. `size` is the size in CSS pixels of the pane before (or after, `reverse`) it. */
export interface SplitterProps {
  readonly label: string;
  /** Direction the bar runs in: a vertical bar moves left and right. */
  readonly orientation: 'vertical' | 'horizontal';
  readonly size: number;
  readonly min: number;
  readonly max: number;
  readonly defaultSize: number;
  /** The pane it sizes stands after it: dragging towards the end makes it smaller. */
  readonly reverse?: boolean;
  onResize(size: number): void;
}

/** Steps of the arrow keys, CSS pixels: plain and with shift. */
const STEP = 16;
const FINE_STEP = 2;

/** A bar that moves the border of two panes: drag, arrows (shift = fine), Home/End, double-click or Delete = default. */
export function Splitter({
  label,
  orientation,
  size,
  min,
  max,
  defaultSize,
  reverse = false,
  onResize,
}: SplitterProps) {
  const drag = useRef<{ readonly pointer: number; readonly size: number } | null>(null);
  const along = (event: PointerEvent) => (orientation === 'vertical' ? event.clientX : event.clientY);
  const sign = reverse ? -1 : 1;

  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.shiftKey ? FINE_STEP : STEP;
    const less = orientation === 'vertical' ? 'ArrowLeft' : 'ArrowUp';
    const more = orientation === 'vertical' ? 'ArrowRight' : 'ArrowDown';
    const next: Partial<Record<string, number>> = {
      [less]: size - sign * step,
      [more]: size + sign * step,
      Home: min,
      End: max,
      Delete: defaultSize,
    };
    const target = next[event.key];
    if (target === undefined) return;
    event.preventDefault();
    onResize(target);
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: an <hr> takes no value; ARIA's window splitter is a focusable separator.
    <div
      className={`splitter splitter-${orientation}`}
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={orientation}
      aria-valuenow={Math.round(size)}
      aria-valuemin={Math.round(min)}
      aria-valuemax={Math.round(max)}
      aria-valuetext={`${Math.round(size)} pixels`}
      onKeyDown={onKeyDown}
      onDoubleClick={() => onResize(defaultSize)}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.current = { pointer: along(event), size };
      }}
      onPointerMove={(event) => {
        if (drag.current) onResize(drag.current.size + sign * (along(event) - drag.current.pointer));
      }}
      onPointerUp={() => {
        drag.current = null;
      }}
      onPointerCancel={() => {
        drag.current = null;
      }}
    />
  );
}
