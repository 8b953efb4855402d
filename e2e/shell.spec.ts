import type { Page } from 'playwright/test';
import { expect, test } from './desk/returning.ts';

/** What the tests ask of the workspace that the page puts on `window.scorestage`. */
interface Facts {
  readonly playing: boolean;
  readonly position: number;
  readonly undo: string | null;
  readonly save: string;
  readonly tracks: number;
  readonly imports: readonly string[];
}

const facts = (page: Page): Promise<Facts> =>
  page.evaluate(() => {
    const workspace = Reflect.get(window, 'scorestage');
    const { session, undoLabel } = workspace.document.getState();
    const { save, imports } = workspace.status.getState();
    return {
      playing: workspace.engine.getState().playing,
      position: workspace.engine.telemetry.position,
      undo: undoLabel,
      save: save.kind,
      tracks: session.trackOrder.length,
      imports: imports.map((job: { state: string }) => job.state),
    };
  });

async function open(page: Page): Promise<void> {
  await page.goto('/');
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible({ timeout: 30_000 });
}

test('the first visit opens the demo, ready to play', async ({ browser }) => {
  const page = await browser.newPage();
  await open(page);
  await expect(page.getByRole('button', { name: 'Session: The Lighthouse' })).toBeVisible();
  expect((await facts(page)).tracks).toBeGreaterThanOrEqual(19);
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await page.close();
});

test('Space plays from here and stops back where it began; Enter goes to the start', async ({ page }) => {
  await open(page);
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Space');
  await expect.poll(async () => (await facts(page)).position).toBeGreaterThan(60_000);
  await page.keyboard.press('Space');
  await expect.poll(async () => (await facts(page)).playing).toBe(false);
  await expect(page.getByRole('button', { name: /^Position/ })).toHaveText(/01:00:01:00$/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Position/ })).toHaveText(/01:00:00:00$/);
});

test('a timecode is typed; a wrong one is refused with the remedy', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: /^Position/ }).click();
  const field = page.getByRole('textbox', { name: 'Go to timecode' });
  await field.fill('01:00:99:00');
  await field.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'beyond the clock' })).toBeVisible();
  await field.fill('01:00:41:07');
  await field.press('Enter');
  await expect(page.getByRole('button', { name: /^Position/ })).toHaveText(/01:00:41:07$/);
});

test('splitters move by keyboard, and the window remembers', async ({ page }) => {
  await open(page);
  const splitter = page.getByRole('separator', { name: 'Height of the console' });
  const before = Number(await splitter.getAttribute('aria-valuenow'));
  await splitter.focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect(splitter).toHaveAttribute('aria-valuenow', String(before + 32));
  await page.reload();
  await expect(page.getByRole('separator', { name: 'Height of the console' })).toHaveAttribute(
    'aria-valuenow',
    String(before + 32),
  );
});

test('a pane takes the window and gives it back', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: 'Let Console take the window' }).click();
  await expect(page.getByRole('region', { name: 'Timeline' })).toHaveCount(0);
  await page.keyboard.press('Alt+Digit4');
  await expect(page.getByRole('region', { name: 'Timeline' })).toBeVisible();
});

