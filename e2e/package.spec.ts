import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { violations } from './desk/axe.ts';
import { allIn, type DeskPage, open } from './desk/desk.ts';
import { expect, test } from './desk/returning.ts';
import { tapDestination, tapPeak } from './desk/tap.ts';

test.use({ stage: false });

const RATE = 48_000;
const HOSTILE = '</script><img src=x onerror="document.title=\'owned\'"><!--<script>';

let folder = '';
test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scorestage-package-'));
});
test.afterAll(() => rmSync(folder, { recursive: true }));

test('a mix is saved as one file, which plays from disk without a network', async ({ page, browser }) => {
  await open(page);
  await allIn(page);
  // Twenty seconds of the strings, named as nobody should name things.
  await page.evaluate(
    ({ name, range }) => {
      (globalThis as unknown as DeskPage).scorestage.edit('Strings', (draft) => {
        draft.name = name;
        Object.assign(draft.loop, { ...range, enabled: false });
        for (const track of Object.values(draft.tracks)) track.name = `${track.name} ${name}`;
        for (const [id, { trackId }] of Object.entries(draft.clips))
          if (!/^t-(high|low)-strings$/.test(trackId)) delete draft.clips[id as never];
      });
    },
    { name: HOSTILE, range: { start: 20 * RATE, end: 40 * RATE } },
  );
  await page.getByRole('button', { name: 'Share mix' }).click();
  const dialog = page.getByRole('dialog', { name: 'Share the mix' });
  await dialog.getByRole('radio', { name: 'One file' }).click();
  await dialog.getByRole('radio', { name: 'Loop', exact: true }).click();
  expect(await violations(page, '.dialog')).toEqual([]);
  const saved = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Save as one file' }).click();
  const file = await saved;
  await expect(dialog.getByText('The file is made')).toBeVisible();
  expect(file.suggestedFilename()).toMatch(/^[^<>:"/\\|?*]+\.html$/);
  const path = join(folder, 'mix.html');
  await file.saveAs(path);
  const address = pathToFileURL(path).href;

  const context = await browser.newContext({ offline: true });
  const disk = await context.newPage();
  const asked: string[] = [];
  const said: string[] = [];
  disk.on('request', (request) => asked.push(request.url()));
  // A processor that draws the stage warns about itself.
  disk.on('console', (message) => {
    if (message.type() !== 'warning') said.push(message.text());
  });
  disk.on('pageerror', (error) => said.push(error.message));
  await tapDestination(disk);
  await disk.goto(address);
  await expect(disk.getByRole('heading', { level: 1 })).toHaveText(HOSTILE);
  await disk.getByRole('button', { name: 'Play the mix' }).click();
  await expect.poll(() => tapPeak(disk)).toBeGreaterThan(0.001);
  expect(await disk.evaluate(() => globalThis.crossOriginIsolated)).toBe(false);
  // The engine of this page takes over from the coded mix, and can do what only it can.
  await expect(disk.locator('.rv-heard')).toHaveText('Lossless');
  await expect.poll(() => tapPeak(disk)).toBeGreaterThan(0.001);
  await disk.getByRole('button', { name: 'Mute Music' }).click();
  await expect.poll(() => tapPeak(disk)).toBeLessThan(1e-4);
  await expect(disk.getByRole('button', { name: 'Stop', exact: true })).toBeVisible();
  expect(await violations(disk)).toEqual([]);
  // Nothing leaves: the file itself, and what it carries.
  expect(asked.filter((url) => !/^(data|blob):/.test(url))).toEqual([address]);
  expect(said).toEqual([]);
  await expect(disk).not.toHaveTitle('owned');
  await context.close();
});

test('a link to the demo’s mix is copied, and opens', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page);
  await page.getByRole('button', { name: 'Share mix' }).click();
  const dialog = page.getByRole('dialog', { name: 'Share the mix' });
  await dialog.getByRole('radio', { name: 'In a link' }).click();
  await dialog.getByRole('button', { name: 'Copy a link to this mix' }).click();
  await expect(dialog.getByText('Browsers take it')).toBeVisible();
  expect(await violations(page, '.dialog')).toEqual([]);
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toMatch(/\/play#A[A-Za-z0-9_-]{1000}/);
  const other = await context.newPage();
  await other.goto(link);
  await expect(other.getByText('(this site)')).toBeVisible();
  await other.close();
});
