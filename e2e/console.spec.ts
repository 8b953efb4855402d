import type { Page } from 'playwright/test';
import { expect, test } from './desk/returning.ts';

async function open(page: Page): Promise<void> {
  await page.goto('/');
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible({ timeout: 30_000 });
}

const fader = (page: Page, name: string) =>
  page.getByRole('slider', { name: `Level of ${name}`, exact: true });
const levelOf = (page: Page, name: string): Promise<number> =>
  page.evaluate((wanted) => {
    const { session } = Reflect.get(window, 'scorestage').document.getState();
    const tracks: { name: string; strip: { faderDb: number } }[] = Object.values(session.tracks);
    return tracks.find((track) => track.name === wanted)?.strip.faderDb ?? Number.NaN;
  }, name);
const firstNames = (page: Page): Promise<readonly [string, string]> =>
  page.evaluate(() => {
    const { session } = Reflect.get(window, 'scorestage').document.getState();
    const [one, other] = session.trackOrder;
    return [session.tracks[one].name, session.tracks[other].name] as const;
  });
const undoLabel = (page: Page): Promise<string | null> =>
  page.evaluate(() => Reflect.get(window, 'scorestage').document.getState().undoLabel);

test('a fader moves by arrows, shift, page and Delete, and says its level in words', async ({ page }) => {
  await open(page);
  const [name] = await firstNames(page);
  const start = await levelOf(page, name);
  await fader(page, name).focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Shift+ArrowUp');
  await page.keyboard.press('PageUp');
  expect(await levelOf(page, name)).toBeCloseTo(start + 3.6, 6);
  await page.keyboard.press('Delete');
  expect(await levelOf(page, name)).toBe(0);
  await page.keyboard.press('ArrowDown');
  await expect(fader(page, name)).toHaveAttribute('aria-valuetext', 'minus 0.5 decibels');
  // Leaving the fader ends the gesture. How many steps it was depends on how fast the keys came.
  await page.keyboard.press('ArrowRight');
  while ((await undoLabel(page)) !== null) await page.keyboard.press('Control+z');
  expect(await levelOf(page, name)).toBe(start);
});

test('left and right go from strip to strip on the same control; Enter types the level', async ({ page }) => {
  await open(page);
  const [one, other] = await firstNames(page);
  await fader(page, one).focus();
  await page.keyboard.press('ArrowRight');
  await expect(fader(page, other)).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.type('-9.5');
  await page.keyboard.press('Enter');
  await expect.poll(() => levelOf(page, other)).toBe(-9.5);
});

test('the console is one tab stop per control, and End reaches the last family', async ({ page }) => {
  await open(page);
  const stops = await page.locator('[data-pane="console"] .strip-name:not([tabindex="-1"])').count();
  expect(stops).toBe(1);
  await page.locator('[data-pane="console"] .strip-name:not([tabindex="-1"])').focus();
  await page.keyboard.press('End');
  await expect(
    page.locator('[data-pane="console"]').getByRole('button', { name: /^A?Ambience$/, pressed: true }),
  ).toBeFocused();
});

test('a drag is one undo step, and Escape takes it back', async ({ page }) => {
  await open(page);
  const [name] = await firstNames(page);
  const start = await levelOf(page, name);
  const box = await page.locator('.fader').first().boundingBox();
  if (!box) throw new Error('no fader in the page');
  const travel = Number(await fader(page, name).inputValue()) / 1000;
  const x = box.x + box.width / 2;
  const y = box.y + 8 + (1 - travel) * (box.height - 16);
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y - 20, { steps: 6 });
  expect(await levelOf(page, name)).toBeGreaterThan(start);
  await page.keyboard.press('Escape');
  await page.mouse.up();
  expect(await levelOf(page, name)).toBe(start);
  expect(await undoLabel(page)).toBeNull();

  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y - 30, { steps: 8 });
  await page.mouse.up();
  await page.keyboard.press('Control+z');
  expect(await levelOf(page, name)).toBe(start);
});

test('mute and solo by button and by key; Alt+S clears every solo', async ({ page }) => {
  await open(page);
  const [one, other] = await firstNames(page);
  await page
    .getByRole('button', { name: `Mute ${one}`, exact: true })
    .last()
    .click();
  expect(await undoLabel(page)).toBe(`Mute ${one}`);
  await page.keyboard.press('s');
  await fader(page, other).focus();
  await page.keyboard.press('s');
  const solos = () =>
    page.evaluate(() => {
      const { session } = Reflect.get(window, 'scorestage').document.getState();
      const tracks: { strip: { soloed: boolean } }[] = Object.values(session.tracks);
      return tracks.filter((track) => track.strip.soloed).length;
    });
  expect(await solos()).toBe(2);
  await page.keyboard.press('Alt+s');
  expect(await solos()).toBe(0);
});

