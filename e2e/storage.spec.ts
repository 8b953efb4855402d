import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type BrowserContext, expect, type Page, test } from 'playwright/test';
import { asAsync, memorySource } from '../src/formats/index.ts';
import { importFile } from '../src/stems/index.ts';
import { createMemoryStore } from '../src/store/index.ts';
import { openEngineBench } from './engine-bench.ts';

const PAGE = '/e2e/storage/page.ts';
/** `npm run prove -- kill` kills twenty times. */
const KILLS = 2;
const FIXTURES = new URL('../tests/fixtures/audio/', import.meta.url);

/** Runs a function of the page module by name. */
const call = (page: Page, name: string, ...args: readonly unknown[]): Promise<unknown> =>
  page.evaluate(
    async ([path, member, values]) => {
      const module = await import(path as string);
      return module[member as string](...(values as unknown[]));
    },
    [PAGE, name, args],
  );

/** A promise and the way to resolve it (Node 20 has no `Promise.withResolvers`). */
function resolvable(): { readonly promise: Promise<void>; resolve(): void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve: () => resolve() };
}

/** Opens a page that tells what happens in it. */
async function tellingPage(first: Page, onTell: (what: string, value: number) => void): Promise<Page> {
  const page = await first.context().newPage();
  await page.exposeFunction('tell', onTell);
  await page.goto(first.url());
  return page;
}

/** Kills the processes of the browser's pages, as the system does when memory runs out. */
async function killPages(context: BrowserContext, page: Page): Promise<void> {
  const session = await context.newCDPSession(page);
  const browser = context.browser();
  const root = browser === null ? session : await browser.newBrowserCDPSession();
  const { processInfo } = await root.send('SystemInfo.getProcessInfo');
  for (const { type, id } of processInfo) if (type === 'renderer') process.kill(id, 'SIGKILL');
  await page.close();
}

test('a tab killed amid a stream of edits keeps every acknowledged one', async () => {
  test.setTimeout(180_000);
  const bench = await openEngineBench();
  try {
    let acknowledged = 0;
    for (let round = 1; round <= KILLS; round += 1) {
      const goal = acknowledged + 20 * round - (round % 3);
      const reached = resolvable();
      const page = await tellingPage(bench.page, (what, value) => {
        if (what !== 'edit') return;
        acknowledged = value;
        if (value >= goal) reached.resolve();
      });
      expect(await call(page, 'storedEdits')).toBeGreaterThanOrEqual(acknowledged);
      void call(page, 'editForever').catch(() => undefined);
      await reached.promise;
      await killPages(bench.page.context(), page);
    }
    const stored = await call(await tellingPage(bench.page, () => undefined), 'storedEdits');
    expect(stored).toBeGreaterThanOrEqual(acknowledged);
    // At most the edit in flight is there beyond what was acknowledged.
    expect(stored).toBeLessThanOrEqual(acknowledged + 1);
  } finally {
    await bench.close();
  }
});

test('a tab killed amid an import leaves a consistent pool, and adding the file again goes on', async () => {
  test.setTimeout(240_000);
  const bench = await openEngineBench();
  try {
    let resumed = 0;
    for (let round = 1; round <= KILLS; round += 1) {
      // Up to four fifths of the file, so that some rounds are past a flush of the ledger.
      const goal = (round / KILLS) * 48e6;
      const reached = resolvable();
      const page = await tellingPage(bench.page, (what, value) => {
        if (what === 'bytes' && value >= goal) reached.resolve();
      });
      void call(page, 'importNoise', 60, round).catch(() => undefined);
      await reached.promise;
      await killPages(bench.page.context(), page);
      const again = await tellingPage(bench.page, () => undefined);
      const done = (await call(again, 'importNoise', 60, round)) as {
        resumedBytes: number;
        sha256: string;
        ofFile: string;
        ofPool: string;
      };
      expect(done.sha256).toBe(done.ofFile);
      expect(done.ofPool).toBe(done.ofFile);
      expect(await call(again, 'hasStem', done.sha256)).toBe(true);
      resumed += done.resumedBytes;
      await again.close();
    }
    expect(resumed).toBeGreaterThan(KILLS * 6e6);
  } finally {
    await bench.close();
  }
});

test('compressed stems decode to the same bits in the browser and in Node', async () => {
  const bench = await openEngineBench();
  try {
    for (const name of ['tone-51.opus', 'tone-51.ogg', 'tone-51.flac', 'tone-mono.mp3', 'tone-stereo.mp3']) {
      const bytes = new Uint8Array(readFileSync(new URL(name, FIXTURES)));
      for (const rate of [48_000, 96_000]) {
        const inPage = await bench.page.evaluate(
          async ([path, data, hertz]) => {
            const { decodedHash } = await import(path as string);
            return decodedHash(new Uint8Array(data as number[]), hertz);
          },
          ['/e2e/storage/decoded.ts', [...bytes], rate],
        );
        const store = createMemoryStore();
        const source = asAsync(memorySource(bytes));
        const result = await importFile({ source, fileName: name, store, rate });
        if (!result.ok) throw new Error(result.message);
        const { key } = result.value.entry;
        const audio = await store.readAll(`pool/${key.sha256}-${key.rate}-${key.decoder}/audio`);
        expect(inPage).toBe(
          createHash('sha256')
            .update(audio ?? '')
            .digest('hex'),
        );
      }
    }
  } finally {
    await bench.close();
  }
});

test('AAC decodes in the browser to its exact length', async () => {
  const bench = await openEngineBench();
  try {
    const bytes = new Uint8Array(readFileSync(new URL('tone-stereo.m4a', FIXTURES)));
    const length = await bench.page.evaluate(
      async (data) => {
        const { importedLength } = await import('/e2e/storage/decoded.ts' as string);
        return importedLength(new Uint8Array(data));
      },
      [...bytes],
    );
    expect(length).toBe(9001);
  } finally {
    await bench.close();
  }
});

test('a second tab reads, and takes over once the first has saved', async () => {
  const bench = await openEngineBench();
  try {
    const first = await tellingPage(bench.page, () => undefined);
    const second = await tellingPage(bench.page, () => undefined);
    expect(await call(first, 'lockMode', false)).toBe('writer');
    expect(await call(second, 'lockMode', false)).toBe('reader');
    const third = await tellingPage(bench.page, () => undefined);
    expect(await call(third, 'lockMode', true)).toBe('writer');
    expect(await first.title()).toBe('saved lost');
  } finally {
    await bench.close();
  }
});
