import type { RoomPosition, ZoneBox } from '../../units/index.ts';
import { PALETTE } from '../kit/theme.ts';
import { paintEnergy } from './energy-paint.ts';
import { paintPath } from './path-painter.ts';
import type { CanvasPoint, PlaneView } from './projection.ts';
import type { StageFrame } from './stage-frame.ts';
import { onRing } from './turn-ring.ts';

/** Where a place of the room lies on the canvas. */
export type Projector = (position: RoomPosition) => CanvasPoint;

const TAU = Math.PI * 2;
/** Half thickness given to a zone that is a wall, room units. */
const WALL = 0.05;
/** Height the head is drawn at, room units. */
const HEAD_HIGH = 0.04;
/** CSS pixels between the hatching's lines. */
const HATCH = 7;

/** Draws what lies under the dots: the bed's energy, all energy by direction if asked for, zones, lines to speakers. Main thread; the unit is a CSS pixel. */
export function paintMarks(
  context: CanvasRenderingContext2D,
  frame: StageFrame,
  view: 'persp' | PlaneView,
  at: Projector,
  /** How much of a zone the view's hidden axis lies in, 0…1: a zone of the ceiling must not cover the plan. */
  zoneShare: (box: ZoneBox) => number,
): void {
  paintBed(context, frame, at);
  if (frame.energy) paintEnergy(context, frame.energy, view, at);
  for (const box of frame.zones) paintZone(context, box, at, zoneShare(box));
  paintReaches(context, frame, at);
  if (frame.path) paintPath(context, frame.path, at);
  paintRing(context, frame, at);
  paintHead(context, frame, at);
  paintPairsOf(context, frame, at);
  context.globalAlpha = 1;
}

function paintBed(context: CanvasRenderingContext2D, { bed }: StageFrame, at: Projector): void {
  for (const { at: place, lit } of bed) {
    const { x, y } = at(place);
    const radius = 16 + 30 * lit;
    const glow = context.createRadialGradient(x, y, 0, x, y, radius);
    glow.addColorStop(0, PALETTE.meterMid);
    glow.addColorStop(1, 'transparent');
    context.globalAlpha = 0.1 + 0.3 * lit;
    context.fillStyle = glow;
    context.fillRect(x - radius, y - radius, radius * 2, radius * 2);
  }
  context.globalAlpha = 1;
}

/** Ends of a zone on an axis inside the room; a zone that is a wall gets a thickness to be seen by. */
function span(min: number, max: number, low: number): readonly [number, number] {
  const [from, to] = [Math.max(low, min), Math.min(1, max)];
  if (to - from >= 2 * WALL) return [from, to];
  const middle = Math.min(1 - WALL, Math.max(low + WALL, (from + to) / 2));
  return [middle - WALL, middle + WALL];
}

/** Corners of a zone as far as it lies in the room; empty if it lies outside. */
function corners(box: ZoneBox): RoomPosition[] {
  if (box.maxZ < 0 || box.minZ > 1) return [];
  const [xs, ys, zs] = [
    span(box.minX, box.maxX, -1),
    span(box.minY, box.maxY, -1),
    span(box.minZ, box.maxZ, 0),
  ];
  return xs.flatMap((x) => ys.flatMap((y) => zs.map((z) => ({ x, y, z }))));
}

/** Outline of points on the canvas: their convex hull, counter-clockwise. */
export function hull(points: readonly CanvasPoint[]): CanvasPoint[] {
  const sorted = [...points].sort((one, other) => one.x - other.x || one.y - other.y);
  const half = (list: readonly CanvasPoint[]): CanvasPoint[] => {
    const chain: CanvasPoint[] = [];
    for (const point of list) {
      for (;;) {
        const [from, to] = [chain.at(-2), chain.at(-1)];
        if (!from || !to) break;
        const turn = (to.x - from.x) * (point.y - from.y) - (to.y - from.y) * (point.x - from.x);
        if (turn > 0) break;
        chain.pop();
      }
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.toReversed())];
}

