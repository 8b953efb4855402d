/** Where dialogue speaks and where it is silent. */

/** A stretch of the timeline, samples. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Spans sorted, with those that touch, overlap or lie closer than `join` made one. */
export function joined(spans: readonly Span[], join = 0): readonly Span[] {
  const sorted = spans.filter(({ start, end }) => end > start).sort((a, b) => a.start - b.start);
  const result: { start: number; end: number }[] = [];
  for (const { start, end } of sorted) {
    const last = result.at(-1);
    if (last && start - last.end <= join) last.end = Math.max(last.end, end);
    else result.push({ start, end });
  }
  return result;
}

/** What lies between spans inside a range, where it is at least `least` long. */
export function gapsBetween(spans: readonly Span[], range: Span, least: number): readonly Span[] {
  const gaps: Span[] = [];
  let from = range.start;
  for (const { start, end } of joined(spans)) {
    if (end <= from) continue;
    if (start >= range.end) break;
    if (start - from >= least && start > from) gaps.push({ start: from, end: start });
    from = Math.max(from, end);
  }
  if (range.end - from >= least && range.end > from) gaps.push({ start: from, end: range.end });
  return gaps;
}

/** How speech is told from silence in an envelope. */
export interface SpeechRule {
  /** Peaks at or above this speak, linear. */
  readonly threshold: number;
  /** Silences shorter than this belong to the speech around them, samples. */
  readonly pause: number;
}

/**
 * Spans in which an envelope of peaks speaks.
 * @param peaks largest absolute sample of each step, linear
 * @param start timeline sample of the first step
 * @param step samples of a step
 */
export function speechIn(
  peaks: ArrayLike<number>,
  start: number,
  step: number,
  { threshold, pause }: SpeechRule,
): readonly Span[] {
  const loud: Span[] = [];
  let from = -1;
  for (let index = 0; index <= peaks.length; index += 1) {
    const speaks = index < peaks.length && (peaks[index] ?? 0) >= threshold;
    if (speaks && from < 0) from = index;
    if (!speaks && from >= 0) {
      loud.push({ start: start + from * step, end: start + index * step });
      from = -1;
    }
  }
  return joined(loud, pause);
}
