import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright/test';
import { chooseFiles, type ProvedPage, waitForApp } from '../tests/prove/page.ts';
import { locate, open, tabTo, toneWav } from './desk/desk.ts';
import { expect, test } from './desk/returning.ts';

const RATE = 48_000;
/** Of a tone of `toneWav` (16,000 of 32,768: −6.2 dBFS, a sine 3 dB under its peak) to −23 LKFS, dB. */
const FADER = '-13.8';

const bridge = (page: Page) => page.getByRole('region', { name: 'Loudness of the 5.1 re-render' });
const reading = (page: Page, name: RegExp) => bridge(page).getByRole('meter', { name });

/** A new session of one mono tone of 997 Hz, effects, an object in the middle of the front, whose fader makes it −23 LKFS. */
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
  const buffer = toneWav(60 * RATE, 997);
  await chooseFiles(page, 'Import stems…', [{ name: 'FX tone.wav', mimeType: 'audio/wav', buffer }]);
  await waitForApp(page);
  await expect(page.getByRole('menu')).toHaveCount(0);
  await page.getByRole('slider', { name: 'Level of FX tone' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.type(FADER);
  await page.keyboard.press('Enter');
}

test('a tone of −23 LKFS reads −23 everywhere, and is judged by what has sounded', async ({ page }) => {
  await openTone(page);
  await expect(reading(page, /^Integrated/)).toHaveText('–');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  for (const name of [/^Momentary/, /^Short-term/, /^Integrated/])
    await expect(reading(page, name)).toHaveText('−23.0');
  await expect(reading(page, /^Integrated/)).toHaveAttribute('aria-valuetext', 'minus 23.0 LKFS');
  await expect(page.getByRole('meter', { name: 'Meter of FX tone' })).toHaveAttribute(
    'aria-valuetext',
    'peak −20 dBFS, −23 LKFS',
  );
  // An object in the middle of the front: the centre of 5.1 alone.
  await expect(page.getByRole('meter', { name: 'Meter of the Effects family' })).toHaveAttribute(
    'aria-valuetext',
    'peak −20 dBFS, −23 LKFS',
  );
  await expect(page.getByRole('meter', { name: 'Meter of the Music family' })).toHaveAttribute(
    'aria-valuetext',
    'silent',
  );
  await expect(reading(page, /^Correlation of the Lo/)).toHaveAttribute(
    'aria-valuetext',
    '1.00, nearly mono',
  );

  await test.step('the target says what it is of', async () => {
    await page.getByRole('slider', { name: 'Level of the Ambience family' }).focus();
    await tabTo(page, /Loudness target/);
    await page.keyboard.press('Enter');
    await page.getByRole('option', { name: /EBU R 128/ }).click();
    await expect(bridge(page)).toContainText('Programme in range: 0.0 LU');
    await bridge(page)
      .getByRole('button', { name: /Loudness target/ })
      .click();
    await page.getByRole('option', { name: /Streaming films/ }).click();
    await expect(bridge(page)).toContainText('Not judged: dialogue has the target');
  });

  await test.step('reset begins anew, by keyboard', async () => {
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await expect(reading(page, /^Momentary/)).toHaveText('–');
    await expect(reading(page, /^Integrated/)).toHaveText('−23.0');
    await tabTo(page, /^Measure the integrated loudness anew$/, 'Shift+Tab');
    await page.keyboard.press('Enter');
    await expect(reading(page, /^Integrated/)).toHaveText('–');
    await expect(bridge(page)).toContainText('Nothing measured yet: play.');
  });
});

test('the bridge is put away and remembered, has its tab on a phone, and passes axe', async ({ page }) => {
  await open(page);
  const toggle = page.getByRole('button', { name: 'Loudness of the 5.1 re-render' });
  await expect(toggle).toHaveAttribute('aria-pressed', 'true');
  await locate(page, 30 * RATE);
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await expect(reading(page, /^Momentary/)).not.toHaveText('–');
  const { violations } = await new AxeBuilder({ page }).include('[data-pane="console"]').analyze();
  expect(violations).toEqual([]);
  await page.getByRole('button', { name: 'Stop', exact: true }).click();

  await toggle.click();
  await expect(bridge(page)).toHaveCount(0);
  await page.reload();
  await expect(toggle).toHaveAttribute('aria-pressed', 'false');

  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('tab', { name: 'Console' }).click();
  await page.getByRole('radio', { name: 'Loudness' }).click();
  await expect(bridge(page)).toBeVisible();
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
});

test('energy by direction is drawn, told in numbers in the list, and remembered', async ({ page }) => {
  await openTone(page);
  const stage = page.getByRole('region', { name: 'Stage', exact: true });
  const toggle = stage.getByRole('button', { name: 'Energy by direction' });
  await toggle.focus();
  await page.keyboard.press('Enter');
  await expect(toggle).toHaveAttribute('aria-pressed', 'true');
  await stage.getByRole('button', { name: 'List' }).click();
  const from = (direction: string) =>
    stage.getByRole('meter', { name: `Energy from the ${direction}, ear height` });
  await expect(from('front')).toHaveText('–');
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  // −20.0 dBFS peak, a sine 3 dB under it; an object in the middle of the front wall.
  await expect(from('front')).toHaveText('−23');
  await expect(from('back')).toHaveText('–');
  const { violations } = await new AxeBuilder({ page }).include('[data-pane="stage"]').analyze();
  expect(violations).toEqual([]);
  await page.reload();
  await expect(toggle).toHaveAttribute('aria-pressed', 'true');
});
