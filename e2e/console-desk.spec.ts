/** The console as a desk: 128 strips by keyboard, VCAs heard at the engine's output, fingers, order, kept looks. */
import type { Page } from 'playwright/test';
import type { Track, TrackId } from '../src/session/index.ts';
import { violations as violationsIn } from './desk/axe.ts';
import {
  allIn,
  type DeskPage,
  locate,
  open,
  playing,
  session,
  tabTo,
  trackNamed,
  undoLabel,
} from './desk/desk.ts';
import { heard, listen } from './desk/listen.ts';
import { expect, test } from './desk/returning.ts';

// Nothing here looks at the stage, which is drawn by a processor where there is no graphics card.
test.use({ stage: false });

/** −54 dBFS: quieter than the strings where they are listened to, far above what is left of a silenced one. */
const AUDIBLE = 0.002;
/** A place of the demo where the strings play, samples at 48 kHz. */
const STRINGS_PLAY = 30 * 48_000;

/** Fills the session up with copies of its tracks, without their clips. */
const fillTo = (page: Page, count: number): Promise<void> =>
  page.evaluate((wanted) => {
    const { scorestage } = globalThis as unknown as DeskPage;
    scorestage.edit('Many strips', (draft) => {
      const [first] = draft.trackOrder;
      const pattern = first === undefined ? undefined : JSON.stringify(draft.tracks[first]);
      if (pattern === undefined) return;
      for (let index = draft.trackOrder.length; index < wanted; index += 1) {
        const id = `t-many-${index}` as TrackId;
        draft.tracks[id] = {
          ...JSON.parse(pattern),
          id,
          name: `Spare ${index}`,
          lanes: {},
          sends: {},
          // JSON has no −∞.
          output: { ...JSON.parse(pattern).output, lfeDb: Number.NEGATIVE_INFINITY },
        };
        draft.trackOrder.push(id);
      }
    });
  }, count);

const selected = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const { ui, document } = (globalThis as unknown as DeskPage).scorestage;
    const { selection } = ui.getState();
    const { tracks } = document.getState().session;
    return selection.kind === 'tracks' ? selection.ids.map((id) => tracks[id]?.name ?? '') : [];
  });

/** Names of the strips in the page, from left to right as they stand. */
const standing = (page: Page): Promise<readonly string[]> =>
  page
    .locator('.strip-row .strip[data-family]')
    .evaluateAll((strips) =>
      strips
        .toSorted((one, other) => one.getBoundingClientRect().left - other.getBoundingClientRect().left)
        .map((strip) => strip.querySelector('.strip-title')?.textContent ?? ''),
    );

async function command(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: /^Command/ })).toBeFocused();
  await page.keyboard.insertText(words);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

async function find(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Control+f');
  await expect(page.getByRole('textbox', { name: 'Name of the strip' })).toBeFocused();
  await page.keyboard.type(words);
  await page.keyboard.press('Enter');
}

/** Scrolls the row of strips through and back while it plays: milliseconds from frame to frame, and most strips in the page. */
const scrolled = (page: Page) =>
  page.evaluate(async () => {
    const row = document.querySelector('.strip-scroller');
    if (!row) throw new Error('no row of strips');
    const frame = () => new Promise<number>((come) => requestAnimationFrame(come));
    const times: number[] = [];
    let strips = 0;
    let last = await frame();
    for (let step = 0; step < 30; step += 1) {
      row.scrollLeft += step < 15 ? 480 : -480;
      const now = await frame();
      times.push(now - last);
      last = now;
      strips = Math.max(strips, row.querySelectorAll('.strip').length);
    }
    times.sort((one, other) => one - other);
    return { median: times[15] ?? 0, worst: times[29] ?? 0, strips };
  });

const violations = (page: Page) =>
  violationsIn(page, '[data-pane="console"], [data-pane="inspector"], .popover');

