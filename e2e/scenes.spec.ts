/** Scenes and gestures by hand: stored, recalled, compared, morphed to; swells, pull-backs and silences as plain lanes. */
import type { Page } from 'playwright/test';
import { laneValueAt } from '../src/session/index.ts';
import { violations } from './desk/axe.ts';
import { type DeskPage, locate, open, session, trackNamed, undoLabel } from './desk/desk.ts';
import { expect, test } from './desk/returning.ts';

// Nothing here looks at the stage, which is drawn by a processor where there is no graphics card.
test.use({ stage: false });

async function openPanel(page: Page, command: string, name: string) {
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type(command);
  await page.keyboard.press('Enter');
  return page.getByRole('complementary', { name });
}

const setMusic = (page: Page, faderDb: number) =>
  page.evaluate(async (level) => {
    const workspace = (globalThis as unknown as DeskPage).scorestage;
    workspace.edit('Fader', (draft) => {
      draft.families.music.faderDb = level as never;
    });
  }, faderDb);

const clean = async (page: Page) => {
  expect(await violations(page, 'aside')).toEqual([]);
};

test('scenes are stored, compared level-matched and blind, recalled and morphed to', async ({ page }) => {
  test.setTimeout(240_000);
  await open(page);
  const panel = await openPanel(page, 'Scenes', 'Scenes');
  const name = panel.getByRole('textbox', { name: 'Name of the scene to store' });
  await name.fill('Under the line');
  await name.press('Enter');
  await setMusic(page, -10);
  await name.fill('Storm');
  await name.press('Enter');
  expect(
    Object.values((await session(page)).scenes)
      .map((scene) => scene.name)
      .sort(),
  ).toEqual(['Storm', 'Under the line']);

  await panel.getByRole('button', { name: 'Unfold Under the line' }).click();
  await panel.getByRole('button', { name: 'Hold Under the line as A' }).click();
  await expect(panel.getByRole('table')).toContainText('Music · fader');
  await panel.getByRole('button', { name: 'Unfold Storm' }).click();
  await panel.getByRole('button', { name: 'Hold Storm as B' }).click();
  await panel.getByRole('button', { name: 'Match' }).click();
  const words = panel.getByRole('region', { name: 'Compare scenes' }).getByRole('status');
  await expect(words).toContainText('dB applied', { timeout: 90_000 });
  await panel.getByRole('button', { name: 'Hear A, Under the line' }).click();
  // Only the music was lowered: the mix is louder in A by something between nothing and all of it.
  await expect(words).toHaveText(/^−\d+\.\d dB applied/);
  expect((await session(page)).families.music.faderDb).toBe(-10);
  await clean(page);
  await page.screenshot({ path: 'test-results/scenes.png' });
  await panel.getByRole('button', { name: 'Shuffle blind' }).click();
  await expect(panel.getByRole('button', { name: 'Hear scene 2' })).toBeVisible();
  await panel.getByRole('button', { name: 'Reveal' }).click();
  await panel.getByRole('button', { name: 'Hear the mix as it stands' }).click();

  await locate(page, 480_000);
  await panel.getByRole('button', { name: 'Write the morph to Under the line' }).click();
  expect(await undoLabel(page)).toBe('Morph to Under the line');
  const ride = (await session(page)).families.music.lanes.rideDb;
  expect([480_000, 528_000, 576_000].map((time) => laneValueAt(ride, time, 0))).toEqual([0, 5, 10]);
  await panel.getByRole('button', { name: 'Recall Under the line' }).click();
  expect((await session(page)).families.music.faderDb).toBe(0);

  await page.setViewportSize({ width: 390, height: 844 });
  await page.screenshot({ path: 'test-results/scenes-phone.png' });
});

test('gestures find the silences of the dialogue and write rides that undo in one step', async ({ page }) => {
  await open(page);
  const cello = await trackNamed(page, 'Solo Cello');
  await page.evaluate((id) => {
    const { ui } = (globalThis as unknown as DeskPage).scorestage;
    ui.setState({ selection: { kind: 'tracks', ids: [id] } });
  }, cello.id);
  const panel = await openPanel(page, 'Gestures', 'Gestures');
  await expect(panel).toContainText('Written as ride automation', { timeout: 60_000 });
  await panel.getByRole('button', { name: /Where the gesture is made/ }).click();
  await page
    .getByRole('option', { name: /^silence/ })
    .nth(1)
    .click();
  await panel.getByRole('button', { name: 'Write swell' }).click();
  const swollen = (await trackNamed(page, 'Solo Cello')).lanes.rideDb ?? [];
  const before = cello.lanes.rideDb;
  const rise = Math.max(...swollen.map(({ time, value }) => value - laneValueAt(before, time, 0)));
  expect(rise).toBeCloseTo(4, 1);
  expect(await undoLabel(page)).toBe('Swell of Solo Cello');
  await clean(page);
  await page.screenshot({ path: 'test-results/gestures.png' });

  await panel.getByRole('radio', { name: 'Pull back before a hit' }).click();
  await panel.getByRole('button', { name: 'Write pull-back' }).click();
  const hit = Object.values((await session(page)).markers)
    .filter(({ kind }) => kind === 'hit')
    .sort((a, b) => a.start - b.start)[0];
  const pulled = (await trackNamed(page, 'Solo Cello')).lanes.rideDb;
  expect(
    laneValueAt(pulled, (hit?.start ?? 0) - 1000, 0) - laneValueAt(swollen, (hit?.start ?? 0) - 1000, 0),
  ).toBeCloseTo(-12, 1);

  await panel.getByRole('radio', { name: 'Let silence breathe' }).click();
  await panel.getByRole('button', { name: 'Write silence' }).click();
  expect(await undoLabel(page)).toBe('Let silence breathe');
  expect((await trackNamed(page, 'Solo Cello')).lanes.rideDb).toEqual(pulled);
  const others = Object.values((await session(page)).tracks).filter(({ id }) => id !== cello.id);
  expect(others.every(({ lanes }) => lanes.rideDb?.some(({ value }) => value === -144))).toBe(true);
  await page.evaluate(() => {
    const { undo } = (globalThis as unknown as DeskPage).scorestage;
    for (let step = 0; step < 3; step += 1) undo();
  });
  expect((await trackNamed(page, 'Solo Cello')).lanes.rideDb).toEqual(before);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.screenshot({ path: 'test-results/gestures-phone.png' });
});
