import type { RoomPosition, Speaker } from '../../units/index.ts';
import { FONT, PALETTE } from '../kit/theme.ts';
import { cubeGains } from './cube-gains.ts';
import type { Side } from './label-layout.ts';
import { type CanvasPoint, type PlaneView, project, type RoomFrame } from './projection.ts';
import { paintLabels, paintPairs, type SeenSpeaker } from './stage-labels.ts';

/** A dot to draw. */
export interface PaintedDot {
  readonly label: string;
  readonly letter: string;
  readonly colour: string;
  readonly at: RoomPosition;
  readonly size: number;
  /** 0 dark … 1 fully lit. */
  readonly lit: number;
  readonly selected: boolean;
  /** Path its lanes draw around now; empty when it does not move or motion is reduced. */
  readonly trail: readonly RoomPosition[];
}

/** What a flat view shows in one frame. */
export interface PlaneScene {
  readonly speakers: readonly Speaker[];
  /** Brightness of each speaker, 0…1. */
  readonly speakerLit: readonly number[];
  readonly dots: readonly PaintedDot[];
  /** Gains the selected object's lines show are taken from this law and these speakers. */
  readonly view: PlaneView;
  readonly frame: RoomFrame;
  /** Size of the canvas, CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly labelSides: Map<string, Side>;
}

/** Gain under which a speaker gets no line: −40 dB. */
const LINE_FLOOR = 0.01;
const TAU = Math.PI * 2;

/** Draws a flat view into a context whose unit is one CSS pixel. Clears nothing. */
export function paintPlane(context: CanvasRenderingContext2D, scene: PlaneScene): void {
  paintRoom(context, scene);
  paintGainLines(context, scene);
  const speakers = paintSpeakers(context, scene);
  const dots = scene.dots.map((dot) => ({ dot, at: project(scene.view, dot.at, scene.frame) }));
  paintPairs(context, dots);
  for (const dot of scene.dots) if (!dot.selected) paintDot(context, scene, dot);
  for (const dot of scene.dots) if (dot.selected) paintDot(context, scene, dot);
  paintLabels(context, {
    width: scene.width,
    height: scene.height,
    speakers,
    dots,
    // The plan cannot show height, so it is written.
    note: ({ at }) => (scene.view === 'plan' && at.z > 0.005 ? `  ↑${at.z.toFixed(2)}` : ''),
    memory: scene.labelSides,
  });
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
  { speakers, speakerLit, view, frame }: PlaneScene,
): readonly SeenSpeaker[] {
  const seen: SeenSpeaker[] = [];
  speakers.forEach(({ label, room }, index) => {
    if (!room) return;
    const at = project(view, room, frame);
    const lit = speakerLit[index] ?? 0;
    const high = view === 'plan' && room.z > 0;
    const half = high ? 4.5 : 6;
    context.fillStyle = PALETTE.bg2;
    context.fillRect(at.x - half, at.y - half, half * 2, half * 2);
    context.globalAlpha = 0.85;
    context.fillStyle = PALETTE.meterMid;
    context.fillRect(at.x - half, at.y + half - half * 2 * lit, half * 2, half * 2 * lit);
    context.globalAlpha = 1;
    context.strokeStyle = high ? PALETTE.faint : '#6a7071';
    context.strokeRect(at.x - half + 0.5, at.y - half + 0.5, half * 2 - 1, half * 2 - 1);
    seen.push({ label, at, half });
  });
  return seen;
}

function paintGainLines(
  context: CanvasRenderingContext2D,
  { speakers, dots, view, frame }: PlaneScene,
): void {
  context.setLineDash([2, 3]);
  context.lineWidth = 1.25;
  context.strokeStyle = PALETTE.accent;
  for (const dot of dots) {
    if (!dot.selected) continue;
    const from = project(view, dot.at, frame);
    cubeGains(speakers, dot.at).forEach((gain, index) => {
      const room = speakers[index]?.room;
      if (!room || gain < LINE_FLOOR) return;
      const to = project(view, room, frame);
      context.globalAlpha = 0.15 + 0.8 * gain;
      context.beginPath();
      context.moveTo(from.x, from.y);
      context.lineTo(to.x, to.y);
      context.stroke();
    });
  }
  context.globalAlpha = 1;
  context.setLineDash([]);
}

function paintDot(context: CanvasRenderingContext2D, { view, frame }: PlaneScene, dot: PaintedDot): void {
  const at = project(view, dot.at, frame);
  const halo = 9 + (dot.size * frame.width) / 2;
  if (dot.trail.length > 1) {
    context.strokeStyle = dot.colour;
    context.globalAlpha = 0.35;
    context.lineWidth = 1;
    context.beginPath();
    dot.trail.forEach((place, index) => {
      const point = project(view, place, frame);
      if (index === 0) context.moveTo(point.x, point.y);
      else context.lineTo(point.x, point.y);
    });
    context.stroke();
  }
  context.fillStyle = dot.colour;
  context.globalAlpha = 0.06 + 0.16 * dot.lit;
  context.beginPath();
  context.arc(at.x, at.y, halo, 0, TAU);
  context.fill();
  if (dot.size > 0) {
    context.globalAlpha = 0.35;
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
