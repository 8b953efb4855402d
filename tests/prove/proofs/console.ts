import { consoleRows } from '../../bench/console-rows.ts';
import type { Lab, Proof, ProofRow } from '../proof.ts';
import { againstTargets, type Target } from '../targets.ts';

const spaces = (name: string): boolean => /, (full|convolutions?): /.test(name);

/** What was promised of the whole console, its spaces reverbs, or one or two of them convolutions. */
const TARGETS: readonly Target[] = [
  {
    of: ({ name }) => spaces(name) && name.includes('mean quantum'),
    text: '≤ 30 %',
    met: ({ value }) => value <= 30,
  },
  {
    of: ({ name }) => spaces(name) && name.includes('p99 quantum'),
    text: '≤ 60 %',
    met: ({ value }) => value <= 60,
  },
];

async function run(lab: Lab): Promise<readonly ProofRow[]> {
  const rows = await consoleRows({ quick: false, say: lab.say });
  return rows.map((row) => againstTargets(row, TARGETS));
}

/** The figures of `npm run bench console`, against what was promised. */
export const consoleProof: Proof = {
  name: 'console',
  minutes: 8,
  title:
    'Cost of the console: 128 strips, 6 bands and a compressor each, 4 spaces, all lanes moving, 5.1 beside',
  run,
};
