import { objectsMiddle, type Track } from '../../session/index.ts';
import type { RoomPosition } from '../../units/index.ts';
import { ROOM_MIDDLE } from '../commands/object-edits.ts';
import type { TurnCentre } from '../state/ui-store.ts';
import type { CanvasPoint, PlaneView } from './projection.ts';

/** The ring by which several selected objects are turned together: a circle at the height of their middle. */
export interface TurnRing {
  readonly centre: RoomPosition;
  /** Room units. */
  readonly radius: number;
  /** Where its knob stands, degrees to the left of the front. */
  readonly degrees: number;
}

/** Where the knob rests: to the right of the middle, where no speaker stands. */
const REST_DEG = -30;
const LEAST_RADIUS = 0.2;
/** Widest ring that stays inside the room. */
const MOST_RADIUS = 0.96;

/** The ring of these objects as they are heard at a timeline sample; null for fewer than two. */
export function turnRing(objects: readonly Track[], about: TurnCentre, at: number): TurnRing | null {
  const middle = objects.length > 1 ? objectsMiddle(objects, at) : null;
  if (!middle) return null;
  const centre = about === 'selection' ? middle : { ...ROOM_MIDDLE, z: middle.z };
  const reach = objects.map((object) => {
    const place = objectsMiddle([object], at) ?? centre;
    return Math.hypot(place.x - centre.x, place.y - centre.y);
  });
  const free = 1 - Math.max(Math.abs(centre.x), Math.abs(centre.y));
  const radius = Math.max(LEAST_RADIUS, Math.min(MOST_RADIUS, free, Math.max(...reach)));
  return { centre: { ...centre, z: Math.max(0, centre.z) }, radius, degrees: REST_DEG };
}

/** A place on the ring, degrees to the left of the front; the knob's by default. */
export function onRing({ centre, radius, degrees }: TurnRing, at = degrees): RoomPosition {
  const angle = (at * Math.PI) / 180;
  return { x: centre.x - radius * Math.sin(angle), y: centre.y + radius * Math.cos(angle), z: centre.z };
}

/**
 * Degrees the knob has been turned from where it was taken. On views that see the ring's face it follows the pointer
 * round the centre; from behind and from the side, which see its edge, half a turn is the room's width.
 */
export function turnedBy(
  view: 'persp' | PlaneView,
  ring: TurnRing,
  place: RoomPosition,
  travel: CanvasPoint,
  roomWidth: number,
): number {
  // The knob rests near the front: from behind its way to the right is a turn to the right, from the left side to the left.
  if (view === 'rear') return (-180 * travel.x) / Math.max(1, roomWidth);
  if (view === 'side') return (180 * travel.x) / Math.max(1, roomWidth);
  const angle = (Math.atan2(-(place.x - ring.centre.x), place.y - ring.centre.y) * 180) / Math.PI;
  // The short way round.
  return ((((angle - ring.degrees + 180) % 360) + 360) % 360) - 180;
}
