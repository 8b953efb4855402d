import type { Sketch } from '../state/ui-store.ts';

/** What was drawn, as an SVG of a width and height: each stroke with a dark edge, so that it is seen on any picture. */
export function Strokes({
  strokes,
  width,
  height,
}: {
  readonly strokes: Sketch['strokes'];
  readonly width: number;
  readonly height: number;
}) {
  return strokes.map((stroke, index) => {
    const [first] = stroke;
    // A single point is a dot.
    const points = stroke.length === 1 && first ? [first, { x: first.x + 0.0005, y: first.y }] : stroke;
    const path = points.map(({ x, y }) => `${x * width},${y * height}`).join(' ');
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: strokes of one drawing have no other identity.
      <g key={index}>
        <polyline className="sketch-edge" points={path} vectorEffect="non-scaling-stroke" />
        <polyline className="sketch-line" points={path} vectorEffect="non-scaling-stroke" />
      </g>
    );
  });
}
