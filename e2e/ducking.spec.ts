import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright/test';
import { allIn } from './desk/desk.ts';
import { expect, test } from './desk/returning.ts';

// Nothing here looks at the stage, which is drawn by a processor where there is no graphics card.
test.use({ stage: false });

interface Duck {
  mode: string;
  level: { on: boolean; rangeDb: number };
  spectral: { on: boolean };
  printed: Record<string, { time: number; value: number }[]>;
}

const duckOf = (page: Page): Promise<Duck> =>
  page.evaluate(
    () => Reflect.get(window, 'scorestage').document.getState().session.families.music.duck as Duck,
  );

test('a family is ducked, printed, taken back and undone by keyboard and mouse', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible({ timeout: 30_000 });
  await allIn(page);
  await page.evaluate(() =>
    Reflect.get(window, 'scorestage').ui.setState({ selection: { kind: 'family', name: 'music' } }),
  );
  const panel = page.getByRole('region', { name: 'Ducking under dialogue' });
  await panel.getByRole('radio', { name: 'Live' }).click();
  expect((await duckOf(page)).mode).toBe('live');
  const range = panel.getByRole('slider', { name: 'Level: Most it turns down' });
  await range.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Tab');
  await expect.poll(async () => (await duckOf(page)).level.rangeDb).toBe(6.5);
  await panel.getByRole('button', { name: 'On: duck the speech bands of Music' }).click();
  expect((await duckOf(page)).spectral.on).toBe(true);
  const axe = await new AxeBuilder({ page }).include('[aria-label="Ducking under dialogue"]').analyze();
  expect(axe.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);

  await panel.getByRole('button', { name: 'Print', exact: true }).click();
  await expect.poll(async () => (await duckOf(page)).mode, { timeout: 120_000 }).toBe('printed');
  const { printed } = await duckOf(page);
  const points = printed['levelDb'] ?? [];
  expect(Math.min(...points.map(({ value }) => value))).toBeCloseTo(-6.5, 1);
  expect(points.length).toBeGreaterThan(4);
  await expect(panel.getByRole('radio', { name: 'Printed' })).toBeVisible();
  await panel.getByRole('button', { name: 'Remove' }).click();
  expect([(await duckOf(page)).mode, (await duckOf(page)).printed]).toEqual(['live', {}]);
  await page.keyboard.press('Control+z');
  expect((await duckOf(page)).printed['levelDb']?.length).toBe(points.length);
});
