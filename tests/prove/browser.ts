import { type BrowserContext, chromium, type Page } from 'playwright';
import { chromiumArgs, chromiumPath } from '../../scripts/chromium.mjs';
import { waitForApp } from './page.ts';
import { hangTap } from './tap/tap.ts';

/** How a browser is opened. */
export interface OpenOptions {
  /** Folder of the profile: what an earlier run stored is there again. */
  readonly profile: string;
  readonly renderSizeHint?: number;
  readonly args?: readonly string[];
}

/** Opens a Chromium with a profile on disk (a private window would keep stems in memory) and the tap installed. */
export async function openBrowser({
  profile,
  renderSizeHint,
  args = [],
}: OpenOptions): Promise<BrowserContext> {
  const executablePath = chromiumPath();
  const context = await chromium.launchPersistentContext(profile, {
    args: [...chromiumArgs, ...args],
    bypassCSP: true,
    viewport: { width: 1440, height: 900 },
    ...(executablePath ? { executablePath } : {}),
  });
  await hangTap(context, renderSizeHint);
  return context;
}

/** Opens the app in the browser's first tab and waits until its window is there. */
export async function openApp(context: BrowserContext, url: string, imported = true): Promise<Page> {
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(url);
  await waitForApp(page, imported);
  return page;
}
