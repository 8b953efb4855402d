import {
  AmbientLight,
  BoxGeometry,
  type BufferGeometry,
  CircleGeometry,
  Color,
  DirectionalLight,
  DynamicDrawUsage,
  InstancedMesh,
  LineBasicMaterial,
  LineDashedMaterial,
  type Material,
  Matrix4,
  MeshBasicMaterial,
  MeshLambertMaterial,
  PerspectiveCamera,
  Plane,
  Quaternion,
  Raycaster,
  Scene,
  SphereGeometry,
  Vector2,
  Vector3,
  WebGLRenderer,
} from 'three';
import { MAX_OBJECTS, type RoomPosition, type Speaker } from '../../units/index.ts';
import { PALETTE } from '../kit/theme.ts';
import type { CanvasPoint } from './projection.ts';
import { buildRoom, HIGH, LineBuffer, toWorld, WIDE } from './room-parts.ts';
import { type PaintedDot, type StageFrame, TRAIL_POINTS } from './stage-frame.ts';

/** Two dots for each of the session's objects. */
const MAX_DOTS = MAX_OBJECTS * 2;
const MAX_SPEAKER_BOXES = 24;
const SPEAKER_SIDE = 0.16;
/** Vertical field of view, degrees, and the pane's width over height below which it opens to show both walls. */
const FIELD_DEG = 38;
const WIDE_ENOUGH = 1.8;

/** Where the camera stands: angles in radians, distance in world units. */
export interface CameraPose {
  readonly yaw: number;
  readonly pitch: number;
  readonly distance: number;
}

/** Behind and above the listener, looking at the screen. */
export const HOME_POSE: CameraPose = { yaw: 0, pitch: 0.3, distance: 6.2 };

const clip = (value: number, low: number): number => Math.min(1, Math.max(low, value));
const toRoom = ({ x, y, z }: Vector3): RoomPosition => ({
  x: clip(x / WIDE, -1),
  y: clip(-z / WIDE, -1),
  z: clip(y / HIGH, 0),
});

/**
 * The room in three dimensions. Draws only when `render` is called; owns its WebGL context until `dispose`.
 * Main thread.
 */
export class RoomScene {
  readonly #renderer: WebGLRenderer;
  readonly #scene = new Scene();
  readonly #camera = new PerspectiveCamera(FIELD_DEG, 1, 0.1, 60);
  readonly #owned: { dispose(): void }[] = [];
  readonly #spheres: InstancedMesh;
  readonly #halos: InstancedMesh;
  readonly #shadows: InstancedMesh;
  readonly #boxes: InstancedMesh;
  readonly #fills: InstancedMesh;
  readonly #drops: LineBuffer;
  readonly #trails: LineBuffer;
  readonly #matrix = new Matrix4();
  readonly #vector = new Vector3();
  readonly #colour = new Color();
  #pose: CameraPose = HOME_POSE;
  #width = 1;
  #height = 1;

