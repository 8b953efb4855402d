import type { Page } from 'playwright/test';
import type { Clip } from '../src/session/index.ts';
import {
  clipOf,
  type DeskPage,
  locate,
  markersOf,
  open,
  position,
  session,
  toneWav,
  undoLabel,
} from './desk/desk.ts';
import { expect, test } from './desk/returning.ts';

// Nothing here looks at the stage, which is drawn by a processor where there is no graphics card.
test.use({ stage: false });

/** Samples of a frame at 48 kHz and 24 fps. */
const FRAME = 2000;
const ROW = 30;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

async function boxOf(page: Page, selector: string): Promise<Box> {
  const box = await page.locator(selector).boundingBox();
  if (!box) throw new Error(`${selector} is not in the page`);
  return box;
}

/** Sets what the timeline shows: a sample at the left edge and samples to a pixel. */
const show = (page: Page, start: number, samplesPerPixel: number, top = 0): Promise<void> =>
  page.evaluate((view) => (globalThis as unknown as DeskPage).scorestage.ui.setState({ view }), {
    start,
    samplesPerPixel,
    top,
  });
const view = (page: Page) =>
  page.evaluate(() => (globalThis as unknown as DeskPage).scorestage.ui.getState().view);
const selected = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const { selection } = (globalThis as unknown as DeskPage).scorestage.ui.getState();
    return selection.kind === 'clips' ? selection.ids : [];
  });

/** Shows the second clip of the first track 400 pixels wide and gives the pixels of its edges and its row. */
async function frameClip(
  page: Page,
): Promise<{ clip: Clip; left: number; right: number; middle: number; top: number }> {
  const { clips, trackOrder } = await session(page);
  const [track] = trackOrder;
  const line = Object.values<Clip>(clips)
    .filter(({ trackId }) => trackId === track)
    .sort((one, other) => one.start - other.start);
  const clip = line.at(-1);
  if (!clip) throw new Error('the first track of the demo has no clip');
  const lanes = await boxOf(page, '.timeline-lanes');
  const samplesPerPixel = clip.length / 400;
  await show(page, clip.start - 300 * samplesPerPixel, samplesPerPixel);
  return {
    clip,
    left: lanes.x + 300,
    right: lanes.x + 700,
    middle: lanes.y + ROW / 2 + 4,
    top: lanes.y + 5,
  };
}

/** True for a frame's first sample and for what a drag catches on: edges of clips and markers. */
async function onGrid(page: Page, sample: number): Promise<boolean> {
  const { clips } = await session(page);
  const edges = Object.values<Clip>(clips).flatMap(({ start, length }) => [start, start + length]);
  const marks = (await markersOf(page)).flatMap(({ start, end }) => [start, end ?? start]);
  return sample % FRAME === 0 || [...edges, ...marks].includes(sample as never);
}

async function drag(
  page: Page,
  from: readonly [number, number],
  to: readonly [number, number],
): Promise<void> {
  await page.mouse.move(...from);
  await page.mouse.down();
  await page.mouse.move(...to, { steps: 8 });
}

/** One window on the demo for all tests that leave it as they found it; opening it is what takes time. */
let page: Page;

