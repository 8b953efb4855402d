import { type TrackId, trackOwner } from '../../session/index.ts';
import type { RoomPosition } from '../../units/index.ts';
import type { Workspace } from '../state/workspace.ts';

const AXES = ['x', 'y', 'z'] as const;

/** The hand that moves an object on the stage. */
const placeHand = (id: TrackId): string => `stage ${id}`;

/** Takes hold of an object's place where it stands. */
export function holdPlace({ automation }: Pick<Workspace, 'automation'>, id: TrackId): void {
  for (const target of AXES) automation.touch({ owner: trackOwner(id), target }, placeHand(id));
}

/** Lets go of an object's place. */
export const releasePlace = ({ automation }: Pick<Workspace, 'automation'>, id: TrackId): void =>
  automation.release(placeHand(id));

/** Where an object is heard now. */
export function shownPlace({ automation }: Pick<Workspace, 'automation'>, id: TrackId): RoomPosition {
  const owner = trackOwner(id);
  return {
    x: automation.shown({ owner, target: 'x' }),
    y: automation.shown({ owner, target: 'y' }),
    z: automation.shown({ owner, target: 'z' }),
  };
}

/** Records an object's place; false if it is not to be recorded now. */
export const recordPlace = (
  { automation }: Pick<Workspace, 'automation'>,
  id: TrackId,
  position: RoomPosition,
): boolean =>
  automation.move(
    AXES.map((target) => ({ owner: trackOwner(id), target, value: position[target] })),
    placeHand(id),
  );
