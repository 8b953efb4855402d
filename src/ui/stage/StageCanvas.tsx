import { type KeyboardEvent, useCallback, useMemo, useRef, useState } from 'react';
import { heldSession, moveObject, type TrackId } from '../../session/index.ts';
import type { RoomPosition } from '../../units/index.ts';
import { recordPlace, releasePlace } from '../automation/places.ts';
import { usePaint } from '../kit/use-paint.ts';
import { ListenerHandle } from '../listener/ListenerHandle.tsx';
import { usePrefs, useSession, useUi, useWorkspace } from '../state/workspace.ts';
import { emptyRoses } from './energy-rose.ts';
import { LawMemo } from './law-memo.ts';
import type { PlaneView } from './projection.ts';
import { StageHandles } from './StageHandles.tsx';
import { isLit, SEAT, stageFrame } from './stage-frame.ts';
import { createObjectLister, positionAt, type StageObject, stageSpeakers } from './stage-model.ts';
import { StagePace } from './stage-pace.ts';
import { usePathPointer } from './use-path-pointer.ts';
import { type LensNews, useStageLens } from './use-stage-lens.ts';
import { useStagePointer } from './use-stage-pointer.ts';

/** Turn and tilt of the camera by one key, radians. */
const CAMERA_STEP = Math.PI / 18;

/** Alt+arrows turn the camera; up and down tilt it with shift, because alone they walk the objects. */
const CAMERA_KEYS: Readonly<Partial<Record<string, { readonly turn: number; readonly tilt: number }>>> = {
  ArrowLeft: { turn: -1, tilt: 0 },
  ArrowRight: { turn: 1, tilt: 0 },
  ArrowUp: { turn: 0, tilt: 1 },
  ArrowDown: { turn: 0, tilt: -1 },
};

const NONE: readonly TrackId[] = [];
const NO_OBJECTS: readonly StageObject[] = [];

/** Properties of {@link StageCanvas}. */
export interface StageCanvasProps extends LensNews {
  readonly view: 'persp' | PlaneView;
  /** While set, a drag draws the selected object's path. */
  readonly drawing: boolean;
  /** While set, a tap on the room puts the selected object there. */
  readonly placing: boolean;
  /** To look at: dots are not taken, the camera turns. Default not. */
  readonly readOnly?: boolean;
  onPlaced(): void;
}

/** The room with its speakers and objects, in one view. Dots can be dragged, tapped into place and moved by keys. */
export function StageCanvas({
  view,
  drawing,
  placing,
  readOnly = false,
  onPlaced,
  onNoWebGl,
  onHome,
}: StageCanvasProps) {
  const workspace = useWorkspace();
  const { engine, ui } = workspace;
  const [listObjects] = useState(createObjectLister);
  const [listHeard] = useState(createObjectLister);
  const objects = useSession(listObjects);
  const sampleRate = useSession((session) => session.sampleRate);
  const target = usePrefs((prefs) => prefs.target);
  const selected = useUi(({ selection }) => (selection.kind === 'tracks' ? selection.ids : NONE));
  const turnAbout = useUi((state) => state.turnAbout);
  const energy = usePrefs((prefs) => prefs.stageEnergy);
  const speakers = useMemo(() => stageSpeakers(target), [target]);

  const rig = useStageLens(view, engine, { onNoWebGl, onHome });
  const { host, flat, solid, lens, dirty } = rig;
  const readout = useRef<HTMLOutputElement>(null);
  const handles = useRef(new Map<TrackId, HTMLDivElement>());
  const headHandle = useRef<HTMLDivElement>(null);
  const [pace] = useState(() => new StagePace());
  const glowing = useRef(false);
  /** The objects as they were last drawn. */
  const drawn = useRef<readonly StageObject[]>([]);
  const memo = useRef(new LawMemo());
  const [roses] = useState(emptyRoses);
  const [rover, setRover] = useState<TrackId | null>(null);

  const place = useCallback(
    (id: TrackId, position: RoomPosition, how: 'edit' | 'gesture') => {
      const name = workspace.document.getState().session.tracks[id]?.name ?? 'object';
      if (recordPlace(workspace, id, position)) {
        if (how === 'edit') releasePlace(workspace, id);
        return;
      }
      workspace[how](`Move ${name}`, (draft) => moveObject(draft, id, position, engine.telemetry.position));
    },
    [workspace, engine],
  );

  const pointer = useStagePointer({
    view,
    rig,
    objects: readOnly ? NO_OBJECTS : objects,
    placed: placing ? objects.find(({ id }) => id === selected.at(-1)) : undefined,
    readout,
    place,
    onPlaced,
    onTaken: setRover,
  });

  const path = usePathPointer({
    rig,
    object: objects.find(({ id }) => id === selected.at(-1)),
    objects,
    drawing,
    readout,
  });

  usePaint((nowMs) => {
    const current = lens.current;
    if (!current) return;
    const { telemetry } = engine;
    const { automation } = workspace;
    const held = automation.heard();
    // Dots under a hand are drawn where they are heard; the document follows a little later.
    const seen =
      held.length > 0 ? listHeard(heldSession(workspace.document.getState().session, held)) : objects;
    const due = pace.due({
      nowMs,
      frameMs: current.frameMs,
      position: telemetry.position,
      lively: telemetry.playing || glowing.current,
      urgent: dirty.current || (pointer.dragging() && seen !== drawn.current),
      shown: [seen, speakers, selected, turnAbout, ui.getState().head, energy],
    });
    if (!due) return;
    dirty.current = false;
    drawn.current = seen;
    const time = telemetry.position;
    const frame = stageFrame({
      objects: seen,
      speakers,
      target,
      time,
      telemetry,
      selected,
      sampleRate,
      trails: !globalThis.matchMedia('(prefers-reduced-motion: reduce)').matches,
      memo: memo.current,
      energy: energy ? roses : null,
      ring: pointer.ring(),
      head: ui.getState().head,
      path: path.shown(),
    });
    current.paint(frame);
    glowing.current = isLit(frame);
    const seat = current.project(SEAT);
    if (headHandle.current)
      headHandle.current.style.transform = `translate(${seat.x - 14}px, ${seat.y - 14}px)`;
    for (const object of seen) {
      const at = current.project(positionAt(object, time));
      const handle = handles.current.get(object.id);
      if (handle) handle.style.transform = `translate(${at.x - 14}px, ${at.y - 14}px)`;
    }
  });

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
      data-drawing={drawing || undefined}
      onPointerDown={(event) => {
        if (!path.onPointerDown(event)) pointer.handlers.onPointerDown(event);
      }}
      onPointerMove={(event) => {
        if (!path.onPointerMove(event)) pointer.handlers.onPointerMove(event);
      }}
      onPointerUp={() => {
        if (!path.onPointerUp()) pointer.handlers.onPointerUp();
      }}
      onPointerCancel={() => {
        if (!path.cancel()) pointer.handlers.onPointerCancel();
      }}
      onWheel={(event) => {
        lens.current?.orbit?.(0, 0, event.deltaY > 0 ? 1.08 : 1 / 1.08);
        dirty.current = true;
      }}
    >
      <div aria-hidden="true">
        <canvas ref={solid} hidden={view !== 'persp'} />
        <canvas ref={flat} />
      </div>
      {target === 'binaural' && <ListenerHandle ref={headHandle} />}
      {!readOnly && (
        <StageHandles
          objects={objects}
          handles={handles}
          rover={rover}
          onRove={setRover}
          place={place}
          cameraKey={cameraKey}
          dragging={pointer.dragging}
        />
      )}
      <output ref={readout} className="stage-readout mono" hidden />
    </div>
  );
}
