/**
 * Journeys of someone who was here before: a browser of their own for each Playwright worker, with its profile on disk, in
 * which the demo's stems were decoded by the app itself, once for a build. Every journey still begins with nothing of the last one:
 * no session, no preference, no file but those of the demo. A first visit is a journey for Playwright's own `test`.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, type BrowserType, test as base, expect, type Page } from 'playwright/test';
import { chromiumArgs, chromiumPath } from '../../scripts/chromium.mjs';
import { hangTap } from '../../tests/prove/tap/tap.ts';
import { allIn, open } from './desk.ts';

export { expect } from 'playwright/test';

/** A browser that has the demo's audio in its pool. */
export interface Visitor {
  readonly context: BrowserContext;
  /** Takes away what journeys have left. Call with no page of the app open. */
  forget(): Promise<void>;
}

/** Paths of all files in the app's private file system. */
const listFiles = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const found: string[] = [];
    const walk = async (directory: FileSystemDirectoryHandle, path: string): Promise<void> => {
      const entries = directory as unknown as AsyncIterable<[string, FileSystemHandle]>;
      for await (const [name, handle] of entries) {
        if (handle.kind === 'directory') await walk(handle as FileSystemDirectoryHandle, `${path}${name}/`);
        else found.push(path + name);
      }
    };
    await walk(await navigator.storage.getDirectory(), '');
    return found;
  });

/** Removes files; false while a worker of a closed page still holds one. */
const removeFiles = (page: Page, paths: readonly string[]): Promise<boolean> =>
  page.evaluate(async (wanted) => {
    const root = await navigator.storage.getDirectory();
    try {
      for (const path of wanted) {
        const parts = path.split('/');
        const name = parts.pop() ?? '';
        let directory = root;
        for (const part of parts) directory = await directory.getDirectoryHandle(part);
        await directory.removeEntry(name);
      }
      return true;
    } catch (error) {
      if (error instanceof DOMException && error.name === 'NoModificationAllowedError') return false;
      throw error;
    }
  }, paths);

/** What of the first visit stays: audio of the pool, not the session it was made for. */
const isAudio = (path: string): boolean => !path.includes('/sessions/');

/** Opens a browser on a profile. */
function launch(chromium: BrowserType, profile: string, baseURL: string): Promise<BrowserContext> {
  const executablePath = chromiumPath();
  return chromium.launchPersistentContext(profile, {
    args: chromiumArgs,
    baseURL,
    viewport: { width: 1440, height: 900 },
    ...(executablePath ? { executablePath } : {}),
  });
}

/** Where the profile of a first visit to this build is kept: the page names every file of its build by content. */
async function visitedPath(baseURL: string): Promise<string> {
  const page = await readFile(new URL('../../dist/index.html', import.meta.url));
  const demo = await readFile(new URL('../../dist/demo/manifest.json', import.meta.url));
  // Storage belongs to an origin, so its port counts.
  const build = createHash('sha256').update(page).update(demo).update(baseURL).digest('hex').slice(0, 16);
  return fileURLToPath(new URL(`../../.cache/visited/${build}`, import.meta.url));
}

/**
 * Has the app decode its demo, once for a build: workers that come later, or in the next run, begin with a copy of the profile.
 * Two that come at once both visit, and the later one's profile is dropped.
 */
async function visitedProfile(chromium: BrowserType, baseURL: string): Promise<string> {
  const kept = await visitedPath(baseURL);
  if (existsSync(kept)) return kept;
  const folder = dirname(kept);
  await mkdir(folder, { recursive: true });
  // Of builds that are gone nobody asks again.
  for (const name of await readdir(folder))
    if (!name.startsWith(basename(kept))) await rm(join(folder, name), { recursive: true, force: true });
  const profile = await mkdtemp(`${kept}-`);
  const context = await launch(chromium, profile, baseURL);
  const page = await context.newPage();
  await open(page);
  await allIn(page);
  await context.close();
  try {
    await rename(profile, kept);
  } catch (error) {
    if (!existsSync(kept)) throw error;
    await rm(profile, { recursive: true, force: true });
  }
  return kept;
}

/** Opens the browser of someone who was here before. */
async function returningVisitor(chromium: BrowserType, profile: string, baseURL: string): Promise<Visitor> {
  await cp(await visitedProfile(chromium, baseURL), profile, { recursive: true });
  const context = await launch(chromium, profile, baseURL);
  // A document of the app's origin that runs nothing of the app.
  const outside = context.pages()[0] ?? (await context.newPage());
  await outside.goto('/icon.svg');
  const kept = new Set((await listFiles(outside)).filter(isAudio));
  const visitor: Visitor = {
    context,
    async forget() {
      await outside.evaluate(() => localStorage.clear());
      await expect
        .poll(async () => {
          const left = (await listFiles(outside)).filter((path) => !kept.has(path));
          return left.length === 0 || (await removeFiles(outside, left));
        })
        .toBe(true);
    },
  };
  await visitor.forget();
  return visitor;
}

/**
 * Folds the stage before the app runs, once for each page: a journey that follows the sound or the console needs no room
 * drawn by a processor beside it. What was folded or opened by hand meanwhile stays through a reload.
 */
const foldStage = (): void => {
  const key = 'scorestage.window';
  if (localStorage.getItem(key) === null) localStorage.setItem(key, JSON.stringify({ folded: ['stage'] }));
};

/** Playwright's `test`, in the browser of someone who was here before. */
export const test = base.extend<{ stage: boolean }, { visitor: Visitor }>({
  /** Whether the stage stands open as it does on a first visit; `test.use({ stage: false })` in journeys without a look at it. */
  stage: [true, { option: true }],
  page: async ({ page, stage }, use) => {
    if (!stage) await page.addInitScript(foldStage);
    await use(page);
  },
  visitor: [
    async ({ playwright }, use, { project }) => {
      const profile = await mkdtemp(join(tmpdir(), 'scorestage-visitor-'));
      const visitor = await returningVisitor(playwright.chromium, profile, project.use.baseURL ?? '');
      await use(visitor);
      await visitor.context.close();
      await rm(profile, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  context: async ({ visitor }, use) => {
    const { context } = visitor;
    await visitor.forget();
    const others = new Set(context.pages());
    await use(context);
    for (const page of context.pages()) if (!others.has(page)) await page.close();
  },
});

/**
 * Puts the tap behind the engine of a page that is opened from here on. The tap is a worklet from a blob, which the page's
 * own policy rightly refuses; it is lifted for this page alone.
 */
export async function listenIn(page: Page, quantum?: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Page.setBypassCSP', { enabled: true });
  await hangTap(page, quantum);
}
