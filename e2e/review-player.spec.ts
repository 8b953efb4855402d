import { expect, test } from 'playwright/test';
import { bounceSession, GatedMeter } from '../src/engine/index.ts';
import { loadNodeEngine } from '../src/engine/node.ts';
import { blobSource } from '../src/formats/index.ts';
import type { Manifest } from '../src/share/index.ts';
import { readSession } from '../src/share/player/live/reviewed-session.ts';
import { importFile, openStem, poolKey, type StemReader } from '../src/stems/index.ts';
import { createMemoryStore } from '../src/store/index.ts';
import { type EngineBench, openEngineBench } from './engine-bench.ts';

test.describe.configure({ mode: 'serial' });

let bench: EngineBench;
test.beforeAll(async () => {
  bench = await openEngineBench();
});
test.afterAll(() => bench.close());
test.beforeEach(() => bench.page.reload());

test('a proxy plays from the press on, a family of it in step, without a gap', async () => {
  const heard = await bench.page.evaluate(async () => {
    const { playProxies } = await import('/e2e/review/play-proxies.ts' as string);
    return playProxies();
  });
  console.log(JSON.stringify(heard));
  expect(heard.firstSoundSeconds).toBeLessThan(2);
  expect(heard.atStart.lag).toBe(0);
  expect(heard.soloed.lag).toBe(0);
  for (const { residualDb } of [heard.atStart, heard.soloed]) expect(residualDb).toBeLessThan(-10);
  expect(heard.largestGap).toBeLessThan(0.02);
});

test('the live engine takes over from the proxy to the sample, without a gap or a step, and renders the same bits', async () => {
  const heard = await bench.page.evaluate(async () => {
    const { playLive } = await import('/e2e/review/play-live.ts' as string);
    return playLive('f32');
  });
  console.log(JSON.stringify(heard));
  expect(heard.live.failure).toBeNull();
  expect(heard.heard).toBe('lossless');
  expect(heard.engine.lag).toBe(heard.proxy.lag);
  expect(heard.engine.residualDb).toBeLessThan(-90);
  expect(heard.step).toBeLessThan(3);
  expect(heard.verified).toBe('same');
  // Renders of the fixture go through a temporary file; of the stems nothing is stored.
  expect(heard.stored).toContain('bounces');
  expect(heard.stored.filter((name: string) => /^(pool|sources|incoming|tickets)$/.test(name))).toEqual([]);
  expect(heard.differs).toBeNull();
});

test('two versions are compared live at the same place, equally loud, without a gap', async () => {
  const compared = await bench.page.evaluate(async () => {
    const { playCompare } = await import('/e2e/review/play-compare.ts' as string);
    return playCompare(true);
  });
  console.log(JSON.stringify(compared));
  expect(compared.heard).toBe('lossless');
  const [shown, other, again] = compared.found;
  expect(compared.appliedDb.other).toBe(0);
  expect(compared.appliedDb.shown).toBeLessThan(-1);
  expect([other.lag, again.lag]).toEqual([shown.lag, shown.lag]);
  expect(shown.gainDb).toBeCloseTo(compared.appliedDb.shown, 2);
  expect(other.gainDb).toBeCloseTo(0, 2);
  expect(again.gainDb).toBeCloseTo(compared.appliedDb.shown, 2);
  for (const { residualDb } of [shown, other, again]) expect(residualDb).toBeLessThan(-80);
  // What the browser left out, being late, is not the player's.
  expect(compared.silence).toBeLessThan(32 + compared.skipped);
});

/** Renders a published version in Node from its blobs: the hash, and the loudness of what was rendered. */
async function renderInNode(
  manifest: Manifest,
  blobs: Readonly<Record<string, string>>,
): Promise<{ hash: string; lkfs: number }> {
  const store = createMemoryStore();
  const bytesOf = (sha256: string): Buffer<ArrayBuffer> => Buffer.from(blobs[sha256] ?? '', 'base64');
  const readers = new Map<string, StemReader>();
  for (const { pcm, parts } of manifest.stems) {
    const [part] = parts;
    if (!part || parts.length !== 1) throw new Error('one file a stem');
    const source = blobSource(new Blob([bytesOf(part.sha256)]));
    const imported = await importFile({ source, fileName: pcm, store, rate: manifest.sampleRate });
    if (!imported.ok) throw new Error(imported.message);
    const reader = await openStem(store, poolKey(part.sha256, manifest.sampleRate));
    if (!reader.ok) throw new Error(reader.message);
    readers.set(pcm, reader.value);
  }
  const session = await readSession(new Blob([bytesOf(manifest.session?.sha256 ?? '')]), manifest);
  if (!session.ok) throw new Error(session.message);
  const engine = await loadNodeEngine();
  const hrtf = await engine.hrtf(manifest.sampleRate);
  if (!hrtf.ok) throw new Error(hrtf.message);
  const meter = new GatedMeter(manifest.sampleRate, [1, 1]);
  let header = true;
  const rendered = await bounceSession(
    {
      session: session.value,
      target: 'binaural',
      coding: 'float32',
      range: { from: manifest.range.start, to: manifest.range.end },
      limit: false,
    },
    {
      module: engine.module,
      shared: engine.shared,
      hrtf: hrtf.value,
      openStem: async ({ sha256 }) => {
        const value = readers.get(sha256);
        if (!value) throw new Error('no such stem');
        return { ok: true, value };
      },
    },
    {
      write(bytes) {
        if (header) {
          header = false;
          return;
        }
        const floats = new Float32Array(bytes.slice().buffer);
        const planes = [0, 1].map((channel) =>
          Float32Array.from({ length: floats.length / 2 }, (_, n) => floats[2 * n + channel] ?? 0),
        );
        meter.push(planes, floats.length / 2);
      },
    },
  );
  if (!rendered.ok) throw new Error(rendered.message);
  return { hash: rendered.value.hash, lkfs: meter.integrated() };
}

test('Opus stems render in the page to the bits that Node renders of them, as loud as without loss', async () => {
  const made = await bench.page.evaluate(async () => {
    const { renderOpus } = await import('/e2e/review/opus-hash.ts' as string);
    return renderOpus(4);
  });
  expect(made.heard).toBe('live');
  const lossy = await renderInNode(made.lossy, made.blobs);
  const lossless = await renderInNode(made.lossless, made.blobs);
  console.log(`opus ${lossy.hash}, ${lossy.lkfs.toFixed(2)} LKFS; lossless ${lossless.lkfs.toFixed(2)} LKFS`);
  // What the page rendered of the Opus it fetched is what the fixture's manifest names, and what Node renders.
  expect(made.verified).toBe('same');
  expect(lossy.hash).toBe(made.lossy.render);
  expect(lossless.hash).toBe(made.lossless.render);
  expect(lossy.hash).not.toBe(lossless.hash);
  expect(Math.abs(lossy.lkfs - lossless.lkfs)).toBeLessThan(0.2);
});
