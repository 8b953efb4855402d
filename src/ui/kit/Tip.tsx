import { type ReactElement, useEffect, useId, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import './tip.css';

/** Properties of a tooltip around one control. */
export interface TipProps {
  readonly text: string;
  readonly keys?: string;
  readonly children: ReactElement;
}

/** Milliseconds of hovering before the tip shows; focus by keyboard shows it at once. */
const HOVER_DELAY = 500;

/**
 * A tooltip on hover or keyboard focus; Escape hides it (WCAG 1.4.13). It repeats the control's name, so it is
 * hidden from screen readers, which read the name and `aria-keyshortcuts` of the control itself.
 */
export function Tip({ text, keys, children }: TipProps) {
  const id = useId();
  const anchor = useRef<HTMLSpanElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const [place, setPlace] = useState<{
    readonly x: number;
    readonly y: number;
    readonly above: boolean;
  } | null>(null);

  const show = () => {
    const box = anchor.current?.firstElementChild?.getBoundingClientRect();
    if (!box) return;
    const above = box.bottom + 40 > window.innerHeight;
    setPlace({
      x: Math.min(window.innerWidth - 90, Math.max(90, box.left + box.width / 2)),
      y: above ? box.top - 6 : box.bottom + 6,
      above,
    });
  };
  const hide = () => {
    clearTimeout(timer.current);
    setPlace(null);
  };
  useEffect(() => () => clearTimeout(timer.current), []);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only listens to what its control does; it is no control.
    <span
      ref={anchor}
      className="tip-anchor"
      onPointerEnter={(event) => {
        if (event.pointerType === 'mouse') timer.current = setTimeout(show, HOVER_DELAY);
      }}
      onPointerLeave={hide}
      onPointerDown={hide}
      onFocus={(event) => {
        if (event.target.matches(':focus-visible')) show();
      }}
      onBlur={hide}
      onKeyDown={(event) => {
        if (event.key === 'Escape') hide();
      }}
    >
      {children}
      {place &&
        createPortal(
          <div
            id={id}
            className="tip"
            data-above={place.above || undefined}
            aria-hidden="true"
            style={{ left: place.x, top: place.y }}
          >
            {text}
            {keys !== undefined && <kbd>{keys}</kbd>}
          </div>,
          document.body,
        )}
    </span>
  );
}
