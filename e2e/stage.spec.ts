import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright/test';
import type { RoomPosition } from '../src/units/index.ts';
import { type DeskPage, locate, open, playing, trackNamed, undoLabel } from './desk/desk.ts';
import { expect, test } from './desk/returning.ts';

/** The object of the demo that sounds first, held still for these tests. */
let still = '';

const place = async (page: Page): Promise<RoomPosition> => {
  const { output } = await trackNamed(page, still);
  if (output.kind !== 'object') throw new Error(`${still} is no object`);
  return output.position;
};
const handle = (page: Page) => page.getByRole('slider', { name: `${still}, position` });
const readout = (page: Page) => page.locator('.stage-readout');

/** Middle of the object's handle, page pixels. */
async function grip(page: Page): Promise<readonly [number, number]> {
  const box = await handle(page).boundingBox();
  if (!box) throw new Error(`${still} has no handle`);
  return [box.x + box.width / 2, box.y + box.height / 2];
}

async function showView(page: Page, view: 'Persp' | 'Plan' | 'Rear' | 'Side' | 'List'): Promise<void> {
  const button = page.getByRole('button', { name: view, exact: true });
  await button.click();
  await expect(button).toHaveAttribute('aria-pressed', 'true');
}

/** Waits until the handle stands where the view puts the object: two frames after a change. */
const settled = (page: Page): Promise<void> =>
  page.evaluate(
    () =>
      new Promise<void>((done) => {
        requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(() => done())));
      }),
  );

async function dragBy(page: Page, dx: number, dy: number): Promise<void> {
  const [x, y] = await grip(page);
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + dx, y + dy, { steps: 6 });
}

let page: Page;

