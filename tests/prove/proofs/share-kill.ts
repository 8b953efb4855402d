import { startPostgres } from '../../support/postgres.ts';
import { type Lab, type Proof, type ProofRow, quantile } from '../proof.ts';
import { fanOut } from '../share/fan-out.ts';
import { type KillOptions, killUnderLoad } from '../share/kill-server.ts';

const KILLS = 30;
const LISTENERS = 300;
const EVENTS = 3_000;

async function killRow(name: string, options: KillOptions): Promise<ProofRow> {
  const { comments, blobs, amidUploads, resumed, faults } = await killUnderLoad(options);
  return {
    name: `server killed ${options.rounds} times amid comments and uploads, ${name}`,
    figure:
      faults.length === 0
        ? `${comments} comments and ${blobs} blobs acknowledged, all there, once; no half blob; ${amidUploads} kills amid an upload, which went on from ${resumed} offsets`
        : faults.slice(0, 5).join('; '),
    target: 'nothing acknowledged lost, no half blob, uploads go on',
    met: faults.length === 0 && amidUploads > 0,
  };
}

async function fanOutRow(folder: string, databaseUrl: string): Promise<ProofRow> {
  const { delivered, across, seconds, delays, faults } = await fanOut({
    folder,
    databaseUrl,
    listeners: LISTENERS,
    events: EVENTS,
    writers: 4,
  });
  const order = [...delays];
  const at = (share: number) => `${Math.round(quantile(order, share))} ms`;
  const whole = delivered === LISTENERS * EVENTS && across === delivered / 2;
  return {
    name: `two processes on one Postgres: ${LISTENERS} listeners, ${EVENTS} events in ${seconds.toFixed(0)} s`,
    figure:
      whole && faults.length === 0
        ? `${delivered} deliveries, each listener’s in order, ${across} of them from the other process; request to arrival median ${at(0.5)}, p99 ${at(0.99)}`
        : `${delivered} deliveries; ${faults.slice(0, 5).join('; ')}`,
    target: 'everything to everyone, in order',
    met: whole && faults.length === 0,
  };
}

async function run(lab: Lab): Promise<readonly ProofRow[]> {
  const common = { bytes: 2e6, seed: 77, say: lab.say };
  const rows = [
    await killRow('SQLite and disk', { ...common, folder: lab.folder('kill-sqlite'), rounds: KILLS }),
  ];
  const postgres = await startPostgres();
  if (!postgres)
    return [...rows, { name: 'on Postgres', figure: 'no Postgres here', target: 'runs', met: false }];
  try {
    const options = { ...common, folder: lab.folder('kill-postgres'), rounds: KILLS };
    rows.push(await killRow('Postgres and disk', { ...options, databaseUrl: postgres.url }));
    lab.say('two processes');
    rows.push(await fanOutRow(lab.folder('fan-out'), postgres.url));
  } finally {
    await postgres.stop();
  }
  return rows;
}

/** Mix links: what was acknowledged outlives the process, and everyone hears everything. */
export const shareKillProof: Proof = {
  name: 'share-kill',
  minutes: 15,
  title: 'The share server killed, and two of them on one Postgres',
  run,
};
