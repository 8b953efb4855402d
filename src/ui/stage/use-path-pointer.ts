import { type PointerEvent as ReactPointerEvent, type RefObject, useEffect, useRef } from 'react';
import { drawPath, movePathPoint, type PathPoint } from '../../session/index.ts';
import type { RoomPosition } from '../../units/index.ts';
import { onEscape } from '../kit/on-escape.ts';
import { useWorkspace } from '../state/workspace.ts';
import { pathPoints, pathSpan } from './object-path.ts';
import type { ShownPath } from './path-painter.ts';
import { type CanvasPoint, nearest } from './projection.ts';
import { positionAt, type StageObject } from './stage-model.ts';
import type { LensRig } from './use-stage-lens.ts';

/** Reach of a point of a path and of a dot that lies over it, CSS pixels. */
const REACH = 9;

/** A path being drawn, or a point of one being moved. */
type Gesture =
  | {
      readonly kind: 'draw';
      readonly pointer: number;
      readonly began: number;
      readonly start: number;
      readonly stroke: PathPoint[];
    }
  | { readonly kind: 'point'; readonly pointer: number; readonly from: PathPoint };

/** What the path's pointer works on. */
export interface PathPointerOptions {
  readonly rig: LensRig;
  /** The primary selected object. */
  readonly object: StageObject | undefined;
  readonly objects: readonly StageObject[];
  /** While set, a drag draws the object's path. */
  readonly drawing: boolean;
  readonly readout: RefObject<HTMLOutputElement | null>;
}

/**
 * Draws an object's path by hand and moves its points. A stroke takes the time it takes, from the playhead on; while the loop
 * is on it is fitted into the loop. Alt draws and moves the height. One stroke is one undo step; Escape takes it back.
 */
export function usePathPointer({ rig, object, objects, drawing, readout }: PathPointerOptions) {
  const { host, lens, dirty } = rig;
  const workspace = useWorkspace();
  const { engine } = workspace;
  const gesture = useRef<Gesture | null>(null);

  const pointIn = (event: { readonly clientX: number; readonly clientY: number }): CanvasPoint => {
    const box = host.current?.getBoundingClientRect();
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
  };
  const sampleRate = () => workspace.document.getState().session.sampleRate;
  const shownPoints = (): readonly PathPoint[] =>
    object ? pathPoints(object, pathSpan(object, engine.telemetry.position, sampleRate())) : [];

  const placeAt = (event: ReactPointerEvent, keep: RoomPosition): RoomPosition =>
    lens.current?.unproject(pointIn(event), keep, event.altKey) ?? keep;

  const record = (held: Extract<Gesture, { kind: 'draw' }>, event: ReactPointerEvent) => {
    const last = held.stroke.at(-1);
    if (!last) return;
    const time = Math.round(held.start + ((event.timeStamp - held.began) / 1000) * sampleRate());
    held.stroke.push({ ...placeAt(event, last), time });
  };

  const say = (text: string | null) => {
    const output = readout.current;
    if (!output) return;
    output.hidden = text === null;
    output.textContent = text ?? '';
    output.style.transform = 'translate(10px, 8px)';
  };

  const keepStroke = ({ stroke, start }: Extract<Gesture, { kind: 'draw' }>) => {
    const [first, last] = [stroke[0], stroke.at(-1)];
    if (!object || !first || !last || last.time <= first.time) return;
    const { loop } = workspace.document.getState().session;
    const fitted = loop.enabled && loop.end > loop.start;
    const [from, to] = fitted ? [loop.start, loop.end] : [start, last.time];
    const path = stroke.map((point) => ({
      ...point,
      time: Math.round(from + ((point.time - first.time) / (last.time - first.time)) * (to - from)),
    }));
    workspace.edit(`Draw path of ${object.name}`, (draft) => drawPath(draft, object.id, path));
  };

  const finish = (keep: boolean) => {
    const held = gesture.current;
    gesture.current = null;
    dirty.current = true;
    say(null);
    if (held?.kind === 'draw' && keep) keepStroke(held);
    if (held?.kind !== 'point') return;
    if (keep) workspace.commit();
    else workspace.cancel();
  };
  const takeBack = useRef<() => boolean>(() => false);
  useEffect(() => {
    takeBack.current = () => {
      if (!gesture.current) return false;
      finish(false);
      return true;
    };
  });
  useEffect(() => onEscape(() => takeBack.current()), []);

  return {
    /** Takes a press that draws, or that is on a point of the path; false if it is for something else. */
    onPointerDown(event: ReactPointerEvent): boolean {
      const current = lens.current;
      if (event.button !== 0 || !object || !current) return false;
      const time = engine.telemetry.position;
      const here = positionAt(object, time);
      if (drawing) {
        const start = Math.round(time);
        gesture.current = {
          kind: 'draw',
          pointer: event.pointerId,
          began: event.timeStamp,
          start,
          stroke: [{ ...placeAt(event, here), time: start }],
        };
      } else {
        const point = pointIn(event);
        const dots = objects.map((other) => current.project(positionAt(other, time)));
        if (nearest(dots, point, REACH) >= 0) return false;
        const points = shownPoints();
        const from =
          points[
            nearest(
              points.map((place) => current.project(place)),
              point,
              REACH,
            )
          ];
        if (!from) return false;
        gesture.current = { kind: 'point', pointer: event.pointerId, from };
      }
      host.current?.setPointerCapture(event.pointerId);
      return true;
    },
    /** Returns whether a gesture of the path is under way. */
    onPointerMove(event: ReactPointerEvent): boolean {
      const held = gesture.current;
      if (!held || !object) return false;
      if (event.pointerId !== held.pointer) return true;
      dirty.current = true;
      if (held.kind === 'draw') {
        record(held, event);
        say(`${((event.timeStamp - held.began) / 1000).toFixed(1)} s`);
        return true;
      }
      const goal = { ...placeAt(event, held.from), time: held.from.time };
      workspace.gesture(`Move point of ${object.name}’s path`, (draft) =>
        movePathPoint(draft, object.id, goal),
      );
      return true;
    },
    onPointerUp(): boolean {
      if (!gesture.current) return false;
      finish(true);
      return true;
    },
    cancel(): boolean {
      if (!gesture.current) return false;
      finish(false);
      return true;
    },
    /** What is to be drawn: the stroke under way, or the path of the selected object. */
    shown(): ShownPath | null {
      const held = gesture.current;
      if (held?.kind === 'draw') return { places: held.stroke, handles: false };
      const points = shownPoints();
      return points.length > 1 ? { places: points, handles: true } : null;
    },
  };
}
