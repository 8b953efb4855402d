/** Thinning of recorded values to breakpoints, with a guaranteed error. */
import type { Tolerance } from './parameters.ts';

/** A value at a timeline sample; between two of them the way is a line, equal times are a step. */
export interface Moment {
  readonly time: number;
  readonly value: number;
}

/** How far a line's value leaves a recorded one, in the tolerance's own measure. */
export function deviation({ kind }: Tolerance, recorded: number, drawn: number): number {
  if (kind === 'absolute') return Math.abs(recorded - drawn);
  return recorded > 0 && drawn > 0 ? Math.abs(Math.log(drawn / recorded)) : Math.abs(recorded - drawn);
}

/**
 * As few of the moments as the tolerance allows, first and last kept, such that each moment lies within it of the lines between
 * those kept (Ramer, Douglas and Peucker with the error taken along the value, as lanes are read). Steps are kept whole. O(n log n)
 * as a rule, O(n²) at worst.
 */
export function thin(moments: readonly Moment[], tolerance: Tolerance): readonly Moment[] {
  const kept: Moment[] = [];
  let start = 0;
  for (let at = 1; at <= moments.length; at++) {
    if (at < moments.length && moments[at]?.time !== moments[at - 1]?.time) continue;
    kept.push(...thinRun(moments.slice(start, at), tolerance));
    start = at;
  }
  return kept;
}

function thinRun(run: readonly Moment[], tolerance: Tolerance): readonly Moment[] {
  if (run.length < 3) return run;
  const keep = new Uint8Array(run.length);
  keep[0] = 1;
  keep[run.length - 1] = 1;
  const spans: (readonly [number, number])[] = [[0, run.length - 1]];
  for (let span = spans.pop(); span; span = spans.pop()) {
    const worst = farthest(run, span, tolerance);
    if (worst < 0) continue;
    keep[worst] = 1;
    spans.push([span[0], worst], [worst, span[1]]);
  }
  return run.filter((_, index) => keep[index] === 1);
}

/** The moment that leaves the line between two others most, −1 if all lie within the tolerance. */
function farthest(
  run: readonly Moment[],
  [low, high]: readonly [number, number],
  tolerance: Tolerance,
): number {
  const from = run[low];
  const to = run[high];
  if (!from || !to) return -1;
  let worst = -1;
  let most = tolerance.most;
  for (let index = low + 1; index < high; index++) {
    const moment = run[index];
    if (!moment) continue;
    const way = (moment.time - from.time) / (to.time - from.time);
    const away = deviation(tolerance, moment.value, from.value + (to.value - from.value) * way);
    if (away > most) {
      most = away;
      worst = index;
    }
  }
  return worst;
}
