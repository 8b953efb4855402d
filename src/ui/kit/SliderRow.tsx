import { useEffect, useRef } from 'react';
import { NumericField, type NumericFieldHandle } from './NumericField.tsx';
import { useGestureEnd } from './use-gesture-end.ts';
import { useLive } from './use-live.ts';
import { clampValue, keyValue, stepValue, type ValueHandlers, type ValueRange } from './value-range.ts';
import './slider-row.css';

/** Properties of a slider row. */
export interface SliderRowProps extends ValueHandlers {
  readonly label: string;
  /** Full name for screen readers when the label alone is short, e.g. "Left to right" for "x". */
  readonly name?: string;
  readonly value: number;
  readonly range: ValueRange;
  format(value: number): string;
  speak?(value: number): string;
  parse?(text: string): number | null;
  /** Takes typed values apart from dragged and stepped ones; default `onChange`. */
  onTyped?(value: number): void;
  /** A pointer took the slider or its number, or let it go. */
  onHold?(held: boolean): void;
  /** What the value is moved to by automation; null while it is not. */
  live?(): number | null;
  /** Travel 0…1 of a value, where the scale is not linear. */
  toTravel?(value: number): number;
  fromTravel?(travel: number): number;
  /** Value the bar fills from; default the minimum. */
  readonly origin?: number;
  readonly disabled?: boolean;
}

const TRAVEL_STEPS = 1000;

/** A line of the inspector: label, native slider under a skin, and the number that can be typed. */
export function SliderRow(props: SliderRowProps) {
  const { label, name = label, value, range, format, speak = format, origin, disabled = false } = props;
  const { onChange, onCommit, onCancel, onHold, live } = props;
  const span = range.max - range.min;
  const toTravel =
    props.toTravel ??
    ((at: number) => Math.min(1, Math.max(0, ((Number.isFinite(at) ? at : range.min) - range.min) / span)));
  const fromTravel = props.fromTravel ?? ((travel: number) => range.min + travel * span);
  const field = useRef<NumericFieldHandle>(null);
  const input = useRef<HTMLInputElement>(null);
  const end = useGestureEnd(onCommit);
  const travel = toTravel(value);
  const from = toTravel(origin ?? range.min);
  const valueNow = () => live?.() ?? value;
  useLive(live, value, (now) => {
    const element = input.current;
    if (!element) return;
    const at = toTravel(now);
    element.value = String(Math.round(at * TRAVEL_STEPS));
    element.style.setProperty('--from', String(Math.min(from, at)));
    element.style.setProperty('--to', String(Math.max(from, at)));
    element.setAttribute('aria-valuetext', speak(now));
  });

  useEffect(() => {
    const element = input.current;
    if (!element || disabled) return;
    const onWheel = (event: WheelEvent) => {
      if (document.activeElement !== element || event.deltaY === 0) return;
      event.preventDefault();
      onChange(
        stepValue(range, valueNow(), event.deltaY < 0 ? 1 : -1, event.shiftKey ? range.fine : range.step),
      );
      end.later();
    };
    // Active listener: React's own is passive and could not keep the inspector from scrolling.
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  });

  return (
    <div className="slider-row" data-disabled={disabled || undefined}>
      <span className="slider-label" aria-hidden="true">
        {label}
      </span>
      <input
        ref={input}
        className="slider"
        type="range"
        aria-label={name}
        aria-valuetext={speak(value)}
        min={0}
        max={TRAVEL_STEPS}
        step={1}
        value={Math.round(travel * TRAVEL_STEPS)}
        disabled={disabled}
        style={{ ['--from' as string]: Math.min(from, travel), ['--to' as string]: Math.max(from, travel) }}
        onChange={(event) => {
          // The grid of the arrow keys, finer where the travel is fine: a drag never stores noise digits.
          const raw = fromTravel(Number(event.currentTarget.value) / TRAVEL_STEPS);
          onChange(clampValue(range, Number((Math.round(raw / range.fine) * range.fine).toFixed(9))));
          end.later();
        }}
        onPointerDown={() => onHold?.(true)}
        onPointerUp={() => {
          end.now();
          onHold?.(false);
        }}
        onPointerCancel={() => onHold?.(false)}
        onBlur={end.now}
        onDoubleClick={() => {
          onChange(range.default);
          onCommit();
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') field.current?.startTyping();
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
        }}
      />
      <NumericField
        ref={field}
        label={name}
        tabStop={false}
        value={value}
        range={range}
        format={format}
        speak={speak}
        disabled={disabled}
        onChange={onChange}
        onCommit={onCommit}
        onCancel={onCancel}
        {...(props.parse ? { parse: props.parse } : {})}
        {...(onHold ? { onHold } : {})}
        {...(live ? { live } : {})}
        {...(props.onTyped ? { onTyped: props.onTyped } : {})}
      />
    </div>
  );
}
