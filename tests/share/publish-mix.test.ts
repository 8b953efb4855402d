/** Publishing over a line that breaks, against the server itself; what is coded and rendered is real but for the Opus files. */
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadNodeEngine, type NodeEngine } from '../../src/engine/node.ts';
import { testSession } from '../../src/engine/test-engine.ts';
import { asAsync, memorySource } from '../../src/formats/index.ts';
import type { Session, Stem, StemId } from '../../src/session/index.ts';
import {
  createMix,
  createOwnerClient,
  type Fetch,
  type MixKey,
  type UploadMemory,
} from '../../src/share/index.ts';
import { type PublishJob, type PublishWorker, publishMix } from '../../src/share/publish/publish-mix.ts';
import { createPublishService } from '../../src/share/publish/publish-service.ts';
import { importFile } from '../../src/stems/index.ts';
import { createMemoryStore, type FileStore } from '../../src/store/index.ts';
import { samples } from '../../src/units/index.ts';
import { noiseAt, wavBytes } from '../fixtures/storage/wav-bytes.ts';
import { ask, withServer } from '../support/share-world.ts';

const RATE = 48_000;
withServer('0.1');

let engine: NodeEngine;
beforeAll(async () => {
  engine = await loadNodeEngine();
});

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** A session of two tracks whose stems lie in a pool: floats, of `seconds` seconds. */
async function stored(seconds: number): Promise<{ store: FileStore; session: Session }> {
  const store = createMemoryStore();
  const frames = seconds * RATE;
  const tracks = ['music', 'dialogue'] as const;
  const base = testSession(
    tracks.map((family) => ({ name: family, family, format: 'mono', clips: [[0, frames, 0]] })),
    frames,
  );
  const stems: Record<string, Stem> = {};
  for (const [index, id] of (Object.keys(base.stems) as StemId[]).entries()) {
    const source = asAsync(
      memorySource(wavBytes('f32le', 1, RATE, frames, (frame) => 0.1 * noiseAt(frame, index))),
    );
    const imported = await importFile({ source, fileName: `${id}.wav`, store, rate: RATE });
    const stem = base.stems[id];
    if (!imported.ok || !stem) throw new Error('not imported');
    stems[id] = { ...stem, sha256: imported.value.entry.key.sha256, length: samples(frames) };
  }
  return { store, session: { ...base, stems } as Session };
}

/** A worker over a store. Where there is no encoder for Opus its files are bytes that follow from the render. */
function workerOver(store: FileStore, told: string[] = []): PublishWorker {
  const service = createPublishService(store);
  return {
    async call(name, argument, options) {
      told.push(name);
      const context = {
        signal: options?.signal ?? new AbortController().signal,
        tell: (event: never) => options?.onEvent?.(event),
        transfer: () => undefined,
      };
      const wish = argument as never;
      if (name !== 'render') return service[name](wish, context);
      const rendered = await service.render({ ...(argument as object), bitrate: null } as never, context);
      if (!rendered.ok) return rendered;
      const bytes = new TextEncoder().encode(
        `${JSON.stringify(argument, ['family', 'target'])}${rendered.value.hash}`,
      );
      const file = { blob: new Blob([bytes]), sha256: sha(bytes), bytes: bytes.length };
      return { ...rendered, value: { ...rendered.value, length: RATE, file } } as never;
    },
  };
}

const job = (session: Session, change: Partial<PublishJob> = {}): PublishJob => ({
  session,
  title: 'The Lighthouse',
  note: null,
  range: { start: 0, end: RATE },
  content: 'stems',
  coding: 'lossless',
  picture: null,
  ...change,
});

function memory(): UploadMemory {
  const known = new Map<string, string>();
  return {
    read: (key) => known.get(key) ?? null,
    write: (key, url) => void (url === null ? known.delete(key) : known.set(key, url)),
  };
}

/** What travels in bodies of uploads. */
function counted() {
  const line = { bytes: 0, requests: 0, fails: (_n: number): boolean => false };
  const send: Fetch = async (path, init) => {
    line.requests += 1;
    if (init?.method === 'PATCH') {
      if (line.fails(line.bytes)) throw new TypeError('the line is broken');
      line.bytes += (init.body as Blob).size;
    }
    return ask(path, init);
  };
  return { line, send };
}

async function mixFor(send: Fetch): Promise<MixKey> {
  const made = await createMix(send, 'The Lighthouse', null);
  if (!made.ok) throw new Error(made.message);
  return made.value;
}

async function hostOver(store: FileStore, send: Fetch, mix: MixKey, told: string[] = []) {
  const hrtf = await engine.hrtf(RATE);
  if (!hrtf.ok) throw new Error(hrtf.message);
  return {
    owner: createOwnerClient(send, mix),
    workers: [workerOver(store, told), workerOver(store, told)],
    parts: {
      module: engine.module,
      shared: engine.shared,
      hrtf: hrtf.value,
      core: '1'.repeat(64),
      hearing: { id: 'kemar', sha256: '2'.repeat(64) },
    },
    upload: { memory: memory(), pause: async () => Promise.reject(new Error('given up')) },
  };
}

