import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type FileStore, replaceAll, StoreFault, storeFailure, writeAll } from './file-store.ts';
import { createMemoryStore } from './memory-store.ts';
import { createNodeStore } from './node.ts';
import { splitPath } from './path.ts';

const folder = mkdtempSync(join(tmpdir(), 'scorestage-store-'));
afterAll(() => rmSync(folder, { recursive: true }));

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const faultCode = async (work: () => unknown): Promise<string> => {
  try {
    await work();
  } catch (fault) {
    if (fault instanceof StoreFault) return fault.code;
    throw fault;
  }
  return 'none';
};

describe.each<[string, () => FileStore]>([
  ['memory', () => createMemoryStore()],
  ['node', () => createNodeStore(mkdtempSync(join(folder, 'root-')))],
])('%s store', (_, make) => {
  it('reads back what was written, past the end and across holes', async () => {
    const store = make();
    const file = await store.open('a/b/one', 'write');
    file.write(Uint8Array.of(1, 2, 3), 0);
    file.write(Uint8Array.of(9), 6);
    expect(file.size()).toBe(7);
    const into = new Uint8Array(10).fill(255);
    expect(file.read(into, 1)).toBe(6);
    expect([...into]).toEqual([2, 3, 0, 0, 0, 9, 255, 255, 255, 255]);
    expect(file.read(into, 100)).toBe(0);
    file.truncate(2);
    file.flush();
    file.close();
    file.close();
    expect(await store.readAll('a/b/one')).toEqual(Uint8Array.of(1, 2));
    expect((await store.stat('a/b/one'))?.bytes).toBe(2);
    expect(await (await store.blob('a/b/one'))?.arrayBuffer()).toEqual(Uint8Array.of(1, 2).buffer);
  });

  it('zeroes what a truncation cut off when the file grows again', async () => {
    const file = await make().open('x', 'write');
    file.write(Uint8Array.of(1, 2, 3, 4), 0);
    file.truncate(1);
    file.truncate(3);
    const into = new Uint8Array(3);
    file.read(into, 0);
    expect([...into]).toEqual([1, 0, 0]);
    file.close();
  });

  it('locks a file to one writer and lets a shared file be read while it grows', async () => {
    const store = make();
    const writer = await store.open('x', 'write');
    expect(await faultCode(() => store.open('x', 'write'))).toBe('storage-locked');
    writer.close();
    const sharer = await store.open('x', 'shared');
    const reader = await store.open('x', 'shared');
    sharer.write(Uint8Array.of(7), 0);
    const into = new Uint8Array(1);
    expect(reader.read(into, 0)).toBe(1);
    expect(into[0]).toBe(7);
    sharer.close();
    reader.close();
  });

  it('names a missing file and answers null where asked softly', async () => {
    const store = make();
    expect(await faultCode(() => store.open('none', 'read'))).toBe('storage-missing');
    expect(await faultCode(() => store.rename('none', 'other'))).toBe('storage-missing');
    expect(await store.readAll('none')).toBeNull();
    expect(await store.blob('none')).toBeNull();
    expect(await store.stat('none')).toBeNull();
    expect(await store.list('none')).toEqual([]);
    await store.remove('none');
  });

  it('lists, renames over and removes whole folders', async () => {
    const store = make();
    await writeAll(store, 'dir/two', bytesOf('2'));
    await writeAll(store, 'dir/one', bytesOf('1'));
    await writeAll(store, 'dir/sub/three', bytesOf('3'));
    expect(await store.list('dir')).toEqual([
      { name: 'one', kind: 'file' },
      { name: 'sub', kind: 'directory' },
      { name: 'two', kind: 'file' },
    ]);
    await store.rename('dir/one', 'dir/two');
    expect(await store.readAll('dir/two')).toEqual(bytesOf('1'));
    await replaceAll(store, 'dir/two', bytesOf('new'));
    expect(await store.list('dir')).toEqual([
      { name: 'sub', kind: 'directory' },
      { name: 'two', kind: 'file' },
    ]);
    await store.remove('dir');
    expect(await store.list('dir')).toEqual([]);
  });
});

describe('paths', () => {
  it.each([
    '',
    '..',
    'a/../b',
    '/a',
    'a//b',
    'a/',
    '.hidden',
    'a b',
    'a\\b',
    'ä',
    'C:',
    `${'x'.repeat(201)}`,
  ])('refuses %j', (path) => {
    expect(() => splitPath(path)).toThrow(RangeError);
  });
});

describe('faults', () => {
  it('tells a full store from other faults and keeps the content', async () => {
    const store = createMemoryStore({ quota: 10 });
    const file = await store.open('x', 'write');
    file.write(new Uint8Array(8).fill(1), 0);
    expect(await faultCode(() => file.write(new Uint8Array(8), 8))).toBe('storage-full');
    expect(file.size()).toBe(8);
    expect(await store.estimate()).toEqual({ usage: 8, quota: 10 });
  });

  it('words a fault for the user and lets programming errors pass', () => {
    const failure = storeFailure(new StoreFault('storage-full', 'the disk is full'), '"a.wav"');
    expect(failure.code).toBe('storage-full');
    expect(failure.message).toBe('"a.wav": the disk is full');
    expect(failure.remedy).not.toBe('');
    expect(() => storeFailure(new TypeError('bug'), 'x')).toThrow(TypeError);
  });
});
