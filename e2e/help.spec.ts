/** `?` on any control: every control of the window has a sentence, and the key shows it. */
import type { Page } from 'playwright/test';
import { CONTROLS, groupsOf, nameOf, textOf } from '../src/ui/help/find-help.ts';
import { HELP } from '../src/ui/help/help-texts.ts';
import { type DeskPage, open, trackNamed } from './desk/desk.ts';
import { expect, test } from './desk/returning.ts';

const PLACES = [...new Set(HELP.flatMap(({ within }) => within ?? []))];

/** Names of visible controls that no sentence explains. */
async function unexplained(page: Page): Promise<readonly string[]> {
  const found = await page.evaluate(
    ({ controls, places }) => {
      const { helpName, helpGroups } = globalThis as unknown as {
        helpName: (element: Element) => string;
        helpGroups: (element: Element) => readonly string[];
      };
      return [...document.querySelectorAll(controls)]
        .filter((element) => element.checkVisibility() && !element.closest('[aria-hidden="true"]'))
        .map((element) => ({
          name: helpName(element),
          inside: places.filter((place) => element.closest(place)),
          around: (() => {
            const names = [...helpGroups(element)];
            for (
              let at = element.parentElement?.closest(controls);
              at;
              at = at.parentElement?.closest(controls)
            )
              names.push(helpName(at));
            return names;
          })(),
        }));
    },
    { controls: CONTROLS, places: PLACES },
  );
  const explained = (name: string, inside: readonly string[]) =>
    HELP.some(
      ({ pattern, within }) => pattern.test(name) && (within === undefined || inside.includes(within)),
    );
  return [
    ...new Set(
      found
        .filter(
          ({ name, inside, around }) =>
            !explained(name, inside) && !around.some((other) => explained(other, inside)),
        )
        .map(({ name }) => name),
    ),
  ];
}

test('every control of the window is explained', async ({ page }) => {
  await page.addInitScript({
    content: `const textOf = ${textOf.toString()}; globalThis.helpName = ${nameOf.toString()}; globalThis.helpGroups = ${groupsOf.toString()}`,
  });
  await open(page);
  const missing: Record<string, readonly string[]> = {};
  const look = async (where: string) => {
    const names = await unexplained(page);
    if (names.length > 0) missing[where] = names;
  };
  await look('the window');
  for (const name of ['Solo Cello', 'High Strings', 'Harp']) {
    const { id } = await trackNamed(page, name);
    await page.evaluate((track) => {
      (globalThis as unknown as DeskPage).scorestage.ui.setState({
        selection: { kind: 'tracks', ids: [track] },
      });
    }, id);
    await look(name);
  }
  for (const space of ['Hall', 'Telephone']) {
    await page.evaluate(() => {
      (globalThis as unknown as DeskPage).scorestage.ui.setState({ selection: { kind: 'none' } });
    });
    const inspector = page.locator('[data-pane="inspector"]');
    await inspector.getByRole('button', { name: 'Add a space' }).click();
    await page.getByRole('menuitem', { name: space }).click();
    await expect(inspector.getByRole('radiogroup', { name: 'Kind of space' })).toBeVisible();
    await look(space);
  }
  for (const learning of ['audition', 'where', 'scenes', 'gestures', 'notes'] as const) {
    await page.evaluate((panel) => {
      (globalThis as unknown as DeskPage).scorestage.ui.setState({ learning: panel });
    }, learning);
    await expect(page.getByRole('complementary').first()).toBeVisible();
    await look(learning);
  }
  for (const processors of ['eq', 'dynamics'] as const) {
    await page.evaluate((which) => {
      (globalThis as unknown as DeskPage).scorestage.ui.setState({ learning: null, processors: which });
    }, processors);
    await look(processors);
  }
  expect(missing).toEqual({});
});

test('? explains what the keyboard is on, again shows all keys', async ({ page }) => {
  await open(page);
  await page.getByRole('slider', { name: 'Level of Choir', exact: true }).first().focus();
  await page.keyboard.press('Shift+?');
  const help = page.getByRole('status', { name: 'Help' });
  await expect(help).toContainText('dB from −∞ to +12');
  await page.screenshot({ path: 'test-results/help.png' });
  await page.keyboard.press('Escape');
  await expect(help).toBeEmpty();
  await page.keyboard.press('Shift+?');
  await page.keyboard.press('Shift+?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
});
