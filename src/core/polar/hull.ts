import { cross, dot, length, scale, subtract, type Vec } from './vec.ts';

const FLAT = 1e-5;

/**
 * Faces of the convex hull of points on the unit sphere around the origin, each as indices in turning order seen from
 * outside. Points in one plane make one face, whatever their number. The order of faces depends on the points' order only.
 * Tries every triple: layouts have at most some forty points and are built once.
 */
export function hullFaces(points: readonly Vec[]): readonly (readonly number[])[] {
  const faces = new Map<string, readonly number[]>();
  points.forEach((a, i) => {
    for (let j = i + 1; j < points.length; j++) {
      for (let k = j + 1; k < points.length; k++) {
        const b = points[j];
        const c = points[k];
        const face = b && c && faceThrough(points, a, b, c);
        if (face) faces.set(face.toSorted((p, q) => p - q).join(), face);
      }
    }
  });
  return [...faces.values()];
}

/** The face that three points span, or null if points lie on both sides of their plane. */
function faceThrough(points: readonly Vec[], a: Vec, b: Vec, c: Vec): readonly number[] | null {
  const across = cross(subtract(b, a), subtract(c, a));
  const size = length(across);
  if (size < FLAT) return null;
  let normal = scale(across, 1 / size);
  const heights = points.map((point) => dot(normal, subtract(point, a)));
  const above = heights.some((height) => height > FLAT);
  if (above && heights.some((height) => height < -FLAT)) return null;
  if (above) normal = scale(normal, -1);
  const inPlane = [...points.keys()].filter((index) => Math.abs(heights[index] ?? 1) <= FLAT);
  return inTurn(points, inPlane, normal);
}

/** Sorts the corners of a convex polygon: each next one lies to the left of the line from the first to the one before. */
function inTurn(points: readonly Vec[], corners: readonly number[], normal: Vec): readonly number[] {
  const [first, ...rest] = corners;
  const origin = first === undefined ? undefined : points[first];
  if (first === undefined || !origin) return corners;
  // Seen from a corner, the others span less than half a turn, so this order is total.
  rest.sort((p, q) => {
    const a = points[p];
    const b = points[q];
    return a && b ? -dot(cross(subtract(a, origin), subtract(b, origin)), normal) : 0;
  });
  return [first, ...rest];
}
