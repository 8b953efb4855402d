import { type KeyboardEvent, type RefObject, useLayoutEffect, useRef, useState } from 'react';
import type { LanePoint } from '../../../session/index.ts';
import { samples } from '../../../units/index.ts';
import type { LaneRef } from '../../state/ui-store.ts';
import { useSession, useWorkspace } from '../../state/workspace.ts';
import { laneAxis } from './lane-axis.ts';
import { changePoints } from './point-edits.ts';
import { pointTimeText, readPointTime } from './point-time.ts';

/** Properties of {@link PointTyping}. */
export interface PointTypingProps {
  readonly lane: LaneRef;
  readonly index: number;
  readonly point: LanePoint;
  /** What it opens beside. */
  readonly anchor: RefObject<HTMLElement | null>;
  onDone(): void;
}

/** Two fields over a point: its time in timecode or samples, and its value. Enter keeps both, Escape leaves them. */
export function PointTyping({ lane, index, point, anchor, onDone }: PointTypingProps) {
  const workspace = useWorkspace();
  const clock = useSession((session) => session);
  const axis = laneAxis(lane.owner, lane.target);
  const [time, setTime] = useState(() => pointTimeText(clock, point.time));
  const [value, setValue] = useState(() => axis.format(point.value));
  const [refused, setRefused] = useState<'time' | 'value' | null>(null);
  const box = useRef<HTMLFieldSetElement>(null);
  const done = useRef(false);

  useLayoutEffect(() => {
    const [element, beside] = [box.current, anchor.current];
    const parent = element?.offsetParent;
    if (!element || !beside || !parent) return;
    const [at, room] = [beside.getBoundingClientRect(), parent.getBoundingClientRect()];
    const left = Math.min(at.right - room.left, room.width - element.offsetWidth - 4);
    const top = Math.min(at.top - room.top - 4, room.height - element.offsetHeight - 4);
    element.style.transform = `translate(${Math.max(4, left)}px, ${Math.max(4, top)}px)`;
  }, [anchor]);

  const close = () => {
    if (done.current) return;
    done.current = true;
    onDone();
  };
  const keep = () => {
    const sample = time === pointTimeText(clock, point.time) ? point.time : readPointTime(clock, time);
    const typed = value === axis.format(point.value) ? point.value : axis.parse(value);
    if (sample === null || typed === null) {
      setRefused(sample === null ? 'time' : 'value');
      return;
    }
    const { min, max } = axis.range;
    changePoints(
      workspace,
      lane,
      [index],
      'Set point',
      (old) => ({ ...old, time: samples(sample), value: Math.min(max, Math.max(min, typed)) }),
      'edit',
    );
    close();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'Enter') keep();
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
  };

  return (
    <fieldset
      ref={box}
      className="point-typing"
      aria-label="Point in numbers"
      onPointerDown={(event) => event.stopPropagation()}
      onKeyDown={onKeyDown}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) close();
      }}
    >
      <label>
        <span>time</span>
        <input
          className="mono"
          type="text"
          // biome-ignore lint/a11y/noAutofocus: the user asked to type here this moment.
          autoFocus
          value={time}
          title="Timecode, or samples"
          aria-invalid={refused === 'time' || undefined}
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => setTime(event.currentTarget.value)}
        />
      </label>
      <label>
        <span>{axis.unit === '' ? 'value' : axis.unit}</span>
        <input
          className="mono"
          type="text"
          value={value}
          aria-label="value"
          aria-invalid={refused === 'value' || undefined}
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => setValue(event.currentTarget.value)}
        />
      </label>
    </fieldset>
  );
}
