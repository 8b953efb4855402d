import { BLOCK_FRAMES } from '../../core/index.ts';

/** A loop as the transport plays it: on reaching `end` (exactly) the playhead goes to `start`. */
export interface LoopRange {
  readonly start: number;
  readonly end: number;
  readonly enabled: boolean;
}

/** A stretch of timeline that will be played, `distance` frames after now. */
export interface PathSegment {
  readonly from: number;
  readonly to: number;
  readonly distance: number;
}

/** Frames a shuttle may read on the far side of the playhead: its kernel, whole blocks, and the turning of a direction. */
const SHUTTLE_MARGIN = 4 * BLOCK_FRAMES;

/**
 * The stretch of `frames` timeline samples a shuttle is about to pass from `position`, backwards if `speed` is below 0. It
 * knows no loop, and ends at the beginning of the timeline.
 */
export function shuttlePath(position: number, frames: number, speed: number): PathSegment {
  return speed < 0
    ? { from: Math.max(0, position - frames + SHUTTLE_MARGIN), to: position + SHUTTLE_MARGIN, distance: 0 }
    : { from: Math.max(0, position - SHUTTLE_MARGIN), to: position + frames - SHUTTLE_MARGIN, distance: 0 };
}

/** Most times a path is unrolled round a loop; beyond that nothing new can be wanted. */
const MAX_LAPS = 3;

/**
 * The timeline stretches heard in the next `frames` frames from `position`, in play order, following the loop.
 * A playhead at or behind the loop's end runs on, as the core does. A loop shorter than a block is none.
 */
export function playPath(position: number, frames: number, loop: LoopRange | null): PathSegment[] {
  const path: PathSegment[] = [];
  const looping = loop?.enabled === true && loop.end - loop.start >= BLOCK_FRAMES && position < loop.end;
  if (!looping) return [{ from: position, to: position + frames, distance: 0 }];
  let from = position;
  let distance = 0;
  for (let lap = 0; lap <= MAX_LAPS && distance < frames; lap++) {
    const to = Math.min(loop.end, from + frames - distance);
    path.push({ from, to, distance });
    distance += to - from;
    from = loop.start;
  }
  return path;
}
