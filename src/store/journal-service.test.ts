import { MessageChannel } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { ok } from '../units/index.ts';
import { createSessionStore } from './journal-client.ts';
import type { JournalCalls } from './journal-protocol.ts';
import { createJournalService } from './journal-service.ts';
import { createMemoryStore } from './memory-store.ts';
import { createRpcClient, type RpcPort, serveRpc } from './rpc.ts';

const ports: { close(): void }[] = [];
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

/** Two ends of a real message channel, so that everything is cloned as between threads. */
function channel(): { near: RpcPort; far: RpcPort } {
  const { port1, port2 } = new MessageChannel();
  port1.start();
  port2.start();
  ports.push(port1, port2);
  return { near: port1 as unknown as RpcPort, far: port2 as unknown as RpcPort };
}

describe('session store over messages', () => {
  it('acknowledges edits in order and reads them back', async () => {
    const { near, far } = channel();
    serveRpc<JournalCalls>(far, createJournalService(createMemoryStore()));
    const store = createSessionStore(createRpcClient<JournalCalls>(near), true, () => undefined);
    expect(await store.append('film', [Uint8Array.of(1)])).toMatchObject({
      ok: false,
      code: 'session-closed',
    });
    await store.start('film', '{"a":1}', 'Film');
    const saved = await Promise.all([
      store.append('film', [Uint8Array.of(1)]),
      store.append('film', [Uint8Array.of(2, 3)]),
    ]);
    expect(saved.map((result) => result.ok && result.value.journalBytes)).toEqual([1, 3]);
    const read = await store.read('film');
    expect(read.ok && read.value.snapshot).toBe('{"a":1}');
    expect(read.ok && [...(read.value.journals[0] ?? [])]).toEqual([1, 2, 3]);
    expect((await store.compact('film', '{"a":2}', 'Film II')).ok).toBe(true);
    const listed = await store.list();
    expect(listed.ok && listed.value.map(({ name }) => name)).toEqual(['Film II']);
    expect((await store.close('film')).ok).toBe(true);
    expect((await store.delete('film')).ok).toBe(true);
    expect(await store.read('film')).toMatchObject({ ok: false, code: 'session-missing' });
    store.dispose();
    expect(await store.list()).toMatchObject({ ok: false, code: 'worker-failed' });
  });
});

type Calls = {
  count: { argument: number; answer: number; event: number };
  wait: { argument: null; answer: string; event: never };
  crash: { argument: null; answer: null; event: never };
};

describe('calls to a worker', () => {
  const serve = (far: RpcPort): void =>
    serveRpc<Calls>(far, {
      async count(to, { tell }) {
        for (let value = 1; value <= to; value += 1) tell(value);
        return ok(to);
      },
      wait: (_, { signal }) =>
        new Promise((resolve) => signal.addEventListener('abort', () => resolve(ok('aborted')))),
      crash: () => Promise.reject(new Error('boom')),
    });

  it('delivers events before the answer', async () => {
    const { near, far } = channel();
    serve(far);
    const seen: number[] = [];
    const client = createRpcClient<Calls>(near);
    expect(await client.call('count', 3, { onEvent: (value) => seen.push(value) })).toEqual(ok(3));
    expect(seen).toEqual([1, 2, 3]);
  });

  it('passes an abort on, before or after the call', async () => {
    const { near, far } = channel();
    serve(far);
    const client = createRpcClient<Calls>(near);
    const abort = new AbortController();
    const waiting = client.call('wait', null, { signal: abort.signal });
    abort.abort();
    expect(await waiting).toEqual(ok('aborted'));
    expect(await client.call('wait', null, { signal: AbortSignal.abort() })).toEqual(ok('aborted'));
  });

  it('answers for a handler that throws and for a worker that is silent', async () => {
    const { near, far } = channel();
    serve(far);
    const client = createRpcClient<Calls>(near);
    expect(await client.call('crash', null)).toMatchObject({ ok: false, code: 'worker-failed' });
    expect(await client.call('wait', null, { silenceMs: 1 })).toMatchObject({
      ok: false,
      code: 'worker-silent',
    });
  });
});
