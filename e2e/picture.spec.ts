import type { Page } from 'playwright/test';
import { type DeskPage, locate, open, position, session } from './desk/desk.ts';
import { expect, test } from './desk/returning.ts';

/** Seconds of a frame at 24 fps. */
const FRAME_SECONDS = 1 / 24;
/** Samples of a frame at 48 kHz. */
const FRAME = 2000;
/** What the brief of the picture allows. */
const MOST_DRIFT_FRAMES = 2;

async function openWithPicture(page: Page): Promise<void> {
  await open(page);
  await page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2, null, {
    timeout: 30_000,
  });
}

const shownAt = (page: Page): Promise<number> =>
  page.evaluate(() => document.querySelector('video')?.currentTime ?? Number.NaN);

test('a stopped playhead shows the middle of its frame', async ({ page }) => {
  await openWithPicture(page);
  for (const frame of [0, 1, 1063, 240]) {
    await locate(page, frame * FRAME);
    await expect
      .poll(async () => Math.abs((await shownAt(page)) - (frame + 0.5) * FRAME_SECONDS), {
        message: `frame ${frame}`,
      })
      .toBeLessThan(FRAME_SECONDS / 2);
  }
  await page.keyboard.press('ArrowRight');
  await expect
    .poll(async () => Math.abs((await shownAt(page)) - 241.5 * FRAME_SECONDS))
    .toBeLessThan(FRAME_SECONDS / 2);
});

test('in steady playing the picture stays within two frames of the sound, without a sound of its own', async ({
  page,
}) => {
  await openWithPicture(page);
  await locate(page, 10 * 48_000);
  await page.keyboard.press('Space');
  // The start is a seek; what follows is steady.
  await expect.poll(() => position(page), { timeout: 20_000 }).toBeGreaterThan(13 * 48_000);
  const drifts = await page.evaluate(
    () =>
      new Promise<number[]>((done) => {
        const { engine } = (globalThis as unknown as DeskPage).scorestage;
        const video = document.querySelector('video');
        const until = engine.telemetry.position + 3 * 48_000;
        const found: number[] = [];
        const look = () => {
          found.push(Math.abs(Number(video?.dataset['driftFrames'])));
          if (engine.telemetry.position < until) requestAnimationFrame(look);
          else done(found);
        };
        requestAnimationFrame(look);
      }),
  );
  expect(drifts.length).toBeGreaterThan(20);
  // A machine that stalls the page for a moment may show in a few frames, never in one of twenty.
  const sorted = drifts.toSorted((one, other) => one - other);
  expect(sorted[Math.floor(sorted.length * 0.95)]).toBeLessThanOrEqual(MOST_DRIFT_FRAMES);
  expect(await page.evaluate(() => document.querySelector('video')?.muted)).toBe(true);
  await page.keyboard.press('Space');
  await expect.poll(() => page.evaluate(() => document.querySelector('video')?.paused)).toBe(true);
});

test('a session without picture offers one; a film that cannot be decoded is named, with a remedy', async ({
  page,
}) => {
  await open(page);
  await page.evaluate(() =>
    (globalThis as unknown as DeskPage).scorestage.createSession({
      name: 'Blind',
      sampleRate: 48_000,
      frameRate: '24',
      startTimecode: '01:00:00:00',
    }),
  );
  await expect(page.getByText('No picture yet.', { exact: false })).toBeVisible();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose a picture' }).click();
  await (await chooser).setFiles({
    name: 'reel 3.mp4',
    mimeType: 'video/mp4',
    buffer: Buffer.from('not a film at all'.repeat(100)),
  });
  await expect(page.getByRole('alert').filter({ hasText: /reel 3\.mp4.*Convert it/ })).toBeVisible();
  expect((await session(page)).name).toBe('Blind');
  await expect(page.getByRole('button', { name: 'Choose a picture' })).toBeVisible();
});