test.describe('on the demo', () => {
  test.beforeAll(async ({ visitor }) => {
    await visitor.forget();
    page = await visitor.context.newPage();
    await open(page);
    still = await page.evaluate(() => {
      const { scorestage } = globalThis as unknown as DeskPage;
      const { session } = scorestage.document.getState();
      const heardFrom = (id: string) =>
        Math.min(
          ...Object.values(session.clips).flatMap(({ trackId, start }) => (trackId === id ? [start] : [])),
        );
      const [found] = session.trackOrder
        .flatMap((id) => session.tracks[id] ?? [])
        .filter(({ output, format }) => output.kind === 'object' && format === 'mono')
        .sort((one, other) => heardFrom(one.id) - heardFrom(other.id));
      if (!found) return '';
      // Without lanes and alone in the middle of the room, so that nothing else lies under the pointer.
      scorestage.edit('Stand still', (draft) => {
        const track = draft.tracks[found.id];
        if (track?.output.kind !== 'object') return null;
        track.lanes = {};
        track.output.position = { x: 0.5, y: -0.8, z: 0.5 };
        return null;
      });
      return found.name;
    });
    await showView(page, 'Plan');
    await settled(page);
  });
  test.afterAll(() => page.close());
  test.afterEach(async () => {
    await page.evaluate(() => {
      const { scorestage } = globalThis as unknown as DeskPage;
      scorestage.commit();
      while (scorestage.document.getState().undoLabel !== 'Stand still') scorestage.undo();
    });
    await settled(page);
  });

  test('in the plan a drag moves across and along, shows the numbers, and is one undo', async () => {
    await dragBy(page, -40, -30);
    await expect(readout(page)).toHaveText(/^x .* y .* z 0\.50$/);
    await page.mouse.up();
    await expect(readout(page)).toBeHidden();
    const moved = await place(page);
    expect(moved.x).toBeLessThan(0.5);
    expect(moved.y).toBeGreaterThan(-0.8);
    expect(moved.z).toBe(0.5);
    expect(await undoLabel(page)).toBe(`Move ${still}`);
    await page.keyboard.press('Control+z');
    expect(await place(page)).toEqual({ x: 0.5, y: -0.8, z: 0.5 });
    expect(await undoLabel(page)).toBe('Stand still');
  });

  test('a click selects and moves nothing; Escape takes a drag back', async () => {
    const [x, y] = await grip(page);
    await page.mouse.click(x + 2, y + 1);
    expect(await undoLabel(page)).toBe('Stand still');
    await expect(page.getByRole('region', { name: 'Inspector' })).toContainText(still);
    await dragBy(page, 50, 0);
    expect((await place(page)).x).toBeGreaterThan(0.5);
    await page.keyboard.press('Escape');
    await page.mouse.move(x, y - 60, { steps: 3 });
    await page.mouse.up();
    expect(await place(page)).toEqual({ x: 0.5, y: -0.8, z: 0.5 });
    expect(await undoLabel(page)).toBe('Stand still');
  });

  test('Alt in the plan moves the height alone, Shift moves finely', async () => {
    await page.keyboard.down('Alt');
    await dragBy(page, 30, -40);
    await page.mouse.up();
    await page.keyboard.up('Alt');
    const raised = await place(page);
    expect(raised.z).toBeGreaterThan(0.5);
    expect([raised.x, raised.y]).toEqual([0.5, -0.8]);
    await page.keyboard.press('Control+z');
    await settled(page);
    await page.keyboard.down('Shift');
    await dragBy(page, -50, 0);
    await page.mouse.up();
    await page.keyboard.up('Shift');
    const fine = 0.5 - (await place(page)).x;
    await page.keyboard.press('Control+z');
    await settled(page);
    await dragBy(page, -50, 0);
    await page.mouse.up();
    expect((0.5 - (await place(page)).x) / fine).toBeCloseTo(5, 1);
  });

  test('from behind a drag moves across and up, from the side along and up', async () => {
    await showView(page, 'Rear');
    await settled(page);
    await dragBy(page, -40, -30);
    await page.mouse.up();
    const rear = await place(page);
    expect(rear.x).toBeLessThan(0.5);
    expect(rear.z).toBeGreaterThan(0.5);
    expect(rear.y).toBe(-0.8);
    await page.keyboard.press('Control+z');
    await showView(page, 'Side');
    await settled(page);
    await dragBy(page, -40, 30);
    await page.mouse.up();
    const side = await place(page);
    expect(side.y).toBeGreaterThan(-0.8);
    expect(side.z).toBeLessThan(0.5);
    expect(side.x).toBe(0.5);
    await showView(page, 'Plan');
  });

  test('in three dimensions a drag stays on its level, and one on the empty floor turns the camera', async () => {
    await showView(page, 'Persp');
    await expect(page.getByRole('button', { name: 'Camera home' })).toBeVisible({ timeout: 20_000 });
    await settled(page);
    await dragBy(page, -60, 0);
    await page.mouse.up();
    const moved = await place(page);
    expect(moved.x).toBeLessThan(0.5);
    expect(moved.z).toBe(0.5);
    await page.keyboard.press('Control+z');
    await settled(page);
    const before = await grip(page);
    const box = await page.locator('.stage-canvas').boundingBox();
    if (!box) throw new Error('the stage is not in the page');
    await page.mouse.move(box.x + 20, box.y + box.height - 20);
    await page.mouse.down();
    await page.mouse.move(box.x + 120, box.y + box.height - 20, { steps: 4 });
    await page.mouse.up();
    await settled(page);
    expect(Math.abs((await grip(page))[0] - before[0])).toBeGreaterThan(5);
    await page.getByRole('button', { name: 'Camera home' }).click();
    await settled(page);
    expect((await grip(page))[0]).toBeCloseTo(before[0], 0);
    await handle(page).focus();
    await page.keyboard.press('Alt+ArrowRight');
    await settled(page);
    expect(Math.abs((await grip(page))[0] - before[0])).toBeGreaterThan(2);
    expect(await undoLabel(page)).toBe('Stand still');
    await showView(page, 'Plan');
  });

  test('one tap places the selected object', async () => {
    const [x, y] = await grip(page);
    await page.mouse.click(x, y);
    await page.getByRole('button', { name: /^Place the selected object/ }).click();
    const box = await page.locator('.stage-canvas').boundingBox();
    if (!box) throw new Error('the stage is not in the page');
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    const placed = await place(page);
    expect(placed.x).toBeCloseTo(0, 1);
    expect(placed.y).toBeCloseTo(0, 1);
    expect(placed.z).toBe(0.5);
    await expect(page.getByRole('button', { name: /^Place the selected object/ })).toHaveAttribute(
      'aria-pressed',
      'false',
    );
  });

  test('keys move an object in every direction and say where it is', async () => {
    await handle(page).focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('PageUp');
    await page.keyboard.press('Shift+PageUp');
    expect(await place(page)).toEqual({ x: 0.45, y: -0.75, z: 0.56 });
    await expect(handle(page)).toHaveAttribute('aria-valuetext', 'right 45, back 75, height 56');
    await page.keyboard.press('Home');
    await expect(handle(page)).toHaveAttribute('aria-valuetext', 'centre, front 100, height 0');
    await page.keyboard.press('Alt+ArrowDown');
    await expect(handle(page)).not.toBeFocused();
    await expect(page.locator('.stage-handle:focus')).toHaveCount(1);
  });

  test('the list holds the same numbers and takes new ones', async () => {
    await showView(page, 'List');
    const height = page.getByRole('spinbutton', { name: `${still}, height` });
    await expect(height).toHaveText('0.50');
    await height.focus();
    await page.keyboard.press('Enter');
    await page.keyboard.type('0.25');
    await page.keyboard.press('Enter');
    expect((await place(page)).z).toBe(0.25);
    await page.keyboard.press('Control+z');
    expect((await place(page)).z).toBe(0.5);
    await showView(page, 'Plan');
  });

  test('several objects: differing numbers say so, a typed one goes to all, keys turn and mirror them', async () => {
    const select = () =>
      page.evaluate((name) => {
        const { scorestage } = globalThis as unknown as DeskPage;
        const { session } = scorestage.document.getState();
        const objects = session.trackOrder
          .flatMap((id) => session.tracks[id] ?? [])
          .filter(({ output }) => output.kind === 'object');
        const mine = objects.find((track) => track.name === name);
        const other = objects.find((track) => track.name !== name);
        if (!mine || !other) throw new Error('the demo has too few objects');
        scorestage.ui.setState({
          selection: { kind: 'tracks', ids: [other.id, mine.id] },
          turnAbout: 'room',
        });
      }, still);
    await select();
    const inspector = page.getByRole('region', { name: 'Inspector' });
    const height = inspector.getByRole('spinbutton', { name: 'Height' });
    await expect(height).toHaveText('mixed');
    await inspector.getByRole('slider', { name: 'Height' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.type('0.4');
    await page.keyboard.press('Enter');
    expect((await place(page)).z).toBe(0.4);
    const before = await place(page);
    const azimuth = ({ x, y }: RoomPosition) => (Math.atan2(-x, y) * 180) / Math.PI;
    await page.keyboard.press('Shift+r');
    expect(await undoLabel(page)).toBe('Rotate 2 objects');
    const turned = await place(page);
    expect(((azimuth(turned) - azimuth(before) + 540) % 360) - 180).toBeCloseTo(15, 0);
    await page.keyboard.press('Alt+x');
    expect((await place(page)).x).toBeCloseTo(-turned.x, 9);
  });

  test('on headphones the head is turned by drag, keys and numbers, and none of it is an edit', async () => {
    const head = page.getByRole('slider', { name: 'Listener, head' });
    await head.focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Shift+ArrowUp');
    await expect(head).toHaveAttribute('aria-valuetext', 'turned 5 degrees left, raised 1');
    await page.keyboard.press('Home');
    await expect(head).toHaveAttribute('aria-valuetext', 'facing the screen');
    const box = await head.boundingBox();
    if (!box) throw new Error('the head has no handle');
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 40, y, { steps: 4 });
    await expect(readout(page)).toHaveText(/^yaw −30° +pitch 0°$/);
    await page.mouse.up();
    await expect(head).toHaveAttribute('aria-valuenow', '-30');
    await showView(page, 'List');
    const yaw = page.getByRole('spinbutton', { name: 'Head turned, degrees to the left' });
    await expect(yaw).toHaveText('−30°');
    await yaw.focus();
    await page.keyboard.press('Delete');
    await expect(yaw).toHaveText('0°');
    expect(await undoLabel(page)).toBe('Stand still');
    await showView(page, 'Plan');
  });

  test('no view keeps anyone out', async () => {
    for (const view of ['Plan', 'Rear', 'Side', 'List', 'Persp'] as const) {
      await showView(page, view);
      await settled(page);
      const { violations } = await new AxeBuilder({ page })
        .include('[data-pane="stage"]')
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
        .analyze();
      expect(
        violations.map(({ id, nodes }) => `${id} ${nodes.length}`),
        view,
      ).toEqual([]);
    }
    await showView(page, 'Plan');
  });

  test('a dot lights while its object sounds and goes dark after', async () => {
    // Stems are decoded while the test runs: the loop comes round until this one is there.
    test.setTimeout(180_000);
    const sounding = await page.evaluate((name) => {
      const { scorestage } = globalThis as unknown as DeskPage;
      const { session } = scorestage.document.getState();
      const track = Object.values(session.tracks).find((one) => one.name === name);
      const [clip] = Object.values(session.clips)
        .filter(({ trackId }) => trackId === track?.id)
        .sort((one, other) => one.start - other.start);
      if (!clip) return 0;
      scorestage.edit('Loop it', (draft) => {
        draft.loop = {
          start: clip.start,
          end: (clip.start + clip.length) as typeof clip.start,
          enabled: true,
        };
        return null;
      });
      return clip.start;
    }, still);
    const brightness = async (): Promise<number> => {
      const [x, y] = await grip(page);
      return page.evaluate(
        ([px, py]) => {
          const canvas = [...document.querySelectorAll<HTMLCanvasElement>('.stage-canvas canvas')].find(
            ({ hidden }) => !hidden,
          );
          const box = canvas?.getBoundingClientRect();
          if (!canvas || !box) return Number.NaN;
          const ratio = canvas.width / box.width;
          const spot = canvas
            .getContext('2d')
            ?.getImageData(
              Math.round((px - box.left) * ratio) + 4,
              Math.round((py - box.top) * ratio),
              1,
              1,
            ).data;
          return spot ? Math.max(...spot.slice(0, 3)) * ((spot[3] ?? 0) / 255) : Number.NaN;
        },
        [x, y] as const,
      );
    };
    await locate(page, sounding);
    await settled(page);
    const dark = await brightness();
    expect(dark).toBeGreaterThan(20);
    await page.keyboard.press('Space');
    await expect.poll(brightness, { timeout: 90_000 }).toBeGreaterThan(dark * 1.25);
    await page.keyboard.press('Space');
    await expect.poll(() => playing(page)).toBe(false);
    await expect.poll(brightness, { timeout: 15_000 }).toBeLessThan(dark * 1.1);
  });
});

test('without WebGL the room is flat, says so, and works', async ({ page: flat }) => {
  await flat.addInitScript(() => {
    const real = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function getContext(
      this: HTMLCanvasElement,
      kind: string,
      ...rest: []
    ) {
      return kind.startsWith('webgl') ? null : Reflect.apply(real, this, [kind, ...rest]);
    } as typeof real;
  });
  await open(flat);
  await expect(flat.getByText('This browser draws no WebGL', { exact: false })).toBeVisible({
    timeout: 20_000,
  });
  await expect(flat.getByRole('button', { name: 'Plan', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await expect(flat.getByRole('button', { name: 'Persp', exact: true })).toHaveCount(0);
});

test('a 3D view that arrives late leaves the flat one chosen meanwhile as it is', async ({ page: slow }) => {
  let arrive: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const asked = slow.waitForRequest(/room-scene/);
  await slow.route(/room-scene/, async (route) => {
    await held;
    await route.continue();
  });
  await open(slow);
  await asked;
  await showView(slow, 'Plan');
  await settled(slow);
  const arrived = slow.waitForResponse(/room-scene/);
  arrive();
  await arrived;
  const inked = () =>
    slow.evaluate(() => {
      const canvas = [...document.querySelectorAll<HTMLCanvasElement>('.stage-canvas canvas')].find(
        ({ hidden }) => !hidden,
      );
      const { data } = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {};
      return data?.some((value) => value > 60) ?? false;
    });
  // The module has run and its view been thrown away when a new frame has come and gone.
  await slow.evaluate(() => new Promise((done) => requestIdleCallback(done)));
  await settled(slow);
  await expect.poll(inked).toBe(true);
});
