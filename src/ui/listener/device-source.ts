import { type Ahead, aheadOf, deviceAxes, deviceHead, type HeadDegrees, headSince } from './head.ts';

/** Browsers that guard the sensor ask the user; the question must come from a tap. */
interface GuardedOrientation {
  requestPermission?(): Promise<'granted' | 'denied'>;
}

/** True where a device tells how it is held. Desktops have the event but no finger to turn them with. */
export const canFollowDevice = (): boolean =>
  'DeviceOrientationEvent' in globalThis && globalThis.matchMedia('(pointer: coarse)').matches;

/**
 * Follows how the device is turned, from how it is held at the first reading. Call from a tap.
 * @returns the way to stop, or null if the user or the browser refused
 */
export async function followDevice(onHead: (head: HeadDegrees) => void): Promise<(() => void) | null> {
  const guarded: GuardedOrientation = DeviceOrientationEvent as unknown as GuardedOrientation;
  if (guarded.requestPermission) {
    const answer = await guarded.requestPermission().catch(() => 'denied' as const);
    if (answer !== 'granted') return null;
  }
  let start: { readonly head: HeadDegrees; readonly ahead: Ahead } | null = null;
  const onOrientation = ({ alpha, beta, gamma }: DeviceOrientationEvent) => {
    if (alpha === null || beta === null || gamma === null) return;
    const axes = deviceAxes(alpha, beta, gamma);
    if (start === null) {
      const ahead = aheadOf(axes);
      start = { head: deviceHead(axes, ahead), ahead };
    }
    onHead(headSince(deviceHead(axes, start.ahead), start.head));
  };
  const scope = new AbortController();
  globalThis.addEventListener('deviceorientation', onOrientation, { signal: scope.signal });
  return () => scope.abort();
}
