import type { StoreApi } from 'zustand/vanilla';
import { createJournalFeed, type SessionDocument, serialiseSession } from '../../session/index.ts';
import type { WorkspaceStatus } from '../state/workspace.ts';
import type { PageStore } from './services.ts';

/** How often the open gesture is written, ms: a killed tab loses no more of a drag than this. */
const GESTURE_FLUSH_MS = 250;
/** Journal size at which the document is written anew, bytes. */
const COMPACT_BYTES = 4_000_000;

/** The line between a document and its journal. */
export interface JournalLink {
  /** Resolves when everything done so far is on the disk (or has failed and is told so). */
  settled(): Promise<void>;
  /** Ends the open gesture, waits for the disk, closes the journal. */
  close(): Promise<void>;
}

/**
 * Follows a document and appends each change to its journal, in order, a batch at a time; `save` in the status is
 * `saved` only once the worker has flushed. After a failure the records wait and go with the next edit. Main thread.
 */
export function linkJournal(
  document: SessionDocument,
  store: Pick<PageStore, 'append' | 'compact' | 'close' | 'persistent'>,
  status: StoreApi<WorkspaceStatus>,
): JournalLink {
  const id = document.get().id;
  let queue: Uint8Array[] = [];
  let draining: Promise<void> | null = null;
  let name = document.get().name;
  let closed = false;
  const settledState = { kind: store.persistent ? 'saved' : 'memory-only' } as const;

  const drain = async (): Promise<void> => {
    while (queue.length > 0) {
      const batch = queue;
      queue = [];
      const written = await store.append(id, batch);
      if (!written.ok) {
        queue = [...batch, ...queue];
        status.setState({ save: { kind: 'failed', failure: written } });
        return;
      }
      const renamed = document.get().name !== name;
      if (queue.length === 0 && (renamed || written.value.journalBytes > COMPACT_BYTES)) {
        // The list of sessions shows the name of the last snapshot, so a rename writes one.
        const session = document.get();
        const compacted = await store.compact(id, serialiseSession(session), session.name);
        if (compacted.ok) name = session.name;
      }
    }
    status.setState({ save: settledState });
  };
  const start = () => {
    draining ??= drain().finally(() => {
      draining = null;
    });
  };
  const feed = createJournalFeed(document, (bytes) => {
    queue.push(bytes);
    if (status.getState().save.kind !== 'saving') status.setState({ save: { kind: 'saving' } });
    start();
  });

  let ticker: ReturnType<typeof setInterval> | null = null;
  const stopTicking = () => {
    if (ticker !== null) clearInterval(ticker);
    ticker = null;
  };
  const unsubscribe = document.subscribe((_, { kind }) => {
    if (kind === 'gesture') ticker ??= setInterval(() => feed.flushGesture(), GESTURE_FLUSH_MS);
    else if (kind === 'gesture-commit' || kind === 'gesture-cancel') stopTicking();
  });

  const settled = async (): Promise<void> => {
    // Records that come while a batch is written start no second drain: they are in the same one.
    await draining;
  };
  return {
    settled,
    async close() {
      if (closed) return;
      closed = true;
      document.commitGesture();
      stopTicking();
      unsubscribe();
      feed.dispose();
      await settled();
      await store.close(id);
    },
  };
}