describe('publishing', () => {
  it('sends all of a first version, and of the next one what changed', async () => {
    const { store, session } = await stored(3);
    const { line, send } = counted();
    const told: string[] = [];
    const host = await hostOver(store, send, await mixFor(send), told);
    const shares: number[] = [];
    const first = await publishMix(job(session), host, { onProgress: ({ share }) => shares.push(share) });
    if (!first.ok) throw new Error(`${first.message} ${first.remedy}`);
    expect(first.value).toMatchObject({ version: { n: 1 }, knownBytes: 0, sentBytes: line.bytes });
    expect(Math.max(...shares)).toBe(1);
    const { manifest } = first.value;
    expect(manifest.stems.map(({ coding }) => coding)).toEqual(['f32', 'f32']);
    expect(manifest.proxies.map(({ name, target }) => `${name} ${target}`)).toEqual([
      'mix binaural',
      'mix 2.0',
      'music binaural',
      'music 2.0',
      'dialogue binaural',
      'dialogue 2.0',
    ]);
    expect(manifest.integratedLkfs).toBeLessThan(-10);
    // What was sent takes no room here any more; what it is, is known.
    const kept = await store.list('published');
    expect(kept).toHaveLength(2);
    for (const { name } of kept)
      expect((await store.list(`published/${name}`)).map((file) => file.name)).toEqual(['meta']);

    told.length = 0;
    const quieter = { ...session.families.music, faderDb: -6 as never };
    const changed = { ...session, families: { ...session.families, music: quieter } };
    const before = line.bytes;
    const second = await publishMix(job(changed), host);
    if (!second.ok) throw new Error(second.message);
    expect(told).not.toContain('code');
    expect(second.value.manifest.stems).toEqual(manifest.stems);
    expect(second.value.manifest.render).not.toBe(manifest.render);
    expect(second.value.sentBytes).toBe(line.bytes - before);
    expect(second.value.sentBytes).toBeLessThan(first.value.sentBytes / 10);
    expect(second.value.knownBytes).toBeGreaterThan(2 * 3 * RATE * 4);
  });

  it('goes on where the line broke, from what the server has', async () => {
    const { store, session } = await stored(45);
    const { line, send } = counted();
    const mix = await mixFor(send);
    const host = await hostOver(store, send, mix);
    const wish = job({ ...session }, { range: { start: 0, end: RATE } });
    // Each stem is two requests long: the line breaks for good within the first.
    line.fails = (sent) => sent >= 8 * 2 ** 20;
    expect(await publishMix(wish, host)).toMatchObject({ ok: false, code: 'offline' });
    const begun = line.bytes;
    expect(begun).toBeGreaterThanOrEqual(8 * 2 ** 20);
    expect((await host.owner.facts()).ok && (await host.owner.facts())).toMatchObject({
      value: { versions: [] },
    });
    line.fails = () => false;
    const published = await publishMix(wish, host);
    if (!published.ok) throw new Error(published.message);
    // Nothing that had arrived was sent again.
    expect(line.bytes).toBe(
      published.value.manifest.stems
        .flatMap(({ parts }) => parts)
        .reduce((sum, { bytes }) => sum + bytes, 0) + restBytes(published.value.manifest),
    );
  });

  it('tells of a stem that is not here before anything is sent, and of a range without sound', async () => {
    const { store, session } = await stored(1);
    const { line, send } = counted();
    const host = await hostOver(store, send, await mixFor(send));
    const requests = line.requests;
    const [first] = Object.values<Stem>(session.stems);
    if (!first) throw new Error('no stem');
    const gone = {
      ...session,
      stems: { ...session.stems, [first.id]: { ...first, sha256: 'a'.repeat(64) } },
    };
    for (const content of ['stems', 'sound'] as const)
      expect(await publishMix(job(gone as Session, { content }), host)).toMatchObject({
        code: 'stem-missing',
        message: expect.stringContaining(first.fileName),
      });
    expect(
      await publishMix(job(session, { range: { start: 900 * RATE, end: 901 * RATE } }), host),
    ).toMatchObject({
      code: 'nothing-sounds',
    });
    expect(line.requests).toBe(requests);
  });

  it('sends neither stems nor session where the sound alone is published', async () => {
    const { store, session } = await stored(1);
    const { send } = counted();
    const published = await publishMix(
      job(session, { content: 'sound' }),
      await hostOver(store, send, await mixFor(send)),
    );
    expect(published).toMatchObject({ ok: true, value: { manifest: { stems: [], session: null } } });
  });

  it('ends when it is cancelled, with nothing published', async () => {
    const { store, session } = await stored(3);
    const { line, send } = counted();
    const host = await hostOver(store, send, await mixFor(send));
    const stop = new AbortController();
    const run = publishMix(job(session), host, { signal: stop.signal, onProgress: () => stop.abort() });
    expect(await run).toMatchObject({ ok: false, code: 'cancelled' });
    expect(line.bytes).toBe(0);
  });
});

/** Bytes of a version beside its stems, each blob once. */
const restBytes = (manifest: {
  session: { bytes: number } | null;
  proxies: readonly { sha256: string; bytes: number }[];
}) =>
  (manifest.session?.bytes ?? 0) +
  [...new Map(manifest.proxies.map(({ sha256, bytes }) => [sha256, bytes])).values()].reduce(
    (sum, bytes) => sum + bytes,
    0,
  );