test.describe('on the demo', () => {
  test.beforeAll(async ({ visitor }) => {
    await visitor.forget();
    page = await visitor.context.newPage();
    await open(page);
  });
  test.afterAll(() => page.close());
  test.afterEach(async () => {
    await page.evaluate(() => {
      const { scorestage } = globalThis as unknown as DeskPage;
      scorestage.engine.stop();
      while (scorestage.document.getState().undoLabel !== null) scorestage.undo();
      scorestage.ui.setState({ selection: { kind: 'none' } });
    });
  });

  test('a clip is dragged by its body, on frames, and it is one undo', async () => {
    const { clip, left, middle } = await frameClip(page);
    await drag(page, [left + 200, middle], [left + 83, middle]);
    await expect(page.locator('.timeline-readout')).toBeVisible();
    await page.mouse.up();
    await expect(page.locator('.timeline-readout')).toBeHidden();
    const moved = await clipOf(page, clip.id);
    expect(moved.start).toBeLessThan(clip.start);
    expect(await onGrid(page, moved.start)).toBe(true);
    expect(moved.length).toBe(clip.length);
    expect(await undoLabel(page)).toBe(`Move ${clip.name}`);
    await page.keyboard.press('Control+z');
    expect(await clipOf(page, clip.id)).toEqual(clip);
    expect(await undoLabel(page)).toBeNull();
  });

  test('Alt drags past the grid', async () => {
    const { clip, left, middle } = await frameClip(page);
    await page.keyboard.down('Alt');
    await drag(page, [left + 200, middle], [left + 217, middle]);
    await page.mouse.up();
    await page.keyboard.up('Alt');
    const { samplesPerPixel } = await view(page);
    expect((await clipOf(page, clip.id)).start).toBe(Math.round(clip.start + 17 * samplesPerPixel));
  });

  test('edges trim and the upper corners fade, each one undo', async () => {
    const { clip, left, right, middle, top } = await frameClip(page);
    const end = clip.start + clip.length;

    await drag(page, [right - 2, middle], [right - 102, middle]);
    await page.mouse.up();
    const shorter = await clipOf(page, clip.id);
    expect(shorter.start).toBe(clip.start);
    expect(shorter.length).toBeLessThan(clip.length);
    expect(await onGrid(page, shorter.start + shorter.length)).toBe(true);
    await page.keyboard.press('Control+z');
    expect(await clipOf(page, clip.id)).toEqual(clip);

    await drag(page, [left + 2, middle], [left + 82, middle]);
    await page.mouse.up();
    const later = await clipOf(page, clip.id);
    expect(later.start).toBeGreaterThan(clip.start);
    expect(later.start + later.length).toBe(end);
    expect(later.sourceOffset - clip.sourceOffset).toBe(later.start - clip.start);
    await page.keyboard.press('Control+z');

    await page.mouse.click(left + 200, middle);
    const { samplesPerPixel } = await view(page);
    const grip = Math.max(7, clip.fadeIn.length / samplesPerPixel);
    await drag(page, [left + grip, top], [left + grip + 60, top]);
    await page.mouse.up();
    const faded = await clipOf(page, clip.id);
    expect(faded.fadeIn.length).toBeCloseTo(clip.fadeIn.length + 60 * samplesPerPixel, -3);
    expect(faded.start).toBe(clip.start);
    expect(await undoLabel(page)).toBe(`Fade in ${clip.name}`);
    await page.keyboard.press('Control+z');
    expect(await clipOf(page, clip.id)).toEqual(clip);
  });

  test('a click beside the clips locates on the grid; a click on the ruler too', async () => {
    const lanes = await boxOf(page, '.timeline-lanes');
    const ruler = await boxOf(page, '.timeline-ruler');
    const { clip } = await frameClip(page);
    const { start, samplesPerPixel } = await view(page);
    await page.mouse.click(lanes.x + 900, lanes.y + ROW / 2);
    const expected = start + 900 * samplesPerPixel;
    await expect.poll(async () => Math.abs((await position(page)) - expected)).toBeLessThan(FRAME);
    expect((await position(page)) % FRAME).toBe(0);
    await page.mouse.click(ruler.x + 250, ruler.y + 36);
    await expect
      .poll(async () => Math.abs((await position(page)) - (clip.start - 50 * samplesPerPixel)))
      .toBeLessThan(8 * samplesPerPixel);
  });

  test('a drag on the ruler sets the loop, its edges move it, Escape takes it back', async () => {
    const before = (await session(page)).loop;
    await show(page, 0, 4800);
    const ruler = await boxOf(page, '.timeline-ruler');
    const y = ruler.y + 36;
    await drag(page, [ruler.x + 103, y], [ruler.x + 300, y]);
    await page.keyboard.press('Escape');
    await page.mouse.up();
    expect((await session(page)).loop).toEqual(before);
    await drag(page, [ruler.x + 100, y], [ruler.x + 300, y]);
    await page.mouse.up();
    expect((await session(page)).loop).toEqual({ start: 480_000, end: 1_440_000, enabled: true });
    await drag(page, [ruler.x + 300, ruler.y + 40], [ruler.x + 200, ruler.y + 40]);
    await page.mouse.up();
    expect((await session(page)).loop).toEqual({ start: 480_000, end: 960_000, enabled: true });
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    expect((await session(page)).loop).toEqual(before);
  });

  test('a marquee catches what it touches, Shift adds, a click on nothing lets go', async () => {
    const { clip, left, middle } = await frameClip(page);
    const lanes = await boxOf(page, '.timeline-lanes');
    await page.mouse.click(left + 200, middle);
    expect(await selected(page)).toEqual([clip.id]);
    await drag(page, [lanes.x + 950, lanes.y + 8], [lanes.x + 640, lanes.y + 3 * ROW - 6]);
    await expect(page.locator('.timeline-marquee')).toBeVisible();
    const caught = await selected(page);
    await page.mouse.up();
    await expect(page.locator('.timeline-marquee')).toBeHidden();
    expect(caught).toContain(clip.id);
    expect(caught.length).toBeGreaterThan(1);
    await page.mouse.click(left + 200, middle);
    expect(await selected(page)).toEqual([clip.id]);
    await page.keyboard.down('Shift');
    await page.mouse.click(left + 200, middle + ROW);
    await page.keyboard.up('Shift');
    expect(await selected(page)).toHaveLength(2);
    await page.mouse.click(lanes.x + 950, middle);
    expect(await selected(page)).toEqual([]);
  });

  test('split, duplicate, nudge and delete by key, each one undo', async () => {
    const { clip, left, middle } = await frameClip(page);
    const before = await session(page);
    const count = async () => Object.keys((await session(page)).clips).length;
    const clips = await count();
    await page.mouse.click(left + 200, middle);

    await locate(page, clip.start + FRAME * 24);
    await expect.poll(() => position(page)).toBe(clip.start + FRAME * 24);
    await page.keyboard.press('Control+e');
    expect(await count()).toBe(clips + 1);
    expect((await clipOf(page, clip.id)).length).toBe(FRAME * 24);
    await page.keyboard.press('Control+z');

    await page.keyboard.press('.');
    expect((await clipOf(page, clip.id)).start).toBe(clip.start + FRAME);
    await page.keyboard.press(',');
    expect((await clipOf(page, clip.id)).start).toBe(clip.start);
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');

    await page.keyboard.press('Control+d');
    expect(await count()).toBe(clips + 1);
    await page.keyboard.press('Control+z');

    await page.keyboard.press('Delete');
    expect(await count()).toBe(clips - 1);
    await page.keyboard.press('Control+z');
    expect((await session(page)).clips).toEqual(before.clips);
    expect(await undoLabel(page)).toBeNull();
  });

  test('the wheel scrolls, with Control it zooms about the pointer; keys zoom and fit', async () => {
    await show(page, 960_000, 2400);
    const lanes = await boxOf(page, '.timeline-lanes');
    await page.mouse.move(lanes.x + 400, lanes.y + 60);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -100);
    await page.keyboard.up('Control');
    await expect.poll(async () => (await view(page)).samplesPerPixel).toBeCloseTo(2000, 3);
    const zoomed = await view(page);
    expect(zoomed.start + 400 * zoomed.samplesPerPixel).toBeCloseTo(960_000 + 400 * 2400, 3);
    await page.mouse.wheel(120, 0);
    await expect.poll(async () => (await view(page)).start).toBeCloseTo(zoomed.start + 120 * 2000, 3);
    await page.mouse.wheel(0, 45);
    await expect.poll(async () => (await view(page)).top).toBe(45);
    const head = await boxOf(page, '.timeline-heads li:nth-child(2)');
    expect((head.y - lanes.y + 45) % ROW).toBeCloseTo(0, 3);
    await page.keyboard.press('-');
    await expect.poll(async () => (await view(page)).samplesPerPixel).toBeGreaterThan(2000);
    await page.keyboard.press('f');
    await expect.poll(async () => (await view(page)).start).toBe(0);
  });

  test('the keyboard walks clips, says where it is, and trims', async () => {
    const cursor = page.locator('.timeline-cursor');
    await cursor.focus();
    await expect(cursor).toHaveAccessibleName(/^Clip .* starts 01:00:.* seconds$/);
    const first = await cursor.getAttribute('aria-label');
    await page.keyboard.press('ArrowDown');
    await expect(cursor).not.toHaveAttribute('aria-label', first ?? '');
    const [id] = await selected(page);
    if (id === undefined) throw new Error('walking selects');
    const before = await clipOf(page, id);
    await page.keyboard.press('Alt+ArrowLeft');
    expect((await clipOf(page, id)).length).toBe(before.length - FRAME);
    await page.keyboard.press('Alt+Shift+ArrowRight');
    expect((await clipOf(page, id)).start).toBe(before.start + FRAME);
    await page.keyboard.press('Shift+ArrowDown');
    expect(await selected(page)).toHaveLength(2);
    // Space is the transport's, also here.
    await page.keyboard.press('Space');
    await expect.poll(() => position(page)).toBeGreaterThan(4800);
  });

  test('the view follows the playhead by pages while playing', async () => {
    const lanes = await boxOf(page, '.timeline-lanes');
    await locate(page, 480_000);
    // The whole width is one second of time.
    await show(page, 480_000, 48_000 / lanes.width);
    await page.keyboard.press('Space');
    await expect.poll(async () => (await view(page)).start, { timeout: 15_000 }).toBeGreaterThan(520_000);
    const line = await boxOf(page, '.timeline-playhead');
    expect(line.x).toBeGreaterThanOrEqual(lanes.x - 1);
    expect(line.x).toBeLessThanOrEqual(lanes.x + lanes.width);
  });
});

