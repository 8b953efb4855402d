/** Space between strips, CSS pixels. */
export const STRIP_GAP = 3;
/** Least and most step from one strip to the next, CSS pixels: a few strips share the width, many keep the least. */
export const PITCH_LIMITS = { min: 71, max: 99 } as const;
/** Step from one family to the next, CSS pixels. */
export const FAMILY_PITCH = 85;

/** Step between strips that fills `viewWidth` with `count` strips as far as the limits allow; whole pixels. */
export function stripPitch(viewWidth: number, count: number): number {
  const wish = Math.floor((viewWidth + STRIP_GAP) / Math.max(1, count));
  return Math.min(PITCH_LIMITS.max, Math.max(PITCH_LIMITS.min, wish));
}

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
export function stripWindow(
  scrollLeft: number,
  viewWidth: number,
  count: number,
  pitch: number,
): StripWindow {
  const left = Math.floor(Math.max(0, scrollLeft) / pitch);
  const first = Math.max(0, Math.floor((left - 1) / OVERSCAN) * OVERSCAN);
  const shown = Math.ceil(viewWidth / pitch) + 2 * OVERSCAN;
  return { first: Math.min(first, Math.max(0, count)), end: Math.min(count, first + shown) };
}

/** Scroll position that brings a strip wholly into view with the least movement. */
export function scrollToStrip(index: number, scrollLeft: number, viewWidth: number, pitch: number): number {
  const left = index * pitch;
  if (left < scrollLeft) return left;
  const right = left + pitch - STRIP_GAP;
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
  readonly readout: Box;
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
    readout: boxOf(strip, element.querySelector('[data-part="readout"]')),
    pan: boxOf(strip, element.querySelector('[data-part="pan"]')),
    fader: boxOf(strip, element.querySelector('[data-part="fader"]')),
  };
}
