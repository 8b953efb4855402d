/** A small room by its image sources (Allen & Berkley, JASA 65, 1979), each moved a little so that nothing flutters (De Sena et al., 2015). */
import { exp } from '../../core/index.ts';

/** Metres along the sides of the room. */
type Place = readonly [x: number, y: number, z: number];

/** A box with a source and a listener in it. */
export interface BoxRoom {
  readonly size: Place;
  readonly source: Place;
  readonly listener: Place;
  /** Part of the pressure a wall gives back at low frequencies. */
  readonly kept: number;
  /** Where one pole begins to take more from it, Hz. */
  readonly softHertz: number;
  /** Length of the response. */
  readonly seconds: number;
}

/** Metres a second, at 20 °C. */
const SPEED = 343;
/** How far an image is moved at most along each side, metres. */
const SHIFT = 0.08;

/** An image along one side of the room: how far from the listener, and behind how many walls. */
interface Image {
  readonly away: number;
  readonly walls: number;
}

function imagesAlong(size: number, source: number, listener: number, reach: number): readonly Image[] {
  const images: Image[] = [];
  const most = Math.ceil(reach / (2 * size)) + 1;
  for (let turn = -most; turn <= most; turn++) {
    const lap = 2 * turn * size - listener;
    images.push({ away: lap + source, walls: Math.abs(2 * turn) });
    images.push({ away: lap - source, walls: Math.abs(2 * turn - 1) });
  }
  return images.filter(({ away }) => Math.abs(away) < reach);
}

/** Adds an impulse between two frames. */
function strike(into: Float64Array, at: number, value: number): void {
  const frame = Math.floor(at);
  if (frame + 1 >= into.length) return;
  into[frame] = (into[frame] ?? 0) + value * (frame + 1 - at);
  into[frame + 1] = (into[frame + 1] ?? 0) + value * (at - frame);
}

/** The room's response, the direct sound first with a pressure of 1. Equal bits on every host. */
export function boxResponse(
  { size, source, listener, kept, softHertz, seconds }: BoxRoom,
  rate: number,
): Float64Array {
  const frames = Math.round(seconds * rate);
  const [dx, dy, dz] = [source[0] - listener[0], source[1] - listener[1], source[2] - listener[2]];
  const first = Math.sqrt(dx * dx + dy * dy + dz * dz);
  const reach = first + seconds * SPEED;
  let state = 19;
  const shift = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return SHIFT * (state / 2 ** 31 - 1);
  };
  // What came from as many walls together, so that each wall's colour is put on once.
  const byWalls: Float64Array[] = [];
  for (const { away: x, walls: wallsX } of imagesAlong(size[0], source[0], listener[0], reach)) {
    for (const { away: y, walls: wallsY } of imagesAlong(size[1], source[1], listener[1], reach)) {
      for (const { away: z, walls: wallsZ } of imagesAlong(size[2], source[2], listener[2], reach)) {
        if (x * x + y * y + z * z >= reach * reach) continue;
        const walls = wallsX + wallsY + wallsZ;
        const [sx, sy, sz] = walls === 0 ? [x, y, z] : [x + shift(), y + shift(), z + shift()];
        const far = Math.max(first, Math.sqrt(sx * sx + sy * sy + sz * sz));
        while (byWalls.length <= walls) byWalls.push(new Float64Array(frames));
        const into = byWalls[walls];
        if (into) strike(into, ((far - first) / SPEED) * rate, first / far);
      }
    }
  }
  const step = 1 - exp((-2 * Math.PI * softHertz) / rate);
  const sum = new Float64Array(frames);
  for (const wave of byWalls.toReversed()) {
    let low = 0;
    for (let n = 0; n < frames; n++) {
      low += step * (kept * (sum[n] ?? 0) - low);
      sum[n] = low + (wave[n] ?? 0);
    }
  }
  return sum;
}
