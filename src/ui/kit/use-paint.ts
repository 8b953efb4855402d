import { useEffect, useRef } from 'react';
import { type Painter, type PaintPhase, paintLoop } from './paint-loop.ts';

/** Runs `painter` once a frame while the component is mounted; the newest closure is used without re-adding. */
export function usePaint(painter: Painter, phase: PaintPhase = 'paint'): void {
  const latest = useRef(painter);
  useEffect(() => {
    latest.current = painter;
  });
  useEffect(() => paintLoop.add((nowMs) => latest.current(nowMs), phase), [phase]);
}
