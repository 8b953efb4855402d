import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Crash, createCrashStore, type Survival } from '../../tests/fixtures/storage/crash-store.ts';
import { createMemoryStore, type FileStore } from './index.ts';
import {
  deleteSession,
  listSessions,
  openSessionWriter,
  readSession,
  type StoredSession,
} from './session-files.ts';

/** A toy document: a list of numbers; an edit appends one as a fixed-size, checked record. */
const RECORD_BYTES = 8;
function encode(value: number): Uint8Array {
  const bytes = new Uint8Array(RECORD_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, value, true);
  view.setUint32(4, value ^ 0x5a5a5a5a, true);
  return bytes;
}
function replay({ snapshot, journals }: StoredSession): number[] {
  const values: number[] = JSON.parse(snapshot);
  for (const journal of journals) {
    const view = new DataView(journal.buffer, journal.byteOffset, journal.length);
    for (let at = 0; at + RECORD_BYTES <= journal.length; at += RECORD_BYTES) {
      const value = view.getUint32(at, true);
      if ((value ^ 0x5a5a5a5a) >>> 0 !== view.getUint32(at + 4, true)) break;
      values.push(value);
    }
  }
  return values;
}

type Step = { kind: 'edit'; count: number } | { kind: 'compact' } | { kind: 'reopen' };
const steps = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constant('edit' as const), count: fc.integer({ min: 1, max: 3 }) }),
    },
    { weight: 1, arbitrary: fc.constant({ kind: 'compact' as const }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'reopen' as const }) },
  ),
  { minLength: 1, maxLength: 8 },
);

interface Progress {
  acknowledged: number[];
  attempted: number[];
}

async function open(store: FileStore, values: readonly number[]) {
  const opened = await openSessionWriter(store, 'film', JSON.stringify(values), 'Film');
  if (!opened.ok) throw new Error(opened.message);
  return opened.value;
}

async function run(store: FileStore, plan: readonly Step[], progress: Progress): Promise<void> {
  let writer = await open(store, []);
  let next = 1;
  for (const step of plan) {
    if (step.kind === 'edit') {
      const added = Array.from({ length: step.count }, () => next++);
      progress.attempted = [...progress.acknowledged, ...added];
      const saved = writer.append(added.map(encode));
      if (saved.ok) progress.acknowledged = progress.attempted;
    } else if (step.kind === 'compact') {
      await writer.compact(JSON.stringify(progress.acknowledged), 'Film');
    } else {
      writer.close();
      writer = await open(store, progress.acknowledged);
    }
  }
  writer.close();
}

async function crashAt(plan: readonly Step[], dieAt: number, survival: Survival): Promise<void> {
  const crash = createCrashStore(dieAt);
  const progress: Progress = { acknowledged: [], attempted: [] };
  try {
    await run(crash.store, plan, progress);
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
  }
  const found = await readSession(await crash.restart(survival), 'film');
  if (!found.ok) {
    // Only a session killed while it was being created, before anything was acknowledged, may be missing.
    expect(progress.acknowledged).toEqual([]);
    return;
  }
  const values = replay(found.value);
  expect(values.slice(0, progress.acknowledged.length)).toEqual(progress.acknowledged);
  expect(progress.attempted.slice(0, values.length)).toEqual(values);
}

describe('session files', () => {
  it('keeps every acknowledged edit when killed at any operation, whatever unflushed bytes survive', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.constantFrom<Survival>('kept', 'lost', 'torn'), async (plan, survival) => {
        const counter = createCrashStore(Number.POSITIVE_INFINITY);
        await run(counter.store, plan, { acknowledged: [], attempted: [] });
        for (let dieAt = 0; dieAt <= counter.operations(); dieAt += 1) await crashAt(plan, dieAt, survival);
      }),
      { seed: 11, numRuns: 40 },
    );
  });

  it('falls back to the older generation and both journals when the newest snapshot is damaged', async () => {
    const store = createMemoryStore();
    const writer = await open(store, []);
    writer.append([encode(1), encode(2)]);
    await writer.compact('[1,2]', 'Film');
    writer.append([encode(3)]);
    writer.close();
    const snapshot = await store.open('sessions/film/snapshot-2', 'write');
    snapshot.write(Uint8Array.of(0x7b), 17);
    snapshot.close();
    const found = await readSession(store, 'film');
    if (!found.ok) throw new Error(found.message);
    expect(found.value.damagedSnapshots).toBe(1);
    expect(replay(found.value)).toEqual([1, 2, 3]);
  });

  it('reports a session whose snapshots are all damaged, and one that is not there', async () => {
    const store = createMemoryStore();
    (await open(store, [])).close();
    const snapshot = await store.open('sessions/film/snapshot-1', 'write');
    snapshot.truncate(5);
    snapshot.close();
    expect(await readSession(store, 'film')).toMatchObject({ ok: false, code: 'session-damaged' });
    expect(await readSession(store, 'other')).toMatchObject({ ok: false, code: 'session-missing' });
    await expect(readSession(store, '../pool')).rejects.toThrow(RangeError);
  });

  it('keeps the journal whole when the storage fills up during an edit or a compaction', async () => {
    const store = createMemoryStore({ quota: 600 });
    const writer = await open(store, []);
    expect(writer.append([encode(1)]).ok).toBe(true);
    const tooBig = Array.from({ length: 100 }, (_, index) => encode(100 + index));
    expect(writer.append(tooBig)).toMatchObject({ ok: false, code: 'storage-full' });
    expect(await writer.compact(JSON.stringify('x'.repeat(1000)), 'Film')).toMatchObject({
      code: 'storage-full',
    });
    expect(writer.append([encode(2)]).ok).toBe(true);
    const found = await readSession(store, 'film');
    expect(found.ok && replay(found.value)).toEqual([1, 2]);
  });

  it('never lets a writer that lost its session touch the files of the new one', async () => {
    const store = createMemoryStore();
    const old = await open(store, []);
    old.append([encode(1)]);
    const taken = await open(store, [1]);
    old.append([encode(99)]);
    taken.append([encode(2)]);
    const found = await readSession(store, 'film');
    expect(found.ok && replay(found.value)).toEqual([1, 2]);
  });

  it('keeps one older generation and sweeps the rest', async () => {
    const store = createMemoryStore();
    const writer = await open(store, []);
    for (let round = 0; round < 5; round += 1) await writer.compact('[]', 'Film');
    const names = (await store.list('sessions/film')).map(({ name }) => name);
    expect(names).toEqual(['info', 'journal-5', 'journal-6', 'snapshot-5', 'snapshot-6']);
  });

  it('lists sessions by last edit with their names, and deletes them', async () => {
    let clock = 1000;
    const store = createMemoryStore({ now: () => clock });
    const first = await openSessionWriter(store, 'one', '{}', 'The <b>First</b>');
    clock = 2000;
    await openSessionWriter(store, 'two', '{}', '');
    clock = 3000;
    if (first.ok) first.value.append([encode(1)]);
    const listed = await listSessions(store);
    expect(listed.ok && listed.value.map(({ id, name, modified }) => [id, name, modified])).toEqual([
      ['one', 'The <b>First</b>', 3000],
      ['two', 'Untitled', 2000],
    ]);
    expect((await deleteSession(store, 'one')).ok).toBe(true);
    const left = await listSessions(store);
    expect(left.ok && left.value.map(({ id }) => id)).toEqual(['two']);
  });
});
