import { closeSync, mkdtempSync, openAsBlob, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadCoreModule } from '../../src/core/node.ts';
import {
  type BounceHost,
  type BounceJob,
  bounceSession,
  createCompiler,
  OfflineHost,
} from '../../src/engine/index.ts';
import { blobSource } from '../../src/formats/index.ts';
import { importFile, openStem } from '../../src/stems/index.ts';
import { createNodeStore } from '../../src/store/node.ts';
import type { RenderTarget, Result } from '../../src/units/index.ts';
import { writeLargeWav } from '../fixtures/large/large-files.ts';
import { largeSession } from '../fixtures/large/large-session.ts';
import { type Took, timed } from './clock.ts';
import { loadHrtf, RATE } from './load.ts';
import type { BenchRow, BenchScale } from './row.ts';

const CHANNELS = 128;
/** Frames rendered at a call: what the bounce uses. */
const PIECE = 8192;
const OFFLINE_TARGETS = ['2.0', '7.1.4', '9.1.6', 'binaural'] as const;

function take<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.message} ${result.remedy}`);
  return result.value;
}

/** Renders a range through a fresh offline host, `runs` times; what the fastest run took. */
async function fastestRender(
  session: ReturnType<typeof largeSession>,
  target: RenderTarget,
  host: BounceHost,
  runs: number,
  frames: number,
): Promise<Took> {
  const best = { wall: Number.POSITIVE_INFINITY, cpu: Number.POSITIVE_INFINITY };
  for (let run = 0; run < runs; run += 1) {
    const offline = take(
      await OfflineHost.create({
        ...host,
        sampleRate: RATE,
        target,
        compiled: createCompiler().compile(session),
      }),
    );
    const took = await timed(() => {
      offline.locate(0);
      for (let done = 0; done < frames; done += PIECE) offline.render(Math.min(PIECE, frames - done));
    });
    best.wall = Math.min(best.wall, took.wall);
    best.cpu = Math.min(best.cpu, took.cpu);
    if (offline.missedSlots > 0) throw new Error(`${offline.missedSlots} reads found no audio`);
    offline.dispose();
  }
  return best;
}

/** Two rows: how fast on the wall, and how fast had the machine had nothing else to do. */
const speedRows = (name: string, amount: number, unit: string, took: Took): BenchRow[] => [
  { name: `${name}, wall`, value: amount / took.wall, unit },
  { name: `${name}, processor time`, value: amount / took.cpu, unit },
];

/** Import and offline rendering in Node of the 128-channel session from a 24-bit file on disk, through the pool. */
export async function offlineRows({ quick, say }: BenchScale): Promise<BenchRow[]> {
  const seconds = quick ? 6 : 20;
  const runs = quick ? 1 : 3;
  const folder = mkdtempSync(join(tmpdir(), 'scorestage-bench-'));
  try {
    say(`writing ${seconds} s of 128 channels`);
    const path = join(folder, 'large.wav');
    const wav = writeLargeWav(path, CHANNELS, seconds, RATE);
    const store = createNodeStore(join(folder, 'pool'));
    say('importing it');
    const source = blobSource(await openAsBlob(path));
    const importing = await timed(async () =>
      take(await importFile({ source, fileName: 'large.wav', store, rate: RATE })),
    );
    const rows = speedRows('import, Node: 128-channel 24-bit WAV', wav.bytes / 1e6, 'MB/s', importing);
    const session = largeSession({
      sha256: wav.sha256,
      fileName: 'large.wav',
      bytes: wav.bytes,
      frames: wav.frames,
      sampleRate: RATE,
    });
    const host: BounceHost = {
      module: await loadCoreModule('shared'),
      shared: true,
      hrtf: await loadHrtf(),
      openStem: (key) => openStem(store, key),
    };
    for (const target of OFFLINE_TARGETS) {
      say(`offline, ${target}`);
      const took = await fastestRender(session, target, host, runs, wav.frames);
      rows.push(...speedRows(`offline from disk, Node, ${target}`, seconds, '× real time', took));
    }
    for (const target of ['7.1.4', 'binaural'] as const) {
      say(`bounce, ${target}`);
      const file = openSync(join(folder, 'mix.wav'), 'w');
      const job: BounceJob = { session, target, coding: 'int24', range: null, limit: false };
      const took = await timed(async () =>
        take(
          await bounceSession(job, host, {
            write: (bytes, offset) => {
              writeSync(file, bytes, 0, bytes.length, offset);
            },
          }),
        ),
      );
      closeSync(file);
      rows.push(...speedRows(`bounce to 24-bit WAV, Node, ${target}`, seconds, '× real time', took));
    }
    return rows;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
