import type { Clip } from '../../session/index.ts';
import { ROW_HEIGHT } from './rows.ts';
import { sampleToX, type TimeScale } from './time-scale.ts';

/** Part of a clip under the pointer. */
export type ClipPart = 'body' | 'start' | 'end' | 'fade-in' | 'fade-out';

/** Reach of an edge, CSS pixels into the clip; a narrow clip keeps a third of its width as body. */
const EDGE = 7;
/** Reach of a fade handle, CSS pixels around its point. */
const FADE_REACH = 7;
/** The fade handles lie in this top part of the row. */
const FADE_BAND = 11;

/** What of a clip lies under (x, y); y counts from the top of the row. Null when the point is beside the clip. */
export function clipPartAt(clip: Clip, scale: TimeScale, x: number, y: number): ClipPart | null {
  const left = sampleToX(scale, clip.start);
  const right = sampleToX(scale, clip.start + clip.length);
  if (x < left - 2 || x > right + 2 || y < 0 || y > ROW_HEIGHT) return null;
  const width = right - left;
  if (y <= FADE_BAND && width > 4 * FADE_REACH) {
    const fadeIn = sampleToX(scale, clip.start + clip.fadeIn.length);
    const fadeOut = sampleToX(scale, clip.start + clip.length - clip.fadeOut.length);
    if (Math.abs(x - Math.max(fadeIn, left + FADE_REACH)) <= FADE_REACH) return 'fade-in';
    if (Math.abs(x - Math.min(fadeOut, right - FADE_REACH)) <= FADE_REACH) return 'fade-out';
  }
  const edge = Math.min(EDGE, width / 3);
  if (x <= left + edge) return 'start';
  if (x >= right - edge) return 'end';
  return 'body';
}

/** Topmost clip of a row under the pointer: later starts lie on top. */
export function clipAt(
  clips: readonly Clip[],
  scale: TimeScale,
  x: number,
  y: number,
): { readonly clip: Clip; readonly part: ClipPart } | null {
  for (let index = clips.length - 1; index >= 0; index -= 1) {
    const clip = clips[index];
    const part = clip && clipPartAt(clip, scale, x, y);
    if (clip && part) return { clip, part };
  }
  return null;
}

/** Pointer shape over a part of a clip. */
export const PART_CURSOR: Readonly<Record<ClipPart, string>> = {
  body: 'grab',
  start: 'ew-resize',
  end: 'ew-resize',
  'fade-in': 'nesw-resize',
  'fade-out': 'nwse-resize',
};
