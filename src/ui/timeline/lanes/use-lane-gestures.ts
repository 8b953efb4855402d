import { type PointerEvent as ReactPointerEvent, useRef } from 'react';
import { type LanePoint, laneValueAt, writeLane } from '../../../session/index.ts';
import type { LaneRef } from '../../state/ui-store.ts';
import type { Workspace } from '../../state/workspace.ts';
import { type LaneRow, laneKey, rowAt } from '../rows.ts';
import { snapTo } from '../snap.ts';
import { xToSample } from '../time-scale.ts';
import { snapAnchors } from '../timeline-data.ts';
import type { LaneSurface } from '../use-clip-gestures.ts';
import { hitLane, type LaneHit, pointsInside } from './lane-curve.ts';
import {
  bentThrough,
  drawnOver,
  type MoveLimits,
  movedPoints,
  moveLimits,
  type Stroke,
  withPoint,
} from './lane-moves.ts';
import { type LaneFrame, laneFrame, pointsOf } from './lane-rows.ts';

/** Way the pointer must go before a press becomes a drag, CSS pixels. */
const SLOP = 3;
/** Reach of what attracts a dragged point, CSS pixels. */
const SNAP_PIXELS = 7;
/** Part of the pointer's way that a fine drag moves. */
const FINE = 0.2;

const CURSOR: Readonly<Record<LaneHit['part'], string>> = {
  point: 'grab',
  bend: 'ns-resize',
  segment: 'copy',
  space: 'default',
};

/** The lane a gesture works on, as it was when it began. */
interface Held {
  readonly row: LaneRow;
  readonly start: readonly LanePoint[];
  readonly x: number;
  readonly y: number;
}

type Gesture =
  | (Held & { readonly kind: 'press'; readonly hit: LaneHit })
  | (Held & {
      readonly kind: 'move';
      readonly indexes: readonly number[];
      readonly limits: MoveLimits;
      /** Index of the point under the pointer; a segment has none and moves in value alone. */
      readonly lead: number | null;
      readonly anchors: readonly number[];
      /** Time or value alone, once shift has chosen. */
      axis: 'time' | 'value' | null;
    })
  | (Held & { readonly kind: 'bend'; readonly index: number })
  | (Held & { readonly kind: 'marquee'; readonly add: readonly number[] })
  | (Held & { readonly kind: 'pencil'; readonly stroke: Stroke[] });

