import { type PointerEvent as ReactPointerEvent, type RefObject, useEffect, useRef } from 'react';
import { rotateObjects, type Track, type TrackId } from '../../session/index.ts';
import type { RoomPosition } from '../../units/index.ts';
import { holdPlace, releasePlace, shownPlace } from '../automation/places.ts';
import { selectedObjects } from '../commands/object-edits.ts';
import { onEscape } from '../kit/on-escape.ts';
import { NO_OFFSET } from '../kit/pair-offsets.ts';
import { type HeadDegrees, headOf } from '../listener/head.ts';
import { selectTrack } from '../state/ui-store.ts';
import { useWorkspace } from '../state/workspace.ts';
import { type CanvasPoint, nearest, type PlaneView } from './projection.ts';
import { SEAT } from './stage-frame.ts';
import { dotPosition, positionAt, type StageObject } from './stage-model.ts';
import { onRing, type TurnRing, turnedBy, turnRing } from './turn-ring.ts';
import type { LensRig } from './use-stage-lens.ts';

/** Reach of a tap around a dot, CSS pixels. */
const REACH = 16;
/** Part of the pointer's way that a fine drag moves. */
const FINE = 0.2;
/** Way the pointer must go before a press becomes a drag, CSS pixels: a click selects and moves nothing. */
const SLOP = 3;

/** Degrees the head turns and nods by one pixel of drag. */
const NOD = 0.75;

/** A turn of several objects under way. */
interface Turn {
  readonly pointer: number;
  readonly anchor: CanvasPoint;
  /** The objects and their ring as the turn began: each part of it starts from them. */
  readonly from: readonly Track[];
  readonly ring: TurnRing;
  degrees: number;
}

/** A turn of the listener's head under way. */
interface Nod {
  readonly pointer: number;
  readonly anchor: CanvasPoint;
  readonly from: HeadDegrees;
}

interface Drag {
  readonly id: TrackId;
  readonly pointer: number;
  anchor: CanvasPoint;
  from: RoomPosition;
  fine: boolean;
  vertical: boolean;
  moving: boolean;
}

/** What the pointer works on. */
export interface PointerOptions {
  readonly view: 'persp' | PlaneView;
  readonly rig: LensRig;
  readonly objects: readonly StageObject[];
  /** The object a tap places, while placing is on. */
  readonly placed: StageObject | undefined;
  readonly readout: RefObject<HTMLOutputElement | null>;
  place(id: TrackId, position: RoomPosition, how: 'edit' | 'gesture'): void;
  onPlaced(): void;
  /** Called with the object a press took hold of. */
  onTaken(id: TrackId): void;
}

/** Handlers for the stage's element, and whether a drag is under way. */
export interface StagePointer {
  readonly dragging: () => boolean;
  /** The ring as it stands: turned by a drag, or at rest; null with nothing to turn. */
  readonly ring: () => TurnRing | null;
  readonly handlers: {
    onPointerDown(event: ReactPointerEvent): void;
    onPointerMove(event: ReactPointerEvent): void;
    onPointerUp(): void;
    onPointerCancel(): void;
  };
}

