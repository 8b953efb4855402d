import { mkdtemp, openAsBlob, readFileSync, rm } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'playwright/test';
import { type BounceHost, bounceSession } from '../src/engine/index.ts';
import { loadNodeEngine } from '../src/engine/node.ts';
import { poolKeyId } from '../src/engine/stream/stream-program.ts';
import { blobSource } from '../src/formats/index.ts';
import { type Clip, parseSession, type Session, type Stem } from '../src/session/index.ts';
import { importFile, openStem, poolKey, type StemReader } from '../src/stems/index.ts';
import { createNodeStore } from '../src/store/node.ts';
import { RENDER_TARGETS, type RenderTarget, TRACK_FORMATS } from '../src/units/index.ts';
import { stemWords } from './engine/formula.ts';
import {
  FORMATS,
  RESPONSE_CHANNELS,
  RESPONSE_FRAMES,
  richSession,
  STEM_FRAMES,
} from './engine/rich-session.ts';
import { type EngineBench, openEngineBench } from './engine-bench.ts';

// The two have nothing to do with each other, and are the dearest there are.
test.describe.configure({ mode: 'parallel' });

const RATE = 48_000;
/** `npm run prove -- hash` renders 20 s, live. */
const DEMO_SECONDS = 2;
const demo = resolve(import.meta.dirname, '../public/demo');

/** Renders everywhere and compares: worker and worklet in the page, Node here. */
async function expectSameBits(
  bench: EngineBench,
  session: Session,
  openInNode: BounceHost['openStem'],
  targets: readonly RenderTarget[],
  frames: number,
): Promise<void> {
  const engine = await loadNodeEngine();
  const hrtf = await engine.hrtf(RATE);
  if (!hrtf.ok) throw new Error(hrtf.message);
  await bench.page.evaluate(
    async ({ session, frames }) => {
      const probe = await import('/e2e/engine/worklet-hash.ts' as string);
      // Half a second more than is rendered: the feeder reads whole chunks.
      Reflect.set(globalThis, 'stems', await probe.loadStems(session, frames + 24_000));
    },
    { session, frames },
  );
  for (const target of targets) {
    // Page and Node side by side: what is compared does not depend on who is first, and two cores halve the time.
    const [inPage, node] = await Promise.all([
      bench.page.evaluate(
        async ({ session, target, frames }) => {
          const probe = await import('/e2e/engine/worklet-hash.ts' as string);
          const { startBounce } = await import('/src/engine/browser.ts' as string);
          const inWorker = async (): Promise<string> => {
            const running = await startBounce(
              { session, target, coding: 'float32', range: { from: 0, to: frames }, limit: false },
              { kind: 'temporary', name: 'hash.wav' },
            );
            const finished = running.ok ? await running.value.finished : running;
            return finished.ok ? finished.value.report.hash : finished.message;
          };
          const stems = Reflect.get(globalThis, 'stems');
          const [worker, at128, at256] = await Promise.all([
            inWorker(),
            probe.hashInWorklet(session, stems, target, 128, frames),
            probe.hashInWorklet(session, stems, target, 256, frames),
          ]);
          return { worker, at128, at256 };
        },
        { session, target, frames },
      ),
      bounceSession(
        { session, target, coding: 'float32', range: { from: 0, to: frames }, limit: false },
        { module: engine.module, shared: engine.shared, hrtf: hrtf.value, openStem: openInNode },
        { write: () => undefined },
      ),
    ]);
    if (!node.ok) throw new Error(node.message);
    const { hash, truePeak } = node.value;
    expect(truePeak, `${target} is not silent`).toBeGreaterThan(0.01);
    expect(inPage.at256.quantum, 'the browser takes a quantum of 256').toBe(256);
    expect.soft(inPage.worker, `${target}: worker = Node`).toBe(hash);
    expect.soft(inPage.at128.hash, `${target}: worklet at 128 = Node`).toBe(hash);
    expect.soft(inPage.at256.hash, `${target}: worklet at 256 = Node`).toBe(hash);
    console.log(`${target.padEnd(8)} ${hash}`);
  }
}

