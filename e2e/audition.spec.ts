/** Comparing placements by ear: held, heard, shuffled, kept as one step; the document knows nothing of it before. */
import type { Page } from 'playwright/test';
import { LAYOUT_SPEAKERS } from '../src/units/index.ts';
import { violations } from './desk/axe.ts';
import { type DeskPage, open, session, undoLabel } from './desk/desk.ts';
import { expect, test } from './desk/returning.ts';

// Nothing here looks at the stage, which is drawn by a processor where there is no graphics card.
test.use({ stage: false });

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
  expect(await violations(page, 'aside')).toEqual([]);
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

/** Types numbers into the fields of a slot. */
async function placeAt(
  page: Page,
  letter: string,
  place: readonly [string, string, string, string],
): Promise<void> {
  for (const [index, axis] of ['left to right', 'back to front', 'height', 'size'].entries()) {
    await page.getByRole('spinbutton', { name: `${letter} ${axis}` }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type(place[index] ?? '');
    await page.keyboard.press('Enter');
  }
}

/** Highest peaks of the speakers over a second of sound, by label. */
const loudest = (page: Page): Promise<Readonly<Record<string, number>>> =>
  page.evaluate(
    async (labels) => {
      const { telemetry } = (globalThis as unknown as DeskPage).scorestage.engine;
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      const advance = async (samples: number, each: () => void) => {
        for (const from = telemetry.position; telemetry.position < from + samples; await frame()) each();
      };
      // The meters' own fall, so that nothing of what was heard before is left in them.
      await advance(72_000, () => undefined);
      const peaks = labels.map(() => 0);
      await advance(48_000, () => {
        labels.forEach((_, channel) => {
          peaks[channel] = Math.max(peaks[channel] ?? 0, telemetry.outputPeak(channel));
        });
      });
      return Object.fromEntries(labels.map((label, channel) => [label, peaks[channel] ?? 0]));
    },
    LAYOUT_SPEAKERS['7.1.4'].map(({ label }) => label),
  );

test('pink noise and a bell stand in for the stem, on the right by number, and nobody finds them in the session', async ({
  page,
}) => {
  await open(page);
  const before = await session(page);
  await page.evaluate(() => {
    (globalThis as unknown as DeskPage).scorestage.prefs.setState({ target: '7.1.4' });
  });
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('Audition placements');
  await page.keyboard.press('Enter');
  const panel = page.getByRole('complementary', { name: 'Audition' });
  const sound = panel.getByRole('button', { name: /Sound to audition with/ });
  await sound.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(sound).toContainText('Pink noise');
  await panel.getByRole('button', { name: /in A$/ }).click();
  await placeAt(page, 'A', ['1', '0', '0', '0']);
  const hear = panel.getByRole('button', { name: 'Hear placement A' });
  await hear.focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => (globalThis as unknown as DeskPage).scorestage.engine.telemetry.playing);

  const noise = await loudest(page);
  const { Rss = 0, ...others } = noise;
  expect(Rss).toBeGreaterThan(0.05);
  expect(Rss).toBeLessThan(0.71);
  for (const [label, peak] of Object.entries(others)) expect(peak, label).toBeLessThan(Rss / 1000);
  expect(await violations(page, 'aside')).toEqual([]);
  await page.screenshot({ path: 'test-results/audition-source.png' });
  await sound.click();
  await page.screenshot({ path: 'test-results/audition-sources.png' });
  await page.getByRole('option', { name: /^Bell/ }).click();

  // An instrument comes through the same door, once Tone has been fetched.
  await expect(sound).toContainText('Bell');
  await expect(panel.getByText('Making the sound…')).toHaveCount(0);
  const bell = await loudest(page);
  expect(bell['Rss'] ?? 0).toBeGreaterThan(0.02);
  expect(bell['Lss'] ?? 0).toBeLessThan((bell['Rss'] ?? 0) / 1000);

  const missed = await page.evaluate(
    () => (globalThis as unknown as DeskPage).scorestage.engine.telemetry.missedSlots,
  );
  console.log(`Rss ${(20 * Math.log10(Rss)).toFixed(1)} dBFS, missed ${missed}`);

  await page.setViewportSize({ width: 390, height: 844 });
  await page.screenshot({ path: 'test-results/audition-source-phone.png' });
  await panel.getByRole('button', { name: 'Close the audition' }).click();
  expect(await undoLabel(page)).toBeNull();
  expect(await session(page)).toEqual(before);
  expect(
    await page.evaluate(() => (globalThis as unknown as DeskPage).scorestage.engine.getState().faults),
  ).toEqual([]);
});
