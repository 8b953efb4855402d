import type { Result } from '../units/index.ts';
import type { JournalCalls } from './journal-protocol.ts';
import type { RpcClient } from './rpc.ts';
import type { SessionListing, StoredSession } from './session-files.ts';

/** The journal as the main thread sees it. An answer that is ok means: on the disk, safe from a kill. */
export interface SessionStore {
  /** False where sessions live in memory only and are gone with the page: tell the user. */
  readonly persistent: boolean;
  list(): Promise<Result<readonly SessionListing[]>>;
  /** Reads snapshot and journals; decode them with the session room's `decodeJournal` and `applyRecords`. */
  read(id: string): Promise<Result<StoredSession>>;
  /** Opens for writing from this document (new, or as recovered). Hold the session's lock first. */
  start(id: string, snapshot: string, name: string): Promise<Result<null>>;
  /** Adds encoded records; answered once flushed. Calls are written in the order they are made. */
  append(id: string, records: readonly Uint8Array[]): Promise<Result<{ readonly journalBytes: number }>>;
  /** Writes the document anew and starts an empty journal; for a large journal, a pause, a rename. */
  compact(id: string, snapshot: string, name: string): Promise<Result<null>>;
  /** Ends writing, after everything asked before it. */
  close(id: string): Promise<Result<null>>;
  delete(id: string): Promise<Result<null>>;
  /** Ends the worker. */
  dispose(): void;
}

/** Wraps the calls of a journal worker. `end` terminates the worker. */
export function createSessionStore(
  client: RpcClient<JournalCalls>,
  persistent: boolean,
  end: () => void,
): SessionStore {
  return {
    persistent,
    list: () => client.call('list', null),
    read: (id) => client.call('read', { id }),
    start: (id, snapshot, name) => client.call('start', { id, snapshot, name }),
    append: (id, records) => client.call('append', { id, records }),
    compact: (id, snapshot, name) => client.call('compact', { id, snapshot, name }),
    close: (id) => client.call('close', { id }),
    delete: (id) => client.call('delete', { id }),
    dispose() {
      client.close('The session store was closed.');
      end();
    },
  };
}