/** A test stem in Node: the same words the page wrote to its pool. */
function nodeReader(seed: number, channels: number, length: number): StemReader {
  const planes = Array.from({ length: channels }, (_, channel) =>
    Float32Array.from(stemWords(seed, channel, length), (word) => word / 2 ** 23),
  );
  return {
    channels,
    length,
    decodedThrough: () => length,
    read(start, frames, wanted, into) {
      for (const [index, channel] of wanted.entries()) {
        into[index]?.fill(0, 0, frames);
        into[index]?.set(planes[channel]?.subarray(start, start + frames) ?? []);
      }
    },
    close: () => undefined,
  };
}

test('worklet at quanta 128 and 256, worker and Node render a session of every path to the same bits', async () => {
  test.setTimeout(180_000);
  const bench = await openEngineBench();
  try {
    const channelsOf = FORMATS.map((format) => TRACK_FORMATS[format].length);
    const hashes = await bench.page.evaluate(
      async (stems) => {
        const { askSeed } = await import('/e2e/engine/worklet-hash.ts' as string);
        return askSeed({ kind: 'make', stems });
      },
      [
        ...channelsOf.map((channels) => ({ channels, frames: STEM_FRAMES })),
        { channels: RESPONSE_CHANNELS, frames: RESPONSE_FRAMES },
      ],
    );
    const session = richSession(hashes, hashes.at(-1));
    const readers = new Map(
      Object.values<Stem>(session.stems).map((stem, seed) => [
        poolKeyId(poolKey(stem.sha256, RATE)),
        nodeReader(seed, stem.channels, stem.length),
      ]),
    );
    const open: BounceHost['openStem'] = async (key) => {
      const value = readers.get(poolKeyId(key));
      if (!value) throw new Error('no such stem');
      return { ok: true, value };
    };
    await expectSameBits(bench, session, open, ['2.0', '5.1', '9.1.6', 'binaural'], 6.5 * RATE);
  } finally {
    await bench.close();
  }
});

test('2 s of the demo from its compressed stems are the same bits in worklet, worker and Node, to every target', async () => {
  test.setTimeout(420_000);
  const session = parseSession(readFileSync(join(demo, 'session.json'), 'utf8'));
  if (!session.ok) throw new Error(session.message);
  // What comes in later would only be decoded; that all of it is alike everywhere is a journey of storage.
  const clips = Object.fromEntries(
    Object.entries<Clip>(session.value.clips).filter(([, { start }]) => start < DEMO_SECONDS * RATE),
  );
  const used = new Set(Object.values(clips).map(({ stemId }) => stemId));
  const stems = Object.fromEntries(
    Object.entries<Stem>(session.value.stems).filter(([, { id }]) => used.has(id)),
  );
  const names = Object.values(stems)
    .map(({ fileName }) => fileName)
    .sort();
  const pool = await promisify(mkdtemp)(join(tmpdir(), 'scorestage-e2e-pool-'));
  const bench = await openEngineBench();
  try {
    const store = createNodeStore(pool);
    const importInNode = async (): Promise<string[]> => {
      const hashes: string[] = [];
      for (const name of names) {
        const source = blobSource(await openAsBlob(join(demo, 'stems', name)));
        const imported = await importFile({ source, fileName: name, store, rate: RATE });
        if (!imported.ok) throw new Error(imported.message);
        hashes.push(imported.value.entry.key.sha256);
      }
      return hashes;
    };
    const [inNode, inPage] = await Promise.all([
      importInNode(),
      bench.page.evaluate(
        async ({ urls, rate }) => {
          const { askSeed } = await import('/e2e/engine/worklet-hash.ts' as string);
          return askSeed({ kind: 'import', urls, rate });
        },
        { urls: names.map((name) => `/demo/stems/${name}`), rate: RATE },
      ),
    ]);
    expect(inPage).toEqual(inNode);
    await expectSameBits(
      bench,
      { ...session.value, clips, stems },
      (key) => openStem(store, key),
      RENDER_TARGETS,
      DEMO_SECONDS * RATE,
    );
  } finally {
    await bench.close();
    await promisify(rm)(pool, { recursive: true, force: true });
  }
});
