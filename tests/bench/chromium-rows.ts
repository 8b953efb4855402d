import { type Browser, chromium, type Page } from 'playwright';
import { chromiumArgs, chromiumPath } from '../../scripts/chromium.mjs';
import type { BenchPage, PageRequest, PlayedLoad } from './chromium-page/protocol.ts';
import { serveBenchPage } from './chromium-page/server.ts';
import { amounts, costRows, LOAD_SECONDS } from './core-rows.ts';
import { compiledLoad, loadHrtf, RATE, TARGETS } from './load.ts';
import type { CoreCost } from './measure-core.ts';
import { nativePanners } from './native-panners.ts';
import type { BenchRow, BenchScale } from './row.ts';

function launch(): Promise<Browser> {
  const executablePath = chromiumPath();
  return chromium.launch({ args: chromiumArgs, ...(executablePath ? { executablePath } : {}) });
}

/** Opens a browser on the bench page with the large session as the load `large`; the caller ends it. */
export async function openBenchPage(): Promise<{ page: Page; voices: number; close(): Promise<void> }> {
  const { strips, voices } = compiledLoad(LOAD_SECONDS);
  return { ...(await openPage({ large: { strips } })), voices };
}

/** Opens a browser on the bench page with loads to choose from; the caller ends it. */
export async function openPage(
  loads: Readonly<Record<string, PlayedLoad>>,
): Promise<{ page: Page; close(): Promise<void> }> {
  const hrtf = await loadHrtf();
  const server = await serveBenchPage({
    loads,
    hrtf: { ...hrtf, responses: [...hrtf.responses], delays: [...hrtf.delays] },
  });
  const browser = await launch();
  const close = async () => {
    await browser.close();
    await server.close();
  };
  try {
    const page = await browser.newPage();
    await page.goto(server.url);
    if (!(await page.evaluate(() => globalThis.crossOriginIsolated)))
      throw new Error('the bench page is not cross-origin isolated');
    return { page, close };
  } catch (cause) {
    await close();
    throw cause;
  }
}

/** Measures the core in the page's worker. */
export const measureInPage = (page: Page, request: PageRequest): Promise<CoreCost> =>
  page.evaluate((asked) => (globalThis as unknown as { bench: BenchPage }).bench.measure(asked), request);

/** The native graph at the speed of its best run. */
export async function nativeBest(page: Page, model: PanningModelType, runs: number): Promise<number> {
  let best = 0;
  for (let run = 0; run < runs; run += 1) best = Math.max(best, await nativePanners(page, model));
  return best;
}

const speedOf = (rows: readonly BenchRow[], target: string): number =>
  rows.find(({ name }) => name === `core, Chromium worker, ${target}: speed`)?.value ?? Number.NaN;

/** Cost of the core in a worker of Chromium, and the same objects on native PannerNodes in the same run. */
export async function chromiumRows({ quick, say }: BenchScale): Promise<BenchRow[]> {
  say('building the bench page');
  const { page, voices, close } = await openBenchPage();
  try {
    const rows: BenchRow[] = [];
    for (const target of TARGETS) {
      say(`core in a worker of Chromium, ${target}`);
      const request = {
        target,
        sampleRate: RATE,
        voices,
        objectSize: null,
        load: 'large',
        beside: false,
        ...amounts(quick),
      };
      const cost = await measureInPage(page, request);
      rows.push(...costRows('Chromium worker', cost));
    }
    for (const [model, target] of [
      ['HRTF', 'binaural'],
      ['equalpower', '2.0'],
    ] as const) {
      say(`118 moving PannerNodes, ${model}`);
      const native = await nativeBest(page, model, quick ? 1 : 3);
      const own = speedOf(rows, target);
      rows.push(
        { name: `native: 118 moving PannerNodes, ${model} (best run)`, value: native, unit: '× real time' },
        {
          name: `whole 128-channel mix, ${target}, against native ${model}`,
          value: own,
          unit: '× real time',
          baseline: native,
          ratio: own / native,
        },
      );
    }
    return rows;
  } finally {
    await close();
  }
}
