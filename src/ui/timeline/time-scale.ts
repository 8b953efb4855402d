import type { TimelineView } from '../state/ui-store.ts';

/** Closest zoom: this many CSS pixels to a sample. */
const MAX_PIXELS_PER_SAMPLE = 8;
/** Widest zoom: an hour and more in a thousand pixels at 96 kHz. */
const MAX_SAMPLES_PER_PIXEL = 400_000;

/** The horizontal part of a view. */
export type TimeScale = Pick<TimelineView, 'samplesPerPixel' | 'start'>;

/** CSS pixels from the left edge of the lanes to a timeline sample. */
export const sampleToX = (scale: TimeScale, sample: number): number =>
  (sample - scale.start) / scale.samplesPerPixel;

/** Timeline sample (fractional) under a CSS pixel from the left edge of the lanes. */
export const xToSample = (scale: TimeScale, x: number): number => scale.start + x * scale.samplesPerPixel;

const clampZoom = (samplesPerPixel: number): number =>
  Math.min(MAX_SAMPLES_PER_PIXEL, Math.max(1 / MAX_PIXELS_PER_SAMPLE, samplesPerPixel));

/** Zooms by `factor` (> 1 is wider) and keeps the sample under `x` where it is; never scrolls before the start. */
export function zoomAt(scale: TimeScale, factor: number, x: number): TimeScale {
  const samplesPerPixel = clampZoom(scale.samplesPerPixel * factor);
  const anchor = xToSample(scale, x);
  return { samplesPerPixel, start: Math.max(0, anchor - x * samplesPerPixel) };
}

/** Scrolls by CSS pixels; stops at the start and half a window behind `end`. */
export function scrollBy(scale: TimeScale, pixels: number, width: number, end: number): TimeScale {
  const last = Math.max(0, end - (width / 2) * scale.samplesPerPixel);
  return { ...scale, start: Math.min(last, Math.max(0, scale.start + pixels * scale.samplesPerPixel)) };
}

/** The scale that shows [from, to] with a little air on both sides. */
export function zoomToFit(from: number, to: number, width: number): TimeScale {
  const air = Math.max(1, to - from) * 0.03;
  const samplesPerPixel = clampZoom((to - from + 2 * air) / Math.max(1, width));
  return { samplesPerPixel, start: Math.max(0, from - air) };
}

/** The page start that brings a playhead back into view, or null while it is in view. Pages turn at the right edge. */
export function followPage(scale: TimeScale, playhead: number, width: number): number | null {
  const x = sampleToX(scale, playhead);
  if (x >= 0 && x < width) return null;
  return Math.max(0, playhead - width * 0.05 * scale.samplesPerPixel);
}

/** Position 0…1 of a zoom slider, logarithmic over the range of zooms; 1 is closest. */
export function zoomToSlider({ samplesPerPixel }: TimeScale): number {
  const [low, high] = [Math.log(1 / MAX_PIXELS_PER_SAMPLE), Math.log(MAX_SAMPLES_PER_PIXEL)];
  return (high - Math.log(samplesPerPixel)) / (high - low);
}

/** Samples per pixel at a slider position 0…1. */
export function sliderToZoom(position: number): number {
  const [low, high] = [Math.log(1 / MAX_PIXELS_PER_SAMPLE), Math.log(MAX_SAMPLES_PER_PIXEL)];
  return clampZoom(Math.exp(high - position * (high - low)));
}
