import type { Page } from 'playwright/test';
import { allIn, type DeskPage, locate, open, playing, position } from './desk/desk.ts';
import { expect, test } from './desk/returning.ts';

// Nothing here looks at the stage, which is drawn by a processor where there is no graphics card.
test.use({ stage: false });

/** Timeline samples that pass in a second of sound, as the engine has them, and the output's level. */
const readings = (page: Page) =>
  page.evaluate(() => {
    const { engine } = (globalThis as unknown as DeskPage).scorestage;
    engine.telemetry.poll();
    const { telemetry } = engine;
    return {
      position: telemetry.position,
      level: Math.max(telemetry.outputPeak(0), telemetry.outputPeak(1)),
      speed: engine.getState().speed,
    };
  });

/** Waits until the playhead has moved by so many samples, and says whether anything was heard meanwhile. */
async function moves(page: Page, samples: number): Promise<boolean> {
  const from = await position(page);
  let heard = false;
  await expect
    .poll(async () => {
      const { position: at, level } = await readings(page);
      heard ||= level > 0.001;
      return (at - from) * Math.sign(samples);
    })
    .toBeGreaterThan(Math.abs(samples));
  return heard;
}

test('J, K and L shuttle through the sound both ways, K with J or L steps, space goes back', async ({
  page,
}) => {
  await open(page);
  await allIn(page);
  const speed = page.locator('.shuttle-speed');
  await locate(page, 480_000);

  await page.keyboard.press('l');
  await moves(page, 12_000);
  await expect(speed).toHaveText('');
  await page.keyboard.press('l');
  await page.keyboard.press('l');
  await expect(speed).toContainText('▶ 4×');
  await expect(speed).toContainText('Shuttle forward, 4 times the speed');
  expect(await moves(page, 96_000)).toBe(true);

  await page.keyboard.press('j');
  await expect(speed).toContainText('◀ 1×');
  await moves(page, -4000);
  await page.keyboard.press('j');
  expect(await moves(page, -48_000)).toBe(true);

  await page.keyboard.press('k');
  await expect.poll(() => playing(page)).toBe(false);
  await expect(speed).toHaveText('');
  const stopped = await position(page);

  await page.keyboard.down('k');
  await page.keyboard.press('l');
  const frame = 2000;
  await expect.poll(() => position(page)).toBe((Math.floor(stopped / frame) + 1) * frame);
  await page.keyboard.press('j');
  await expect.poll(() => position(page)).toBe(Math.floor(stopped / frame) * frame);
  await page.keyboard.up('k');

  const start = await position(page);
  await page.keyboard.press('Shift+L');
  await expect(speed).toContainText('▶ ½×');
  await moves(page, 4800);
  await page.keyboard.press('l');
  await expect(speed).toHaveText('');
  await moves(page, 4800);
  await page.keyboard.press('j');
  await page.keyboard.press('Space');
  await expect.poll(() => playing(page)).toBe(false);
  await expect.poll(() => position(page)).toBe(start);
  expect(
    await page.evaluate(() => (globalThis as unknown as DeskPage).scorestage.engine.telemetry.missedSlots),
  ).toBe(0);
});

test('a shuttle back comes to a stop at the beginning', async ({ page }) => {
  await open(page);
  await locate(page, 60_000);
  await page.getByRole('button', { name: 'Shuttle back (again: faster)' }).click();
  await page.getByRole('button', { name: 'Shuttle back (again: faster)' }).click();
  await expect.poll(() => playing(page)).toBe(true);
  await expect.poll(() => playing(page)).toBe(false);
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  await expect.poll(() => position(page)).toBe(0);
});

test('what a shuttle could not read in time lights a lamp while it happens', async ({ page }) => {
  await open(page);
  const lamp = page.locator('.shuttle-gaps');
  await expect(lamp).toBeHidden();
  // Storage that is too slow: the count rises each time it is read, until told.
  await page.evaluate(() => {
    const slow = globalThis as unknown as { slowStorage: boolean };
    slow.slowStorage = true;
    let count = 0;
    Object.defineProperty((globalThis as unknown as DeskPage).scorestage.engine.telemetry, 'shuttleMisses', {
      get() {
        if (slow.slowStorage) count += 1;
        return count;
      },
    });
  });
  await expect(lamp).toBeVisible();
  await page.keyboard.press('l');
  await page.keyboard.press('l');
  await expect(page.locator('.shuttle-speed')).toContainText('▶ 2×');
  await page.screenshot({ path: 'test-results/shuttle-gaps.png' });
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(lamp).toBeVisible();
  await page.screenshot({ path: 'test-results/shuttle-gaps-phone.png' });
  await page.evaluate(() => {
    (globalThis as unknown as { slowStorage: boolean }).slowStorage = false;
  });
  await expect(lamp).toBeHidden();
  await expect(page.locator('.missed')).toHaveText('');
});
