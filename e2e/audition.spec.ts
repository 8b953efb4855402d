/** Comparing placements by ear: held, heard, shuffled, kept as one step; the document knows nothing of it before. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from 'playwright/test';
import { type DeskPage, open, session, undoLabel } from './desk/desk.ts';

test('placements are compared beside the mix and the winner is one step', async ({ page }) => {
  await open(page);
  const track = Object.values((await session(page)).tracks).find(({ output }) => output.kind === 'object');
  if (track?.output.kind !== 'object') throw new Error('the demo has no object');
  await page.evaluate((id) => {
    const { ui } = (globalThis as unknown as DeskPage).scorestage;
    ui.setState({ selection: { kind: 'tracks', ids: [id] } });
  }, track.id);
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('Audition placements');
  await page.keyboard.press('Enter');
  const panel = page.getByRole('complementary', { name: 'Audition' });
  const slot = (letter: string) => panel.getByRole('group', { name: `Placement ${letter}` });
  await slot('A').getByRole('button', { name: /^Hold/ }).click();
  await slot('B').getByRole('button', { name: /^Hold/ }).click();

  // B goes to the left side by keyboard: the field is typed into.
  for (const [axis, value] of [
    ['left to right', '-1'],
    ['back to front', '0'],
    ['height', '0'],
  ]) {
    const field = slot('B').getByRole('spinbutton', { name: `B ${axis}` });
    await field.focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type(value ?? '');
    await page.keyboard.press('Enter');
  }
  await slot('B').getByRole('button', { name: 'Hear placement B' }).click();
  await expect(slot('B').getByRole('button', { name: 'Hear placement B' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await expect(panel.getByRole('status')).toHaveText(/dB applied/);
  // Nothing of it is in the document.
  expect(await undoLabel(page)).toBeNull();
  expect((await session(page)).tracks[track.id]?.output).toEqual(track.output);
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag22aa']).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.target.join(' ')}`)).toEqual([]);
  await page.screenshot({ path: 'test-results/audition.png' });

  await panel.getByRole('button', { name: 'Shuffle blind' }).click();
  await expect(slot('A')).toHaveCount(0);
  await panel.getByRole('button', { name: 'Hear placement 1' }).click();
  await panel.getByRole('button', { name: 'Reveal' }).click();
  await slot('B').getByRole('button', { name: 'Hear placement B' }).click();
  await panel.getByRole('button', { name: 'Keep' }).click();
  expect((await session(page)).tracks[track.id]?.output).toMatchObject({ position: { x: -1, y: 0, z: 0 } });
  expect(await undoLabel(page)).toBe(`Place ${track.name}`);
  await page.keyboard.press('Escape');
  await page.evaluate(() => (globalThis as unknown as DeskPage).scorestage.undo());
  expect((await session(page)).tracks[track.id]?.output).toEqual(track.output);
});
