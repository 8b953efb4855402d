import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { createMix, createOwnerClient } from '../../../src/share/index.ts';
import { manifestOf } from '../../support/share-manifest.ts';
import { startShare } from '../../support/share-process.ts';
import type { Lab, Proof, ProofRow } from '../proof.ts';
import { blobOf, LOAD_BLOBS, type LoadReport } from '../share/load-plan.ts';
import { sendTo, value } from '../share/people.ts';

const REVIEWERS = 200;
const SECONDS = 60;
/** Until caches and pools have their size, s. */
const WARM_UP = 15;
const SAMPLE_MS = 1_000;
/** A minute may add as much and still be called flat, MiB. */
const FLAT_MIB = 10;

const run = promisify(execFile);

/** Memory a process has, MiB (proc(5), statm: pages of 4 KiB). */
const residentMib = (pid: number): number =>
  Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) / 256;

/** CPU seconds a process has used (proc(5), stat: fields 14 and 15, in hundredths). */
function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Slope of a straight line through values a second apart, by least squares. */
function slope(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
  const over = values.reduce((sum, each, n) => sum + (n - middle) * (each - mean), 0);
  return over / values.reduce((sum, _, n) => sum + (n - middle) ** 2, 0);
}

/** Publishes what is reviewed. */
async function publishLoad(url: string): Promise<{ mixId: string; secret: string }> {
  const send = sendTo(() => url);
  const key = value(await createMix(send, 'The Lighthouse', null));
  const ada = createOwnerClient(send, key);
  const blobs = LOAD_BLOBS.map((_, index) => blobOf(index));
  for (const [index, { bytes, sha256 }] of blobs.entries())
    value(await ada.upload(new Blob([bytes]), sha256, index === 0 ? 'audio/ogg' : 'audio/flac'));
  const [proxy = { sha256: '', bytes: 0 }, ...stems] = blobs.map(({ bytes, sha256 }) => ({
    sha256,
    bytes: bytes.length,
  }));
  value(await ada.publish(manifestOf(proxy, stems), null));
  return key;
}

async function load(lab: Lab): Promise<readonly ProofRow[]> {
  const server = await startShare({ folder: lab.folder('load') });
  const memory: number[] = [];
  let sampler: ReturnType<typeof setInterval> | undefined;
  try {
    const { mixId, secret } = await publishLoad(server.url);
    lab.say(`${REVIEWERS} reviewers come`);
    const cpu = cpuSeconds(server.pid);
    sampler = setInterval(() => memory.push(residentMib(server.pid)), SAMPLE_MS);
    const begun = performance.now();
    const file = join(lab.folder('load-report'), 'report.json');
    await run(process.execPath, [
      '--import',
      'tsx',
      resolve(import.meta.dirname, '../share/load.ts'),
      server.url,
      mixId,
      secret,
      `${REVIEWERS}`,
      `${SECONDS}`,
      file,
    ]);
    const seconds = (performance.now() - begun) / 1_000;
    clearInterval(sampler);
    const busy = (cpuSeconds(server.pid) - cpu) / seconds;
    const report = JSON.parse(readFileSync(file, 'utf8')) as LoadReport;
    const steady = memory.slice(-(SECONDS - WARM_UP));
    const perMinute = slope(steady) * 60;
    const requests = report.kinds.reduce((sum, { count }) => sum + count, 0);
    const wanted = report.comments * REVIEWERS;
    return [
      {
        name: `${REVIEWERS} reviewers on one process for ${SECONDS} s: requests, bytes, errors`,
        figure: `${requests} timed, ${(report.bytesRead / 1e6).toFixed(0)} MB of ranges, ${report.errors} errors${report.faults.length > 0 ? ` (${report.faults.join('; ')})` : ''}; ${server.faults.length} faults in the server, which was busy for ${(100 * busy).toFixed(0)} % of a core`,
        target: '0 errors',
        met: report.errors === 0 && server.faults.length === 0,
      },
      {
        name: 'comments that came to all who listened',
        figure: `${report.delivered} of ${wanted}`,
        target: 'all but those of the last moments',
        met: report.delivered > 0.97 * wanted,
      },
      ...report.kinds.map(({ kind, count, medianMs, p99Ms }) => ({
        name: `${kind} (${count})`,
        figure: `median ${medianMs.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms`,
        target: '',
        met: null,
      })),
      {
        name: `memory of the server, ${WARM_UP} s after the first and at the end`,
        figure: `${(steady[0] ?? 0).toFixed(0)} MiB, ${(steady.at(-1) ?? 0).toFixed(0)} MiB; ${perMinute.toFixed(1)} MiB a minute`,
        target: `flat: < ${FLAT_MIB} MiB a minute`,
        met: perMinute < FLAT_MIB,
      },
    ];
  } finally {
    clearInterval(sampler);
    await server.stop();
  }
}

/** Many reviewers at once. */
export const shareLoadProof: Proof = {
  name: 'share-load',
  minutes: 5,
  title: 'Two hundred reviewers on one process',
  run: load,
};