test('128 strips: few are in the page, all can be reached', async ({ page }) => {
  await open(page);
  await page.evaluate(() => {
    const workspace = Reflect.get(window, 'scorestage');
    workspace.edit('Many strips', (draft: { trackOrder: string[]; tracks: Record<string, object> }) => {
      const [first] = draft.trackOrder;
      const pattern = JSON.stringify(draft.tracks[first ?? '']);
      for (let index = draft.trackOrder.length; index < 128; index++) {
        const id = `t-many-${index}`;
        draft.tracks[id] = {
          ...JSON.parse(pattern),
          id,
          name: `Strip ${index}`,
          lanes: {},
          output: {
            kind: 'bed',
            pan: 0,
            width: 1,
            frontBack: 1,
            height: 0,
            rotationDeg: 0,
            divergence: 0,
            lfeDb: Number.NEGATIVE_INFINITY,
            binaural: 'mid',
          },
        };
        draft.trackOrder.push(id);
      }
    });
  });
  expect(await page.locator('.strip-row .strip').count()).toBeLessThan(40);
  await page.locator('[data-pane="console"] .strip-name:not([tabindex="-1"])').focus();
  await page.keyboard.press('End');
  for (let family = 0; family < 4; family++) await page.keyboard.press('ArrowLeft');
  await expect(page.locator('.strip-name[title="Strip 127"]')).toBeFocused();
});

test('playing for two seconds commits nothing to React', async ({ page }) => {
  // React's development tools hook is called once for every commit, in production builds too.
  await page.addInitScript(() => {
    let commits = 0;
    Reflect.set(window, '__REACT_DEVTOOLS_GLOBAL_HOOK__', {
      renderers: new Map(),
      supportsFiber: true,
      inject: () => 1,
      onScheduleFiberRoot: () => undefined,
      onCommitFiberUnmount: () => undefined,
      onCommitFiberRoot: () => {
        commits++;
        Reflect.set(window, 'reactCommits', commits);
      },
    });
  });
  await open(page);
  // A session of its own: the demo's stems arriving in the background would be news to show.
  await page.evaluate(async () => {
    const workspace = Reflect.get(window, 'scorestage');
    workspace.prefs.setState({ follow: false });
    await workspace.createSession({
      name: 'Quiet',
      sampleRate: 48_000,
      frameRate: '24',
      startTimecode: '01:00:00:00',
    });
  });
  await expect(page.getByRole('button', { name: 'Session: Quiet' })).toBeVisible();
  // What is still on its way would be news as well: parts of the window that load after it, the word that all is saved.
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await page.waitForLoadState('networkidle');
  await page.keyboard.press('Space');
  const position = () =>
    page.evaluate(() => Reflect.get(window, 'scorestage').engine.telemetry.position as number);
  await expect.poll(position).toBeGreaterThan(24_000);
  const commits = () => page.evaluate(() => Reflect.get(window, 'reactCommits') as number);
  const before = await commits();
  expect(before).toBeGreaterThan(0);
  await expect.poll(position, { timeout: 15_000 }).toBeGreaterThan(120_000);
  expect(await commits()).toBe(before);
});

test('a window at rest draws nothing; a level that moves is drawn', async ({ page }) => {
  await page.addInitScript(() => {
    const { clearRect } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.clearRect = function counted(...box) {
      Reflect.set(globalThis, 'framesDrawn', (Reflect.get(globalThis, 'framesDrawn') ?? 0) + 1);
      clearRect.apply(this, box);
    };
  });
  await open(page);
  await page.waitForFunction(() => 'scorestage' in globalThis);
  /** Canvases cleared for drawing in the next 30 frames. */
  const drawn = () =>
    page.evaluate(async () => {
      const count = (): number => Reflect.get(globalThis, 'framesDrawn') ?? 0;
      const before = count();
      for (let frame = 0; frame < 30; frame += 1) await new Promise(requestAnimationFrame);
      return count() - before;
    });
  await expect.poll(drawn).toBe(0);
  await page.keyboard.press('Space');
  await expect.poll(drawn).toBeGreaterThan(30);
  await page.keyboard.press('Space');
  await expect.poll(drawn).toBe(0);
});
