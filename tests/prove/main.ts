/**
 * `npm run prove [-- NAME …]`: the heavy proofs, one after another, each on a fresh build in a real Chromium. Prints a row
 * a figure and writes them to docs/benchmarks.md. Exits 1 if a target was missed or a proof broke off.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { loadLine, machineLine } from './machine.ts';
import type { Lab, Proof, ProofRow } from './proof.ts';
import { benchProof } from './proofs/bench.ts';
import { channelsProof } from './proofs/channels.ts';
import { consoleProof } from './proofs/console.ts';
import { duckingProof } from './proofs/ducking.ts';
import { firstSoundProof } from './proofs/first-sound.ts';
import { hashProof } from './proofs/hash.ts';
import { killProof } from './proofs/kill.ts';
import { lanesProof } from './proofs/lanes.ts';
import { largeProof } from './proofs/large.ts';
import { loudnessProof } from './proofs/loudness.ts';
import { malformedProof } from './proofs/malformed.ts';
import { reverbProof } from './proofs/reverb.ts';
import { shareKillProof } from './proofs/share-kill.ts';
import { shareLoadProof } from './proofs/share-load.ts';
import { undoProof } from './proofs/undo.ts';
import { terminalTable, writeSection } from './report.ts';
import { serveFreshBuild } from './served-build.ts';

const PROOFS: readonly Proof[] = [
  largeProof,
  hashProof,
  firstSoundProof,
  killProof,
  malformedProof,
  channelsProof,
  undoProof,
  loudnessProof,
  duckingProof,
  reverbProof,
  lanesProof,
  consoleProof,
  shareKillProof,
  shareLoadProof,
  benchProof,
];

const root = resolve(import.meta.dirname, '../..');
const named = process.argv.slice(2);
const unknown = named.filter((name) => !PROOFS.some((proof) => proof.name === name));

/** Runs a proof, or gives up on it: a page that hangs must not hang the rest. */
async function inTime(proof: Proof, lab: Lab): Promise<readonly ProofRow[]> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`not over after ${proof.minutes} minutes`)),
      proof.minutes * 60_000,
    );
  });
  try {
    return await Promise.race([proof.run(lab), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function runOne(proof: Proof, lab: Lab, machine: string): Promise<boolean> {
  console.log(`\n== ${proof.title}`);
  const started = performance.now();
  const load = loadLine();
  let rows: readonly ProofRow[];
  try {
    rows = await inTime(proof, lab);
  } catch (error) {
    console.error(error);
    const figure = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    rows = [{ name: 'broke off', figure, target: 'runs to its end', met: false }];
  }
  console.log(terminalTable(rows));
  const seconds = (performance.now() - started) / 1000;
  const date = new Date().toISOString().slice(0, 10);
  writeSection(join(root, 'docs/benchmarks.md'), {
    ...proof,
    rows,
    date,
    machine: `${machine}, ${load}`,
    seconds,
  });
  return rows.every(({ met }) => met !== false);
}

async function main(): Promise<number> {
  if (unknown.length > 0) {
    console.error(
      `No proof named ${unknown.join(', ')}. Proofs: ${PROOFS.map(({ name }) => name).join(' ')}`,
    );
    return 2;
  }
  const scratch = mkdtempSync(join(tmpdir(), 'scorestage-prove-'));
  console.log('Building the page');
  const served = await serveFreshBuild(root, join(scratch, 'dist'));
  try {
    const lab: Lab = {
      url: served.url,
      folder(name) {
        const path = join(scratch, name);
        mkdirSync(path, { recursive: true });
        return path;
      },
      say: (what) => console.log(`   ${what}`),
    };
    let good = true;
    const machine = machineLine();
    for (const proof of PROOFS)
      if (named.length === 0 || named.includes(proof.name))
        good = (await runOne(proof, lab, machine)) && good;
    return good ? 0 : 1;
  } finally {
    await served.close();
    rmSync(scratch, { recursive: true, force: true });
  }
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
process.exit(await main());