test('128 strips by keyboard: found, selected, put under nested VCAs, spilled, silenced at the output', async ({
  page,
}) => {
  await open(page);
  await allIn(page);
  await fillTo(page, 128);
  await page.locator('[data-pane="console"] .strip-name:not([tabindex="-1"])').focus();

  await find(page, 'spare 120');
  await expect(page.locator('.strip-name[title="Spare 120"]')).toBeFocused();
  expect(await page.locator('.strip-row .strip').count()).toBeLessThan(40);
  await find(page, 'high strings');
  await expect(page.locator('.strip-name[title="High Strings"]')).toBeFocused();
  await page.keyboard.press('Shift+ArrowRight');
  expect(await selected(page)).toEqual(['High Strings', 'Low Strings']);

  const nameOf = (strip: string) => page.locator(`.strip-name[title="${strip}"]`);
  await command(page, 'New VCA over the selection');
  await expect(nameOf('VCA 1')).toBeVisible();
  // The palette gives the focus back to a strip, which must not take the selection from the VCA: the next goes over it.
  await expect(nameOf('Low Strings')).toBeFocused();
  await command(page, 'New VCA over the selection');
  await expect(nameOf('VCA 2')).toBeVisible();
  const { vcas, tracks } = await session(page);
  const strings = Object.values<Track>(tracks).filter(({ vcaId }) => vcaId !== null);
  expect(strings.map(({ name, vcaId }) => [name, vcaId && vcas[vcaId]?.name])).toEqual([
    ['High Strings', 'VCA 1'],
    ['Low Strings', 'VCA 1'],
  ]);
  const inner = Object.values(vcas).find(({ name }) => name === 'VCA 1');
  expect(vcas[inner?.parentId ?? ('' as never)]?.name).toBe('VCA 2');
  expect(await violations(page)).toEqual([]);

  // Spilled, the VCA above shows its two strips alone; Escape brings back the rest.
  await nameOf('VCA 2').focus();
  await page.keyboard.press('Shift+v');
  await expect(page.getByRole('button', { name: /Only VCA 2/ })).toBeVisible();
  await expect.poll(() => standing(page)).toEqual(['High Strings', 'Low Strings']);
  await page.keyboard.press('Escape');
  await expect(page.locator('.strip-scroller')).toHaveAttribute('data-count', '128');

  await listen(page);
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await nameOf('VCA 2').focus();
  await tabTo(page, /^Solo VCA 2$/);
  await page.keyboard.press('Enter');
  await locate(page, STRINGS_PLAY);
  await expect.poll(() => heard(page), { intervals: [50] }).toBeGreaterThan(AUDIBLE);
  const { median, worst, strips: most } = await scrolled(page);
  // Figures only: what a frame takes is the machine's affair, how many strips there are is ours.
  test.info().annotations.push({
    type: 'frames',
    description: `128 strips scrolled in play: median ${median.toFixed(1)} ms, worst ${worst.toFixed(1)} ms`,
  });
  expect(most).toBeLessThan(40);
  await tabTo(page, /^Mute VCA 2$/, 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('group', { name: /^High Strings,.*a VCA over it is muted/ })).toBeVisible();
  // All else is soloed out: what is left at the output is digital silence.
  await expect.poll(() => heard(page), { intervals: [50] }).toBe(0);
  expect(await playing(page)).toBe(true);
  await page.keyboard.press('Enter');
  await expect.poll(() => heard(page), { intervals: [50] }).toBeGreaterThan(AUDIBLE);
});

