import type { ZoneBox } from '../../units/index.ts';
import { FONT, PALETTE } from '../kit/theme.ts';
import type { Side } from './label-layout.ts';
import { paintMarks } from './marks-painter.ts';
import { type CanvasPoint, type PlaneView, planeScale, project, type RoomFrame } from './projection.ts';
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
    view,
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
    // The plan shows height poorly, so it is written.
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

type Corner = readonly [x: number, y: number, z: number];

/** Outlines of the nearest and the farthest plane of each view, and the plane its grid lies in. */
const PLANES: Readonly<
  Record<PlaneView, { readonly near: readonly Corner[]; readonly far: readonly Corner[] }>
> = {
  plan: {
    near: [
      [-1, 1, 1],
      [1, 1, 1],
      [1, -1, 1],
      [-1, -1, 1],
    ],
    far: [
      [-1, 1, 0],
      [1, 1, 0],
      [1, -1, 0],
      [-1, -1, 0],
    ],
  },
  rear: {
    near: [
      [-1, -1, 0],
      [1, -1, 0],
      [1, -1, 1],
      [-1, -1, 1],
    ],
    far: [
      [-1, 1, 0],
      [1, 1, 0],
      [1, 1, 1],
      [-1, 1, 1],
    ],
  },
  side: {
    near: [
      [-1, 1, 0],
      [-1, -1, 0],
      [-1, -1, 1],
      [-1, 1, 1],
    ],
    far: [
      [1, 1, 0],
      [1, -1, 0],
      [1, -1, 1],
      [1, 1, 1],
    ],
  },
};

function paintRoom(context: CanvasRenderingContext2D, { view, frame }: PlaneScene): void {
  const corner = ([x, y, z]: Corner): CanvasPoint => project(view, { x, y, z }, frame);
  const trace = (points: readonly Corner[], close: boolean) => {
    points.forEach((point, index) => {
      const { x, y } = corner(point);
      if (index === 0) context.moveTo(Math.round(x) + 0.5, Math.round(y) + 0.5);
      else context.lineTo(Math.round(x) + 0.5, Math.round(y) + 0.5);
    });
    if (close) context.closePath();
  };
  context.lineWidth = 1;
  context.strokeStyle = PALETTE.lineSoft;
  context.beginPath();
  // The floor's grid, seen flat from above and from its edge otherwise.
  for (const step of [-0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75]) {
    trace(
      [
        [step, -1, 0],
        [step, 1, 0],
      ],
      false,
    );
    trace(
      [
        [-1, step, 0],
        [1, step, 0],
      ],
      false,
    );
  }
  const { near, far } = PLANES[view];
  near.forEach((point, index) => {
    const behind = far[index];
    if (behind) trace([point, behind], false);
  });
  context.stroke();
  context.strokeStyle = PALETTE.line;
  context.beginPath();
  trace(near, true);
  trace(far, true);
  context.stroke();
  // The screen fills the middle 62 % of the front wall.
  context.fillStyle = '#141b20';
  context.strokeStyle = '#4a5a63';
  context.beginPath();
  trace(
    [
      [-0.62, 1, 0.12],
      [0.62, 1, 0.12],
      [0.62, 1, 0.78],
      [-0.62, 1, 0.78],
    ],
    true,
  );
  context.fill();
  context.stroke();
  // The listener's head, for scale and direction.
  const seat = corner([0, 0, 0]);
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
  const scale = planeScale(view, dot.at);
  if (dot.trail.length > 1) paintTrail(context, scene, dot);
  context.fillStyle = dot.colour;
  context.globalAlpha = 0.06 + 0.16 * dot.lit;
  context.beginPath();
  // Size 1 reaches from wall to wall on every axis, however the view stretches it.
  context.ellipse(
    at.x,
    at.y,
    9 + (dot.size * frame.width * scale) / 2,
    9 + (dot.size * frame.height * scale) / 2,
    0,
    0,
    TAU,
  );
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
