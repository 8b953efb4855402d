import type { Page } from 'playwright/test';
import { violations } from './desk/axe.ts';
import { type DeskPage, markersOf, open, position, session } from './desk/desk.ts';
import { expect, test } from './desk/returning.ts';

const field = (page: Page) => page.getByRole('combobox', { name: 'Command, track, object or marker' });
const options = (page: Page) => page.getByRole('listbox', { name: 'Found' }).getByRole('option');
const openPalette = async (page: Page) => {
  await page.keyboard.press('Control+k');
  await expect(field(page)).toBeFocused();
};
const faults = (page: Page) => violations(page, '[role="dialog"]');

test('finds and runs commands, tracks and markers by keyboard', async ({ page }) => {
  await open(page);
  await openPalette(page);
  expect(await faults(page)).toEqual([]);

  // The list follows the arrow keys out of its window.
  for (let press = 0; press < 30; press += 1) await page.keyboard.press('ArrowDown');
  const chosen = page.locator('.palette-item[data-focused]');
  await expect(chosen).toHaveCount(1);
  await expect(chosen).toBeInViewport({ ratio: 0.9 });
  expect(await field(page).getAttribute('aria-activedescendant')).toBe(await chosen.getAttribute('id'));

  await page.keyboard.type('loop on');
  await expect(options(page).first()).toContainText('Loop on / off');
  await expect(options(page).first()).toContainText('/');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect.poll(async () => (await session(page)).loop.enabled).toBe(true);

  const { tracks, trackOrder } = await session(page);
  const last = trackOrder.at(-1);
  const track = last === undefined ? undefined : tracks[last];
  await openPalette(page);
  await expect(options(page).first()).toContainText('Loop on / off');
  await page.keyboard.type(track?.name ?? '?');
  await expect(options(page).first()).toContainText(track?.name ?? '?');
  await page.keyboard.press('Enter');
  await expect
    .poll(() => page.evaluate(() => (globalThis as unknown as DeskPage).scorestage.ui.getState().selection))
    .toEqual({ kind: 'tracks', ids: [track?.id] });

  const marker = (await markersOf(page)).at(-1);
  await openPalette(page);
  await page.keyboard.type(marker?.name ?? '?');
  await expect(options(page).first()).toContainText(marker?.name ?? '?');
  await page.keyboard.press('Enter');
  await expect.poll(() => position(page)).toBe(marker?.start);
});

test('says why something is not possible now, finds nothing honestly, and closes at one Escape', async ({
  page,
}) => {
  await open(page);
  await openPalette(page);
  await page.keyboard.type('nudge clips later');
  await expect(options(page).first()).toContainText('Select a clip, a track or points of a lane first.');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: 'Nudge clips or points later' })).toBeVisible();
  expect(await faults(page)).toEqual([]);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('qqqq');
  await expect(page.getByText('Nothing is called that.')).toBeVisible();
  expect(await faults(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('a command may open a dialog, or move the focus', async ({ page }) => {
  await open(page);
  await openPalette(page);
  await page.keyboard.type('key sheet');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await page.keyboard.press('Escape');
  await openPalette(page);
  await page.keyboard.type('timecode');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Go to timecode' })).toBeFocused();
});

test('on a phone it is reached by the session menu and fits', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page);
  await page.getByRole('button', { name: /^Session: / }).click();
  await page.getByRole('menuitem', { name: /Find a command/ }).click();
  await expect(field(page)).toBeFocused();
  expect(await faults(page)).toEqual([]);
  const box = await page.getByRole('dialog').boundingBox();
  expect(box?.width).toBeLessThanOrEqual(390);
  await page.keyboard.type('shuttle back');
  await options(page).first().click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
});
