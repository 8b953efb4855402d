import type { RoomPosition } from '../../units/index.ts';

/** Flat views of the room: from above, from behind, and from the left side. */
export const PLANE_VIEWS = ['plan', 'rear', 'side'] as const;
export type PlaneView = (typeof PLANE_VIEWS)[number];

/** A point on the canvas, CSS pixels from its top left. */
export interface CanvasPoint {
  readonly x: number;
  readonly y: number;
}

/** Where the room's outline lies on the canvas, CSS pixels. */
export interface RoomFrame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Width of the room over its height in each view. The plan stretches into a wide pane, so that names have room. */
const ASPECT: Readonly<Record<PlaneView, readonly [least: number, most: number]>> = {
  plan: [1, 1.7],
  rear: [2, 2.4],
  side: [2, 2.4],
};

/** Pixels kept free around the room for speaker labels. */
export const ROOM_MARGIN = 34;

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** Fits the room into a canvas of `width` × `height` CSS pixels. Never smaller than 40 pixels wide. */
export function roomFrame(view: PlaneView, width: number, height: number, top = 0): RoomFrame {
  const [least, most] = ASPECT[view];
  const free = {
    width: Math.max(40, width - 2 * ROOM_MARGIN),
    height: Math.max(40 / most, height - top - 2 * ROOM_MARGIN),
  };
  const aspect = Math.min(most, Math.max(least, free.width / free.height));
  const roomWidth = Math.min(free.width, free.height * aspect);
  const roomHeight = roomWidth / aspect;
  return {
    left: (width - roomWidth) / 2,
    top: top + ROOM_MARGIN + (free.height - roomHeight) / 2,
    width: roomWidth,
    height: roomHeight,
  };
}

/** Part of the frame that the farthest plane of a view fills: what stands behind another is seen beside it. */
const FAR = 0.84;

/** Size of the plane a place lies in, of the frame's: the ceiling, the back wall and the left wall are nearest. */
export function planeScale(view: PlaneView, { x, y, z }: RoomPosition): number {
  const depth = view === 'plan' ? 1 - clamp(z, 0, 1) : view === 'rear' ? (y + 1) / 2 : (x + 1) / 2;
  return 1 - (1 - FAR) * depth;
}

/** Canvas point of a room position. Front is up in the plan and left in the side view. */
export function project(view: PlaneView, position: RoomPosition, frame: RoomFrame): CanvasPoint {
  const across = view === 'side' ? -position.y / 2 : position.x / 2;
  const down = view === 'plan' ? -position.y / 2 : 0.5 - position.z;
  const scale = planeScale(view, position);
  return {
    x: frame.left + (0.5 + across * scale) * frame.width,
    y: frame.top + (0.5 + down * scale) * frame.height,
  };
}

/** Room position under a canvas point, clipped to the room; the axis the view cannot show is kept from `keep`. */
export function unproject(
  view: PlaneView,
  point: CanvasPoint,
  frame: RoomFrame,
  keep: RoomPosition,
): RoomPosition {
  const scale = planeScale(view, keep);
  const across = clamp(((point.x - frame.left) / frame.width - 0.5) / scale, -0.5, 0.5);
  const down = clamp(((point.y - frame.top) / frame.height - 0.5) / scale, -0.5, 0.5);
  switch (view) {
    case 'plan':
      return { x: across * 2, y: -down * 2, z: keep.z };
    case 'rear':
      return { x: across * 2, y: keep.y, z: 0.5 - down };
    case 'side':
      return { x: keep.x, y: -across * 2, z: 0.5 - down };
  }
}

/** Index of the nearest point within `reach` CSS pixels of `at`, or −1. Later points lie on top and win ties. */
export function nearest(points: readonly CanvasPoint[], at: CanvasPoint, reach: number): number {
  let found = -1;
  let best = reach;
  points.forEach((point, index) => {
    const distance = Math.hypot(point.x - at.x, point.y - at.y);
    if (distance <= best) {
      best = distance;
      found = index;
    }
  });
  return found;
}

/** Words for a position, for `aria-valuetext`: "left 30, front 80, height 40". */
export function describePosition({ x, y, z }: RoomPosition): string {
  const percent = (value: number): number => Math.round(Math.abs(value) * 100);
  const side = percent(x) === 0 ? 'centre' : `${x < 0 ? 'left' : 'right'} ${percent(x)}`;
  const depth = percent(y) === 0 ? 'middle' : `${y < 0 ? 'back' : 'front'} ${percent(y)}`;
  return `${side}, ${depth}, height ${Math.round(z * 100)}`;
}
