import {
  type KeyboardEvent,
  type PointerEvent,
  type Ref,
  useEffect,
  useImperativeHandle,
  useRef,
  useState,
} from 'react';
import { flushSync } from 'react-dom';
import { useGestureEnd } from './use-gesture-end.ts';
import { useLive } from './use-live.ts';
import {
  clampValue,
  keyValue,
  parseNumber,
  stepValue,
  type ValueHandlers,
  type ValueRange,
} from './value-range.ts';
import './numeric-field.css';

/** What a parent can ask of a field. */
export interface NumericFieldHandle {
  /** Opens the field for typing. */
  startTyping(): void;
}

/** Properties of a numeric field. */
export interface NumericFieldProps extends ValueHandlers {
  readonly label: string;
  readonly value: number;
  readonly range: ValueRange;
  /** Text shown, with its unit. */
  format(value: number): string;
  /** Text for screen readers. */
  speak?(value: number): string;
  /** Reads typed text; null refuses it. Default: a plain number. */
  parse?(text: string): number | null;
  /** Takes typed values apart from dragged and stepped ones; default `onChange`. */
  onTyped?(value: number): void;
  /** A pointer took the field, or let it go. */
  onHold?(held: boolean): void;
  /** What the value is moved to by automation; null while it is not. */
  live?(): number | null;
  /** False leaves it out of the tab order where a slider beside it is the stop. */
  readonly tabStop?: boolean;
  readonly disabled?: boolean;
  readonly className?: string;
  readonly ref?: Ref<NumericFieldHandle>;
}

/** CSS pixels of vertical drag for one step. */
const PIXELS_PER_STEP = 4;

/** A number that is dragged, wheeled, stepped (shift = fine), typed (double-click, Enter or a digit) or reset (Delete). */
export function NumericField({
  label,
  value,
  range,
  format,
  speak = format,
  parse = parseNumber,
  tabStop = true,
  disabled = false,
  className = '',
  onChange,
  onTyped = onChange,
  onHold,
  live,
  onCommit,
  onCancel,
  ref,
}: NumericFieldProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const [refused, setRefused] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const drag = useRef<{ readonly y: number; readonly value: number; moved: boolean } | null>(null);
  const end = useGestureEnd(onCommit);
  const valueNow = () => live?.() ?? value;
  useLive(live, value, (now) => {
    const element = box.current;
    if (!element) return;
    element.textContent = format(now);
    element.setAttribute('aria-valuenow', String(Number.isFinite(now) ? now : range.min));
    element.setAttribute('aria-valuetext', speak(now));
  });
  const startTyping = (text?: string) => {
    if (disabled) return;
    end.now();
    setRefused(false);
    setDraft(text ?? format(valueNow()));
  };
  useImperativeHandle(ref, () => ({ startTyping: () => startTyping() }));

  useEffect(() => {
    const element = box.current;
    if (!element || draft !== null || disabled) return;
    // React's wheel listener is passive; taking the wheel from the scrolling pane needs an active one.
    const onWheel = (event: WheelEvent) => {
      if (document.activeElement !== element || event.deltaY === 0) return;
      event.preventDefault();
      onChange(
        stepValue(range, valueNow(), event.deltaY < 0 ? 1 : -1, event.shiftKey ? range.fine : range.step),
      );
      end.later();
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  });

  const finish = (accept: boolean, refocus: boolean) => {
    if (draft === null) return;
    if (accept && draft !== format(valueNow())) {
      const typed = parse(draft);
      if (typed === null) {
        if (refocus) {
          setRefused(true);
          return;
        }
      } else {
        onTyped(clampValue(range, typed));
        onCommit();
      }
    }
    if (!refocus) {
      setDraft(null);
      setRefused(false);
      return;
    }
    // At once: a frame later the keyboard may be elsewhere, and would be taken from there.
    flushSync(() => {
      setDraft(null);
      setRefused(false);
    });
    box.current?.focus();
  };

  if (draft !== null) {
    return (
      <input
        className={`numeric numeric-typing mono ${className}`}
        type="text"
        inputMode="decimal"
        aria-label={label}
        aria-invalid={refused || undefined}
        title={refused ? 'Not a number this field can take' : undefined}
        // biome-ignore lint/a11y/noAutofocus: the user asked to type here this moment.
        autoFocus
        value={draft}
        onFocus={({ currentTarget }) => {
          // A number that a digit has begun goes on behind it; one that was opened is typed over.
          if (draft === format(value)) currentTarget.select();
          else currentTarget.setSelectionRange(draft.length, draft.length);
        }}
        onChange={(event) => {
          setDraft(event.currentTarget.value);
          setRefused(false);
        }}
        onBlur={() => finish(true, false)}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Enter') finish(true, true);
          else if (event.key === 'Escape') finish(false, true);
          else return;
          event.preventDefault();
        }}
      />
    );
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (disabled) return;
    if (event.key === 'Enter' || event.key === 'F2') startTyping();
    else if (/^[\d.,−+-]$/.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey)
      startTyping(event.key);
    else if (event.key === 'Escape') {
      end.drop();
      onCancel();
    } else {
      const next = keyValue(range, valueNow(), event);
      if (next === null) return;
      onChange(next);
      end.later();
    }
    event.preventDefault();
  };
  const onPointerMove = (event: PointerEvent) => {
    const from = drag.current;
    if (!from) return;
    const steps = (from.y - event.clientY) / PIXELS_PER_STEP;
    if (!from.moved && Math.abs(steps) < 1) return;
    from.moved = true;
    onChange(stepValue(range, from.value, Math.trunc(steps), event.shiftKey ? range.fine : range.step));
  };

  return (
    <div
      ref={box}
      className={`numeric mono ${className}`}
      role="spinbutton"
      tabIndex={tabStop ? 0 : -1}
      aria-label={label}
      aria-valuenow={Number.isFinite(value) ? value : range.min}
      aria-valuemin={range.min}
      aria-valuemax={range.max}
      aria-valuetext={speak(value)}
      aria-disabled={disabled || undefined}
      onKeyDown={onKeyDown}
      onBlur={end.now}
      onDoubleClick={() => startTyping()}
      onPointerDown={(event) => {
        if (event.button !== 0 || disabled) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        end.now();
        onHold?.(true);
        drag.current = { y: event.clientY, value: valueNow(), moved: false };
      }}
      onPointerMove={onPointerMove}
      onPointerUp={(event) => {
        const ended = drag.current;
        drag.current = null;
        if (ended) onHold?.(false);
        if (ended?.moved) onCommit();
        // A finger has no double-click to spare: one tap types.
        else if (ended && event.pointerType !== 'mouse') startTyping();
      }}
      onPointerCancel={() => {
        if (drag.current) onHold?.(false);
        if (drag.current?.moved) onCancel();
        drag.current = null;
      }}
    >
      {format(value)}
    </div>
  );
}