function paintZone(context: CanvasRenderingContext2D, box: ZoneBox, at: Projector, share: number): void {
  const outline = hull(corners(box).map(at));
  const [first, ...rest] = outline;
  if (!first) return;
  context.save();
  context.beginPath();
  context.moveTo(first.x, first.y);
  for (const { x, y } of rest) context.lineTo(x, y);
  context.closePath();
  context.globalAlpha = 0.5;
  context.strokeStyle = PALETTE.faint;
  context.lineWidth = 1;
  context.setLineDash([4, 4]);
  context.stroke();
  context.setLineDash([]);
  context.fillStyle = PALETTE.bg0;
  context.globalAlpha = 0.35 * share;
  context.fill();
  context.clip();
  const xs = outline.map(({ x }) => x);
  const ys = outline.map(({ y }) => y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const height = bottom - top;
  context.globalAlpha = 0.35 * share;
  context.beginPath();
  for (let x = left - height; x < right; x += HATCH) {
    context.moveTo(x, bottom);
    context.lineTo(x + height, top);
  }
  context.stroke();
  context.restore();
}

function paintReaches(context: CanvasRenderingContext2D, { reaches }: StageFrame, at: Projector): void {
  context.strokeStyle = PALETTE.accent;
  context.lineCap = 'round';
  for (const { from, to, gain, share } of reaches) {
    const [start, end] = [at(from), at(to)];
    context.globalAlpha = (0.2 + 0.75 * gain) * share;
    context.lineWidth = 0.75 + 2.25 * gain;
    context.setLineDash([0.1, 3 + 2 * gain]);
    context.beginPath();
    context.moveTo(start.x, start.y);
    context.lineTo(end.x, end.y);
    context.stroke();
  }
  context.setLineDash([]);
  context.lineCap = 'butt';
  context.globalAlpha = 1;
}

/** A head that looks where it is turned: nose and ears, so that up and left can be told apart in every view. */
function paintHead(context: CanvasRenderingContext2D, { head }: StageFrame, at: Projector): void {
  if (!head) return;
  const [yaw, pitch, roll] = [head.yaw, head.pitch, head.roll].map((degrees) => (degrees * Math.PI) / 180);
  const [sy, cy] = [Math.sin(yaw ?? 0), Math.cos(yaw ?? 0)];
  const [sp, cp] = [Math.sin(pitch ?? 0), Math.cos(pitch ?? 0)];
  const [sr, cr] = [Math.sin(roll ?? 0), Math.cos(roll ?? 0)];
  const nose = { x: -sy * cp, y: cy * cp, z: sp };
  // The right ear: level and to the right of the nose, lowered by the roll.
  const ear = { x: cy * cr - sy * sp * sr, y: sy * cr + cy * sp * sr, z: -cp * sr };
  const place = ({ x, y, z }: RoomPosition, reach: number): CanvasPoint =>
    at({ x: x * reach, y: y * reach, z: HEAD_HIGH + z * reach });
  const middle = place({ x: 0, y: 0, z: 0 }, 0);
  const tip = place(nose, 0.17);
  context.strokeStyle = PALETTE.dialogue;
  context.fillStyle = PALETTE.bg2;
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(middle.x, middle.y);
  context.lineTo(tip.x, tip.y);
  context.stroke();
  context.beginPath();
  context.arc(middle.x, middle.y, 7, 0, TAU);
  context.fill();
  context.stroke();
  context.fillStyle = PALETTE.dialogue;
  for (const side of [-1, 1]) {
    const { x, y } = place(ear, 0.075 * side);
    context.beginPath();
    context.arc(x, y, 2, 0, TAU);
    context.fill();
  }
  context.beginPath();
  context.arc(tip.x, tip.y, 2.5, 0, TAU);
  context.fill();
}

function paintRing(context: CanvasRenderingContext2D, { ring }: StageFrame, at: Projector): void {
  if (!ring) return;
  context.strokeStyle = PALETTE.dim;
  context.lineWidth = 1;
  context.globalAlpha = 0.45;
  context.beginPath();
  for (let degrees = 0; degrees <= 360; degrees += 6) {
    const { x, y } = at(onRing(ring, degrees));
    if (degrees === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  }
  context.stroke();
  const knob = at(onRing(ring));
  const middle = at(ring.centre);
  context.beginPath();
  context.moveTo(middle.x - 4, middle.y);
  context.lineTo(middle.x + 4, middle.y);
  context.moveTo(middle.x, middle.y - 4);
  context.lineTo(middle.x, middle.y + 4);
  context.stroke();
  context.globalAlpha = 1;
  context.fillStyle = PALETTE.bg2;
  context.strokeStyle = PALETTE.accent;
  context.lineWidth = 1.5;
  context.beginPath();
  context.arc(knob.x, knob.y, 6, 0, TAU);
  context.fill();
  context.stroke();
}

/** Locks as a line with a square around the speaker, ghosts as a ring where the object's power has its middle. */
function paintPairsOf(context: CanvasRenderingContext2D, { locks, ghosts }: StageFrame, at: Projector): void {
  context.strokeStyle = PALETTE.accent;
  context.lineWidth = 1.5;
  for (const { from, to } of locks) {
    const [start, end] = [at(from), at(to)];
    context.beginPath();
    context.moveTo(start.x, start.y);
    context.lineTo(end.x, end.y);
    context.stroke();
    context.strokeRect(end.x - 10, end.y - 10, 20, 20);
  }
  context.lineWidth = 1;
  for (const { from, to } of ghosts) {
    const [start, end] = [at(from), at(to)];
    context.globalAlpha = 0.8;
    context.setLineDash([3, 3]);
    context.beginPath();
    context.moveTo(start.x, start.y);
    context.lineTo(end.x, end.y);
    context.stroke();
    context.setLineDash([]);
    context.beginPath();
    context.arc(end.x, end.y, 6.5, 0, TAU);
    context.stroke();
    context.globalAlpha = 0.25;
    context.fillStyle = PALETTE.accent;
    context.fill();
  }
}
