import type { RoomPosition } from '../../units/index.ts';
import { FONT, PALETTE } from '../kit/theme.ts';
import type { Side } from './label-layout.ts';
import { paintMarks } from './marks-painter.ts';
import { paintPlane } from './plane-painter.ts';
import { type CanvasPoint, type PlaneView, project, roomFrame, unproject } from './projection.ts';
import type { StageFrame } from './stage-frame.ts';
import { paintLabels, paintPairs } from './stage-labels.ts';

/** One way of looking at the room: paints a frame and maps between the room and the canvas (CSS pixels). */
export interface StageLens {
  /** Least time between frames while playing, milliseconds: the stage leaves the cores to the audio. */
  readonly frameMs: number;
  resize(width: number, height: number, pixelRatio: number): void;
  paint(shown: StageFrame): void;
  project(position: RoomPosition): CanvasPoint;
  /** Room position under a point; the axis that cannot be shown is kept. `vertical` asks for height instead of floor. */
  unproject(point: CanvasPoint, keep: RoomPosition, vertical: boolean): RoomPosition;
  /** Turns and tilts the camera by radians and multiplies its distance; absent in flat views. */
  readonly orbit?: ((turn: number, tilt: number, zoom: number) => void) | undefined;
  readonly home?: (() => void) | undefined;
  dispose(): void;
}

const FRAME_MS = 33;
/** Where the CPU draws the room, a frame costs tens of milliseconds of it. */
const SOFTWARE_FRAME_MS = 150;

function sizeCanvas(canvas: HTMLCanvasElement, width: number, height: number, ratio: number): void {
  canvas.width = Math.max(1, Math.round(width * ratio));
  canvas.height = Math.max(1, Math.round(height * ratio));
}

/** A flat view drawn with Canvas2D. */
export function planeLens(canvas: HTMLCanvasElement, view: PlaneView): StageLens {
  const context = canvas.getContext('2d');
  let frame = roomFrame(view, 1, 1);
  const labelSides = new Map<string, Side>();
  let size = { width: 1, height: 1, ratio: 1 };
  return {
    frameMs: FRAME_MS,
    resize(width, height, ratio) {
      size = { width, height, ratio };
      frame = roomFrame(view, width, height);
      sizeCanvas(canvas, width, height, ratio);
    },
    paint(shown) {
      if (!context) return;
      context.setTransform(size.ratio, 0, 0, size.ratio, 0, 0);
      context.clearRect(0, 0, size.width, size.height);
      paintPlane(context, {
        shown,
        view,
        frame,
        width: size.width,
        height: size.height,
        labelSides,
      });
    },
    project: (position) => project(view, position, frame),
    unproject(point, keep, vertical) {
      if (view !== 'plan' || !vertical) return unproject(view, point, frame, keep);
      // Height has no axis in the plan: the room's depth on the canvas stands for its height.
      const at = project('plan', keep, frame);
      return { ...keep, z: Math.min(1, Math.max(0, keep.z + (at.y - point.y) / frame.height)) };
    },
    dispose() {
      context?.setTransform(1, 0, 0, 1, 0, 0);
      context?.clearRect(0, 0, canvas.width, canvas.height);
    },
  };
}

/**
 * The room in three dimensions, with labels on a flat canvas above it. Loads three on first use.
 * @throws Error where WebGL is not to be had.
 */
export async function roomLens(solid: HTMLCanvasElement, labels: HTMLCanvasElement): Promise<StageLens> {
  const { HOME_POSE, RoomScene, usesSoftware } = await import('./room-scene.ts');
  const scene = new RoomScene(solid);
  const context = labels.getContext('2d');
  const labelSides = new Map<string, Side>();
  let size = { width: 1, height: 1, ratio: 1 };
  const paintOverlay = (shown: StageFrame) => {
    if (!context) return;
    context.setTransform(size.ratio, 0, 0, size.ratio, 0, 0);
    context.clearRect(0, 0, size.width, size.height);
    paintMarks(
      context,
      shown,
      'persp',
      (place) => scene.project(place),
      () => 0.25,
    );
    const seen = shown.dots.map((dot) => ({ dot, at: scene.project(dot.at) }));
    paintPairs(context, seen);
    // Spheres of one hue are told apart by their letter, as everywhere.
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.font = `600 9px ${FONT.text}`;
    for (const { dot, at } of seen) {
      context.fillStyle = dot.lit > 0.35 ? PALETTE.bg0 : PALETTE.ink;
      context.fillText(dot.letter, at.x, at.y + 0.5);
      if (!dot.selected) continue;
      context.strokeStyle = PALETTE.accent;
      context.lineWidth = 2;
      context.beginPath();
      context.arc(at.x, at.y, 10.5, 0, 2 * Math.PI);
      context.stroke();
    }
    paintLabels(context, {
      width: size.width,
      height: size.height,
      speakers: shown.speakers.flatMap(({ label, room }, index) => {
        if (!room) return [];
        const out = shown.speakerOut[index] === true;
        return [{ label, at: scene.project(room), half: scene.speakerHalf(room), out }];
      }),
      dots: seen,
      note: () => '',
      memory: labelSides,
    });
  };
  return {
    frameMs: usesSoftware() ? SOFTWARE_FRAME_MS : FRAME_MS,
    resize(width, height, ratio) {
      size = { width, height, ratio };
      scene.resize(width, height, ratio);
      sizeCanvas(labels, width, height, ratio);
    },
    paint(shown) {
      scene.render(shown);
      paintOverlay(shown);
    },
    project: (position) => scene.project(position),
    unproject: (point, keep, vertical) => scene.unproject(point, keep, vertical),
    orbit(turn, tilt, zoom) {
      const { yaw, pitch, distance } = scene.pose;
      scene.setPose({ yaw: yaw + turn, pitch: pitch + tilt, distance: distance * zoom });
    },
    home: () => scene.setPose(HOME_POSE),
    dispose() {
      scene.dispose();
      context?.setTransform(1, 0, 0, 1, 0, 0);
      context?.clearRect(0, 0, labels.width, labels.height);
    },
  };
}
