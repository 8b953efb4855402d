import { type KeyboardEvent, type RefObject, useRef, useState } from 'react';
import { currentStaticValue } from '../../../session/index.ts';
import { useGestureEnd } from '../../kit/use-gesture-end.ts';
import { usePaint } from '../../kit/use-paint.ts';
import type { LaneRef } from '../../state/ui-store.ts';
import { useSession, useUi, useWorkspace } from '../../state/workspace.ts';
import { type LaneRow, laneKey, type RowLayout, topForRow } from '../rows.ts';
import { sampleToX } from '../time-scale.ts';
import { addAtPlayhead, CURVE_TITLES } from './lane-actions.ts';
import { laneAxis, laneTitle, ownerName } from './lane-axis.ts';
import { laneFrame, pointsOf } from './lane-rows.ts';
import { PointTyping } from './PointTyping.tsx';
import { nudgePoints, stepPoints } from './point-edits.ts';

/** Properties of {@link LaneCursor}. */
export interface LaneCursorProps {
  readonly layout: RowLayout;
  readonly lanes: RefObject<HTMLDivElement | null>;
  timecode(sample: number): string;
}

/**
 * The keyboard's place among the points of lanes. Arrows move the selected points: up and down the value by a step (shift:
 * fine), left and right in time by the nudge unit (shift: a sample). Alt+left and right walk the points (with shift: extend),
 * Alt+up and down the lanes, Home and End go to the ends. Insert adds a point at the playhead, Enter types.
 */
export function LaneCursor({ layout, lanes, timecode }: LaneCursorProps) {
  const workspace = useWorkspace();
  const { ui, prefs } = workspace;
  const selection = useUi((state) => state.selection);
  const [typing, setTyping] = useState(false);
  /** The point among the selected ones that the keyboard stands on. */
  const [head, setHead] = useState(-1);
  const handle = useRef<HTMLDivElement>(null);
  const end = useGestureEnd(() => workspace.commit());
  const laneRows = layout.rows.filter((row) => row.kind === 'lane');
  const chosen =
    selection.kind === 'points' ? laneRows.find(({ key }) => key === laneKey(selection.lane)) : undefined;
  const row = chosen ?? laneRows[0];
  const indexes = chosen && selection.kind === 'points' ? selection.indexes : [];
  const index = indexes.includes(head) ? head : (indexes.at(-1) ?? -1);
  const point = useSession((session) => (row ? pointsOf(session, row)[index] : undefined));
  const count = useSession((session) => (row ? pointsOf(session, row).length : 0));
  const base = useSession((session) => (row ? currentStaticValue(session, row.owner, row.target) : 0));
  const name = useSession((session) =>
    row ? `${laneTitle(session, row.owner, row.target)} of ${ownerName(session, row.owner)}` : '',
  );

  usePaint(() => {
    const element = handle.current;
    if (!element || !row) return;
    const { view } = ui.getState();
    const { session } = workspace.document.getState();
    const frame = laneFrame(session, row, view, lanes.current?.clientWidth ?? 0, view.top);
    const at = pointsOf(session, row)[index];
    const x = at ? sampleToX(view, at.time) : 14;
    const y = frame.yOf(at?.value ?? frame.base);
    element.style.transform = `translate(${x - 12}px, ${y - 12}px)`;
  });

  if (!row) return null;
  const axis = laneAxis(row.owner, row.target);
  const lane: LaneRef = { owner: row.owner, target: row.target };

  const show = (shown: LaneRow, sample: number | undefined) => {
    const { view } = ui.getState();
    const box = lanes.current;
    const rowIndex = layout.rows.indexOf(shown);
    const top = topForRow(layout, rowIndex, view.top, box?.clientHeight ?? 0);
    const x = sample === undefined ? 0 : sampleToX(view, sample);
    const outside = x < 0 || x > (box?.clientWidth ?? 0) - 12;
    const start =
      outside && sample !== undefined ? Math.max(0, sample - 40 * view.samplesPerPixel) : view.start;
    ui.setState({ view: { ...view, top, start } });
  };
  const select = (to: LaneRow, picked: readonly number[], stand = picked.at(-1) ?? -1) => {
    ui.setState({
      selection: { kind: 'points', lane: { owner: to.owner, target: to.target }, indexes: picked },
    });
    show(to, pointsOf(workspace.document.getState().session, to)[stand]?.time);
  };

  const walk = (event: KeyboardEvent): boolean => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step !== undefined) {
      const next = index < 0 ? (step > 0 ? 0 : count - 1) : index + step;
      if (next < 0 || next >= count) return true;
      setHead(next);
      if (!event.shiftKey) select(row, [next]);
      else
        select(
          row,
          [...new Set([...indexes, next])].sort((a, b) => a - b),
          next,
        );
      return true;
    }
    const down = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (down === undefined) return false;
    const other = laneRows[laneRows.indexOf(row) + down];
    if (other) select(other, pointsOf(workspace.document.getState().session, other).length > 0 ? [0] : []);
    return true;
  };

  const change = (event: KeyboardEvent): boolean => {
    if (index < 0) return false;
    const rise = { ArrowUp: 1, ArrowDown: -1, PageUp: 1, PageDown: -1 }[event.key];
    const nudge = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (rise !== undefined) {
      const size = event.key.startsWith('Page') ? 'page' : event.shiftKey ? 'fine' : 'step';
      stepPoints(workspace, lane, indexes, rise, size);
    } else if (nudge !== undefined) {
      nudgePoints(workspace, lane, indexes, event.shiftKey ? 'sample' : prefs.getState().nudge, nudge);
    } else return false;
    end.later();
    return true;
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey) return;
    let taken = true;
    if (event.altKey) taken = walk(event);
    else if (event.key === 'Home') select(row, count > 0 ? [0] : []);
    else if (event.key === 'End') select(row, count > 0 ? [count - 1] : []);
    else if (event.key === 'Insert') addAtPlayhead(workspace, lane);
    else if (event.key === 'Enter') {
      end.now();
      if (index < 0) select(row, count > 0 ? [0] : []);
      else setTyping(true);
    } else taken = change(event);
    if (!taken) return;
    event.preventDefault();
    event.stopPropagation();
  };

  const text = point
    ? `${axis.speak(point.value)} at ${timecode(point.time)}, ${CURVE_TITLES[point.curve].toLowerCase()}, point ${index + 1} of ${count}`
    : count === 0
      ? `no points, ${axis.speak(base)}`
      : `${count} points, none selected`;
  return (
    <>
      <div
        ref={handle}
        role="slider"
        tabIndex={0}
        className="lane-cursor"
        aria-label={name}
        aria-orientation="vertical"
        aria-valuemin={axis.range.min}
        aria-valuemax={axis.range.max}
        aria-valuenow={point?.value ?? base}
        aria-valuetext={indexes.length > 1 ? `${text}, ${indexes.length} selected` : text}
        aria-keyshortcuts="ArrowUp ArrowDown ArrowLeft ArrowRight Alt+ArrowLeft Alt+ArrowRight Alt+ArrowUp Alt+ArrowDown Home End Insert Enter Delete"
        onFocus={() => {
          if (!chosen) select(row, count > 0 ? [0] : []);
          else show(row, point?.time);
        }}
        onBlur={() => end.now()}
        onKeyDown={onKeyDown}
      />
      {typing && point && (
        <PointTyping
          lane={lane}
          index={index}
          point={point}
          anchor={handle}
          onDone={() => {
            setTyping(false);
            handle.current?.focus();
          }}
        />
      )}
    </>
  );
}
