/**
 * Zones of the room an object can be kept out of. A zone is a set of boxes in room coordinates; the speakers of a layout
 * that stand inside them (faces included) take no part in the object, and the panner works with the ones that are left.
 * The boxes are this project's choice, no standard's; they give the usual masks of film mixing on every layout.
 */

/** A box of the room cube, faces included: x −1 left … +1 right, y −1 back … +1 front, z −1 floor … +1 ceiling. */
export interface ZoneBox {
  readonly minX: number;
  readonly maxX: number;
  readonly minY: number;
  readonly maxY: number;
  readonly minZ: number;
  readonly maxZ: number;
}

/** The zones by name, in the order they are listed to people and stored. */
export const ZONE_NAMES = [
  'front',
  'front-corners',
  'sides',
  'ear-sides',
  'back',
  'surrounds',
  'left',
  'right',
  'top',
] as const;
export type ZoneName = (typeof ZONE_NAMES)[number];

type Span = readonly [number, number];
const ALL: Span = [-1, 1];
/** Ear height and below. */
const EARS: Span = [-1, 0.1];

const box = (x: Span, y: Span, z: Span): ZoneBox => ({
  minX: x[0],
  maxX: x[1],
  minY: y[0],
  maxY: y[1],
  minZ: z[0],
  maxZ: z[1],
});

/** What each zone takes away. */
export const ZONE_BOXES: Readonly<Record<ZoneName, readonly ZoneBox[]>> = {
  /** Every speaker at the screen at ear height. */
  front: [box(ALL, [0.9, 1], EARS)],
  /** The speakers at the screen but the one in its middle. */
  'front-corners': [box([-1, -0.1], [0.9, 1], EARS), box([0.1, 1], [0.9, 1], EARS)],
  /** Beside the listener, at every height. */
  sides: [box([-1, -1], [-0.5, 0.5], ALL), box([1, 1], [-0.5, 0.5], ALL)],
  /** Beside the listener at ear height. */
  'ear-sides': [box([-1, -1], [-0.5, 0.5], EARS), box([1, 1], [-0.5, 0.5], EARS)],
  /** Behind the listener, at every height. */
  back: [box(ALL, [-1, -0.5], ALL)],
  /** Everything off the screen wall, at every height. */
  surrounds: [box(ALL, [-1, 0.9], ALL)],
  /** The left half, at every height. */
  left: [box([-1, -0.1], ALL, ALL)],
  /** The right half, at every height. */
  right: [box([0.1, 1], ALL, ALL)],
  /** Everything above the listener; what `elevation` off takes away. */
  top: [box(ALL, ALL, [0.1, 1])],
};

/** The masks film mixers know by name, as the zones they exclude. */
export const ZONE_PRESETS = {
  all: [],
  'no-back': ['back'],
  'no-sides': ['sides'],
  'centre-back': ['front-corners', 'ear-sides'],
  'screen-only': ['surrounds', 'top'],
  'surround-only': ['front'],
} as const satisfies Record<string, readonly ZoneName[]>;
export type ZonePreset = keyof typeof ZONE_PRESETS;

/** How near the listener a strip's direct sound and its share of the room are rendered on headphones; off: no HRTF. */
export const BINAURAL_MODES = ['off', 'near', 'mid', 'far'] as const;
export type BinauralMode = (typeof BINAURAL_MODES)[number];
