/**
 * The one requestAnimationFrame loop of the interface. Everything that moves with the sound (meters, playhead,
 * timecode, stage) paints here from telemetry; React never commits because time passes.
 */

/** A painter; `nowMs` is the frame's time stamp in milliseconds. */
export type Painter = (nowMs: number) => void;

/** Phases of a frame, in order: read the engine, then draw. */
export type PaintPhase = 'poll' | 'paint';

/** What the loop needs of the platform; replaced by a hand-cranked clock in tests. */
export interface FrameSource {
  request(callback: (nowMs: number) => void): number;
  cancel(handle: number): void;
}

/** The shared loop. It asks for frames only while it has painters. Main thread. */
export interface PaintLoop {
  /** Adds a painter; the returned function removes it. A painter that throws is removed and reported once. */
  add(painter: Painter, phase?: PaintPhase): () => void;
  readonly size: number;
}

/** Makes a loop over a frame source. `report` receives what a painter threw. */
export function createPaintLoop(source: FrameSource, report: (error: unknown) => void): PaintLoop {
  const polls = new Set<Painter>();
  const paints = new Set<Painter>();
  let handle: number | null = null;

  const run = (painters: Set<Painter>, nowMs: number) => {
    for (const painter of painters) {
      try {
        painter(nowMs);
      } catch (error) {
        // One broken view must not stop the meters of the others.
        painters.delete(painter);
        report(error);
      }
    }
  };
  const frame = (nowMs: number) => {
    handle = null;
    run(polls, nowMs);
    run(paints, nowMs);
    schedule();
  };
  const schedule = () => {
    if (handle === null && polls.size + paints.size > 0) handle = source.request(frame);
  };

  return {
    add(painter, phase = 'paint') {
      const set = phase === 'poll' ? polls : paints;
      set.add(painter);
      schedule();
      return () => {
        set.delete(painter);
        if (handle !== null && polls.size + paints.size === 0) {
          source.cancel(handle);
          handle = null;
        }
      };
    },
    get size() {
      return polls.size + paints.size;
    },
  };
}

/** The loop of this page. */
export const paintLoop: PaintLoop = createPaintLoop(
  {
    request: (callback) => requestAnimationFrame(callback),
    cancel: (handle) => cancelAnimationFrame(handle),
  },
  (error) => queueMicrotask(() => reportError(error)),
);
