/** Width of a strip and the step from one to the next, CSS pixels. CONTRACT: console.css uses the same numbers. */
export const STRIP_WIDTH = 68;
export const STRIP_PITCH = 71;
export const FAMILY_WIDTH = 76;
export const FAMILY_PITCH = 79;

/** Strips kept ready beyond each edge of the view. */
const OVERSCAN = 4;

/** Strips that are in the page: indexes `first` ≤ i < `end`. */
export interface StripWindow {
  readonly first: number;
  readonly end: number;
}

/**
 * The strips to render for a scroll position. `first` moves in steps of the overscan, so that scrolling by a strip
 * does not render anew each time.
 */
export function stripWindow(scrollLeft: number, viewWidth: number, count: number): StripWindow {
  const left = Math.floor(Math.max(0, scrollLeft) / STRIP_PITCH);
  const first = Math.max(0, Math.floor((left - 1) / OVERSCAN) * OVERSCAN);
  const shown = Math.ceil(viewWidth / STRIP_PITCH) + 2 * OVERSCAN;
  return { first: Math.min(first, Math.max(0, count)), end: Math.min(count, first + shown) };
}

/** Scroll position that brings a strip wholly into view with the least movement. */
export function scrollToStrip(index: number, scrollLeft: number, viewWidth: number): number {
  const left = index * STRIP_PITCH;
  if (left < scrollLeft) return left;
  const right = left + STRIP_WIDTH;
  return right > scrollLeft + viewWidth ? right - viewWidth : scrollLeft;
}

/** A box inside a strip, CSS pixels from the strip's corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where the painted parts of a strip lie; the same in every strip of a row. */
export interface StripBoxes {
  readonly meter: Box;
  readonly pan: Box;
  readonly fader: Box;
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
    pan: boxOf(strip, element.querySelector('[data-part="pan"]')),
    fader: boxOf(strip, element.querySelector('[data-part="fader"]')),
  };
}
