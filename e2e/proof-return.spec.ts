import type { Page } from 'playwright/test';
import type { Clip } from '../src/session/index.ts';
import { type DeskPage, locate, open, position, session } from './desk/desk.ts';
import { expect, test } from './desk/returning.ts';

// Nothing here looks at the stage, which is drawn by a processor where there is no graphics card.
test.use({ stage: false });

const missed = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const { telemetry } = (globalThis as unknown as DeskPage).scorestage.engine;
    telemetry.poll();
    return telemetry.missedSlots;
  });

/**
 * The session of someone who comes back reaches the engine while that is still being built. Every clip then has what it is read
 * through all the same: rings are counted for the session as it is when the engine stands.
 */
test('who comes back hears every track of the demo', async ({ page }) => {
  await open(page);
  const { clips, trackOrder } = await session(page);
  const firsts = trackOrder.map((id) =>
    Math.min(...Object.values<Clip>(clips).flatMap(({ trackId, start }) => (trackId === id ? start : []))),
  );
  const moments = [...new Set(firsts)].sort((one, other) => one - other);
  for (const start of moments) {
    await locate(page, start);
    await page.keyboard.press('Space');
    await expect.poll(() => position(page)).toBeGreaterThan(start + 4800);
    await page.keyboard.press('Space');
    expect(await missed(page), `reads missed by what begins at sample ${start}`).toBe(0);
  }
});