/** Pointer handlers of lane rows: points, segments, bends, a rectangle, the pencil. One drag is one undo step. */
export function useLaneGestures(workspace: Workspace, surface: LaneSurface) {
  const gesture = useRef<Gesture | null>(null);
  const { ui, prefs, engine } = workspace;

  const pointIn = (event: { readonly clientX: number; readonly clientY: number }) => {
    const box = surface.element.current?.getBoundingClientRect();
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
  };
  const rowUnder = (event: { readonly clientX: number; readonly clientY: number }): LaneRow | null => {
    const layout = surface.layout();
    const row = layout.rows[rowAt(layout, pointIn(event).y, ui.getState().view.top)];
    return row?.kind === 'lane' ? row : null;
  };
  const frameOf = (row: LaneRow): LaneFrame => {
    const { view } = ui.getState();
    const width = surface.element.current?.clientWidth ?? 0;
    return laneFrame(workspace.document.getState().session, row, view, width, view.top);
  };
  const say = (text: string | null, x = 0, y = 0) => {
    const output = surface.readout.current;
    if (!output) return;
    // Asked before anything is written: a question about sizes after it would lay the page out at once.
    const room = (surface.element.current?.clientWidth ?? 0) - 150;
    output.hidden = text === null;
    output.textContent = text ?? '';
    output.style.transform = `translate(${Math.round(Math.min(x + 14, Math.max(0, room)))}px, ${Math.round(y + 16)}px)`;
  };
  const selectedIn = (lane: LaneRef): readonly number[] => {
    const { selection } = ui.getState();
    return selection.kind === 'points' && laneKey(selection.lane) === laneKey(lane) ? selection.indexes : [];
  };
  const select = ({ owner, target }: LaneRef, indexes: readonly number[]) =>
    ui.setState({ selection: { kind: 'points', lane: { owner, target }, indexes } });
  const write = (row: LaneRow, label: string, points: readonly LanePoint[]) =>
    workspace.gesture(label, (draft) => writeLane(draft, row.owner, row.target, points));

  const sayPoint = (frame: LaneFrame, point: LanePoint | undefined, x: number, y: number) => {
    if (point) say(`${surface.clock(point.time)}  ${frame.axis.format(point.value)}`, x, y);
  };

  const startMove = (held: Held, indexes: readonly number[], lead: number | null): Gesture => {
    const { session } = workspace.document.getState();
    const { axis } = frameOf(held.row);
    const snaps = lead !== null && prefs.getState().snap !== 'off';
    return {
      ...held,
      kind: 'move',
      indexes,
      lead,
      limits: moveLimits(held.start, indexes, axis),
      anchors: snaps ? snapAnchors(session, new Set(), engine.telemetry.position) : [],
      axis: null,
    };
  };

  const begin = (press: Extract<Gesture, { kind: 'press' }>, event: ReactPointerEvent): Gesture => {
    const { hit, row, start, x, y } = press;
    const held: Held = { row, start, x, y };
    if (ui.getState().laneTool === 'pencil')
      return { ...held, kind: 'pencil', stroke: [strokeAt(row, x, y)] };
    switch (hit.part) {
      case 'point': {
        const chosen = selectedIn(row);
        const indexes = chosen.includes(hit.index) ? chosen : [hit.index];
        if (indexes !== chosen) select(row, indexes);
        return startMove(held, indexes, hit.index);
      }
      case 'bend':
        return { ...held, kind: 'bend', index: hit.index };
      case 'segment': {
        const ends = [hit.index, hit.index + 1].filter((index) => start[index]);
        if (ends.length > 0) return startMove(held, ends, null);
        return { ...held, kind: 'marquee', add: [] };
      }
      case 'space':
        return { ...held, kind: 'marquee', add: event.shiftKey ? selectedIn(row) : [] };
    }
  };

  const strokeAt = (row: LaneRow, x: number, y: number): Stroke => {
    const { axis, scale, valueAt } = frameOf(row);
    return { time: xToSample(scale, x), share: axis.toShare(valueAt(y)) };
  };

  const move = (held: Extract<Gesture, { kind: 'move' }>, x: number, y: number, event: ReactPointerEvent) => {
    const { row, start, lead, indexes } = held;
    const frame = frameOf(row);
    if (!event.shiftKey) held.axis = null;
    else held.axis ??= Math.abs(x - held.x) > Math.abs(y - held.y) ? 'time' : 'value';
    let time = 0;
    const led = lead === null ? undefined : start[lead];
    if (led && held.axis !== 'value') {
      const wanted = led.time + (x - held.x) * frame.scale.samplesPerPixel * (event.altKey ? FINE : 1);
      const unit = event.altKey ? 'off' : prefs.getState().snap;
      time =
        snapTo(wanted, unit, surface.grid(), held.anchors, SNAP_PIXELS * frame.scale.samplesPerPixel) -
        led.time;
    }
    const share = held.axis === 'time' ? 0 : frame.shareOf(held.y - y) * (event.altKey ? FINE : 1);
    const points = movedPoints(start, indexes, { time, share }, held.limits, frame.axis);
    write(row, indexes.length === 1 ? 'Move point' : `Move ${indexes.length} points`, points);
    sayPoint(frame, points[lead ?? indexes[0] ?? 0], x, y);
  };

  const marquee = (held: Extract<Gesture, { kind: 'marquee' }>, x: number, y: number) => {
    const frame = frameOf(held.row);
    const [left, right] = [Math.min(held.x, x), Math.max(held.x, x)];
    const top = Math.max(frame.top, Math.min(held.y, y));
    const bottom = Math.min(frame.top + frame.height, Math.max(held.y, y));
    const box = surface.marquee.current;
    if (box) {
      box.hidden = false;
      box.style.transform = `translate(${left}px, ${top}px)`;
      box.style.width = `${right - left}px`;
      box.style.height = `${Math.max(0, bottom - top)}px`;
    }
    const inside = pointsInside(frame.points, frame, [left, right], [top, bottom]);
    const indexes =
      held.add.length === 0 ? inside : [...new Set([...held.add, ...inside])].sort((a, b) => a - b);
    select(held.row, indexes);
  };

  const drag = (held: Gesture, x: number, y: number, event: ReactPointerEvent) => {
    const frame = frameOf(held.row);
    switch (held.kind) {
      case 'move':
        move(held, x, y, event);
        return;
      case 'bend': {
        const points = bentThrough(held.start, held.index, frame.valueAt(y));
        write(held.row, 'Bend curve', points);
        say(`bend ${(points[held.index]?.bend ?? 0).toFixed(2).replace('-', '−')}`, x, y);
        return;
      }
      case 'marquee':
        marquee(held, x, y);
        return;
      case 'pencil':
        for (const part of event.nativeEvent.getCoalescedEvents?.() ?? [event]) {
          const at = pointIn(part);
          held.stroke.push(strokeAt(held.row, at.x, at.y));
        }
        write(held.row, 'Draw', drawnOver(held.start, held.stroke, frame.axis, frame.base));
        say(`${surface.clock(xToSample(frame.scale, x))}  ${frame.axis.format(frame.valueAt(y))}`, x, y);
        return;
      case 'press':
    }
  };

  /** A press that went nowhere: selects a point, or adds one on the line. */
  const tap = ({ row, start, hit, x }: Extract<Gesture, { kind: 'press' }>, event: ReactPointerEvent) => {
    const chosen = selectedIn(row);
    if (hit.part === 'point') {
      const { index } = hit;
      if (!(event.shiftKey || event.metaKey || event.ctrlKey)) select(row, [index]);
      else
        select(
          row,
          chosen.includes(index)
            ? chosen.filter((other) => other !== index)
            : [...chosen, index].sort((a, b) => a - b),
        );
      return;
    }
    if (hit.part === 'segment') {
      const frame = frameOf(row);
      const raw = Math.max(0, Math.round(xToSample(frame.scale, x)));
      add(row, start, event.altKey ? raw : snapTo(raw, prefs.getState().snap, surface.grid(), [], 0), null);
      return;
    }
    select(row, []);
  };

  const add = (row: LaneRow, start: readonly LanePoint[], time: number, value: number | null) => {
    const frame = frameOf(row);
    const made = withPoint(start, time, value ?? laneValueAt(start, time, frame.base));
    workspace.edit('Add point', (draft) => writeLane(draft, row.owner, row.target, made.points));
    select(row, [made.index]);
  };

  const finish = (keep: boolean) => {
    const held = gesture.current;
    gesture.current = null;
    say(null);
    if (surface.marquee.current) surface.marquee.current.hidden = true;
    if (!held || held.kind === 'press' || held.kind === 'marquee') return;
    if (keep) workspace.commit();
    else workspace.cancel();
  };

  return {
    /** Takes a press on a lane's row; false if it was elsewhere. */
    onPointerDown(event: ReactPointerEvent): boolean {
      const row = event.button === 0 ? rowUnder(event) : null;
      if (!row) return false;
      const { x, y } = pointIn(event);
      const frame = frameOf(row);
      const chosen = selectedIn(row);
      const hit = hitLane(frame.points, frame, x, y, (index) => chosen.includes(index));
      const start = pointsOf(workspace.document.getState().session, row);
      gesture.current = { kind: 'press', row, start, x, y, hit };
      surface.element.current?.setPointerCapture(event.pointerId);
      return true;
    },
    /** Returns whether the pointer is over, or dragging in, a lane's row. */
    onPointerMove(event: ReactPointerEvent): boolean {
      const { x, y } = pointIn(event);
      let held = gesture.current;
      if (!held) {
        const row = rowUnder(event);
        if (!row) return false;
        const frame = frameOf(row);
        const chosen = selectedIn(row);
        const hit = hitLane(frame.points, frame, x, y, (index) => chosen.includes(index));
        if (surface.element.current)
          surface.element.current.style.cursor =
            ui.getState().laneTool === 'pencil' ? 'crosshair' : CURSOR[hit.part];
        return true;
      }
      if (held.kind === 'press') {
        if (Math.hypot(x - held.x, y - held.y) < SLOP) return true;
        held = begin(held, event);
        gesture.current = held;
      }
      drag(held, x, y, event);
      return true;
    },
    /** Returns whether a gesture of a lane ended. */
    onPointerUp(event: ReactPointerEvent): boolean {
      const held = gesture.current;
      if (!held) return false;
      if (held.kind === 'press') tap(held, event);
      finish(true);
      return true;
    },
    /** A double click on free room puts a point there. */
    onDoubleClick(event: {
      readonly clientX: number;
      readonly clientY: number;
      readonly altKey: boolean;
    }): void {
      const row = rowUnder(event);
      if (!row || ui.getState().laneTool === 'pencil') return;
      const { x, y } = pointIn(event);
      const frame = frameOf(row);
      if (hitLane(frame.points, frame, x, y, () => false).part !== 'space') return;
      const raw = Math.max(0, Math.round(xToSample(frame.scale, x)));
      const time = event.altKey ? raw : snapTo(raw, prefs.getState().snap, surface.grid(), [], 0);
      add(row, frame.points, time, frame.valueAt(y));
    },
    /** Ends a drag and takes it back. Returns whether there was one. */
    cancel(): boolean {
      if (!gesture.current) return false;
      finish(false);
      return true;
    },
  };
}
