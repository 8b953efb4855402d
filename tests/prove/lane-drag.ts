import type { Page } from 'playwright';
import type { ProvedPage } from './page.ts';

/** What dragging one of many points cost, frame by frame. */
export interface LaneDrag {
  readonly points: number;
  /** Milliseconds from frame to frame. */
  readonly frames: readonly number[];
  /** Milliseconds in which a move was handled: edited, checked, sent to the engine, rendered by React. */
  readonly handled: readonly number[];
  /** True if exactly one point has moved and one undo takes it back. */
  readonly exact: boolean;
}

/** Height of a track's row and half a lane's, CSS pixels. */
const [ROW, HALF] = [30, 33];

/** Gives the first track a lane of many points, drags the one in the middle of the window for some frames, and lets go. */
export async function dragInLane(page: Page, points: number, frames: number): Promise<LaneDrag> {
  await page.evaluate((count) => {
    const { ui, edit, document: doc } = (globalThis as unknown as ProvedPage).scorestage;
    const [track] = doc.getState().session.trackOrder;
    if (track === undefined) throw new Error('the session has no track');
    edit('Many points', (draft) => {
      const found = draft.tracks[track];
      if (!found) return;
      const lane = Array.from({ length: count }, (_, index) => ({
        time: (index * 480) as never,
        // The middle one stands apart, so that it is the one that is taken.
        value: index === count / 2 ? 0 : 0.5 + 0.3 * Math.sin(index / 50),
        curve: 'linear' as const,
      }));
      found.lanes.pan = lane;
    });
    const width = document.querySelector('.timeline-lanes')?.clientWidth ?? 1000;
    const samplesPerPixel = (count * 480) / width;
    ui.setState({
      lanes: [{ owner: { kind: 'track', id: track }, target: 'pan' }],
      view: { start: 0, samplesPerPixel, top: 0 },
      selection: { kind: 'none' },
    });
  }, points);
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
  const exact = await page.evaluate((count) => {
    const { document: doc, undo } = (globalThis as unknown as ProvedPage).scorestage;
    const lane = () => {
      const { tracks, trackOrder } = doc.getState().session;
      return (trackOrder[0] === undefined ? undefined : tracks[trackOrder[0]]?.lanes.pan) ?? [];
    };
    const moved = lane();
    undo();
    const before = lane();
    const changed = moved.filter((point, index) => point.value !== before[index]?.value).length;
    return changed === 1 && before[count / 2]?.value === 0 && before.length === count;
  }, points);
  return { points, ...cost, exact };
}
