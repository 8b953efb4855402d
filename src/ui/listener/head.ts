import type { ListenerTurn } from '../../engine/index.ts';

/** How the head is turned as people read it, whole degrees: yaw positive to the left, pitch up, roll to the right ear. */
export interface HeadDegrees {
  readonly yaw: number;
  readonly pitch: number;
  readonly roll: number;
}

/** Facing the screen. */
export const FACING_FRONT: HeadDegrees = { yaw: 0, pitch: 0, roll: 0 };
/** Farthest a head goes up, down and to a shoulder, degrees. */
const TILT = 90;

/** The short way round: −180 < degrees ≤ 180. */
export function wrapDegrees(degrees: number): number {
  const turned = ((degrees % 360) + 360) % 360;
  return turned > 180 ? turned - 360 : turned;
}

const tilt = (degrees: number): number => Math.round(Math.min(TILT, Math.max(-TILT, degrees))) + 0;

/** A head as it may be set: whole degrees, yaw wrapped, the rest within what a neck does. */
export const headOf = ({ yaw, pitch, roll }: HeadDegrees): HeadDegrees => ({
  yaw: wrapDegrees(Math.round(yaw)) + 0,
  pitch: tilt(pitch),
  roll: tilt(roll),
});

/** The head after a key: arrows turn and nod by 5° (with shift 1°), page keys tip it; null if the key means nothing here. */
export function headKey(key: string, fine: boolean, head: HeadDegrees): HeadDegrees | null {
  const step = fine ? 1 : 5;
  switch (key) {
    case 'ArrowLeft':
      return headOf({ ...head, yaw: head.yaw + step });
    case 'ArrowRight':
      return headOf({ ...head, yaw: head.yaw - step });
    case 'ArrowUp':
      return headOf({ ...head, pitch: head.pitch + step });
    case 'ArrowDown':
      return headOf({ ...head, pitch: head.pitch - step });
    case 'PageUp':
      return headOf({ ...head, roll: head.roll + step });
    case 'PageDown':
      return headOf({ ...head, roll: head.roll - step });
    default:
      return null;
  }
}

/** Words for a head, for `aria-valuetext`: "turned 30 left, raised 5". */
export function describeHead({ yaw, pitch, roll }: HeadDegrees): string {
  const parts = [
    yaw === 0 ? 'facing the screen' : `turned ${Math.abs(yaw)} degrees ${yaw > 0 ? 'left' : 'right'}`,
  ];
  if (pitch !== 0) parts.push(`${pitch > 0 ? 'raised' : 'lowered'} ${Math.abs(pitch)}`);
  if (roll !== 0) parts.push(`tipped ${Math.abs(roll)} to the ${roll > 0 ? 'right' : 'left'}`);
  return parts.join(', ');
}

const RADIANS = Math.PI / 180;
/** The head as the engine takes it. */
export const headRadians = ({ yaw, pitch, roll }: HeadDegrees): ListenerTurn => ({
  yaw: yaw * RADIANS,
  pitch: pitch * RADIANS,
  roll: roll * RADIANS,
});

type Vector = readonly [x: number, y: number, z: number];
/** Axes of a device in the world (x east, y north, z up): its right, its top, and out of its screen. */
export interface DeviceAxes {
  readonly right: Vector;
  readonly top: Vector;
  readonly out: Vector;
}

/** Axes of a device from its orientation angles, degrees (W3C Device Orientation: Z–X′–Y″). */
export function deviceAxes(alpha: number, beta: number, gamma: number): DeviceAxes {
  const [ca, sa] = [Math.cos(alpha * RADIANS), Math.sin(alpha * RADIANS)];
  const [cb, sb] = [Math.cos(beta * RADIANS), Math.sin(beta * RADIANS)];
  const [cg, sg] = [Math.cos(gamma * RADIANS), Math.sin(gamma * RADIANS)];
  return {
    right: [ca * cg - sa * sb * sg, sa * cg + ca * sb * sg, -cb * sg],
    top: [-sa * cb, ca * cb, sb],
    out: [ca * sg + sa * sb * cg, sa * sg - ca * sb * cg, cb * cg],
  };
}

/** Which of a device's directions looks ahead: its back when it is held up, its top when it lies. */
export type Ahead = 'back' | 'top';
export const aheadOf = ({ out }: DeviceAxes): Ahead => (Math.abs(out[2]) > 0.7 ? 'top' : 'back');

/** How a device looks, degrees: left of north, above the horizon, and tipped to its right. */
export function deviceHead({ right, top, out }: DeviceAxes, ahead: Ahead): HeadDegrees {
  const [x, y, z] = ahead === 'top' ? top : ([-out[0], -out[1], -out[2]] as const);
  return {
    yaw: Math.atan2(-x, y) / RADIANS,
    pitch: Math.asin(Math.min(1, Math.max(-1, z))) / RADIANS,
    roll: Math.asin(Math.min(1, Math.max(-1, -right[2]))) / RADIANS,
  };
}

/** A head against how the device was held when it began to be followed. */
export const headSince = (now: HeadDegrees, start: HeadDegrees): HeadDegrees =>
  headOf({ yaw: now.yaw - start.yaw, pitch: now.pitch - start.pitch, roll: now.roll - start.roll });
