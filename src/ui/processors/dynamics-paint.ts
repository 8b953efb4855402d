import { type CurveSettings, outputDb } from '../../engine/index.ts';
import { FONT, PALETTE } from '../kit/theme.ts';
import { CURVE_AXIS } from './dynamics-model.ts';
import type { PlotBox } from './eq-paint.ts';

/** Space around the static curve for its scales, CSS pixels. CONTRACT: `.curve-area` in processors.css. */
export const CURVE_INSETS = { left: 28, right: 6, top: 6, bottom: 16 } as const;
const LINES = [-80, -60, -40, -20, 0];
const SPAN = CURVE_AXIS.high - CURVE_AXIS.low;

const minus = (db: number): string => (db < 0 ? `−${-db}` : String(db));

/** x of a level that goes in. */
export const levelX = (box: PlotBox, db: number): number =>
  box.x + (box.width * (db - CURVE_AXIS.low)) / SPAN;
/** y of a level that comes out. */
export const levelY = (box: PlotBox, db: number): number =>
  box.y + (box.height * (CURVE_AXIS.high - db)) / SPAN;

/** Grid, scales and diagonal, then the curve. @param now level that goes in now, dBFS; −∞ for none */
export function paintStaticCurve(
  context: CanvasRenderingContext2D,
  box: PlotBox,
  settings: CurveSettings,
  on: boolean,
  now: { readonly inDb: number; readonly outDb: number },
): void {
  context.lineWidth = 1;
  context.font = `11px ${FONT.text}`;
  for (const db of LINES) {
    const x = Math.round(levelX(box, db)) + 0.5;
    const y = Math.round(levelY(box, db)) + 0.5;
    context.strokeStyle = PALETTE.line;
    context.beginPath();
    context.moveTo(x, box.y);
    context.lineTo(x, box.y + box.height);
    context.moveTo(box.x, y);
    context.lineTo(box.x + box.width, y);
    context.stroke();
    context.fillStyle = PALETTE.dim;
    context.textBaseline = 'middle';
    context.textAlign = db === CURVE_AXIS.low ? 'left' : db === CURVE_AXIS.high ? 'right' : 'center';
    context.fillText(minus(db), levelX(box, db), box.y + box.height + CURVE_INSETS.bottom / 2 + 1);
    context.textAlign = 'right';
    if (db !== CURVE_AXIS.low) context.fillText(minus(db), box.x - 5, Math.max(y, box.y + 5));
  }
  context.strokeStyle = PALETTE.faint;
  context.setLineDash([3, 4]);
  context.beginPath();
  context.moveTo(levelX(box, CURVE_AXIS.low), levelY(box, CURVE_AXIS.low));
  context.lineTo(levelX(box, CURVE_AXIS.high), levelY(box, CURVE_AXIS.high));
  context.stroke();
  context.setLineDash(on ? [] : [5, 4]);
  context.save();
  context.beginPath();
  context.rect(box.x, box.y, box.width, box.height);
  context.clip();
  context.beginPath();
  for (let db = CURVE_AXIS.low; db <= CURVE_AXIS.high; db += 0.5)
    context.lineTo(levelX(box, db), levelY(box, outputDb(settings, db)));
  context.strokeStyle = on ? PALETTE.accent : PALETTE.faint;
  context.lineWidth = on ? 2 : 1.5;
  context.stroke();
  context.setLineDash([]);
  if (now.inDb > CURVE_AXIS.low) {
    context.fillStyle = PALETTE.meterHigh;
    context.beginPath();
    context.arc(levelX(box, now.inDb), levelY(box, Math.max(CURVE_AXIS.low, now.outDb)), 3, 0, 2 * Math.PI);
    context.fill();
  }
  context.restore();
}

/** Range of the reductions drawn, dB. */
const DEEPEST = 24;
const LOUD_FLOOR = -60;
const REDUCTION_LINES = [-6, -12, -18];

/** Columns of a history: greatest reduction in dB, greatest peak in and out, linear. Oldest first; NaN before there were any. */
export interface HistoryColumns {
  readonly reduction: Float32Array;
  readonly ahead: Float32Array;
  readonly behind: Float32Array;
}

const heightOf = (box: PlotBox, peak: number): number => {
  const db = 20 * Math.log10(Math.max(peak, 1e-6));
  return Math.max(0, Math.min(1, (db - LOUD_FLOOR) / -LOUD_FLOOR)) * box.height;
};

/** The scale of reductions, from the top down. */
export function paintHistoryGrid(context: CanvasRenderingContext2D, box: PlotBox, seconds: number): void {
  context.lineWidth = 1;
  context.strokeStyle = PALETTE.lineSoft;
  context.beginPath();
  for (let second = 1; second < seconds; second++) {
    const x = Math.round(box.x + box.width * (1 - second / seconds)) + 0.5;
    context.moveTo(x, box.y);
    context.lineTo(x, box.y + box.height);
  }
  for (const db of REDUCTION_LINES) {
    const y = Math.round(box.y - (box.height * db) / DEEPEST) + 0.5;
    context.moveTo(box.x, y);
    context.lineTo(box.x + box.width, y);
  }
  context.stroke();
  context.font = `11px ${FONT.text}`;
  context.fillStyle = PALETTE.dim;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  for (const db of REDUCTION_LINES)
    context.fillText(minus(db), box.x + box.width + 5, box.y - (box.height * db) / DEEPEST);
}

/** Level in (behind), level out, and the reduction from the top. */
export function paintHistory(context: CanvasRenderingContext2D, box: PlotBox, columns: HistoryColumns): void {
  const count = columns.reduction.length;
  const step = box.width / count;
  const fill = (of: Float32Array, colour: string) => {
    context.fillStyle = colour;
    for (let index = 0; index < count; index++) {
      const height = heightOf(box, of[index] ?? 0);
      if (height > 0) context.fillRect(box.x + index * step, box.y + box.height - height, step, height);
    }
  };
  fill(columns.ahead, PALETTE.bg3);
  fill(columns.behind, PALETTE.meterLow);
  context.beginPath();
  let drawing = false;
  for (let index = 0; index < count; index++) {
    const reduction = columns.reduction[index] ?? Number.NaN;
    if (Number.isNaN(reduction)) continue;
    const y = box.y + (box.height * Math.min(DEEPEST, reduction)) / DEEPEST;
    if (drawing) context.lineTo(box.x + (index + 0.5) * step, y);
    else context.moveTo(box.x + (index + 0.5) * step, y);
    drawing = true;
  }
  context.strokeStyle = PALETTE.accent;
  context.lineWidth = 1.5;
  context.stroke();
}
