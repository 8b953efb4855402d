import { FONT, PALETTE } from '../kit/theme.ts';
import type { Side } from './label-layout.ts';
import type { ZoneBox } from './law/object-gains.ts';
import { paintMarks } from './marks-painter.ts';
import { type CanvasPoint, type PlaneView, project, type RoomFrame } from './projection.ts';
import type { PaintedDot, StageFrame } from './stage-frame.ts';
import { paintLabels, paintPairs, type SeenSpeaker } from './stage-labels.ts';

/** What a flat view shows in one frame, and how. */
export interface PlaneScene {
  readonly shown: StageFrame;
  readonly view: PlaneView;
  readonly frame: RoomFrame;
  /** Size of the canvas, CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly labelSides: Map<string, Side>;
}

const TAU = Math.PI * 2;

/** Draws a flat view into a context whose unit is one CSS pixel. Clears nothing. */
export function paintPlane(context: CanvasRenderingContext2D, scene: PlaneScene): void {
  const { shown, view, frame } = scene;
  paintRoom(context, scene);
  paintMarks(
    context,
    shown,
    (place) => project(view, place, frame),
    (box) => hiddenShare(view, box),
  );
  const speakers = paintSpeakers(context, scene);
  const dots = shown.dots.map((dot) => ({ dot, at: project(view, dot.at, frame) }));
  paintPairs(context, dots);
  for (const dot of shown.dots) if (!dot.selected) paintDot(context, scene, dot);
  for (const dot of shown.dots) if (dot.selected) paintDot(context, scene, dot);
  paintLabels(context, {
    width: scene.width,
    height: scene.height,
    speakers,
    dots,
    // The plan cannot show height, so it is written.
    note: ({ at }) => (view === 'plan' && at.z > 0.005 ? `  ↑${at.z.toFixed(2)}` : ''),
    memory: scene.labelSides,
  });
}

/** Part of the axis that a view cannot show which a zone takes, 0…1; the height's whole way is one unit. */
function hiddenShare(view: PlaneView, box: ZoneBox): number {
  const part = (min: number, max: number, low: number): number =>
    Math.max(0, Math.min(1, max) - Math.max(low, min)) / (1 - low);
  if (view === 'plan') return part(box.minZ, box.maxZ, 0) >= 0.999 ? 1 : 0.35;
  return view === 'rear' ? part(box.minY, box.maxY, -1) : part(box.minX, box.maxX, -1);
}

function paintRoom(context: CanvasRenderingContext2D, { view, frame }: PlaneScene): void {
  const corner = (x: number, y: number, z: number): CanvasPoint => project(view, { x, y, z }, frame);
  context.lineWidth = 1;
  context.strokeStyle = PALETTE.lineSoft;
  context.beginPath();
  for (const step of [0.25, 0.5, 0.75]) {
    const x = Math.round(frame.left + frame.width * step) + 0.5;
    const y = Math.round(frame.top + frame.height * step) + 0.5;
    context.moveTo(x, frame.top);
    context.lineTo(x, frame.top + frame.height);
    context.moveTo(frame.left, y);
    context.lineTo(frame.left + frame.width, y);
  }
  context.stroke();
  context.strokeStyle = PALETTE.line;
  context.strokeRect(
    Math.round(frame.left) + 0.5,
    Math.round(frame.top) + 0.5,
    Math.round(frame.width),
    Math.round(frame.height),
  );
  // The screen fills the middle 62 % of the front wall.
  context.strokeStyle = '#4a5a63';
  context.lineWidth = 3;
  context.beginPath();
  const [from, to] =
    view === 'side'
      ? [corner(0, 1, 0.12), corner(0, 1, 0.78)]
      : [corner(-0.62, 1, 0.12), corner(0.62, 1, 0.12)];
  if (view === 'rear') {
    const top = corner(0.62, 1, 0.78);
    context.fillStyle = '#141b20';
    context.fillRect(from.x, top.y, top.x - from.x, from.y - top.y);
    context.lineWidth = 1;
    context.strokeRect(from.x, top.y, top.x - from.x, from.y - top.y);
  } else {
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
    context.stroke();
  }
  // The listener's head, for scale and direction.
  const seat = corner(0, 0, 0);
  context.strokeStyle = PALETTE.faint;
  context.lineWidth = 1;
  context.beginPath();
  context.arc(seat.x, seat.y, 5, 0, TAU);
  context.stroke();
}

function paintSpeakers(
  context: CanvasRenderingContext2D,
  { shown, view, frame }: PlaneScene,
): readonly SeenSpeaker[] {
  const seen: SeenSpeaker[] = [];
  shown.speakers.forEach(({ label, room }, index) => {
    if (!room) return;
    const at = project(view, room, frame);
    const lit = shown.speakerLit[index] ?? 0;
    const out = shown.speakerOut[index] === true;
    const high = view === 'plan' && room.z > 0;
    const half = high ? 4.5 : 6;
    context.fillStyle = PALETTE.bg2;
    context.fillRect(at.x - half, at.y - half, half * 2, half * 2);
    context.globalAlpha = out ? 0.4 : 0.85;
    context.fillStyle = PALETTE.meterMid;
    context.fillRect(at.x - half, at.y + half - half * 2 * lit, half * 2, half * 2 * lit);
    context.globalAlpha = out ? 0.5 : 1;
    context.lineWidth = 1;
    context.strokeStyle = high ? PALETTE.faint : '#6a7071';
    context.strokeRect(at.x - half + 0.5, at.y - half + 0.5, half * 2 - 1, half * 2 - 1);
    context.globalAlpha = 1;
    seen.push({ label, at, half, out });
  });
  return seen;
}

function paintTrail(
  context: CanvasRenderingContext2D,
  { view, frame }: PlaneScene,
  { trail, colour }: PaintedDot,
): void {
  const now = (trail.length - 1) / 2;
  context.strokeStyle = colour;
  context.lineWidth = 1;
  for (let index = 1; index < trail.length; index += 1) {
    const [from, to] = [trail[index - 1], trail[index]];
    if (!from || !to) continue;
    const [start, end] = [project(view, from, frame), project(view, to, frame)];
    // The way it came fades with age; the way ahead is a faint constant line.
    context.globalAlpha = index <= now ? 0.1 + (0.6 * index) / now : 0.16;
    context.beginPath();
    context.moveTo(start.x, start.y);
    context.lineTo(end.x, end.y);
    context.stroke();
  }
}

function paintDot(context: CanvasRenderingContext2D, scene: PlaneScene, dot: PaintedDot): void {
  const { view, frame } = scene;
  const at = project(view, dot.at, frame);
  if (dot.trail.length > 1) paintTrail(context, scene, dot);
  context.fillStyle = dot.colour;
  context.globalAlpha = 0.06 + 0.16 * dot.lit;
  context.beginPath();
  // Size 1 reaches from wall to wall on every axis, however the view stretches it.
  context.ellipse(at.x, at.y, 9 + (dot.size * frame.width) / 2, 9 + (dot.size * frame.height) / 2, 0, 0, TAU);
  context.fill();
  if (dot.size > 0) {
    context.globalAlpha = dot.selected ? 0.6 : 0.35;
    context.lineWidth = 1;
    context.strokeStyle = dot.colour;
    context.stroke();
  }
  context.globalAlpha = 0.4 + 0.6 * dot.lit;
  context.beginPath();
  context.arc(at.x, at.y, 6.5, 0, TAU);
  context.fill();
  context.globalAlpha = 1;
  if (dot.selected) {
    context.strokeStyle = PALETTE.accent;
    context.lineWidth = 2;
    context.beginPath();
    context.arc(at.x, at.y, 9.5, 0, TAU);
    context.stroke();
  }
  context.fillStyle = PALETTE.bg0;
  context.font = `600 9px ${FONT.text}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(dot.letter, at.x, at.y + 0.5);
}
