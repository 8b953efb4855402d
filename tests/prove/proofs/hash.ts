import { openAsBlob } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Page } from 'playwright';
import { bounceInNode, loadNodeEngine, type NodeEngine } from '../../../src/engine/node.ts';
import { blobSource } from '../../../src/formats/index.ts';
import type { Session } from '../../../src/session/index.ts';
import { importFile } from '../../../src/stems/index.ts';
import type { FileStore } from '../../../src/store/index.ts';
import { createNodeStore } from '../../../src/store/node.ts';
import { RENDER_TARGETS, type RenderTarget, targetChannels } from '../../../src/units/index.ts';
import { openApp, openBrowser } from '../browser.ts';
import type { ProvedPage } from '../page.ts';
import type { Lab, Proof, ProofRow } from '../proof.ts';

const DEMO = resolve(import.meta.dirname, '../../../public/demo/stems');

/** Imports the demo's compressed stems into a pool of Node's own. */
export async function nodePool(folder: string, rate: number): Promise<FileStore> {
  const store = createNodeStore(folder);
  for (const fileName of await readdir(DEMO)) {
    const source = blobSource(await openAsBlob(`${DEMO}/${fileName}`));
    const imported = await importFile({ source, fileName, store, rate });
    if (!imported.ok) throw new Error(`${imported.message} ${imported.remedy}`);
  }
  return store;
}

/** Hash of the first `frames` frames in Node. */
export async function hashInNode(
  engine: NodeEngine,
  store: FileStore,
  session: Session,
  target: RenderTarget,
  frames: number,
): Promise<string> {
  const report = await bounceInNode(
    { session, target, coding: 'float32', range: { from: 0, to: frames }, limit: false },
    { engine, store },
    { write: () => undefined },
  );
  if (!report.ok) throw new Error(`${report.message} ${report.remedy}`);
  return report.value.hash;
}

/** Hash of the same range as the page's bounce worker reports it. */
export async function hashInWorker(page: Page, target: RenderTarget, frames: number): Promise<string> {
  return page.evaluate(
    async ([wanted, to]) => {
      const { scorestage } = globalThis as unknown as ProvedPage;
      await scorestage.bounce({
        target: wanted,
        from: 0,
        to,
        bits: '32f',
        limiter: false,
        destination: 'download',
      });
      const { bounce } = scorestage.status.getState();
      if (bounce.kind !== 'done')
        throw new Error(bounce.kind === 'failed' ? bounce.failure.message : bounce.kind);
      return bounce.report.hash;
    },
    [target, frames] as const,
  );
}

/** What came of listening to the live engine. */
export interface LiveHash {
  readonly hash: string;
  readonly missed: number;
  readonly quantum: number;
}

/** Plays the range live and hashes what the engine's unclamped output gave. */
export async function hashInWorklet(page: Page, target: RenderTarget, frames: number): Promise<LiveHash> {
  return page.evaluate(
    async ([wanted, to, channels]) => {
      const { scorestage, scorestageTap } = globalThis as unknown as ProvedPage;
      const { engine, prefs } = scorestage;
      prefs.setState({ target: wanted });
      engine.setTarget(wanted);
      engine.locate(0);
      await engine.resume();
      await scorestageTap.ready();
      engine.telemetry.poll();
      const before = engine.telemetry.missedSlots;
      scorestageTap.record({ channels, from: 0, to });
      await engine.play();
      const hash = await scorestageTap.recordedHash();
      engine.telemetry.poll();
      const missed = engine.telemetry.missedSlots - before;
      engine.stop();
      await new Promise((resolve) => setTimeout(resolve, 200));
      return { hash, missed, quantum: scorestageTap.quantum() };
    },
    [target, frames, targetChannels(target)] as const,
  );
}

/** A live run on a machine that could not keep up proves nothing: it is run again, and how often is told. */
export async function steadyHash(
  page: Page,
  target: RenderTarget,
  frames: number,
): Promise<LiveHash & { tries: number }> {
  for (let tries = 1; ; tries += 1) {
    const live = await hashInWorklet(page, target, frames);
    if (live.missed === 0 || tries === 4) return { ...live, tries };
  }
}

async function run(lab: Lab): Promise<readonly ProofRow[]> {
  const seconds = 20;
  const engine = await loadNodeEngine();
  const rows: ProofRow[] = [];
  const found = new Map<
    RenderTarget,
    { node: string; worker: string; live: (LiveHash & { tries: number })[] }
  >();
  const profile = lab.folder('hash-profile');
  for (const renderSizeHint of [128, 256]) {
    const context = await openBrowser({ profile, renderSizeHint });
    try {
      const page = await openApp(context, lab.url);
      const session = await page.evaluate(
        () => (globalThis as unknown as ProvedPage).scorestage.document.getState().session,
      );
      const frames = seconds * session.sampleRate;
      const store = await nodePool(lab.folder('hash-pool'), session.sampleRate);
      for (const target of RENDER_TARGETS) {
        lab.say(`${target}, quantum ${renderSizeHint}`);
        const entry = found.get(target) ?? {
          node: await hashInNode(engine, store, session, target, frames),
          worker: await hashInWorker(page, target, frames),
          live: [],
        };
        entry.live.push(await steadyHash(page, target, frames));
        found.set(target, entry);
      }
    } finally {
      await context.close();
    }
  }
  for (const [target, { node, worker, live }] of found) {
    const parts = [
      ['worker', worker],
      ...live.map(({ hash, quantum }) => [`worklet at ${quantum}`, hash] as const),
    ] as const;
    const different = parts.filter(([, hash]) => hash !== node).map(([name]) => name);
    const again = live.reduce((sum, { tries }) => sum + tries - 1, 0);
    rows.push({
      name: `${seconds} s of the demo, ${target}`,
      figure:
        different.length === 0
          ? `${node.slice(0, 16)}… in Node, ${parts.map(([name]) => name).join(', ')}${again > 0 ? `; ${again} live runs repeated for missed reads` : ''}`
          : `differs from Node: ${different.join(', ')}`,
      target: 'equal',
      met: different.length === 0 && live.map(({ quantum }) => quantum).join() === '128,256',
    });
  }
  return rows;
}

/** AudioWorklet = Worker = Node, from compressed stems, through the whole app. */
export const hashProof: Proof = {
  name: 'hash',
  minutes: 25,
  title: 'The same bits everywhere: SHA-256 of the engine’s unclamped output',
  run,
};
