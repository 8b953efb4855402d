import {
  BufferAttribute,
  BufferGeometry,
  type Color,
  DynamicDrawUsage,
  LineBasicMaterial,
  LineDashedMaterial,
  LineSegments,
  type Material,
  Mesh,
  MeshBasicMaterial,
  MeshLambertMaterial,
  PlaneGeometry,
  type Scene,
  SphereGeometry,
  Vector3,
} from 'three';
import type { RoomPosition } from '../../units/index.ts';
import { PALETTE } from '../kit/theme.ts';

/** Half extents of the room in world units: the room is drawn four wide, four deep and 1.5 high. */
export const WIDE = 2;
export const HIGH = 1.5;

/** World place of a room position. */
export const toWorld = ({ x, y, z }: RoomPosition, into = new Vector3()): Vector3 =>
  into.set(x * WIDE, z * HIGH, -y * WIDE);

/** Registers something whose buffers are freed with the scene. */
export type Own = <Thing extends { dispose(): void }>(thing: Thing) => Thing;

/** Line segments whose points change from frame to frame. The colour of each end is its own. */
export class LineBuffer {
  readonly #lines: LineSegments;
  readonly #positions: Float32Array;
  readonly #colours: Float32Array;
  readonly #most: number;
  #points = 0;

  /** @param most ends that fit; further segments are dropped */
  constructor(most: number, material: Material, scene: Scene, own: Own) {
    this.#most = most;
    this.#positions = new Float32Array(most * 3);
    this.#colours = new Float32Array(most * 3);
    const geometry = own(new BufferGeometry());
    geometry.setAttribute('position', new BufferAttribute(this.#positions, 3).setUsage(DynamicDrawUsage));
    geometry.setAttribute('color', new BufferAttribute(this.#colours, 3).setUsage(DynamicDrawUsage));
    geometry.setDrawRange(0, 0);
    this.#lines = new LineSegments(geometry, own(material));
    this.#lines.frustumCulled = false;
    scene.add(this.#lines);
  }

  /** Starts a frame without segments. */
  clear(): void {
    this.#points = 0;
  }

  add(from: Vector3, to: Vector3, colour: Color): void {
    if (this.#points + 2 > this.#most) return;
    for (const end of [from, to]) {
      end.toArray(this.#positions, this.#points * 3);
      colour.toArray(this.#colours, this.#points * 3);
      this.#points += 1;
    }
  }

  /** Hands the frame's segments to the renderer. */
  commit(): void {
    const { geometry, material } = this.#lines;
    geometry.setDrawRange(0, this.#points);
    geometry.getAttribute('position').needsUpdate = true;
    geometry.getAttribute('color').needsUpdate = true;
    if (this.#points > 0 && material instanceof LineDashedMaterial) this.#lines.computeLineDistances();
  }
}

/** Puts the room's edges, floor grid, screen and the listener's head into a scene. */
export function buildRoom(scene: Scene, own: Own): void {
  const lines = (points: readonly number[], colour: string): void => {
    const geometry = own(new BufferGeometry());
    geometry.setAttribute('position', new BufferAttribute(new Float32Array(points), 3));
    scene.add(new LineSegments(geometry, own(new LineBasicMaterial({ color: colour }))));
  };
  const edges: number[] = [];
  const edge = (from: RoomPosition, to: RoomPosition) =>
    edges.push(...toWorld(from).toArray(), ...toWorld(to).toArray());
  const corners = [
    [-1, 1],
    [1, 1],
    [1, -1],
    [-1, -1],
  ] as const;
  corners.forEach(([x, y], index) => {
    const [nextX, nextY] = corners[(index + 1) % 4] ?? corners[0];
    for (const z of [0, 1]) edge({ x, y, z }, { x: nextX, y: nextY, z });
    edge({ x, y, z: 0 }, { x, y, z: 1 });
  });
  lines(edges, '#363c3d');
  const grid: number[] = [];
  const line = (from: RoomPosition, to: RoomPosition) =>
    grid.push(...toWorld(from).toArray(), ...toWorld(to).toArray());
  for (let step = -0.75; step < 1; step += 0.25) {
    line({ x: step, y: -1, z: 0 }, { x: step, y: 1, z: 0 });
    line({ x: -1, y: step, z: 0 }, { x: 1, y: step, z: 0 });
  }
  lines(grid, PALETTE.lineSoft);
  const screen = new Mesh(
    own(new PlaneGeometry(1.24 * WIDE, 0.66 * HIGH)),
    own(new MeshBasicMaterial({ color: '#16202a', transparent: true, opacity: 0.85 })),
  );
  screen.position.copy(toWorld({ x: 0, y: 1, z: 0.45 }));
  scene.add(screen);
  const frame: number[] = [];
  const [left, right, low, high] = [-0.62, 0.62, 0.12, 0.78];
  const rim = [
    [left, low],
    [right, low],
    [right, high],
    [left, high],
  ] as const;
  rim.forEach(([x, z], index) => {
    const [nextX, nextZ] = rim[(index + 1) % 4] ?? rim[0];
    frame.push(...toWorld({ x, y: 1, z }).toArray(), ...toWorld({ x: nextX, y: 1, z: nextZ }).toArray());
  });
  lines(frame, '#46555d');
  const head = new Mesh(
    own(new SphereGeometry(0.11, 16, 12)),
    own(new MeshLambertMaterial({ color: '#3a4041' })),
  );
  head.position.copy(toWorld({ x: 0, y: 0, z: 0.06 }));
  scene.add(head);
}
