import {
  type MirrorAxis,
  mirrorObjects,
  objectsMiddle,
  rotateObjects,
  scaleObjects,
  type Track,
} from '../../session/index.ts';
import type { RoomPosition } from '../../units/index.ts';
import type { TurnCentre } from '../state/ui-store.ts';
import type { Workspace } from '../state/workspace.ts';

export type { TurnCentre } from '../state/ui-store.ts';

/** The listener's place. */
export const ROOM_MIDDLE: RoomPosition = { x: 0, y: 0, z: 0 };

/** The selected object tracks, the primary one last. */
export function selectedObjects(workspace: Workspace): readonly Track[] {
  const { selection } = workspace.ui.getState();
  if (selection.kind !== 'tracks') return [];
  const { tracks } = workspace.document.getState().session;
  return selection.ids.flatMap((id) => {
    const track: Track | undefined = tracks[id];
    return track?.output.kind === 'object' ? [track] : [];
  });
}

function centreOf(workspace: Workspace, about: TurnCentre, objects: readonly Track[]): RoomPosition {
  const middle = about === 'selection' ? objectsMiddle(objects, workspace.engine.telemetry.position) : null;
  return middle ?? ROOM_MIDDLE;
}

const named = (objects: readonly Track[]): string =>
  objects.length > 1 ? `${objects.length} objects` : (objects[0]?.name ?? 'object');

/** Turns the selected objects by degrees, positive to the left. One undo step. */
export function rotateSelection(workspace: Workspace, degrees: number): void {
  const objects = selectedObjects(workspace);
  const centre = centreOf(workspace, workspace.ui.getState().turnAbout, objects);
  workspace.edit(`Rotate ${named(objects)}`, (draft) => rotateObjects(draft, objects, degrees, centre));
}

/** Draws the selected objects together or apart. One undo step. */
export function scaleSelection(workspace: Workspace, factor: number): void {
  const objects = selectedObjects(workspace);
  const centre = centreOf(workspace, workspace.ui.getState().turnAbout, objects);
  workspace.edit(`Scale ${named(objects)}`, (draft) => scaleObjects(draft, objects, factor, centre));
}

/** Mirrors the selected objects. One undo step. */
export function mirrorSelection(workspace: Workspace, axis: MirrorAxis): void {
  const objects = selectedObjects(workspace);
  const centre = centreOf(workspace, workspace.ui.getState().turnAbout, objects);
  workspace.edit(`Mirror ${named(objects)}`, (draft) => mirrorObjects(draft, objects, axis, centre));
}
