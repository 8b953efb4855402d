/** The trainer by keyboard alone: start, answer in numbers, be told, finish; the document knows nothing of it. */

import { violations } from './desk/axe.ts';
import { type DeskPage, open, session, tabTo, undoLabel } from './desk/desk.ts';
import { expect, test } from './desk/returning.ts';

// Nothing here looks at the stage, which is drawn by a processor where there is no graphics card.
test.use({ stage: false });

test('where is it? is played by keyboard and scored', async ({ page }) => {
  await open(page);
  const before = await session(page);
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('where is it');
  await page.keyboard.press('Enter');
  const panel = page.getByRole('complementary', { name: 'Where is it?' });
  await expect(panel.getByRole('button', { name: 'Start' })).toBeVisible();
  await tabTo(page, /^Start$/, 'Shift+Tab');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => (globalThis as unknown as DeskPage).scorestage.engine.telemetry.playing);

  await panel.getByRole('button', { name: /^From above/ }).focus();
  for (let press = 0; press < 5; press += 1) await page.keyboard.press('ArrowLeft');
  await expect(panel.getByRole('button', { name: /^From above: 50 percent left/ })).toBeVisible();
  await panel.getByRole('spinbutton', { name: 'Height' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('0.5');
  await page.keyboard.press('Enter');
  await expect(
    panel.getByRole('button', { name: /^From behind: 50 percent left, 50 percent up/ }),
  ).toBeVisible();
  await tabTo(page, /^Answer$/);
  await page.keyboard.press('Enter');
  await expect(panel.getByRole('status')).toContainText(/\d+ points: \d+° off\. It was/);
  // What the renderer did: speakers with their gains.
  await expect(panel.getByRole('status')).toContainText(/virtual 9\.1\.6: .*dB/);
  expect(await violations(page, 'aside')).toEqual([]);
  await page.screenshot({ path: 'test-results/where.png' });

  await tabTo(page, /^Next$/);
  await page.keyboard.press('Enter');
  await expect(panel.getByRole('button', { name: 'Answer' })).toBeVisible();
  await panel.getByRole('button', { name: 'Finish' }).focus();
  await page.keyboard.press('Enter');
  await expect(panel.getByRole('list', { name: /Earlier runs/ }).getByRole('listitem')).toHaveText(
    /Headphones: 1 answered/,
  );
  expect(await undoLabel(page)).toBeNull();
  expect((await session(page)).tracks).toEqual(before.tracks);
});

test('a session without tracks trains with pink noise, or any other sound', async ({ page }) => {
  await open(page);
  await page.evaluate(() =>
    (globalThis as unknown as DeskPage).scorestage.createSession({
      name: 'Empty',
      sampleRate: 48_000,
      frameRate: '24',
      startTimecode: '01:00:00:00',
    }),
  );
  await page.waitForFunction(
    () => (globalThis as unknown as DeskPage).scorestage.document.getState().session.name === 'Empty',
  );
  const before = await session(page);
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('where is it');
  await page.keyboard.press('Enter');
  const panel = page.getByRole('complementary', { name: 'Where is it?' });
  const sound = panel.getByRole('button', { name: /Sound to listen to/ });
  await expect(sound).toContainText('Pink noise');
  await tabTo(page, /Sound to listen to/, 'Shift+Tab');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Clicks');
  await page.keyboard.press('Enter');
  await expect(sound).toContainText('Clicks, ten a second');
  await page.screenshot({ path: 'test-results/where-sound.png' });
  await expect(panel.getByRole('button', { name: 'Start' })).toBeEnabled();
  await tabTo(page, /^Start$/);
  await page.keyboard.press('Enter');
  await expect
    .poll(() =>
      page.evaluate(() => {
        const { telemetry } = (globalThis as unknown as DeskPage).scorestage.engine;
        return Math.max(telemetry.outputPeak(0), telemetry.outputPeak(1));
      }),
    )
    .toBeGreaterThan(0.02);
  await panel.getByRole('button', { name: 'Answer' }).click();
  await expect(panel.getByRole('status')).toContainText(/points: .*It was .*dB/);
  const clips = await page.evaluate(
    () => (globalThis as unknown as DeskPage).scorestage.engine.telemetry.clipCount,
  );
  expect(clips).toBe(0);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.screenshot({ path: 'test-results/where-sound-phone.png' });
  await panel.getByRole('button', { name: 'Finish' }).click();
  expect(await session(page)).toEqual(before);
});
