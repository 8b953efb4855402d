import { cross, dot, subtract, type Vec } from './vec.ts';

/** Slack for positions on an edge shared by two regions, where both would give the same gains. */
const EDGE = 1e-11;

/**
 * A part of the sphere between neighbouring speakers. Writes the gains of a direction into `out` (by speaker index, power
 * not yet 1) and says true, or leaves `out` alone where the direction lies outside.
 */
export type Region = (toward: Vec, out: Float64Array) => boolean;

/** Gains of the three corners whose weighted sum points along a direction, or null if one would be negative. */
function cornerGains(a: Vec, b: Vec, c: Vec): (toward: Vec) => Vec | null {
  const volume = dot(a, cross(b, c));
  const forA = cross(b, c);
  const forB = cross(c, a);
  const forC = cross(a, b);
  return (toward) => {
    const gains: Vec = [dot(toward, forA) / volume, dot(toward, forB) / volume, dot(toward, forC) / volume];
    if (gains[0] < -EDGE || gains[1] < -EDGE || gains[2] < -EDGE) return null;
    return [Math.max(gains[0], 0), Math.max(gains[1], 0), Math.max(gains[2], 0)];
  };
}

/** Three speakers: vector-base amplitude panning (BS.2127 §6.1). */
export function triplet(points: readonly Vec[], [a, b, c]: readonly [number, number, number]): Region {
  const gainsOf = cornerGains(at(points, a), at(points, b), at(points, c));
  return (toward, out) => {
    const gains = gainsOf(toward);
    if (!gains) return false;
    out[a] = gains[0];
    out[b] = gains[1];
    out[c] = gains[2];
    return true;
  };
}

/**
 * A ring of speakers around a virtual one that hands its signal to the whole ring, 1/√n to each (BS.2127 §6.1).
 * @param sides the ring's edges
 */
export function virtualNgon(
  points: readonly Vec[],
  centre: Vec,
  sides: readonly (readonly [number, number])[],
): Region {
  const ring = [...new Set(sides.flat())];
  const share = 1 / Math.sqrt(ring.length);
  const parts = sides.map(([a, b]) => ({ a, b, gainsOf: cornerGains(centre, at(points, a), at(points, b)) }));
  return (toward, out) => {
    for (const { a, b, gainsOf } of parts) {
      const gains = gainsOf(toward);
      if (!gains) continue;
      for (const corner of ring) out[corner] = gains[0] * share;
      out[a] = (out[a] ?? 0) + gains[1];
      out[b] = (out[b] ?? 0) + gains[2];
      return true;
    }
    return false;
  };
}

/** How far a direction lies from edge ab (0) towards the opposite edge dc (1), or null if not between them. */
function sideways(a: Vec, b: Vec, c: Vec, d: Vec): (toward: Vec) => number | null {
  // The point a + x (b − a) on the one edge, d + x (c − d) on the other and the direction lie in one plane.
  const along = subtract(b, a);
  const opposite = subtract(c, d);
  const square = cross(along, opposite);
  const straight: Vec = add(cross(a, opposite), cross(along, d));
  const constant = cross(a, d);
  return (toward) => {
    for (const x of rootsOf(dot(square, toward), dot(straight, toward), dot(constant, toward))) {
      if (x >= -EDGE && x <= 1 + EDGE) return Math.min(Math.max(x, 0), 1);
    }
    return null;
  };
}

/** Four speakers: the position on the bilinear patch between them (BS.2127 §6.1). @param corners in turning order */
export function quad(points: readonly Vec[], corners: readonly [number, number, number, number]): Region {
  const [a, b, c, d] = corners;
  const [pa, pb, pc, pd] = [at(points, a), at(points, b), at(points, c), at(points, d)];
  const across = sideways(pa, pb, pc, pd);
  const up = sideways(pb, pc, pd, pa);
  const centre = add(add(pa, pb), add(pc, pd));
  return (toward, out) => {
    // Behind the patch its plane is met as well.
    if (dot(toward, centre) <= 0) return false;
    const x = across(toward);
    if (x === null) return false;
    const y = up(toward);
    if (y === null) return false;
    out[a] = (1 - x) * (1 - y);
    out[b] = x * (1 - y);
    out[c] = x * y;
    out[d] = (1 - x) * y;
    return true;
  };
}

/** Real roots of a x² + b x + c. */
function rootsOf(a: number, b: number, c: number): readonly number[] {
  if (Math.abs(a) < 1e-12) return b === 0 ? [] : [-c / b];
  const inside = b * b - 4 * a * c;
  if (inside < 0) return [];
  // No difference of near-equal numbers: the second root follows from the product of both.
  const q = -0.5 * (b + (b < 0 ? -1 : 1) * Math.sqrt(inside));
  return q === 0 ? [0] : [q / a, c / q];
}

const add = (a: Vec, b: Vec): Vec => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];

function at(points: readonly Vec[], index: number): Vec {
  const point = points[index];
  if (!point) throw new RangeError(`No point ${index}.`);
  return point;
}
