import type { FrameKey } from './frame-key.ts';
import { PALETTE } from './theme.ts';

/** Meter scale: level in dB against height 0…1; straight between. Wide where mixes live, −60 dB at the foot. */
const SCALE = [
  [-60, 0],
  [-40, 0.14],
  [-30, 0.28],
  [-20, 0.48],
  [-12, 0.68],
  [-6, 0.83],
  [0, 1],
] as const;

/** Height 0…1 of a linear level on the meter's scale. Allocates nothing. */
export function meterHeight(level: number): number {
  if (!(level > 0.001)) return 0;
  const db = 20 * Math.log10(level);
  if (db >= 0) return 1;
  for (let index = 1; index < SCALE.length; index++) {
    const upper = SCALE[index];
    const lower = SCALE[index - 1];
    if (upper && lower && db <= upper[0]) {
      return lower[1] + ((db - lower[0]) / (upper[0] - lower[0])) * (upper[1] - lower[1]);
    }
  }
  return 1;
}

/** What one meter remembers between frames: the held peak, and whether full scale was passed. */
export interface MeterHold {
  peak: number;
  heldSinceMs: number;
  clipped: boolean;
}

/** A meter that has seen nothing. */
export const newHold = (): MeterHold => ({ peak: 0, heldSinceMs: 0, clipped: false });

/** Takes a new reading; the held peak stays `holdSeconds`, then falls to the reading. Allocates nothing. */
export function updateHold(hold: MeterHold, peak: number, nowMs: number, holdSeconds: number): void {
  if (peak > 1) hold.clipped = true;
  if (peak >= hold.peak || nowMs - hold.heldSinceMs > holdSeconds * 1000) {
    hold.peak = peak;
    hold.heldSinceMs = nowMs;
  }
}

/** Names everything {@link paintMeter} would show. Allocates nothing. */
export function addMeter(key: FrameKey, height: number, rms: number, peak: number, hold: MeterHold): void {
  key.add(meterPixels(rms, height));
  key.add(meterPixels(peak, height));
  key.add(meterPixels(hold.peak, height));
  key.add(hold.clipped);
}

/** Height of the clip cap, CSS pixels; shape and place, not colour alone, say "clipped". */
export const CLIP_CAP = 4;

let cachedGradient: { height: number; context: CanvasRenderingContext2D; fill: CanvasGradient } | null = null;

/** One gradient serves all meters of a canvas with the same height: the context is translated to each meter. */
function meterFill(context: CanvasRenderingContext2D, height: number): CanvasGradient {
  if (cachedGradient && cachedGradient.height === height && cachedGradient.context === context)
    return cachedGradient.fill;
  const fill = context.createLinearGradient(0, height, 0, 0);
  fill.addColorStop(0, PALETTE.meterLow);
  fill.addColorStop(0.6, PALETTE.meterMid);
  fill.addColorStop(0.82, PALETTE.meterHigh);
  fill.addColorStop(0.86, PALETTE.meterTop);
  fill.addColorStop(1, PALETTE.meterTop);
  cachedGradient = { height, context, fill };
  return fill;
}

/** Whole pixels of a bar for a linear level in a meter `height` CSS pixels high: levels that give the same look the same. */
export const meterPixels = (level: number, height: number): number =>
  Math.round(meterHeight(level) * (height - CLIP_CAP - 1));

/**
 * Paints an upright meter: RMS as the solid bar, peak as a thinner lighter one above it, held peak as a line, clip
 * as a cap. Lengths are CSS pixels; levels linear. Allocates nothing after the first call.
 */
export function paintMeter(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  width: number,
  height: number,
  rms: number,
  peak: number,
  hold: MeterHold,
): void {
  const top = CLIP_CAP + 1;
  const body = height - top;
  context.save();
  context.translate(x, y);
  context.fillStyle = PALETTE.meterWell;
  context.fillRect(0, 0, width, height);
  if (hold.clipped) {
    context.fillStyle = PALETTE.meterClip;
    context.fillRect(0, 0, width, CLIP_CAP);
  }
  context.translate(0, top);
  const peakPixels = meterPixels(peak, height);
  const rmsPixels = meterPixels(rms, height);
  if (peakPixels > 0) {
    context.fillStyle = meterFill(context, body);
    context.globalAlpha = 0.55;
    context.fillRect(0, body - peakPixels, width, peakPixels);
    context.globalAlpha = 1;
    if (rmsPixels > 0) context.fillRect(0, body - rmsPixels, width, rmsPixels);
  }
  const holdPixels = meterPixels(hold.peak, height);
  if (holdPixels > 1) {
    context.fillStyle = '#ffffff';
    context.fillRect(0, Math.max(0, body - holdPixels), width, 1);
  }
  context.restore();
}
