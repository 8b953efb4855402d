/**
 * `npm run bench:renderer [-- --quick] [--record] [--no-chromium] [layout …]`: what 118 moving objects and a 7.1.2 bed cost
 * in each layout and mode, in Node (processor time) and in a worker of Chromium (wall time), against the figures kept in figures.json and against native
 * PannerNodes in the same run. `--record` keeps the new figures, with the commit they belong to. Asserts nothing: a shared
 * machine's absolute figures are for reading; ratios within a run decide.
 */
import { execFileSync } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { loadCoreModule } from '../../../src/core/node.ts';
import type { RenderTarget } from '../../../src/units/index.ts';
import { measureInPage, nativeBest, openBenchPage } from '../chromium-rows.ts';
import { amounts, LOAD_SECONDS } from '../core-rows.ts';
import { compiledLoad, loadHrtf, RATE, TARGETS } from '../load.ts';
import { type CoreCost, measureCore, QUANTUM } from '../measure-core.ts';
import { withSize } from '../sized.ts';
import {
  type Figure,
  figureTable,
  type NativeCosts,
  type RenderMode,
  readFigures,
  writeFigures,
} from './figures.ts';

const FLAGS = new Set(['--quick', '--record', '--no-chromium']);
const args = process.argv.slice(2);
const asked = args.filter((arg) => !arg.startsWith('--'));
const wrong = args.filter((arg) =>
  arg.startsWith('--') ? !FLAGS.has(arg) : !TARGETS.some((t) => t === arg),
);
const quick = args.includes('--quick');
const layouts = TARGETS.filter((target) => asked.length === 0 || asked.includes(target));

const started = performance.now();
const say = (what: string) =>
  console.error(`${((performance.now() - started) / 1000).toFixed(0).padStart(4)} s  ${what}`);

const modesOf = (layout: RenderTarget): readonly RenderMode[] =>
  layout === 'binaural' ? ['binaural', BESIDE] : ['point', 'size 0.3'];
/** Measured where there is a clock of processor time. */
const BESIDE: RenderMode = 'binaural + 5.1';
const sizeOf = (mode: RenderMode): number => (mode === 'size 0.3' ? 0.3 : 0);

function figureOf(place: Figure['place'], layout: RenderTarget, mode: RenderMode, cost: CoreCost): Figure {
  if (cost.missedSlots > 0) throw new Error(`${place}, ${layout}: ${cost.missedSlots} reads found no audio`);
  return {
    place,
    layout,
    mode,
    cost: (cost.processorUs ?? cost.meanUs) / ((QUANTUM / RATE) * 1e6),
    p99Us: cost.p99Us,
  };
}

/** Least time of a fixed piece of work in JavaScript, µs: measures the machine as it is now, not the code. */
function yardstick(): number {
  const data = Float64Array.from({ length: 4096 }, (_, index) => index / 4096);
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 400; run += 1) {
    const from = performance.now();
    let sum = 0;
    for (let round = 0; round < 20; round += 1)
      for (let index = 0; index < data.length; index += 1) sum = sum * 0.999 + (data[index] ?? 0);
    if (sum < 0) throw new Error('a sum of positive numbers is negative');
    least = Math.min(least, (performance.now() - from) * 1000);
  }
  return least;
}

async function inNode(): Promise<Figure[]> {
  const { strips, voices } = compiledLoad(LOAD_SECONDS);
  const load = { module: await loadCoreModule('shared'), shared: true, sampleRate: RATE, voices };
  const hrtf = await loadHrtf();
  const processorUs = (): number => {
    const { user, system } = process.cpuUsage();
    return user + system;
  };
  return layouts.flatMap((layout) =>
    modesOf(layout).map((mode) => {
      say(`Node, ${layout}, ${mode}`);
      const sized = withSize(strips, sizeOf(mode));
      return figureOf(
        'Node',
        layout,
        mode,
        measureCore(
          { ...load, ...amounts(quick), hrtf, strips: sized, processorUs, beside: mode === BESIDE },
          layout,
        ),
      );
    }),
  );
}

async function inChromium(): Promise<{ figures: Figure[]; native: NativeCosts }> {
  say('building the bench page');
  const { page, voices, close } = await openBenchPage();
  const figures: Figure[] = [];
  const native: NativeCosts = {};
  try {
    for (const layout of layouts) {
      for (const mode of modesOf(layout).filter((one) => one !== BESIDE)) {
        say(`Chromium worker, ${layout}, ${mode}`);
        const request = {
          target: layout,
          sampleRate: RATE,
          voices,
          objectSize: sizeOf(mode),
          load: 'large',
          beside: false,
          ...amounts(quick),
        };
        figures.push(figureOf('Chromium worker', layout, mode, await measureInPage(page, request)));
      }
      const model = layout === 'binaural' ? 'HRTF' : layout === '2.0' ? 'equalpower' : null;
      if (!model) continue;
      say(`118 moving PannerNodes, ${model}`);
      native[layout] = 1 / (await nativeBest(page, model, quick ? 1 : 3));
    }
  } finally {
    await close();
  }
  return { figures, native };
}

async function run(): Promise<number> {
  if (wrong.length > 0) {
    console.error(`Not known: ${wrong.join(' ')}. Use: [${[...FLAGS, ...TARGETS].join('] [')}]`);
    return 2;
  }
  const before = await readFigures();
  const yardstickUs = yardstick();
  const node = await inNode();
  const browser = args.includes('--no-chromium') ? { figures: [], native: {} } : await inChromium();
  const figures = [...node, ...browser.figures];
  console.log(figureTable(figures, before, browser.native, yardstickUs));
  for (const [layout, cost] of Object.entries(browser.native))
    console.log(`native: 118 moving PannerNodes, ${layout}: ${cost.toFixed(3)} CPU s / s`);
  if (before)
    console.log(
      `before: commit ${before.commit}, ${before.machine}; the yardstick took ${before.yardstickUs.toFixed(0)} µs then, ${yardstickUs.toFixed(0)} µs now`,
    );
  if (args.includes('--record')) {
    const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
    const cores = cpus();
    const machine = `${cores.length} × ${cores[0]?.model ?? 'unknown'}, Node ${process.versions.node}, load average ${loadavg()[0]?.toFixed(1)}${quick ? ', --quick' : ''}`;
    await writeFigures({ commit, machine, yardstickUs, figures });
    say('kept in figures.json');
  }
  return 0;
}

process.exitCode = await run();
