import type { Page } from 'playwright/test';
import { violations } from './desk/axe.ts';
import { expect, test } from './desk/returning.ts';

async function open(page: Page): Promise<void> {
  await page.goto('/');
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible({ timeout: 30_000 });
}

test('the window', async ({ page }) => {
  await open(page);
  expect(await violations(page)).toEqual([]);
});

test('an object, a clip and a family in the inspector', async ({ page }) => {
  await open(page);
  const select = (selection: object) =>
    page.evaluate((next) => Reflect.get(window, 'scorestage').ui.setState({ selection: next }), selection);
  const { object, clip } = await page.evaluate(() => {
    const { session } = Reflect.get(window, 'scorestage').document.getState();
    const tracks: { id: string; output: { kind: string } }[] = Object.values(session.tracks);
    return {
      object: tracks.find((track) => track.output.kind === 'object')?.id,
      clip: Object.keys(session.clips)[0],
    };
  });
  for (const { panel, ...selection } of [
    { panel: 'Strip', kind: 'tracks', ids: [object] },
    { panel: 'Clip', kind: 'clips', ids: [clip] },
    { panel: 'Family VCA', kind: 'family', name: 'music' },
  ]) {
    await select(selection);
    // The panel may be another's a moment longer.
    await expect(page.locator(`[data-pane="inspector"] section[aria-label="${panel}"]`)).toBeVisible();
    expect(await violations(page, '[data-pane="inspector"]')).toEqual([]);
  }
});

for (const dialog of ['bounce', 'keys', 'open', 'new', 'preferences'] as const) {
  test(`the ${dialog} dialog`, async ({ page }) => {
    await open(page);
    await page.evaluate((name) => Reflect.get(window, 'scorestage').ui.setState({ dialog: name }), dialog);
    await expect(page.getByRole('dialog')).toBeVisible();
    expect(await violations(page, '[data-pane="inspector"]')).toEqual([]);
  });
}

test('every tab of the narrow window', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page);
  for (const name of ['Picture', 'Stage', 'Timeline', 'Console', 'Inspector']) {
    await page.getByRole('tab', { name }).click();
    expect(await violations(page), name).toEqual([]);
  }
});

test('targets are at least 24 by 24 pixels', async ({ page }) => {
  await open(page);
  const small = await page.evaluate(() =>
    [
      ...document.querySelectorAll<HTMLElement>(
        '.transport button, [data-pane="console"] button, [data-pane="inspector"] button',
      ),
    ]
      .map((button) => {
        const own = button.getBoundingClientRect();
        const after = getComputedStyle(button, '::after');
        // A pseudo-element may widen the target beyond what is seen.
        const extra =
          after.content === 'none'
            ? 0
            : -Number.parseFloat(after.top || '0') - Number.parseFloat(after.bottom || '0');
        return {
          name: button.ariaLabel ?? button.textContent,
          width: own.width,
          height: own.height + Math.max(0, extra || 0),
        };
      })
      .filter(({ width, height }) => width > 0 && (width < 24 || height < 24)),
  );
  expect(small).toEqual([]);
});
