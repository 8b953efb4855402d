import {
  type KeyboardEvent,
  type PointerEvent as ReactPointerEvent,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { moveObject, type TrackId } from '../../session/index.ts';
import type { RoomPosition } from '../../units/index.ts';
import { onEscape } from '../kit/on-escape.ts';
import { usePaint } from '../kit/use-paint.ts';
import { selectTrack } from '../state/ui-store.ts';
import { usePrefs, useSession, useUi, useWorkspace } from '../state/workspace.ts';
import { type CanvasPoint, describePosition, nearest, type PlaneView } from './projection.ts';
import { speakerLights, stageDots } from './stage-frame.ts';
import { arrowStep } from './stage-keys.ts';
import { planeLens, roomLens, type StageLens } from './stage-lens.ts';
import { dotPosition, positionAt, type StageObject, stageObjects, stageSpeakers } from './stage-model.ts';

/** Reach of a tap around a dot, CSS pixels. */
const REACH = 16;
/** Part of the pointer's way that a fine drag moves. */
const FINE = 0.2;
/** Way the pointer must go before a press becomes a drag, CSS pixels: a click selects and moves nothing. */
const SLOP = 3;
/** Turn and tilt of the camera by one key, radians. */
const CAMERA_STEP = Math.PI / 18;

/** Alt+arrows turn the camera; up and down tilt it with shift, because alone they walk the objects. */
const CAMERA_KEYS: Readonly<Partial<Record<string, { readonly turn: number; readonly tilt: number }>>> = {
  ArrowLeft: { turn: -1, tilt: 0 },
  ArrowRight: { turn: 1, tilt: 0 },
  ArrowUp: { turn: 0, tilt: 1 },
  ArrowDown: { turn: 0, tilt: -1 },
};

interface Drag {
  readonly id: TrackId;
  readonly pointer: number;
  anchor: CanvasPoint;
  from: RoomPosition;
  fine: boolean;
  vertical: boolean;
  moving: boolean;
}

/** Properties of {@link StageCanvas}. */
export interface StageCanvasProps {
  readonly view: 'persp' | PlaneView;
  /** While set, a tap on the room puts the selected object there. */
  readonly placing: boolean;
  onPlaced(): void;
  /** Called when the room cannot be drawn in three dimensions. */
  onNoWebGl(reason: string): void;
  /** Hands out the camera's way home; null in flat views. */
  onHome(home: (() => void) | null): void;
}

/** The room with its speakers and objects, in one view. Dots can be dragged, tapped into place and moved by keys. */
export function StageCanvas({ view, placing, onPlaced, onNoWebGl, onHome }: StageCanvasProps) {
  const workspace = useWorkspace();
  const { engine, ui } = workspace;
  const tracks = useSession((session) => session.tracks);
  const trackOrder = useSession((session) => session.trackOrder);
  const sampleRate = useSession((session) => session.sampleRate);
  const target = usePrefs((prefs) => prefs.target);
  const selection = useUi((state) => state.selection);
  const objects = useMemo(() => stageObjects({ tracks, trackOrder }), [tracks, trackOrder]);
  const speakers = useMemo(() => stageSpeakers(target), [target]);
  const selected = useMemo(() => new Set(selection.kind === 'tracks' ? selection.ids : []), [selection]);

  const host = useRef<HTMLDivElement>(null);
  const flat = useRef<HTMLCanvasElement>(null);
  const solid = useRef<HTMLCanvasElement>(null);
  const readout = useRef<HTMLOutputElement>(null);
  const handles = useRef(new Map<TrackId, HTMLDivElement>());
  const lens = useRef<StageLens | null>(null);
  const drag = useRef<Drag | null>(null);
  const orbit = useRef<CanvasPoint | null>(null);
  const paintedAt = useRef(0);
  /** True while the last frame showed anything lit: meters go on falling after the transport has stopped. */
  const glowing = useRef(false);
  const dirty = useRef(true);
  /** What the last frame was drawn from: a change of any is drawn once. */
  const drawn = useRef<readonly [unknown, unknown, unknown]>([null, null, null]);
  const [rover, setRover] = useState<TrackId | null>(null);

  useEffect(() => {
    const [element, canvas, room] = [host.current, flat.current, solid.current];
    if (!element || !canvas || !room) return;
    let live = true;
    const measure = () => {
      const { width, height } = element.getBoundingClientRect();
      if (width > 0 && height > 0) lens.current?.resize(width, height, globalThis.devicePixelRatio);
      dirty.current = true;
    };
    const install = (made: StageLens) => {
      if (!live) {
        made.dispose();
        return;
      }
      lens.current = made;
      onHome(
        made.home
          ? () => {
              made.home?.();
              dirty.current = true;
            }
          : null,
      );
      measure();
    };
    if (view === 'persp') {
      // Sound first: loading the 3D scene would hold the thread that gets the engine ready.
      engine.prepared
        .then(() => roomLens(room, canvas))
        .then(install, (error: unknown) => {
          if (live) onNoWebGl(error instanceof Error ? error.message : String(error));
        });
    } else install(planeLens(canvas, view));
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => {
      live = false;
      observer.disconnect();
      lens.current?.dispose();
      lens.current = null;
    };
  }, [view, engine, onNoWebGl, onHome]);

  usePaint((nowMs) => {
    const current = lens.current;
    if (!current) return;
    const { telemetry } = engine;
    const [oldObjects, oldSpeakers, oldSelected] = drawn.current;
    if (oldObjects !== objects || oldSpeakers !== speakers || oldSelected !== selected) {
      drawn.current = [objects, speakers, selected];
      dirty.current = true;
    }
    const moving = telemetry.playing || glowing.current;
    if (!dirty.current && !(moving && nowMs - paintedAt.current >= current.frameMs)) return;
    dirty.current = false;
    paintedAt.current = nowMs;
    const trails = !globalThis.matchMedia('(prefers-reduced-motion: reduce)').matches;
    const time = telemetry.position;
    const lights = speakerLights(target, speakers, telemetry);
    const dots = stageDots(objects, time, telemetry, selected, sampleRate, trails);
    current.paint(speakers, lights, dots);
    glowing.current = dots.some(({ lit }) => lit > 0) || lights.some((lit) => lit > 0);
    for (const object of objects) {
      const at = current.project(positionAt(object, time));
      const handle = handles.current.get(object.id);
      if (handle) handle.style.transform = `translate(${at.x - 14}px, ${at.y - 14}px)`;
    }
  });

  // A stopped playhead moves the dots of objects with lanes: watch it at the cost of one comparison a frame.
  const lastPosition = useRef(-1);
  usePaint(() => {
    if (engine.telemetry.position === lastPosition.current) return;
    lastPosition.current = engine.telemetry.position;
    dirty.current = true;
  }, 'poll');

  const place = useCallback(
    (id: TrackId, position: RoomPosition, how: 'edit' | 'gesture') => {
      const name = workspace.document.getState().session.tracks[id]?.name ?? 'object';
      workspace[how](`Move ${name}`, (draft) => moveObject(draft, id, position, engine.telemetry.position));
    },
    [workspace, engine],
  );

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
      return [0, ...object.offsets].map((offset) => ({
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
    const output = readout.current;
    if (!output) return;
    output.hidden = text === null;
    output.textContent = text ?? '';
    output.style.transform = `translate(${Math.round(at.x + 14)}px, ${Math.round(at.y + 14)}px)`;
  };

  const startDrag = (event: ReactPointerEvent, object: StageObject) => {
    const seen = positionAt(object, engine.telemetry.position);
    drag.current = {
      id: object.id,
      pointer: event.pointerId,
      anchor: pointIn(event),
      from: seen,
      fine: event.shiftKey,
      vertical: event.altKey,
      moving: false,
    };
    host.current?.setPointerCapture(event.pointerId);
    selectTrack(ui, object.id, event.metaKey || event.ctrlKey);
    setRover(object.id);
  };

  const onPointerDown = (event: ReactPointerEvent) => {
    if (event.button !== 0) return;
    const point = pointIn(event);
    const primary =
      selection.kind === 'tracks' ? objects.find(({ id }) => id === selection.ids.at(-1)) : undefined;
    if (placing && primary && lens.current) {
      const seen = positionAt(primary, engine.telemetry.position);
      place(primary.id, lens.current.unproject(point, seen, event.altKey), 'edit');
      onPlaced();
      return;
    }
    const object = objectAt(point);
    if (object) startDrag(event, object);
    else if (lens.current?.orbit) {
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
    const held = drag.current;
    if (!held || event.pointerId !== held.pointer) return;
    if (!held.moving && Math.hypot(point.x - held.anchor.x, point.y - held.anchor.y) < SLOP) return;
    held.moving = true;
    if (held.fine !== event.shiftKey || held.vertical !== event.altKey) {
      // A modifier pressed in mid-drag must not make the dot jump: go on from where it is.
      const object = objects.find(({ id }) => id === held.id);
      if (object) held.from = positionAt(object, engine.telemetry.position);
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

  const endDrag = (keep: boolean) => {
    orbit.current = null;
    if (!drag.current) return;
    drag.current = null;
    showReadout(null);
    if (keep) workspace.commit();
    else workspace.cancel();
  };

  // The pressed surface takes no focus, so Escape is listened for on the window, before it clears the selection.
  const takeBack = useRef<() => boolean>(() => false);
  useEffect(() => {
    takeBack.current = () => {
      if (!drag.current) return false;
      endDrag(false);
      return true;
    };
  });
  useEffect(() => onEscape(() => takeBack.current()), []);

  const cameraKey = (event: KeyboardEvent): boolean => {
    const turn = lens.current?.orbit;
    const way = CAMERA_KEYS[event.key];
    if (!turn || !way || !event.altKey) return false;
    if (!event.shiftKey && way.tilt !== 0) return false;
    turn(way.turn * CAMERA_STEP, way.tilt * CAMERA_STEP, 1);
    dirty.current = true;
    return true;
  };

  return (
    <div
      ref={host}
      className="stage-canvas"
      data-view={view}
      data-placing={placing || undefined}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => endDrag(true)}
      onPointerCancel={() => endDrag(false)}
      onWheel={(event) => {
        lens.current?.orbit?.(0, 0, event.deltaY > 0 ? 1.08 : 1 / 1.08);
        dirty.current = true;
      }}
    >
      <div aria-hidden="true">
        <canvas ref={solid} hidden={view !== 'persp'} />
        <canvas ref={flat} />
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would draw and behave as a form */}
      <div role="group" aria-label="Objects in the room">
        {objects.map((object, index) => (
          // A slider, not a button: Space belongs to the transport.
          <div
            key={object.id}
            ref={(element) => {
              if (element) handles.current.set(object.id, element);
              else handles.current.delete(object.id);
            }}
            className="stage-handle"
            role="slider"
            aria-label={`${object.name}, position`}
            aria-valuemin={-100}
            aria-valuemax={100}
            aria-valuenow={Math.round(object.position.x * 100)}
            aria-valuetext={describePosition(object.position)}
            aria-keyshortcuts="ArrowLeft ArrowRight ArrowUp ArrowDown PageUp PageDown Home Alt+ArrowUp Alt+ArrowDown"
            tabIndex={(rover ?? objects[0]?.id) === object.id ? 0 : -1}
            onFocus={() => setRover(object.id)}
            onClick={(event) => {
              // A click made by a key or a screen reader has no pointer travel: it selects.
              if (event.detail === 0) selectTrack(ui, object.id);
            }}
            onKeyDown={(event) => {
              if (event.key === 'Tab' || event.ctrlKey || event.metaKey) return;
              if (cameraKey(event)) {
                event.preventDefault();
                event.stopPropagation();
                return;
              }
              if (event.key === 'Enter') {
                selectTrack(ui, object.id, event.shiftKey);
                event.preventDefault();
                event.stopPropagation();
                return;
              }
              if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
                const next =
                  objects[(index + (event.key === 'ArrowDown' ? 1 : objects.length - 1)) % objects.length];
                if (next) handles.current.get(next.id)?.focus();
                event.preventDefault();
                event.stopPropagation();
                return;
              }
              const moved = arrowStep(
                event.key,
                event.shiftKey,
                positionAt(object, engine.telemetry.position),
              );
              if (!moved) return;
              event.preventDefault();
              event.stopPropagation();
              selectTrack(ui, object.id);
              place(object.id, moved, 'gesture');
            }}
            onKeyUp={() => workspace.commit()}
            onBlur={() => {
              if (!drag.current) workspace.commit();
            }}
          />
        ))}
      </div>
      <output ref={readout} className="stage-readout mono" hidden />
    </div>
  );
}

function coordinates({ x, y, z }: RoomPosition): string {
  const text = (value: number) => value.toFixed(2).replace('-', '−');
  return `x ${text(x)}  y ${text(y)}  z ${text(z)}`;
}
