import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadNodeEngine } from '../src/engine/node.ts';
import { type ProvedPage, waitForApp } from '../tests/prove/page.ts';
import { hashInNode, hashInWorker, nodePool, steadyHash } from '../tests/prove/proofs/hash.ts';
import { expect, listenIn, test } from './desk/returning.ts';

// Nothing here looks at the stage, which is drawn by a processor where there is no graphics card.
test.use({ stage: false });

const SECONDS = 2;
/** Not the usual one: engine-hash.spec.ts has both, on its own page; `npm run prove -- hash` has everything. */
const QUANTUM = 256;

test('what is heard live at quantum 256 is what a worker and Node render, bit for bit', async ({ page }) => {
  test.setTimeout(180_000);
  const folder = await mkdtemp(join(tmpdir(), 'scorestage-hash-'));
  try {
    await listenIn(page, QUANTUM);
    await page.goto('/');
    await waitForApp(page);
    const session = await page.evaluate(
      () => (globalThis as unknown as ProvedPage).scorestage.document.getState().session,
    );
    const engine = await loadNodeEngine();
    const store = await nodePool(folder, session.sampleRate);
    const frames = SECONDS * session.sampleRate;
    for (const target of ['7.1.4', 'binaural'] as const) {
      const node = await hashInNode(engine, store, session, target, frames);
      expect.soft(await hashInWorker(page, target, frames), `${target}: worker = Node`).toBe(node);
      const live = await steadyHash(page, target, frames);
      expect(live.quantum, 'the browser takes the quantum asked for').toBe(QUANTUM);
      expect(live.missed, `${target}: reads missed in the last of ${live.tries} tries`).toBe(0);
      expect.soft(live.hash, `${target}: live = Node`).toBe(node);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
