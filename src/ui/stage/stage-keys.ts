import type { RoomPosition } from '../../units/index.ts';

/** Step of an arrow and of shift+arrow, in room units. */
const STEP = 0.05;
const FINE_STEP = 0.01;
/** Where Home puts an object: the middle of the front wall at ear height. */
export const HOME_POSITION: RoomPosition = { x: 0, y: 1, z: 0 };

const clip = (value: number, low: number): number =>
  Math.round(Math.min(1, Math.max(low, value)) * 1000) / 1000;

/** The place a key moves an object to, or null if the key means nothing here. Arrows move the floor, page keys the height. */
export function arrowStep(key: string, fine: boolean, { x, y, z }: RoomPosition): RoomPosition | null {
  const step = fine ? FINE_STEP : STEP;
  switch (key) {
    case 'ArrowLeft':
      return { x: clip(x - step, -1), y, z };
    case 'ArrowRight':
      return { x: clip(x + step, -1), y, z };
    case 'ArrowUp':
      return { x, y: clip(y + step, -1), z };
    case 'ArrowDown':
      return { x, y: clip(y - step, -1), z };
    case 'PageUp':
      return { x, y, z: clip(z + step, 0) };
    case 'PageDown':
      return { x, y, z: clip(z - step, 0) };
    case 'Home':
      return HOME_POSITION;
    default:
      return null;
  }
}
