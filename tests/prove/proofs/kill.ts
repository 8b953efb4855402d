import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { writeLargeWav } from '../../fixtures/large/large-files.ts';
import { seededWords } from '../../fixtures/large/seeded-words.ts';
import { startOwnChromium } from '../own-chromium.ts';
import { type ProvedPage, waitForApp } from '../page.ts';
import type { Lab, Proof, ProofRow } from '../proof.ts';

const ROUNDS = 10;
const EDITS = 200;

/** Calls that come over the console: they arrive even if the browser dies the next moment. */
const MARK = 'scorestage-proof ';

/** Newest number the page reported under a heading, and the way to wait for one. */
interface Followed {
  last: number;
  reached(value: number): Promise<void>;
}

/** Follows numbers the page reports under a heading. */
function follow(page: Page, heading: string): Followed {
  const start = `${MARK}${heading} `;
  const waiting: { value: number; resolve: () => void }[] = [];
  const state: Followed = {
    last: -1,
    reached: (value) =>
      new Promise((resolve) => {
        if (state.last >= value) resolve();
        else waiting.push({ value, resolve });
      }),
  };
  page.on('console', (message) => {
    const text = message.text();
    if (!text.startsWith(start)) return;
    state.last = Number(text.slice(start.length));
    for (const waiter of waiting) if (state.last >= waiter.value) waiter.resolve();
  });
  return state;
}

/**
 * Streams edits: each renames the first track and moves a third of the trims to what its number says. They come in bursts, so
 * that some are acknowledged on the way and some are in flight whenever the kill comes.
 */
const streamEdits = (page: Page, round: number): Promise<void> =>
  page.evaluate(
    ([turn, count, mark]) => {
      const { scorestage } = globalThis as unknown as ProvedPage;
      let made = -1;
      scorestage.status.subscribe(({ save }, { save: before }) => {
        if (save.kind === 'saved' && before.kind !== 'saved') console.log(`${mark}saved ${made}`);
      });
      const burst = (): void => {
        for (let left = 1 + (((made + 1) * 7 + turn) % 9); left > 0 && made + 1 < count; left -= 1) {
          const next = made + 1;
          scorestage.edit(`Edit ${next}`, (draft) => {
            for (const [index, id] of draft.trackOrder.entries()) {
              const track = draft.tracks[id];
              if (track && index === 0) track.name = `round ${turn} edit ${next}`;
              if (track && index % 3 === next % 3)
                track.strip.trimDb = (-next / 10) as typeof track.strip.trimDb;
            }
          });
          made = next;
        }
        console.log(`${mark}made ${made}`);
        if (made + 1 < count) setTimeout(burst, 40);
      };
      burst();
    },
    [round, EDITS, MARK] as const,
  );

/** What the document says of the edits: the last one that is wholly there. */
const readEdits = (page: Page): Promise<{ round: number; edit: number; whole: boolean }> =>
  page.evaluate(() => {
    const { session } = (globalThis as unknown as ProvedPage).scorestage.document.getState();
    const first = session.tracks[session.trackOrder[0] ?? ('' as never)];
    const [, round = '-1', edit = '-1'] = /^round (\d+) edit (\d+)$/.exec(first?.name ?? '') ?? [];
    const last = Number(edit);
    const whole = session.trackOrder.every((id, index) => {
      const phase = (((last - index) % 3) + 3) % 3;
      const wanted = last - phase;
      return wanted < 0 || Math.abs((session.tracks[id]?.strip.trimDb ?? 0) + wanted / 10) < 1e-9;
    });
    return { round: Number(round), edit: last, whole };
  });

async function killDuringEdits(lab: Lab): Promise<ProofRow> {
  const profile = lab.folder('kill-edits');
  const next = seededWords(20);
  const faults: string[] = [];
  let acknowledged = 0;
  let kept = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const first = await startOwnChromium(profile, lab.url);
    let last: number;
    try {
      await waitForApp(first.page, round === 0);
      const saved = follow(first.page, 'saved');
      const made = follow(first.page, 'made');
      await streamEdits(first.page, round);
      await made.reached(20 + (next() % (EDITS - 40)));
      last = saved.last;
    } finally {
      await first.kill();
    }
    const again = await startOwnChromium(profile, lab.url);
    try {
      await waitForApp(again.page, false);
      const found = await readEdits(again.page);
      lab.say(`round ${round + 1}: edit ${last} acknowledged, ${found.edit} found`);
      acknowledged += last + 1;
      kept += found.edit + 1;
      if (found.round !== round || found.edit < last || !found.whole)
        faults.push(
          `round ${round + 1}: ${last} acknowledged, ${found.round}/${found.edit} found${found.whole ? '' : ', torn'}`,
        );
    } finally {
      await again.kill();
    }
  }
  return {
    name: `browser killed during ${EDITS} edits, ${ROUNDS} times`,
    figure:
      faults.length === 0
        ? `${acknowledged} edits acknowledged, all there (${kept} in all)`
        : faults.join('; '),
    target: 'every acknowledged edit is there, none torn',
    met: faults.length === 0,
  };
}

/** What the pool holds, checked against itself: sources hash to their names, entries have their source. */
interface PoolState {
  readonly sources: number;
  readonly entries: number;
  readonly wrong: readonly string[];
}

