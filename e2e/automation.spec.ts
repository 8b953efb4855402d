import type { Page } from 'playwright/test';
import type { LanePoint, Track } from '../src/session/index.ts';
import { type DeskPage, locate, open, playing, position, session, tabTo, undoLabel } from './desk/desk.ts';
import { expect, test } from './desk/returning.ts';

/** Samples of a control step at 48 kHz. */
const STEP = 480;
/** Thinning of levels, dB, and of places, room units (session/passes/parameters.ts). */
const LEVEL_ERROR = 0.1;
const PLACE_ERROR = 0.005;

interface Moved {
  readonly at: number;
  readonly value: number;
}

const trackById = async (page: Page, id: string): Promise<Track> => {
  const found = Object.values<Track>((await session(page)).tracks).find((track) => track.id === id);
  if (!found) throw new Error(`track ${id} is gone`);
  return found;
};

/** Notes, after each move of the pointer, where the playhead is heard and what the hand holds a parameter at. */
async function noteMoves(page: Page, id: string, target: string): Promise<() => Promise<readonly Moved[]>> {
  await page.evaluate(
    ([trackId, name]) => {
      const { scorestage } = globalThis as unknown as DeskPage;
      const noted: { at: number; value: number }[] = [];
      const parameter = { owner: { kind: 'track', id: trackId }, target: name } as never;
      Object.assign(globalThis, { noted });
      globalThis.addEventListener('pointermove', () => {
        const held = scorestage.automation.live(parameter);
        if (scorestage.automation.busy && held !== null)
          noted.push({ at: scorestage.automation.position, value: held });
      });
    },
    [id, target] as const,
  );
  return () => page.evaluate(() => (globalThis as unknown as { noted: Moved[] }).noted.splice(0));
}

const played = (page: Page, beyond: number): Promise<unknown> =>
  page.waitForFunction(
    (at) => (globalThis as unknown as DeskPage).scorestage.engine.telemetry.position > at,
    beyond,
    { timeout: 30_000 },
  );

/** Value of linear points at a time. */
function valueAt(points: readonly LanePoint[], time: number): number {
  const after = points.findIndex((point) => point.time > time);
  const to = points[after < 0 ? points.length - 1 : after];
  const from = points[after < 0 ? points.length - 1 : Math.max(0, after - 1)];
  if (!from || !to) return Number.NaN;
  if (from === to || from.curve === 'hold' || to.time === from.time) return from.value;
  return from.value + ((to.value - from.value) * (time - from.time)) / (to.time - from.time);
}

/** How far a lane is from a value at most, with one control step to either side. */
function away(points: readonly LanePoint[], { at, value }: Moved): number {
  let least = Number.POSITIVE_INFINITY;
  for (let time = at - STEP; time <= at + STEP; time += 16)
    least = Math.min(least, Math.abs(valueAt(points, Math.max(0, time)) - value));
  return least;
}

/** Gives a track lanes of one point each, or none where the value is null. */
const flatten = (page: Page, id: string, values: Readonly<Record<string, number | null>>): Promise<void> =>
  page.evaluate(
    ([trackId, wanted]) =>
      (globalThis as unknown as DeskPage).scorestage.edit('Flat lanes', (draft) => {
        const lanes = draft.tracks[trackId as never]?.lanes as Record<string, unknown>;
        for (const [target, value] of Object.entries(wanted)) {
          if (value === null) delete lanes[target];
          else lanes[target] = [{ time: 0, value, curve: 'linear' }];
        }
        return null;
      }),
    [id, values] as const,
  );

const setMode = (page: Page, name: string, mode: string) =>
  page
    .locator('[data-pane="console"]')
    .getByLabel(`Automation of ${name}`, { exact: true })
    .selectOption(mode);

/** Drags the fader of a strip up and down while the timeline runs; `keep` leaves the button pressed. */
async function ride(page: Page, name: string): Promise<void> {
  const cap = page
    .locator('[data-pane="console"]')
    .getByRole('slider', { name: `Level of ${name}`, exact: true });
  const box = await cap.locator('..').locator('.fader-cap').boundingBox();
  if (!box) throw new Error('the fader is not in view');
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (const by of [4, 9, 15, 18, 14, 8, 2, -3, -8, -4, 3]) {
    await page.mouse.move(x, y + by);
    await played(page, (await position(page)) + 1500);
  }
}

