import { expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import {
  countedIds,
  createDocument,
  decodeJournal,
  newSession,
  renameSession,
  setLoop,
} from '../../session/index.ts';
import { fail, ok } from '../../units/index.ts';
import type { WorkspaceStatus } from '../state/workspace.ts';
import { linkJournal } from './journal-link.ts';

/** A journal store whose answers are given by hand. */
function handStore() {
  const written: Uint8Array[] = [];
  const compacted: string[] = [];
  const waiting: ((answer: 'flushed' | 'full') => void)[] = [];
  return {
    written,
    compacted,
    answer: (how: 'flushed' | 'full') => waiting.shift()?.(how),
    store: {
      persistent: true,
      append: (_: string, records: readonly Uint8Array[]) =>
        new Promise<ReturnType<typeof ok<{ journalBytes: number }>> | ReturnType<typeof fail>>((resolve) => {
          waiting.push((how) => {
            if (how === 'flushed') written.push(...records);
            resolve(
              how === 'flushed'
                ? ok({ journalBytes: 100 })
                : fail('storage-full', 'The disk is full.', 'Make room.'),
            );
          });
        }),
      compact: async (_: string, _snapshot: string, name: string) => {
        compacted.push(name);
        return ok(null);
      },
      close: async () => ok(null),
    },
  };
}

function linked() {
  const document = createDocument(
    newSession({ name: 'Scene', sampleRate: 48_000, frameRate: '24', ids: countedIds() }),
  );
  const status = createStore<WorkspaceStatus>(() => ({
    save: { kind: 'saved' },
    imports: [],
    bounce: { kind: 'idle' },
    sessions: [],
  }));
  const hand = handStore();
  const link = linkJournal(document, hand.store, status);
  const loopTo = (end: number) =>
    document.transact('Loop', 'undoable', (draft) => setLoop(draft, 0, end, true));
  return { document, status, hand, link, loopTo, save: () => status.getState().save.kind };
}

const kinds = (records: readonly Uint8Array[]) =>
  decodeJournal(new Uint8Array(records.flatMap((record) => [...record]))).records.map(({ label }) => label);

test('“saved” appears only when the disk has answered for every edit', async () => {
  const { hand, link, loopTo, save } = linked();
  loopTo(100);
  expect(save()).toBe('saving');
  loopTo(200);
  hand.answer('flushed');
  await Promise.resolve();
  expect(save()).toBe('saving');
  // The second edit went in a batch of its own, asked for once the first was answered.
  await new Promise((resolve) => setImmediate(resolve));
  hand.answer('flushed');
  await link.settled();
  expect(save()).toBe('saved');
  expect(kinds(hand.written)).toEqual(['Loop', 'Loop']);
});

test('after a failure the edits wait and go with the next one, in order', async () => {
  const { hand, link, loopTo, save } = linked();
  loopTo(100);
  hand.answer('full');
  await link.settled();
  expect(save()).toBe('failed');
  loopTo(200);
  hand.answer('flushed');
  await link.settled();
  expect(save()).toBe('saved');
  expect(hand.written).toHaveLength(2);
  expect(decodeJournal(new Uint8Array(hand.written.flatMap((record) => [...record]))).dropped).toBeNull();
});

test('a rename writes a snapshot, so that the list of sessions knows the name', async () => {
  const { document, hand, link } = linked();
  document.transact('Rename', 'undoable', (draft) => renameSession(draft, 'The Door'));
  hand.answer('flushed');
  await link.settled();
  expect(hand.compacted).toEqual(['The Door']);
});

test('closing keeps an open drag', async () => {
  const { document, hand, link } = linked();
  document.transact('Loop', 'gesture', (draft) => setLoop(draft, 0, 300, true));
  const closing = link.close();
  hand.answer('flushed');
  await closing;
  expect(kinds(hand.written)).toEqual(['Loop']);
});
