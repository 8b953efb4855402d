import { type Browser, chromium, type Page } from 'playwright';
import { chromiumArgs, chromiumPath } from '../../scripts/chromium.mjs';
import type { BenchPage, PageRequest } from './chromium-page/protocol.ts';
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

const measureInPage = (page: Page, request: PageRequest): Promise<CoreCost> =>
  page.evaluate((asked) => (globalThis as unknown as { bench: BenchPage }).bench.measure(asked), request);

/** The native graph at the speed of its best run. */
async function nativeBest(page: Page, model: PanningModelType, runs: number): Promise<number> {
  let best = 0;
  for (let run = 0; run < runs; run += 1) best = Math.max(best, await nativePanners(page, model));
  return best;
}

const speedOf = (rows: readonly BenchRow[], target: string): number =>
  rows.find(({ name }) => name === `core, Chromium worker, ${target}: speed`)?.value ?? Number.NaN;

/** Cost of the core in a worker of Chromium, and the same objects on native PannerNodes in the same run. */
export async function chromiumRows({ quick, say }: BenchScale): Promise<BenchRow[]> {
  const hrtf = await loadHrtf();
  const { strips, voices } = compiledLoad(LOAD_SECONDS);
  say('building the bench page');
  const server = await serveBenchPage({ strips, hrtf: { ...hrtf, responses: [...hrtf.responses] } });
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.goto(server.url);
    if (!(await page.evaluate(() => globalThis.crossOriginIsolated)))
      throw new Error('the bench page is not cross-origin isolated');
    const rows: BenchRow[] = [];
    for (const target of TARGETS) {
      say(`core in a worker of Chromium, ${target}`);
      const cost = await measureInPage(page, { target, sampleRate: RATE, voices, ...amounts(quick) });
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
    await browser.close();
    await server.close();
  }
}
