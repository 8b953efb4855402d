import { FRAME_SAMPLES } from '../plan.ts';
import type { Sound } from '../sound/wav.ts';
import type { ClipWindow } from './track-plan.ts';

/** A clip before it has an id. */
export interface PlannedClip {
  readonly name: string;
  readonly start: number;
  readonly length: number;
  readonly gainDb: number;
  readonly fadeIn: number;
  readonly fadeOut: number;
}

/** Below this a stem counts as silent, −66 dBFS. */
const FLOOR = 0.0005;
/** Air left before the first and after the last sound, samples. */
const AIR = FRAME_SAMPLES * 2;
const SOFT = 480;

/** First and last sample of a window in which something sounds, or null. */
function sounding(sound: Sound, from: number, to: number): readonly [number, number] | null {
  let first = to;
  let last = from;
  for (const plane of sound) {
    for (let at = from; at < first; at++) {
      if (Math.abs(plane[at] ?? 0) > FLOOR) {
        first = at;
        break;
      }
    }
    for (let at = to - 1; at > last; at--) {
      if (Math.abs(plane[at] ?? 0) > FLOOR) {
        last = at;
        break;
      }
    }
  }
  return last > first ? [first, last] : null;
}

/**
 * Cuts a stem into clips: each window trimmed to what sounds in it. Clips that meet at a border join without fades, so
 * cutting loses nothing; free edges get a short fade at least.
 */
export function cutClips(sound: Sound, windows: readonly ClipWindow[]): PlannedClip[] {
  const end = sound[0]?.length ?? 0;
  const cut = windows.flatMap((window) => {
    const from = window.from * FRAME_SAMPLES;
    const to = Math.min(end, window.to * FRAME_SAMPLES);
    const found = sounding(sound, from, to);
    if (!found) return [];
    const start = window.whole || found[0] - AIR < from ? from : found[0] - AIR;
    const stop = window.whole || found[1] + AIR > to ? to : found[1] + AIR;
    return [{ window, start, stop }];
  });
  return cut.map(({ window, start, stop }, index) => {
    const joinsBefore = cut[index - 1]?.stop === start;
    const joinsAfter = cut[index + 1]?.start === stop;
    const length = stop - start;
    const fadeIn = window.fadeIn === undefined ? (joinsBefore ? 0 : SOFT) : window.fadeIn * FRAME_SAMPLES;
    const fadeOut = window.fadeOut === undefined ? (joinsAfter ? 0 : SOFT) : window.fadeOut * FRAME_SAMPLES;
    return {
      name: window.name,
      start,
      length,
      gainDb: window.gainDb ?? 0,
      fadeIn: Math.min(fadeIn, length),
      fadeOut: Math.min(fadeOut, length - Math.min(fadeIn, length)),
    };
  });
}
