import { type RefObject, useEffect, useRef } from 'react';
import type { Engine } from '../../engine/index.ts';
import type { PlaneView } from './projection.ts';
import { planeLens, roomLens, type StageLens } from './stage-lens.ts';

/** The canvases of the stage and the lens that draws on them. */
export interface LensRig {
  readonly host: RefObject<HTMLDivElement | null>;
  readonly flat: RefObject<HTMLCanvasElement | null>;
  readonly solid: RefObject<HTMLCanvasElement | null>;
  readonly lens: RefObject<StageLens | null>;
  /** True when the next frame must be drawn whatever has happened since the last. */
  readonly dirty: RefObject<boolean>;
}

/** What the lens tells its pane. Both must be stable between renders. */
export interface LensNews {
  /** Called when the room cannot be drawn in three dimensions. */
  onNoWebGl(reason: string): void;
  /** Hands out the camera's way home; null in flat views. */
  onHome(home: (() => void) | null): void;
}

/** Makes the lens of a view, fits it to its element and disposes of it. */
export function useStageLens(
  view: 'persp' | PlaneView,
  engine: Engine,
  { onNoWebGl, onHome }: LensNews,
): LensRig {
  const host = useRef<HTMLDivElement>(null);
  const flat = useRef<HTMLCanvasElement>(null);
  const solid = useRef<HTMLCanvasElement>(null);
  const lens = useRef<StageLens | null>(null);
  const dirty = useRef(true);

  useEffect(() => {
    const [element, canvas, room] = [host.current, flat.current, solid.current];
    if (!element || !canvas || !room) return;
    let live = true;
    const measure = () => {
      const { width, height } = element.getBoundingClientRect();
      if (width > 0 && height > 0) lens.current?.resize(width, height, globalThis.devicePixelRatio);
      dirty.current = true;
    };
    const install = (made: StageLens) => {
      if (!live) {
        // Its labels were on the canvas that another view draws on by now.
        made.dispose();
        dirty.current = true;
        return;
      }
      lens.current = made;
      onHome(
        made.home
          ? () => {
              made.home?.();
              dirty.current = true;
            }
          : null,
      );
      measure();
    };
    if (view === 'persp') {
      // Sound first: loading the 3D scene would hold the thread that gets the engine ready.
      engine.prepared
        .then(() => (live ? roomLens(room, canvas) : null))
        .then((made) => made && install(made))
        .catch((error: unknown) => {
          if (live) onNoWebGl(error instanceof Error ? error.message : String(error));
        });
    } else install(planeLens(canvas, view));
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => {
      live = false;
      observer.disconnect();
      lens.current?.dispose();
      lens.current = null;
    };
  }, [view, engine, onNoWebGl, onHome]);

  return { host, flat, solid, lens, dirty };
}
