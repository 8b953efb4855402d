import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import { useGestureEnd } from './use-gesture-end.ts';
import { useLive } from './use-live.ts';
import {
  clampValue,
  keyValue,
  shortDb,
  speakDb,
  stepValue,
  type ValueHandlers,
  type ValueRange,
} from './value-range.ts';
import './fader.css';

/** Properties of a fader. Values are dB; the taper maps them to travel 0…1. */
export interface FaderProps extends ValueHandlers {
  readonly label: string;
  readonly value: number;
  readonly range: ValueRange;
  toTravel(value: number): number;
  fromTravel(travel: number): number;
  readonly tabIndex?: number;
  readonly disabled?: boolean;
  /** Enter: the parent opens its typed field. */
  onType?(): void;
  /** A pointer took the fader, or let it go; several may be held at once. */
  onHold?(held: boolean): void;
  /** What the level is moved to by automation; null while it is not. */
  live?(): number | null;
  /** Arrows and pages count with Ctrl or ⌘ too, for parents that give them a meaning. Default false. */
  readonly withControl?: boolean;
  readonly className?: string;
}

/** Positions of the native range under the skin. */
const TRAVEL_STEPS = 1000;
/** Shift divides the drag by this. */
const FINE_DRAG = 8;

/**
 * A vertical fader: drag the cap, click the slot to go there, wheel, arrows (shift = fine), double-click or Delete
 * for unity. A native range lies under the skin, so that every assistive technology can move it.
 */
export function Fader({
  label,
  value,
  range,
  toTravel,
  fromTravel,
  tabIndex = 0,
  disabled = false,
  onType,
  onHold,
  live,
  withControl = false,
  onChange,
  onCommit,
  onCancel,
  className = '',
}: FaderProps) {
  const box = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const readout = useRef<HTMLSpanElement>(null);
  const drag = useRef<{ y: number; travel: number; moved: boolean } | null>(null);
  const [held, setHeld] = useState(false);
  const end = useGestureEnd(onCommit);
  const travel = toTravel(value);
  const valueNow = () => live?.() ?? value;
  useLive(live, value, (now) => {
    const at = toTravel(now);
    box.current?.style.setProperty('--travel', String(at));
    if (readout.current) readout.current.textContent = shortDb(now);
    if (!input.current) return;
    input.current.value = String(Math.round(at * TRAVEL_STEPS));
    input.current.setAttribute('aria-valuetext', speakDb(now));
  });
  const release = useRef(onHold);
  useEffect(() => {
    release.current = onHold;
  });
  // A fader that leaves the page under a finger is let go.
  useEffect(() => () => void (drag.current && release.current?.(false)), []);

  useEffect(() => {
    const element = box.current;
    if (!element || disabled) return;
    const onWheel = (event: WheelEvent) => {
      if (event.deltaY === 0 || Math.abs(event.deltaX) > Math.abs(event.deltaY)) return;
      event.preventDefault();
      onChange(
        stepValue(range, valueNow(), event.deltaY < 0 ? 1 : -1, event.shiftKey ? range.fine : range.step),
      );
      end.later();
    };
    // Active listener: React's own is passive and could not keep the console from scrolling.
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  });

  const onKeyDown = (event: KeyboardEvent) => {
    if (disabled) return;
    if (event.key === 'Enter' && onType) onType();
    else if (event.key === 'Escape' && held) onCancelDrag();
    else {
      const { key, shiftKey, altKey } = event;
      const bare = withControl && /^(Arrow(Up|Down)|Page(Up|Down))$/.test(key);
      const plain = bare ? { key, shiftKey, altKey, ctrlKey: false, metaKey: false } : event;
      const next = keyValue(range, valueNow(), plain, 'vertical');
      if (next === null) return;
      onChange(next);
      end.later();
    }
    event.preventDefault();
  };
  const onCancelDrag = () => {
    drag.current = null;
    setHeld(false);
    end.drop();
    onCancel();
    onHold?.(false);
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0 || disabled) return;
    event.preventDefault();
    input.current?.focus({ preventScroll: true });
    event.currentTarget.setPointerCapture(event.pointerId);
    end.now();
    onHold?.(true);
    const slot = event.currentTarget.getBoundingClientRect();
    const inset = 8;
    const length = slot.height - 2 * inset;
    const rest = toTravel(valueNow());
    const at = 1 - (event.clientY - slot.top - inset) / length;
    let from = rest;
    // Off the cap: go there at once, then drag from there.
    if (Math.abs(at - rest) * length > 12) {
      from = Math.min(1, Math.max(0, at));
      onChange(clampValue(range, fromTravel(from)));
    }
    drag.current = { y: event.clientY, travel: from, moved: from !== rest };
    setHeld(true);
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const from = drag.current;
    if (!from) return;
    const length = event.currentTarget.clientHeight - 16;
    const delta = (from.y - event.clientY) / length / (event.shiftKey ? FINE_DRAG : 1);
    if (delta === 0) return;
    from.travel = Math.min(1, Math.max(0, from.travel + delta));
    from.y = event.clientY;
    from.moved = true;
    onChange(clampValue(range, Math.round(fromTravel(from.travel) * 10) / 10));
  };
  const onPointerUp = () => {
    const from = drag.current;
    drag.current = null;
    setHeld(false);
    if (!from) return;
    onHold?.(false);
    if (from.moved) onCommit();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the pointer's way to the native range inside, which has the role.
    <div
      ref={box}
      className={`fader ${className}`}
      data-held={held || undefined}
      data-disabled={disabled || undefined}
      style={{ ['--travel' as string]: travel }}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={onCancelDrag}
      onDoubleClick={() => {
        if (disabled) return;
        onChange(range.default);
        onCommit();
      }}
    >
      <input
        ref={input}
        type="range"
        aria-label={label}
        aria-orientation="vertical"
        aria-valuetext={speakDb(value)}
        min={0}
        max={TRAVEL_STEPS}
        step={1}
        value={Math.round(travel * TRAVEL_STEPS)}
        tabIndex={tabIndex}
        aria-disabled={disabled || undefined}
        onKeyDown={onKeyDown}
        onBlur={end.now}
        onChange={(event) => {
          if (disabled) return;
          onChange(
            clampValue(
              range,
              Math.round(fromTravel(Number(event.currentTarget.value) / TRAVEL_STEPS) * 10) / 10,
            ),
          );
          end.later();
        }}
      />
      <span className="fader-slot" aria-hidden="true" />
      <span className="fader-cap" aria-hidden="true">
        {held && (
          <span ref={readout} className="fader-readout mono">
            {shortDb(value)}
          </span>
        )}
      </span>
    </div>
  );
}
