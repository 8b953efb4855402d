import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright/test';
import type { Session, Track, TrackId } from '../src/session/index.ts';
import { type DeskPage, locate, open, position, session, undoLabel } from './desk/desk.ts';
import { expect, test } from './desk/returning.ts';

const SECOND = 48_000;

/** Selects the first object of the demo, with no loop and no lanes, the playhead at 2 s. */
async function takeObject(page: Page): Promise<TrackId> {
  const { tracks, trackOrder } = await session(page);
  const id = trackOrder.find((one) => tracks[one]?.output.kind === 'object' && tracks[one].format === 'mono');
  if (id === undefined) throw new Error('the demo has no mono object');
  await page.evaluate((track) => {
    const { ui, edit } = (globalThis as unknown as DeskPage).scorestage;
    edit('Clear', (draft) => {
      const found = draft.tracks[track as never] as { lanes: object } | undefined;
      if (found) found.lanes = {};
      draft.loop.enabled = false;
    });
    ui.setState({ selection: { kind: 'tracks', ids: [track as never] } });
  }, id);
  await locate(page, 2 * SECOND);
  await expect.poll(() => position(page)).toBe(2 * SECOND);
  return id;
}

const trackOf = async (page: Page, id: TrackId): Promise<Track> => {
  const { tracks }: Session = await session(page);
  const track = tracks[id];
  if (!track) throw new Error('the object is gone');
  return track;
};

test('an orbit by the panel alone: added, set in numbers, kept as points', async ({ page }) => {
  await open(page);
  const id = await takeObject(page);
  const panel = page.getByRole('region', { name: 'Trajectory' });
  await panel.getByRole('button', { name: 'Add', exact: true }).click();
  let track = await trackOf(page, id);
  expect(track.trajectories).toHaveLength(1);
  expect(track.trajectories[0]).toMatchObject({
    start: 2 * SECOND,
    shape: { kind: 'orbit', period: { value: 2, unit: 'bars' } },
  });
  expect(track.lanes.x?.length).toBeGreaterThan(20);
  expect(await undoLabel(page)).toMatch(/^Orbit of /);

  const radius = panel.getByRole('spinbutton', { name: 'Radius, Orbit' });
  await radius.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.type('0.5');
  await page.keyboard.press('Enter');
  await panel.getByRole('spinbutton', { name: /^Time of a turn/ }).focus();
  await page.keyboard.press('ArrowUp');
  track = await trackOf(page, id);
  expect(track.trajectories[0]).toMatchObject({ shape: { radius: 0.5, period: { value: 3, unit: 'bars' } } });
  const xs = track.lanes.x?.map(({ value }) => value) ?? [];
  expect(Math.max(...xs.slice(1, -1))).toBeLessThan(0.51);

  // An elevation mode puts the whole path on its surface.
  await page.getByRole('radio', { name: 'Sphere' }).click();
  track = await trackOf(page, id);
  const { x = [], y = [], z = [] } = track.lanes;
  const middle = z[Math.floor(z.length / 2)];
  const [mx, my] = [x, y].map((lane) => lane.find(({ time }) => time === middle?.time)?.value ?? Number.NaN);
  expect(middle?.value).toBeCloseTo(Math.sqrt(1 - Math.min(1, (mx ?? 0) ** 2 + (my ?? 0) ** 2)), 2);

  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  expect(violations.map(({ id: rule }) => rule)).toEqual([]);

  await panel.getByRole('button', { name: 'Keep as points' }).click();
  track = await trackOf(page, id);
  expect(track.trajectories).toEqual([]);
  expect(track.lanes.x?.length).toBeGreaterThan(20);
});

test('a path drawn in the plan is a path of points that can be taken', async ({ page }) => {
  await open(page);
  const id = await takeObject(page);
  await page.getByRole('button', { name: 'Plan', exact: true }).click();
  await page.getByRole('button', { name: /^Draw the path of the selected object/ }).click();
  const box = await page.locator('.stage-canvas').boundingBox();
  if (!box) throw new Error('there is no stage');
  const [cx, cy] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(cx - 80, cy - 60);
  await page.mouse.down();
  for (let step = 1; step <= 40; step += 1)
    await page.mouse.move(cx - 80 + step * 4, cy - 60 + 30 * Math.sin(step / 6));
  await page.mouse.up();
  const drawn = await trackOf(page, id);
  expect(drawn.lanes.x?.length).toBeGreaterThan(3);
  expect(drawn.lanes.x?.at(-1)?.time).toBeGreaterThan(2 * SECOND);
  expect(await undoLabel(page)).toMatch(/^Draw path of /);
  await page.keyboard.press('Control+z');
  expect((await trackOf(page, id)).lanes.x).toBeUndefined();
});
