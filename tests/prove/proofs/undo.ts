import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Lab, Proof, ProofRow } from '../proof.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

/** Tests of the suite that prove what this proof quotes: file, and the words its name must hold. */
const QUOTED = [
  {
    file: 'src/engine/offline/offline-host.test.ts',
    words: 'undone while playing',
    name: 'undo while playing, outside the ≤ 10 ms fades',
    target: 'residual ≤ −100 dB',
  },
  {
    file: 'src/session/document.test.ts',
    words: 'undo',
    name: 'undo and redo of 1,000 random edits',
    target: 'identical document',
  },
] as const;

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

async function run(lab: Lab): Promise<readonly ProofRow[]> {
  const rows: ProofRow[] = [];
  for (const { file, words, name, target } of QUOTED) {
    lab.say(file);
    const output = join(lab.folder('undo'), 'report.json');
    const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
    const args = [vitest, 'run', file, '-t', words, '--reporter=json', `--outputFile=${output}`];
    // A failing test makes the exit code 1; the report says which.
    await promisify(execFile)(process.execPath, args, { cwd: ROOT }).catch(
      (error: { stderr?: string }) => error,
    );
    const report = JSON.parse(readFileSync(output, 'utf8')) as Report;
    const ran = report.testResults.flatMap(({ assertionResults }) =>
      assertionResults.filter(({ status }) => status === 'passed' || status === 'failed'),
    );
    const failed = ran.filter(({ status }) => status === 'failed');
    rows.push({
      name,
      figure:
        ran.length === 0
          ? `no test in ${file} is about it`
          : failed.length === 0
            ? ran.map(({ fullName }) => `“${fullName}” passes`).join('; ')
            : failed.map(({ fullName }) => `“${fullName}” fails`).join('; '),
      target,
      met: ran.length > 0 && failed.length === 0,
    });
  }
  return rows;
}

/** Undo, while playing and in the document: proved in the test suite, run and quoted here. */
export const undoProof: Proof = { name: 'undo', minutes: 3, title: 'Undo', run };
