import type { LanePoint } from '../../../session/index.ts';
import { FONT, PALETTE } from '../../kit/theme.ts';
import { sampleToX } from '../time-scale.ts';
import { bendHandle, pointsInView, showsBend, traceLane } from './lane-curve.ts';
import type { LaneFrame } from './lane-rows.ts';

/** Of the points in a cell of so many CSS pixels only the first is drawn: all would be a smear. */
const POINT_CELL = 6;

/** How a lane's row stands. */
export interface LaneRowState {
  readonly colour: string;
  /** Indexes of the selected points; null while another lane (or none) is selected. */
  readonly selected: ReadonlySet<number> | null;
}

/**
 * Draws a lane's row: the marks of its axis, its curve, its points and the handles that bend it. What is drawn of a stretch does not
 * depend on what lies beside it, so that a part of the row can be drawn over.
 */
export function paintLaneRow(
  context: CanvasRenderingContext2D,
  frame: LaneFrame,
  { colour, selected }: LaneRowState,
): void {
  const { top, height, width, left = 0, axis } = frame;
  context.fillStyle = selected ? '#191817' : '#131516';
  context.fillRect(left, top, width - left, height);
  context.fillStyle = PALETTE.lineSoft;
  for (const mark of axis.marks) context.fillRect(left, Math.round(frame.yOf(mark)), width - left, 1);
  paintCurve(context, frame, colour, selected !== null);
  paintPoints(context, frame, colour, selected);
  paintMarks(context, frame);
  context.fillStyle = PALETTE.line;
  context.fillRect(left, top + height - 1, width - left, 1);
}

function paintMarks(context: CanvasRenderingContext2D, { axis, yOf, top, height }: LaneFrame): void {
  context.font = `9px ${FONT.mono}`;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  let last = Number.NEGATIVE_INFINITY;
  for (const mark of axis.marks.toSorted((a, b) => b - a)) {
    const y = Math.min(top + height - 8, Math.max(top + 7, yOf(mark)));
    if (y - last < 11) continue;
    last = y;
    const text = axis.format(mark);
    context.fillStyle = 'rgba(15, 16, 17, 0.7)';
    context.fillRect(2, y - 5.5, context.measureText(text).width + 4, 11);
    context.fillStyle = PALETTE.dim;
    context.fillText(text, 4, y + 0.5);
  }
}

function paintCurve(
  context: CanvasRenderingContext2D,
  frame: LaneFrame,
  colour: string,
  strong: boolean,
): void {
  context.beginPath();
  let pen = false;
  traceLane(frame.points, frame, (x, y) => {
    if (pen) context.lineTo(x, y);
    else context.moveTo(x, y);
    pen = true;
  });
  context.lineJoin = 'round';
  context.strokeStyle = colour;
  context.lineWidth = 1.25;
  context.globalAlpha = strong ? 1 : 0.75;
  // What no point sets is the static value: a broken line.
  context.setLineDash(frame.points.length === 0 ? [3, 4] : []);
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
}

function paintPoints(
  context: CanvasRenderingContext2D,
  frame: LaneFrame,
  colour: string,
  selected: ReadonlySet<number> | null,
): void {
  const { points, scale, yOf } = frame;
  const [first, end] = pointsInView(points, frame);
  const cell = POINT_CELL * scale.samplesPerPixel;
  for (let index = first; index < end; index += 1) {
    const point = points[index];
    if (!point) continue;
    const before = points[index - 1];
    const chosen = selected?.has(index) === true;
    // Of many selected ones those of one pixel look like one.
    const crowd = chosen && selected.size > 64 && selected.has(index - 1);
    if (before && (crowd || !chosen) && sameCell(before, point, crowd ? scale.samplesPerPixel : cell))
      continue;
    const x = sampleToX(scale, point.time);
    const y = yOf(point.value);
    context.fillStyle = chosen ? PALETTE.accent : colour;
    const half = chosen ? 3.5 : 2.5;
    // Held values have square points, so the curve's kind is not told by its colour or shape alone.
    if (point.curve === 'hold') context.fillRect(x - half, y - half, half * 2, half * 2);
    else {
      context.beginPath();
      context.arc(x, y, half, 0, Math.PI * 2);
      context.fill();
    }
    if (!showsBend(point, chosen)) continue;
    const handle = bendHandle(points, index, frame);
    if (handle) paintHandle(context, handle.x, handle.y);
  }
}

const sameCell = (one: LanePoint, other: LanePoint, size: number): boolean =>
  Math.floor(one.time / size) === Math.floor(other.time / size);

function paintHandle(context: CanvasRenderingContext2D, x: number, y: number): void {
  context.strokeStyle = PALETTE.inkBright;
  context.fillStyle = PALETTE.bg1;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(x, y - 4);
  context.lineTo(x + 4, y);
  context.lineTo(x, y + 4);
  context.lineTo(x - 4, y);
  context.closePath();
  context.fill();
  context.stroke();
}
