import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright';
import { chromiumArgs, chromiumPath } from '../../scripts/chromium.mjs';

/** A Chromium whose process this proof owns, so that it can be killed. */
export interface OwnChromium {
  readonly page: Page;
  /** SIGKILL to every process of this browser: nothing is flushed, nobody is asked. */
  kill(): Promise<void>;
}

const PORT_FILE = 'DevToolsActivePort';

/** Waits for a child to write where it can be reached. */
async function devToolsPort(profile: string, child: ChildProcess): Promise<number> {
  const path = join(profile, PORT_FILE);
  for (let wait = 0; wait < 300; wait += 1) {
    if (child.exitCode !== null)
      throw new Error(`Chromium ended with ${child.exitCode} before it could be reached`);
    const port = existsSync(path) ? Number(readFileSync(path, 'utf8').split('\n')[0]) : 0;
    if (port > 0) return port;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('Chromium did not say where it can be reached');
}

/** Starts Chromium in a process group of its own on a profile and opens a page of the app. */
export async function startOwnChromium(profile: string, url: string): Promise<OwnChromium> {
  const path = chromiumPath();
  if (!path)
    throw new Error('This proof starts Chromium itself and needs one installed; set CHROMIUM to its path.');
  rmSync(join(profile, PORT_FILE), { force: true });
  const args = [
    ...chromiumArgs,
    '--headless',
    '--mute-audio',
    '--remote-debugging-port=0',
    `--user-data-dir=${profile}`,
  ];
  const child = spawn(path, [...args, 'about:blank'], { detached: true, stdio: 'ignore' });
  // Its own process group outlives this process unless it is taken along.
  const takeAlong = (): void => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
      process.kill(-child.pid, 'SIGKILL');
  };
  process.once('exit', takeAlong);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const kill = async (): Promise<void> => {
    takeAlong();
    process.off('exit', takeAlong);
    await ended;
  };
  try {
    const browser: Browser = await chromium.connectOverCDP(
      `http://127.0.0.1:${await devToolsPort(profile, child)}`,
    );
    const context = browser.contexts()[0];
    if (!context) throw new Error('the browser has no window');
    // Functions compiled on the fly carry a naming helper that the page does not have.
    await context.addInitScript({ content: 'globalThis.__name ??= (value) => value;' });
    const page = context.pages()[0] ?? (await context.newPage());
    await page.goto(url);
    return { page, kill };
  } catch (error) {
    await kill();
    throw error;
  }
}
