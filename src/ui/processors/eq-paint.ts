import { FONT, PALETTE } from '../kit/theme.ts';
import { AXIS, CURVE_POINTS, frequencyToWay } from './eq-model.ts';
import { SPECTRUM_FLOOR } from './spectrum.ts';

/** A box on a canvas, CSS pixels. */
export interface PlotBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Space around the plot for its scales, CSS pixels. CONTRACT: `.eq-area` in processors.css. */
export const EQ_INSETS = { left: 34, right: 36, top: 8, bottom: 18 } as const;

const DECADES = [20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000];
const LINES = [30, 40, 60, 70, 80, 90, 300, 400, 600, 700, 800, 900, 3000, 4000, 6000, 7000, 8000, 9000];
/** Levels of the spectrum's scale, dBFS. */
const SPECTRUM_LINES = [-20, -40, -60, -80];
/** Highest level of the spectrum's scale. */
const SPECTRUM_TOP = 6;

const short = (frequency: number): string => (frequency < 1000 ? `${frequency}` : `${frequency / 1000}k`);
const signed = (db: number): string => (db > 0 ? `+${db}` : db < 0 ? `−${-db}` : '0');

/** y of a gain. */
export const gainY = (box: PlotBox, gainDb: number, reach: number): number =>
  box.y + box.height * (0.5 - gainDb / (2 * reach));

/** Scales and grid: frequencies below, gains left, the spectrum's levels right. */
export function paintEqGrid(context: CanvasRenderingContext2D, box: PlotBox, reach: number): void {
  context.lineWidth = 1;
  context.font = `11px ${FONT.text}`;
  context.textBaseline = 'middle';
  for (const frequency of [...LINES, ...DECADES]) {
    const x = Math.round(box.x + box.width * frequencyToWay(frequency)) + 0.5;
    context.strokeStyle = DECADES.includes(frequency) ? PALETTE.line : PALETTE.lineSoft;
    context.beginPath();
    context.moveTo(x, box.y);
    context.lineTo(x, box.y + box.height);
    context.stroke();
  }
  context.fillStyle = PALETTE.dim;
  const narrow = box.width < 360;
  for (const frequency of DECADES) {
    if (narrow && !/^1|^20$|20k/.test(short(frequency))) continue;
    context.textAlign = frequency === AXIS.low ? 'left' : frequency === AXIS.high ? 'right' : 'center';
    context.fillText(
      short(frequency),
      box.x + box.width * frequencyToWay(frequency),
      box.y + box.height + EQ_INSETS.bottom / 2 + 2,
    );
  }
  const step = reach / 2;
  for (let db = -reach; db <= reach; db += step) {
    const y = Math.round(gainY(box, db, reach)) + 0.5;
    context.strokeStyle = db === 0 ? PALETTE.faint : PALETTE.line;
    context.beginPath();
    context.moveTo(box.x, y);
    context.lineTo(box.x + box.width, y);
    context.stroke();
    context.textAlign = 'right';
    context.fillText(signed(db), box.x - 6, Math.min(box.y + box.height - 6, Math.max(box.y + 6, y)));
  }
  context.textAlign = 'left';
  for (const db of SPECTRUM_LINES) context.fillText(signed(db), box.x + box.width + 6, spectrumY(box, db));
}

const spectrumY = (box: PlotBox, db: number): number =>
  box.y + (box.height * (SPECTRUM_TOP - db)) / (SPECTRUM_TOP - SPECTRUM_FLOOR);

/** A spectrum: a filled area, or a line alone. Its points lie at even steps of the axis. */
export function paintSpectrum(
  context: CanvasRenderingContext2D,
  box: PlotBox,
  levels: Float32Array,
  filled: boolean,
): void {
  context.beginPath();
  for (let index = 0; index < levels.length; index++) {
    const x = box.x + (box.width * index) / (levels.length - 1);
    context.lineTo(x, Math.max(box.y, spectrumY(box, levels[index] ?? SPECTRUM_FLOOR)));
  }
  if (filled) {
    context.lineTo(box.x + box.width, box.y + box.height);
    context.lineTo(box.x, box.y + box.height);
    context.closePath();
    context.fillStyle = `${PALETTE.meterLow}66`;
    context.fill();
    return;
  }
  context.strokeStyle = PALETTE.faint;
  context.lineWidth = 1;
  context.stroke();
}

function traceCurve(
  context: CanvasRenderingContext2D,
  box: PlotBox,
  curve: Float64Array,
  reach: number,
): void {
  context.beginPath();
  for (let index = 0; index < curve.length; index++) {
    const x = box.x + (box.width * index) / (CURVE_POINTS - 1);
    const y = gainY(box, curve[index] ?? 0, reach);
    context.lineTo(x, Math.min(box.y + box.height + 2, Math.max(box.y - 2, y)));
  }
}

/** What one point does alone: a wash between its curve and 0 dB. */
export function paintPointCurve(
  context: CanvasRenderingContext2D,
  box: PlotBox,
  curve: Float64Array,
  reach: number,
): void {
  traceCurve(context, box, curve, reach);
  const middle = gainY(box, 0, reach);
  context.lineTo(box.x + box.width, middle);
  context.lineTo(box.x, middle);
  context.closePath();
  context.fillStyle = `${PALETTE.accent}2e`;
  context.fill();
}

/** What everything does together; dashed and dim while it is bypassed. */
export function paintSumCurve(
  context: CanvasRenderingContext2D,
  box: PlotBox,
  curve: Float64Array,
  reach: number,
  on: boolean,
): void {
  traceCurve(context, box, curve, reach);
  context.strokeStyle = on ? PALETTE.accent : PALETTE.faint;
  context.lineWidth = on ? 2 : 1.5;
  context.setLineDash(on ? [] : [5, 4]);
  context.stroke();
  context.setLineDash([]);
}

/** Words in a small plate near a place, kept inside the box. */
export function paintPlate(
  context: CanvasRenderingContext2D,
  box: PlotBox,
  x: number,
  y: number,
  text: string,
): void {
  context.font = `11px ${FONT.text}`;
  const width = context.measureText(text).width + 12;
  const left = Math.min(box.x + box.width - width, Math.max(box.x, x - width / 2));
  const top = y - 34 < box.y ? Math.min(y + 16, box.y + box.height - 20) : y - 34;
  context.fillStyle = PALETTE.bg3;
  context.fillRect(left, top, width, 20);
  context.fillStyle = PALETTE.inkBright;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillText(text, left + 6, top + 10.5);
}
