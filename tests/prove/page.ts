import type { Page } from 'playwright';
import type { LiveEngine } from '../../src/engine/browser.ts';
import type { Workspace } from '../../src/ui/state/workspace.ts';
import type { TapPage } from './tap/install.ts';

/** What a proved page has on `globalThis`: its open workspace, and the tap if one was hung. */
export interface ProvedPage {
  readonly scorestage: Omit<Workspace, 'engine'> & { readonly engine: LiveEngine };
  readonly scorestageTap: TapPage;
}

/** How often a page is asked, ms; not each frame, since frames are what a busy page drops first. */
export const POLL_MS = 50;

/** Waits until the app has a workspace and, if asked, until every file under way is in. */
export async function waitForApp(page: Page, imported = true): Promise<void> {
  await page.waitForFunction(() => 'scorestage' in globalThis, null, { timeout: 60_000, polling: POLL_MS });
  if (!imported) return;
  await page.waitForFunction(
    () => {
      const { scorestage } = globalThis as unknown as ProvedPage;
      const { imports } = scorestage.status.getState();
      return imports.every(({ state }) => state !== 'waiting' && state !== 'running');
    },
    null,
    { timeout: 240_000, polling: POLL_MS },
  );
}

/** Chooses files through the app's own picker: stems to import, or a package to open. */
export async function chooseFiles(
  page: Page,
  item: 'Import stems…' | 'Open a .scorestage file…',
  files: string | { readonly name: string; readonly mimeType: string; readonly buffer: Buffer }[],
): Promise<void> {
  await page.getByRole('button', { name: /^Session:/ }).click();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('menuitem', { name: item }).click();
  await (await chooser).setFiles(files);
}
