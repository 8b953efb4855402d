import type { Equaliser, Strip } from '../../session/index.ts';
import { PALETTE } from '../kit/theme.ts';
import { isFlat, sumCurve, wayToFrequency } from '../processors/eq-model.ts';
import type { Box } from './strip-geometry.ts';

/** Points of a strip's small curve. */
const POINTS = 40;
const FREQUENCIES = Float64Array.from({ length: POINTS }, (_, index) => wayToFrequency(index / (POINTS - 1)));
/** dB at the edge of the small curve. */
const REACH = 15;
/** dB at the end of the small meter. */
const DEEPEST = 20;

/** Curves by equaliser: those of the document are never changed in place. */
const curves = new WeakMap<Equaliser, Float64Array>();

function curveOf(eq: Equaliser, sampleRate: number): Float64Array {
  const known = curves.get(eq);
  if (known) return known;
  const curve = sumCurve({ ...eq, on: true }, sampleRate, FREQUENCIES);
  curves.set(eq, curve);
  return curve;
}

/** Pixels of the meter for a reduction: what a frame is compared by. */
export const reductionWidth = (box: Box, reductionDb: number): number =>
  Math.round(Math.max(0, box.width - 6) * Math.min(1, reductionDb / DEEPEST));

/** The equaliser of a strip as a thin curve; a line while it is flat, dim while bypassed. */
export function paintSmallCurve(
  context: CanvasRenderingContext2D,
  x: number,
  box: Box,
  { eq }: Strip,
  sampleRate: number,
): void {
  if (box.width < 8 || isFlat({ ...eq, on: true })) return;
  const curve = curveOf(eq, sampleRate);
  const middle = box.y + box.height / 2;
  const half = box.height / 2 - 3;
  context.beginPath();
  for (let index = 0; index < POINTS; index++) {
    const db = Math.max(-REACH, Math.min(REACH, curve[index] ?? 0));
    context.lineTo(x + box.x + 3 + ((box.width - 6) * index) / (POINTS - 1), middle - (half * db) / REACH);
  }
  context.strokeStyle = eq.on ? PALETTE.accent : PALETTE.faint;
  context.lineWidth = 1.25;
  context.stroke();
}

/** How far the dynamics of a strip turn down, from the right. */
export function paintReduction(
  context: CanvasRenderingContext2D,
  x: number,
  box: Box,
  { dynamics }: Strip,
  reductionDb: number,
): void {
  if (!dynamics.on || box.width < 8) return;
  const y = box.y + box.height - 5;
  context.fillStyle = PALETTE.meterWell;
  context.fillRect(x + box.x + 3, y, box.width - 6, 3);
  const width = reductionWidth(box, reductionDb);
  context.fillStyle = PALETTE.accent;
  context.fillRect(x + box.x + box.width - 3 - width, y, width, 3);
}