test('128 tracks: few heads are in the page, keys and wheel reach all, heads and lanes stay level', async ({
  page,
}) => {
  await open(page);
  await page.evaluate(() => {
    const { scorestage } = globalThis as unknown as DeskPage;
    const { session } = scorestage.document.getState();
    scorestage.edit('Many', (draft) => {
      const [first] = draft.trackOrder;
      const pattern = first === undefined ? undefined : session.tracks[first];
      if (!pattern) return null;
      for (let index = draft.trackOrder.length; index < 128; index += 1) {
        const id = `t-many-${index}` as typeof pattern.id;
        const copy = { ...structuredClone(pattern), id, name: `Strip ${index}`, lanes: {} };
        draft.tracks[id] = copy as (typeof draft.tracks)[typeof id];
        draft.trackOrder.push(id);
      }
      return null;
    });
  });
  const heads = page.locator('.timeline-heads li');
  expect(await heads.count()).toBeLessThan(20);
  const lanes = await boxOf(page, '.timeline-lanes');
  await page.mouse.move(lanes.x + 100, lanes.y + 40);
  await page.mouse.wheel(0, 100_000);
  await expect(page.getByRole('button', { name: 'Strip 127', exact: true }).first()).toBeVisible();
  const last = await boxOf(page, '.timeline-heads li:last-child');
  expect(last.y + last.height).toBeCloseTo(lanes.y + lanes.height, 0);
  const name = page.locator('.timeline-heads .timeline-name[tabindex="0"]');
  await name.focus();
  for (let row = 0; row < 3; row += 1) await page.keyboard.press('ArrowUp');
  await expect(page.locator('.timeline-name:focus')).toBeInViewport();
});

