import type { Page } from 'playwright';
import type { LiveEngine } from '../../src/engine/browser.ts';
import type { Workspace } from '../../src/ui/state/workspace.ts';
import type { TapPage } from './tap/install.ts';

/** What a proved page has on `globalThis`: its open workspace, and the tap if one was hung. */
export interface ProvedPage {
  readonly scorestage: Omit<Workspace, 'engine'> & { readonly engine: LiveEngine };
  readonly scorestageTap: TapPage;
}

/** Waits until the app has a workspace and, if asked, until every file under way is in. */
export async function waitForApp(page: Page, imported = true): Promise<void> {
  await page.waitForFunction(() => 'scorestage' in globalThis, null, { timeout: 60_000 });
  if (!imported) return;
  await page.waitForFunction(
    () => {
      const { scorestage } = globalThis as unknown as ProvedPage;
      const { imports } = scorestage.status.getState();
      return imports.every(({ state }) => state !== 'waiting' && state !== 'running');
    },
    null,
    { timeout: 120_000 },
  );
}

/** Chooses files through the app's own picker, by its key. */
export async function chooseFiles(
  page: Page,
  files: string | { readonly name: string; readonly mimeType: string; readonly buffer: Buffer }[],
): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.press('Control+i');
  await (await chooser).setFiles(files);
}
