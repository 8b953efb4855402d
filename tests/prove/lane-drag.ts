import type { Page } from 'playwright';
import type { ProvedPage } from './page.ts';

/** What dragging in a lane of many points cost, frame by frame. */
export interface LaneDrag {
  /** Milliseconds from frame to frame. */
  readonly frames: readonly number[];
  /** Milliseconds in which a move was handled: edited, checked, sent to the engine, rendered by React. */
  readonly handled: readonly number[];
  /** True if exactly the points that were held have moved and one undo takes it back. */
  readonly exact: boolean;
  /** Milliseconds from frame to frame around that undo. */
  readonly undone: readonly number[];
}

/** What is dragged. */
export interface LaneDragOptions {
  /** Points of the lane; even. */
  readonly points: number;
  /** Points that are selected and move together, around the middle one; default 1. */
  readonly held?: number;
  readonly frames: number;
}

/** Milliseconds from frame to frame while nobody does anything. */
export const idleFrames = (page: Page, frames: number): Promise<readonly number[]> =>
  page.evaluate(async (count) => {
    const times: number[] = [];
    let last = await new Promise<number>((next) => requestAnimationFrame(next));
    while (times.length < count) {
      const now = await new Promise<number>((next) => requestAnimationFrame(next));
      times.push(now - last);
      last = now;
    }
    return times;
  }, frames);

/** Height of a track's row and half a lane's, CSS pixels. */
const [ROW, HALF] = [30, 33];

/** Gives the first track a lane of many points, drags the one in the middle of the window for some frames, and lets go. */
export async function dragInLane(
  page: Page,
  { points, held = 1, frames }: LaneDragOptions,
): Promise<LaneDrag> {
  await page.evaluate(
    ([count, taken]) => {
      const { ui, edit, document: doc } = (globalThis as unknown as ProvedPage).scorestage;
      const [track] = doc.getState().session.trackOrder;
      if (track === undefined) throw new Error('the session has no track');
      const length = 4_800_000;
      edit('Many points', (draft) => {
        const found = draft.tracks[track];
        if (!found) return;
        const lane = Array.from({ length: count }, (_, index) => ({
          time: Math.round((index * length) / count) as never,
          // The middle one stands apart, so that it is the one that is taken; all have room for the whole drag.
          value: index === count / 2 ? 0 : 0.2 + 0.1 * Math.sin(index / 50),
          curve: 'linear' as const,
        }));
        found.lanes.pan = lane;
      });
      const width = document.querySelector('.timeline-lanes')?.clientWidth ?? 1000;
      const samplesPerPixel = length / width;
      const lane = { owner: { kind: 'track', id: track }, target: 'pan' } as const;
      const indexes = Array.from({ length: taken }, (_, index) => count / 2 - Math.floor(taken / 2) + index);
      ui.setState({
        lanes: [lane],
        view: { start: 0, samplesPerPixel, top: 0 },
        selection: taken > 1 ? { kind: 'points', lane, indexes } : { kind: 'none' },
      });
    },
    [points, held] as const,
  );
  const box = await page.locator('.timeline-lanes').boundingBox();
  if (!box) throw new Error('there are no lanes');
  const [x, y] = [box.x + box.width / 2, box.y + ROW + HALF];
  await page.mouse.move(x, y);
  await page.mouse.down();
  const cost = await page.evaluate(
    async ([left, top, count]) => {
      const lanes = document.querySelector('.timeline-lanes');
      const times: number[] = [];
      const handled: number[] = [];
      let last = 0;
      for (let frame = 0; frame <= (count ?? 0); frame += 1) {
        const now = await new Promise<number>((next) => requestAnimationFrame(next));
        if (frame > 0) times.push(now - last);
        last = now;
        const began = performance.now();
        lanes?.dispatchEvent(
          new PointerEvent('pointermove', {
            bubbles: true,
            pointerId: 1,
            clientX: left ?? 0,
            clientY: (top ?? 0) - 4 - 12 * Math.abs(Math.sin(frame / 20)),
          }),
        );
        handled.push(performance.now() - began);
      }
      return { frames: times, handled };
    },
    [x, y, frames],
  );
  await page.mouse.up();
  const after = await page.evaluate(
    async ([count, taken]) => {
      const { document: doc, undo } = (globalThis as unknown as ProvedPage).scorestage;
      const lane = () => {
        const { tracks, trackOrder } = doc.getState().session;
        return (trackOrder[0] === undefined ? undefined : tracks[trackOrder[0]]?.lanes.pan) ?? [];
      };
      const moved = lane();
      const frame = () => new Promise<number>((next) => requestAnimationFrame(next));
      const began = await frame();
      undo();
      const drawn = await frame();
      const later = await frame();
      const before = lane();
      const changed = moved.filter((point, index) => point.value !== before[index]?.value).length;
      const exact = changed === taken && before[count / 2]?.value === 0 && before.length === count;
      return { exact, undone: [drawn - began, later - drawn] };
    },
    [points, held] as const,
  );
  return { ...cost, ...after };
}
