/** Heights that follow from a place on the floor, as panners of mixing consoles offer them. */
import { clampTo } from './limits.ts';

/**
 * How an object's height comes about: `free` is set by hand; `wedge` rises from both ends of the room to its middle; `sphere`
 * lies on a dome over the floor; `ceiling` rises over the front fifth and is flat behind it.
 */
export const ELEVATION_MODES = ['free', 'wedge', 'sphere', 'ceiling'] as const;
export type ElevationMode = (typeof ELEVATION_MODES)[number];

/** Depth over which a ceiling rises, of the room's 2 units from front to back. */
const CEILING_RISE = 0.4;

/**
 * Height of a mode over a place on the floor, 0 ear … 1 ceiling; null where it is free. In the −100…100 of the source
 * (film-mixing.com, 2016-09-20): wedge z = 100 − |y|; sphere z = √(100² − min(100², x² + y²)). For the ceiling it gives a curve
 * over the front 20 % and no formula; here it is a quarter of an ellipse, which meets the flat part without a corner.
 */
export function elevationOf(mode: ElevationMode, x: number, y: number): number | null {
  switch (mode) {
    case 'free':
      return null;
    case 'wedge':
      return clampTo([0, 1], 1 - Math.abs(y));
    case 'sphere':
      return Math.sqrt(1 - Math.min(1, x * x + y * y));
    case 'ceiling': {
      const way = clampTo([0, 1], (1 - y) / CEILING_RISE);
      return Math.sqrt(1 - (1 - way) * (1 - way));
    }
  }
}
