import { useEffect, useRef } from 'react';

/** A canvas kept at the size of its box in device pixels. Sizes are CSS pixels. */
export interface FittedCanvas {
  readonly context: CanvasRenderingContext2D;
  width: number;
  height: number;
  /** Set when the size changed, so that painters redraw all; painters clear it. */
  dirty: boolean;
}

/** Keeps a canvas at its box's size and scaled to device pixels; `current` is null until it is in the page. */
export function useFittedCanvas(): {
  readonly ref: React.RefObject<HTMLCanvasElement | null>;
  readonly fitted: React.RefObject<FittedCanvas | null>;
} {
  const ref = useRef<HTMLCanvasElement>(null);
  const fitted = useRef<FittedCanvas | null>(null);
  useEffect(() => {
    const canvas = ref.current;
    const context = canvas?.getContext('2d') ?? null;
    if (!canvas || !context) return;
    const resize = () => {
      const ratio = window.devicePixelRatio || 1;
      const width = canvas.clientWidth;
      const height = canvas.clientHeight;
      canvas.width = Math.max(1, Math.round(width * ratio));
      canvas.height = Math.max(1, Math.round(height * ratio));
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      fitted.current = { context, width, height, dirty: true };
    };
    resize();
    const observer = new ResizeObserver(resize);
    observer.observe(canvas);
    return () => {
      observer.disconnect();
      fitted.current = null;
    };
  }, []);
  return { ref, fitted };
}
