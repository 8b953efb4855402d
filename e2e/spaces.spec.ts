import { AxeBuilder } from '@axe-core/playwright';
import { chooseFiles, type ProvedPage, waitForApp } from '../tests/prove/page.ts';
import { locate, open, playing, session, toneWav, trackNamed, undoLabel } from './desk/desk.ts';
import { expect, test } from './desk/returning.ts';

// Nothing here looks at the stage, which is drawn by a processor where there is no graphics card.
test.use({ stage: false });

const RATE = 48_000;

test('the cello is sent to a hall and rings on after its end', async ({ page }) => {
  await open(page);
  await page.evaluate(() =>
    (globalThis as unknown as ProvedPage).scorestage.createSession({
      name: 'Ring',
      sampleRate: 48_000,
      frameRate: '24',
      startTimecode: '01:00:00:00',
    }),
  );
  await page.waitForFunction(
    () => (globalThis as unknown as ProvedPage).scorestage.document.getState().session.name === 'Ring',
  );
  const buffer = toneWav(RATE);
  await chooseFiles(page, 'Import stems…', [{ name: 'Cello.wav', mimeType: 'audio/wav', buffer }]);
  await waitForApp(page);
  await expect(page.getByRole('menu')).toHaveCount(0);
  const inspector = page.locator('[data-pane="inspector"]');

  await test.step('a hall is added from the session’s inspector', async () => {
    await page.evaluate(() =>
      (globalThis as unknown as ProvedPage).scorestage.ui.setState({ selection: { kind: 'none' } }),
    );
    await inspector.getByRole('button', { name: 'Add a space' }).click();
    await page.getByRole('menuitem', { name: 'Hall' }).click();
    await expect(inspector.getByRole('slider', { name: 'Return', exact: true })).toBeVisible();
    await inspector.getByRole('slider', { name: 'Decay time, mid' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.type('5');
    await page.keyboard.press('Enter');
    await expect.poll(async () => Object.values((await session(page)).spaces)[0]?.midDecay).toBe(5);
    await expect(inspector.getByRole('img', { name: /5\.00 s \(mid\)/ })).toBeVisible();
    await page.screenshot({ path: 'test-results/space-panel.png' });
    const { violations } = await new AxeBuilder({ page }).include('[data-pane="inspector"]').analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
  });

  await test.step('the cello is sent there', async () => {
    await page.locator('[data-pane="console"] .strip-name').first().click();
    await inspector.getByRole('button', { name: 'Add a send' }).click();
    await page.getByRole('menuitem', { name: 'Hall' }).click();
    expect(await undoLabel(page)).toBe('Send Cello to Hall');
    const level = inspector.getByRole('slider', { name: 'Send to Hall' });
    await level.focus();
    await page.keyboard.press('Enter');
    await page.keyboard.type('0');
    await page.keyboard.press('Enter');
    await expect
      .poll(async () => Object.values((await trackNamed(page, 'Cello')).sends)[0])
      .toEqual({ on: true, levelDb: 0, preFader: false });
    await page.screenshot({ path: 'test-results/space-sends.png' });
  });

  const tail = () =>
    page.evaluate(() => {
      const { telemetry } = (globalThis as unknown as ProvedPage).scorestage.engine;
      // A mono stem in front goes to L and R of the bed: what sounds at the sides comes back from the hall.
      return { position: telemetry.position, side: Math.min(telemetry.bedPeak(4), telemetry.bedPeak(5)) };
    });
  await test.step('it rings on after the end of the stem', async () => {
    await locate(page, 0.5 * RATE);
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await expect.poll(async () => (await tail()).position).toBeGreaterThan(2.2 * RATE);
    expect((await tail()).side).toBeGreaterThan(1e-3);
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await expect.poll(() => playing(page)).toBe(false);
  });
});