test('an empty session says what to drop; a file lands where it was dropped', async ({ page }) => {
  await open(page);
  await page.evaluate(() =>
    (globalThis as unknown as DeskPage).scorestage.createSession({
      name: 'Blank',
      sampleRate: 48_000,
      frameRate: '24',
      startTimecode: '01:00:00:00',
    }),
  );
  await expect(page.getByText('Drop stems here')).toBeVisible();
  await show(page, 0, 2400);
  const lanes = await boxOf(page, '.timeline-lanes');
  await page.evaluate(
    ({ bytes, clientX, clientY }) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([Uint8Array.from(bytes)], 'flute.wav', { type: 'audio/wav' }));
      document
        .querySelector('.timeline-lanes')
        ?.dispatchEvent(
          new DragEvent('drop', { dataTransfer, clientX, clientY, bubbles: true, cancelable: true }),
        );
    },
    { bytes: [...toneWav(24_000)], clientX: lanes.x + 200, clientY: lanes.y + 50 },
  );
  await expect
    .poll(async () => Object.values<Clip>((await session(page)).clips).map(({ start }) => start))
    .toEqual([480_000]);
  await expect(page.getByText('Drop stems here')).toBeHidden();
});

test('Escape takes a drag back wherever the focus is, and the rest of the drag does nothing', async ({
  page,
}) => {
  await open(page);
  const { clip, left, middle } = await frameClip(page);
  await drag(page, [left + 200, middle], [left + 90, middle]);
  expect((await clipOf(page, clip.id)).start).not.toBe(clip.start);
  await page.keyboard.press('Escape');
  expect(await clipOf(page, clip.id)).toEqual(clip);
  await page.mouse.move(left + 10, middle, { steps: 4 });
  await page.mouse.up();
  expect(await clipOf(page, clip.id)).toEqual(clip);
  expect(await undoLabel(page)).toBeNull();
  expect(await selected(page)).toEqual([clip.id]);
});

