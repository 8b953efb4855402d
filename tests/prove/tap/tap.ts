import { readFile } from 'node:fs/promises';
import type { BrowserContext, Page } from 'playwright';
import { installTap, tapSettings } from './install.ts';

/**
 * Puts the tap into every page the context opens from now on, or into one page. The context must bypass the page's content policy: a
 * worklet can't be answered for by the driver, so it comes from a blob.
 */
export async function hangTap(
  context: Pick<BrowserContext | Page, 'addInitScript'>,
  renderSizeHint?: number,
): Promise<void> {
  const source = await readFile(new URL('./tap-worklet.js', import.meta.url), 'utf8');
  // Functions compiled on the fly carry a naming helper that the page does not have.
  await context.addInitScript({ content: 'globalThis.__name ??= (value) => value;' });
  await context.addInitScript(installTap, tapSettings(source, renderSizeHint));
}
