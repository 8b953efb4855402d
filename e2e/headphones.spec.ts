/** SOFA files through the window: one is imported, checked, heard and kept; a damaged one is refused in words. */
import { makeSofa, malformedSofas } from '../tests/fixtures/sofa/generate.ts';
import { violations } from './desk/axe.ts';
import { type DeskPage, open } from './desk/desk.ts';
import { expect, test } from './desk/returning.ts';

// Nothing here looks at the stage, which is drawn by a processor where there is no graphics card.
test.use({ stage: false });

/** A pulse, later and weaker at the far ear. */
const pulse = (direction: number, ear: number, tap: number): number => {
  const side = direction === 12 ? 0 : Math.sin((direction * Math.PI) / 6);
  const late = 30 + Math.round((ear === 1 ? 1 : -1) * 12 * side);
  return tap === late ? 0.5 + (ear === 0 ? 0.25 : -0.25) * side : 0;
};

test('a SOFA file becomes the set of the headphones; a damaged one is refused', async ({ page }) => {
  await open(page);
  await page.evaluate(() =>
    (globalThis as unknown as DeskPage).scorestage.ui.setState({ dialog: 'headphones' }),
  );
  const dialog = page.getByRole('dialog', { name: 'Headphones' });
  const cell = (direction: string) =>
    dialog
      .getByRole('row', { name: new RegExp(`^${direction}°`) })
      .getByRole('cell')
      .first();
  // The built-in set's own delay at the side.
  await expect(cell('90')).toHaveText(/7\d\d µs/);

  const choose = async (name: string, bytes: Uint8Array) => {
    const chooser = page.waitForEvent('filechooser');
    await dialog.getByRole('button', { name: 'Import a SOFA file…' }).click();
    await (await chooser).setFiles({
      name,
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(bytes),
    });
  };
  for (const { name, bytes, says } of (await malformedSofas()).slice(0, 5)) {
    await choose(name, bytes);
    const alert = dialog.getByRole('alert');
    await expect(alert).toContainText(name);
    await expect(alert).toContainText(says);
  }
  await choose('made.sofa', await makeSofa({ sample: pulse }));
  await expect(dialog.getByText('CC0-1.0')).toBeVisible({ timeout: 60_000 });
  await expect(dialog.getByRole('button', { name: /Nobody · Noise/ })).toBeVisible();
  await expect(cell('90')).toHaveText(/(49\d|50\d) µs/);
  // The LFE, by keyboard: left out until asked for.
  const lfe = dialog.getByRole('radiogroup', { name: 'LFE on headphones' });
  await lfe.getByRole('radio', { name: 'Left out', checked: true }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(dialog.getByText(/low-passed at 120 Hz, 5.5 dB up/)).toBeVisible();
  expect(await violations(page, '[role="dialog"]')).toEqual([]);
  await page.screenshot({ path: 'test-results/headphones.png' });

  // Kept, chosen, and the engine starts with it: nothing was said of a fault.
  await page.reload();
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible({ timeout: 30_000 });
  await page.waitForFunction(() => 'scorestage' in globalThis);
  await page.evaluate(() =>
    (globalThis as unknown as DeskPage).scorestage.ui.setState({ dialog: 'headphones' }),
  );
  await expect(dialog.getByRole('button', { name: /Nobody · Noise/ })).toBeVisible();
  await expect(lfe.getByRole('radio', { name: 'To both ears' })).toBeChecked();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await page.waitForFunction(() => (globalThis as unknown as DeskPage).scorestage.engine.telemetry.playing);
  expect(
    await page.evaluate(() => (globalThis as unknown as DeskPage).scorestage.engine.getState().faults),
  ).toEqual([]);
});
