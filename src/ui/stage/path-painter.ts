import type { RoomPosition } from '../../units/index.ts';
import { PALETTE } from '../kit/theme.ts';
import type { Projector } from './marks-painter.ts';

/** Least distance of two handles that are both drawn, CSS pixels. */
const HANDLE_SPACING = 9;

/** A path through the room and how it is drawn. */
export interface ShownPath {
  readonly places: readonly RoomPosition[];
  /** Points that can be taken; a stroke under way has none. */
  readonly handles: boolean;
}

/** Draws a path with its points as handles. The unit is a CSS pixel. */
export function paintPath(
  context: CanvasRenderingContext2D,
  { places, handles }: ShownPath,
  at: Projector,
): void {
  if (places.length < 2) return;
  const seen = places.map(at);
  context.beginPath();
  seen.forEach(({ x, y }, index) => {
    if (index === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  });
  context.lineJoin = 'round';
  context.globalAlpha = 0.55;
  context.strokeStyle = PALETTE.accent;
  context.lineWidth = 1.25;
  context.setLineDash(handles ? [] : [4, 3]);
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
  if (!handles) return;
  context.fillStyle = PALETTE.bg1;
  context.lineWidth = 1;
  let last = { x: Number.NEGATIVE_INFINITY, y: Number.NEGATIVE_INFINITY };
  for (const point of seen) {
    if (Math.hypot(point.x - last.x, point.y - last.y) < HANDLE_SPACING) continue;
    last = point;
    context.beginPath();
    context.rect(point.x - 2.5, point.y - 2.5, 5, 5);
    context.fill();
    context.stroke();
  }
}