test('the key sheet comes from the command table and closes with Escape', async ({ page }) => {
  await open(page);
  await page.keyboard.press('Shift+?');
  const sheet = page.getByRole('dialog', { name: 'Keys' });
  await expect(sheet.getByText('Clear all solos')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
});

test('single-letter keys can be turned off', async ({ page }) => {
  await open(page);
  await page.keyboard.press('Control+,');
  await page.getByRole('checkbox', { name: /Single-letter shortcuts/ }).uncheck();
  await page.keyboard.press('Escape');
  await page.keyboard.press('m');
  expect((await facts(page)).undo).toBeNull();
});

test('an edit survives a reload, and the second tab is told it is read-only and takes over', async ({
  context,
  page,
}) => {
  await open(page);
  await page.keyboard.press('m');
  await expect.poll(async () => (await facts(page)).undo).toMatch(/^Add marker \d+$/);
  const label = (await facts(page)).undo ?? '';
  await expect.poll(async () => (await facts(page)).save).toBe('saved');
  await page.reload();
  await open(page);
  const markers = () =>
    page.evaluate(() =>
      Object.values(
        Reflect.get(window, 'scorestage').document.getState().session.markers as Record<
          string,
          { name: string }
        >,
      ).map(({ name }) => name),
    );
  expect((await markers()).map((name) => `Add ${name.toLowerCase()}`)).toContain(label);

  const second = await context.newPage();
  await open(second);
  await expect(
    second.getByText('This session is being edited in another tab.', { exact: false }),
  ).toBeVisible();
  await second.keyboard.press('m');
  expect((await facts(second)).undo).toBeNull();
  await second.getByRole('button', { name: 'Take over here' }).click();
  await expect.poll(async () => (await facts(second)).save).toBe('saved');
  await expect.poll(async () => (await facts(page)).save).toBe('read-only');
  await second.close();
});

test('an unreadable file is answered with its name, its fault and a remedy; the good one beside it is imported', async ({
  page,
}) => {
  await open(page);
  await newSession(page, 'Import scene');
  const { tracks } = await facts(page);
  await page.getByRole('button', { name: /^Session:/ }).click();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('menuitem', { name: /Import stems/ }).click();
  await (await chooser).setFiles([
    { name: 'empty take.wav', mimeType: 'audio/wav', buffer: Buffer.alloc(0) },
    { name: 'Solo flute.wav', mimeType: 'audio/wav', buffer: wav(48_000) },
  ]);
  await expect(page.getByRole('alert').filter({ hasText: 'empty take.wav' })).toBeVisible({
    timeout: 20_000,
  });
  await expect.poll(async () => (await facts(page)).tracks, { timeout: 30_000 }).toBe(tracks + 1);
  await expect.poll(async () => (await facts(page)).undo).toBe('Import Solo flute.wav');
});

test('the whole session is exported as one file and opens again', async ({ page }) => {
  await page.goto('/');
  await open(page);
  await newSession(page, 'Small scene');
  const download = page.waitForEvent('download');
  await page.keyboard.press('Control+s');
  const file = await download;
  expect(file.suggestedFilename()).toBe('Small scene.scorestage');
  const path = await file.path();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: /^Session:/ }).click();
  await page.getByRole('menuitem', { name: /Open a .scorestage file/ }).click();
  await (await chooser).setFiles(path);
  await expect(page.getByRole('button', { name: 'Session: Small scene' })).toBeVisible();
});

test('a bounce reports size, true peak and hash', async ({ page }) => {
  await open(page);
  await newSession(page, 'Bounce scene');
  await page.evaluate(
    (bytes) => {
      const file = new File([Uint8Array.from(bytes)], 'tone.wav', { type: 'audio/wav' });
      return Reflect.get(window, 'scorestage').importFiles([file]);
    },
    [...wav(24_000)],
  );
  await page.getByRole('button', { name: 'Bounce', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Bounce' });
  await dialog.getByRole('radio', { name: '32-bit float' }).click();
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Bounce', exact: true }).click();
  await expect(dialog.getByText('0.50 s', { exact: false }).last()).toBeVisible({ timeout: 30_000 });
  await expect(dialog.getByText(/^[0-9a-f]{64}$/)).toBeVisible();
  expect((await download).suggestedFilename()).toMatch(/^Bounce scene .*32f\.wav$/);
});

test('at 390×844 every pane is a tab and the transport stays', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page);
  for (const name of ['Picture', 'Stage', 'Timeline', 'Console', 'Inspector']) {
    await page.getByRole('tab', { name }).click();
    await expect(page.getByRole('region', { name, exact: true })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  }
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
});

async function newSession(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: /^Session:/ }).click();
  await page.getByRole('menuitem', { name: /New session/ }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByRole('button', { name: `Session: ${name}` })).toBeVisible();
}

/** A mono 16-bit WAV of a 440 Hz tone at half scale. */
function wav(frames: number): Buffer {
  const bytes = Buffer.alloc(44 + frames * 2);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(36 + frames * 2, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(48_000, 24);
  bytes.writeUInt32LE(96_000, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(frames * 2, 40);
  for (let at = 0; at < frames; at++)
    bytes.writeInt16LE(Math.round(16_383 * Math.sin((2 * Math.PI * 440 * at) / 48_000)), 44 + at * 2);
  return bytes;
}
