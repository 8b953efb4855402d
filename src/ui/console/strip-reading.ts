import type { FrameKey } from '../kit/frame-key.ts';
import { CLIP_CAP, meterPixels } from '../kit/meter-paint.ts';
import { FONT, PALETTE } from '../kit/theme.ts';
import { formatNumber } from '../kit/value-range.ts';
import type { Box, StripBoxes } from './strip-geometry.ts';

/** Width of a strip's peak meter and of the loudness beside it, with the gap between, CSS pixels. */
export const METER_WIDTH = 9;
const LOUDNESS_AT = 10;
const LOUDNESS_WIDTH = 3;
/** Least width that has room for two numbers. */
const TWO_NUMBERS = 54;

/** What a strip tells beside its meter: the largest sample since the reset (linear), and LKFS over 400 ms. */
export interface Reading {
  top: number;
  loudness: number;
}

const decibels = (level: number): number => Math.round(200 * Math.log10(level)) / 10;
const linear = (lkfs: number): number => 10 ** (lkfs / 20);

/** Names everything {@link paintReading} would show. Allocates nothing. */
export function addReading(key: FrameKey, boxes: StripBoxes, { top, loudness }: Reading): void {
  key.add(top > 0.001 ? decibels(top) : 0);
  key.add(top > 1);
  key.add(loudness > -70 ? Math.round(loudness) : 0);
  key.add(meterPixels(linear(loudness), boxes.meter.height));
}

/** The momentary loudness as a thin bar on the meter's own scale, LKFS against its dBFS. */
function paintLoudness(context: CanvasRenderingContext2D, meter: Box, x: number, loudness: number): void {
  const foot = meter.y + meter.height;
  context.fillStyle = PALETTE.meterWell;
  context.fillRect(x + LOUDNESS_AT, meter.y + CLIP_CAP + 1, LOUDNESS_WIDTH, meter.height - CLIP_CAP - 1);
  const pixels = meterPixels(linear(loudness), meter.height);
  context.fillStyle = PALETTE.meterHigh;
  context.fillRect(x + LOUDNESS_AT, foot - pixels, LOUDNESS_WIDTH, pixels);
}

/** Paints loudness and numbers of a strip whose left edge lies at `x` of the canvas. */
export function paintReading(
  context: CanvasRenderingContext2D,
  boxes: StripBoxes,
  x: number,
  { top, loudness }: Reading,
): void {
  const { meter, readout } = boxes;
  paintLoudness(context, meter, x + meter.x, loudness);
  context.font = `11px ${FONT.mono}`;
  context.textBaseline = 'middle';
  const y = readout.y + readout.height / 2 + 0.5;
  const both = readout.width >= TWO_NUMBERS;
  context.textAlign = both ? 'left' : 'center';
  context.fillStyle = top > 1 ? PALETTE.fault : PALETTE.dimRaised;
  const peak = top > 0.001 ? formatNumber(decibels(top), 1) : '–';
  context.fillText(peak, x + readout.x + (both ? 1 : readout.width / 2), y);
  if (!both) return;
  context.textAlign = 'right';
  context.fillStyle = PALETTE.meterHigh;
  const lkfs = loudness > -70 ? formatNumber(Math.round(loudness), 0) : '–';
  context.fillText(lkfs, x + readout.x + readout.width - 1, y);
}
