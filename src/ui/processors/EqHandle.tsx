import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { type Equaliser, RANGES, type TrackId } from '../../session/index.ts';
import { useGestureEnd } from '../kit/use-gesture-end.ts';
import { keyValue } from '../kit/value-range.ts';
import { useWorkspace } from '../state/workspace.ts';
import { type EqPoint, frequencyOf, frequencyToWay, gainOf, hasGain, hasQ, isOn } from './eq-model.ts';
import { frequencyParam, PARAMS } from './params.ts';
import { clearPoint, pointName, turnPoint } from './processor-edits.ts';

/** Letter of a point's handle. */
export const pointLetter = (point: EqPoint): string =>
  point === 'highPass' ? 'H' : point === 'lowPass' ? 'L' : String(point + 1);

/** Properties of a handle. */
export interface EqHandleProps {
  readonly id: TrackId;
  readonly eq: Equaliser;
  readonly point: EqPoint;
  readonly chosen: boolean;
  /** dB at the upper edge of the plot. */
  readonly reach: number;
  onChoose(): void;
  /** A pointer took hold. */
  onGrab(event: PointerEvent): void;
}

/**
 * A point of the curve: dragged anywhere, and for the keyboard a pair of sliders, frequency and gain. On both, left and right
 * move the frequency, up and down the gain, Alt+up and Alt+down the Q; shift is fine, Delete switches the point off.
 */
export function EqHandle({ id, eq, point, chosen, reach, onChoose, onGrab }: EqHandleProps) {
  const workspace = useWorkspace();
  const end = useGestureEnd(() => workspace.commit());
  const box = useRef<HTMLDivElement>(null);
  const frequency = frequencyOf(eq, point);
  const gainDb = gainOf(eq, point);
  const q = typeof point === 'number' ? (eq.bands[point]?.q ?? 1) : 1;
  const pitch = frequencyParam(frequency);
  const name = pointName(point);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.key === 'Tab') return;
    if (event.key === 'Escape') {
      end.drop();
      workspace.cancel();
    } else if (event.key === 'Delete' || event.key === 'Backspace') clearPoint(workspace, id, point);
    else if (event.key === 'Enter') {
      // The number beside the plot takes the typing.
      document.querySelector<HTMLElement>(`[data-eq-point="${point}"] [role="spinbutton"]`)?.focus();
    } else if (event.altKey) {
      const next = keyValue(
        PARAMS.q.range,
        PARAMS.q.toField(q),
        { ...plain(event), altKey: false },
        'vertical',
      );
      if (next === null || !hasQ(eq, point)) return;
      turnPoint(workspace, id, point, { q: PARAMS.q.fromField(next) });
      end.later();
    } else {
      const sideways = /^Arrow(Left|Right)$|^(Home|End)$/.test(event.key);
      const range = sideways ? pitch.range : PARAMS.gain.range;
      const next = keyValue(range, sideways ? pitch.toField(frequency) : gainDb, event);
      if (next === null) return;
      turnPoint(workspace, id, point, sideways ? { frequency: pitch.fromField(next) } : { gainDb: next });
      end.later();
    }
    event.preventDefault();
  };

  const slider = {
    className: 'eq-slider',
    onKeyDown,
    onFocus: onChoose,
    onBlur: end.now,
  } as const;
  const shown = Math.max(-reach, Math.min(reach, gainDb));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings form semantics; this is a point with two sliders.
    <div
      ref={box}
      role="group"
      aria-label={name}
      className="eq-handle"
      data-chosen={chosen || undefined}
      data-on={isOn(eq, point) || undefined}
      style={{
        left: `${100 * Math.max(0, Math.min(1, frequencyToWay(frequency)))}%`,
        top: `${50 - (50 * shown) / reach}%`,
      }}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        box.current?.querySelector<HTMLElement>('[role="slider"]')?.focus();
        onGrab(event);
      }}
    >
      <div
        role="slider"
        tabIndex={0}
        {...slider}
        aria-label={`${name} frequency`}
        aria-valuemin={RANGES.frequency[0]}
        aria-valuemax={RANGES.frequency[1]}
        aria-valuenow={Math.round(frequency)}
        aria-valuetext={pitch.speak(frequency)}
        aria-orientation="horizontal"
      />
      {hasGain(eq, point) && (
        <div
          role="slider"
          tabIndex={0}
          {...slider}
          aria-label={`${name} gain`}
          aria-valuemin={PARAMS.gain.range.min}
          aria-valuemax={PARAMS.gain.range.max}
          aria-valuenow={gainDb}
          aria-valuetext={PARAMS.gain.speak(gainDb)}
          aria-orientation="vertical"
        />
      )}
      <span className="eq-dot" aria-hidden="true">
        {pointLetter(point)}
      </span>
    </div>
  );
}

const plain = ({ key, shiftKey, altKey, ctrlKey, metaKey }: KeyboardEvent) => ({
  key,
  shiftKey,
  altKey,
  ctrlKey,
  metaKey,
});
