import { AxeBuilder } from '@axe-core/playwright';
import { noiseAt, wavBytes } from '../tests/fixtures/storage/wav-bytes.ts';
import { chooseFiles, type ProvedPage, waitForApp } from '../tests/prove/page.ts';
import { locate, open, playing, session, toneWav, trackNamed, undoLabel } from './desk/desk.ts';
import { expect, test } from './desk/returning.ts';

// Nothing here looks at the stage, which is drawn by a processor where there is no graphics card.
test.use({ stage: false });

const RATE = 48_000;

/** A room as it would be measured: noise that falls by 60 dB in 1.2 s, as a file. */
const room = (name: string, channels: number) => ({
  name,
  mimeType: 'audio/wav',
  buffer: Buffer.from(
    wavBytes(
      's16le',
      channels,
      RATE,
      2 * RATE,
      (frame, channel) => noiseAt(frame, channel) * 10 ** ((-3 * frame) / RATE / 1.2),
    ),
  ),
});

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

  const give = async (button: string, file: ReturnType<typeof room>) => {
    const chooser = page.waitForEvent('filechooser');
    await inspector.getByRole('button', { name: button }).click();
    await (await chooser).setFiles([file]);
  };
  const response = async () =>
    Object.values((await session(page)).spaces).find(({ kind }) => kind === 'convolution')?.response ?? null;
  const picture = inspector.getByRole('img', { name: /^Level of Church\.wav/ });

  await test.step('a convolution takes a response of one’s own', async () => {
    await page.evaluate(() =>
      (globalThis as unknown as ProvedPage).scorestage.ui.setState({ selection: { kind: 'none' } }),
    );
    await inspector.getByRole('button', { name: 'Mute the return of Hall' }).click();
    await inspector.getByRole('button', { name: 'Add a space' }).click();
    await page.getByRole('menuitem', { name: 'Convolution' }).click();
    await expect(inspector.getByText('Silent until it has a response')).toBeVisible();
    await page.screenshot({ path: 'test-results/convolution-empty.png' });
    await give('Import a response…', room('Church.wav', 2));
    await expect(picture).toHaveAccessibleName(/Falls by 60 decibels in 1\.(19|20|21) s/);
    await expect(inspector.getByText('Ready', { exact: true })).toBeVisible();
    expect(await undoLabel(page)).toBe('Church.wav in Convolution');
    await page.screenshot({ path: 'test-results/convolution.png' });
    const { violations } = await new AxeBuilder({ page }).include('[data-pane="inspector"]').analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    await page.keyboard.press('Control+z');
    await expect.poll(response).toBeNull();
    await page.keyboard.press('Control+Shift+z');
    await expect(picture).toBeVisible();
  });

  await test.step('a file with four channels, dropped on the panel, is refused in words', async () => {
    const before = await response();
    const quad = room('Quad.wav', 4);
    const dropped = await page.evaluateHandle(
      ({ name, text }) => {
        const data = new DataTransfer();
        data.items.add(new File([Uint8Array.from(atob(text), (one) => one.charCodeAt(0))], name));
        return data;
      },
      { name: quad.name, text: quad.buffer.toString('base64') },
    );
    await picture.dispatchEvent('drop', { dataTransfer: dropped });
    const notice = page.getByRole('alert').filter({ hasText: 'Quad.wav' });
    await expect(notice).toContainText('“Quad.wav” has 4 channels; no response has that many.');
    await expect(notice).toContainText('mono (1), stereo (2), 5.1 (6), 7.1 (8), 7.1.2 (10)');
    await page.screenshot({ path: 'test-results/convolution-refused.png' });
    expect(await response()).toEqual(before);
  });

  await test.step('the cello rings on in it', async () => {
    await page.locator('[data-pane="console"] .strip-name').first().click();
    await inspector.getByRole('button', { name: 'Add a send' }).click();
    await page.getByRole('menuitem', { name: 'Convolution' }).click();
    await locate(page, 0.5 * RATE);
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    const front = () =>
      page.evaluate(() => {
        const { telemetry } = (globalThis as unknown as ProvedPage).scorestage.engine;
        return telemetry.position < 1.2 * 48_000 ? 0 : Math.min(telemetry.bedPeak(0), telemetry.bedPeak(1));
      });
    await expect.poll(front).toBeGreaterThan(1e-3);
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await expect.poll(() => playing(page)).toBe(false);
  });
});
