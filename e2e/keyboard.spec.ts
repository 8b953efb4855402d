import type { Page } from 'playwright/test';
import type { Clip, Track } from '../src/session/index.ts';
import { type DeskPage, markersOf, open, playing, position, session, tabTo, undoLabel } from './desk/desk.ts';
import { expect, test } from './desk/returning.ts';

/** Samples of a frame at 48 kHz and 24 fps. */
const FRAME = 2000;

const tracks = async (page: Page): Promise<readonly Track[]> => {
  const { tracks: all, trackOrder } = await session(page);
  return trackOrder.flatMap((id) => all[id] ?? []);
};
const inPane = (page: Page, pane: string): Promise<boolean> =>
  page.evaluate((name) => document.activeElement?.closest(`[data-pane="${name}"]`) !== null, pane);

/** Goes from pane to pane with F6 until the keyboard is in this one. */
async function toPane(page: Page, pane: string): Promise<void> {
  for (let press = 0; press < 8; press += 1) {
    await page.keyboard.press('F6');
    if (await inPane(page, pane)) return;
  }
  throw new Error(`F6 never reached the ${pane} pane`);
}

test('the whole job by keyboard: play, mix, place, mark, edit, undo, choose the output, bounce', async ({
  page,
}) => {
  test.setTimeout(180_000);
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await open(page);
  await expect(page.getByRole('button', { name: 'Session: The Lighthouse' })).toBeVisible();

  await test.step('play and stop', async () => {
    await page.keyboard.press('Space');
    await expect.poll(() => position(page), { timeout: 20_000 }).toBeGreaterThan(24_000);
    await page.keyboard.press('Space');
    await expect.poll(() => playing(page)).toBe(false);
  });

  await test.step('set a level, mute and solo', async () => {
    await toPane(page, 'console');
    await tabTo(page, /^Level of [^,]+$/);
    const name = (await page.evaluate(() => document.activeElement?.getAttribute('aria-label')))?.slice(
      'Level of '.length,
    );
    const strip = async () => (await tracks(page)).find((track) => track.name === name)?.strip;
    const before = (await strip())?.faderDb ?? Number.NaN;
    await page.keyboard.press('ArrowUp');
    expect((await strip())?.faderDb).toBeCloseTo(before + 0.5, 6);
    await page.keyboard.press('x');
    expect((await strip())?.muted).toBe(true);
    await page.keyboard.press('x');
    await page.keyboard.press('s');
    expect((await strip())?.soloed).toBe(true);
    await page.keyboard.press('Alt+s');
    expect((await strip())?.soloed).toBe(false);
  });

  await test.step('move an object through the room', async () => {
    await toPane(page, 'stage');
    await tabTo(page, /, position$/);
    const before = await page.evaluate(() => document.activeElement?.getAttribute('aria-valuetext'));
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('PageUp');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-valuetext')))
      .not.toBe(before);
    expect(await undoLabel(page)).toMatch(/^Move /);
  });

  await test.step('add a marker', async () => {
    const before = (await markersOf(page)).length;
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('m');
    expect((await markersOf(page)).length).toBe(before + 1);
    expect(await undoLabel(page)).toMatch(/^Add marker/);
  });

  await test.step('nudge a clip, undo and redo', async () => {
    await toPane(page, 'timeline');
    await tabTo(page, /^Clip .* starts /);
    await page.keyboard.press('ArrowDown');
    const id = await page.evaluate(() => {
      const { selection } = (globalThis as unknown as DeskPage).scorestage.ui.getState();
      return selection.kind === 'clips' ? selection.ids[0] : undefined;
    });
    const start = async () =>
      Object.values<Clip>((await session(page)).clips).find((clip) => clip.id === id)?.start ?? Number.NaN;
    const before = await start();
    await page.keyboard.press('.');
    expect(await start()).toBe(before + FRAME);
    await page.keyboard.press('Control+z');
    expect(await start()).toBe(before);
    await page.keyboard.press('Control+Shift+z');
    expect(await start()).toBe(before + FRAME);
  });

  await test.step('set a loop of two seconds', async () => {
    // Among the clips arrows walk clips; a timecode is reached from everywhere.
    const go = async (timecode: string, sample: number) => {
      await page.keyboard.press('Control+g');
      await page.keyboard.type(timecode);
      await page.keyboard.press('Enter');
      await expect.poll(() => position(page)).toBe(sample);
    };
    await go('01:00:10:00', 480_000);
    await page.keyboard.press('[');
    await go('01:00:12:00', 576_000);
    await page.keyboard.press(']');
    const { loop } = await session(page);
    expect(loop.end - loop.start).toBe(96_000);
    expect(loop.enabled).toBe(true);
  });

  await test.step('choose another output', async () => {
    for (let press = 0; press < 8; press += 1) {
      await page.keyboard.press('F6');
      if (await page.evaluate(() => document.activeElement?.closest('.transport') !== null)) break;
    }
    await tabTo(page, /^Output$/);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('listbox')).toBeVisible();
    await page.keyboard.type('2.0');
    await page.keyboard.press('Enter');
    await expect
      .poll(() =>
        page.evaluate(() => (globalThis as unknown as DeskPage).scorestage.engine.getState().target),
      )
      .toBe('2.0');
  });

  await test.step('bounce the loop to a report', async () => {
    // A stem that is still being decoded cannot be bounced.
    await page.waitForFunction(
      () =>
        (globalThis as unknown as DeskPage).scorestage.status
          .getState()
          .imports.every(({ state }) => state === 'done'),
      null,
      { timeout: 120_000 },
    );
    await page.keyboard.press('Control+b');
    const dialog = page.getByRole('dialog', { name: 'Bounce' });
    await expect(dialog).toBeVisible();
    await tabTo(page, /^Whole session$/);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Space');
    await expect(dialog.getByText('2.00 s, 2 channels', { exact: false })).toBeVisible();
    await tabTo(page, /^Bounce$/);
    const download = page.waitForEvent('download', { timeout: 60_000 });
    await page.keyboard.press('Enter');
    expect((await download).suggestedFilename()).toBe('The Lighthouse 2.0 24-bit.wav');
    await expect(dialog.getByText(/^[0-9a-f]{64}$/)).toBeVisible({ timeout: 30_000 });
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  });
  expect(complaints, 'errors in the browser console').toEqual([]);
});
