import type { FramePoint } from './rides.ts';

/** Points of a circle round the room in step with the turning light (one turn in eight seconds). */
export function circling(from: number, to: number, radius: number, axis: 'x' | 'y', turns = 1): FramePoint[] {
  const points: FramePoint[] = [];
  for (let frame = from; frame <= to; frame += 12) {
    const angle = (frame / 24) * ((Math.PI * 2) / 8) * turns - 0.6;
    points.push([frame, radius * (axis === 'x' ? Math.cos(angle) : Math.sin(angle))]);
  }
  return points;
}

/** Feet going round a spiral stair: one point a step. */
export const spiral = (steps: readonly number[], axis: 'x' | 'y' | 'z'): FramePoint[] =>
  steps.map((frame, step) => {
    const way = step / (steps.length - 1);
    const angle = 0.4 + way * Math.PI * 2;
    return [
      frame,
      axis === 'x' ? 0.7 * Math.sin(angle) : axis === 'y' ? 0.15 + 0.7 * Math.cos(angle) : way * 0.85,
    ];
  });