test.describe('recorded by the pointer', () => {
  test('touch, latch, write and trim keep what the fader was moved to, one undo step each', async ({
    page,
  }) => {
    test.setTimeout(300_000);
    await open(page);
    const { tracks, trackOrder } = await session(page);
    const { id, name } = tracks[trackOrder[1] as never] as Track;
    const notes = await noteMoves(page, id, 'rideDb');
    const play = page.getByRole('button', { name: 'Play', exact: true });
    const stop = page.getByRole('button', { name: 'Stop', exact: true });

    for (const mode of ['touch', 'latch', 'write', 'trim'] as const) {
      await test.step(mode, async () => {
        // A trim is heard as the hand says only where the lane below it rests.
        await flatten(page, id, { rideDb: mode === 'trim' ? -3 : null });
        const before = (await trackById(page, id)).lanes.rideDb ?? [];
        await setMode(page, name, mode);
        await locate(page, 48_000);
        await play.click();
        await played(page, 60_000);
        // On its way here the pointer moved over a pass that was latched.
        await notes();
        await ride(page, name);
        const moved = await notes();
        await page.mouse.up();
        const released = await position(page);
        await played(page, released + 30_000);
        await stop.click();
        await expect.poll(() => playing(page)).toBe(false);
        const points = (await trackById(page, id)).lanes.rideDb ?? [];
        expect(moved.length).toBeGreaterThan(8);
        for (const one of moved)
          expect(away(points, one), `${mode} at ${one.at}`).toBeLessThanOrEqual(LEVEL_ERROR);
        const last = moved.at(-1)?.value ?? Number.NaN;
        const later = released + 24_000;
        if (mode === 'touch' || mode === 'trim')
          expect(Math.abs(valueAt(points, later) - (mode === 'trim' ? -3 : 0))).toBeLessThanOrEqual(
            LEVEL_ERROR,
          );
        if (mode === 'latch' || mode === 'write')
          expect(Math.abs(valueAt(points, later) - last)).toBeLessThanOrEqual(LEVEL_ERROR);
        expect(await undoLabel(page)).toBe('Automation pass');
        expect((await trackById(page, id)).automation).toBe(mode === 'write' ? 'touch' : mode);

        await page.keyboard.press('Control+z');
        expect((await trackById(page, id)).lanes.rideDb ?? []).toEqual(before);
        await page.keyboard.press('Control+Shift+z');
        expect((await trackById(page, id)).lanes.rideDb ?? []).toEqual(points);
      });
    }
    await page.screenshot({ path: 'test-results/automation-desk.png' });
  });

  test('an object dragged on the plan keeps its path', async ({ page }) => {
    test.setTimeout(200_000);
    await open(page);
    const { tracks, trackOrder } = await session(page);
    const resting = trackOrder.map((at) => tracks[at]).find((track) => track?.output.kind === 'object');
    if (!resting) throw new Error('the demo has no object');
    const { id, name } = resting;
    await flatten(page, id, { x: null, y: null, z: null });
    const object = await trackById(page, id);
    await setMode(page, name, 'latch');
    const notes = await noteMoves(page, id, 'x');
    const stage = page.locator('[data-pane="stage"]');
    await stage.getByText('Plan', { exact: true }).click();
    const handle = stage.getByRole('slider', { name: `${name}, position` });
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await played(page, 24_000);
    const box = await handle.boundingBox();
    if (!box) throw new Error('the object is not in view');
    const x = box.x + box.width / 2;
    const y = box.y + box.height / 2;
    await page.mouse.move(x, y);
    await page.mouse.down();
    for (const [dx, dy] of [
      [6, 2],
      [14, 6],
      [25, 12],
      [18, 20],
      [5, 25],
      [-8, 18],
      [-15, 6],
    ] as const) {
      await page.mouse.move(x + dx, y + dy);
      await played(page, (await position(page)) + 1500);
    }
    const moved = await notes();
    await page.mouse.up();
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await expect.poll(() => playing(page)).toBe(false);
    const after = await trackById(page, id);
    expect(moved.length).toBeGreaterThan(4);
    for (const one of moved)
      expect(away(after.lanes.x ?? [], one), `at ${one.at}`).toBeLessThanOrEqual(PLACE_ERROR);
    expect(after.output).toEqual(object.output);
    await page.keyboard.press('Control+z');
    expect((await trackById(page, id)).lanes).toEqual(object.lanes);
  });
});

test('a pass written with the keyboard alone', async ({ page }) => {
  test.setTimeout(150_000);
  await open(page);
  for (let press = 0; press < 8; press += 1) {
    await page.keyboard.press('F6');
    if (await page.evaluate(() => document.activeElement?.closest('[data-pane="console"]') !== null)) break;
  }
  await tabTo(page, /^Level of [^,]+$/);
  const name = (await page.evaluate(() => document.activeElement?.getAttribute('aria-label')))?.slice(
    'Level of '.length,
  );
  const strip = async () => {
    const found = Object.values<Track>((await session(page)).tracks).find((track) => track.name === name);
    if (!found) throw new Error(`no track is called ${name}`);
    return found;
  };
  const before = await strip();
  await page.keyboard.press('a');
  await page.keyboard.press('a');
  expect((await strip()).automation).toBe('latch');
  await page.keyboard.press('Space');
  await played(page, 24_000);
  const from = await position(page);
  for (let press = 0; press < 6; press += 1) {
    await page.keyboard.press('ArrowDown');
    await played(page, (await position(page)) + 2400);
  }
  const until = await position(page);
  await page.keyboard.press('Space');
  await expect.poll(() => playing(page)).toBe(false);
  const after = await strip();
  const points = after.lanes.rideDb ?? [];
  const rest = valueAt(before.lanes.rideDb ?? [], from) || 0;
  expect(after.strip.faderDb).toBe(before.strip.faderDb);
  expect(valueAt(points, until) - rest).toBeLessThan(-2);
  await page.keyboard.press('Control+z');
  expect((await strip()).lanes).toEqual(before.lanes);
});
