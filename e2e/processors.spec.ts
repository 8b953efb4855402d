import type { Page } from 'playwright/test';
import { chooseFiles, type ProvedPage, waitForApp } from '../tests/prove/page.ts';
import { violations as violationsIn } from './desk/axe.ts';
import { open, session, tabTo, toneWav, trackNamed, undoLabel } from './desk/desk.ts';
import { expect, test } from './desk/returning.ts';

// Nothing here looks at the stage, which is drawn by a processor where there is no graphics card.
test.use({ stage: false });

const RATE = 48_000;
const TRACK = 'FX tone';

/** A new session of one mono tone of 2 kHz. */
async function openTone(page: Page): Promise<void> {
  await open(page);
  await page.evaluate(() =>
    (globalThis as unknown as ProvedPage).scorestage.createSession({
      name: 'Tone',
      sampleRate: 48_000,
      frameRate: '24',
      startTimecode: '01:00:00:00',
    }),
  );
  await page.waitForFunction(
    () => (globalThis as unknown as ProvedPage).scorestage.document.getState().session.name === 'Tone',
  );
  const buffer = toneWav(60 * RATE, 2000);
  await chooseFiles(page, 'Import stems…', [{ name: `${TRACK}.wav`, mimeType: 'audio/wav', buffer }]);
  await waitForApp(page);
  await expect(page.getByRole('menu')).toHaveCount(0);
}

/** Largest peak of the engine's output channels now, dBFS, to a tenth. */
const outputDb = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const { telemetry } = (globalThis as unknown as ProvedPage).scorestage.engine;
    let most = 0;
    for (let channel = 0; channel < telemetry.outputChannels; channel++)
      most = Math.max(most, telemetry.outputPeak(channel));
    return Math.round(200 * Math.log10(most)) / 10;
  });

const strip = async (page: Page, name = TRACK) => (await trackNamed(page, name)).strip;

const violations = (page: Page) => violationsIn(page, '.processor-dock');

test('by keyboard alone a bell takes 6 dB from a tone, heard at the output; B bypasses it', async ({
  page,
}) => {
  await openTone(page);
  await page.getByRole('slider', { name: `Level of ${TRACK}` }).focus();
  await page.keyboard.press('e');
  await expect(page.getByRole('region', { name: 'Equaliser and dynamics' })).toBeVisible();
  await tabTo(page, /^Band 4 on$/);
  await page.keyboard.press('Enter');
  await tabTo(page, /^Band 4 frequency$/);
  await page.keyboard.type('2000');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('spinbutton', { name: 'Band 4 frequency' })).toBeFocused();
  await page.keyboard.press('Space');
  await expect.poll(() => outputDb(page)).toBeGreaterThan(-40);
  let last = Number.NaN;
  const settled = async () => {
    const before = last;
    last = await outputDb(page);
    return last === before;
  };
  await expect.poll(settled, { intervals: [400] }).toBe(true);
  const flat = await outputDb(page);

  await tabTo(page, /^Band 4 gain$/, 'Shift+Tab');
  for (let press = 0; press < 12; press++) await page.keyboard.press('ArrowDown');
  const gain = page.getByRole('slider', { name: 'Band 4 gain' });
  await expect(gain).toHaveAttribute('aria-valuetext', 'minus 6.0 decibels');
  expect((await strip(page)).eq.bands[3]).toMatchObject({ on: true, frequency: 2000, gainDb: -6 });
  const change = async () => Math.abs((await outputDb(page)) - flat);
  await expect.poll(async () => Math.abs((await change()) - 6)).toBeLessThan(0.15);
  await page.keyboard.press('b');
  await expect.poll(change).toBeLessThan(0.15);
  await page.keyboard.press('b');
  await expect.poll(async () => Math.abs((await change()) - 6)).toBeLessThan(0.15);
  expect(await violations(page)).toEqual([]);
});

test('points are dragged: one undo step, Escape takes it back; a double-click adds and takes away', async ({
  page,
}) => {
  await open(page);
  const name = await page.evaluate(() => {
    const { session: now } = (globalThis as unknown as ProvedPage).scorestage.document.getState();
    return now.tracks[now.trackOrder[0] ?? ('' as never)]?.name ?? '';
  });
  await page.getByRole('button', { name: new RegExp(`^Equaliser of ${name}, flat`) }).click();
  const area = page.getByRole('group', { name: 'Equaliser curve' });
  const box = await area.boundingBox();
  if (!box) throw new Error('no plot');
  await page.mouse.dblclick(box.x + box.width / 2, box.y + box.height / 4);
  const added = (await strip(page, name)).eq.bands.find(({ on }) => on);
  expect(added?.gainDb).toBeCloseTo(6, 0);
  expect(added?.frequency).toBeGreaterThan(600);
  expect(added?.frequency).toBeLessThan(660);

  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 4);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height * 0.75, { steps: 6 });
  expect((await strip(page, name)).eq.bands.find(({ on }) => on)?.gainDb).toBeCloseTo(-6, 0);
  await page.keyboard.press('Escape');
  await page.mouse.up();
  expect((await strip(page, name)).eq.bands.find(({ on }) => on)).toEqual(added);

  await page.mouse.wheel(0, -100);
  await expect
    .poll(async () => (await strip(page, name)).eq.bands.find(({ on }) => on)?.q)
    .toBeGreaterThan(1);
  await page.mouse.dblclick(box.x + box.width / 2, box.y + box.height / 4);
  await expect.poll(async () => (await strip(page, name)).eq.bands.some(({ on }) => on)).toBe(false);
  await page.keyboard.press('Control+z');
  expect((await strip(page, name)).eq.bands.some(({ on }) => on)).toBe(true);
});

