import type { KeyboardEvent, RefObject } from 'react';
import type { TrackId } from '../../session/index.ts';
import type { RoomPosition } from '../../units/index.ts';
import { releasePlace, shownPlace } from '../automation/places.ts';
import { selectTrack } from '../state/ui-store.ts';
import { useWorkspace } from '../state/workspace.ts';
import { describePosition } from './projection.ts';
import { arrowStep } from './stage-keys.ts';
import type { StageObject } from './stage-model.ts';

/** Properties of {@link StageHandles}. */
export interface StageHandlesProps {
  readonly objects: readonly StageObject[];
  /** The handle of each object, for whoever moves it about. */
  readonly handles: RefObject<Map<TrackId, HTMLDivElement>>;
  /** The object whose handle is the tab stop. */
  readonly rover: TrackId | null;
  onRove(id: TrackId): void;
  place(id: TrackId, position: RoomPosition, how: 'edit' | 'gesture'): void;
  /** Gives a key to the camera; true if it took it. */
  cameraKey(event: KeyboardEvent): boolean;
  /** True while a pointer drags: its end is the end of the gesture. */
  dragging(): boolean;
}

/** A slider over each dot: arrows walk the floor, page keys the height, Alt+up and down go from dot to dot. */
export function StageHandles({
  objects,
  handles,
  rover,
  onRove,
  place,
  cameraKey,
  dragging,
}: StageHandlesProps) {
  const workspace = useWorkspace();
  const { ui } = workspace;

  const onKeyDown = (event: KeyboardEvent, object: StageObject, index: number) => {
    if (event.key === 'Tab' || event.ctrlKey || event.metaKey) return;
    const taken = cameraKey(event) || takeKey(event, object, index);
    if (!taken) return;
    event.preventDefault();
    event.stopPropagation();
  };

  const takeKey = (event: KeyboardEvent, object: StageObject, index: number): boolean => {
    if (event.key === 'Enter') {
      selectTrack(ui, object.id, event.shiftKey);
      return true;
    }
    if (event.altKey) {
      const way = { ArrowDown: 1, ArrowUp: objects.length - 1 }[event.key];
      const next = way === undefined ? undefined : objects[(index + way) % objects.length];
      if (next) handles.current.get(next.id)?.focus();
      return next !== undefined;
    }
    const moved = arrowStep(event.key, event.shiftKey, shownPlace(workspace, object.id));
    if (!moved) return false;
    selectTrack(ui, object.id);
    place(object.id, moved, 'gesture');
    return true;
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would draw and behave as a form
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
          onFocus={() => onRove(object.id)}
          onClick={(event) => {
            // A click made by a key or a screen reader has no pointer travel: it selects.
            if (event.detail === 0) selectTrack(ui, object.id);
          }}
          onKeyDown={(event) => onKeyDown(event, object, index)}
          onKeyUp={() => {
            releasePlace(workspace, object.id);
            workspace.commit();
          }}
          onBlur={() => {
            if (dragging()) return;
            releasePlace(workspace, object.id);
            workspace.commit();
          }}
        />
      ))}
    </div>
  );
}
