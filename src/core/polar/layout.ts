import { fromPolar, type Vec } from './vec.ts';

/** A loudspeaker of a layout of ITU-R BS.2051. */
export interface PolarSpeaker {
  /** BS.2051 label, as `M+030`, `U-110`, `T+000`, `LFE1`. */
  readonly label: string;
  /** Degrees, positive to the left. */
  readonly azimuth: number;
  /** Degrees, positive up. */
  readonly elevation: number;
  readonly lfe: boolean;
}

/** Speakers of a layout that objects can reach, with the channel each feeds. */
export interface Reachable extends PolarSpeaker {
  readonly channel: number;
  /** Place on the unit sphere. */
  readonly at: Vec;
}

/** Leaves the LFEs out. */
export const reachable = (speakers: readonly PolarSpeaker[]): readonly Reachable[] =>
  speakers.flatMap((speaker, channel) =>
    speaker.lfe ? [] : [{ ...speaker, channel, at: fromPolar(speaker.azimuth, speaker.elevation) }],
  );

/** Layers of a layout by elevation (BS.2051): 0 bottom, 1 middle, 2 upper, 3 top. */
export function layerOf(elevation: number): 0 | 1 | 2 | 3 {
  if (elevation < -10) return 0;
  if (elevation <= 10) return 1;
  return elevation <= 70 ? 2 : 3;
}
