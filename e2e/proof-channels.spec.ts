import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitForApp } from '../tests/prove/page.ts';
import { bouncedWalk, liveWalk } from '../tests/prove/proofs/channels.ts';
import { expect, listenIn, test } from './desk/returning.ts';

// Nothing here looks at the stage, which is drawn by a processor where there is no graphics card.
test.use({ stage: false });

const inOrder = (channels: number) => Array.from({ length: channels }, (_, channel) => String(channel + 1));

test('the walk sounds in one channel after another at the engine’s output', async ({ page }) => {
  await listenIn(page);
  await page.goto('/');
  await waitForApp(page, false);
  // A second a channel: `npm run prove -- channels` walks 7.1.4 and 9.1.6 too, engine.spec.ts the engine alone.
  expect(await liveWalk(page, '5.1')).toEqual(inOrder(6));
});

test('a 12-channel bounce has every speaker in its channel', async ({ page }) => {
  const folder = await mkdtemp(join(tmpdir(), 'scorestage-channels-'));
  try {
    await page.goto('/');
    await waitForApp(page, false);
    const { found, channels } = await bouncedWalk(page, folder);
    expect(channels).toBe(12);
    expect(found).toEqual(inOrder(12));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