test('the curve of the dynamics is dragged, presets are given, A and B compared, strips copied, circles refused', async ({
  page,
}) => {
  await open(page);
  const [one = '', other = ''] = await page.evaluate(() => {
    const { session: now } = (globalThis as unknown as ProvedPage).scorestage.document.getState();
    return now.trackOrder.slice(0, 2).map((id) => now.tracks[id]?.name ?? '');
  });
  await page.getByRole('button', { name: new RegExp(`^Dynamics of ${one}, off`) }).click();
  const dock = page.getByRole('region', { name: 'Equaliser and dynamics' });
  await dock.getByRole('button', { name: 'Dynamics on' }).click();
  const grip = dock.getByRole('slider', { name: 'Threshold', exact: true });
  const at = await grip.boundingBox();
  const curve = await dock.getByRole('group', { name: 'Static curve' }).boundingBox();
  if (!at || !curve) throw new Error('no curve');
  const { thresholdDb } = (await strip(page, one)).dynamics;
  await page.mouse.move(at.x + at.width / 2, at.y + at.height / 2);
  await page.mouse.down();
  await page.mouse.move(at.x + at.width / 2 - curve.width / 8, at.y + at.height / 2, { steps: 5 });
  await page.mouse.up();
  expect((await strip(page, one)).dynamics.thresholdDb).toBeCloseTo(thresholdDb - 10, 0);
  expect(await undoLabel(page)).toBe(`Threshold of ${one}`);

  await test.step('A and B', async () => {
    await dock.getByRole('radio', { name: 'B', exact: true }).click();
    await dock.getByRole('button', { name: 'Presets' }).click();
    await page.getByRole('menuitem', { name: 'Less edge' }).click();
    expect((await strip(page, one)).eq.bands[3]?.on).toBe(true);
    expect((await strip(page, one)).dynamics.on).toBe(false);
    await dock.getByRole('radio', { name: 'A', exact: true }).click();
    expect((await strip(page, one)).dynamics.on).toBe(true);
    expect((await strip(page, one)).eq.bands[3]?.on).toBe(false);
    await page.keyboard.press('Control+z');
    await expect(dock.getByRole('radio', { name: 'B', exact: true })).toBeChecked();
  });

  await test.step('copied to another strip', async () => {
    await dock.getByRole('button', { name: 'Copy equaliser and dynamics' }).click();
    await page.getByRole('slider', { name: `Level of ${other}`, exact: true }).focus();
    await dock.getByRole('button', { name: 'Paste equaliser and dynamics' }).click();
    expect((await strip(page, other)).eq).toEqual((await strip(page, one)).eq);
  });

  await test.step('a key, and none that leads back', async () => {
    await dock.getByRole('button', { name: /Key: what the dynamics listen to/ }).click();
    await expect(page.getByRole('option', { name: other, exact: true })).toHaveCount(0);
    await page.getByRole('option', { name: one, exact: true }).click();
    const tracks = Object.values((await session(page)).tracks);
    const source = tracks.find(({ name }) => name === one)?.id;
    expect((await strip(page, other)).dynamics.key).toBe(source);
    await page.getByRole('slider', { name: `Level of ${one}`, exact: true }).focus();
    await dock.getByRole('button', { name: /Key: what the dynamics listen to/ }).click();
    await expect(page.getByRole('option', { name: other, exact: true })).toHaveCount(0);
    await page.keyboard.press('Escape');
  });

  await test.step('in a low window nothing lies over another', async () => {
    for (const height of [700, 820]) {
      await page.setViewportSize({ width: 1440, height });
      const bottom = await page
        .locator('[data-pane="console"]')
        .evaluate((pane) => pane.getBoundingClientRect().bottom);
      const top = await dock.evaluate((pane) => pane.getBoundingClientRect().top);
      expect(bottom).toBeLessThanOrEqual(top);
      const mute = page
        .locator('[data-pane="console"]')
        .getByRole('button', { name: `Mute ${one}`, exact: true });
      await expect(mute).toBeInViewport({ ratio: 1 });
      expect(await violationsIn(page, '[data-pane="console"]', '.processor-dock')).toEqual([]);
    }
  });

  await test.step('on a phone', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    for (const view of ['Equaliser', 'Dynamics']) {
      await dock.getByRole('radio', { name: view, exact: true }).click();
      expect(await violations(page)).toEqual([]);
    }
    await dock.getByRole('button', { name: 'Close equaliser and dynamics' }).click();
    await expect(dock).toHaveCount(0);
  });
});