/** Dragging, tapping into place and turning the camera with a pointer. Escape takes a drag back. */
export function useStagePointer(options: PointerOptions): StagePointer {
  const { view, rig, objects, placed, place, onPlaced, onTaken } = options;
  const { host, lens, dirty } = rig;
  const workspace = useWorkspace();
  const { engine, ui } = workspace;
  const drag = useRef<Drag | null>(null);
  const orbit = useRef<CanvasPoint | null>(null);
  const turn = useRef<Turn | null>(null);
  const nod = useRef<Nod | null>(null);

  const ring = (): TurnRing | null => {
    const held = turn.current;
    if (held) return { ...held.ring, degrees: held.ring.degrees + held.degrees };
    return turnRing(selectedObjects(workspace), ui.getState().turnAbout, engine.telemetry.position);
  };

  const pointIn = (event: { readonly clientX: number; readonly clientY: number }): CanvasPoint => {
    const box = host.current?.getBoundingClientRect();
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
  };

  const objectAt = (point: CanvasPoint): StageObject | undefined => {
    const current = lens.current;
    if (!current) return undefined;
    const time = engine.telemetry.position;
    // A stereo object is taken by either dot or by its middle.
    const grips = objects.flatMap((object) => {
      const middle = positionAt(object, time);
      return [NO_OFFSET, ...object.offsets].map((offset) => ({
        object,
        at: current.project(dotPosition(middle, offset)),
      }));
    });
    const found = nearest(
      grips.map(({ at }) => at),
      point,
      REACH,
    );
    return grips[found]?.object;
  };

  const showReadout = (text: string | null, at: CanvasPoint = { x: 0, y: 0 }) => {
    const output = options.readout.current;
    if (!output) return;
    output.hidden = text === null;
    output.textContent = text ?? '';
    output.style.transform = `translate(${Math.round(at.x + 14)}px, ${Math.round(at.y + 14)}px)`;
  };

  const onHead = (point: CanvasPoint): boolean => {
    const seat = lens.current?.project(SEAT);
    const hears = workspace.prefs.getState().target === 'binaural';
    return hears && seat !== undefined && nearest([seat], point, REACH) === 0;
  };

  const startDrag = (event: ReactPointerEvent, object: StageObject) => {
    drag.current = {
      id: object.id,
      pointer: event.pointerId,
      anchor: pointIn(event),
      from: shownPlace(workspace, object.id),
      fine: event.shiftKey,
      vertical: event.altKey,
      moving: false,
    };
    host.current?.setPointerCapture(event.pointerId);
    selectTrack(ui, object.id, event.metaKey || event.ctrlKey);
    onTaken(object.id);
  };

  const onPointerDown = (event: ReactPointerEvent) => {
    if (event.button !== 0) return;
    const point = pointIn(event);
    if (placed && lens.current) {
      const seen = positionAt(placed, engine.telemetry.position);
      place(placed.id, lens.current.unproject(point, seen, event.altKey), 'edit');
      onPlaced();
      return;
    }
    const object = objectAt(point);
    const knob = ring();
    const knobAt = knob && lens.current?.project(onRing(knob));
    if (object) startDrag(event, object);
    else if (knob && knobAt && nearest([knobAt], point, REACH) === 0) {
      turn.current = {
        pointer: event.pointerId,
        anchor: point,
        from: selectedObjects(workspace),
        ring: knob,
        degrees: 0,
      };
      host.current?.setPointerCapture(event.pointerId);
    } else if (onHead(point)) {
      nod.current = { pointer: event.pointerId, anchor: point, from: ui.getState().head };
      host.current?.setPointerCapture(event.pointerId);
    } else if (lens.current?.orbit) {
      orbit.current = point;
      host.current?.setPointerCapture(event.pointerId);
    }
  };

  const onPointerMove = (event: ReactPointerEvent) => {
    const point = pointIn(event);
    const current = lens.current;
    if (!current) return;
    if (orbit.current) {
      current.orbit?.((orbit.current.x - point.x) / 180, (point.y - orbit.current.y) / 240, 1);
      orbit.current = point;
      dirty.current = true;
      return;
    }
    if (nod.current) {
      if (event.pointerId === nod.current.pointer) nodTo(nod.current, point, event.shiftKey);
      return;
    }
    if (turn.current) {
      if (event.pointerId === turn.current.pointer) turnTo(turn.current, point, event.shiftKey);
      return;
    }
    const held = drag.current;
    if (!held || event.pointerId !== held.pointer) return;
    if (!held.moving && Math.hypot(point.x - held.anchor.x, point.y - held.anchor.y) < SLOP) return;
    if (!held.moving) holdPlace(workspace, held.id);
    held.moving = true;
    if (held.fine !== event.shiftKey || held.vertical !== event.altKey) {
      // A modifier pressed in mid-drag must not make the dot jump: go on from where it is.
      const object = objects.find(({ id }) => id === held.id);
      if (object) held.from = shownPlace(workspace, object.id);
      held.anchor = point;
      held.fine = event.shiftKey;
      held.vertical = event.altKey;
    }
    const scale = held.fine ? FINE : 1;
    const dot = current.project(held.from);
    const goal = current.unproject(
      { x: dot.x + (point.x - held.anchor.x) * scale, y: dot.y + (point.y - held.anchor.y) * scale },
      held.from,
      held.vertical,
    );
    place(held.id, goal, 'gesture');
    showReadout(coordinates(goal), point);
  };

  const nodTo = ({ anchor, from }: Nod, point: CanvasPoint, fine: boolean) => {
    const way = NOD * (fine ? FINE : 1);
    const head = headOf({
      yaw: from.yaw - (point.x - anchor.x) * way,
      pitch: from.pitch - (point.y - anchor.y) * way,
      roll: from.roll,
    });
    ui.setState({ head });
    dirty.current = true;
    showReadout(`yaw ${head.yaw}°  pitch ${head.pitch}°`.replaceAll('-', '−'), point);
  };

  const turnTo = (held: Turn, point: CanvasPoint, fine: boolean) => {
    const current = lens.current;
    if (!current) return;
    const travel = { x: point.x - held.anchor.x, y: point.y - held.anchor.y };
    const place = current.unproject(point, onRing(held.ring), false);
    const width = host.current?.clientWidth ?? 1;
    const degrees = Math.round(turnedBy(view, held.ring, place, travel, width) * (fine ? FINE : 1));
    if (degrees === held.degrees) return;
    held.degrees = degrees;
    const { from, ring: about } = held;
    workspace.gesture(`Rotate ${from.length} objects`, (draft) =>
      rotateObjects(draft, from, degrees, about.centre),
    );
    showReadout(`${String(degrees).replace('-', '−')}°`, point);
  };

  const endDrag = (keep: boolean) => {
    orbit.current = null;
    if (nod.current) {
      // The head is no part of the document: it has no undo, but a drag can be taken back.
      if (!keep) ui.setState({ head: nod.current.from });
      nod.current = null;
      showReadout(null);
      return;
    }
    if (!drag.current && !turn.current) return;
    if (keep && drag.current) releasePlace(workspace, drag.current.id);
    drag.current = null;
    turn.current = null;
    dirty.current = true;
    showReadout(null);
    if (keep) workspace.commit();
    else workspace.cancel();
  };

  // The pressed surface takes no focus, so Escape is listened for on the window, before it clears the selection.
  const takeBack = useRef<() => boolean>(() => false);
  useEffect(() => {
    takeBack.current = () => {
      if (!drag.current && !turn.current && !nod.current) return false;
      endDrag(false);
      return true;
    };
  });
  useEffect(() => onEscape(() => takeBack.current()), []);

  return {
    dragging: () => drag.current !== null || turn.current !== null,
    ring,
    handlers: {
      onPointerDown,
      onPointerMove,
      onPointerUp: () => endDrag(true),
      onPointerCancel: () => endDrag(false),
    },
  };
}

function coordinates({ x, y, z }: RoomPosition): string {
  const text = (value: number) => value.toFixed(2).replace('-', '−');
  return `x ${text(x)}  y ${text(y)}  z ${text(z)}`;
}
