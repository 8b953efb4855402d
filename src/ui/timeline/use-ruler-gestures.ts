import { type PointerEvent as ReactPointerEvent, type RefObject, useRef } from 'react';
import { type Marker, moveMarker, setLoop, setMarkerSpan } from '../../session/index.ts';
import { locate } from '../commands/transport.ts';
import type { Workspace } from '../state/workspace.ts';
import { markerAt, RULER_HEIGHT } from './ruler-paint.ts';
import { type Grid, snapTo } from './snap.ts';
import { sampleToX, xToSample } from './time-scale.ts';

const SLOP = 4;
const SNAP_PIXELS = 7;

type Gesture =
  | {
      readonly kind: 'press';
      readonly x: number;
      readonly marker: Marker | null;
      readonly part: 'whole' | 'start' | 'end';
    }
  | {
      readonly kind: 'marker';
      readonly x: number;
      readonly marker: Marker;
      readonly part: 'whole' | 'start' | 'end';
    }
  | { readonly kind: 'loop'; readonly anchor: number };

/** Pointer handlers of the ruler: click locates, drag sets the loop range, markers and spans drag. */
export function useRulerGestures(
  workspace: Workspace,
  element: RefObject<HTMLDivElement | null>,
  grid: () => Grid,
  onRename: (marker: Marker) => void,
) {
  const gesture = useRef<Gesture | null>(null);
  const { ui, prefs, engine } = workspace;

  const pointIn = (event: { readonly clientX: number; readonly clientY: number }) => {
    const box = element.current?.getBoundingClientRect();
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
  };
  const markers = () => Object.values(workspace.document.getState().session.markers);
  const landing = (x: number, free: boolean, anchors: readonly number[]) => {
    const { view } = ui.getState();
    const unit = free ? 'off' : prefs.getState().snap;
    return snapTo(xToSample(view, x), unit, grid(), anchors, SNAP_PIXELS * view.samplesPerPixel);
  };
  const loopEdgeAt = (x: number, y: number): 'start' | 'end' | null => {
    const { loop } = workspace.document.getState().session;
    if (loop.end <= loop.start || y < RULER_HEIGHT - 12) return null;
    const { view } = ui.getState();
    if (Math.abs(sampleToX(view, loop.start) - x) <= 6) return 'start';
    return Math.abs(sampleToX(view, loop.end) - x) <= 6 ? 'end' : null;
  };

  const dragMarker = (held: Extract<Gesture, { kind: 'marker' }>, x: number, free: boolean) => {
    const { view } = ui.getState();
    const { marker, part } = held;
    const edge = part === 'end' && marker.end !== null ? marker.end : marker.start;
    const goal = landing(sampleToX(view, edge) + x - held.x, free, [engine.telemetry.position]);
    workspace.gesture(`Move ${marker.name}`, (draft) => {
      if (marker.end === null || part === 'whole') moveMarker(draft, marker.id, goal);
      else if (part === 'start') setMarkerSpan(draft, marker.id, Math.min(goal, marker.end - 1), marker.end);
      else setMarkerSpan(draft, marker.id, marker.start, Math.max(goal, marker.start + 1));
    });
  };

  const finish = (keep: boolean) => {
    const held = gesture.current;
    gesture.current = null;
    if (!held || held.kind === 'press') return;
    if (keep) workspace.commit();
    else workspace.cancel();
  };

  return {
    onPointerDown(event: ReactPointerEvent) {
      if (event.button !== 0) return;
      const { x, y } = pointIn(event);
      element.current?.setPointerCapture(event.pointerId);
      const { loop } = workspace.document.getState().session;
      const edge = loopEdgeAt(x, y);
      if (edge) gesture.current = { kind: 'loop', anchor: edge === 'start' ? loop.end : loop.start };
      else {
        const hit = markerAt(markers(), ui.getState().view, x, y);
        gesture.current = { kind: 'press', x, marker: hit?.marker ?? null, part: hit?.part ?? 'whole' };
      }
    },
    onPointerMove(event: ReactPointerEvent) {
      const { x, y } = pointIn(event);
      let held = gesture.current;
      if (!held) {
        const hit = loopEdgeAt(x, y) ?? markerAt(markers(), ui.getState().view, x, y)?.part;
        if (element.current)
          element.current.style.cursor = hit === 'start' || hit === 'end' ? 'ew-resize' : 'pointer';
        return;
      }
      if (held.kind === 'press') {
        if (Math.abs(x - held.x) < SLOP) return;
        held = held.marker
          ? { kind: 'marker', x: held.x, marker: held.marker, part: held.part }
          : { kind: 'loop', anchor: landing(held.x, event.altKey, []) };
        gesture.current = held;
      }
      if (held.kind === 'marker') dragMarker(held, x, event.altKey);
      else {
        const { anchor } = held;
        const other = landing(x, event.altKey, [engine.telemetry.position]);
        workspace.gesture('Set loop', (draft) => setLoop(draft, anchor, other, anchor !== other));
      }
    },
    onPointerUp(event: ReactPointerEvent) {
      const held = gesture.current;
      if (held?.kind === 'press') {
        if (held.marker) {
          ui.setState({ selection: { kind: 'marker', id: held.marker.id } });
          locate(workspace, held.marker.start);
        } else
          locate(
            workspace,
            landing(
              held.x,
              event.altKey,
              markers().map(({ start }) => start),
            ),
          );
      }
      finish(true);
    },
    onPointerCancel: () => finish(false),
    onDoubleClick(event: { readonly clientX: number; readonly clientY: number }) {
      const { x, y } = pointIn(event);
      const hit = markerAt(markers(), ui.getState().view, x, y);
      if (hit) onRename(hit.marker);
    },
    /** Escape during a drag takes it back. Returns whether there was one. */
    cancel(): boolean {
      if (!gesture.current) return false;
      finish(false);
      return true;
    },
  };
}