test('two fingers move two faders at once, and it is one undo step', async ({ page }) => {
  await open(page);
  const touch = await page.context().newCDPSession(page);
  await touch.send('Emulation.setTouchEmulationEnabled', { enabled: true, maxTouchPoints: 2 });
  const caps = page.locator('.strip-row .fader-cap');
  const places: { x: number; y: number }[] = [];
  for (const index of [0, 2]) {
    const box = await caps.nth(index).boundingBox();
    if (!box) throw new Error('no fader in the page');
    places.push({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
  }
  const levels = async () => {
    const { trackOrder, tracks } = await session(page);
    return trackOrder.slice(0, 3).map((id) => tracks[id]?.strip.faderDb ?? Number.NaN);
  };
  const before = await levels();
  const points = (ways: readonly number[]) =>
    places.map(({ x, y }, index) => ({ x, y: y + (ways[index] ?? 0), id: index }));
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: points([0, 0]) });
  for (const way of [4, 8, 12])
    await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: points([way, -way]) });
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await expect.poll(async () => (await levels())[0]).toBeLessThan(before[0] ?? 0);
  const after = await levels();
  expect(after[2]).toBeGreaterThan(before[2] ?? 0);
  expect(after[1]).toBe(before[1]);
  await page.keyboard.press('Control+z');
  await expect.poll(levels).toEqual(before);
  expect(await undoLabel(page)).toBeNull();
});

test('a strip is dragged into order by its name, and what is hidden or narrow stays so after a reload', async ({
  page,
}) => {
  await open(page);
  const names = (await standing(page)).slice(0, 3);
  const boxes = await Promise.all(
    [0, 2].map((index) => page.locator(`.strip-name[title="${names[index]}"]`).boundingBox()),
  );
  const [from, to] = boxes;
  if (!from || !to) throw new Error('no strip in the page');
  await page.mouse.move(from.x + from.width / 2, from.y + 15);
  await page.mouse.down();
  await page.mouse.move(to.x + to.width - 4, to.y + 15, { steps: 5 });
  await page.mouse.up();
  await expect.poll(async () => (await standing(page)).slice(0, 3)).toEqual([names[1], names[2], names[0]]);
  expect(await undoLabel(page)).toBe('Move 1 strip');
  const { id } = await trackNamed(page, names[1] ?? '');

  await page.locator(`.strip-name[title="${names[1]}"]`).click();
  await page.keyboard.press('Shift+h');
  await page.getByRole('button', { name: /View of the console/ }).click();
  await page.getByRole('radiogroup', { name: 'Width of all strips' }).getByText('Narrow').click();
  await page.getByRole('textbox', { name: 'Name of the view' }).fill('Faders');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Faders', exact: true })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.reload();
  await expect(page.locator('.strip-row [data-span="narrow"]').first()).toBeVisible({ timeout: 30_000 });
  await expect(page.locator(`[data-strip="${id}"]`)).toHaveCount(0);
});

test('groups and folders: linked strips move together, a closed folder is one strip, axe finds nothing', async ({
  page,
}) => {
  await open(page);
  const [one = '', other = ''] = await standing(page);
  const level = async (name: string) => (await trackNamed(page, name)).strip.faderDb;
  await page.locator(`.strip-name[title="${one}"]`).click();
  await page.locator(`.strip-name[title="${other}"]`).click({ modifiers: ['Control'] });
  await command(page, 'New group of the selected strips');
  await command(page, 'New folder of the selected strips');
  const [first, second] = [await level(one), await level(other)];
  await page.getByRole('slider', { name: `Level of ${one}`, exact: true }).focus();
  await page.keyboard.press('ArrowDown');
  expect(await level(other)).toBeCloseTo(second - 0.5, 6);
  await page.keyboard.press('Control+ArrowDown');
  await page.getByRole('button', { name: /Groups and VCAs/ }).click();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  expect(await level(one)).toBeLessThan(first - 0.5);

  await page.getByRole('button', { name: 'Close folder Folder 1' }).click();
  await expect(page.locator(`.strip-name[title="${one}"]`)).toHaveCount(0);
  await page.getByRole('button', { name: 'Folder 1', exact: true }).click();
  expect(await selected(page)).toEqual([one, other]);
  expect(await violations(page)).toEqual([]);
});
