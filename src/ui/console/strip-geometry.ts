import type { StripWidth } from '../state/console-store.ts';

/** Space between strips, CSS pixels. */
export const STRIP_GAP = 3;
/** Least and most step from one normal strip to the next, CSS pixels: a few share the width, many keep the least. */
export const PITCH_LIMITS = { min: 71, max: 99 } as const;
/** Step from one family or VCA to the next, CSS pixels. */
export const FAMILY_PITCH = 85;
/** Steps of the widths that do not stretch, and of a folder's strip, CSS pixels. */
const FIXED_PITCH = { narrow: 43, wide: 131, folder: 35 } as const;

/** What stands in a row: a strip of some width, or a folder. */
export type StripSpan = StripWidth | 'folder';

/** Where the strips of a row stand. */
export interface RowLayout {
  /** Left edges, CSS pixels, one more than there are strips: the last is where the next would begin. */
  readonly lefts: readonly number[];
  /** From the first strip's left edge to the last one's right. */
  readonly width: number;
}

/** Places strips from left to right; normal ones stretch to fill `viewWidth` as far as their limits allow. */
export function layoutStrips(spans: readonly StripSpan[], viewWidth: number): RowLayout {
  let fixed = 0;
  let normal = 0;
  for (const span of spans) {
    if (span === 'normal') normal += 1;
    else fixed += FIXED_PITCH[span];
  }
  const wish = Math.floor((viewWidth + STRIP_GAP - fixed) / Math.max(1, normal));
  const pitch = Math.min(PITCH_LIMITS.max, Math.max(PITCH_LIMITS.min, wish));
  const lefts = [0];
  let at = 0;
  for (const span of spans) {
    at += span === 'normal' ? pitch : FIXED_PITCH[span];
    lefts.push(at);
  }
  return { lefts, width: Math.max(0, at - STRIP_GAP) };
}

/** Strips kept ready beyond each edge of the view. */
const OVERSCAN = 4;

/** Strips that are in the page: indexes `first` ≤ i < `end`. */
export interface StripWindow {
  readonly first: number;
  readonly end: number;
}

/** Index of the strip whose step a pixel of the row lies in; the count of strips beyond the last. */
export function stripAt({ lefts }: RowLayout, x: number): number {
  let low = 0;
  let high = lefts.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lefts[middle + 1] ?? Number.POSITIVE_INFINITY) <= x) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The strips to render for a scroll position. The window moves in steps of the overscan, so that scrolling by a strip
 * does not render anew each time.
 */
export function stripWindow(layout: RowLayout, scrollLeft: number, viewWidth: number): StripWindow {
  const count = layout.lefts.length - 1;
  const left = stripAt(layout, Math.max(0, scrollLeft));
  const right = stripAt(layout, Math.max(0, scrollLeft) + viewWidth);
  const first = Math.max(0, Math.floor((left - 1) / OVERSCAN) * OVERSCAN);
  const end = Math.min(count, Math.ceil((right + 1) / OVERSCAN) * OVERSCAN + OVERSCAN);
  return { first: Math.min(first, count), end };
}

/** Scroll position that brings a strip wholly into view with the least movement. */
export function scrollToStrip(
  { lefts }: RowLayout,
  index: number,
  scrollLeft: number,
  viewWidth: number,
): number {
  const left = lefts[index] ?? 0;
  if (left < scrollLeft) return left;
  const right = (lefts[index + 1] ?? left) - STRIP_GAP;
  return right > scrollLeft + viewWidth ? right - viewWidth : scrollLeft;
}

/** A box inside a strip, CSS pixels from the strip's corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where the painted parts of a strip lie; parts it does not have are empty boxes. */
export interface StripBoxes {
  readonly meter: Box;
  readonly readout: Box;
  readonly pan: Box;
  readonly fader: Box;
  /** Where the equaliser's small curve stands, and what the dynamics turn down. */
  readonly eq: Box;
  readonly dynamics: Box;
}

function boxOf(strip: DOMRect, element: Element | null): Box {
  if (!element) return { x: 0, y: 0, width: 0, height: 0 };
  const box = element.getBoundingClientRect();
  return { x: box.left - strip.left, y: box.top - strip.top, width: box.width, height: box.height };
}

/** Measures the painted parts of a strip in the page. */
export function measureStrip(element: Element): StripBoxes {
  const strip = element.getBoundingClientRect();
  return {
    meter: boxOf(strip, element.querySelector('[data-part="meter"]')),
    readout: boxOf(strip, element.querySelector('[data-part="readout"]')),
    pan: boxOf(strip, element.querySelector('[data-part="pan"]')),
    fader: boxOf(strip, element.querySelector('[data-part="fader"]')),
    eq: boxOf(strip, element.querySelector('[data-part="eq"]')),
    dynamics: boxOf(strip, element.querySelector('[data-part="dynamics"]')),
  };
}
