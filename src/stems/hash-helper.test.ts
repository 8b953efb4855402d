import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { noiseAt, wavBytes } from '../../tests/fixtures/storage/wav-bytes.ts';
import { asAsync, type ByteSource, memorySource } from '../formats/index.ts';
import { createMemoryStore, type RpcPort } from '../store/index.ts';
import { createStreamHash } from './hash.ts';
import { createHashHelper, serveHash } from './hash-helper.ts';
import { importFile } from './import-file.ts';

/** A helper at the other end of a channel; counts how often it was started. */
function helper() {
  const ports: MessagePort[] = [];
  const create = createHashHelper(() => {
    const { port1, port2 } = new MessageChannel();
    ports.push(port1, port2);
    for (const port of [port1, port2]) port.start();
    serveHash(port2 as unknown as RpcPort);
    return { port: port1 as unknown as RpcPort, onError: () => undefined };
  });
  return {
    create,
    started: () => ports.length / 2,
    close: () => {
      for (const port of ports) port.close();
    },
  };
}

const piece = (length: number, seed: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length }, (_, index) => Math.imul(index + 1, 0x9e3779b1 + seed) >>> 24);

/** As a file is read: every read its own buffer. */
const ownReads = (bytes: Uint8Array): ByteSource => ({
  size: bytes.length,
  read: async (offset, length) => bytes.slice(offset, offset + length),
});

const wav = wavBytes('s24le', 3, 48_000, 4000, (frame, channel) => noiseAt(frame, channel));
const sha256 = createHash('sha256').update(wav).digest('hex');

describe('hash helper', () => {
  it('hashes as this thread does, state by state, and moves whole buffers', async () => {
    const { create, close } = helper();
    const [remote, local] = [await create(), await createStreamHash()];
    const whole = createHash('sha256');
    for (const [index, length] of [1, 64, 5000, 0, 777].entries()) {
      const bytes = piece(length, index);
      whole.update(bytes);
      const here = await local.update(bytes.slice());
      expect([...(await remote.update(bytes))]).toEqual([...here]);
      expect(bytes.length).toBe(0);
    }
    const digest = whole.digest('hex');
    expect(await remote.digest()).toBe(digest);
    expect(await local.digest()).toBe(digest);
    close();
  });

  it('continues from a state saved here or there, and says when it cannot', async () => {
    const { create, close } = helper();
    const local = await createStreamHash();
    const state = await local.update(piece(1000, 1));
    const remote = await create();
    expect(await remote.load(state)).toBe(true);
    await remote.update(piece(50, 2));
    expect(await remote.digest()).toBe(
      createHash('sha256').update(piece(1000, 1)).update(piece(50, 2)).digest('hex'),
    );
    expect(await remote.load(new Uint8Array(116))).toBe(false);
    close();
  });

  it('serves one stream at a time and is started once', async () => {
    const { create, started, close } = helper();
    const first = await create();
    const bytes = piece(10, 1);
    await (await create()).update(bytes);
    expect(bytes.length).toBe(10);
    first.dispose();
    await (await create()).update(bytes);
    expect(bytes.length).toBe(0);
    expect(started()).toBe(1);
    close();
  });

  it('imports, and resumes, to the same pool as without it', async () => {
    const { create, close } = helper();
    const store = createMemoryStore();
    const stop = new AbortController();
    const request = { fileName: 'a.wav', store, rate: 48_000, chunkBytes: 800, createHash: create };
    const broken = await importFile({
      ...request,
      source: {
        size: wav.length,
        async read(offset, length) {
          if (offset > 20_000 && length === 800) stop.abort();
          return wav.slice(offset, offset + length);
        },
      },
      signal: stop.signal,
    });
    expect(broken).toMatchObject({ ok: false, code: 'cancelled' });
    const again = await importFile({ ...request, source: ownReads(wav) });
    const plain = createMemoryStore();
    const other = await importFile({
      ...request,
      store: plain,
      source: asAsync(memorySource(wav)),
      createHash: undefined,
    });
    expect(again.ok && again.value.resumedBytes).toBeGreaterThan(10_000);
    expect(again.ok && again.value.entry).toEqual(other.ok && other.value.entry);
    expect(again.ok && again.value.entry.key.sha256).toBe(sha256);
    expect(await store.readAll(`sources/${sha256}`)).toEqual(await plain.readAll(`sources/${sha256}`));
    close();
  });

  it('leaves the work to this thread where it does not start', async () => {
    let fail: (reason: string) => void = () => undefined;
    const create = createHashHelper(() => ({
      port: { postMessage: () => queueMicrotask(() => fail('gone')), addEventListener: () => undefined },
      onError: (listener) => {
        fail = listener;
      },
    }));
    const hash = await create();
    await hash.update(piece(9, 3));
    expect(await hash.digest()).toBe(createHash('sha256').update(piece(9, 3)).digest('hex'));
  });
});
