import { expect, test } from 'playwright/test';
import { bounceSession, GatedMeter } from '../src/engine/index.ts';
import { loadNodeEngine } from '../src/engine/node.ts';
import { blobSource } from '../src/formats/index.ts';
import type { Manifest } from '../src/share/index.ts';
import { readSession } from '../src/share/player/live/reviewed-session.ts';
import { importFile, openStem, poolKey, type StemReader } from '../src/stems/index.ts';
import { createMemoryStore } from '../src/store/index.ts';
import { openEngineBench } from './engine-bench.ts';

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
  const bench = await openEngineBench();
  const made = await bench.page
    .evaluate(async () => {
      const { renderOpus } = await import('/e2e/review/opus-hash.ts' as string);
      return renderOpus(2);
    })
    .finally(() => bench.close());
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
