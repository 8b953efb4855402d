import { MessageChannel } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { noiseAt, wavBytes } from '../../tests/fixtures/storage/wav-bytes.ts';
import { createMemoryStore, type FileStore, type RpcPort, serveRpc } from '../store/index.ts';
import { collectUnused } from './pool-care.ts';
import { createStemLibrary, type StemWorker } from './stem-library.ts';
import type { StemCalls } from './stem-protocol.ts';
import { createStemService } from './stem-service.ts';
import type { ImportEvent } from './types.ts';

const ports: { close(): void }[] = [];
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

/** A worker in this thread, over a real message channel; a mute one takes messages and never answers. */
function workerOver(store: FileStore | null): StemWorker {
  const { port1, port2 } = new MessageChannel();
  port1.start();
  port2.start();
  ports.push(port1, port2);
  if (store !== null) serveRpc<StemCalls>(port2 as unknown as RpcPort, createStemService(store));
  return { port: port1 as unknown as RpcPort, onError: () => undefined, end: () => port1.close() };
}

const wavFile = (name: string, frames: number): File =>
  new File([wavBytes('s16le', 2, 48_000, frames, noiseAt)], name);

describe('stem library', () => {
  it('imports several files of a drop, each answered for itself', async () => {
    const store = createMemoryStore();
    const library = createStemLibrary(() => workerOver(store));
    const events: ImportEvent[] = [];
    const files = [wavFile('one.wav', 1000), new File(['not audio'], 'two.wav'), wavFile('three.wav', 2000)];
    const results = await library.importFiles(files, { rate: 48_000 }, (event) => events.push(event));
    expect(results.map((result) => result.ok)).toEqual([true, false, true]);
    expect(
      events.filter(({ kind }) => kind === 'done' || kind === 'failed').map((event) => event.fileName),
    ).toEqual(['one.wav', 'two.wav', 'three.wav']);
    const [first] = results;
    if (!first?.ok) throw new Error('the first file must import');
    const { key } = first.value.entry;
    expect(await library.has(key)).toBe(true);
    expect(await library.has({ ...key, rate: 96_000 })).toBe(false);
    const peaks = await library.peaks(key, 1, 0);
    expect(peaks.ok && peaks.value.pairs.length).toBe(8);
    expect(await library.peaks(key, 1, 0)).toBe(peaks);
    const source = await library.exportSource(key);
    expect(source.ok && (await source.value.arrayBuffer())).toEqual(await files[0]?.arrayBuffer());
    expect(await library.exportSource({ sha256: 'f'.repeat(64) })).toMatchObject({
      ok: false,
      code: 'stem-missing',
    });
    expect(await library.persistent()).toBe(false);
    library.dispose();
    expect(await library.entry(key)).toMatchObject({ ok: false, code: 'worker-failed' });
  });

  it('cancels the file in progress and those behind it', async () => {
    const library = createStemLibrary(() => workerOver(createMemoryStore()));
    const abort = new AbortController();
    const results = await library.importFiles(
      [wavFile('one.wav', 1000), wavFile('two.wav', 1001), wavFile('three.wav', 1002)],
      { rate: 48_000, signal: abort.signal },
      (event) => {
        if (event.kind === 'done') abort.abort();
      },
    );
    expect(results.map((result) => (result.ok ? 'ok' : result.code))).toEqual([
      'ok',
      'cancelled',
      'cancelled',
    ]);
    library.dispose();
  });

  it('refuses a file whose decoder hangs and imports the next in a new worker', async () => {
    const store = createMemoryStore();
    let started = 0;
    const library = createStemLibrary(() => {
      started += 1;
      return workerOver(started === 1 ? null : store);
    }, 200);
    const results = await library.importFiles(
      [wavFile('hangs.wav', 1000), wavFile('fine.wav', 1000)],
      { rate: 48_000 },
      () => undefined,
    );
    expect(results[0]).toMatchObject({ ok: false, code: 'decoder-hung' });
    expect(results[1]?.ok).toBe(true);
    expect(started).toBe(2);
    library.dispose();
  });
});

describe('files that share a worker', () => {
  it('are tried again one by one when it hangs, so that only the one at fault is refused', async () => {
    const store = createMemoryStore();
    let started = 0;
    const library = createStemLibrary(() => {
      started += 1;
      // The worker hangs while the bad file is in it: with the others at first, then alone.
      const port = workerOver(store);
      const silent = workerOver(null);
      return {
        ...port,
        port: {
          addEventListener: (kind: 'message', listener: (event: MessageEvent<unknown>) => void) => {
            port.port.addEventListener(kind, listener);
            silent.port.addEventListener(kind, listener);
          },
          postMessage(message: unknown, transfer: Transferable[] = []) {
            const bad = started === 1 || JSON.stringify(message).includes('hangs.wav');
            (bad ? silent : port).port.postMessage(message, transfer);
          },
        },
      };
    }, 200);
    const files = [wavFile('fine.wav', 1000), wavFile('hangs.wav', 1001), wavFile('good.wav', 1002)];
    const results = await Promise.all(
      files.map(async (file) => (await library.importFiles([file], { rate: 48_000 }, () => undefined))[0]),
    );
    expect(results.map((result) => (result?.ok ? 'ok' : result?.code))).toEqual(['ok', 'decoder-hung', 'ok']);
    library.dispose();
  });
});

describe('pool care', () => {
  it('removes what no session uses and copies broken off long ago, and nothing else', async () => {
    let clock = 0;
    const store = createMemoryStore({ now: () => clock });
    const library = createStemLibrary(() => workerOver(store));
    const results = await library.importFiles(
      [wavFile('used.wav', 1000), wavFile('unused.wav', 1001)],
      { rate: 48_000 },
      () => undefined,
    );
    const [used, unused] = results.map((result) => (result.ok ? result.value.entry.key : null));
    if (!used || !unused) throw new Error('both files must import');
    (await store.open('incoming/old/source', 'write')).close();
    clock = 8 * 86_400_000;
    (await store.open('incoming/new/source', 'write')).close();
    for (const { sha256 } of [used, unused])
      (await store.open(`published/${sha256}-48000-2-flac/meta`, 'write')).close();
    const done = await collectUnused(store, new Set([used.sha256]), clock);
    expect(done).toEqual({ ok: true, value: { entries: 1, sources: 1, copies: 1 } });
    expect([await library.has(used), await library.has(unused)]).toEqual([true, false]);
    expect((await store.list('incoming')).map(({ name }) => name)).toEqual(['new']);
    expect((await store.list('published')).map(({ name }) => name)).toEqual([`${used.sha256}-48000-2-flac`]);
    library.dispose();
  });
});
