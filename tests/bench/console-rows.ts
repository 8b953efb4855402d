import { measureInPage, openPage } from './chromium-rows.ts';
import { CONSOLE_STRIPS, type ConsoleSteps, consoleLoad } from './console-load.ts';
import { amounts } from './core-rows.ts';
import { RATE } from './load.ts';
import { type CoreCost, QUANTUM } from './measure-core.ts';
import { nativeStrips } from './native-strips.ts';
import type { BenchRow, BenchScale } from './row.ts';

/** Steps of the console by name, each a step on from the one named; the difference is the cost of what came. */
const STEPS = {
  bare: { steps: { eq: 'off', dynamics: 'off', spaces: 'none' }, from: null, what: '' },
  eq: { steps: { eq: 'still', dynamics: 'off', spaces: 'none' }, from: 'bare', what: '6 bands' },
  'eq-moving': {
    steps: { eq: 'moving', dynamics: 'off', spaces: 'none' },
    from: 'bare',
    what: '6 bands, 18 lanes',
  },
  dynamics: { steps: { eq: 'off', dynamics: 'still', spaces: 'none' }, from: 'bare', what: 'compressor' },
  'dynamics-moving': {
    steps: { eq: 'off', dynamics: 'moving', spaces: 'none' },
    from: 'bare',
    what: 'compressor, 9 lanes',
  },
  strips: {
    steps: { eq: 'moving', dynamics: 'moving', spaces: 'none' },
    from: 'bare',
    what: '6 bands and compressor, 27 lanes',
  },
  full: {
    steps: { eq: 'moving', dynamics: 'moving', spaces: 'reverbs' },
    from: 'strips',
    what: 'send and 4 spaces',
  },
  convolution: {
    steps: { eq: 'moving', dynamics: 'moving', spaces: 'convolution' },
    from: 'strips',
    what: 'send, 3 reverbs, convolution of 3 s stereo',
  },
  convolutions: {
    steps: { eq: 'moving', dynamics: 'moving', spaces: 'convolutions' },
    from: 'strips',
    what: 'send, 2 reverbs, convolutions of 3 s stereo and 2 s 7.1.2',
  },
} as const satisfies Record<string, { steps: ConsoleSteps; from: string | null; what: string }>;
type StepName = keyof typeof STEPS;
const NAMES = Object.keys(STEPS) as readonly StepName[];

const QUANTUM_US = (QUANTUM / RATE) * 1e6;
const share = (us: number): number => (us / QUANTUM_US) * 100;

function rowsOf(costs: ReadonlyMap<StepName, CoreCost>): BenchRow[] {
  const rows: BenchRow[] = [];
  for (const [name, { meanUs, p99Us }] of costs) {
    const where = `console, Chromium worker, binaural, ${name}`;
    rows.push(
      { name: `${where}: mean quantum (quietest pass)`, value: share(meanUs), unit: '% of a quantum' },
      { name: `${where}: p99 quantum (quietest pass)`, value: share(p99Us), unit: '% of a quantum' },
    );
    const { from, what } = STEPS[name];
    const before = from ? costs.get(from) : undefined;
    if (before) {
      const us = (meanUs - before.meanUs) / CONSOLE_STRIPS;
      rows.push({ name: `console, a strip: ${what}`, value: us, unit: 'µs a quantum' });
    }
  }
  return rows;
}

/**
 * 128 strips with six bands and a compressor each, every lane of theirs moving, and four spaces, in binaural with the 5.1
 * re-render beside: step by step, so that each processor has its figure; and the same processors on native nodes in the same run.
 */
export async function consoleRows({ quick, say }: BenchScale): Promise<BenchRow[]> {
  say('building the bench page for the console');
  const loads = Object.fromEntries(NAMES.map((name) => [name, consoleLoad(STEPS[name].steps)]));
  const { page, close } = await openPage(loads);
  try {
    const costs = new Map<StepName, CoreCost>();
    for (const name of NAMES) {
      say(`console in a worker of Chromium, ${name}`);
      const cost = await measureInPage(page, {
        target: 'binaural',
        sampleRate: RATE,
        voices: CONSOLE_STRIPS,
        objectSize: null,
        load: name,
        beside: true,
        ...amounts(quick),
      });
      if (cost.missedSlots > 0) throw new Error(`console, ${name}: ${cost.missedSlots} reads found no audio`);
      costs.set(name, cost);
    }
    const rows = rowsOf(costs);
    for (const [moving, name] of [
      [false, 'still'],
      [true, 'moving'],
    ] as const) {
      say(`128 × (6 BiquadFilterNodes + DynamicsCompressorNode), ${name}`);
      let native = 0;
      for (let run = 0; run < (quick ? 1 : 3); run += 1)
        native = Math.max(native, await nativeStrips(page, moving));
      const bare = costs.get('bare')?.meanUs ?? Number.NaN;
      const cost = (name: StepName): number => (costs.get(name)?.meanUs ?? Number.NaN) - bare;
      const own = QUANTUM_US / (moving ? cost('strips') : cost('eq') + cost('dynamics'));
      rows.push(
        {
          name: `native: 128 × (6 biquads + compressor), ${name} (best run)`,
          value: native,
          unit: '× real time',
        },
        {
          name: `console: the same processors, ${name}, against native`,
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