  /** @throws Error where WebGL is not to be had; the caller falls back to the flat views. */
  constructor(canvas: HTMLCanvasElement) {
    // Software rasterisers steal the cores the audio needs, so multisampling is for real GPUs only.
    this.#renderer = new WebGLRenderer({
      canvas,
      antialias: !usesSoftware(),
      alpha: true,
      powerPreference: 'low-power',
    });
    this.#own(this.#renderer);
    this.#scene.add(new AmbientLight(0xffffff, 1.6));
    const key = new DirectionalLight(0xffffff, 1.8);
    key.position.set(2, 5, 3);
    this.#scene.add(key);
    buildRoom(this.#scene, (thing) => this.#own(thing));
    const sphere = this.#own(new SphereGeometry(1, 24, 16));
    const box = this.#own(new BoxGeometry(SPEAKER_SIDE, SPEAKER_SIDE, SPEAKER_SIDE));
    this.#halos = this.#instances(
      sphere,
      new MeshBasicMaterial({ transparent: true, opacity: 0.14, depthWrite: false }),
      MAX_DOTS,
    );
    this.#spheres = this.#instances(sphere, new MeshLambertMaterial(), MAX_DOTS);
    const disc = this.#own(new CircleGeometry(0.07, 20));
    this.#shadows = this.#instances(
      disc,
      new MeshBasicMaterial({ transparent: true, opacity: 0.5, depthWrite: false }),
      MAX_DOTS,
    );
    this.#boxes = this.#instances(box, new MeshLambertMaterial(), MAX_SPEAKER_BOXES);
    this.#fills = this.#instances(box, new MeshBasicMaterial(), MAX_SPEAKER_BOXES);
    const own = <Thing extends { dispose(): void }>(thing: Thing): Thing => this.#own(thing);
    this.#drops = new LineBuffer(
      MAX_DOTS * 2,
      new LineDashedMaterial({ color: '#4a5152', dashSize: 0.04, gapSize: 0.05 }),
      this.#scene,
      own,
    );
    this.#trails = new LineBuffer(
      MAX_OBJECTS * (TRAIL_POINTS - 1) * 2,
      new LineBasicMaterial({ vertexColors: true }),
      this.#scene,
      own,
    );
    this.setPose(HOME_POSE);
  }

  get pose(): CameraPose {
    return this.#pose;
  }

  /** Moves the camera; pitch is kept above the floor and below the zenith. */
  setPose({ yaw, pitch, distance }: CameraPose): void {
    this.#pose = {
      yaw,
      pitch: Math.min(1.45, Math.max(0.02, pitch)),
      distance: Math.min(14, Math.max(3, distance)),
    };
    const flat = Math.cos(this.#pose.pitch) * this.#pose.distance;
    this.#camera.position.set(
      Math.sin(yaw) * flat,
      0.6 + Math.sin(this.#pose.pitch) * this.#pose.distance,
      Math.cos(yaw) * flat,
    );
    this.#camera.lookAt(0, 0.55, -0.35);
    this.#camera.updateMatrixWorld();
  }

  /** Fits the drawing to the pane, CSS pixels. */
  resize(width: number, height: number, pixelRatio: number): void {
    this.#width = Math.max(1, width);
    this.#height = Math.max(1, height);
    this.#renderer.setPixelRatio(usesSoftware() ? 1 : Math.min(2, pixelRatio));
    this.#renderer.setSize(this.#width, this.#height, false);
    this.#camera.aspect = this.#width / this.#height;
    // A narrow pane must still show the whole front wall.
    const opening = Math.tan((FIELD_DEG * Math.PI) / 360) * Math.max(1, WIDE_ENOUGH / this.#camera.aspect);
    this.#camera.fov = Math.min(100, (Math.atan(opening) * 360) / Math.PI);
    this.#camera.updateProjectionMatrix();
  }

  /** Draws one frame: what stands in the room. What explains it is drawn over it (see marks-painter). */
  render({ speakers, speakerLit, speakerOut, dots }: StageFrame): void {
    this.#placeSpeakers(speakers, speakerLit, speakerOut);
    this.#placeDots(dots);
    this.#placeTrails(dots);
    this.#renderer.render(this.#scene, this.#camera);
  }

  /** Canvas point of a room position, CSS pixels. */
  project(position: RoomPosition): CanvasPoint {
    const point = toWorld(position, this.#vector).project(this.#camera);
    return { x: ((point.x + 1) / 2) * this.#width, y: ((1 - point.y) / 2) * this.#height };
  }

  /** Half the side of a speaker's box as seen at a place, CSS pixels. */
  speakerHalf(position: RoomPosition): number {
    const distance = toWorld(position, this.#vector).distanceTo(this.#camera.position);
    const scale = this.#height / (2 * Math.tan((this.#camera.fov * Math.PI) / 360) * distance);
    return Math.max(4, SPEAKER_SIDE * 0.6 * scale);
  }

  /** Room position under a canvas point: on the level of `keep`, or (when `vertical`) straight above or below it. */
  unproject(point: CanvasPoint, keep: RoomPosition, vertical: boolean): RoomPosition {
    const caster = new Raycaster();
    caster.setFromCamera(
      new Vector2((point.x / this.#width) * 2 - 1, 1 - (point.y / this.#height) * 2),
      this.#camera,
    );
    const anchor = toWorld(keep, new Vector3());
    const normal = vertical
      ? this.#camera.getWorldDirection(new Vector3()).setY(0).normalize()
      : new Vector3(0, 1, 0);
    const hit = caster.ray.intersectPlane(
      new Plane().setFromNormalAndCoplanarPoint(normal, anchor),
      new Vector3(),
    );
    if (!hit) return keep;
    const room = toRoom(hit);
    return vertical ? { ...keep, z: room.z } : { ...room, z: keep.z };
  }

  /** Frees every buffer and shader. The context stays with its canvas, which the next scene may take over. */
  dispose(): void {
    for (const owned of this.#owned.toReversed()) owned.dispose();
  }

  #own<Thing extends { dispose(): void }>(thing: Thing): Thing {
    this.#owned.push(thing);
    return thing;
  }

  #instances(geometry: BufferGeometry, material: Material, count: number): InstancedMesh {
    const mesh = this.#own(new InstancedMesh(geometry, this.#own(material), count));
    mesh.instanceMatrix.setUsage(DynamicDrawUsage);
    mesh.frustumCulled = false;
    mesh.count = 0;
    mesh.setColorAt(0, this.#colour.set('#ffffff'));
    this.#scene.add(mesh);
    return mesh;
  }

  #placeSpeakers(speakers: readonly Speaker[], lit: readonly number[], out: readonly boolean[]): void {
    let count = 0;
    speakers.forEach(({ room }, index) => {
      if (!room || count >= MAX_SPEAKER_BOXES) return;
      const level = Math.max(0.001, lit[index] ?? 0);
      const at = toWorld(room, this.#vector);
      this.#boxes.setMatrixAt(count, this.#matrix.makeTranslation(at.x, at.y, at.z));
      this.#boxes.setColorAt(count, this.#colour.set(out[index] ? '#232829' : '#3a4142'));
      // The fill stands a hair outside the box, so that it shows through no z-fighting.
      this.#matrix
        .makeScale(1.04, level * 1.04, 1.04)
        .setPosition(at.x, at.y - (SPEAKER_SIDE / 2) * (1 - level), at.z);
      this.#fills.setMatrixAt(count, this.#matrix);
      this.#fills.setColorAt(count, this.#colour.set(PALETTE.meterMid).multiplyScalar(out[index] ? 0.5 : 1));
      count += 1;
    });
    this.#commit(this.#boxes, count);
    this.#commit(this.#fills, count);
  }

  #placeDots(dots: readonly PaintedDot[]): void {
    const foot = new Vector3();
    this.#drops.clear();
    const flat = new Quaternion().setFromAxisAngle(new Vector3(1, 0, 0), -Math.PI / 2);
    const count = Math.min(dots.length, MAX_DOTS);
    for (let index = 0; index < count; index += 1) {
      const dot = dots[index];
      if (!dot) continue;
      const at = toWorld(dot.at, this.#vector);
      const radius = dot.selected ? 0.105 : 0.085;
      this.#spheres.setMatrixAt(index, this.#matrix.makeScale(radius, radius, radius).setPosition(at));
      this.#spheres.setColorAt(index, this.#colour.set(dot.colour).multiplyScalar(0.35 + 0.65 * dot.lit));
      // Size 1 reaches from wall to wall on every axis.
      const [wide, high] = [0.16 + dot.size * WIDE, 0.16 + (dot.size * HIGH) / 2];
      this.#halos.setMatrixAt(index, this.#matrix.makeScale(wide, high, wide).setPosition(at));
      this.#halos.setColorAt(index, this.#colour.set(dot.colour).multiplyScalar(0.3 + 0.7 * dot.lit));
      this.#shadows.setMatrixAt(
        index,
        this.#matrix.makeRotationFromQuaternion(flat).setPosition(at.x, 0.004, at.z),
      );
      this.#shadows.setColorAt(index, this.#colour.set(dot.selected ? PALETTE.accent : '#59605f'));
      this.#drops.add(at, foot.set(at.x, 0, at.z), this.#colour);
    }
    this.#commit(this.#spheres, count);
    this.#commit(this.#halos, count);
    this.#commit(this.#shadows, count);
    this.#drops.commit();
  }

  #placeTrails(dots: readonly PaintedDot[]): void {
    const [start, end] = [new Vector3(), new Vector3()];
    this.#trails.clear();
    for (const { trail, colour } of dots) {
      const now = (trail.length - 1) / 2;
      for (let index = 1; index < trail.length; index += 1) {
        const [from, to] = [trail[index - 1], trail[index]];
        if (!from || !to) continue;
        // The way it came fades with age; the way ahead is a faint constant line.
        const strength = index <= now ? 0.15 + (0.7 * index) / now : 0.22;
        this.#trails.add(
          toWorld(from, start),
          toWorld(to, end),
          this.#colour.set(colour).multiplyScalar(strength),
        );
      }
    }
    this.#trails.commit();
  }

  #commit(mesh: InstancedMesh, count: number): void {
    mesh.count = count;
    mesh.instanceMatrix.needsUpdate = true;
    if (mesh.instanceColor) mesh.instanceColor.needsUpdate = true;
  }
}

let software: boolean | null = null;

/** True when WebGL is drawn by the CPU (SwiftShader, llvmpipe). Asked once: a probe costs a context. */
export function usesSoftware(): boolean {
  if (software === null) {
    const probe = document.createElement('canvas').getContext('webgl2');
    const info = probe?.getExtension('WEBGL_debug_renderer_info');
    const name: unknown = probe && info ? probe.getParameter(info.UNMASKED_RENDERER_WEBGL) : '';
    software = typeof name === 'string' && /swiftshader|llvmpipe|software/i.test(name);
    probe?.getExtension('WEBGL_lose_context')?.loseContext();
  }
  return software;
}
