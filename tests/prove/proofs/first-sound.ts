import type { Page } from 'playwright';
import { openApp, openBrowser } from '../browser.ts';
import { type ProvedPage, waitForApp } from '../page.ts';
import { type Lab, type Proof, type ProofRow, quantile } from '../proof.ts';

/** Linear level from which a sample counts as sound: −80 dBFS. */
const AUDIBLE = 1e-4;

/** Milliseconds from a key press to sound at the destination. */
export interface FirstSound {
  /** Until the first audible frame was computed. */
  readonly renderedMs: number;
  /** Until it left the (simulated) loudspeaker, by the context's own clock. */
  readonly heardMs: number;
}

/** Presses Space and waits for sound behind the engine, where it goes to the destination. */
export async function pressAndListen(page: Page): Promise<FirstSound> {
  await page.evaluate(() => (globalThis as unknown as ProvedPage).scorestageTap.log(true));
  await page.keyboard.press('Space');
  return page.evaluate(async (level) => {
    const { scorestageTap } = globalThis as unknown as ProvedPage;
    const giveUp = performance.now() + 30_000;
    for (;;) {
      const first = scorestageTap.drain().find(({ monitorPeak }) => monitorPeak > level);
      if (first) {
        scorestageTap.log(false);
        const key = scorestageTap.lastKeyMs();
        return { renderedMs: first.wallMs - key, heardMs: scorestageTap.heardMs(first.contextFrame) - key };
      }
      if (performance.now() > giveUp) throw new Error('no sound within 30 s of the key press');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }, AUDIBLE);
}

const COLD_RUNS = 3;
const WARM_RUNS = 5;

async function run(lab: Lab): Promise<readonly ProofRow[]> {
  const cold: FirstSound[] = [];
  const warm: FirstSound[] = [];
  const once = async (profile: string, linger = false): Promise<FirstSound> => {
    const context = await openBrowser({ profile });
    try {
      // Not waiting for the demo's files to be decoded: a listener would not either.
      const page = await openApp(context, lab.url, false);
      const sound = await pressAndListen(page);
      if (linger) await waitForApp(page);
      return sound;
    } finally {
      await context.close();
    }
  };
  for (let index = 0; index < COLD_RUNS; index += 1) {
    lab.say(`cold profile ${index + 1}`);
    // The first visitor stays until everything is in, and comes back below.
    cold.push(await once(lab.folder(`first-sound-${index}`), index === 0));
  }
  for (let index = 0; index < WARM_RUNS; index += 1) {
    lab.say(`warm profile ${index + 1}`);
    warm.push(await once(lab.folder('first-sound-0')));
  }
  const row = (name: string, sounds: readonly FirstSound[], limitMs: number): ProofRow => {
    const heard = sounds.map(({ heardMs }) => heardMs);
    const worst = Math.max(...heard);
    const rendered = quantile(
      sounds.map(({ renderedMs }) => renderedMs),
      0.5,
    );
    return {
      name,
      figure: `median ${quantile(heard, 0.5).toFixed(0)} ms, worst ${worst.toFixed(0)} ms of ${heard.length} (rendered after ${rendered.toFixed(0)} ms)`,
      target: `≤ ${limitMs} ms`,
      met: worst <= limitMs,
    };
  };
  return [
    row('key press to sound at the destination, cold profile', cold, 2000),
    row('key press to sound at the destination, warm profile', warm, 1000),
  ];
}

/** How long after the first key press the demo is heard. */
export const firstSoundProof: Proof = { name: 'first-sound', minutes: 5, title: 'First sound', run };
