import type { Page } from 'playwright/test';
import { waitForApp } from '../tests/prove/page.ts';
import { pressAndListen } from '../tests/prove/proofs/first-sound.ts';
import { expect, listenIn, test } from './desk/returning.ts';

/**
 * The targets are 2 s and 1 s and are measured by `npm run prove -- first-sound`. Here a busy machine only must not pass
 * for a broken app, so the limit is three times that; the figures go into the report.
 */
const COLD_MS = 3 * 2000;
const WARM_MS = 3 * 1000;
/** A busy machine can only make it later, so the best of a few is the app's own time. */
const TRIES = 3;

async function listen(page: Page): Promise<number> {
  await listenIn(page);
  await page.goto('/');
  await waitForApp(page, false);
  const { heardMs } = await pressAndListen(page);
  await page.close();
  return heardMs;
}

test('one key plays: sound reaches the destination on a cold and on a warm profile', async ({
  browser,
  context,
}, info) => {
  test.setTimeout(180_000);
  let cold = Number.POSITIVE_INFINITY;
  let warm = Number.POSITIVE_INFINITY;
  for (let run = 0; run < TRIES && (cold > COLD_MS || warm > WARM_MS); run += 1) {
    const stranger = await browser.newContext();
    cold = Math.min(cold, await listen(await stranger.newPage()));
    await stranger.close();
    warm = Math.min(warm, await listen(await context.newPage()));
  }
  const figures = `cold ${Math.round(cold)} ms, warm ${Math.round(warm)} ms`;
  info.annotations.push({ type: 'first sound', description: figures });
  console.log(`first sound: ${figures}`);
  expect(cold, 'milliseconds on a cold profile').toBeLessThanOrEqual(COLD_MS);
  expect(warm, 'milliseconds on a warm profile').toBeLessThanOrEqual(WARM_MS);
});
