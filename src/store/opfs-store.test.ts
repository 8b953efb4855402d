import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createOpfsStore } from './opfs-store.ts';

setFlagsFromString('--expose_gc');
const collectGarbage: () => void = runInNewContext('gc');

/** Answers after a collection, and never if that took the handle: what Chromium does to calls under way. */
function answer<Value>(handle: object, value: () => Value): Promise<Value> {
  const weak = new WeakRef(handle);
  return new Promise((resolve, reject) => {
    // A WeakRef holds its target to the end of the turn that made it; the second turn is the first that can collect.
    setImmediate(() =>
      setImmediate(() => {
        collectGarbage();
        if (weak.deref() === undefined) reject(new Error('the handle was collected during its call'));
        else resolve(value());
      }),
    );
  });
}

function fileHandle(): object {
  const handle: object = {
    createSyncAccessHandle: () => answer(handle, () => ({ getSize: () => 7, close: () => undefined })),
    getFile: () => answer(handle, () => new File(['seven b'], 'file')),
    move: () => answer(handle, () => undefined),
  };
  return handle;
}

function directoryHandle(): object {
  const handle: object = {
    getDirectoryHandle: () => answer(handle, directoryHandle),
    getFileHandle: () => answer(handle, fileHandle),
    removeEntry: () => answer(handle, () => undefined),
    async *values() {
      yield await answer(handle, () => ({ name: 'one', kind: 'file' }));
    },
  };
  return handle;
}

describe('the private file system', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('keeps every handle alive until its call is answered, however often garbage is collected', async () => {
    vi.stubGlobal('navigator', { storage: { getDirectory: async () => directoryHandle() } });
    const store = await createOpfsStore();
    expect((await store.open('pool/a/b', 'shared')).size()).toBe(7);
    expect(await store.stat('pool/a/b')).toMatchObject({ bytes: 7 });
    expect(await store.list('pool/a')).toEqual([{ name: 'one', kind: 'file' }]);
    await store.rename('pool/a/b', 'pool/c');
    await store.remove('pool/c');
  });
});