test('markers are dragged, renamed by double-click, and walked, moved and renamed by keys', async ({
  page,
}) => {
  await open(page);
  const before = await markersOf(page);
  const point =
    before.find(({ end, name }) => end === null && name === 'Storm') ??
    before.find(({ end }) => end === null);
  if (!point) throw new Error('the demo has no point marker');
  await show(page, point.start - 480_000, 2400);
  const ruler = await boxOf(page, '.timeline-ruler');
  const at = [ruler.x + 200, ruler.y + 22] as const;
  const marker = async () => (await markersOf(page)).find(({ id }) => id === point.id);
  await drag(page, at, [at[0] + 40, at[1]]);
  await page.mouse.up();
  expect((await marker())?.start).toBe(point.start + 96_000);
  await page.keyboard.press('Control+z');
  expect((await marker())?.start).toBe(point.start);

  await page.mouse.dblclick(...at);
  const field = page.getByRole('textbox', { name: `Name of ${point.name}` });
  await field.fill('Door slams');
  await field.press('Enter');
  expect((await marker())?.name).toBe('Door slams');
  const cursor = page.locator('.timeline-marker-cursor');
  await expect(cursor).toBeFocused();

  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowRight');
  await expect(cursor).toHaveAccessibleName(/ Door slams, 01:/);
  await page.keyboard.press('Alt+ArrowRight');
  expect((await marker())?.start).toBe(point.start + FRAME);
  await page.keyboard.press('Enter');
  await page.keyboard.type('Slam');
  await page.keyboard.press('Escape');
  expect((await marker())?.name).toBe('Door slams');
  await expect(cursor).toBeFocused();
  await page.keyboard.press('Delete');
  expect(await marker()).toBeUndefined();
});
