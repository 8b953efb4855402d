import { loadCoreModule } from '../../src/core/node.ts';
import { compiledLoad, loadHrtf, RATE, TARGETS } from './load.ts';
import { type CoreCost, measureCore, QUANTUM } from './measure-core.ts';
import type { BenchRow, BenchScale } from './row.ts';

/** Seconds of lanes the measured session has: more than any run plays. */
export const LOAD_SECONDS = 60;

/** Quanta of a pass and passes, at either scale. A pass lasts about a tenth of a second, so that some are undisturbed. */
export const amounts = (quick: boolean) => ({ quantaPerPass: quick ? 400 : 750, passes: quick ? 5 : 12 });

/** Rows of one measurement: cost of a quantum, share of real time, times real time. */
export function costRows(place: string, cost: CoreCost): BenchRow[] {
  if (cost.missedSlots > 0)
    throw new Error(`${place}, ${cost.target}: ${cost.missedSlots} reads found no audio`);
  const quantumUs = (QUANTUM / RATE) * 1e6;
  const name = `core, ${place}, ${cost.target}`;
  return [
    { name: `${name}: mean quantum (quietest pass)`, value: cost.meanUs, unit: 'µs' },
    { name: `${name}: mean quantum (median of passes)`, value: cost.medianMeanUs, unit: 'µs' },
    { name: `${name}: p99 quantum (quietest pass)`, value: cost.p99Us, unit: 'µs' },
    { name: `${name}: share of real time`, value: (cost.meanUs / quantumUs) * 100, unit: '%' },
    { name: `${name}: speed`, value: quantumUs / cost.meanUs, unit: '× real time' },
  ];
}

/** Cost of the core in this Node. */
export async function nodeCoreRows({ quick, say }: BenchScale): Promise<BenchRow[]> {
  const module = await loadCoreModule('shared');
  const hrtf = await loadHrtf();
  const load = {
    module,
    shared: true,
    sampleRate: RATE,
    hrtf,
    ...compiledLoad(LOAD_SECONDS),
    ...amounts(quick),
  };
  return TARGETS.flatMap((target) => {
    say(`core in Node, ${target}`);
    return costRows('Node', measureCore(load, target));
  });
}