const checkPool = (page: Page): Promise<PoolState> =>
  page.evaluate(async () => {
    const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('scorestage');
    const folder = async (name: string) => root.getDirectoryHandle(name).catch(() => null);
    const wrong: string[] = [];
    const names = new Set<string>();
    const sources = await folder('sources');
    for await (const [name, handle] of sources?.entries() ?? []) {
      if (handle.kind !== 'file') continue;
      names.add(name);
      const bytes = await (await (handle as FileSystemFileHandle).getFile()).arrayBuffer();
      const digest = Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)), (byte) =>
        byte.toString(16).padStart(2, '0'),
      ).join('');
      if (digest !== name) wrong.push(`source ${name.slice(0, 8)} holds other bytes`);
    }
    let entries = 0;
    const pool = await folder('pool');
    for await (const [name, handle] of pool?.entries() ?? []) {
      if (handle.kind !== 'directory') continue;
      const meta = await (handle as FileSystemDirectoryHandle).getFileHandle('meta').catch(() => null);
      if (!meta) continue;
      entries += 1;
      if (!names.has(name.slice(0, 64))) wrong.push(`entry ${name.slice(0, 8)} has no source`);
    }
    return { sources: names.size, entries, wrong };
  });

/** Gives a file on disk to the app's picker; works with a browser that was not started by the driver too. */
async function chooseFromDisk(page: Page, path: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await page.evaluate(() => {
    // The picker would open a dialog nobody answers; its input stays in the page to be filled.
    HTMLInputElement.prototype.click = () => undefined;
  });
  await page.keyboard.press('Control+i');
  const { root } = await session.send('DOM.getDocument');
  const { nodeId } = await session.send('DOM.querySelector', {
    nodeId: root.nodeId,
    selector: 'input[data-picker="files"]',
  });
  await session.send('DOM.setFileInputFiles', { nodeId, files: [path] });
  await session.detach();
}

/** Starts reporting the import's progress in percent; 1000 once it is done, −1 if it failed. */
const reportImport = (page: Page): Promise<void> =>
  page.evaluate((mark) => {
    const { status } = (globalThis as unknown as ProvedPage).scorestage;
    status.subscribe(({ imports }) => {
      const job = imports.at(-1);
      if (!job) return;
      const share = Math.floor((100 * job.bytesDone) / Math.max(1, job.bytesTotal));
      console.log(`${mark}import ${job.state === 'done' ? 1000 : job.state === 'failed' ? 2000 : share}`);
    });
  }, MARK);

const stemShas = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    Object.values((globalThis as unknown as ProvedPage).scorestage.document.getState().session.stems).map(
      ({ sha256 }) => sha256,
    ),
  );

async function killDuringImport(lab: Lab): Promise<ProofRow[]> {
  const profile = lab.folder('kill-import');
  const next = seededWords(21);
  const faults: string[] = [];
  const shares: number[] = [];
  let seconds = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const path = join(lab.folder('kill-files'), `stem-${round}.wav`);
    // Every third file is at another rate: it is copied, then decoded beside its source.
    const rate = round % 3 === 2 ? 44_100 : 48_000;
    const wav = writeLargeWav(path, 32 + round, rate === 48_000 ? 30 : 6, rate);
    const share = 15 + (next() % 75);
    const first = await startOwnChromium(profile, lab.url);
    let before: string[];
    try {
      await waitForApp(first.page, round === 0);
      before = await stemShas(first.page);
      const progress = follow(first.page, 'import');
      await reportImport(first.page);
      await chooseFromDisk(first.page, path);
      await progress.reached(share);
      shares.push(progress.last);
    } finally {
      await first.kill();
    }
    const again = await startOwnChromium(profile, lab.url);
    try {
      await waitForApp(again.page, false);
      const state = await checkPool(again.page);
      const stems = await stemShas(again.page);
      const killed = shares.at(-1) ?? 0;
      if (state.wrong.length > 0) faults.push(`round ${round + 1}: ${state.wrong.join(', ')}`);
      if (killed < 100 && stems.length !== before.length)
        faults.push(`round ${round + 1}: the half import is in the session`);
      const progress = follow(again.page, 'import');
      await reportImport(again.page);
      const started = performance.now();
      await chooseFromDisk(again.page, path);
      await progress.reached(1000);
      seconds += (performance.now() - started) / 1000;
      const after = await checkPool(again.page);
      const there = (await stemShas(again.page)).includes(wav.sha256);
      lab.say(
        `round ${round + 1}: killed at ${killed} %, ${after.sources} sources, ${after.entries} entries`,
      );
      if (progress.last !== 1000 || !there || after.wrong.length > 0)
        faults.push(
          `round ${round + 1}: re-adding gave ${progress.last === 1000 ? 'an inconsistent pool' : 'no stem'}: ${after.wrong.join(', ')}`,
        );
      await again.page.waitForFunction(
        () => (globalThis as unknown as ProvedPage).scorestage.status.getState().save.kind === 'saved',
        null,
        { polling: 50 },
      );
    } finally {
      await again.kill();
    }
    writeFileSync(path, '');
  }
  return [
    {
      name: `browser killed during an import, ${ROUNDS} times (at ${shares.join(', ')} %)`,
      figure:
        faults.length === 0
          ? `pool consistent each time; each file whole after adding it again (${(seconds / ROUNDS).toFixed(1)} s on average)`
          : faults.join('; '),
      target: 'no half entry, re-adding completes',
      met: faults.length === 0,
    },
  ];
}

const run = async (lab: Lab): Promise<readonly ProofRow[]> => [
  await killDuringEdits(lab),
  ...(await killDuringImport(lab)),
];

/** Nothing that was acknowledged is lost when the process is shot. */
export const killProof: Proof = { name: 'kill', minutes: 25, title: 'Killed in the middle', run };
