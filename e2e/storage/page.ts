/** Page side of the storage specs: the product's own doors, with what was acknowledged told to the test as it happens. */

import {
  countedIds,
  createDocument,
  createJournalFeed,
  newSession,
  serialiseSession,
} from '../../src/session/index.ts';
import { openStemLibrary } from '../../src/stems/browser.ts';
import { poolKey } from '../../src/stems/index.ts';
import { openSessionStore } from '../../src/store/browser.ts';
import { acquireSession, recoverSession } from '../../src/store/index.ts';

const ID = 'kills';
const store = openSessionStore();
const library = openStemLibrary();

declare global {
  interface Window {
    /** Told by the test: `edit` counts acknowledged edits, `bytes` import progress. */
    tell(what: 'edit' | 'bytes', value: number): Promise<void>;
  }
}

/** Edits acknowledged before, by the stored name; 0 where there is no session yet. */
export async function storedEdits(): Promise<number> {
  const stored = await store.read(ID);
  if (!stored.ok) return 0;
  const recovered = recoverSession(stored.value);
  if (!recovered.ok) throw new Error(recovered.message);
  return Number(recovered.value.session.name.replace(/\D/g, ''));
}

/** Makes edits one after another for as long as the page lives; tells each one that is acknowledged. */
export async function editForever(): Promise<void> {
  const stored = await store.read(ID);
  const recovered = stored.ok ? recoverSession(stored.value) : null;
  const start = recovered?.ok
    ? recovered.value.session
    : newSession({ name: 'Edit 0', sampleRate: 48_000, frameRate: '24', ids: countedIds('k') });
  const opened = await store.start(ID, serialiseSession(start), start.name);
  if (!opened.ok) throw new Error(opened.message);
  const document = createDocument(start);
  let last: Promise<unknown> = Promise.resolve();
  createJournalFeed(document, (bytes) => {
    last = store.append(ID, [bytes]);
  });
  for (let edit = Number(start.name.replace(/\D/g, '')) + 1; ; edit += 1) {
    document.transact(`Edit ${edit}`, 'undoable', (draft) => {
      draft.name = `Edit ${edit}`;
    });
    const saved = await last;
    if (typeof saved === 'object' && saved !== null && 'ok' in saved && saved.ok !== true)
      throw new Error('not saved');
    await window.tell('edit', edit);
    if (edit % 40 === 0) await store.compact(ID, serialiseSession(document.get()), document.get().name);
  }
}

/** A reproducible stereo 24-bit WAV of `megabytes`, different for every seed. */
function wavFile(megabytes: number, seed: number): File {
  const bytes = new Uint8Array(44 + Math.floor((megabytes * 1e6) / 6) * 6);
  const view = new DataView(bytes.buffer);
  let state = seed;
  for (let at = 44; at + 4 <= bytes.length; at += 4) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    view.setUint32(at, state, true);
  }
  const header = 'RIFF    WAVEfmt \x10   \x01 \x02     '.padEnd(36, ' ');
  bytes.set([...header].map((character) => character.charCodeAt(0)));
  for (const [at, value] of [
    [4, bytes.length - 8],
    [16, 16],
    [24, 48_000],
    [28, 288_000],
    [40, bytes.length - 44],
  ] as const) {
    view.setUint32(at, value, true);
  }
  view.setUint16(20, 1, true);
  view.setUint16(22, 2, true);
  view.setUint16(32, 6, true);
  view.setUint16(34, 24, true);
  bytes.set([0x64, 0x61, 0x74, 0x61], 36);
  return new File([bytes], 'noise.wav');
}

/** Imports a file, telling its progress; answers its key and how much an earlier try had stored. */
export async function importNoise(megabytes: number, seed: number) {
  const file = wavFile(megabytes, seed);
  const [result] = await library.importFiles([file], { rate: 48_000 }, (event) => {
    if (event.kind === 'progress') void window.tell('bytes', event.bytesDone);
  });
  if (!result?.ok) throw new Error(result?.message ?? 'no answer');
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
  const source = await library.exportSource(result.value.entry.key);
  if (!source.ok) throw new Error(source.message);
  const kept = new Uint8Array(await crypto.subtle.digest('SHA-256', await source.value.arrayBuffer()));
  const hex = (bytes: Uint8Array): string =>
    [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return {
    resumedBytes: result.value.resumedBytes,
    sha256: result.value.entry.key.sha256,
    ofFile: hex(digest),
    ofPool: hex(kept),
  };
}

/** Whether the pool has a stem. */
export const hasStem = (sha256: string): Promise<boolean> => library.has(poolKey(sha256, 48_000));

/** Takes or asks for a session's lock; answers the mode, and keeps the lock with the page. */
export async function lockMode(takeOver: boolean): Promise<string> {
  const lock = await acquireSession('shared', {
    beforeRelease: async () => {
      document.title = 'saved';
    },
  });
  lock.onLost(() => {
    document.title += ' lost';
  });
  if (takeOver) await lock.takeOver();
  return lock.mode;
}
