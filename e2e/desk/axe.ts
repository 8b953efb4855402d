import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from 'playwright/test';

/** WCAG 2.2, levels A and AA; `wcag21a` also compares names with what is written on a control. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/**
 * Violations of WCAG 2.2 A and AA, as one line each. Panels that arrive by a chunk of their own are waited for: looked at
 * before, there is nothing to find fault with. What opens a panel waits for the panel itself before it asks.
 * @param within selectors of what is looked at; default the whole window
 */
export async function violations(page: Page, ...within: readonly string[]): Promise<readonly string[]> {
  await expect(page.locator('.inspector:not(:has(> *))')).toHaveCount(0);
  const axe = new AxeBuilder({ page }).withTags(TAGS);
  for (const selector of within) axe.include(selector);
  const { violations: found } = await axe.analyze();
  return found.map(
    ({ id, impact, nodes }) =>
      `${impact} ${id}: ${nodes
        .map(({ target }) => target.join(' '))
        .slice(0, 4)
        .join(' | ')}`,
  );
}
