import { chromiumRows } from '../../bench/chromium-rows.ts';
import { nodeCoreRows } from '../../bench/core-rows.ts';
import { offlineRows } from '../../bench/offline-rows.ts';
import type { Lab, Proof, ProofRow } from '../proof.ts';
import { againstTargets, type Target } from '../targets.ts';

/** What was promised, by the end of a figure's name. */
const TARGETS: readonly Target[] = [
  {
    of: ({ name }) => name.endsWith('binaural: share of real time'),
    text: '≤ 15 %',
    met: ({ value }) => value <= 15,
  },
  {
    of: ({ name }) => name.endsWith(': share of real time'),
    text: '≤ 10 %',
    met: ({ value }) => value <= 10,
  },
  {
    of: ({ name }) => name.endsWith('against native HRTF'),
    text: '≥ 10 × native',
    met: ({ ratio = 0 }) => ratio >= 10,
  },
  {
    of: ({ name }) => /^offline from disk.*binaural, processor time$/.test(name),
    text: '≥ 8 × real time',
    met: ({ value }) => value >= 8,
  },
  {
    of: ({ name }) => /^offline from disk.*processor time$/.test(name),
    text: '≥ 20 × real time',
    met: ({ value }) => value >= 20,
  },
];

async function run(lab: Lab): Promise<readonly ProofRow[]> {
  const scale = { quick: false, say: lab.say };
  const rows = [
    ...(await nodeCoreRows(scale)),
    ...(await chromiumRows(scale)),
    ...(await offlineRows(scale)),
  ];
  return rows.map((row) => againstTargets(row, TARGETS));
}

/** The figures of `npm run bench`, against what was promised. */
export const benchProof: Proof = {
  name: 'bench',
  minutes: 8,
  title: 'Cost of the heaviest session: 128 channels, 10 of bed and 118 moving objects',
  run,
};
